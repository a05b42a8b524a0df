"""What decisions make of claims: a pure function of both, so that tracking, workspace and tests share one meaning."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from masfufa.claims import ActorName, Claim, Decision, EventClaim, Issue
from masfufa.claims_plain import claim_from_plain, claim_to_plain, event_from_plain, event_to_plain
from masfufa.errors import DataError
from masfufa.workspace.results import StatementClaim

R = TypeVar("R", Claim, EventClaim)

VALUES = ("category", "low", "high", "best", "absence", "qualifier", "unit", "kind", "modality")
"""The fields that a person looks at when accepting a claim: where a later reading changes one, the claim says so."""

EVENT_VALUES = ("event_type", "mode", "modality", "salience")
"""The same of event claims."""

NOT_REREAD = "claim-not-reread"
"""The issue of a record that the latest reading does not have any more, and a decision keeps."""

FIXED = ("id", "document", "locator", "recorded", "reader", "issues", "repeats")
"""Fields of a claim that no correction changes."""


def effective(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold, oldest first: without those that were taken back, and without the taking back.

    An undo that was itself undone takes nothing back.
    """
    ordered = sorted(decisions, key=lambda decision: decision.id)
    gone: set[int] = set()
    holding: list[Decision] = []
    for decision in reversed(ordered):
        if decision.id in gone:
            continue
        if decision.action == "undo":
            gone.add(int((decision.edited or {})["decision"]))
        else:
            holding.append(decision)
    return holding[::-1]


