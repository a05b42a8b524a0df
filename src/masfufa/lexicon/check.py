"""Checks of lexicon files: what can't be read, what says nothing, what says two things, what is written twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from masfufa.errors import DataError
from masfufa.language.fold import fold_in, fold_word
from masfufa.lexicon.actor_schema import KnownActor, parse_entry
from masfufa.lexicon.located import Located, located, repeated_keys
from masfufa.lexicon.matcher import surfaces
from masfufa.lexicon.store import LANGUAGES, parse
from masfufa.ontology import figures
from masfufa.ontology.actors import SECTORS
from masfufa.ontology.plover import CONTEXTS, EVENT_TYPES

ERROR, DOUBLE = "error", "double"
"""An error must be mended; a double does no harm, but one of the two can go."""
_EVENT_SHAPES = ("v", "n", "x")
_SCHEMA = Path(__file__).with_name("schema.yaml")
_NOT_TABLES = ("schema",)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What was found, where: `line` counts from 1, `kind` is ERROR or DOUBLE."""

    path: Path
    line: int
    kind: str
    message: str


def check_folder(folder: Path) -> tuple[list[Finding], int]:
    """Findings in all lexicon files below a folder in order, and how many files there are.

    The folder of a language (ar, en, fr), of actors, or one above them; of other files only the YAML is checked.
    Raises DataError("lexicon-folder") where there is no YAML file.
    """
    paths = sorted(path for path in folder.rglob("*.yaml") if path.stem not in _NOT_TABLES)
    if not paths:
        raise DataError("lexicon-folder", f"{folder} holds no YAML file. Name a folder of lexicon files.")
    return sorted(finding for path in paths for finding in check_file(path)), len(paths)


def check_file(path: Path) -> list[Finding]:
    """The findings in one file. Its table is the file's name, its language that of its folder."""
    try:
        found = [
            Finding(path, line, ERROR, f"the key {key} stands twice; what the first one says is lost. Join them.")
            for line, key in repeated_keys(path)
        ]
        entries = located(path)
    except DataError as error:
        return [Finding(path, 1, ERROR, error.message)]
    language = next((part for part in reversed(path.parts[:-1]) if part in LANGUAGES), None)
    rules = _schema()["tables"].get(path.stem)
    if path.parent.name == "actors" or path.stem == "actors":
        return found + _actors(entries)
    if language is None:
        return found
    if rules is None:
        return found + _plain_lists(entries, language)
    listed: list[Located] = []
    for entry in entries:
        section = entry.keys[0] if entry.keys else ""
        known = rules.get(section, rules.get("*"))
        if known is None or (isinstance(entry.value, str) and not isinstance(known, list)):
            listed.append(entry)
        elif isinstance(entry.value, Mapping):
            found += _fields(entry, known) + _forms(entry, language)
        else:
            listed.append(entry)
    matched = [entry for entry in entries if isinstance(entry.value, Mapping) and not _is_event(entry.value)]
    return found + _plain_lists(listed, language) + _clashes(matched, language)


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = parse(_SCHEMA)
    return loaded


@cache
def _vocabulary(name: str) -> frozenset[str]:
    return frozenset(
        {
            "categories": (*figures.CATEGORIES, "none"),
            "groups": figures.VICTIM_GROUPS,
            "units": figures.UNITS,
            "qualifiers": figures.QUALIFIERS,
            "sectors": SECTORS,
            "modes": [mode for kind in EVENT_TYPES.values() for mode in kind.modes],
            "contexts": CONTEXTS,
            "event_types": EVENT_TYPES,
        }[name]
    )


# --- one entry
def _fields(entry: Located, known: Iterable[str]) -> list[Finding]:
    schema, out = _schema(), []
    allowed = {*schema["shapes"], *known}
    for name, value in entry.value.items():
        if name not in allowed:
            like = _nearest(str(name), allowed)
            out.append(_error(entry, f"unknown field {name}{f'; is {like} meant?' if like else ''}."))
        vocabulary = schema["values"].get(name)
        if vocabulary is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one not in _vocabulary(vocabulary):
                like = _nearest(str(one), _vocabulary(vocabulary))
                out.append(_error(entry, f"{name}: {one} is none{f'; is {like} meant?' if like else ''}."))
    if entry.keys[0] == "events" and len(entry.keys) > 1:
        kind = EVENT_TYPES.get(entry.keys[1])
        if kind is None:
            out.append(_error(entry, f"{entry.keys[1]} is no event type of PLOVER."))
        elif entry.value.get("mode") not in (None, *kind.modes):
            out.append(_error(entry, f"mode: {entry.value['mode']} is none of {kind.name}."))
    return out


