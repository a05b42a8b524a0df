"""How much a workspace holds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from masfufa.workspace.results import Counts
from masfufa.workspace.tables import RECORDS, batch, claim, decision, document, reading, unit


def count(connection: sa.Connection) -> Counts:
    """Counts of what holds now."""

    def number(table: sa.Table, *conditions: Any) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one())

    channels = (
        sa.select(claim.c.channel, sa.func.count()).where(claim.c.valid_until.is_(None)).group_by(claim.c.channel)
    )
    readers = sa.select(reading.c.reader, sa.func.count()).where(reading.c.valid_until.is_(None))
    return Counts(
        documents=number(document, document.c.purged.is_(None)),
        purged=number(document, document.c.purged.is_not(None)),
        claims={row[0]: row[1] for row in connection.execute(channels.order_by(claim.c.channel))},
        events=number(RECORDS["event"], RECORDS["event"].c.valid_until.is_(None)),
        statements=number(RECORDS["statement"], RECORDS["statement"].c.valid_until.is_(None)),
        imports=number(batch),
        units=number(unit),
        decisions=number(decision),
        kept=sum(number(table, table.c.valid_until.is_(None), table.c.kept) for table in RECORDS.values()),
        readers={row[0]: row[1] for row in connection.execute(readers.group_by(reading.c.reader))},
    )
