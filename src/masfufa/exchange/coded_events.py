"""What the records of one row of an event data set (UCDP GED, ACLED) share: a claim of people killed, and the event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from masfufa.claims import Absence, ActorName, CellLocator, Claim, ClaimPlace, EventClaim, Issue, claim_id


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row: the file it is in, the data set and who publishes it, the event's id there, its days and place."""

    document: str
    dataset: str
    publisher: str
    released: dt.date
    id: str
    start: dt.date
    end: dt.date
    place: ClaimPlace
    chain: tuple[str, ...]
    reader: str

    def killed(
        self,
        where: CellLocator,
        low: int | None,
        high: int | None,
        *,
        best: int | None = None,
        absence: Absence | None = None,
        whole: Claim | None = None,
        share: str | None = None,
        groups: tuple[str, ...] = (),
        issues: tuple[Issue, ...] = (),
    ) -> Claim:
        """The claim of all killed, or of the `share` of `whole` that one side had."""
        told = (f"share={share}",) if share else ()
        return Claim(
            id=claim_id(self.document, where, "killed", "person", *told),
            document=self.document,
            locator=where,
            channel="agency",
            category="killed",
            low=low,
            high=high,
            best=best,
            qualifier="exact" if low == high else "range",
            unit="person",
            kind="incident",
            absence=absence,
            publisher=self.publisher,
            source=self.publisher,
            chain=self.chain,
            released=self.released,
            period_start=self.start,
            period_end=self.end,
            places=(self.place,),
            groups=groups,
            cause="conflict",
            part_of=whole.id if whole else None,
            parts=(("share", share),) if share else (),
            dataset=self.dataset,
            assessment=self.id,
            language="en",
            issues=issues,
            reader=self.reader,
        )

    def event(
        self,
        where: CellLocator,
        event_type: str,
        figures: tuple[str, ...],
        *,
        mode: str | None = None,
        source: tuple[ActorName, ...] = (),
        target: tuple[ActorName, ...] = (),
        issues: tuple[Issue, ...] = (),
    ) -> EventClaim:
        """The event itself; `figures` are the ids of its claims."""
        return EventClaim(
            id=claim_id(self.document, where, "event", event_type),
            document=self.document,
            locator=where,
            channel="agency",
            event_type=event_type,
            mode=mode,
            source=source,
            target=target,
            period_start=self.start,
            period_end=self.end,
            places=(self.place,),
            publisher=self.publisher,
            released=self.released,
            figures=figures,
            dataset=self.dataset,
            dataset_id=self.id,
            issues=issues,
            reader=self.reader,
        )
