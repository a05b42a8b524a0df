"""Cells and what is behind them as bytes, to be kept with a workspace: JSON under zlib, in shards that open fast.

A matrix is one blob. What is known of claims and happenings is spread over `SHARDS` blobs by the hash of their ids, so
that opening one cell reads a few of them and never the whole ledger.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from masfufa.claims import CellLocator, Claim, Locator, SubmissionLocator, TextLocator
from masfufa.tracking.ledger import CanonicalClaim, Cell, Change, Estimate, Happening, Ledger, PlaceName, SetAside
from masfufa.tracking.vintages import Difference

SHARDS = 512
CELL_SHARDS = 64
Plain = dict[str, Any]


def shard_of(identity: str) -> int:
    """The shard that holds what is known of an id."""
    return zlib.crc32(identity.encode("utf-8")) % SHARDS


def cell_shard_of(cell_id: str) -> int:
    """The shard of `by_shard` that holds a cell."""
    return zlib.crc32(cell_id.encode("utf-8")) % CELL_SHARDS


def pack(value: Any) -> bytes:
    """Plain data as bytes."""
    return _pressed(_json(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _pressed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8"), 1)


def unpack(blob: bytes) -> Any:
    """The inverse of `pack`."""
    return json.loads(zlib.decompress(blob))


def pack_matrix(cells: Iterable[Cell]) -> tuple[bytes, dict[int, bytes]]:
    """A matrix as one blob, and the same in `CELL_SHARDS` blobs by the hash of the cells' ids, so that one cell can be
    opened by itself."""
    whole = _Sheet()
    shards = {number: _Sheet() for number in range(CELL_SHARDS)}
    for cell in cells:
        place, row = (cell.place.key, _json(place_plain(cell.place))), _json(_cell(cell))
        whole.add(place, row)
        shards[cell_shard_of(cell.cell_id)].add(place, row)
    return whole.packed(), {number: sheet.packed() for number, sheet in shards.items()}


def pack_cells(cells: Iterable[Cell]) -> bytes:
    """Cells as bytes."""
    return pack_matrix(cells)[0]


class _Sheet:
    """Cells that are JSON already; places are written once."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._rows: list[str] = []

    def add(self, place: tuple[str, str], row: str) -> None:
        self._places[place[0]] = place[1]
        self._rows.append(row)

    def packed(self) -> bytes:
        places = ",".join(f"{_json(key)}:{place}" for key, place in self._places.items())
        return _pressed('{"places":{' + places + '},"cells":[' + ",".join(self._rows) + "]}")


def unpack_cells(blob: bytes) -> list[Cell]:
    """The inverse of `pack_cells`."""
    data = unpack(blob)
    places = {key: PlaceName(**place) for key, place in data["places"].items()}
    return [_cell_of(row, places) for row in data["cells"]]


def place_plain(place: PlaceName) -> Plain:
    """A unit as plain data: `PlaceName(**plain)` is the inverse."""
    return {
        "key": place.key, "country": place.country, "level": place.level, "code": place.code, "name": place.name,
        "scheme": place.scheme, "names": dict(place.names), "lat": place.lat, "lon": place.lon,
    }  # fmt: skip


def _cell(cell: Cell) -> list[Any]:
    e = cell.estimate
    return [
        *(cell.place.key, cell.period, _iso(cell.period_start), _iso(cell.period_end), cell.cell_id, cell.category),
        *(cell.unit, cell.measure, cell.population, dict(cell.channels), cell.claims, cell.happenings, cell.flags),
        estimate_plain(e),
    ]


def estimate_plain(e: Estimate) -> list[Any]:
    """An estimate as a list."""
    aside = [[item.claim, item.reason, item.detail] for item in e.set_aside]
    return [e.best, e.low, e.high, e.rule, e.used, aside, e.sources, e.steps, e.flags]


def estimate_of(plain: Sequence[Any]) -> Estimate:
    """The inverse of `estimate_plain`."""
    best, low, high, rule, used, aside, sources, steps, flags = plain
    return Estimate(
        best,
        low,
        high,
        rule,
        tuple(used),
        tuple(SetAside(*item) for item in aside),
        tuple(sources),
        tuple(steps),
        tuple(flags),
    )


def _cell_of(row: Sequence[Any], places: Mapping[str, PlaceName]) -> Cell:
    return Cell(
        places[row[0]], row[1], _day(row[2]), _day(row[3]), row[4], row[5], row[6], row[7], row[8],
        estimate_of(row[13]), row[9], tuple(row[10]), tuple(row[11]), tuple(row[12]),
    )  # fmt: skip


