"""The places of a crisis folder as a layer over a gazetteer."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from masfufa.gazetteer.names import key_of
from masfufa.gazetteer.pack import Packer, Row
from masfufa.gazetteer.store import COMMON, HOME, USER, Gazetteer, Layer


def with_places(base: Gazetteer, places: Iterable[Mapping[str, Any]]) -> Gazetteer:
    """`base` with checked rows (masfufa.lexicon.crisis.Crisis.places) on top: they win over what has their name.

    `admin1`, or the unit in which `part_of` lies, becomes the place's first level where `base` knows it. The layer
    lives in a temporary folder, which goes when the process ends.
    """
    packer = Packer({"kind": "crisis", "sources": []}, 64)
    units: dict[int, Row] = {}
    rows = [_row(place, base, packer, units) for place in places]
    if not rows:
        return base
    folder = Path(tempfile.mkdtemp(prefix="masfufa-crisis-"))
    # On Windows a file that is mapped can't be removed; the system's own cleaning of temporary files takes it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    packer.write(folder)
    return Gazetteer([*base.layers, Layer(folder, len(base.layers))])


def _row(place: Mapping[str, Any], base: Gazetteer, packer: Packer, units: dict[int, Row]) -> Row:
    def said(name: str) -> str:
        return str(place.get(name) or "").strip()

    others = place.get("other_names") or ()
    names = {said("name_ar"), said("name_en"), said("name_fr")}
    names.update(others.split("|") if isinstance(others, str) else map(str, others))
    precision = said("precision") or "point"
    return packer.add(
        Row(
            said("name_en") or said("name_ar"),
            said("country"),
            said("feature"),
            float(place["lat"]),
            float(place["lon"]),
            "admin1" if precision == "region" else precision,
            {name.strip() for name in names if name.strip()},
            parent=_unit(said("country"), said("admin1"), said("part_of"), base, packer, units),
            flags=USER | HOME | (COMMON if said("common_word") in ("1", "True") else 0),
            loose=True,
        )
    )


def _unit(
    country: str, admin1: str, part_of: str, base: Gazetteer, packer: Packer, units: dict[int, Row]
) -> Row | None:
    """The first-level unit as a row of the new layer, once."""
    for name, is_unit in ((admin1, True), (part_of, False)):
        for found in base.candidates(name) if key_of(name) else ():
            if found.country != country:
                continue
            if is_unit and found.feature == "admin1":
                if found.id not in units:
                    units[found.id] = packer.add(
                        Row(
                            found.name, country, "admin1", found.lat, found.lon, "admin1", set(), found.population,
                            found.geonameid or 0, pcode=found.pcode or "", flags=found.flags, loose=True,
                        )
                    )  # fmt: skip
                return units[found.id]
            if not is_unit and found.admin:
                return _unit(country, found.admin[0].name, "", base, packer, units)
    return None
