"""Decisions: accept, correct, reject, add, choose, take back; each names the last decision that was seen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from masfufa.claims import Claim, EventClaim, claim_id
from masfufa.claims_plain import claim_to_plain
from masfufa.desk.api import models
from masfufa.desk.api.answers import Failure
from masfufa.desk.api.common import PageNumber, PageSize, PlainObject, Text, absent, paged, reckoned
from masfufa.desk.api.documents import decision_plain, one_record
from masfufa.desk.api.edits import claim_added, claim_edit, document_of, event_edit, statement_edit
from masfufa.desk.pages.common import TheDesk, TheSession
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views.cells import plain_value
from masfufa.errors import UsageError
from masfufa.tracking.stored import behind

router = APIRouter(tags=["decisions"], dependencies=[may(Permission.SEE)])
CELLS = "/cells/{cell_id:path}"
Expected = Annotated[int, Field(ge=0, le=2**53, description="The last decision about it that was seen, 0 for none.")]
Reason = Annotated[Text, Field(min_length=1, max_length=4000)]
_UNDONE = ("claim", "event", "statement", "cell")
_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": Failure, "description": "Somebody decided about it meanwhile."}
}


class NewDecision(models.Model):
    """A decision about a record. edited: the fields that a correction changes; of an added claim all fields."""

    subject: Literal["claim", "event", "statement"]
    subject_id: Annotated[Text, Field(max_length=100)]
    action: Literal["accept", "correct", "reject", "add"]
    expected: Expected
    edited: PlainObject | None = None
    reason: Reason | None = None


class Undo(models.Model):
    """What taking back needs."""

    expected: Expected
    reason: Reason | None = None


class Choice(models.Model):
    """The claim that a cell's value is to rest on, or a value of one's own; one of both."""

    claim: Annotated[Text, Field(max_length=100)] | None = None
    value: Annotated[int, Field(ge=0, le=10**12)] | None = None
    reason: Reason
    expected: Expected


@router.get("/decisions", response_model=models.Page[models.DecisionModel])  # type: ignore[valid-type]
def decisions(
    desk: TheDesk,
    who: Text | None = None,
    subject: Text | None = None,
    subject_id: Text | None = None,
    after: Annotated[int, Query(ge=0, le=2**53, description="Only decisions with a greater number.")] = 0,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """The log of decisions, oldest first."""
    wanted = {"who": who, "subject": subject, "subject_id": subject_id}
    asked = {name: value for name, value in wanted.items() if value is not None}
    found = [
        d
        for d in desk.workspace.decisions()
        if d.id > after and all(getattr(d, name) == value for name, value in asked.items())
    ]
    return paged(found, page, size, decision_plain)


def _checked(desk: Desk, body: NewDecision) -> tuple[str, dict[str, Any] | None, str]:
    """The subject's id, what changes, and the document. Raises UsageError "decision-…"."""
    if body.action == "reject" and not (body.reason or "").strip():
        raise UsageError("decision-reason", "A rejection needs a reason.")
    if body.action in ("accept", "reject") and body.edited is not None:
        raise UsageError("decision-field", f"To {body.action} changes no field; leave `edited` out.")
    if body.action == "add":
        return _added(desk, body)
    document = desk.workspace.document_of(body.subject, body.subject_id)
    if document is None:
        raise UsageError("decision-subject", f"There is no {body.subject} {body.subject_id[:40]!r} in this workspace.")
    if body.action != "correct":
        return body.subject_id, None, document
    found = desk.workspace.review(document)
    record = one_record(found, body.subject_id)
    if not body.edited:
        raise UsageError("decision-field", "A correction names the fields that it changes in `edited`.")
    shown = record.shown
    if isinstance(shown, Claim):
        parts = [r.id for r in found.records if r.kind == "claim" and r.id != record.id]
        return record.id, claim_edit(shown, body.edited, parts), document
    if isinstance(shown, EventClaim):
        return record.id, event_edit(shown, body.edited), document
    return record.id, statement_edit(body.edited), document


