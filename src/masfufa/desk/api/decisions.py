"""Decisions: accept, correct, reject, add, choose, take back; each names the last decision that was seen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from masfufa.claims import Decision, TextLocator, claim_id
from masfufa.claims_plain import claim_from_plain, claim_to_plain
from masfufa.desk.api import models
from masfufa.desk.api.answers import Failure
from masfufa.desk.api.common import PageNumber, PageSize, PlainObject, Text, absent, paged, reckoned
from masfufa.desk.api.documents import decision_plain
from masfufa.desk.pages.common import TheDesk, TheSession
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views.cells import plain_value
from masfufa.errors import DataError, UsageError
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


def _checked(desk: Desk, body: NewDecision) -> dict[str, Any]:
    """What Workspace.decide takes. Raises UsageError "decision-field", "decision-reason"."""
    if body.action == "reject" and not (body.reason or "").strip():
        raise UsageError("decision-reason", "A rejection needs a reason.")
    if body.action in ("accept", "reject") and body.edited is not None:
        raise UsageError("decision-field", f"To {body.action} changes no field; leave `edited` out.")
    if body.action == "correct" and body.subject == "statement":
        raise UsageError("decision-field", "A statement is accepted or rejected; nothing in it can be corrected.")
    if body.action == "add":
        if body.subject != "claim":
            raise UsageError("decision-field", "Only claims can be added.")
        return {"edited": body.edited or {}}
    return {"edited": body.edited}


@router.post(
    "/decisions",
    status_code=201,
    response_model=models.DecisionModel,
    responses=_CONFLICT,
    dependencies=[may(Permission.DECIDE)],
)
def decide(desk: TheDesk, session: TheSession, body: NewDecision) -> Any:
    """Decide about a record. With "add", `edited` is a whole claim (of at least document, locator, channel, category,
    low, high, qualifier, unit and kind) at words that stand in the document, and `subject_id` may be "".
    """
    given = _checked(desk, body)
    subject_id = body.subject_id
    if body.action == "add":
        subject_id, given["edited"] = _added(desk, subject_id, given["edited"])
    made = desk.workspace.decide(
        session.who,
        body.subject,
        subject_id,
        body.action,
        edited=given["edited"],
        reason=(body.reason or "").strip() or None,
        expected=body.expected,
    )
    _begun(desk, session.who, body.subject, subject_id, made)
    return decision_plain(made)


def _added(desk: Desk, subject_id: str, edited: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The id of a claim that is added, and its fields. It stands at words of the text: else it could not be checked."""
    try:
        claim = claim_from_plain({"reader": "person", **edited, "id": subject_id})
    except DataError as error:
        raise UsageError("decision-field", f"The claim to add can't be read: {error.message}") from error
    found = desk.workspace.review(claim.document)
    at = claim.locator
    text = found.document.text
    if not isinstance(at, TextLocator) or not _stands(text, at):
        raise UsageError("decision-field", "The locator must be of type text, and its words must stand there.")
    identity = claim_id(claim.document, at, claim.category, claim.unit, "person")
    if subject_id not in ("", identity):
        raise UsageError("decision-field", 'The id of a claim follows from what it is: leave it "".')
    return identity, {**claim_to_plain(claim), "id": identity, "recorded": None}


def _stands(text: str | None, at: Any) -> bool:
    whole = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in (at.start, at.end))
    return (
        text is not None
        and whole
        and isinstance(at.text, str)
        and 0 < len(at.text) == at.end - at.start
        and (text[at.start : at.end] == at.text)
    )


def _begun(desk: Desk, who: str, subject: str, subject_id: str, made: Decision) -> None:
    """The first decision about a document sets it "in review", as on the page."""
    document = (made.edited or {}).get("document") if made.action == "add" else made.original.get("document")
    if isinstance(document, str) and desk.workspace.review(document).state == "new":
        desk.workspace.set_state(document, "in_review", who)


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
