"""The English words that tell events: lexicon/en/events.yaml as look-ups by written form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.lexicon.matcher import Matcher, Sense
from masfufa.lexicon.store import table

EVENT, CARRIER, ASPECT, SAYS = "event", "carrier", "aspect", "says"
"""Sections: words of events, verbs that carry an event's noun, verbs that pass their subject on, words of saying."""
VERBAL_FORMS = frozenset(("base", "present", "past", "participle", "gerund", ""))
"""Forms of senses that read as verbs; "" are fixed phrases."""


def conditions(raw: Mapping[str, Any]) -> dict[str, tuple[frozenset[str], ...]]:
    """The classes of an entry's conditions, resolved to their words."""
    classes = table("en", "events")["classes"]
    out = {}
    for key in ("with", "not", "near"):
        names = raw.get(key, ())
        names = [names] if isinstance(names, str) else names
        sets = tuple(frozenset(fold_word(str(w)) for w in classes.get(name, (name,))) for name in names)
        out[key] = tuple(words for words in sets if words)
    return out


def _entries(kind: str, raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shared = {k: v for k, v in raw.items() if k not in ("v", "n", "w", "x")} | {"type": raw.get("type", kind)}
    shared |= conditions(raw)
    if raw.get("v"):
        yield {"verb": raw["v"], **shared}
    nouns = [str(noun).split("/") for noun in raw.get("n") or ()]
    for singular, *plural in nouns:
        entry: dict[str, Any] = {"sg": [singular], **shared, "nominal": True}
        if plural:
            entry["pl"] = plural
        if singular in raw.get("plural_only", ()):
            entry["only_plural"] = True
        yield entry
    if raw.get("w"):
        yield {"w": raw["w"], **shared}
    if raw.get("x"):
        yield {"noun": raw["x"], **shared, "nominal": True}


@cache
def event_matcher() -> Matcher:
    """The matcher of all four sections. Built once, in about a tenth of a second."""
    raw = table("en", "events")
    loose = frozenset(raw["loose_carriers"])
    return Matcher(
        "en",
        {
            EVENT: [entry for kind, lines in raw["events"].items() for line in lines for entry in _entries(kind, line)],
            CARRIER: [{"verb": [verb], "loose": verb in loose} for verb in raw["carriers"]],
            ASPECT: [{"verb": raw["aspect"]}],
            SAYS: [{"verb": raw["says"]}],
        },
    )


@cache
def words(section: str) -> frozenset[str]:
    """A closed class of the file (modals, relatives …), folded."""
    return frozenset(fold_word(str(word)) for word in table("en", "events")[section])


class _Closed:
    """The closed classes as attributes, each looked up once: CLOSED.modals."""

    def __getattr__(self, name: str) -> frozenset[str]:
        found = words(name)
        setattr(self, name, found)
        return found


CLOSED = _Closed()
"""The closed classes of events.yaml by name."""


def senses_at(forms: list[str], index: int) -> list[tuple[Sense, int]]:
    """Senses that begin at a token, phrases first, each with the index after it."""
    single, phrases = event_matcher().known[forms[index]]
    found: list[tuple[Sense, int]] = []
    if phrases and index + 1 < len(forms):
        for sense in phrases.get(forms[index + 1], ()):
            last = index + 1 + len(sense.rest)
            if tuple(forms[index + 1 : last]) == sense.rest:
                found.append((sense, last))
    found.extend((sense, index + 1) for sense in single)
    return found
