"""Review: a document's records beside its text; accepted, corrected, rejected, added, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.claims import Claim, EventClaim, TextLocator, claim_id
from masfufa.claims_plain import claim_to_plain
from masfufa.desk.edits import (
    CLAIM_CHOICES,
    EVENT_CHOICES,
    OPTIONAL,
    Values,
    claim_changes,
    event_changes,
    known_places,
    statement_changes,
    values_of,
)
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text, texts
from masfufa.desk.pages.source import has_source
from masfufa.desk.permissions import Permission, may
from masfufa.desk.places import label, look_up, point_of, spot
from masfufa.desk.state import Desk
from masfufa.desk.views import review as view
from masfufa.desk.views.inbox import name_of
from masfufa.desk.words import Words
from masfufa.errors import UsageError
from masfufa.gazetteer.store import Place
from masfufa.ontology.figures import VICTIM_GROUPS
from masfufa.workspace.inbox import ReviewDocument, ReviewRecord
from masfufa.workspace.results import StatementClaim

router = APIRouter()
_MOST_WORDS = 2000


def _address(id: str, **said: Any) -> str:
    chosen = {name: str(value) for name, value in said.items() if value}
    return f"/documents/{id}" + (f"?{urlencode(chosen)}" if chosen else "")


def _kind(given: str | None) -> str | None:
    return given if given in view.KINDS else None


def _page(
    request: Request, desk: Desk, found: ReviewDocument, *, status: int = 200, mode: str = "", **more: Any
) -> Response:
    """The page. mode: "" to look, "edit" or "reject" for the selected record, "add"; `more`: what the form holds."""
    t = desk.words(request)
    asked = request.query_params
    record, kind = more.pop("record", asked.get("record")), _kind(more.pop("kind", asked.get("kind")))
    page = asked.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    shown = view.view(found, t, selected=record, kind=kind, page=number)
    chosen = next((r for r in found.records if r.id == shown.selected), None)
    context: dict[str, Any] = {
        "found": found,
        "title": name_of(found.document),
        "pictured": has_source(found.document),
        "outlines": "/map/outlines.json?" + urlencode({"countries": ",".join(sorted(desk.workspace.countries)[:12])}),
        "review": shown,
        "kind": kind,
        "mode": mode if chosen is not None or mode == "add" else "",
        "address": _address,
        "problems": {},
        "message": "",
        "reason": "",
        "candidates": [],
        "looked": False,
        "words": "",
        "start": "",
        "claim_choices": CLAIM_CHOICES,
        "event_choices": EVENT_CHOICES,
        "optional": OPTIONAL,
        "groups": VICTIM_GROUPS,
        "parts": [],
        "kept": [],
        "values": None,
        **more,
    }
    if mode in ("edit", "add"):
        subject = _new(found, "", 0) if mode == "add" else chosen.shown if chosen else None
        if context["values"] is None and isinstance(subject, Claim | EventClaim | StatementClaim):
            context["values"] = values_of(subject)
        if chosen is not None and mode == "edit":
            context["kept"] = [(key, label(place)) for key, place in known_places(chosen).items()]
        own = None if mode == "add" else shown.selected
        context["parts"] = [
            (r.id, view.headline(r.shown, t)) for r in view.ordered(found) if r.kind == "claim" and r.id != own
        ][: view.PER_PAGE]
    return desk.render(request, "review/page.html", status, **context)


@router.get("/next", dependencies=[may(Permission.SEE)])
def next_document(request: Request, desk: TheDesk, after: str = "") -> Response:
    """To the next document that is not done; to the inbox where all are."""
    found = desk.workspace.next_open(after.replace("\0", "") or None)
    return goes_to(f"/documents/{found}" if found else "/?said=none_open")


@router.get("/documents/{id}", dependencies=[may(Permission.SEE)])
def review(request: Request, desk: TheDesk, id: str) -> Response:
    """The page of a document."""
    found = desk.workspace.review(id)
    asked = request.query_params
    mode = asked.get("do", "")
    if mode == "add":
        start, words = asked.get("start", ""), asked.get("words", "")[:_MOST_WORDS]
        return _page(request, desk, found, mode="add", words=words, start=start if start.isdigit() else "")
    return _page(request, desk, found, mode=mode if mode in ("edit", "reject") else "")


def _record(found: ReviewDocument, id: str) -> ReviewRecord:
    for record in found.records:
        if record.id == id:
            return record
    raise HTTPException(404)


def _expected(form: FormData) -> int:
    said = text(form, "expected")
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        raise HTTPException(400)
    return int(said)


def _decide(desk: Desk, found: ReviewDocument, who: str, **decision: Any) -> None:
    desk.workspace.decide(who, **decision)
    if found.state == "new":
        desk.workspace.set_state(found.document.id, "in_review", who)


def _conflict(request: Request, desk: Desk, id: str, error: UsageError, **more: Any) -> Response:
    """The record as it is now, with what the person entered; every other refusal goes on to its own page."""
    if error.code != "decision-conflict":
        raise error
    t = desk.words(request)
    told = t("conflict") if more.get("mode") else t("conflict_short")
    return _page(request, desk, desk.workspace.review(id), status=409, message=told, **more)


@router.post("/documents/{id}/records/{record}/accept", dependencies=[may(Permission.DECIDE)])
def accept(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str, record: str) -> Response:
    """What was read is right."""
    found = desk.workspace.review(id)
    subject = _record(found, record)
    try:
        _decide(
            desk, found, session.who, subject=subject.kind, subject_id=record, action="accept", expected=_expected(form)
        )
    except UsageError as error:
        return _conflict(request, desk, id, error, record=record, kind=text(form, "kind"))
    return _onwards(desk, id, record, form)


def _onwards(desk: Desk, id: str, record: str, form: FormData) -> Response:
    kind = _kind(text(form, "kind"))
    following = view.next_open(desk.workspace.review(id), record, kind)
    return goes_to(_address(id, record=following, kind=kind))


@router.post("/documents/{id}/records/{record}/reject", dependencies=[may(Permission.DECIDE)])
def reject(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str, record: str) -> Response:
    """What was read is wrong, with a reason."""
    found = desk.workspace.review(id)
    subject = _record(found, record)
    reason = text(form, "reason")
    more: dict[str, Any] = {"mode": "reject", "record": record, "kind": text(form, "kind"), "reason": reason}
    if not reason:
        return _page(request, desk, found, status=422, problems={"reason": "reason"}, **more)
    try:
        _decide(
            desk,
            found,
            session.who,
            subject=subject.kind,
            subject_id=record,
            action="reject",
            reason=reason,
            expected=_expected(form),
        )
    except UsageError as error:
        return _conflict(request, desk, id, error, **more)
    return _onwards(desk, id, record, form)


def _values(form: FormData) -> Values:
    names = (
        "low",
        "high",
        "source",
        "target",
        "part_of",
        "period_start",
        "period_end",
        "as_of",
        "place",
        "point",
        "speaker",
        "addressee",
        "direct",
    )
    choices = (*CLAIM_CHOICES, *EVENT_CHOICES)
    fields = {name: text(form, "count_kind" if name == "kind" else name) for name in (*names, *choices)}
    return Values(fields, tuple(texts(form, "groups")), tuple(texts(form, "places")), text(form, "verified"))


def _point(place: Place) -> str:
    return f"{place.lat:.2f}, {place.lon:.2f}"


def _looked(form: Form, values: Values) -> bool:
    """Whether places are to be looked up before anything is saved: it was asked for, or a name stands in the form
    that was not looked up yet and would be lost without a word.
    """
    name = values.fields.get("place", "")
    unseen = name and name != text(form, "looked") and not any(key.startswith("g:") for key in values.chosen)
    return text(form, "do") == "look_up" or bool(unseen)


def _candidates(desk: Desk, t: Words, values: Values, looked: bool) -> list[tuple[str, str]]:
    """The places to choose from: those looked up by name, and those that were chosen before."""
    name = values.fields.get("place", "")
    spots = _spot(desk, t, values)
    if not name or not (looked or any(key.startswith("g:") for key in values.chosen)):
        return spots
    found = look_up(desk.gazetteer, name, desk.workspace.countries)
    return spots + [
        (f"g:{p.id}", " · ".join(map(view.isolated, (label(p), t.of("place_kind", p.precision), _point(p)))))
        for p in found
    ]


def _spot(desk: Desk, t: Words, values: Values) -> list[tuple[str, str]]:
    """The point that was chosen on the map or written, as a place to choose."""
    point = point_of(values.fields.get("point", ""))
    found = spot(desk.gazetteer, *point, "", tuple(desk.workspace.countries)) if point is not None else None
    if found is None or found.lat is None or found.lon is None:
        return []
    called = (label(found), t.of("place_kind", "point"), f"{found.lat:.5f}, {found.lon:.5f}")
    return [(f"p:{found.lat:.5f},{found.lon:.5f}", " · ".join(map(view.isolated, called)))]


@router.post("/documents/{id}/records/{record}/correct", dependencies=[may(Permission.DECIDE)])
def correct(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str, record: str) -> Response:
    """Something in what was read is wrong, and this is right."""
    found = desk.workspace.review(id)
    subject = _record(found, record)
    shown = subject.shown
    values = _values(form)
    looked = _looked(form, values)
    more: dict[str, Any] = {
        "mode": "edit",
        "record": record,
        "kind": text(form, "kind"),
        "values": values,
        "reason": text(form, "reason"),
        "candidates": _candidates(desk, desk.words(request), values, looked),
        "looked": looked,
    }
    if looked:
        return _page(request, desk, found, **more)
    if isinstance(shown, Claim):
        parts = [r.id for r in found.records if r.kind == "claim" and r.id != record]
        changes, problems = claim_changes(
            shown, values, [*parts, *filter(None, [shown.part_of])], desk.gazetteer, known_places(subject)
        )
    elif isinstance(shown, EventClaim):
        changes, problems = event_changes(shown, values, desk.gazetteer, known_places(subject))
    else:
        changes, problems = statement_changes(shown, values)
    if problems.found:
        return _page(request, desk, found, status=422, problems=problems.found, **more)
    decision: dict[str, Any] = {"action": "correct", "edited": changes} if changes else {"action": "accept"}
    try:
        _decide(
            desk,
            found,
            session.who,
            subject=subject.kind,
            subject_id=record,
            reason=more["reason"] or None,
            expected=_expected(form),
            **decision,
        )
    except UsageError as error:
        return _conflict(request, desk, id, error, **more)
    return _onwards(desk, id, record, form)


def _new(found: ReviewDocument, words: str, start: int) -> Claim:
    """An empty claim at some words of a document."""
    document = found.document
    return Claim(
        id="",
        document=document.id,
        locator=TextLocator(start, start + len(words), words),
        channel="press",
        category="killed",
        low=None,
        high=None,
        qualifier="exact",
        unit="person",
        kind="incident",
        publisher=document.publisher,
        released=document.released,
        language=document.language,
        reader="person",
    )


def _located(document: str, words: str, said: str) -> int | None:
    """Where the words stand: at the offset that was said, else where they stand first."""
    if said.isascii() and said.isdigit() and len(said) < 12 and document[int(said) : int(said) + len(words)] == words:
        return int(said)
    at = document.find(words)
    return at if at >= 0 else None


@router.post("/documents/{id}/add", dependencies=[may(Permission.DECIDE)])
def add(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str) -> Response:
    """A record that reading missed, at words of the text."""
    found = desk.workspace.review(id)
    if found.document.text is None:
        raise HTTPException(404)
    given = form.get("words")
    # A browser sends line ends as CR LF; the document may have others.
    words = (given if isinstance(given, str) else "")[:_MOST_WORDS]
    if words not in found.document.text:
        words = words.replace("\r\n", "\n")
    if words not in found.document.text:
        words = words.strip()
    values = _values(form)
    looked = _looked(form, values)
    start = _located(found.document.text, words, text(form, "start")) if words else None
    more: dict[str, Any] = {
        "mode": "add",
        "kind": text(form, "kind"),
        "values": values,
        "reason": text(form, "reason"),
        "candidates": _candidates(desk, desk.words(request), values, looked),
        "looked": looked,
        "words": words,
        "start": "" if start is None else start,
    }
    if looked:
        return _page(request, desk, found, **more)
    empty = _new(found, words, start or 0)
    parts = [r.id for r in found.records if r.kind == "claim"]
    changes, problems = claim_changes(empty, values, parts, desk.gazetteer)
    errors: Mapping[str, str] = problems.found
    if start is None:
        errors = {**errors, "words": "words"}
    if errors:
        return _page(request, desk, found, status=422, problems=errors, **more)
    plain = {**claim_to_plain(empty), **changes}
    identity = claim_id(id, empty.locator, plain["category"], plain["unit"], "person")
    if any(record.id == identity and record.current is not None for record in found.records):
        message = desk.words(request)("already_there")
        return _page(request, desk, found, status=409, message=message, **more)
    _decide(
        desk,
        found,
        session.who,
        subject="claim",
        subject_id=identity,
        action="add",
        edited={**plain, "id": identity},
        reason=more["reason"] or None,
    )
    return goes_to(_address(id, record=identity, kind=_kind(more["kind"])))


@router.post("/documents/{id}/records/{record}/undo", dependencies=[may(Permission.DECIDE)])
def undo(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str, record: str) -> Response:
    """Take back the last decision that holds about a record."""
    found = desk.workspace.review(id)
    subject = _record(found, record)
    if not subject.holding:
        raise HTTPException(404)
    return _undo(request, desk, session.who, id, subject, _expected(form), _kind(text(form, "kind")))


def _undo(
    request: Request, desk: Desk, who: str, id: str, subject: ReviewRecord, expected: int, kind: str | None
) -> Response:
    try:
        desk.workspace.decide(
            who,
            subject.kind,
            subject.id,
            "undo",
            edited={"decision": subject.holding[-1].id},
            expected=expected,
        )
    except UsageError as error:
        return _conflict(request, desk, id, error, record=subject.id, kind=kind)
    return goes_to(_address(id, record=subject.id, kind=kind))


@router.post("/documents/{id}/undo", dependencies=[may(Permission.DECIDE)])
def undo_last(request: Request, desk: TheDesk, session: TheSession, form: Form, id: str) -> Response:
    """Take back the last decision of this person about any record of this document."""
    found = desk.workspace.review(id)
    own = [(r.holding[-1].id, r) for r in found.records if r.holding and r.holding[-1].who == session.who]
    if not own:
        message = desk.words(request)("errors.nothing_to_undo")
        return _page(request, desk, found, status=409, message=message, kind=text(form, "kind"))
    _, subject = max(own, key=lambda one: one[0])
    return _undo(request, desk, session.who, id, subject, subject.expected, _kind(text(form, "kind")))


@router.post("/documents/{id}/state", dependencies=[may(Permission.DECIDE)])
def state(desk: TheDesk, session: TheSession, form: Form, id: str) -> Response:
    """Set the document's state."""
    desk.workspace.set_state(id, text(form, "state"), session.who)
    return goes_to(_address(id, record=text(form, "record"), kind=_kind(text(form, "kind"))))
