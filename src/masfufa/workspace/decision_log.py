"""The log of decisions in the database: adding to it, with checks, and reading it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, get_args

import sqlalchemy as sa

from masfufa.claims import Action, Claim, ClaimPlace, Decision, TextLocator, claim_id
from masfufa.claims_plain import claim_from_plain, claim_to_plain, event_from_plain, event_to_plain, place_to_plain
from masfufa.errors import DataError, UsageError
from masfufa.records import as_plain
from masfufa.workspace.codec import dumps
from masfufa.workspace.decided import FIXED, effective, statement_fields, statement_from
from masfufa.workspace.results import StatementClaim
from masfufa.workspace.tables import RECORDS, decision, document
from masfufa.workspace.versions import read_claims, read_events, read_statements

_NO_STATEMENT = StatementClaim("", "", TextLocator(0, 0, ""))
SUBJECTS = ("claim", "event", "statement", "link", "cell", "document", "release")
ACTIONS: tuple[str, ...] = get_args(Action)


def read(
    connection: sa.Connection,
    until: dt.datetime | None = None,
    subject_id: str | None = None,
    subject: str | None = None,
) -> list[Decision]:
    """All decisions, oldest first: those made by `until`, about `subject_id`, of `subject`, where these are given."""
    query = sa.select(decision).order_by(decision.c.id)
    if until is not None:
        query = query.where(decision.c.at <= until)
    if subject_id is not None:
        query = query.where(decision.c.subject_id == subject_id)
    if subject is not None:
        query = query.where(decision.c.subject == subject)
    return [_decision(row) for row in connection.execute(query)]


def decided(connection: sa.Connection, subject: str) -> set[str]:
    """The ids of all claims (or events, statements) about which a decision holds."""
    rows = connection.execute(sa.select(decision).where(decision.c.subject == subject))
    return {found.subject_id for found in effective(map(_decision, rows))}


def _decision(row: Any) -> Decision:
    return Decision(
        id=row.id,
        at=row.at,
        who=row.who,
        subject=row.subject,
        subject_id=row.subject_id,
        action=row.action,
        original=json.loads(row.original),
        edited=None if row.edited is None else json.loads(row.edited),
        reason=row.reason,
    )


def append(
    connection: sa.Connection,
    now: dt.datetime,
    who: str,
    subject: str,
    subject_id: str,
    action: str,
    edited: Mapping[str, Any] | None,
    reason: str | None,
    original: Mapping[str, Any] | None,
) -> Decision:
    """Add one decision. Raises UsageError where it can't be meant (codes decision-…)."""
    if not who.strip():
        raise UsageError("decision-who", "A decision needs a name: who made it?")
    if subject not in SUBJECTS:
        raise UsageError("decision-subject", f"{subject!r} is no subject of a decision: {', '.join(SUBJECTS)}.")
    if action not in ACTIONS:
        raise UsageError("decision-action", f"{action!r} is no decision: {', '.join(ACTIONS)}.")
    changes = dict(edited) if edited is not None else None
    if action == "undo":
        _check_undo(connection, changes, subject, subject_id)
        stood: Mapping[str, Any] = original or {}
    elif action == "add" and subject == "claim":
        subject_id, changes = _checked_new(connection, subject_id, changes)
        stood = {}
    else:
        stood = _standing(connection, subject, subject_id) if original is None else dict(original)
        if action == "correct":
            changes = _checked_changes(subject, changes, stood)
    row = {
        "at": now,
        "who": who.strip(),
        "subject": subject,
        "subject_id": subject_id,
        "action": action,
        "original": dumps(stood),
        "edited": None if changes is None else dumps(changes),
        "reason": reason,
    }
    return read_one(connection, connection.execute(decision.insert().returning(decision.c.id), row).scalar_one())


