"""What was known when: filters before reconciling, and the differences between two states."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.tracking.ledger import By, Change, Every, Ledger


def diff(
    before: Ledger, after: Ledger, *, by: By = "country", every: Every = "year", categories: Sequence[str] = ()
) -> list[Change]:
    """The cells that differ, with the reason for each."""
    raise NotImplementedError
