"""`masfufa import`: agency files and field forms into the ledger, every row accounted for."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli.read import Day
from masfufa.cli.status import ALL_READ, SOME_UNREAD
from masfufa.cli.written import stream
from masfufa.errors import DocumentError, MasfufaError, UsageError
from masfufa.exchange.importers import FORMATS

if TYPE_CHECKING:
    from masfufa.exchange.importers import ImportOptions
    from masfufa.workspace.batches import ImportBatch, RowReport

PACKAGE = "package"
"""A workspace that another masfufa exported: no rows to account for, but a whole ledger."""
REPORT_COLUMNS = ("file", "sheet", "row", "cell", "outcome", "severity", "code", "message")


@click.command("import", context_settings={"max_content_width": 100})
@click.argument("format_", metavar="FORMAT", type=click.Choice((*FORMATS, PACKAGE)))
@click.argument("files", nargs=-1, required=True, metavar="FILES...", type=click.Path(path_type=Path))
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="The workspace. [MASFUFA_WORKSPACE, or the nearest one upwards]")  # fmt: skip
@click.option("--released", type=Day(), help="The day the data were released. [what the file says, else asked]")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Which column holds what, where it is not guessed right (docs/importing.md).")  # fmt: skip
@click.option("--save-mapping", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the mapping that was used to this YAML file.")  # fmt: skip
@click.option("--form", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The XLSForm that the answers were collected with (format xlsform).")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: take what is proposed, and the file's latest date.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and write nothing.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write what became of each row to this CSV file.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of what was taken; errors are told still.")
def import_(
    format_: str,
    files: tuple[Path, ...],
    workspace: Path | None,
    released: dt.date | None,
    mapping: Path | None,
    save_mapping: Path | None,
    form: Path | None,
    yes: bool,
    dry_run: bool,
    report: Path | None,
    quiet: bool,
) -> int:
    """Take agency files and field forms into the workspace as claims (docs/importing.md).

    FORMAT is one of dtm (DTM workbooks), dtm-api (answers of the DTM API), hxl (tables with HXL tags), gidd and idu
    (IDMC), ged (UCDP), acled, missing-migrants (IOM), xlsform (answers to a field form) and package (an exported
    workspace).

    Every row of a file is taken, skipped for a reason, or rejected with the cell that is wrong; the exit status is 0
    only if none was rejected and every file could be read. A file is taken in whole or not at all, and twice is once.
    """
    from masfufa.exchange.importers import ImportOptions, importer
    from masfufa.exchange.mapping import load_mapping_file, save_mapping_file

    if format_ == PACKAGE:
        return _import_packages(files, workspace, dry_run, quiet)
    read = importer(format_)
    if save_mapping and len(files) > 1:
        raise click.UsageError("--save-mapping takes the mapping of one file; name one.")
    with contextlib.ExitStack() as stack:
        space = None if dry_run and workspace is None else stack.enter_context(_open(workspace))
        options = ImportOptions(
            released=released,
            mapping=load_mapping_file(mapping) if mapping else None,
            assume_yes=yes or dry_run,
            ask=None if yes or not sys.stdin.isatty() else _ask,
            countries=tuple(space.countries) if space is not None else (),
            form=form,
        )
        status, lines = ALL_READ, []
        for path in files:
            batch = _read(read, path, options)
            if batch is None:
                status = SOME_UNREAD
                continue
            if any(row.outcome == "rejected" for row in batch.rows):
                status = SOME_UNREAD
            if batch.mapping is None and (mapping or save_mapping):
                raise UsageError("mapping-not-used", f"{format_} files need no mapping; leave --mapping out.")
            if save_mapping and batch.mapping is not None:
                save_mapping_file(save_mapping, batch.mapping)
            new = space is None or dry_run or bool(space.add_import(batch).new)
            lines += [(path.name, row) for row in batch.rows]
            if not quiet:
                click.echo("\n".join(summary(batch, path.name, new=new, dry_run=dry_run)))
    if report:
        _write_report(report, lines)
    return status


def _import_packages(paths: tuple[Path, ...], workspace: Path | None, dry_run: bool, quiet: bool) -> int:
    from masfufa.exchange.package import check_package, read_package

    if dry_run:
        for path in paths:
            check_package(path)
        return ALL_READ
    with _open(workspace) as space:
        for path in paths:
            got = read_package(space, path)
            if not quiet:
                click.echo(
                    f"{path.name}: package; {got.documents:,} documents with {got.claims:,} claims "
                    f"and {got.decisions:,} decisions taken in; {got.known:,} documents were here already "
                    "and stay as they are"
                )
    return ALL_READ


def _open(folder: Path | None) -> Any:
    from masfufa.workspace import find_workspace, open_workspace

    return open_workspace(find_workspace(folder))


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, prompt_suffix="", err=True)
    return answer


def _read(read: Any, path: Path, options: ImportOptions) -> ImportBatch | None:
    """The batch of one file; None where it cannot be read, and then the error was told."""
    try:
        batch: ImportBatch = read(path, options)
        return batch
    except DocumentError as error:
        print(f"masfufa: {error}", file=sys.stderr)
    except UsageError:
        raise
    except MasfufaError as error:
        print(f"masfufa: {error}", file=sys.stderr)
    return None


def summary(batch: ImportBatch, name: str, *, new: bool = True, dry_run: bool = False) -> list[str]:
    """What is told of one import: counts, then each kind of trouble once, with its first cell and how often it came."""
    rows = [row for row in batch.rows if row.row > 0]
    count = {outcome: sum(row.outcome == outcome for row in rows) for outcome in ("taken", "skipped", "rejected")}
    released = ""
    if batch.released:
        origin = {"latest_date": ", the latest date in it", "file": ", as the file says"}.get(
            batch.released_from or "", ""
        )
        released = f"; released {batch.released.isoformat()}{origin}"
    there = "" if new else " (was in the workspace already; nothing was added)"
    told = " (dry run; nothing was written)" if dry_run else there
    out = [f"{name}: {batch.format}{released}{told}"]
    events = f", {len(batch.events):,} events" if batch.events else ""
    units = f", {len(batch.units):,} places" if batch.units else ""
    out.append(
        f"  {count['taken']:,} rows taken ({len(batch.claims):,} claims{events}{units}), "
        f"{count['skipped']:,} skipped, {count['rejected']:,} rejected"
    )
    out += [f"  sheet {row.sheet or '(the only one)'} skipped: {row.message}" for row in batch.rows if row.row == 0]
    out += [f"  {issue.severity}: {issue.message} [{issue.code}]" for issue in batch.notices]
    out += _troubles(rows)
    return out


def _troubles(rows: Iterable[RowReport]) -> list[str]:
    groups: dict[tuple[str, str], list[RowReport]] = {}
    for row in rows:
        if row.code and row.code not in ("header-row", "hxl-row"):
            groups.setdefault((row.outcome, row.code), []).append(row)
    out = []
    for (outcome, code), members in groups.items():
        first = members[0]
        more = f" and {len(members) - 1:,} more" if len(members) > 1 else ""
        where = ", ".join(filter(None, (first.sheet and f"sheet {first.sheet}", first.cell or f"row {first.row}")))
        what = "warning" if outcome == "taken" else outcome
        out.append(f"  {what}: {where}{more}: {first.message} [{code}]")
    return out


def _write_report(path: Path, lines: list[tuple[str, RowReport]]) -> None:
    from masfufa.exchange.delimited import plain_cell

    with stream(path) as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(REPORT_COLUMNS)
        for name, row in lines:
            said = (name, row.sheet, row.row or "", row.cell, row.outcome, row.severity, row.code, row.message)
            out.writerow([plain_cell(value) for value in said])