def pack_difference(found: Difference) -> bytes:
    """The differences of two states as bytes."""
    rows = [
        [place_plain(c.place), _iso(c.period_start), _iso(c.period_end),
         *(getattr(c, name) for name in _OF_CHANGE)]
        for c in found.changes
    ]  # fmt: skip
    return pack({"changes": rows, "common": found.common, "touched": found.touched})


_OF_CHANGE = ("cell_id", "category", "unit", "measure", "population", "kind", "before", "after", "reason", "detail",
              "claims")  # fmt: skip


def unpack_difference(blob: bytes) -> Difference:
    """The inverse of `pack_difference`."""
    data = unpack(blob)
    changes = []
    for place, start, end, *values in data["changes"]:
        fields = dict(zip(_OF_CHANGE, values, strict=True))
        fields["claims"] = tuple(fields["claims"])
        changes.append(Change(place=PlaceName(**place), period_start=_day(start), period_end=_day(end), **fields))
    return Difference(tuple(changes), data["common"], data["touched"])


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def entries(ledger: Ledger) -> dict[int, bytes]:
    """What is known of every claim and happening, in shards by id."""
    links: dict[str, list[Plain]] = defaultdict(list)
    plain: Plain
    for link in ledger.links:
        plain = {
            "kind": link.kind,
            "rule": link.rule,
            "from": link.from_id,
            "to": link.to_id,
            "evidence": link.evidence,
        }
        for identity in {link.from_id, link.to_id}:
            links[ledger.of_claim.get(identity, identity)].append(plain)
    checks: dict[str, list[Plain]] = defaultdict(list)
    for check in ledger.checks:
        plain = {"rule": check.rule, "holds": check.holds, "claims": list(check.claims), "message": check.message}
        for identity in check.claims:
            checks[identity].append(plain)
    flags: dict[str, list[Plain]] = defaultdict(list)
    for flag in ledger.flags:
        plain = {"code": flag.code, "claims": list(flag.claims), "message": flag.message}
        for identity in flag.claims:
            flags[ledger.of_claim.get(identity, identity)].append(plain)
    decisions: dict[str, list[Plain]] = defaultdict(list)
    for d in ledger.decisions:
        decisions[d.subject_id].append({"who": d.who, "action": d.action, "at": d.at.isoformat(), "reason": d.reason})
    shards: dict[int, dict[str, Plain]] = defaultdict(dict)
    for claim in ledger.canonical.values():
        entry = _claim_entry(ledger, claim)
        for name, found in (("links", links), ("checks", checks), ("flagged", flags)):
            if claim.id in found:
                entry[name] = found[claim.id]
        if decisions:
            own = [d for i in (claim.id, *(c.claim for c in claim.carriers)) for d in decisions.get(i, ())]
            entry["decisions"] = own
        shards[shard_of(claim.id)][claim.id] = entry
    for carried, first in ledger.of_claim.items():
        if carried != first:
            shards[shard_of(carried)][carried] = {"of": first}
    for happening in ledger.happenings.values():
        shards[shard_of(happening.id)][happening.id] = _happening_entry(happening)
    for identity, made in decisions.items():
        if "/" in identity:
            shards[shard_of(identity)][identity] = {"decisions": made}
    return {number: pack(shards.get(number, {})) for number in range(SHARDS)}


def _claim_entry(ledger: Ledger, claim: CanonicalClaim) -> Plain:
    entry = {
        "claim": _brief(claim.claim),
        "source": claim.source,
        "source_name": claim.source_name,
        "attributed": claim.attributed,
        "place": ledger.places[claim.node.key].name if claim.node.key in ledger.places else claim.node.key,
        "node": claim.node.key,
        "how_placed": claim.node.evidence,
        "population": claim.population,
        "family": claim.family,
        "start": _iso(claim.start),
        "end": _iso(claim.end),
        "dated_by": claim.dated_by,
        "counts": claim.counts,
        "why_not": claim.why_not,
        "flags": claim.flags,
        "carriers": [{"how": carrier.how, **_brief(ledger.claims[carrier.claim])} for carrier in claim.carriers],
    }
    return {name: value for name, value in entry.items() if value != _BLANK[name]}


def filled(entry: Plain) -> Plain:
    """An entry with the fields that are left out where they say nothing."""
    return {**_BLANK, **entry} if "claim" in entry else entry


