"""The words that tell events in English and French: events.yaml as look-ups by written form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from masfufa.language.fold import fold_in
from masfufa.lexicon.matcher import Matcher, Sense
from masfufa.lexicon.store import table

EVENT, CARRIER, ASPECT, SAYS = "event", "carrier", "aspect", "says"
"""Sections: words of events, verbs that carry an event's noun, verbs that pass their subject on, words of saying."""
VERBAL_FORMS = frozenset(("base", "present", "past", "participle", "gerund", ""))
"""Forms of senses that read as verbs; "" are fixed phrases."""


def conditions(raw: Mapping[str, Any], language: str = "en") -> dict[str, tuple[frozenset[str], ...]]:
    """The classes of an entry's conditions, resolved to their words."""
    classes = table(language, "events")["classes"]
    out = {}
    for key in ("with", "not", "near"):
        names = raw.get(key, ())
        names = [names] if isinstance(names, str) else names
        sets = tuple(frozenset(fold_in(str(w), language) for w in classes.get(name, (name,))) for name in names)
        out[key] = tuple(words for words in sets if words)
    return out


def _entries(kind: str, raw: Mapping[str, Any], language: str) -> Iterator[dict[str, Any]]:
    shared = {k: v for k, v in raw.items() if k not in ("v", "n", "w", "x")} | {"type": raw.get("type", kind)}
    shared |= conditions(raw, language)
    if raw.get("prep"):
        shared["prep"] = {fold_in(prep, language): role for prep, role in raw["prep"].items()}
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
def event_matcher(language: str = "en") -> Matcher:
    """The matcher of all four sections. Built once, in about a tenth of a second."""
    raw = table(language, "events")
    loose = frozenset(raw["loose_carriers"])
    events = [
        entry for kind, lines in raw["events"].items() for line in lines for entry in _entries(kind, line, language)
    ]
    return Matcher(
        language,
        {
            EVENT: events,
            CARRIER: [{"verb": [verb], "loose": verb in loose} for verb in raw["carriers"]],
            ASPECT: [{"verb": raw["aspect"]}],
            SAYS: [{"verb": raw["says"]}],
        },
    )


class Closed:
    """The closed classes of events.yaml as attributes, each looked up once: closed("en").modals.

    A class whose name ends in "endings" is a tuple, for str.endswith, and so is one that ends in "order", whose order
    counts; every other is a frozenset, empty where the language has no use for it.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    if TYPE_CHECKING:
        past_endings: tuple[str, ...]
        gerund_endings: tuple[str, ...]
        adverb_endings: tuple[str, ...]
        no_noun_endings: tuple[str, ...]
        owner_order: tuple[str, ...]
        target_order: tuple[str, ...]
        inner_order: tuple[str, ...]

    def __getattr__(self, name: str) -> frozenset[str]:
        listed = [fold_in(str(word), self.language) for word in table(self.language, "events").get(name, ())]
        found = tuple(listed) if name.endswith(("endings", "order")) else frozenset(listed)
        setattr(self, name, found)
        return found  # type: ignore[return-value]

    def whole(self, preposition: str) -> str:
        """A preposition without its article: du is de, aux is à."""
        return _contractions(self.language).get(preposition, preposition)


@cache
def _contractions(language: str) -> dict[str, str]:
    listed = table(language, "events").get("contractions", {})
    return {fold_in(form, language): fold_in(whole, language) for form, whole in listed.items()}


@cache
def closed(language: str) -> Closed:
    """The closed classes of a language."""
    return Closed(language)


def senses_at(forms: list[str], index: int, language: str) -> list[tuple[Sense, int]]:
    """Senses that begin at a token, phrases first, each with the index after it."""
    single, phrases = event_matcher(language).known[forms[index]]
    found: list[tuple[Sense, int]] = []
    if phrases and index + 1 < len(forms):
        for sense in phrases.get(forms[index + 1], ()):
            last = index + 1 + len(sense.rest)
            if tuple(forms[index + 1 : last]) == sense.rest:
                found.append((sense, last))
    found.extend((sense, index + 1) for sense in single)
    return found
