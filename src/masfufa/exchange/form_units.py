"""Administrative units as choices of a form: from a workspace's own units, else from the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from masfufa.exchange.place_names import gazetteer
from masfufa.gazetteer.names import key_of
from masfufa.gazetteer.outlines import outlines
from masfufa.gazetteer.store import COD, RECORD, Place, shipped
from masfufa.gazetteer.unit_names import agree
from masfufa.lexicon.actor_schema import known_actors
from masfufa.workspace.batches import AdminRow

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that can be chosen: `value` is unique among the form's choices, `parent` the value of the unit above it.

    `code` is its P-code, "" where it has none; `names` by language, always with "en".
    """

    value: str
    level: int
    country: str
    code: str
    scheme: str
    names: dict[str, str] = field(default_factory=dict)
    parent: str | None = None


def country_choice(country: str) -> UnitChoice:
    """A country with its names in the three languages."""
    entry = gazetteer().country(country)
    names = {"en": entry.name if entry else country}
    for actor in known_actors():
        if actor.kind == "state" and actor.usual.country == country:
            names |= {language: listed[0] for language, listed in actor.names.items() if listed}
    return UnitChoice(country, 0, country, country, "geonames", names)


def workspace_units(rows: Iterable[AdminRow], levels: int) -> list[UnitChoice]:
    """Units that imports brought into a workspace, down to the level, those of one scheme only (COD before others)."""
    listed = [row for row in rows if 1 <= row.level <= levels]
    schemes = {row.scheme for row in listed}
    scheme = "cod" if "cod" in schemes else min(schemes, default="cod")
    return [
        UnitChoice(
            _value(row.code), row.level, row.country, row.code, row.scheme, {"en": row.name, **row.names},
            _value(row.parent) if row.parent and row.level > 1 else None,
        )
        for row in sorted(listed, key=lambda row: (row.level, row.code))
        if row.scheme == scheme
    ]  # fmt: skip


def gazetteer_units(country: str, levels: int) -> list[UnitChoice]:
    """The gazetteer's units of a country (alpha-3) down to the level: COD units where it has any, else GeoNames'."""
    places = [place for place in _units(country) if place.admin]
    cod = [place for place in places if place.flags & COD]
    names = _names_of(country)
    out: list[UnitChoice] = []
    values: dict[tuple[str, ...], str] = {}
    for place in sorted(cod or places, key=lambda place: (place.admin[-1].level, place.name)):
        path = tuple(unit.name for unit in place.admin)
        level = place.admin[-1].level
        if level > levels or len(path) != level or path in values:
            continue
        value = _value(place.pcode or f"g{place.geonameid or place.id}")
        values[path] = value
        known = names.get(key_of(place.name), {})
        scheme = "cod" if place.flags & COD else "geonames"
        out.append(
            UnitChoice(
                value, level, country, place.pcode or "", scheme, {**known, "en": place.name}, values.get(path[:-1])
            )
        )
    return _whole_levels([unit for unit in out if unit.level == 1 or unit.parent])


def _units(country: str) -> list[Place]:
    """Records of a country's units; whole records are made only of those, which is what keeps it fast."""
    layer = shipped()
    if country not in layer.countries:
        return []
    wanted = layer.countries.index(country)
    kinds = {index for index, feature in enumerate(layer.features) if feature.startswith("admin")}
    data = memoryview(layer._map)[layer._records : layer._records + layer.count * RECORD.size]
    rows = [row for row, record in enumerate(RECORD.iter_unpack(data)) if record[6] == wanted and record[7] in kinds]
    data.release()
    return [layer.place(row) for row in rows]


def _whole_levels(units: list[UnitChoice]) -> list[UnitChoice]:
    """Without levels that the gazetteer knows in less than half of the units above: the list would mislead."""
    for level in range(2, max((unit.level for unit in units), default=1) + 1):
        above = {unit.value for unit in units if unit.level == level - 1}
        split = {unit.parent for unit in units if unit.level == level}
        if len(split) * 2 < len(above):
            return [unit for unit in units if unit.level < level]
    return units


def _names_of(country: str) -> dict[str, dict[str, str]]:
    """Names of units by the key of each of them."""
    out: dict[str, dict[str, str]] = {}
    for outline in outlines(country):
        plain = {language: name for language, name in outline.names.items() if name}
        if not agree([plain.get("fr", "")], [plain.get("en", "")]):
            plain.pop("fr", None)  # Natural Earth's French names are sometimes those of a neighbour
        for name in plain.values():
            out.setdefault(key_of(name), plain)
    for row in _overlay():
        if row["country"] == country and row["name_ar"]:
            # A unit often has the name of its chief town, and the outline another or none.
            names = {"ar": row["name_ar"], "fr": row["name_fr"] or row["name_en"]}
            for name in (row["name_en"], *row.get("other_names", "").split("|")):
                own = out.get(key_of(name), {})
                out[key_of(name)] = {**names, **own} if own.get("ar") else {**own, **names}
    return out


@cache
def _overlay() -> list[dict[str, str]]:
    """The curated places, which have their names in three languages."""
    from masfufa import gazetteer as package
    from masfufa.gazetteer.sources import overlay_rows

    return [row for _, _, row in overlay_rows(Path(package.__file__).parent / "overlay")]


def _value(code: str) -> str:
    return _NOT_A_NAME.sub("_", code)
