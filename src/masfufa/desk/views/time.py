"""Figures over time as plain data: flows apart from running totals and stocks, each channel beside the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from masfufa.claims import Channel
from masfufa.desk.views.frame import cell_address, counted, interval, number, place_called
from masfufa.desk.words import Words
from masfufa.tracking.ledger import Cell

CHANNELS: tuple[Channel, ...] = ("press", "agency", "field")
MEASURES = ("flow", "cumulative", "stock")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One period of a chart's table: best, bounds, press, agency, field, each in words."""

    period: str
    best: str
    interval: str
    channels: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: a category of one measure at one place. `plain` is what the page's script draws."""

    id: str
    title: str
    measure: str
    plain: dict[str, Any]
    rows: tuple[TableRow, ...]


def places(cells: Sequence[Cell], t: Words) -> list[tuple[str, str]]:
    """The places that have cells, as (key, name), those with the most cells first."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for cell in cells:
        key = cell.cell_id.split("/", 1)[0]
        counts[key] = counts.get(key, 0) + (cell.period_start is not None)
        names.setdefault(key, place_called(cell.place, cell.cell_id, t))
    return [(key, names[key]) for key in sorted(counts, key=lambda key: (-counts[key], key))]


def charts(
    cells: Sequence[Cell], place: str, categories: Sequence[str], t: Words, known: dt.date | None
) -> list[Chart]:
    """A chart for each category, unit of count and measure of all people at a place, in the order of the categories."""
    lines: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        if cell.cell_id.split("/", 1)[0] == place and cell.population == "all" and cell.category in categories:
            lines.setdefault((cell.category, cell.unit, cell.measure), []).append(cell)
    order = {name: number for number, name in enumerate(categories)}
    keys = sorted(lines, key=lambda key: (order[key[0]], key[1] != "person", key[1], MEASURES.index(key[2])))
    return [chart for key in keys if (chart := _chart(key, lines[key], t, known)) is not None]


def _chart(key: tuple[str, str, str], cells: list[Cell], t: Words, known: dt.date | None) -> Chart | None:
    dated = sorted((c for c in cells if c.period_start and c.period_end), key=lambda c: (str(c.period_start), c.period))
    # A figure over days of its own beside the periods of the matrix would be drawn over them.
    regular = [c for c in dated if ".." not in c.period] or dated
    if not regular:
        return None
    steps = []
    for cell in regular:
        assert cell.period_start is not None and cell.period_end is not None
        step: dict[str, Any] = {
            "period": cell.period,
            "start": cell.period_start.isoformat(),
            "end": (cell.period_end + dt.timedelta(days=1)).isoformat(),
            "best": cell.best,
            "low": cell.low,
            "high": cell.high,
            "address": cell_address(cell.cell_id, known),
        }
        step |= {name: cell.channels.get(name) for name in CHANNELS}
        steps.append(step)
    title = counted(*key, "all", t) + (f" ({t('see.measure')['flow']})" if key[2] == "flow" else "")
    rows = tuple(
        TableRow(
            cell.period,
            number(cell.best, t),
            interval(cell.best, cell.low, cell.high, t),
            tuple(number(cell.channels.get(name), t) for name in CHANNELS),
            cell_address(cell.cell_id, known),
        )
        for cell in dated
    )
    identity = "-".join(key)
    return Chart(identity, title, key[2], {"id": identity, "measure": key[2], "steps": steps, "title": title}, rows)
