"""What a release holds, made from the ledger when it is proposed, and what would differ from it now."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from masfufa.errors import DataError, UsageError
from masfufa.exchange.dictionary import dictionary_rows, schemas
from masfufa.exchange.matrix_rows import name_of
from masfufa.exchange.publishing import LANGUAGES, LedgerOf, Wanted, publish
from masfufa.tracking.kept import Frame
from masfufa.tracking.ledger import BYS, EVERIES, Cell, Ledger
from masfufa.workspace.releases import Content, Release

if TYPE_CHECKING:
    from masfufa.workspace import Workspace

MATRIX = "matrix.csv"
RELEASED_BYS = tuple(by for by in BYS if by != "place")
"""Places as named are words of documents, which may have to go; a release is of units, whose values stay."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release is of. `known`: as known on that day; `since`, `until`: periods; `compared`: the day since which
    the briefs tell what changed; `languages`: of the briefs, () for none.
    """

    known: dt.date
    by: str = "adm1"
    every: str = "month"
    categories: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    compared: dt.date | None = None
    languages: tuple[str, ...] = LANGUAGES

    def plain(self) -> dict[str, Any]:
        """As it is kept with the release."""
        return {
            "known": self.known.isoformat(),
            "by": self.by,
            "every": self.every,
            "categories": list(self.categories),
            "since": _iso(self.since),
            "until": _iso(self.until),
            "compared": _iso(self.compared),
            "languages": list(self.languages),
        }

    def frame(self, known: dt.date | None) -> Frame:
        """The part of the matrix that it is of, as known on a day."""
        return Frame(self.by, self.every, self.categories, self.since, self.until, known, None)


def terms_of(plain: Mapping[str, Any]) -> Terms:
    """The inverse of `Terms.plain`. Raises DataError("release-damaged")."""
    try:
        return Terms(
            dt.date.fromisoformat(plain["known"]),
            str(plain["by"]),
            str(plain["every"]),
            tuple(plain["categories"]),
            _day(plain["since"]),
            _day(plain["until"]),
            _day(plain["compared"]),
            tuple(plain["languages"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError("release-damaged", f"What the release is of can't be read ({error!r}).") from error


def make_content(space: Workspace, ledger_of: LedgerOf, terms: Terms) -> Content:
    """The files of a release: the matrix as CSV with its dictionary, as workbook and GeoJSON (values alone); and what
    quotes documents: happenings, claims, and a brief in each language.

    Raises UsageError("release-frame") for places as named.
    """
    if terms.by not in RELEASED_BYS or terms.every not in EVERIES:
        raise UsageError("release-frame", f"A release is by {', '.join(RELEASED_BYS)}, every {', '.join(EVERIES)}.")
    ledger = ledger_of(terms.known)
    frame = terms.frame(terms.known)
    files: dict[str, tuple[bytes, bool]] = {}
    with tempfile.TemporaryDirectory(prefix="masfufa-release-") as scratch:

        def add(name: str, wanted: Wanted, *, quotes: bool) -> None:
            path = Path(scratch) / name
            publish(space, ledger_of, wanted, path)
            files[name] = (path.read_bytes(), quotes)

        add(MATRIX, Wanted("csv", frame), quotes=False)
        files["matrix.dictionary.csv"] = (_dictionary(), False)
        add("matrix.xlsx", Wanted("xlsx", frame), quotes=False)
        add("matrix.geojson", Wanted("geojson", frame), quotes=False)
        add("happenings.csv", Wanted("ged", frame), quotes=True)
        add("claims.csv", Wanted("claims", frame), quotes=True)
        briefed = Frame(terms.by, "total", terms.categories, terms.compared, None, terms.known, None)
        for language in terms.languages:
            add(f"brief-{language}.html", Wanted("brief-html", briefed, language), quotes=True)
    documents = {claim.document for claim in ledger.claims.values()}
    documents |= {event.document for event in ledger.events.values()}
    documents |= {claim.document for claim in space.claims(as_known_on=terms.known)}
    return Content(files, frozenset(documents))


def _dictionary() -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(dictionary_rows(schemas()["matrix"]))
    return out.getvalue().encode("utf-8")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that differs from what was released. kind: changed, new, gone; values as (best, low, high)."""

    cell_id: str
    place: str
    period: str
    category: str
    unit: str
    measure: str
    population: str
    kind: Literal["changed", "new", "gone"]
    released: tuple[int | None, int | None, int | None] | None
    now: tuple[int | None, int | None, int | None] | None


def differences(matrix: bytes, cells: Iterable[Cell], *, language: str = "en") -> list[Difference]:
    """What differs between a release's matrix.csv and cells of now, cells of the release first, in its order.

    Raises DataError("release-damaged") where the file can't be read.
    """
    here = {cell.cell_id: cell for cell in cells}
    out: list[Difference] = []
    seen: set[str] = set()
    try:
        for row in csv.DictReader(io.StringIO(matrix.decode("utf-8"), newline="")):
            identity = row["cell_id"]
            seen.add(identity)
            was = (_whole(row["best"]), _whole(row["low"]), _whole(row["high"]))
            cell = here.get(identity)
            if cell is not None and (cell.best, cell.low, cell.high) == was:
                continue
            place = name_of(cell.place, language) if cell is not None else row["place_name"]
            now = None if cell is None else (cell.best, cell.low, cell.high)
            out.append(
                Difference(
                    identity, place, identity.split("/")[1], row["category"], row["unit"], row["measure"],
                    row["population_group"], "gone" if cell is None else "changed", was, now,
                )
            )  # fmt: skip
    except (KeyError, ValueError, IndexError, csv.Error) as error:
        raise DataError("release-damaged", f"The release's {MATRIX} can't be read ({error!r}).") from error
    for identity, cell in here.items():
        if identity not in seen:
            out.append(
                Difference(
                    identity, name_of(cell.place, language), cell.period, cell.category, cell.unit, cell.measure,
                    cell.population, "new", None, (cell.best, cell.low, cell.high),
                )
            )  # fmt: skip
    return out


def cells_now(ledger: Ledger, release: Release, known: dt.date | None) -> list[Cell]:
    """The cells of now that a release is to be held against."""
    from masfufa.tracking.kept import cells_of

    return cells_of(ledger, terms_of(release.frame).frame(known))


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
