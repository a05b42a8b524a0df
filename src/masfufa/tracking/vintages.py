"""What was known when, and by whom recorded when: filters before reconciling, and the differences of two states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from masfufa.claims import Claim, Decision, EventClaim
from masfufa.tracking.ledger import By, Cell, Change, ChangeKind, Every, Ledger
from masfufa.tracking.matrix import matrix
from masfufa.tracking.sayings import say
from masfufa.tracking.sources import actor_of, source_of
from masfufa.workspace import decided

T = TypeVar("T", Claim, EventClaim)


def known(records: Iterable[T], as_known_on: dt.date | None, as_recorded_on: dt.datetime | dt.date | None) -> list[T]:
    """What was released by the one day and recorded by the other. Without a release the day of recording stands for it;
    with neither, a record is known from the beginning."""
    out = []
    for record in records:
        recorded = record.recorded
        if as_known_on is not None:
            released = record.released or (recorded.date() if recorded is not None else None)
            if released is not None and released > as_known_on:
                continue
        if as_recorded_on is not None and recorded is not None and not _before(recorded, as_recorded_on):
            continue
        out.append(record)
    return out


def of_source(claims: Iterable[Claim], source: str | None) -> Iterator[Claim]:
    """The claims of a data set ("gidd") or of a source by any of its names ("WHO"); all of them for None."""
    if source is None:
        yield from claims
        return
    wanted = source.strip().lower()
    actor = actor_of(source)
    for claim in claims:
        if (claim.dataset is not None and claim.dataset.lower() == wanted) or (
            actor is not None and source_of(claim).key == actor
        ):
            yield claim


def _before(moment: dt.datetime, limit: dt.datetime | dt.date) -> bool:
    if not isinstance(limit, dt.datetime):
        limit = dt.datetime.combine(limit, dt.time.max)
    if moment.tzinfo is not None and limit.tzinfo is None:
        limit = limit.replace(tzinfo=dt.UTC)
    if moment.tzinfo is None and limit.tzinfo is not None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment <= limit


def holding_decisions(
    decisions: Iterable[Decision], as_recorded_on: dt.datetime | dt.date | None
) -> tuple[Decision, ...]:
    """The decisions made by a day that no later one took back, in order."""
    return tuple(decided.effective(d for d in decisions if as_recorded_on is None or _before(d.at, as_recorded_on)))


def apply(claims: Iterable[Claim], decisions: Sequence[Decision]) -> tuple[list[Claim], dict[str, Decision]]:
    """The claims with corrections made and added ones added, and the decision that rejected each rejected one."""
    about = decided.on_claims(decisions)
    rejected = {d.subject_id: d for d in decisions if d.subject == "document" and d.action == "reject"}
    out: list[Claim] = []
    seen: set[str] = set()
    for claim in claims:
        seen.add(claim.id)
        own = about.get(claim.id)
        if own is None:
            out.append(claim)
            continue
        changed = decided.decide(claim, own)
        if changed is None:
            rejected[claim.id] = own[-1]
        out.append(changed or claim)
    for subject in sorted(about.keys() - seen):
        extra = decided.added(about[subject])
        changed = decided.decide(extra, about[subject]) if extra is not None else None
        if changed is not None:
            out.append(changed)
    return out, rejected


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two states, and how much there was to compare.

    `common` is the number of place-periods that both states speak of, the later one in claims of its own; `touched` of
    those where a stated value changed.
    """

    changes: tuple[Change, ...]
    common: int
    touched: int

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def diff(
    before: Ledger, after: Ledger, *, by: By = "country", every: Every = "year", categories: Sequence[str] = ()
) -> list[Change]:
    """The cells that differ between two ledgers, with the reason for each, in the matrix's order."""
    return list(compare(before, after, by=by, every=every, categories=categories).changes)