def _added(desk: Desk, body: NewDecision) -> tuple[str, dict[str, Any], str]:
    if body.subject != "claim":
        raise UsageError("decision-field", "Only claims can be added.")
    edited = body.edited or {}
    found = desk.workspace.review(document_of(edited))
    claim = claim_added(found.document, edited, [r.id for r in found.records if r.kind == "claim"])
    identity = claim_id(claim.document, claim.locator, claim.category, claim.unit, "person")
    if body.subject_id not in ("", identity):
        raise UsageError("decision-field", 'The id of a claim follows from what it is: leave it "".')
    if any(record.id == identity and record.current is not None for record in found.records):
        raise UsageError("decision-field", "This claim is there already.")
    return identity, {**claim_to_plain(claim), "id": identity, "recorded": None}, claim.document


@router.post(
    "/decisions",
    status_code=201,
    response_model=models.DecisionModel,
    responses=_CONFLICT,
    dependencies=[may(Permission.DECIDE)],
)
def decide(desk: TheDesk, session: TheSession, body: NewDecision) -> Any:
    """Decide about a record. With "add", `edited` has at least `document`, `locator` (words of its text) and
    `category`, and `subject_id` is "".
    """
    subject_id, edited, document = _checked(desk, body)
    made = desk.workspace.decide(
        session.who,
        body.subject,
        subject_id,
        body.action,
        edited=edited,
        reason=(body.reason or "").strip() or None,
        expected=body.expected,
    )
    # The first decision about a document sets it "in review", as on the page.
    if desk.workspace.review(document).state == "new":
        desk.workspace.set_state(document, "in_review", session.who)
    return decision_plain(made)


@router.post(
    "/decisions/{number}/undo",
    status_code=201,
    response_model=models.DecisionModel,
    responses=_CONFLICT,
    dependencies=[may(Permission.DECIDE)],
)
def undo(desk: TheDesk, session: TheSession, number: Annotated[int, Path(ge=1, le=2**53)], body: Undo) -> Any:
    """Take a decision about a record or a cell back."""
    known = next((d for d in desk.workspace.decisions() if d.id == number), None)
    if known is None:
        raise absent()
    if known.subject not in _UNDONE or known.action == "undo":
        raise UsageError("decision-action", f"Decision {number} can't be taken back here.")
    made = desk.workspace.decide(
        session.who,
        known.subject,
        known.subject_id,
        "undo",
        edited={"decision": number},
        reason=(body.reason or "").strip() or None,
        expected=body.expected,
    )
    return decision_plain(made)


def last_about(desk: Desk, cell_id: str) -> int:
    """The number of the last decision about a cell, 0 for none."""
    about = (d.id for d in desk.workspace.decisions() if d.subject == "cell" and d.subject_id == cell_id)
    return max(about, default=0)


@router.post(
    CELLS,
    status_code=201,
    response_model=models.DecisionModel,
    responses=_CONFLICT,
    dependencies=[may(Permission.DECIDE)],
)
def choose(desk: TheDesk, session: TheSession, cell_id: Text, body: Choice) -> Any:
    """Choose another claim or value for a cell, with a reason."""
    if (body.claim is None) == (body.value is None):
        raise UsageError("decision-field", "Name a claim or a value: one of both.")

    def make(ledgers: Any) -> Any:
        kept = ledgers.kept()
        cell = kept.cell(cell_id)
        return cell, behind(cell, kept.entry)

    cell, found = reckoned(desk, ("api-choice", cell_id), make).value
    edited: dict[str, Any] = {"best": body.value}
    if body.claim is not None:
        claim = next((c["claim"] for c in found["claims"] if c["claim"]["id"] == body.claim), None)
        best = plain_value(claim) if claim is not None else None
        if best is None:
            raise UsageError("decision-field", f"{body.claim[:40]!r} is no claim of this cell that has a value.")
        edited = {"claim": body.claim, "best": best}
    made = desk.workspace.decide(
        session.who,
        "cell",
        cell_id,
        "choose",
        edited=edited,
        reason=body.reason.strip(),
        original={"best": cell.best, "low": cell.low, "high": cell.high, "rule": cell.estimate.rule},
        expected=body.expected,
    )
    return decision_plain(made)
