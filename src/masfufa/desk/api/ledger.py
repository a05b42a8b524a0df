"""The reconciled ledger: matrix, cells, happenings, what changed; and the workspace's counts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query

from masfufa.desk.api import models
from masfufa.desk.api.common import Known, PageNumber, PageSize, Text, paged, reckoned
from masfufa.desk.api.decisions import CELLS, last_about
from masfufa.desk.ledgers import Ledgers
from masfufa.desk.pages.common import TheDesk, TheSession
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views import map as map_view
from masfufa.errors import UsageError
from masfufa.exchange.sentences import sentences
from masfufa.ontology.figures import CATEGORIES
from masfufa.tracking.ledger import By, Cell, Change, Every
from masfufa.tracking.stored import behind, place_plain

router = APIRouter(tags=["ledger"], dependencies=[may(Permission.SEE)])
Categories = Annotated[list[Text] | None, Query(max_length=100, description="Only these categories; may be repeated.")]
Since = Annotated[dt.date | None, Query(description="Periods that end on this day or later.")]
Until = Annotated[dt.date | None, Query(description="Periods that begin on this day or earlier.")]


def _categories(given: list[str] | None) -> tuple[str, ...]:
    for name in given or ():
        if name not in CATEGORIES:
            raise UsageError("unknown-category", f"There is no category {name[:40]!r}.")
    return tuple(dict.fromkeys(given or ()))


@router.get("/status", response_model=models.Status)
def status(desk: TheDesk, session: TheSession) -> Any:
    """What the workspace holds, and whose token this is."""
    counts = desk.workspace.counts()
    names = ("documents", "purged", "events", "statements", "imports", "units", "decisions")
    return {
        "name": desk.workspace.name,
        "countries": list(desk.workspace.countries),
        "onset": desk.workspace.onset,
        **{name: getattr(counts, name) for name in names},
        "claims": dict(counts.claims),
        "state": desk.workspace.state(),
        "who": session.who,
        "role": session.role,
    }


@router.get("/matrix", response_model=models.LedgerPage[models.CellRow])
def matrix(
    desk: TheDesk,
    by: By = "adm1",
    every: Every = "month",
    category: Categories = None,
    since: Since = None,
    until: Until = None,
    known: Known = None,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """The matrix: one row a place, period and category. A `best` of null is unknown; zero is zero."""
    wanted = _categories(category)
    found = reckoned(desk, ("cells", by, every, known), lambda ledgers: ledgers.kept(known).cells(by, every))

    def chosen(cell: Cell) -> bool:
        late = since is not None and cell.period_end is not None and cell.period_end < since
        early = until is not None and cell.period_start is not None and cell.period_start > until
        return not late and not early and (not wanted or cell.category in wanted)

    rows = [cell for cell in found.value if chosen(cell)]
    return {**paged(rows, page, size, models.cell_row), "stale": found.stale}


@router.get(CELLS, response_model=models.OpenedCell)
def cell(desk: TheDesk, cell_id: Text, known: Known = None) -> Any:
    """Everything behind a cell: claims with their words, rule, arithmetic, what was set aside and why."""

    def make(ledgers: Ledgers) -> Any:
        kept = ledgers.kept(known)
        opened = kept.cell(cell_id)
        plain = behind(opened, kept.entry)
        return opened, plain, sentences(desk.workspace, plain["claims"])

    found = reckoned(desk, ("api-cell", cell_id, known), make)
    opened, plain, said = found.value
    names = ("rule", "steps", "claims", "links", "checks", "flags", "happenings", "decisions", "left_out")
    return {
        **{name: plain[name] for name in names},
        "row": models.cell_row(opened),
        "sentences": said,
        "expected": last_about(desk, cell_id),
        "stale": found.stale,
    }


@router.get("/happenings", response_model=models.LedgerPage[models.Happened])
def happenings(
    desk: TheDesk,
    category: Text | None = None,
    since: Annotated[dt.date | None, Query(description="That end on this day or later.")] = None,
    until: Annotated[dt.date | None, Query(description="That begin on this day or earlier.")] = None,
    known: Known = None,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """What happened, the gravest first, with best, low and high by category and where it is known to have been."""
    found = reckoned(
        desk,
        ("happenings", known),
        lambda ledgers: ledgers.kept(known).plain("happenings:2", map_view.happenings),
    )

    def chosen(one: dict[str, Any]) -> bool:
        start, end = one["start"], one["end"]
        late = since is not None and (end is None or end < since.isoformat())
        early = until is not None and (start is None or start > until.isoformat())
        return not late and not early and (category is None or category in one["counts"])

    names = tuple(models.Happened.model_fields)
    rows = [one for one in found.value["happenings"] if chosen(one)]
    return {**paged(rows, page, size, lambda one: {name: one[name] for name in names}), "stale": found.stale}


@router.get("/diff", response_model=models.LedgerPage[models.ChangeModel])  # type: ignore[valid-type]
def diff(
    desk: TheDesk,
    before: Annotated[dt.date, Query(description="The earlier day of knowledge.")],
    after: Annotated[dt.date, Query(description="The later day of knowledge.")],
    by: By = "country",
    every: Every = "year",
    category: Categories = None,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """What changed in the matrix between two days of knowledge, and why."""
    if before > after:
        raise UsageError("bad-request", "`before` must not be later than `after`.")
    wanted = _categories(category)

    def make(ledgers: Ledgers) -> Any:
        return ledgers.kept(after).changes(ledgers.kept(before), by, every, wanted)

    found = reckoned(desk, ("api-diff", by, every, wanted, before, after), make)
    return {**paged(found.value.changes, page, size, _change), "stale": found.stale}


def _change(change: Change) -> dict[str, Any]:
    plain = {name: getattr(change, name) for name in change.__dataclass_fields__}
    return {**plain, "place": place_plain(change.place), "claims": list(change.claims)}
