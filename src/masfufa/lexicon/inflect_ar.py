"""Arabic inflection for lexicon entries: the written, unvocalised forms that a noun or a verb takes in news prose.

Only third persons and the first person plural are made; moods and cases that are written alike are one form. All
forms are folded (see masfufa.language.fold), as look-ups are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masfufa.language.fold import fold_word

SINGULAR, DUAL, PLURAL, DUAL_OR_PLURAL, DUAL_BOUND = "sg", "du", "pl", "du|pl", "du+"
"""Grammatical number of a noun form; جنديين can only be a dual, معتقلين may be a dual or a plural, ابني(ها) is a dual
where an
enclitic follows."""


def noun_forms(singular: str, plurals: Iterable[str] = (), duals: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs (folded form, number) of a noun.

    `plurals` are written out, or "sound" for ون/ين, "fem" for ات. `duals` replaces the regular ان/ين; "none" leaves
    them out, where they are spelt like other words (أمان).
    """
    plurals = tuple(plurals)
    yield fold_word(singular), SINGULAR
    if not singular.endswith(("ة", "اء", "ى", "ا")):
        yield fold_word(singular + "ا"), SINGULAR
    sound = "sound" in plurals
    stem = singular[:-1] + "ت" if singular.endswith("ة") else singular
    own = tuple(dual for dual in duals if dual != "none")
    regular = () if own or duals else (stem + "ان", stem + "ين")
    for dual in own or regular:
        yield fold_word(dual), DUAL_OR_PLURAL if sound and dual.endswith("ين") else DUAL
    if regular:
        yield fold_word(stem + "ا"), DUAL_BOUND
        if not sound:  # مواطنيها are more than two, as a rule
            yield fold_word(stem + "ي"), DUAL_BOUND
    for plural in plurals:
        if plural == "sound":
            yield fold_word(singular + "ون"), PLURAL
            yield fold_word(singular + "و"), PLURAL
            if singular[-1] != "ي":
                yield fold_word(singular + "ي"), PLURAL
        elif plural == "fem":
            yield fold_word((singular[:-1] if singular.endswith("ة") else singular) + "ات"), PLURAL
        else:
            yield fold_word(plural), PLURAL
            if not plural.endswith(("ة", "اء", "ى", "ا", "ات", "ون", "ين")):
                yield fold_word(plural + "ا"), PLURAL


def past_forms(verb: str) -> Iterator[str]:
    """Folded third-person (and first plural) past forms of a verb given in the third person masculine singular."""
    stem = verb
    yield fold_word(verb)
    if verb.endswith(("ى", "ا")):
        stem = verb[:-1]
        yield from map(fold_word, (stem + "ت", stem + "وا", stem + "يا", stem + "تا", stem + "ين", stem + "ينا"))
    elif verb.endswith("ي"):
        yield from map(fold_word, (verb + "ت", verb[:-1] + "وا", verb + "ا", verb + "تا", verb + "نا"))
    elif verb.endswith("أ"):
        yield from map(
            fold_word,
            (verb + "ت", verb + "وا", stem[:-1] + "ؤوا", stem[:-1] + "آ", verb + "تا", verb + "ن", verb + "نا"),
        )
    else:
        yield from map(fold_word, (verb + "ت", verb + "وا", verb + "ا", verb + "تا", verb + "ن", verb + "نا"))


def present_forms(verb: str) -> Iterator[str]:
    """Folded third-person (and first plural) present forms of a verb given as يفعل."""
    stem = verb[1:]
    bare = stem[:-1] if stem.endswith(("ى", "ي", "و")) else stem
    for person in ("ي", "ت"):
        yield from map(
            fold_word,
            (
                person + stem,
                person + bare + "ون",
                person + bare + "وا",
                person + stem.replace("ى", "ي") + "ان",
                person + stem.replace("ى", "ي") + "ا",
                person + stem.replace("ى", "ي") + "ن",
            ),
        )
        if bare != stem:  # jussive of weak verbs: لم ينج
            yield fold_word(person + bare)
    yield fold_word("ن" + stem)
