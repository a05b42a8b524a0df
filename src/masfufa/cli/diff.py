"""`masfufa diff`: what changed in the matrix between two days of knowledge, and why."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli.reconciled import BYS, EVERIES, Categories, Day
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option

if TYPE_CHECKING:
    from masfufa.tracking.vintages import Difference
    from masfufa.workspace import Workspace

COLUMNS = (
    "kind", "cell_id", "place", "country", "period_start", "period_end", "category", "unit", "measure", "population",
    "before", "after", "reason", "detail", "claims",
)  # fmt: skip


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@click.option("--from", "from_", type=Day(), required=True, metavar="DATE", help="The earlier day of knowledge.")
@click.option("--to", type=Day(), required=True, metavar="DATE", help="The later day of knowledge.")
@click.option("--source", metavar="NAME", help="Only claims of this data set (gidd, dtm …) or source.")
@click.option("--by", type=click.Choice(BYS), default="country", show_default=True, help="The places of the rows.")
@click.option("--every", type=click.Choice(EVERIES), default="year", show_default=True, help="The periods of the rows.")
@click.option("--category", type=Categories(), default=(), metavar="A,B", help="Only these categories. [all]")
@click.option("-f", "--format", "format_", type=click.Choice(("table", "csv")), default="table", show_default=True,
              help="Lines for the terminal, or CSV.")  # fmt: skip
def diff(
    workspace: Path | None,
    from_: Any,
    to: Any,
    source: str | None,
    by: str,
    every: str,
    category: tuple[str, ...],
    format_: str,
) -> int:
    """Compare the matrix as known on two days: values changed, newly stated, dropped, each with its reason.

    \b
    masfufa diff --from 2022-12-31 --to 2025-12-31 --source gidd
    """
    if from_ > to:
        raise click.UsageError(f"--from {from_} is after --to {to}: name the earlier day first.")
    with opened(workspace) as space:
        if source is None:
            from masfufa.tracking.kept import Kept

            found = Kept(space, to).changes(Kept(space, from_), by, every, category)
        else:
            found = _of_source(space, source, from_, to, by, every, category)
    if format_ == "csv":
        _csv(found)
    else:
        _lines(found)
    return ALL_READ


def _of_source(
    space: Workspace, source: str, from_: dt.date, to: dt.date, by: str, every: str, category: tuple[str, ...]
) -> Difference:
    """The differences of what one source alone says."""
    from masfufa.tracking.reconcile import reconcile
    from masfufa.tracking.vintages import compare, of_source

    claims = list(of_source(space.claims(decided=False), source))
    decisions, units = space.decisions(), list(space.units())
    one, two = (reconcile(claims, (), decisions, units, as_known_on=day) for day in (from_, to))
    return compare(one, two, by=by, every=every, categories=category)  # type: ignore[arg-type]


def _csv(found: Difference) -> None:
    from masfufa.exchange.delimited import plain_cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for c in found.changes:
        row = (
            c.kind, c.cell_id, c.place.name, c.place.country, c.period_start, c.period_end, c.category, c.unit,
            c.measure, c.population, c.before, c.after, c.reason, c.detail, " ".join(c.claims),
        )  # fmt: skip
        writer.writerow([plain_cell(value) for value in row])


def _lines(found: Difference) -> None:
    from masfufa.cli.matrix_words import number

    titles = {
        "changed": "Changed",
        "newly_stated": "Newly stated (blank before)",
        "new_cell": "New rows",
        "dropped": "No longer stated",
        "gone": "Rows gone",
    }
    for kind, title in titles.items():
        changes = found.of_kind(kind)  # type: ignore[arg-type]
        if not changes:
            continue
        click.echo(f"{title}: {len(changes):,}")
        for c in changes:
            click.echo(f"  {c.cell_id}  {number(c.before) or '–'} → {number(c.after) or '–'}  {c.reason}: {c.detail}")
    click.echo(f"A value changed in {found.touched:,} of {found.common:,} place-periods that both speak of.")
