"""The matrix as rows with HAPI-like columns (`dictionary.yaml`, table "matrix")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from masfufa.exchange.dictionary import Row
from masfufa.exchange.wording import flag_words
from masfufa.tracking.kept import Kept
from masfufa.tracking.ledger import Cell, Ledger, PlaceName
from masfufa.tracking.stored import place_plain


class Paths:
    """From a unit's key (`LBY.LY0201`) to the units it lies in, as the ledger's claims were placed."""

    def __init__(self, places: Mapping[str, PlaceName], above: Mapping[str, tuple[str, ...]]) -> None:
        self._places, self._above = places, above

    @classmethod
    def of(cls, ledger: Ledger) -> Paths:
        """Those of a ledger."""
        above: dict[str, tuple[str, ...]] = {}
        for claim in ledger.canonical.values():
            path = claim.node.path
            for level in range(1, len(path)):
                above.setdefault(f"{path[0]}.{path[level]}", path[: level + 1])
        return cls(ledger.places, above)

    @classmethod
    def kept(cls, kept: Kept) -> Paths:
        """Those of a kept ledger."""
        plain = kept.plain("paths:1", lambda ledger: cls.of(ledger)._plain())
        places = {key: PlaceName(**place) for key, place in plain["places"].items()}
        return cls(places, {key: tuple(path) for key, path in plain["above"].items()})

    def _plain(self) -> dict[str, Any]:
        return {"places": {key: place_plain(place) for key, place in self._places.items()}, "above": dict(self._above)}

    def units(self, place: PlaceName) -> dict[int, PlaceName]:
        """The units around `place` by level, itself included."""
        path = self._above.get(place.key, ())
        found = {
            level: self._places[key]
            for level, key in enumerate(f"{path[0]}.{code}" if level else path[0] for level, code in enumerate(path))
            if key in self._places
        }
        return {**found, place.level: place}


def matrix_rows(cells: Iterable[Cell], around: Paths | Ledger, *, language: str = "en") -> Iterator[Row]:
    """One row a cell, in the order given; `language` is that of names, warnings and errors."""
    paths = around if isinstance(around, Paths) else Paths.of(around)
    for cell in cells:
        yield _row(cell, paths, language)


def _row(cell: Cell, paths: Paths, language: str) -> dict[str, Any]:
    units = paths.units(cell.place)
    warnings = [flag_words(flag, language) for flag in cell.flags]
    unresolved = cell.place.country is None
    row: dict[str, Any] = {"location_code": cell.place.country}
    for level in (1, 2):
        unit = units.get(level)
        row[f"admin{level}_code"] = unit.code if unit else None
        row[f"admin{level}_name"] = name_of(unit, language) if unit else None
    return row | {
        "admin_level": None if unresolved else cell.place.level,
        "place_code": cell.place.code,
        "place_name": name_of(cell.place, language),
        "scheme": cell.place.scheme,
        "category": cell.category,
        "unit": cell.unit,
        "measure": cell.measure,
        "population_group": cell.population,
        "best": cell.best,
        "low": cell.low,
        "high": cell.high,
        "press": cell.channels.get("press"),
        "agency": cell.channels.get("agency"),
        "field": cell.channels.get("field"),
        "sources": len(cell.estimate.sources),
        "claims": len(cell.claims),
        "reference_period_start": cell.period_start,
        "reference_period_end": cell.period_end,
        "cell_id": cell.cell_id,
        "rule": cell.estimate.rule,
        "flags": ";".join(cell.flags),
        "warning": "; ".join(warnings) or None,
        "error": flag_words("place_unresolved", language) if unresolved else None,
    }


def name_of(place: PlaceName, language: str) -> str:
    """The place's name in `language` where the scheme has one, else as the scheme writes it."""
    return place.names.get(language) or place.name
