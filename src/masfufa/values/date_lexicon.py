"""The words of dates as dictionaries: which classes a folded token may belong to.

The tables are `lexicon/<language>/dates.yaml`; a class maps values to forms. For Arabic a token may carry proclitics
(و، ف، ب، ل، ك) before a form that the table has, and classes listed under `articled` are read with ال as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from masfufa.language.tokens import Tokens
from masfufa.lexicon import table

Kinds = dict[str, Any]
"""Class -> value, for one reading of a token or phrase."""

TRIGGERS = frozenset(
    (
        *("month", "month_weak", "hijri_month", "weekday", "weekday_weak", "day", "same_day", "now", "until_now"),
        *("unit", "dual_unit", "season", "decade_word", "thousand_word", "week_of"),
        "period_word",
    )
)
"""Classes that make it worth looking at the words around them."""

_FREQUENT = frozenset({"dir_before", "of", "in", "to", "until", "since", "from", "prior", "later", "between"})
_NOT_WORDS = frozenset({"articled", "not_after", "not_before", "general_after", "weekday_short_ok"})
_CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
_SHORTEST = 3
_MANY = 200_000


class Reading(NamedTuple):
    """A way to read a token: the phrases that may begin with it, after `skip` letters of proclitics `prefix`."""

    phrases: tuple[tuple[tuple[str, ...], Kinds], ...]
    skip: int
    prefix: str


class Entry(NamedTuple):
    """All readings of a token, least stripped first. `trigger`: a date may stand here; `on`: a day may follow."""

    readings: tuple[Reading, ...]
    trigger: bool
    on: bool = False


def alternatives(forms: Iterable[object]) -> Iterator[str]:
    """The forms, those with alternatives written out: "day (before|after) it" is two forms."""
    for form in forms:
        parts = [part.split("|") for part in re.split(r"[()]", str(form))]
        yield from ("".join(chosen) for chosen in product(*parts))


class DateLexicon(dict[str, "Entry | None"]):
    """Folded form -> Entry, or None for words that no date holds. Filled as words are met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        data = table(language, "dates")
        self.language = language
        self._starts: dict[str, dict[tuple[str, ...], Kinds]] = {}
        self._inner: set[str] = set()
        self._triggers: set[str] = set()
        articled = set(data.get("articled", ()))
        late: list[tuple[str, ...]] = []
        for kind, values in data.items():
            if kind in _NOT_WORDS:
                continue
            for key, forms in values.items():
                value = _plain(key)
                for form in alternatives(forms):
                    words = _words(form)
                    self._add(words, kind, value, False)
                    if kind in articled and not words[0].startswith("ال"):
                        self._add(("ال" + words[0], *words[1:]), kind, value, True)
                    if kind in TRIGGERS:
                        late.append(words)
        for words in late:
            if len(words) == 1:
                self._triggers |= {words[0], "ال" + words[0]}
        for words in late:
            if not any(word in self._triggers for word in words):
                common = not _FREQUENT.isdisjoint(self._starts[words[0]].get((), {}))
                self._triggers.add(words[-1] if language != "ar" or common else words[0])
        if language == "en":
            self._triggers |= {
                word for word, kinds in self._starts.items() if kinds.get((), {}).get("card", 0) >= _TEENS
            }
            self._triggers |= {"thousand", "hundred"}
        if language == "ar":
            self._triggers |= {"العشرين", "العشرون", "الثلاثين", "الثلاثون"}
        if language == "fr":
            self._triggers |= {"mille", "mil"}
        self._triggers |= {"q"} if language != "ar" else set()
        self.not_after = frozenset(w for form in data.get("not_after", ()) for w in _words(str(form)))
        self.unit_words = frozenset(_words(str(form))[0] for form in data.get("not_before", ()) if " " not in str(form))
        self.general_after = frozenset(w for form in data.get("general_after", ()) for w in _words(str(form)))

    def __missing__(self, form: str) -> Entry | None:
        if len(self) > _MANY:
            self.clear()
        entry = self._read(form)
        self[form] = entry
        return entry

    def _add(self, words: tuple[str, ...], kind: str, value: Any, definite: bool) -> None:
        kinds = self._starts.setdefault(words[0], {}).setdefault(words[1:], {})
        self._inner.update(words[1:])
        kinds.setdefault(kind, value)
        if definite or words[0].startswith("ال"):
            kinds["definite"] = True

    def _read(self, form: str) -> Entry | None:
        if form.isdigit():
            return None
        readings = []
        trigger = False
        for skip, prefix, stem in self._stems(form):
            phrases = self._starts.get(stem)
            if phrases is None:
                continue
            ordered = tuple(sorted(phrases.items(), key=lambda item: -len(item[0])))
            readings.append(Reading(ordered, skip, prefix))
            trigger = trigger or stem in self._triggers
        if not readings and form not in self._inner:
            return None
        return Entry(tuple(readings), trigger or form in self._triggers, "on" in self._starts.get(form, {}).get((), {}))

    def _stems(self, form: str) -> list[tuple[int, str, str]]:
        out = [(0, "", form)]
        if self.language == "fr" and "'" in form:
            at = form.index("'") + 1
            return [*out, (at, form[:at], form[at:])]
        if self.language == "en" and form.endswith("'s"):
            return [*out, (0, "", form[:-2])]
        if self.language != "ar" or not form or form[0] not in _CONJUNCTIONS + _PREPOSITIONS:
            return out
        heads = [(0, "", form)]
        if form[0] in _CONJUNCTIONS:
            heads.append((1, form[0], form[1:]))
            out.append(heads[-1])
        for skip, prefix, rest in heads:
            if rest.startswith("لل"):
                out.append((skip + 1, prefix + "ل", "ال" + rest[2:]))
            elif rest[:1] and rest[0] in _PREPOSITIONS and len(rest) > _SHORTEST:
                out.append((skip + 1, prefix + rest[0], rest[1:]))
        return out


_TEENS = 17


def _plain(key: Any) -> Any:
    """A class value as the YAML file has it: the compiled tables are JSON, which makes numbers strings."""
    return int(key) if isinstance(key, str) and key.lstrip("-").isdigit() else key


def _words(form: str) -> tuple[str, ...]:
    return tuple(Tokens(form).forms)


@cache
def date_lexicon(language: str) -> DateLexicon:
    """The date words of `language` ("ar", "en" or "fr"). Raises DataError("lexicon-missing") for others."""
    return DateLexicon(language)
