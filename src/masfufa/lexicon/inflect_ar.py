"""Arabic inflection for lexicon entries: the written, unvocalised forms that a noun or a verb takes in news prose.

Only third persons and the first person plural are made; moods and cases that are written alike are one form. All
forms are folded (see masfufa.language.fold), as look-ups are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.lexicon.store import table

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
    e = _endings()["noun"]
    feminine, oblique = e["feminine"], e["oblique"]
    yield fold_word(singular), SINGULAR
    if not singular.endswith(tuple(e["no_accusative"])):
        yield fold_word(singular + e["accusative"]), SINGULAR
    sound = "sound" in plurals
    bare = singular.removesuffix(feminine)
    stem = bare + e["bound_feminine"] if bare != singular else singular
    own = tuple(dual for dual in duals if dual != "none")
    regular = () if own or duals else tuple(stem + ending for ending in e["dual"])
    for dual in own or regular:
        yield fold_word(dual), DUAL_OR_PLURAL if sound and dual.endswith(oblique) else DUAL
    if regular:
        yield fold_word(stem + e["bound_dual"]), DUAL_BOUND
        if not sound:  # مواطنيها are more than two, as a rule
            yield fold_word(stem + e["bound_oblique"]), DUAL_BOUND
    for plural in plurals:
        if plural == "sound":
            yield fold_word(singular + e["sound_plural"]), PLURAL
            yield fold_word(singular + e["bound_plural"]), PLURAL
            if singular[-1] != e["bound_oblique"]:
                yield fold_word(singular + e["bound_oblique"]), PLURAL
        elif plural == "fem":
            yield fold_word(bare + e["feminine_plural"]), PLURAL
        else:
            yield fold_word(plural), PLURAL
            if not plural.endswith(tuple(e["no_accusative_plural"])):
                yield fold_word(plural + e["accusative"]), PLURAL


def past_forms(verb: str) -> Iterator[str]:
    """Folded third-person (and first plural) past forms of a verb given in the third person masculine singular."""
    yield fold_word(verb)
    endings = next(row["add"] for row in _endings()["past"] if verb.endswith(tuple(row.get("after", ("",)))))
    for ending in endings:
        yield fold_word(_ended(verb, verb[:-1], ending))


def present_forms(verb: str) -> Iterator[str]:
    """Folded third-person (and first plural) present forms of a verb given as يفعل."""
    e = _endings()["present"]
    stem = verb[1:]
    bare = stem[:-1] if stem.endswith(tuple(e["weak"])) else stem
    for person in e["persons"]:
        yield fold_word(person + stem)
        for ending in e["add"]:
            yield fold_word(person + _ended(stem, bare, ending))
        if bare != stem:  # jussive of weak verbs: لم ينج
            yield fold_word(person + bare)
    yield fold_word(e["we"] + stem)


def _ended(stem: str, short: str, ending: str) -> str:
    """A stem with an ending; with its short form where the ending has a hyphen."""
    return short + ending[1:] if ending.startswith("-") else stem + ending


@cache
def _endings() -> dict[str, Any]:
    found: dict[str, Any] = table("ar", "endings")
    return found
