"""Do exported events keep to the formats? Checks records and rows against the field lists of export_fields.yaml."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from masfufa.cli.event_facts import fields
from masfufa.ontology.plover import CONTEXTS, EVENT_TYPES

_COUNTRY = re.compile(r"[A-Z]{3}\Z")
_SIZE = re.compile(r"(\d+\+|<=\d+|~\d+|\d+-\d+)\Z")


def plover_faults(record: Mapping[str, Any]) -> list[str]:
    """What is wrong with one PLOVER record, in words; [] where nothing is."""
    lists = fields()["plover"]
    faults = [f"{name} is missing" for name in lists["required"] if name not in record]
    faults += _unknown("", record, (*lists["record"], *lists["ours"]))
    faults += _date(record, "date", null=bool(record.get("comment"))) + _date(record, "enddate", null=True)
    for role in ("actor", "recipient"):
        for entity in record.get(role, ()):
            faults += _unknown(role, entity, lists["entity"])
            faults += _code(role, entity.get("code"))
            if entity.get("sector") not in (None, *lists["sectors"]):
                faults.append(f"{role}: {entity['sector']} is no sector")
    types = record.get("event", ())
    if not isinstance(types, list) or not types:
        faults.append("event is no list of types")
    allowed = set(lists["auxiliary_modes"])
    for name in types:
        if name not in EVENT_TYPES:
            faults.append(f"event: {name} is no type of 2021")
            continue
        allowed.update(EVENT_TYPES[name].modes)
        if record.get("quad_code") not in (None, EVENT_TYPES[name].quad):
            faults.append(f"quad_code: {name} is {EVENT_TYPES[name].quad}")
    faults += [f"mode: {mode} is none of {', '.join(types)}" for mode in record.get("mode", ()) if mode not in allowed]
    faults += [f"context: {name} is none" for name in record.get("context", ()) if name not in CONTEXTS]
    for place in (*([record["event_loc"]] if "event_loc" in record else []), *record.get("further_locs", ())):
        faults += _unknown("event_loc", place, lists["location"]) + _code("event_loc", place.get("cc3"))
    for name, size in record.get("size", {}).items():
        if name not in lists["size"]:
            faults.append(f"size: unknown field {name}")
        if not (isinstance(size, int) and size >= 0) and not (isinstance(size, str) and _SIZE.match(size)):
            faults.append(f"size: {size!r} is neither a number nor a code")
    faults += _unknown("text_info", record.get("text_info", {}), lists["text_info"])
    return faults + _unknown("cite_info", record.get("cite_info", {}), lists["cite_info"])


def polecat_faults(header: Sequence[str], row: Sequence[str]) -> list[str]:
    """What is wrong with one row of a POLECAT table, in words; [] where nothing is."""
    table, lists = fields()["polecat"], fields()["plover"]
    if list(header) != table["columns"]:
        return ["the columns are not POLECAT's"]
    if len(row) != len(header):
        return [f"{len(row)} cells under {len(header)} columns"]
    cells = dict(zip(header, row, strict=True))
    faults = [] if cells["Event ID"] else ["Event ID is empty"]
    faults += [f"{name}: a tab or a line end" for name, cell in cells.items() if re.search(r"[\t\r\n]", cell)]
    kind = EVENT_TYPES.get(cells["Event Type"])
    if kind is None:
        return [*faults, f"Event Type: {cells['Event Type']!r} is no type of 2021"]
    allowed = {*kind.modes, *lists["auxiliary_modes"]}
    faults += [f"Event Mode: {mode} is none" for mode in _parts(cells["Event Mode"]) if mode not in allowed]
    faults += [f"Contexts: {name} is none" for name in _parts(cells["Contexts"]) if name not in CONTEXTS]
    if cells["Quad Code"] != table["quad_codes"][kind.quad]:
        faults.append(f"Quad Code: {cells['Quad Code']!r} is not that of {kind.name}")
    for name in ("Event Date", "Publication Date"):
        faults += _date({name: cells[name] or None}, name, null=True)
    for role in ("Actor", "Recipient"):
        for code in _parts(cells[f"{role} Country"]):
            faults += _code(role, code)
        for sector in (*_parts(cells[f"{role} Sectors"]), *_parts(cells[f"Primary {role} Sector"])):
            if sector not in lists["sectors"]:
                faults.append(f"{role}: {sector} is no sector")
    for name in ("Latitude", "Longitude", "GeoNames ID"):
        if cells[name] and not re.match(r"-?\d+(\.\d+)?(e-?\d+)?\Z", cells[name]):
            faults.append(f"{name}: {cells[name]!r} is no number")
    return faults


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _unknown(where: str, given: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    known = set(known)
    return [f"{where + ': ' if where else ''}unknown field {name}" for name in given if name not in known]


def _code(where: str, code: str | None) -> list[str]:
    return [] if code is None or _COUNTRY.match(code) else [f"{where}: {code!r} is no three-letter code"]


def _date(record: Mapping[str, Any], name: str, *, null: bool) -> list[str]:
    value = record.get(name)
    if value is None:
        return [] if null or name not in record else [f"{name} is null and no comment says why"]
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return [f"{name}: {value!r} is no date"]
    return []
