"""The Arabic words that tell events: lexicon/ar/events.yaml as look-ups by written form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.lexicon.matcher import Matcher
from masfufa.lexicon.store import table

EVENT, SUPPORT, SAYS = "event", "support", "says"
"""Sections of the matcher: words of events, verbs that carry a verbal noun, words of saying."""
FINITE = frozenset(("past", "present", "future", "passive", "passive-present"))


def _entries(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Entries of the matcher, one a lemma, from one line of the YAML file."""
    shared = {key: value for key, value in raw.items() if key not in ("v", "n", "w", "p")} | dict(extra)
    for lemma in raw.get("v") or ():
        past, present, *nouns = lemma.split()
        entry: dict[str, Any] = {"lemma": next(f for f in (past, present) if f != "-"), **shared}
        for key, forms in (("past", [past]), ("present", [present]), ("noun", nouns)):
            kept = [form for form in forms if form != "-"]
            if kept:
                entry[key] = kept
        if raw.get("p"):
            entry["passive"] = raw["p"]
        yield entry
    for noun in raw.get("n") or ():
        singular, *plurals = str(noun).split("/")
        yield {"lemma": singular, **shared, "sg": [singular], "pl": plurals}
    for phrase in raw.get("w") or ():
        yield {"lemma": raw["w"][0], **shared, "w": [phrase]}


@cache
def event_matcher() -> Matcher:
    """The matcher of events, supporting verbs and words of saying. Built once, in about a quarter of a second."""
    raw = table("ar", "events")
    events = [
        entry for kind, lines in raw["events"].items() for line in lines for entry in _entries(line, {"type": kind})
    ]
    return Matcher(
        "ar",
        {
            EVENT: events,
            SUPPORT: [entry for line in raw["support"] for entry in _entries(line, {})],
            SAYS: [entry for line in raw["says"] for entry in _entries(line, {})],
        },
    )


@cache
def words(section: str) -> frozenset[str]:
    """The single words of a list of the file (relatives, anchors …), folded."""
    return frozenset(fold_word(str(word)) for word in table("ar", "events")[section])


@cache
def _class(name: str) -> frozenset[str]:
    return frozenset(fold_word(str(word)) for word in table("ar", "events")["classes"].get(name, ()))


def bare_forms(form: str) -> tuple[str, ...]:
    """A folded word, and the word without one conjunction, one preposition, or with the article of للـ restored."""
    out = [form]
    if len(form) > 3 and form[0] in "وف":
        out.append(form[1:])
    for head in tuple(out):
        if len(head) > 3 and head[0] in "بلك":
            out.append(head[1:])
            if head.startswith("لل"):
                out.append("ال" + head[2:])
    return tuple(out)


@lru_cache(maxsize=131072)
def in_class(form: str, name: str) -> bool:
    """Whether a folded word belongs to a class of words, its proclitics aside. "by" is the proclitic ب itself."""
    if name == "by":
        return form[0] == "ب" and len(form) > 3
    known = _class(name)
    return any(bare in known for bare in bare_forms(form))


@lru_cache(maxsize=131072)
def in_words(form: str, section: str) -> bool:
    """Whether a folded word, with or without a leading conjunction, stands in a list of the file."""
    known = words(section)
    return form in known or (len(form) > 2 and form[0] in "وف" and form[1:] in known)


@cache
def _surroundings() -> dict[str, tuple[str, ...]]:
    """Folded word → the lists of surroundings that it stands in."""
    out: dict[str, tuple[str, ...]] = {}
    for name, listed in table("ar", "events")["surroundings"].items():
        for word in listed:
            form = fold_word(str(word))
            out[form] = (*out.get(form, ()), name)
    return out


@lru_cache(maxsize=131072)
def surroundings(form: str) -> tuple[str, ...]:
    """The lists of surroundings that a folded word stands in, its proclitics aside."""
    known = _surroundings()
    return next((known[bare] for bare in bare_forms(form) if bare in known), ())