def _forms(entry: Located, language: str) -> list[Finding]:
    value, out = entry.value, []
    shapes = [name for name in (*_schema()["shapes"], *_EVENT_SHAPES) if value.get(name) not in (None, [], "")]
    if not shapes:
        return [_error(entry, "no form: it says nothing of how the word is written (w, sg, past …).")]
    for name in shapes:
        seen: dict[str, str] = {}
        for text in value[name] if isinstance(value[name], list) else [value[name]]:
            if not isinstance(text, str) or not text.strip():
                out.append(_error(entry, f"{name}: {text!r} is no word. Write it in quotes."))
                continue
            folded = " ".join(fold_in(word, language) for word in text.split())
            if folded in seen:
                out.append(_double(entry, f"{name}: {seen[folded]} and {text} are read alike; one is enough."))
            seen.setdefault(folded, text)
    if not out and not _is_event(value) and not any(True for _ in _written(entry, language)):
        out.append(_error(entry, "no form: nothing is made of what it says."))
    return out


def _is_event(value: Mapping[str, Any]) -> bool:
    return any(name in value for name in _EVENT_SHAPES)


def _written(entry: Located, language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """((words of a form …), grammatical form) of everything that an entry stands for."""
    try:
        for sense, first in surfaces(language, entry.keys[0] if entry.keys else "", entry.value):
            yield (first, *sense.rest), f"{sense.number} {sense.form}"
    except (DataError, IndexError, AttributeError, TypeError):
        return


# --- entries beside each other
def _plain_lists(entries: Iterable[Located], language: str) -> list[Finding]:
    """Words of plain lists: no words at all, or twice in one list."""
    out: list[Finding] = []
    seen: dict[tuple[tuple[str, ...], str], Located] = {}
    for entry in entries:
        value = entry.value
        if isinstance(value, bool) or value is None or value == "":
            out.append(
                _error(entry, f"{value!r} is no word; YAML reads a bare yes, no, on, off so. Write it in quotes.")
            )
        elif isinstance(value, str):
            key = (entry.keys, " ".join(fold_in(word, language) for word in value.split()))
            first = seen.setdefault(key, entry)
            if first is not entry:
                out.append(_double(entry, f"{value} is read like {first.value} in line {first.line}; one is enough."))
    return out


def _clashes(entries: list[Located], language: str) -> list[Finding]:
    """Entries of one section that a form makes alike: with the same meaning, or with another one."""
    meaning = _schema()["meaning"].get(entries[0].path.stem, []) if entries else []
    by_form: dict[tuple[Any, ...], list[Located]] = defaultdict(list)
    for entry in entries:
        for form, grammar in dict.fromkeys(_written(entry, language)):
            by_form[(entry.keys, form, grammar)].append(entry)
    told: set[tuple[int, int]] = set()
    out = []
    for (_, form, _), alike in by_form.items():
        first = alike[0]
        for other in alike[1:]:
            if (
                other is first
                or (first.line, other.line) in told
                or (_conditions(first, meaning) != _conditions(other, meaning))
            ):
                continue
            told.add((first.line, other.line))
            word = " ".join(form)
            mine, theirs = ({name: e.value.get(name) for name in meaning} for e in (other, first))
            if mine != theirs:
                apart = ", ".join(f"{n} {theirs[n]} there, {mine[n]} here" for n in meaning if mine[n] != theirs[n])
                out.append(_error(other, f"{word} stands in line {first.line} with another meaning: {apart}."))
            else:
                out.append(_double(other, f"{word} is made in line {first.line} too, with the same meaning."))
    return out


def _conditions(entry: Located, meaning: list[str]) -> dict[str, Any]:
    apart = {*_schema()["shapes"], *meaning}
    return {name: value for name, value in entry.value.items() if name not in apart}


def _actors(entries: Iterable[Located]) -> list[Finding]:
    """Named actors: what their schema does not allow, ids twice, one name with two codings at all times."""
    out: list[Finding] = []
    ids: dict[str, int] = {}
    names: dict[tuple[str, str], tuple[Located, KnownActor]] = {}
    for entry in entries:
        if entry.keys:
            continue
        try:
            actor = parse_entry(entry.value, entry.where)
        except DataError as error:
            out.append(_error(entry, error.message.removeprefix(f"{entry.where}: ")))
            continue
        if actor.id in ids:
            out.append(_error(entry, f"the id {actor.id} is taken in line {ids[actor.id]}."))
        ids[actor.id] = entry.line
        for language, listed in actor.names.items():
            for name in dict.fromkeys(" ".join(map(fold_word, name.split())) for name in listed):
                first, other = names.setdefault((language, name), (entry, actor))
                if other is actor or "from" in entry.value or "to" in entry.value:
                    continue
                if (other.usual.country, other.usual.sector) != (actor.usual.country, actor.usual.sector):
                    out.append(
                        _error(entry, f"{name} names {other.id} in line {first.line} too, which is coded otherwise.")
                    )
    return out


def _error(entry: Located, message: str) -> Finding:
    return Finding(entry.path, entry.line, ERROR, message)


def _double(entry: Located, message: str) -> Finding:
    return Finding(entry.path, entry.line, DOUBLE, message)


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, sorted(known), 1, 0.6)), None)
