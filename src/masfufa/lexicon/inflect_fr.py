"""French inflection for lexicon entries: plurals of nouns, third persons and participles of verbs."""

from __future__ import annotations

from collections.abc import Iterator

_ALIKE = ("s", "x", "z")
_WITH_X = ("eau", "eu")


def plural(noun: str) -> str:
    """The plural of a noun or adjective by rule: hôpital, hôpitaux; bureau, bureaux; pays, pays."""
    head, _, tail = noun.partition(" ")
    tail = f" {tail}" if tail else ""
    if head.endswith(_ALIKE):
        return head + tail
    if head.endswith("al"):
        return f"{head[:-1]}ux{tail}"
    return head + ("x" if head.endswith(_WITH_X) else "s") + tail


def verb_forms(verb: str) -> Iterator[tuple[str, str]]:
    """(form, kind) of a verb with what follows it: "tuer", "périr" and their like by rule; others give the infinitive,
    the participle, the present in singular and plural, the past in the singular, and where they are not made from these
    the stems of the imperfect and the future: "mourir/mort/meurt/meurent/mourut/mour/mourr".

    Kinds are base, present, past (simple and imperfect), participle, gerund (tuant), future and conditional.
    """
    head, _, tail = verb.partition(" ")
    tail = f" {tail}" if tail else ""
    for form, kind in _forms(head.split("/")):
        yield form + tail, kind


def _forms(parts: list[str]) -> Iterator[tuple[str, str]]:
    base = parts[0]
    future = base.removesuffix("e")
    if len(parts) > 1:
        participle, singular, several, simple = parts[1:5]
        stem = parts[5] if len(parts) > 5 else several.removesuffix("ent")
        future = parts[6] if len(parts) > 6 else future
        simple_pl = _several_past(simple)
    elif base.endswith("er"):
        stem = base[:-2]
        participle, singular, several = stem + "é", stem + "e", stem + "ent"
        if stem.endswith("y"):
            singular, several, future = stem[:-1] + "ie", stem[:-1] + "ient", stem[:-1] + "ier"
        stem = stem + "e" if stem.endswith("g") else stem
        simple, simple_pl = stem + "a", base[:-2] + "èrent"
    else:
        stem = base.removesuffix("r")
        participle, singular, several, simple, simple_pl = stem, stem + "t", stem + "ssent", stem + "t", stem + "rent"
        stem += "ss"
    yield base, "base"
    yield singular, "present"
    yield several, "present"
    for form in (simple, simple_pl, stem + "ait", stem + "aient"):
        yield form, "past"
    for form in agreeing(participle):
        yield form, "participle"
    yield stem + "ant", "gerund"
    for form in (future + "a", future + "ont"):
        yield form, "future"
    for form in (future + "ait", future + "aient"):
        yield form, "conditional"


def agreeing(participle: str) -> tuple[str, ...]:
    """A participle or adjective in both genders and numbers: tué, tuée, tués, tuées; mis, mise, mises."""
    if participle.endswith("e"):
        return participle, participle + "s"
    masculine = (participle,) if participle.endswith(_ALIKE) else (participle, participle + "s")
    return *masculine, participle + "e", participle + "es"


def _several_past(simple: str) -> str:
    if simple.endswith("a"):
        return simple[:-1] + "èrent"
    return simple[:-1] + "rent"