def compare(
    before: Ledger, after: Ledger, *, by: By = "country", every: Every = "year", categories: Sequence[str] = ()
) -> Difference:
    """As `diff`, with the counts."""
    old = {cell.cell_id: cell for cell in matrix(before, by=by, every=every, categories=categories)}
    new = {cell.cell_id: cell for cell in matrix(after, by=by, every=every, categories=categories)}
    changes: list[Change] = []
    for cell_id in [*new, *(i for i in old if i not in new)]:
        one, two = old.get(cell_id), new.get(cell_id)
        found = _change(one, two, before, after)
        if found is not None:
            changes.append(found)
    places_old = {(c.place.key, c.period) for c in old.values()}
    # What the later state only inherits from the earlier one is not said twice.
    places_new = {(c.place.key, c.period) for c in new.values() if any(i not in before.claims for i in c.claims)}
    touched = {(c.place.key, c.period_start, c.period_end) for c in changes if c.kind == "changed"}
    return Difference(tuple(changes), len(places_old & places_new), len(touched))


def _change(one: Cell | None, two: Cell | None, before: Ledger, after: Ledger) -> Change | None:
    cell = two or one
    assert cell is not None
    was = one.best if one is not None else None
    now = two.best if two is not None else None
    if was == now:
        return None
    kind: ChangeKind
    if was is not None and now is not None:
        kind = "changed"
    elif now is not None:
        kind = "newly_stated" if one is not None else "new_cell"
    else:
        kind = "dropped" if two is not None else "gone"
    reason, detail, claims = _reason(one, two, before, after)
    return Change(
        cell.cell_id, cell.place, cell.period_start, cell.period_end, cell.category, cell.unit, cell.measure,
        cell.population, kind, was, now, reason, detail, claims,
    )  # fmt: skip


def _reason(one: Cell | None, two: Cell | None, before: Ledger, after: Ledger) -> tuple[str, str, tuple[str, ...]]:
    """Why a cell changed: the decision, the later value of a source, the new or late report that it now rests on."""
    cell = two or one
    assert cell is not None
    used = two.estimate.used if two is not None else ()
    fresh = [after.claims[i] for i in used if i in after.claims and i not in before.claims]
    seen = {d.id for d in before.decisions}
    subjects = {cell.cell_id, *cell.claims, *(one.claims if one else ()), *used}
    for decision in after.decisions:
        if decision.id not in seen and decision.subject_id in subjects:
            words = f"{decision.who}: {decision.reason or decision.action}"
            return "corrected", words, (decision.subject_id,)
    if two is None or two.best is None:
        gone = tuple(i for i in (one.estimate.used if one else ()))
        return "dropped", say("not_stated"), gone
    if one is not None and one.best is not None:
        sources_before = {after.canonical[after.of_claim[i]].source for i in one.estimate.used if i in after.of_claim}
        again = [c for c in fresh if _source(after, c.id) in sources_before]
        if again:
            names = sorted({c.source or c.dataset or c.publisher or c.document for c in again})
            days = sorted({c.released.isoformat() for c in again if c.released})
            said = {"name": ", ".join(names), "n": two.best, "n2": one.best}
            words = say("instead_released", **said, days=", ".join(days)) if days else say("instead", **said)
            return "superseded", words, tuple(c.id for c in again)
    late = [c for c in fresh if c.released and cell.period_end and (c.released - cell.period_end).days > LATE]
    if late:
        days = sorted({c.released.isoformat() for c in late if c.released})
        return "late_report", say("after_end", days=", ".join(days[:3])), tuple(c.id for c in late)
    if fresh:
        names = sorted({c.source or c.dataset or c.publisher or c.document for c in fresh})
        return "new_claim", say("new", n=len(fresh), name=", ".join(names[:4])), tuple(c.id for c in fresh)
    return "regrouped", say("regrouped"), tuple(used[:20])


LATE = 7
"""Days after a period's end from which a report of it is late."""


def _source(ledger: Ledger, claim: str) -> str | None:
    first = ledger.of_claim.get(claim)
    return ledger.canonical[first].source if first is not None else None
