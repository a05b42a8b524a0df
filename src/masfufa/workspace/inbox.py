"""What the desk asks of a workspace: documents with filters, search and pages, and one document with its records."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from masfufa.claims import Claim, Decision, EventClaim
from masfufa.errors import UsageError
from masfufa.workspace import decided, decision_log, search_index, versions
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.codec import dumps
from masfufa.workspace.documents import read_documents
from masfufa.workspace.results import StatementClaim
from masfufa.workspace.tables import RECORDS, claim, decision, document
from masfufa.workspace.tables.search import copy

State = Literal["new", "in_review", "done"]
STATES: tuple[State, ...] = ("new", "in_review", "done")
_PART = 500


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """Which documents: None and "" leave a filter open.

    words: a search, see search_words. since, until: days of publication, inclusive. category: documents with a claim of
    it that was read or imported. page counts from 1; size is the number of rows of a page, a row being an original with
    its copies. order: "added" (latest first) or "released" (latest first, without a date last).
    """

    words: str = ""
    publisher: str | None = None
    language: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    state: State | None = None
    category: str | None = None
    order: Literal["added", "released"] = "added"
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One document, without its text, and its copies. found: how many claims of each category hold, as decided."""

    document: StoredDocument
    state: State
    found: Mapping[str, int]
    events: int
    statements: int
    copies: tuple[StoredDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page. total: rows over all pages. states: documents of each state under the other filters.

    publishers, languages, categories: what there is to choose from in the whole workspace, with numbers of documents.
    """

    rows: tuple[InboxRow, ...]
    total: int
    page: int
    pages: int
    states: Mapping[State, int]
    publishers: Mapping[str, int]
    languages: Mapping[str, int]
    categories: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One record: as it was read (None where a person added it), as it stands decided (None where it is rejected).

    decisions: all that were made about it, oldest first; holding: those that were not taken back; expected: the number
    of the last one, 0 without any, for `Workspace.decide`.
    """

    kind: Literal["claim", "event", "statement"]
    id: str
    original: Claim | EventClaim | StatementClaim | None
    current: Claim | EventClaim | StatementClaim | None
    decisions: tuple[Decision, ...] = ()
    holding: tuple[Decision, ...] = ()

    @property
    def expected(self) -> int:
        """The number of the last decision about it, 0 without any."""
        return self.decisions[-1].id if self.decisions else 0

    @property
    def shown(self) -> Claim | EventClaim | StatementClaim:
        """As it stands, or as it was read where it is rejected."""
        found = self.current if self.current is not None else self.original
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """One document with its text, its records in no particular order, and its state."""

    document: StoredDocument
    state: State
    records: tuple[ReviewRecord, ...]
    original: str | None = None
    copies: tuple[str, ...] = field(default=())


def page(connection: sa.Connection, query: InboxQuery) -> InboxPage:
    """One page of documents. Imported tables are documents too."""
    states = _states(connection)
    d = document.c
    state = sa.func.coalesce(states.c.edited, dumps({"state": "new"})).label("state")
    base = document.outerjoin(states, states.c.subject_id == d.id).outerjoin(copy, copy.c.document == d.id)
    conditions = [d.purged.is_(None), *_conditions(connection, query)]
    per_state = sa.select(state, sa.func.count()).select_from(base).where(*conditions).group_by(state)
    counted: Counter[State] = Counter()
    for said, number in connection.execute(per_state):
        counted[_state(said)] += number
    if query.state is not None:
        conditions.append(state == dumps({"state": query.state}))
    key = sa.func.coalesce(copy.c.original, d.id).label("original")
    groups = sa.select(
        key, sa.func.max(d.number).label("number"), sa.func.max(d.released).label("released")
    ).select_from(base).where(*conditions).group_by(key)  # fmt: skip
    inner = groups.subquery()
    total = connection.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one()
    pages = max(1, -(-total // query.size))
    at = min(max(query.page, 1), pages)
    order: list[sa.ColumnElement[Any]] = [inner.c.number.desc()]
    if query.order == "released":
        order = [inner.c.released.is_(None), inner.c.released.desc(), *order]
    chosen = sa.select(inner.c.original).order_by(*order).limit(query.size).offset((at - 1) * query.size)
    ids = list(connection.execute(chosen).scalars())
    return InboxPage(
        rows=_rows(connection, ids),
        total=total,
        page=at,
        pages=pages,
        states={name: counted[name] for name in STATES},
        publishers=_choices(connection, d.publisher),
        languages=_choices(connection, d.language),
        categories=_categories(connection),
    )


def _conditions(connection: sa.Connection, query: InboxQuery) -> Iterator[sa.ColumnElement[bool]]:
    d = document.c
    if query.publisher:
        yield d.publisher == query.publisher
    if query.language:
        yield d.language == query.language
    if query.since:
        yield d.released >= query.since
    if query.until:
        yield d.released <= query.until
    if query.category:
        held = (claim.c.category == query.category) & claim.c.valid_until.is_(None)
        yield d.id.in_(sa.select(claim.c.document).where(held))
    if query.words.strip():
        found = search_index.matching(connection, query.words)
        yield sa.false() if found is None else found


def _states(connection: sa.Connection) -> sa.Subquery:
    """The last word on each document's state; a document without one is new."""
    about = (decision.c.subject == "document") & (decision.c.action == "correct")
    undone = (decision.c.subject == "document") & (decision.c.action == "undo")
    if connection.execute(sa.select(decision.c.id).where(undone).limit(1)).first() is not None:
        log = [d for d in decision_log.read(connection) if d.subject == "document"]
        held = {d.id for d in decided.effective(log)}
        gone = [d.id for d in log if d.id not in held]
        about &= decision.c.id.not_in(gone)
    last = sa.select(sa.func.max(decision.c.id).label("id")).where(about).group_by(decision.c.subject_id).subquery()
    query = sa.select(decision.c.subject_id, decision.c.edited).join(last, last.c.id == decision.c.id)
    return query.subquery("states")


def _state(edited: str | None) -> State:
    said = json.loads(edited)["state"] if edited else "new"
    return said if said in STATES else "new"


def _choices(connection: sa.Connection, column: sa.ColumnElement[Any]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(column.is_not(None), document.c.purged.is_(None))
    return {row[0]: row[1] for row in connection.execute(query.group_by(column).order_by(column))}


def _categories(connection: sa.Connection) -> list[str]:
    """The categories there are, each found by one step in the index."""
    out: list[str] = []
    while True:
        query = sa.select(sa.func.min(claim.c.category))
        if out:
            query = query.where(claim.c.category > out[-1])
        found = connection.execute(query).scalar()
        if found is None:
            return out
        out.append(found)


def _rows(connection: sa.Connection, ids: list[str]) -> tuple[InboxRow, ...]:
    if not ids:
        return ()
    copied: dict[str, list[str]] = {}
    query = sa.select(copy.c.document, copy.c.original).where(copy.c.original.in_(ids))
    for copied_id, original in connection.execute(query):
        if copied_id != original:
            copied.setdefault(original, []).append(copied_id)
    wanted = [*ids, *(one for several in copied.values() for one in several)]
    documents: dict[str, StoredDocument] = {}
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        documents.update((d.id, d) for d in read_documents(connection, document.c.id.in_(part), text=False))
    found = _found(connection, ids)
    events = _number(connection, "event", ids)
    statements = _number(connection, "statement", ids)
    last = _states(connection)
    held = sa.select(last.c.subject_id, last.c.edited).where(last.c.subject_id.in_(ids))
    states = {row.subject_id: row.edited for row in connection.execute(held)}
    return tuple(
        InboxRow(
            document=documents[id],
            state=_state(states.get(id)),
            found=found.get(id, {}),
            events=events.get(id, 0),
            statements=statements.get(id, 0),
            copies=tuple(documents[other] for other in copied.get(id, ()) if other in documents),
        )
        for id in ids
        if id in documents
    )


def _found(connection: sa.Connection, ids: list[str]) -> dict[str, Counter[str]]:
    """Claims by document and category, rejected ones left out, added and corrected ones as decided."""
    c = claim.c
    held = c.document.in_(ids) & c.valid_until.is_(None)
    query = sa.select(c.document, c.category, sa.func.count()).where(held).group_by(c.document, c.category)
    out: dict[str, Counter[str]] = {}
    for id, category, number in connection.execute(query):
        out.setdefault(id, Counter())[category] = number
    touched = sa.select(c.id, c.document, c.category).where(
        held, sa.exists().where(decision.c.subject == "claim", decision.c.subject_id == c.id)
    )
    subjects = {row.id: (row.document, row.category) for row in connection.execute(touched)}
    adding = sa.select(decision.c.subject_id, decision.c.edited).where(
        decision.c.subject == "claim", decision.c.action == "add"
    )
    chosen = set(ids)
    added = {row[0]: json.loads(row[1]) for row in connection.execute(adding)}
    added = {id: plain for id, plain in added.items() if plain.get("document") in chosen and id not in subjects}
    log = decisions_about(connection, [*subjects, *added])
    for id, own in decided.on_claims(log).items():
        before = subjects.get(id)
        last = next((d.action for d in reversed(own) if d.action in ("reject", "accept", "correct", "add")), None)
        category = before[1] if before else added[id].get("category")
        for one in own:
            if one.action == "correct" and one.edited and "category" in one.edited:
                category = one.edited["category"]
        if before and (last == "reject" or category != before[1]):
            out[before[0]][before[1]] -= 1
        if last == "reject" or (before and category == before[1]) or not category:
            continue
        if before or any(one.action == "add" for one in own):
            out.setdefault(before[0] if before else added[id]["document"], Counter())[category] += 1
    return {id: Counter({name: n for name, n in counted.items() if n > 0}) for id, counted in out.items()}


def _number(connection: sa.Connection, kind: str, ids: list[str]) -> dict[str, int]:
    table = RECORDS[kind]
    held = table.c.document.in_(ids) & table.c.valid_until.is_(None)
    query = sa.select(table.c.document, sa.func.count()).where(held).group_by(table.c.document)
    return {row[0]: row[1] for row in connection.execute(query)}


def decisions_about(connection: sa.Connection, ids: Iterable[str]) -> list[Decision]:
    """All decisions about some subjects, oldest first."""
    wanted, out = list(ids), []
    for start in range(0, len(wanted), _PART):
        here = decision.c.subject_id.in_(wanted[start : start + _PART])
        rows = connection.execute(sa.select(decision).where(here))
        out += [decision_log._decision(row) for row in rows]
    return sorted(out, key=lambda one: one.id)


def review(connection: sa.Connection, id: str) -> ReviewDocument:
    """One document with its records. Raises UsageError "document-unknown" (a purged one is none)."""
    stored = next(read_documents(connection, document.c.id == id), None)
    if stored is None or stored.purged is not None:
        raise UsageError("document-unknown", f"There is no document {id} in this workspace.")
    claims = {c.id: c for c in versions.read_claims(connection, versions.holding(claim, document=id))}
    events = {e.id: e for e in versions.read_events(connection, versions.holding(RECORDS["event"], document=id))}
    said = versions.read_statements(connection, versions.holding(RECORDS["statement"], document=id))
    statements = {s.id: s for s in said}
    adding = sa.select(decision).where(decision.c.subject == "claim", decision.c.action == "add")
    added = [decision_log._decision(row) for row in connection.execute(adding)]
    by_hand = {d.subject_id for d in added if (d.edited or {}).get("document") == id} - set(claims)
    log = decisions_about(connection, [id, *claims, *events, *statements, *by_hand])
    own: dict[tuple[str, str], list[Decision]] = {}
    for one in log:
        own.setdefault((one.subject, one.subject_id), []).append(one)
    holding = {key: tuple(decided.effective(several)) for key, several in own.items()}
    records: list[ReviewRecord] = []

    def add(kind: Any, identity: str, original: Any, current: Any) -> None:
        key = (kind, identity)
        records.append(ReviewRecord(kind, identity, original, current, tuple(own.get(key, ())), holding.get(key, ())))

    for identity, found in claims.items():
        add("claim", identity, found, decided.decide(found, holding.get(("claim", identity), ())))
    for identity in sorted(by_hand):
        extra = decided.added(list(holding.get(("claim", identity), ())))
        if extra is not None:
            first = decided.decide(extra, holding[("claim", identity)])
            add("claim", identity, None if first is not None else extra, first)
    for identity, event in events.items():
        add(
            "event", identity, event, next(decided.apply_to_events([event], holding.get(("event", identity), ())), None)
        )
    for identity, statement in statements.items():
        held = holding.get(("statement", identity), ())
        add("statement", identity, statement, next(decided.apply_to_statements([statement], held), None))
    state: State = "new"
    for one in holding.get(("document", id), ()):
        if one.action == "correct":
            state = _state(dumps(dict(one.edited or {})))
    copies = connection.execute(sa.select(copy.c.document, copy.c.original).where(
        (copy.c.document == id) | (copy.c.original == id)
    )).all()  # fmt: skip
    original = next((row.original for row in copies if row.document == id and row.original != id), None)
    others = tuple(row.document for row in copies if row.original == id and row.document != id)
    return ReviewDocument(stored, state, tuple(records), original, others)


def following(connection: sa.Connection, id: str | None) -> str | None:
    """The id of the next document that is not done, in the inbox's order, after `id` and then from the top; no copy."""
    states = _states(connection)
    open_ = sa.func.coalesce(states.c.edited, "") != dumps({"state": "done"})
    base = document.outerjoin(states, states.c.subject_id == document.c.id)
    base = base.outerjoin(copy, copy.c.document == document.c.id)
    alone = copy.c.original.is_(None) | (copy.c.original == document.c.id)
    query = sa.select(document.c.id).select_from(base).where(document.c.purged.is_(None), open_, alone)
    query = query.order_by(document.c.number.desc()).limit(1)
    if id is not None:
        at = sa.select(document.c.number).where(document.c.id == id).scalar_subquery()
        below = connection.execute(query.where(document.c.number < at)).scalar()
        if below is not None:
            return str(below)
        query = query.where(document.c.id != id)
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def state_change(connection: sa.Connection, id: str, state: str) -> tuple[dict[str, str], dict[str, str]] | None:
    """What a decision that sets a document's state holds: as it stood, and what changes; None where nothing does."""
    if state not in STATES:
        raise UsageError("decision-field", f"{state!r} is no state of a document: {', '.join(STATES)}.")
    row = connection.execute(sa.select(document.c.name, document.c.purged).where(document.c.id == id)).first()
    if row is None or row.purged is not None:
        raise UsageError("document-unknown", f"There is no document {id} in this workspace.")
    states = _states(connection)
    before = _state(connection.execute(sa.select(states.c.edited).where(states.c.subject_id == id)).scalar())
    return None if before == state else ({"id": id, "name": row.name, "state": before}, {"state": state})


def check_expected(connection: sa.Connection, subject: str, subject_id: str, expected: int | None) -> None:
    """Raise UsageError "decision-conflict" where the last decision about a subject is another than `expected`."""
    if expected is None:
        return
    about = (decision.c.subject == subject) & (decision.c.subject_id == subject_id)
    last = connection.execute(sa.select(decision).where(about).order_by(decision.c.id.desc()).limit(1)).first()
    if (0 if last is None else last.id) != expected:
        who = "Somebody" if last is None else last.who
        raise UsageError(
            "decision-conflict", f"{who} decided about this meanwhile. Look at it again; nothing of yours was stored."
        )


def document_of(connection: sa.Connection, subject: str, subject_id: str) -> str | None:
    """The document of a record, also of a claim that a person added; None without one."""
    table = RECORDS.get(subject)
    if table is None:
        return None
    found = connection.execute(sa.select(table.c.document).where(table.c.id == subject_id).limit(1)).scalar()
    if found is None and subject == "claim":
        for made in decision_log.read(connection, subject_id=subject_id):
            if made.action == "add" and made.edited:
                found = made.edited.get("document")
    return None if found is None else str(found)


def copies_due(connection: sa.Connection) -> bool:
    """Whether some document was not yet compared with the others."""
    query = sa.select(document.c.id).outerjoin(copy, copy.c.document == document.c.id)
    found = query.where(copy.c.document.is_(None), document.c.purged.is_(None)).limit(1)
    return connection.execute(found).first() is not None


def store_copies(connection: sa.Connection, compared: Iterable[str], copies: Mapping[str, tuple[str, float]]) -> None:
    """Keep what comparing documents found: `copies` leads from a copy to its original and how like they are."""
    connection.execute(copy.delete())
    there = set(connection.execute(sa.select(document.c.id).where(document.c.purged.is_(None))).scalars())
    rows = []
    for id in compared:
        original, score = copies.get(id, (id, 1.0))
        if id in there:
            rows.append({"document": id, "original": original if original in there else id, "score": score})
    for start in range(0, len(rows), _PART):
        connection.execute(copy.insert(), rows[start : start + _PART])
