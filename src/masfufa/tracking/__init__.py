"""Reconciling: from claims, events, decisions and administrative units to a matrix that can be opened number by number.

    ledger = reconcile(claims, events, decisions, units)
    cells = matrix(ledger, by="adm1", every="week")
    why(ledger, cells[0].cell_id)

Pure functions: no SQL, no clock, no files but the word lists; the order of the input never changes the output.
docs/reconciling.md explains each rule.
"""

from __future__ import annotations

from masfufa.tracking.matrix import matrix, why
from masfufa.tracking.reconcile import reconcile
from masfufa.tracking.vintages import diff

__all__ = ["diff", "matrix", "reconcile", "why"]
