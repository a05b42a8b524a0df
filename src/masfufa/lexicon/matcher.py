"""The compiled word lists of one language: from the written form of a word to what the lexicon knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from masfufa.errors import DataError
from masfufa.language.clitics import splits
from masfufa.language.fold import fold_word
from masfufa.language.tokens import Tokens
from masfufa.lexicon.inflect_ar import noun_forms, past_forms, present_forms
from masfufa.lexicon.inflect_fr import agreeing, verb_forms
from masfufa.lexicon.inflect_fr import plural as french_plural
from masfufa.lexicon.phrases import fold_phrase
from masfufa.lexicon.store import table, table_names


class Entry(NamedTuple):
    """One word or phrase of the lexicon. `tag` is the section it stands in; `data` its attributes there."""

    tag: str
    word: str
    data: Mapping[str, Any]


class Sense(NamedTuple):
    """What one written word may be: an entry, the inflection and the clitics.

    `number` is sg, du, pl, du|pl or ""; `form` is noun, past, present, future, participle or "". `rest` holds the
    further words of a phrase, folded.
    """

    entry: Entry
    number: str
    form: str
    rest: tuple[str, ...]
    skipped: int = 0
    prefix: str = ""
    definite: bool = False
    suffix: str = ""

    @property
    def tag(self) -> str:
        """The section of the lexicon."""
        return self.entry.tag

    @property
    def data(self) -> Mapping[str, Any]:
        """The attributes of the entry."""
        return self.entry.data


Known = tuple[tuple[Sense, ...], Mapping[str, tuple[Sense, ...]]]
"""Of one word: its senses alone, and its phrases by their second word, the longest first."""


class _Known(dict[str, Known]):
    """What is known of the words met so far; emptied when the vocabulary grows too large."""

    def __init__(self, matcher: Matcher) -> None:
        super().__init__()
        self._matcher = matcher

    def __missing__(self, form: str) -> Known:
        if len(self) >= _VOCABULARY:
            self.clear()
        senses = self._matcher.senses(form)
        phrases: dict[str, tuple[Sense, ...]] = {}
        for sense in senses:
            if sense.rest:
                phrases[sense.rest[0]] = (*phrases.get(sense.rest[0], ()), sense)
        found = self[form] = (tuple(sense for sense in senses if not sense.rest), phrases)
        return found


class Matcher:
    """Looks written words up. Build one with `matcher(language)`."""

    def __init__(self, language: str, sections: Mapping[str, Iterable[Any]]) -> None:
        self.language = language
        self._by_form: dict[str, list[Sense]] = {}
        self._clitics = language == "ar"
        grammar = table(language, "grammar") if language == "en" else {}
        self._into_next = frozenset(grammar.get("runs_into_next", ()))
        self._runs_on = frozenset(grammar.get("runs_on", ()))
        for tag, entries in sections.items():
            for raw in entries or ():
                for sense, form in surfaces(language, tag, raw):
                    self._by_form.setdefault(form, []).append(sense)
        self.senses = lru_cache(maxsize=_VOCABULARY)(self._senses)
        self.known = _Known(self)

    def _senses(self, form: str) -> tuple[Sense, ...]:
        """All senses of a folded word, phrases longest first, least stripped first."""
        found: list[Sense] = []
        if not self._clitics or form.isascii():
            found.extend(self._by_form.get(form) or self._run_together(form))
        else:
            for split in splits(form):
                if split.suffix in _RARE_SUFFIXES:
                    continue
                for stem, extra in ((split.stem, 0), ("ال" + split.stem, 2)) if split.definite else ((split.stem, 0),):
                    for sense in self._by_form.get(stem, ()):
                        if split.suffix and (sense.form == "" or sense.rest):
                            continue
                        if split.definite and not extra and sense.form in ("past", "present", "future", ""):
                            continue
                        found.append(
                            sense._replace(
                                skipped=max(split.skipped - (2 if split.definite else 0), 0),
                                prefix=split.prefix,
                                definite=split.definite,
                                suffix=split.suffix,
                            )
                        )
        found.sort(key=lambda s: (-len(s.rest), len(s.prefix) + len(s.suffix)))
        return tuple(found)

    def _run_together(self, form: str) -> list[Sense]:
        """Senses of a word that lost the space to its neighbour, as PDF text does: peoplebetween, hadevacuated."""
        if not self._runs_on or not _SHORTEST_RUN <= len(form) <= _LONGEST_RUN or not form.isalpha():
            return []
        for at in range(2, len(form) - 1):
            head, tail = form[:at], form[at:]
            word = head if tail in self._runs_on else tail if head in self._into_next else ""
            if len(word) > _SHORTEST_RUN_WORD:
                single = [sense for sense in self._by_form.get(word, ()) if not sense.rest]
                if single:
                    return single
        return []

    def at(self, tokens: Tokens, index: int) -> list[tuple[Sense, int]]:
        """Senses of the word at `index` with the token index after them; a phrase only where all of it stands there."""
        found: list[tuple[Sense, int]] = []
        forms = tokens.forms
        for sense in self.senses(forms[index]):
            last = index + 1 + len(sense.rest)
            if not sense.rest or tuple(forms[index + 1 : last]) == sense.rest:
                found.append((sense, last))
        return found


def surfaces(language: str, tag: str, raw: Any) -> Iterator[tuple[Sense, str]]:
    """Every (sense, folded first word) that one entry of a YAML file stands for."""
    if isinstance(raw, str):
        raw = {"w": raw}
    if not isinstance(raw, Mapping):
        raise DataError("lexicon-entry", f"{language}, section {tag}: {raw!r} is neither a word nor a mapping.")
    data = {key: value for key, value in raw.items() if key not in _SHAPES}
    label = next((str(raw[key][0] if isinstance(raw[key], list) else raw[key]) for key in _SHAPES if key in raw), "")
    entry = Entry(tag, label, data)
    for form, number, kind in _forms(language, raw):
        words = form.split()
        yield Sense(entry, number, kind, tuple(words[1:])), words[0]


_LONGEST_RUN = 60
_SHORTEST_RUN = 8
_SHORTEST_RUN_WORD = 3
_RARE_SUFFIXES = frozenset(("ي", "ك", "كم"))
"""First and second person: rare in news, and alike to endings of the word itself (جرحى)."""
_VOCABULARY = 262144
_SHAPES = ("w", "sg", "pl", "du", "past", "present", "passive", "noun", "participle", "verb", "agrees")


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _forms(language: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(folded phrase, number, form) of an entry; each once."""
    seen: set[tuple[str, str, str]] = set()
    for item in _all_forms(language, raw):
        if item not in seen:
            seen.add(item)
            yield item


