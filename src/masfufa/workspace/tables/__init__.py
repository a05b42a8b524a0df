"""The schema: one module a concern. `metadata` holds every table once `masfufa.workspace.tables` is imported.

The tables are made and changed by the migrations alone (../migrations); a test compares both.
"""

from __future__ import annotations

from masfufa.workspace.tables.accounts import account, api_token, desk_attempt, desk_event, desk_session
from masfufa.workspace.tables.base import metadata
from masfufa.workspace.tables.cache import result
from masfufa.workspace.tables.decisions import decision
from masfufa.workspace.tables.documents import document, document_body, reading
from masfufa.workspace.tables.imports import batch, batch_rows
from masfufa.workspace.tables.records import RECORDS, claim, event, statement
from masfufa.workspace.tables.search import copy, search_entry
from masfufa.workspace.tables.state import state
from masfufa.workspace.tables.units import unit

__all__ = [
    "RECORDS",
    "account",
    "api_token",
    "batch",
    "batch_rows",
    "claim",
    "copy",
    "decision",
    "desk_attempt",
    "desk_event",
    "desk_session",
    "document",
    "document_body",
    "event",
    "metadata",
    "reading",
    "result",
    "search_entry",
    "state",
    "statement",
    "unit",
]
