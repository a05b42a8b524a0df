"""`matrix`: the cells of a reconciled ledger; `why`: everything behind one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from masfufa.tracking.ledger import By, Cell, Every, Explanation, Ledger


def matrix(
    ledger: Ledger,
    *,
    by: By = "country",
    every: Every = "month",
    categories: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[Cell]:
    """The cells, ordered by place, period, category. `categories` () means all."""
    raise NotImplementedError


def why(ledger: Ledger, cell_id: str) -> Explanation:
    """Everything behind a cell. Raises UsageError("cell-unknown")."""
    raise NotImplementedError