def _all_forms(language: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for phrase in _as_list(raw.get("w")):
        yield fold_phrase(phrase, language), "", ""
    for phrase in _as_list(raw.get("noun")):
        yield fold_phrase(phrase, language), "", "noun"
    plurals, duals = _as_list(raw.get("pl")), _as_list(raw.get("du"))
    if language == "ar":
        for singular in _as_list(raw.get("sg")):
            head, _, tail = singular.partition(" ")
            for form, number in noun_forms(head, [p.partition(" ")[0] for p in plurals], duals):
                yield (f"{form} {fold_phrase(tail, language)}" if tail else form), number, "noun"
        if "sg" not in raw:
            for plural in plurals:
                yield fold_phrase(plural, language), "pl", "noun"
                if " " not in plural and not plural.endswith(("ة", "اء", "ى", "ا", "ات", "ون", "ين")):
                    yield fold_word(plural + "ا"), "pl", "noun"
        for verb in _as_list(raw.get("past")):
            yield from ((form, "", "past") for form in past_forms(verb))
        for verb in _as_list(raw.get("present")):
            for form in present_forms(verb):
                yield form, "", "present"
                yield "س" + form, "", "future"
        for verb in _as_list(raw.get("passive")):
            if verb.startswith(("ي", "ت")) and not verb.startswith("تم"):
                for form in present_forms(verb):
                    yield form, "", "passive-present"
                    yield "س" + form, "", "future"
            else:
                yield from ((form, "", "passive") for form in past_forms(verb))
        for participle in _as_list(raw.get("participle")):
            yield from ((f, n, "participle") for f, n in noun_forms(participle, ["sound", "fem"]))
            yield from ((f, n, "participle") for f, n in noun_forms(participle + "ة", ["fem"]))
        return
    for singular in _as_list(raw.get("sg")):
        yield fold_phrase(singular, language), "sg", "noun"
        if "pl" not in raw:
            made = french_plural(singular) if language == "fr" else _latin_plural(singular)
            yield fold_phrase(made, language), "pl", "noun"
    for form in plurals:
        yield fold_phrase(form, language), "pl", "noun"
    for adjective in _as_list(raw.get("agrees")):
        yield from ((fold_phrase(form, language), "", "participle") for form in agreeing(adjective))
    inflected = verb_forms if language == "fr" else _english_verb
    for verb in _as_list(raw.get("verb")):
        yield from ((fold_phrase(form, language), "", kind) for form, kind in inflected(verb))
    for kind in ("past", "present", "participle", "passive"):
        for phrase in _as_list(raw.get(kind)):
            yield fold_phrase(phrase, language), "", kind


def _latin_plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _english_verb(verb: str) -> Iterator[tuple[str, str]]:
    """Forms of an English verb, with its particle: "kill" (regular), or base, past, participle and, where it is not
    made by rule, the -ing form: "flee/fled/fled", "trap/trapped/trapped/trapping"."""
    head, _, tail = verb.partition(" ")
    parts = head.split("/")
    base = parts[0]
    silent = base[:-1] if base.endswith("e") and not base.endswith(("ee", "ye", "oe")) else base
    regular = len(parts) == 1
    if regular:
        past = base + "d" if base.endswith("e") else base[:-1] + "ied" if _consonant_y(base) else base + "ed"
        parts = [base, past, past]
    past, participle = parts[1], parts[min(2, len(parts) - 1)]
    gerund = parts[3] if len(parts) > 3 else (base if base.endswith("ee") else silent) + "ing"
    tail = f" {tail}" if tail else ""
    yield base + tail, "base"
    yield _latin_plural(base) + tail, "present"
    yield past + tail, "past"
    yield participle + tail, "participle"
    yield gerund + tail, "gerund"
    if regular and _single_l(base):  # cancelled, levelling: the British spelling
        yield from ((base + "led" + tail, kind) for kind in ("past", "participle"))
        yield base + "ling" + tail, "gerund"


def _single_l(word: str) -> bool:
    return len(word) > 4 and word[-1] == "l" and word[-2] in "aeiou" and word[-3] not in "aeiou"


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in "aeiou"


@cache
def matcher(language: str, *names: str) -> Matcher:
    """The matcher over the tables `names` of a language (each a mapping of sections to entries); none are there for
    languages whose words for a thing are not listed yet."""
    sections: dict[str, list[Any]] = {}
    for name in (name for name in names if name in table_names(language)):
        for tag, entries in table(language, name).items():
            sections.setdefault(tag, []).extend(entries or ())
    return Matcher(language, sections)
