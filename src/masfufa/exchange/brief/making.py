"""A brief from a workspace and its reconciled ledger: which cells it needs, and what changed since a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from masfufa.exchange.brief.content import Ask, Brief, make_brief
from masfufa.exchange.brief.facts import facts_kept, facts_of
from masfufa.exchange.brief.words import words_of
from masfufa.exchange.sentences import Sentences
from masfufa.tracking.kept import Frame, Kept, cells_of
from masfufa.tracking.ledger import Cell, Change, Ledger
from masfufa.tracking.vintages import diff

if TYPE_CHECKING:
    from masfufa.workspace import Workspace

HEADLINES = ("killed", "wounded", "missing", "displaced", "returned")
"""The categories that a brief tells of unless others are asked for."""


def brief_of(
    space: Workspace,
    ledger: Ledger | Kept,
    earlier: Ledger | Kept | None,
    *,
    language: str,
    today: dt.date,
    since: dt.date | None = None,
    by: str = "adm1",
    categories: tuple[str, ...] = HEADLINES,
) -> Brief:
    """The brief of `ledger`, which is as known on `today`; `earlier` is the ledger as known on `since`, if any.

    What is kept with the workspace is not reconciled again; both ledgers are kept ones, or neither is.
    `by`: the areas of table and map, "country" or a level of units.
    """

    def cells(by_: str, every: str, first: dt.date | None) -> list[Cell]:
        frame = Frame(by_, every, categories, first, today, None, None)
        return ledger.counted(frame) if isinstance(ledger, Kept) else cells_of(ledger, frame)

    totals = [cell for cell in cells("country", "total", since) if cell.place.country]
    changes: Sequence[Change] | None = None
    if isinstance(earlier, Kept) and isinstance(ledger, Kept):
        changes = ledger.changes(earlier, by, "total", categories).changes
    elif isinstance(earlier, Ledger) and isinstance(ledger, Ledger):
        changes = diff(earlier, ledger, by=by, every="total", categories=categories)  # type: ignore[arg-type]
    ask = Ask(
        space.name,
        facts_kept(ledger) if isinstance(ledger, Kept) else facts_of(ledger),
        totals,
        cells(by, "total", since),
        cells("country", "week", space.onset),
        changes,
        today,
        since,
        Sentences(space.document).of,
    )
    return make_brief(ask, words_of(language))
