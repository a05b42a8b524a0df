"""What decisions make of claims: a pure function of both, so that tracking, workspace and tests share one meaning."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from masfufa.claims import Claim, Decision, Issue
from masfufa.claims_plain import claim_from_plain, claim_to_plain

VALUES = ("category", "low", "high", "best", "absence", "qualifier", "unit", "kind", "modality")
"""The fields that a person looks at when accepting a claim: where a later reading changes one, the claim says so."""

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
    found: dict[str, list[Decision]] = {}
    for decision in effective(decisions):
        if decision.subject == "claim":
            found.setdefault(decision.subject_id, []).append(decision)
    return found


def apply(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Iterator[Claim]:
    """The claims as decided: rejected ones left out, corrected ones changed, added ones after all others."""
    about = on_claims(decisions)
    seen: set[str] = set()
    for claim in claims:
        own = about.get(claim.id) if about else None
        if own is None:
            yield claim
            continue
        seen.add(claim.id)
        decided = decide(claim, own)
        if decided is not None:
            yield decided
    for subject, own in about.items():
        extra = None if subject in seen else added(own)
        if extra is not None:
            decided = decide(extra, own)
            if decided is not None:
                yield decided


def added(own: list[Decision]) -> Claim | None:
    """The claim that the last "add" among a claim's decisions brings in, None without one."""
    for decision in reversed(own):
        if decision.action == "add" and decision.edited is not None:
            claim = claim_from_plain({**decision.edited, "id": decision.subject_id})
            return dataclasses.replace(claim, recorded=decision.at)
    return None


def decide(claim: Claim, own: Iterable[Decision]) -> Claim | None:
    """One claim after its effective decisions, in their order; None where the last word rejects it."""
    edits: dict[str, Any] = {}
    rejected = False
    base: Mapping[str, Any] | None = None
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
    changed = _changed(claim, base, edits)
    if changed:
        # What was accepted stands as it was seen; the reading that differs is one click away.
        edits = {**{name: base[name] for name in changed if base}, **edits}
    if edits:
        plain = {**claim_to_plain(claim), **edits}
        plain.update(released=plain.get("released"), recorded=None)
        claim = dataclasses.replace(claim_from_plain(plain), recorded=claim.recorded)
    if changed:
        issue = Issue(
            "claim-changed-since",
            "warning",
            f"A later reading has another {', '.join(changed)}; the decision stands.",
        )
        claim = dataclasses.replace(claim, issues=(*claim.issues, issue))
    return claim


def _changed(claim: Claim, base: Mapping[str, Any] | None, edits: Mapping[str, Any]) -> list[str]:
    if not base:
        return []
    return [name for name in VALUES if name in base and base[name] != getattr(claim, name)]


def moment(asked: dt.date | dt.datetime) -> dt.datetime:
    """The last moment of a day in UTC, or the moment itself (without a zone it is taken as UTC)."""
    if isinstance(asked, dt.datetime):
        return asked if asked.tzinfo else asked.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(asked, dt.time.max, dt.UTC)