def read_one(connection: sa.Connection, number: int) -> Decision:
    """One decision by its number. Raises UsageError("decision-unknown")."""
    row = connection.execute(sa.select(decision).where(decision.c.id == number)).first()
    if row is None:
        raise UsageError("decision-unknown", f"There is no decision {number}.")
    return _decision(row)


def _check_undo(connection: sa.Connection, changes: dict[str, Any] | None, subject: str, subject_id: str) -> None:
    number = (changes or {}).get("decision")
    if not isinstance(number, int) or isinstance(number, bool):
        raise UsageError("decision-unknown", "An undo names the decision that it takes back: edited={'decision': 12}.")
    other = read_one(connection, number)
    if (other.subject, other.subject_id) != (subject, subject_id):
        raise UsageError(
            "decision-unknown", f"Decision {number} is about {other.subject} {other.subject_id}, not this one."
        )


def _checked_new(
    connection: sa.Connection, subject_id: str, changes: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    if not changes:
        raise UsageError("decision-field", "A claim that is added needs all its fields in `edited`.")
    try:
        claim: Claim = claim_from_plain({"reader": "person", **changes, "id": subject_id})
    except DataError as error:
        raise UsageError("decision-field", f"The claim to add can't be read: {error.message}") from error
    known = connection.execute(sa.select(document.c.purged).where(document.c.id == claim.document)).first()
    if known is None or known[0] is not None:
        raise UsageError("document-unknown", f"There is no document {claim.document} to add a claim to.")
    identity = subject_id or claim_id(claim.document, claim.locator, claim.category, claim.unit, "person")
    plain = claim_to_plain(claim)
    plain.update(id=identity, recorded=None)
    return identity, plain


def _checked_changes(subject: str, changes: dict[str, Any] | None, stood: Mapping[str, Any]) -> dict[str, Any]:
    if not changes:
        raise UsageError("decision-field", "A correction needs at least one field in `edited`.")
    for name in changes:
        if stood and (name not in stood or name in FIXED):
            raise UsageError("decision-field", f"{name!r} is no field of a {subject} that can be corrected.")
    plain: dict[str, Any] = {name: _plain(value) for name, value in changes.items()}
    again: dict[str, Any] = plain
    try:
        if subject == "claim":
            again = claim_to_plain(claim_from_plain({**stood, **plain}))
        elif subject == "event":
            again = event_to_plain(event_from_plain({**stood, **plain}))
        elif subject == "statement":
            again = statement_fields(statement_from(_NO_STATEMENT, plain))
    except DataError as error:
        raise UsageError("decision-field", f"The correction can't be read: {error.message}") from error
    return {name: again[name] for name in plain}


def _plain(value: Any) -> Any:
    """A field's value as masfufa.claims_plain has it, whether it was given as a record or as plain data."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return place_to_plain(value) if isinstance(value, ClaimPlace) else as_plain(value)


def _standing(connection: sa.Connection, subject: str, subject_id: str) -> dict[str, Any]:
    """The subject as it stands, unedited; {} for what the workspace does not hold by itself (links, cells)."""
    if subject == "document":
        row = connection.execute(sa.select(document).where(document.c.id == subject_id)).first()
        if row is None:
            raise UsageError("document-unknown", f"There is no document {subject_id}.")
        return {"id": row.id, "name": row.name}
    if subject not in RECORDS:
        return {}
    table = RECORDS[subject]
    condition = (table.c.id == subject_id) & table.c.valid_until.is_(None)
    if subject == "claim":
        for claim in read_claims(connection, condition):
            return claim_to_plain(claim)
        for earlier in effective(read(connection, subject_id=subject_id)):
            if earlier.action == "add":
                return dict(earlier.edited or {})
    elif subject == "event":
        for event in read_events(connection, condition):
            return event_to_plain(event)
    else:
        for statement in read_statements(connection, condition):
            told = {"id": statement.id, "document": statement.document, "text": statement.locator.text}
            return {**told, **statement_fields(statement)}
    raise UsageError("decision-subject", f"There is no {subject} {subject_id} in this workspace.")
