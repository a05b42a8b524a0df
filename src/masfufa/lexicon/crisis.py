"""A crisis folder: actors, roles and places of one crisis, written by its team, which add to the lexicons.

`actors.yaml` is a list of entries as in lexicon/actors/; `roles.yaml` leads from a language to sections of roles.yaml;
`places.yaml` is a list of places with the columns of the gazetteer's overlay. All three are optional.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from masfufa.errors import DataError
from masfufa.lexicon.actor_schema import (
    KnownActor,
    check_code,
    check_fields,
    check_sector,
    known_actors,
    parse_entry,
    spellings,
)
from masfufa.lexicon.store import LANGUAGES, parse

FILES = ("actors.yaml", "roles.yaml", "places.yaml")
PLACE_COLUMNS = (
    "country", "feature", "name_en", "name_ar", "name_fr", "other_names", "lat", "lon", "admin1", "part_of",
    "precision", "common_word", "note",
)  # fmt: skip
_PRECISIONS = ("point", "city", "admin2", "admin1", "region")
_ROLE_SECTIONS = ("title", "group", "organ", "quantity", "adjectives", "first_names", "loyal", "against", "equipment")
_ROLE_FIELDS = (
    "w", "sg", "pl", "du", "noun", "sector", "country", "weak", "named", "rank", "definite", "plural", "governs",
    "never", "noun_only", "described", "not",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Crisis:
    """What a crisis folder adds. `roles` leads from language and section to entries; `places` are checked rows."""

    name: str
    actors: tuple[KnownActor, ...] = ()
    roles: Mapping[str, Mapping[str, list[Any]]] = field(default_factory=dict)
    places: tuple[Mapping[str, Any], ...] = ()


def load_crisis(path: Path) -> Crisis:
    """Read a crisis folder. Raises DataError naming file, line and what to write instead."""
    if not path.is_dir():
        raise DataError(
            "crisis-missing", f"{path} is no folder. Give the folder that holds actors.yaml, roles.yaml or places.yaml."
        )
    here = [path / name for name in FILES if (path / name).exists()]
    if not here:
        raise DataError("crisis-missing", f"{path} holds none of {', '.join(FILES)}. Write at least one of them.")
    for other in sorted((*path.glob("*.yaml"), *path.glob("*.yml"))):
        if other.name not in FILES:
            raise DataError(
                "crisis-file", f"{other}: a crisis folder has no such file. Its files are {', '.join(FILES)}."
            )
    actors = tuple(_actors(path / "actors.yaml"))
    return Crisis(path.name, actors, _roles(path / "roles.yaml"), tuple(_places(path / "places.yaml")))


def _entries(path: Path) -> Iterator[tuple[Any, str]]:
    """The entries of a list in a YAML file, each with "file:line"."""
    if not path.exists():
        return
    raw = parse(path)
    if raw is None:
        return
    if not isinstance(raw, list):
        raise DataError("crisis-entry", f"{path}:1: must be a list. Begin each entry with a dash.")
    lines = _lines(path)
    for number, entry in enumerate(raw):
        yield entry, f"{path}:{lines[number]}"


def _lines(path: Path) -> list[int]:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return [item.start_mark.line + 1 for item in getattr(node, "value", ())]


def _actors(path: Path) -> Iterator[KnownActor]:
    ids: dict[str, str] = {}
    names: dict[tuple[str, tuple[str, ...]], tuple[KnownActor, str]] = {}
    shipped = {actor.id for actor in known_actors()} if path.exists() else set()
    for raw, where in _entries(path):
        actor = parse_entry(raw, where)
        if actor.id in ids:
            raise DataError(
                "actor-duplicate",
                f"{where}: the id {actor.id} stands at {ids[actor.id]} already. Write another, or one entry.",
            )
        if actor.id in shipped:
            raise DataError(
                "actor-duplicate",
                f"{where}: the lexicon has an actor {actor.id}. Write another id; your names come first.",
            )
        ids[actor.id] = where
        for language, listed in actor.names.items():
            for name in listed:
                key = (language, next(spellings(name, language)))
                other = names.get(key)
                if other and other[0] is actor:
                    raise DataError(
                        "actor-duplicate",
                        f"{where}: the name {name!r} stands twice (spellings that fold alike count). Leave one out.",
                    )
                if other and _overlap(other[0], actor):
                    raise DataError(
                        "actor-duplicate",
                        f"{where}: the name {name!r} stands at {other[1]} already. Leave one out, or give both "
                        "times (from, to) that don't overlap.",
                    )
                names[key] = (actor, where)
        yield actor


def _overlap(a: KnownActor, b: KnownActor) -> bool:
    """True where there is a day on which both entries hold."""
    (_, _, a_start, a_end), (_, _, b_start, b_end) = a.usual, b.usual
    return not ((a_end and b_start and a_end < b_start) or (b_end and a_start and b_end < a_start))


def _roles(path: Path) -> dict[str, dict[str, list[Any]]]:
    if not path.exists():
        return {}
    raw = parse(path) or {}
    check_fields(raw, LANGUAGES, f"{path}:1")
    seen: dict[tuple[str, str], int] = {}
    lines = _role_lines(path)
    for language, sections in raw.items():
        check_fields(sections, _ROLE_SECTIONS, f"{path}:{lines[language, None, 0]}")
        for section, entries in sections.items():
            if not isinstance(entries, list):
                raise DataError("crisis-entry", f"{path}:{lines[language, section, 0]}: {section} must be a list.")
            for number, entry in enumerate(entries):
                where = f"{path}:{lines[language, section, number]}"
                if isinstance(entry, str):
                    words = [entry]
                else:
                    check_fields(entry, _ROLE_FIELDS, where)
                    check_sector(entry.get("sector"), where)
                    check_code(entry.get("country"), where)
                    words = [str(w) for key in ("sg", "w", "noun") for w in _listed(entry.get(key))]
                    if not words and not entry.get("pl"):
                        raise DataError(
                            "crisis-entry",
                            f"{where}: the entry has no word. Write sg (singular), pl (plural) or w (as it is).",
                        )
                for word in words:
                    line = seen.get((language, word))
                    if line is not None:
                        raise DataError(
                            "actor-duplicate",
                            f"{where}: the word {word!r} stands at line {line} already. Leave one out.",
                        )
                    seen[language, word] = lines[language, section, number]
    return raw


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _role_lines(path: Path) -> dict[tuple[str, str | None, int], int]:
    """Lines of languages, sections and entries of a roles file."""
    out: dict[tuple[str, str | None, int], int] = {}
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    for language, sections in getattr(root, "value", ()):
        out[language.value, None, 0] = language.start_mark.line + 1
        for section, entries in sections.value if isinstance(sections, yaml.MappingNode) else ():
            out[language.value, section.value, 0] = section.start_mark.line + 1
            for number, entry in enumerate(entries.value if isinstance(entries, yaml.SequenceNode) else ()):
                out[language.value, section.value, number] = entry.start_mark.line + 1
    return out


def _places(path: Path) -> Iterator[Mapping[str, Any]]:
    seen: dict[tuple[str, str, str], str] = {}
    for raw, where in _entries(path):
        check_fields(raw, PLACE_COLUMNS, where)
        country = check_code(raw.get("country"), where)
        if country is None or len(country) != 3:
            raise DataError(
                "crisis-place", f"{where}: a place needs a country. Write ISO 3166 alpha-3 in capitals (LBY)."
            )
        if not raw.get("feature") or not (raw.get("name_en") or raw.get("name_ar")):
            raise DataError(
                "crisis-place", f"{where}: a place needs a feature (town, district …) and name_ar or name_en."
            )
        for column, limit in (("lat", 90.0), ("lon", 180.0)):
            value = raw.get(column)
            if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
                raise DataError(
                    "crisis-place",
                    f"{where}: {column} {value!r} is none. Write degrees from {-limit:g} to {limit:g} (32.887).",
                )
        if raw.get("precision", "point") not in _PRECISIONS:
            raise DataError(
                "crisis-place",
                f"{where}: precision {raw['precision']!r} is none. Write one of {', '.join(_PRECISIONS)}.",
            )
        for column in ("name_ar", "name_en"):
            if raw.get(column):
                key = (country, str(raw[column]), str(raw.get("part_of") or raw.get("admin1") or ""))
                if key in seen:
                    raise DataError(
                        "actor-duplicate",
                        f"{where}: the name {raw[column]!r} stands at {seen[key]} already. Leave one out, "
                        "or say what each is part_of.",
                    )
                seen[key] = where
        yield raw
