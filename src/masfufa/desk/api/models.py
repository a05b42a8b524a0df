"""What the API answers with. Records are the ledger's own data classes: their models are made from them, so that a
field that is added there is there in the API and in its OpenAPI document.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from masfufa.claims import CellLocator, Claim, Decision, EventClaim, SubmissionLocator, TextLocator
from masfufa.tracking.ledger import Cell, Change
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.results import StatementClaim

T = TypeVar("T")
_KINDS = {TextLocator: "text", CellLocator: "cell", SubmissionLocator: "form"}


class Model(BaseModel):
    """A model that takes nothing it does not name."""

    model_config = ConfigDict(extra="forbid")


@cache
def model_of(kind: type) -> type[BaseModel]:
    """The model of a data class: the same names, types and docstring. Locators say their kind in `type`."""
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {}
    if kind in _KINDS:
        fields["type"] = (Literal[_KINDS[kind]], ...)
    for field in dataclasses.fields(kind):
        fields[field.name] = (_translated(hints[field.name]), ...)
    return create_model(
        kind.__name__, __base__=Model, __doc__=inspect.cleandoc(kind.__doc__ or ""), __module__=__name__, **fields
    )


def _translated(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return model_of(hint)  # type: ignore[arg-type]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_translated(one) for one in inner)]  # noqa: UP007 - made at run time
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return list[_translated(inner[0])]  # type: ignore[misc]
        return tuple[tuple(_translated(one) for one in inner)]  # type: ignore[misc]
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[str, _translated(inner[1])]  # type: ignore[misc]
    return hint


class Page(BaseModel, Generic[T]):
    """A page of a list. total: over all pages."""

    items: list[T]
    page: int
    pages: int
    total: int


class LedgerPage(Page[T], Generic[T]):
    """A page of what is reconciled. stale: something was added or decided since, and is being reckoned."""

    stale: bool


class Found(Model):
    """One document of a list. found: how many figures of each category hold, as decided."""

    id: str
    name: str
    media_type: str
    title: str | None
    language: str | None
    publisher: str | None
    released: dt.date | None
    url: str | None
    added: dt.datetime | None
    state: Literal["new", "in_review", "done"]
    found: dict[str, int]
    events: int
    statements: int
    copies: list[str] = Field(description="Ids of the documents that are copies of this one.")


class DocumentPage(Page[Found]):
    """A page of documents. states: how many there are of each state under the other filters."""

    states: dict[str, int]


class Opened(Model):
    """One document with its text (None for a table). `locator` of records count code points of this text."""

    id: str
    name: str
    media_type: str
    title: str | None
    language: str | None
    publisher: str | None
    released: dt.date | None
    url: str | None
    added: dt.datetime | None
    state: Literal["new", "in_review", "done"]
    text: str | None
    original: str | None = Field(description="The document that this one is a copy of.")
    copies: list[str]
    records: int


ClaimModel, EventModel, StatementModel = model_of(Claim), model_of(EventClaim), model_of(StatementClaim)
DecisionModel, DocumentModel = model_of(Decision), model_of(StoredDocument)
ChangeModel = model_of(Change)
AnyRecord = ClaimModel | EventModel | StatementModel


class Record(Model):
    """A record: as it was read (None where a person added it), as it stands decided (None where it is rejected).

    expected: the number of the last decision about it, 0 without any; a decision names it, so that nobody overwrites
    what another decided meanwhile.
    """

    kind: Literal["claim", "event", "statement"]
    id: str
    status: Literal["open", "accepted", "corrected", "rejected", "added"]
    expected: int
    original: AnyRecord | None  # type: ignore[valid-type]
    current: AnyRecord | None  # type: ignore[valid-type]
    decisions: list[DecisionModel]  # type: ignore[valid-type]


class CellRow(Model):
    """A row of the matrix (docs/publishing.md): `best` None is unknown, never zero."""

    place: str
    pcode: str | None
    level: int
    scheme: str
    country: str | None
    period: str
    period_start: dt.date | None
    period_end: dt.date | None
    cell_id: str
    category: str
    unit: str
    measure: str
    population: str
    best: int | None
    low: int | None
    high: int | None
    press: int | None
    agency: int | None
    field: int | None
    sources: int
    claims: int
    rule: str
    flags: list[str]


def cell_row(cell: Cell) -> dict[str, Any]:
    """A cell as CellRow has it."""
    return {**cell.row(), "period": cell.period, "flags": list(cell.flags)}


class OpenedCell(Model):
    """Everything behind a cell, as `masfufa why --format json` has it. expected: for a choice (see Record)."""

    row: CellRow
    rule: str
    steps: list[str]
    claims: list[dict[str, Any]]
    links: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    flags: list[dict[str, Any]]
    happenings: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    sentences: dict[str, str]
    left_out: int
    expected: int
    stale: bool


class Happened(Model):
    """One thing that happened, with what is reported of it. how: spot, unit, area, wider, none (docs/desk.md, Map).

    counts: best, low and high by category of persons.
    """

    id: str
    names: dict[str, str]
    lat: float | None
    lon: float | None
    how: str
    start: dt.date | None
    end: dt.date | None
    types: list[str]
    counts: dict[str, tuple[int | None, int | None, int | None]]
    reports: int
    document: str | None


class Status(Model):
    """What the workspace holds, and its state: a word that changes whenever something changes."""

    name: str
    countries: list[str]
    onset: dt.date | None
    documents: int
    purged: int
    claims: dict[str, int]
    events: int
    statements: int
    imports: int
    units: int
    decisions: int
    state: str
    who: str
    role: str


class Adding(Model):
    """A file or address that is being added. outcome: waiting, reading, added, known, reread, purged, failed."""

    name: str
    outcome: str
    document: str | None
    records: int
    failures: list[AddFailure]


class AddFailure(Model):
    """Why something could not be read; line of a file of JSON Lines."""

    line: int | None
    code: str
    message: str


class ExportFormat(Model):
    """A format that can be exported, with the options that it heeds."""

    name: str
    media_type: str
    options: list[str]


Adding.model_rebuild()