def on_claims(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The effective decisions about claims, by the claim's id."""
    return _by_subject(decisions, "claim")


def _by_subject(decisions: Iterable[Decision], subject: str) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in effective(decisions):
        if decision.subject == subject:
            found.setdefault(decision.subject_id, []).append(decision)
    return found


def apply(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Iterator[Claim]:
    """The claims as decided: rejected ones left out, corrected ones changed, added ones after all others.

    What only a decision keeps goes when the decision is taken back. While it is kept, a later reading's other claim on
    the very same words is left out, until somebody decides about that one too: the words have been judged.
    """
    about = on_claims(decisions)
    judged = _judged(about)
    kept: set[tuple[str, str]] = set()
    held: list[Claim] = []
    seen: set[str] = set()
    for claim in claims:
        own = about.get(claim.id) if about else None
        if own is None:
            if is_kept(claim):
                continue
            at = judged.get((claim.document, claim.locator.key)) if judged else None
            if at is not None and claim.recorded is not None and claim.recorded > at:
                held.append(claim)
            else:
                yield claim
            continue
        seen.add(claim.id)
        if is_kept(claim):
            kept.add((claim.document, claim.locator.key))
        decided = decide(claim, own)
        if decided is not None:
            yield decided
    yield from (claim for claim in held if (claim.document, claim.locator.key) not in kept)
    for subject, own in about.items():
        extra = None if subject in seen else added(own)
        if extra is not None:
            decided = decide(extra, own)
            if decided is not None:
                yield decided


def is_kept(record: Claim | EventClaim) -> bool:
    """Whether the latest reading does not have a record any more, and only a decision keeps it."""
    return bool(record.issues) and any(issue.code == NOT_REREAD for issue in record.issues)


def _judged(about: Mapping[str, list[Decision]]) -> dict[tuple[str, str], dt.datetime]:
    """Document and locator of what was accepted or corrected, with the moment of the last such decision."""
    out: dict[tuple[str, str], dt.datetime] = {}
    for own in about.values():
        for decision in own:
            if decision.action in ("accept", "correct") and decision.original:
                try:
                    claim = claim_from_plain(decision.original)
                except DataError:
                    continue  # somebody described the subject in words of their own
                out[claim.document, claim.locator.key] = decision.at
    return out


def added(own: list[Decision]) -> Claim | None:
    """The claim that the last "add" among a claim's decisions brings in, None without one."""
    for decision in reversed(own):
        if decision.action == "add" and decision.edited is not None:
            claim = claim_from_plain({**decision.edited, "id": decision.subject_id})
            return dataclasses.replace(claim, recorded=decision.at)
    return None


def decide(claim: Claim, own: Iterable[Decision]) -> Claim | None:
    """One claim after its effective decisions, in their order; None where the last word rejects it."""
    return _outcome(claim, own, VALUES, claim_to_plain, claim_from_plain)


def apply_to_events(events: Iterable[EventClaim], decisions: Iterable[Decision]) -> Iterator[EventClaim]:
    """The event claims as decided: rejected ones left out, corrected ones changed."""
    about = _by_subject(decisions, "event")
    for event in events:
        own = about.get(event.id) if about else None
        if own is None:
            yield event
        elif (decided := _outcome(event, own, EVENT_VALUES, event_to_plain, event_from_plain)) is not None:
            yield decided


STATEMENT_FIELDS = ("speaker", "addressee", "cue", "direct")
"""The fields of a statement that a correction may change."""


def statement_fields(statement: StatementClaim) -> dict[str, Any]:
    """The fields of `STATEMENT_FIELDS` as plain data."""

    def plain(actor: ActorName | None) -> dict[str, Any] | None:
        return None if actor is None else {"name": actor.name, "country": actor.country, "sector": actor.sector}

    return {
        "speaker": plain(statement.speaker),
        "addressee": plain(statement.addressee),
        "cue": statement.cue,
        "direct": statement.direct,
    }


def statement_from(statement: StatementClaim, edits: Mapping[str, Any]) -> StatementClaim:
    """The statement with its corrected fields. Raises DataError("claim-unreadable") for what can't be one."""
    fields: dict[str, Any] = {}
    try:
        for name, value in edits.items():
            if name not in STATEMENT_FIELDS:
                raise KeyError(name)
            if name in ("speaker", "addressee"):
                fields[name] = None if value is None else ActorName(**value)
                if fields[name] is not None and not (isinstance(fields[name].name, str) and fields[name].name.strip()):
                    raise ValueError(name)
            elif name == "direct":
                fields[name] = bool(value)
            else:
                fields[name] = None if value is None else str(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError("claim-unreadable", f"A corrected statement can't be read: {error!r}.") from error
    return dataclasses.replace(statement, **fields)


def apply_to_statements(
    statements: Iterable[StatementClaim], decisions: Iterable[Decision]
) -> Iterator[StatementClaim]:
    """The statements as decided: rejected ones left out, corrected ones changed."""
    about = _by_subject(decisions, "statement")
    for statement in statements:
        own = about.get(statement.id) if about else None
        if own is None:
            yield statement
            continue
        edits: dict[str, Any] = {}
        is_rejected = False
        for decision in own:
            if decision.action == "reject":
                is_rejected = True
            elif decision.action in ("accept", "correct"):
                is_rejected = False
                # What a purge left of a correction may be none any more.
                found = (decision.edited or {}) if decision.action == "correct" else {}
                edits.update({name: value for name, value in found.items() if name in STATEMENT_FIELDS})
        if not is_rejected:
            yield statement_from(statement, edits) if edits else statement


def _outcome(
    record: R,
    own: Iterable[Decision],
    values: tuple[str, ...],
    to_plain: Callable[[R], dict[str, Any]],
    from_plain: Callable[[Mapping[str, Any]], R],
) -> R | None:
    edits: dict[str, Any] = {}
    rejected = False
    base: Mapping[str, Any] = {}
    for decision in own:
        if decision.action == "reject":
            rejected = True
        elif decision.action in ("accept", "correct"):
            rejected = False
            base = decision.original
            if decision.action == "correct":
                edits.update(decision.edited or {})
    if rejected:
        return None
    changed = [name for name in values if name in base and base[name] != getattr(record, name)]
    # What was accepted stands as it was seen; the reading that differs is one click away.
    edits = {**{name: base[name] for name in changed}, **edits}
    if edits:
        plain = {**to_plain(record), **edits, "recorded": None}
        record = dataclasses.replace(from_plain(plain), recorded=record.recorded)
    if changed:
        told = f"A later reading has another {', '.join(changed)}; the decision stands."
        issues = (*record.issues, Issue("claim-changed-since", "warning", told))
        record = dataclasses.replace(record, issues=issues)
    return record


def moment(asked: dt.date | dt.datetime) -> dt.datetime:
    """The last moment of a day in UTC, or the moment itself (without a zone it is taken as UTC)."""
    if isinstance(asked, dt.datetime):
        return asked if asked.tzinfo else asked.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(asked, dt.time.max, dt.UTC)