_BLANK: Plain = {
    "claim": None, "source": None, "source_name": None, "attributed": None, "place": None, "node": None,
    "how_placed": None, "population": "all", "family": None, "start": None, "end": None, "dated_by": None,
    "counts": True, "why_not": None, "flags": (), "carriers": [], "links": [], "checks": [], "flagged": [],
    "decisions": [],
}  # fmt: skip


_KEPT = (
    "id", "document", "channel", "category", "low", "high", "best", "qualifier", "unit", "kind", "modality", "absence",
    "publisher", "source", "source_text", "round", "language",
)  # fmt: skip


def _brief(claim: Claim) -> Plain:
    plain: Plain = {name: value for name in _KEPT if (value := getattr(claim, name)) is not None}
    if claim.released is not None:
        plain["released"] = claim.released.isoformat()
    plain["locator"] = _locator(claim.locator)
    return plain


def _locator(locator: Locator) -> Plain:
    if isinstance(locator, TextLocator):
        return {"type": "text", "start": locator.start, "end": locator.end, "text": locator.text}
    if isinstance(locator, CellLocator):
        cell: Plain = {"type": "cell", "file": locator.file, "sheet": locator.sheet, "cell": locator.cell}
        return {**cell, "text": locator.text, "also": locator.also} if locator.also else {**cell, "text": locator.text}
    return {
        "type": "form", "form": locator.form, "instance": locator.instance, "question": locator.question,
        "text": locator.text,
    }  # fmt: skip


def claim_of(plain: Mapping[str, Any]) -> Claim:
    """The claim of an entry as far as it is kept: what it says, who said it, when and where; no places, no parts."""
    fields = {name: plain[name] for name in _KEPT if name in plain}
    located = dict(plain["locator"])
    kind = _LOCATORS[located.pop("type")]
    if "also" in located:
        located["also"] = tuple(located["also"])
    fields |= {"locator": kind(**located), "released": _day(plain.get("released"))}
    return Claim(**{"low": None, "high": None, **fields})


_LOCATORS: dict[str, Callable[..., Locator]] = {
    "text": TextLocator,
    "cell": CellLocator,
    "form": SubmissionLocator,
}


def _happening_entry(happening: Happening) -> Plain:
    return {
        "happening": happening.id,
        "node": happening.node.key,
        "start": _iso(happening.start),
        "end": _iso(happening.end),
        "types": list(happening.event_types),
        "actors": list(happening.actors),
        "claims": list(happening.claims),
        "events": list(happening.events),
        "estimates": [
            "/".join(slot) + f" {e.best} [{e.low}, {e.high}] {e.rule}" for slot, e in happening.estimates.items()
        ],
    }


def behind(cell: Cell, entry_of: Callable[[str], Plain | None], limit: int = 200) -> Plain:
    """Everything behind a cell as plain data: its claims (used ones first), links, checks, flags and happenings.

    `entry_of` gives an entry by id. At most `limit` claims are opened; "left_out" says how many more there are.
    """
    ids = list(dict.fromkeys([*cell.estimate.used, *(item.claim for item in cell.estimate.set_aside), *cell.claims]))
    used = set(cell.estimate.used)
    aside = {item.claim: item for item in cell.estimate.set_aside}
    claims: dict[str, Plain] = {}
    left = 0
    for identity in ids:
        entry = entry_of(identity)
        if entry is None:
            continue
        first = entry.get("of", identity)
        if first in claims:
            continue
        if len(claims) >= limit:
            left += 1
            continue
        if "of" in entry:
            entry = entry_of(first)
            if entry is None:
                continue
        item = aside.get(first)
        role = {
            "used": first in used,
            "set_aside": item.reason if item else None,
            "detail": item.detail if item else "",
        }
        claims[first] = {**entry, **role}

    def gathered(name: str) -> list[Plain]:
        found: dict[str, Plain] = {}
        for entry in claims.values():
            for part in entry.get(name, ()):
                found.setdefault(json.dumps(part, ensure_ascii=False, sort_keys=True), part)
        return list(found.values())

    own = entry_of(cell.cell_id)
    happenings = [entry for i in cell.happenings[:limit] if (entry := entry_of(i)) is not None]
    return {
        "cell_id": cell.cell_id,
        "row": cell.row(),
        "rule": cell.estimate.rule,
        "steps": list(cell.estimate.steps),
        "claims": list(claims.values()),
        "links": gathered("links"),
        "checks": gathered("checks"),
        "flags": gathered("flagged"),
        "happenings": happenings,
        "decisions": [*(own or {}).get("decisions", ()), *gathered("decisions")],
        "left_out": left,
    }
