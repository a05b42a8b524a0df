"""CSV out: one row a figure, every column always there (docs/cli.md lists them)."""

from __future__ import annotations

import csv
import io
from typing import Any

from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.records import Figure, PlaceMention

COLUMNS = (
    "document", "url", "publisher", "published", "title", "language",
    "figure", "part_of", "category", "low", "high", "qualifier", "unit", "kind", "modality", "verified", "cause",
    "victims", "victim_groups",
    "place_texts", "place_names", "countries", "pcodes", "latitudes", "longitudes", "precisions",
    "period_start", "period_end", "as_of", "date_text",
    "attribution", "attribution_chain",
    "text", "start", "end", "repeats", "reader",
)  # fmt: skip
SEPARATOR = "; "
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Csv:
    """Rows under one header. `excel` adds the byte-order mark and line ends that Excel wants."""

    def __init__(self, settings: Settings) -> None:
        self._excel = settings.excel

    def head(self) -> str:
        """The header row."""
        return ("\ufeff" if self._excel else "") + self._rows([list(COLUMNS)])

    def document(self, item: Item) -> str:
        """One row a figure; none for a document without figures."""
        return self._rows([row(item, number) for number in range(len(item.reading.figures))])

    def failure(self, key: str, failure: Failure) -> str:
        """No row: what could not be read is told on stderr."""
        return ""

    def tail(self, totals: Totals) -> str:
        """Nothing."""
        return ""

    def _rows(self, rows: list[list[str]]) -> str:
        sink = io.StringIO()
        csv.writer(sink, lineterminator="\r\n" if self._excel else "\n").writerows(rows)
        return sink.getvalue()


def row(item: Item, number: int) -> list[str]:
    """The cells of figure `number` (from 0, as `part_of` counts), in the order of COLUMNS."""
    document, reading = item.document, item.reading
    figure = reading.figures[number]
    cells: dict[str, Any] = {
        "document": reading.id,
        "url": document.url,
        "publisher": document.publisher,
        "published": reading.published,
        "title": reading.title,
        "language": reading.language,
        "figure": number,
        "attribution": figure.attribution and figure.attribution.text,
        "attribution_chain": figure.attribution and [link.text for link in figure.attribution.chain],
        "victims": figure.victims and figure.victims.text,
        "victim_groups": figure.victims and list(figure.victims.groups),
        "period_start": figure.period and figure.period.start,
        "period_end": figure.period and figure.period.end,
        "date_text": figure.date and figure.date.text,
        "repeats": [f"{span.start}..{span.end}" for span in figure.repeats],
        "reader": reading.reader,
        **_places(figure.places),
        **{name: getattr(figure, name) for name in _PLAIN},
    }
    return [_cell(cells[name]) for name in COLUMNS]


_PLAIN = tuple(
    name
    for name in COLUMNS
    if name in Figure.__dataclass_fields__ and name not in ("attribution", "victims", "repeats")
)


def _places(places: tuple[PlaceMention, ...]) -> dict[str, list[Any]]:
    # One entry a place in every list, empty where unknown, so that the n-th entries belong together.
    return {
        "place_texts": [place.text for place in places],
        "place_names": [place.name for place in places],
        "countries": [place.country for place in places],
        "pcodes": [next((unit.pcode for unit in reversed(place.admin) if unit.pcode), None) for place in places],
        "latitudes": [place.lat for place in places],
        "longitudes": [place.lon for place in places],
        "precisions": [place.precision for place in places],
    }


def _cell(value: Any) -> str:
    if isinstance(value, list):
        joined = SEPARATOR.join(_plain(part) for part in value) if any(part is not None for part in value) else ""
        return guarded(joined) if any(isinstance(part, str) for part in value) else joined
    text = _plain(value)
    return guarded(text) if isinstance(value, str) else text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


def guarded(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return "'" + text if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
