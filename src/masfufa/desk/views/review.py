"""The review of one document as plain data: its text in pieces, and a card for each record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from masfufa.claims import ActorName, CellLocator, Claim, ClaimPlace, Decision, EventClaim, TextLocator
from masfufa.claims_plain import place_from_plain
from masfufa.desk.places import label
from masfufa.desk.views.marks import Piece, pieces
from masfufa.desk.words import Words
from masfufa.errors import DataError
from masfufa.workspace.inbox import ReviewDocument, ReviewRecord
from masfufa.workspace.results import StatementClaim

PER_PAGE = 200
KINDS = ("claim", "event", "statement")
STATUSES = ("open", "accepted", "corrected", "rejected", "added")
_CLAIM_ROWS = (
    "places", "period", "as_of", "source", "kind", "modality", "groups", "cause", "verified", "part_of",
)  # fmt: skip
_EVENT_ROWS = ("actor", "target", "places", "period", "modality", "salience")
_STATEMENT_ROWS = ("speaker", "addressee", "direct", "cue")
_VOCABULARY = {"cause": "cause", "unit": "unit", "kind": "kind", "qualifier": "qualifier", "category": "category"}


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a record: what it is called, its value as decided, and as read where that differs (else None)."""

    name: str
    value: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A decision: number, who, when, what ("accept" …), why, what it changed, and whether it was taken back."""

    id: int
    who: str
    at: str
    action: str
    reason: str | None
    changes: tuple[Row, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A record of the list."""

    id: str
    kind: str
    status: str
    head: str
    value: str
    value_before: str | None
    words: str
    where: str | None
    rows: tuple[Row, ...]
    past: tuple[Past, ...]
    expected: int
    undo: int | None
    changed_since: str | None
    warnings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The page: pieces of the text (None for a table), cards of this page of the list, and how far the work is.

    selected: the id of the record that is lit; order: the ids of all cards under the filter; open: how many records
    of each kind nobody decided about; counts: how many there are.
    """

    pieces: list[Piece] | None
    cards: list[Card]
    selected: str | None
    order: list[str]
    counts: Mapping[str, int]
    open: Mapping[str, int]
    page: int
    pages: int


def status_of(record: ReviewRecord) -> str:
    """What became of a record: one of STATUSES."""
    if record.current is None:
        return "rejected"
    for decision in reversed(record.holding):
        if decision.action in ("accept", "correct"):
            corrected = any(d.action == "correct" for d in record.holding)
            return "corrected" if corrected else "accepted"
        if decision.action == "add":
            return "added"
    return "open"


def ordered(review: ReviewDocument) -> list[ReviewRecord]:
    """The records in the order of the text, or of the cells; figures before events before statements."""
    return sorted(review.records, key=_place_in_document)


def _place_in_document(record: ReviewRecord) -> tuple[Any, ...]:
    locator = record.shown.locator
    kind = KINDS.index(record.kind)
    if isinstance(locator, TextLocator):
        return (0, "", locator.start, kind, locator.end, "", record.id)
    if isinstance(locator, CellLocator):
        found = re.fullmatch(r"([A-Z]+)(\d+)", locator.cell)
        row, column = (int(found[2]), found[1]) if found else (0, "")
        return (1, locator.sheet, row, kind, len(column), column, record.id)
    return (2, locator.instance, 0, kind, 0, locator.question, record.id)


def view(
    document: ReviewDocument, t: Words, *, selected: str | None = None, kind: str | None = None, page: int = 1
) -> Review:
    """The page of a document. `selected`: a record's id; without one the first open one is. `kind`: of KINDS."""
    records = ordered(document)
    status = {record.id: status_of(record) for record in records}
    counts = {one: sum(record.kind == one for record in records) for one in KINDS}
    open_ = {one: sum(r.kind == one and status[r.id] == "open" for r in records) for one in KINDS}
    listed = [record for record in records if kind is None or record.kind == kind]
    order = [record.id for record in listed]
    if selected not in order:
        selected = next((id for id in order if status[id] == "open"), order[0] if order else None)
        at = page
    else:
        at = order.index(selected) // PER_PAGE + 1
    pages = max(1, -(-len(listed) // PER_PAGE))
    at = min(max(at, 1), pages)
    here = listed[(at - 1) * PER_PAGE : at * PER_PAGE]
    if selected not in {record.id for record in here}:
        selected = here[0].id if here else None
    names = {r.id: headline(r.shown, t) for r in records if r.kind == "claim"}
    text = document.document.text
    return Review(
        pieces=None if text is None else pieces(text, records, status),
        cards=[card(record, status[record.id], t, names) for record in here],
        selected=selected,
        order=order,
        counts=counts,
        open=open_,
        page=at,
        pages=pages,
    )


def next_open(document: ReviewDocument, after: str, kind: str | None = None) -> str:
    """The record to go to once `after` is decided: the next open one, from the top at the end; itself without one."""
    records = [r for r in ordered(document) if kind is None or r.kind == kind or r.id == after]
    at = next((n for n, r in enumerate(records) if r.id == after), -1)
    for record in (*records[at + 1 :], *records[: max(at, 0)]):
        if status_of(record) == "open":
            return record.id
    return after


def card(record: ReviewRecord, status: str, t: Words, names: Mapping[str, str]) -> Card:
    """The card of one record. `names`: what claims are called, for "part of"."""
    shown, original = record.shown, record.original
    locator = shown.locator
    value, before = value_of(shown, t), value_of(original, t) if original is not None else None
    holding = {decision.id for decision in record.holding}
    issues = getattr(shown, "issues", ())
    return Card(
        id=record.id,
        kind=record.kind,
        status=status,
        head=_head(shown, t),
        value=value,
        value_before=before if before != value else None,
        words=locator.text,
        where=None if isinstance(locator, TextLocator) else _where(locator),
        rows=tuple(_rows(shown, original, t, names)),
        past=tuple(_past(decision, decision.id not in holding, t, names) for decision in record.decisions),
        expected=record.expected,
        undo=record.holding[-1].id if record.holding else None,
        changed_since=next((i.message for i in issues if i.code == "claim-changed-since"), None),
        warnings=tuple((i.code, i.message) for i in issues if i.code != "claim-changed-since"),
    )


def isolated(text: str) -> str:
    """Text that keeps its own direction inside of other text: what <bdi> is in HTML."""
    return f"\u2068{text}\u2069"


def headline(record: Any, t: Words) -> str:
    """A record in a few words."""
    value = value_of(record, t)
    return f"{_head(record, t)}: {value}" if value else _head(record, t)


def _head(record: Any, t: Words) -> str:
    if isinstance(record, Claim):
        return t.of("category", record.category)
    if isinstance(record, EventClaim):
        mode = f" ({t.of('mode', record.mode)})" if record.mode else ""
        return t.of("event_type", record.event_type) + mode
    return t.of("record_kind", "statement")


def value_of(record: Any, t: Words) -> str:
    """A claim's value in words; "" for what has none."""
    if isinstance(record, Claim):
        low, high = record.low, record.high
        if low is None and high is None:
            return t.of("absence", record.absence) if record.absence else str(t("unknown"))
        if low is None or high is None:
            number = f"≤ {high:,}" if low is None else f"≥ {low:,}"
        else:
            number = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        about = f"{t.of('qualifier', 'approx')} " if record.qualifier == "approx" else ""
        return f"{about}{number} {t.of('unit', record.unit)}"
    if isinstance(record, EventClaim):
        who = _actors(record.source) or t("nobody")
        whom = _actors(record.target)
        return f"{who} {'←' if t.direction == 'rtl' else '→'} {whom}" if whom else (who if record.source else "")
    return str(record.speaker.name if record.speaker else t("nobody"))


def _where(locator: Any) -> str:
    if isinstance(locator, CellLocator):
        return f"{locator.sheet}!{locator.cell}" if locator.sheet else locator.cell
    return f"{locator.instance} · {locator.question}"


def _rows(shown: Any, original: Any, t: Words, names: Mapping[str, str]) -> list[Row]:
    fields: tuple[str, ...] = _CLAIM_ROWS
    if isinstance(shown, EventClaim):
        fields = _EVENT_ROWS
    elif isinstance(shown, StatementClaim):
        fields = _STATEMENT_ROWS
    out = []
    for name in fields:
        now = _field(shown, name, t, names)
        before = _field(original, name, t, names) if original is not None else now
        if now or before:
            out.append(
                Row(t.of("field", name), now or t("unknown"), (before or t("unknown")) if before != now else None)
            )
    return out


def _field(record: Any, name: str, t: Words, names: Mapping[str, str]) -> str:
    if name == "period":
        return _period(record.period_start, record.period_end)
    if name == "actor":
        return _actors(record.source)
    value = getattr(record, name)
    if name == "kind" or name == "salience":
        return t.of(name, value)
    return _said(name, value, t, names, event=isinstance(record, EventClaim))


def _said(name: str, value: Any, t: Words, names: Mapping[str, str], *, event: bool = False) -> str:
    """A field's value in words; it may come from plain data."""
    if value is None or value == () or value == [] or value == "":
        return ""
    if name == "modality":
        return t.of("event_modality" if event else "modality", value)
    if name == "places":
        return " · ".join(isolated(label(p if isinstance(p, ClaimPlace) else place_from_plain(p))) for p in value)
    if name == "groups":
        return ", ".join(t.of("groups", one) for one in value)
    if name == "verified":
        return t.of("verified", value)
    if name == "part_of":
        return names.get(str(value), str(value))
    if name in ("target", "speaker", "addressee") or (name == "source" and not isinstance(value, str)):
        return _actors(value if isinstance(value, list | tuple) else (value,))
    if name == "direct":
        return t.of("direct", value)
    if name in _VOCABULARY:
        return t.of(_VOCABULARY[name], value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _actors(actors: Any) -> str:
    return ", ".join(isolated(a.name if isinstance(a, ActorName) else str(a.get("name", ""))) for a in actors)


def _period(start: dt.date | None, end: dt.date | None) -> str:
    if start is None and end is None:
        return ""
    if start == end and start is not None:
        return start.isoformat()
    return f"{start.isoformat() if start else '…'} – {end.isoformat() if end else '…'}"


def _past(decision: Decision, undone: bool, t: Words, names: Mapping[str, str]) -> Past:
    changes: tuple[Row, ...] = ()
    if decision.action == "correct" and decision.edited:
        changes = tuple(
            Row(
                t.of("field", name),
                _safely(name, value, t, names) or t("unknown"),
                _safely(name, decision.original.get(name), t, names) or t("unknown"),
            )
            for name, value in decision.edited.items()
            if name not in ("best",)
        )
    return Past(
        id=decision.id,
        who=decision.who,
        at=decision.at.astimezone().strftime("%Y-%m-%d %H:%M"),
        action=decision.action,
        reason=decision.reason,
        changes=changes,
        undone=undone and decision.action != "undo",
    )


def _safely(name: str, value: Any, t: Words, names: Mapping[str, str]) -> str:
    try:
        return _said(name, value, t, names)
    except (AttributeError, DataError, TypeError, KeyError):  # what a purge left of it
        return str(value)
