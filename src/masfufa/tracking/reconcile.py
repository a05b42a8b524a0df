"""`reconcile`: the steps of docs/reconciling.md in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from masfufa.claims import Claim, Decision, EventClaim
from masfufa.tracking.ledger import Ledger
from masfufa.workspace.batches import AdminRow, StoredDocument


def reconcile(
    claims: Iterable[Claim],
    events: Iterable[EventClaim] = (),
    decisions: Iterable[Decision] = (),
    units: Iterable[AdminRow] = (),
    *,
    as_known_on: dt.date | None = None,
    as_recorded_on: dt.datetime | dt.date | None = None,
    documents: Iterable[StoredDocument] = (),
) -> Ledger:
    """The ledger of what was known on a day, recorded by a day. `documents` with text let copies be found."""
    raise NotImplementedError
