"""The Arabic words that tell events: lexicon/ar/events.yaml as look-ups by written form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.lexicon.matcher import Matcher
from masfufa.lexicon.store import table
from masfufa.reading.words import word_set

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


class _Cache(dict[str, frozenset[str]]):
    """Sets of names by folded word, filled as words are met."""

    def __init__(self, find: Callable[[str], frozenset[str]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, form: str) -> frozenset[str]:
        if len(self) > 300_000:
            self.clear()
        found = self[form] = self._find(form)
        return found


_MAPPINGS = ("events", "support", "says", "classes", "surroundings")


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Folded word → the lists of events.yaml and event_nouns.yaml that it stands in."""
    out: dict[str, set[str]] = {}
    for name, listed in (*table("ar", "events").items(), *table("ar", "event_nouns").items()):
        if name not in _MAPPINGS:
            for word in listed:
                out.setdefault(fold_word(str(word)), set()).add(name)
    return {form: frozenset(names) for form, names in out.items()}


def _lists_of(form: str) -> frozenset[str]:
    known = _lists()
    names = set(known.get(form, ()))
    names.update([f"={name}" for name in names])
    bare = form[1:] if len(form) > 2 and form[0] in "وف" else form
    if bare is not form:
        names.update(known.get(bare, ()))
    grammar = word_set("ar", "grammar", "prepositions")
    if form in grammar:
        names.add("preposition")
    functional = word_set("ar", "grammar", "function_words") | grammar
    article = len(form) > 4 and form.startswith(("بال", "لل", "وال"))
    if form in functional or bare in functional or names & _ENDING or "=time_words" in names or finite_only(form):
        names.add("ends phrase")
    elif article:
        names.add("ends phrase unless named")
    if any(s.entry.tag == EVENT for s in event_matcher().senses(form)):
        names.add("event word")
    return frozenset(names)


_ENDING = frozenset(("with_pronoun", "complement", "relatives", "conjunctions", "claims"))
LISTS = _Cache(_lists_of)
"""By folded word: the lists of the file that it stands in, a leading conjunction aside ("=" before a name: as it is);
"preposition",
and "ends phrase" for what cannot be part of a run of nouns."""


@cache
def _members(section: str) -> dict[str, frozenset[str]]:
    """Folded word → the names under a mapping of the file (classes, surroundings) whose lists it stands in."""
    out: dict[str, set[str]] = {}
    for name, listed in table("ar", "events")[section].items():
        for word in listed:
            out.setdefault(fold_word(str(word)), set()).add(name)
    return {form: frozenset(names) for form, names in out.items()}


def _classes_of(form: str) -> frozenset[str]:
    known = _members("classes")
    names = {name for bare in bare_forms(form) for name in known.get(bare, ())}
    if form[0] == "ب" and len(form) > 3:
        names.add("by")
    return frozenset(names)


def _surroundings_of(form: str) -> frozenset[str]:
    known = _members("surroundings")
    return next((known[bare] for bare in bare_forms(form) if bare in known), frozenset())


CLASSES = _Cache(_classes_of)
"""By folded word: the classes that `with`, `not` and `near` ask for; proclitics aside. "by" is the proclitic ب
itself."""
SURROUNDINGS = _Cache(_surroundings_of)
"""By folded word: what it says of its surroundings; proclitics aside."""


@lru_cache(maxsize=131072)
def finite_only(form: str) -> bool:
    """Whether a folded word is a finite verb of the lexicon and nothing else."""
    senses = [s for s in event_matcher().senses(form) if not s.rest and not s.definite]
    return any(s.form in FINITE for s in senses) and not any(s.form in ("noun", "") for s in senses)


@lru_cache(maxsize=131072)
def either_way(form: str) -> bool:
    """Whether a folded word may be a finite verb and a verbal noun as well: قتل."""
    single = [s for s in event_matcher().senses(form) if not s.rest]
    verb = any(s.form in FINITE and not s.definite and s.prefix[-1:] not in ("ب", "ك") for s in single)
    return verb and any(s.form == "noun" for s in single)
