"""`masfufa matrix`: place × period × category, with best, low and high, press, agencies and field side by side."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from masfufa.cli.labels import INTERFACES
from masfufa.cli.reconciled import frame_options
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.cli.written import stream, whole
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.tracking.kept import Frame
    from masfufa.tracking.ledger import Cell

FORMATS = ("table", "lines", "csv", "xlsx", "html")


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@frame_options
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True,
              help="A table on the terminal, lines with every cell's id, CSV, an Excel workbook, or a page whose cells "
                   "open.")  # fmt: skip
@click.option("--ids", is_flag=True, help="Under the table, list the ids of its cells.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file. [standard output]")  # fmt: skip
@click.option("--interface", type=click.Choice(INTERFACES), default="en", show_default=True,
              help="Language of headings and notes.")  # fmt: skip
def matrix(workspace: Path | None, format_: str, ids: bool, output: Path | None, interface: str, **frame: Any) -> int:
    """Show the matrix: places and what is counted by period, each with the range that the sources leave.

    \b
    masfufa matrix --by adm2 --every week --category killed,displaced
    masfufa matrix --by adm1 --format xlsx --interface ar --output matrix.xlsx
    masfufa matrix --as-known-on 2019-05-01

    "masfufa why CELL_ID" tells what a cell rests on.
    """
    from masfufa.tracking.kept import Frame, Kept

    chosen = Frame(**frame)
    if format_ == "xlsx" and output is None:
        raise UsageError("output-needed", "A workbook cannot go to the terminal. Name a file: --output matrix.xlsx.")
    with opened(workspace) as space:
        kept = Kept(space, chosen.as_known_on, chosen.as_recorded_on)
        cells = kept.chosen(chosen)
        if format_ == "xlsx":
            assert output is not None
            with whole(output) as made:
                _xlsx(cells, made, interface)
        else:
            with stream(output) as sink:
                if format_ == "csv":
                    write_csv(cells, sink)
                elif format_ == "html":
                    from masfufa.cli.matrix_html import write_page

                    write_page(cells, kept, space, chosen, interface, sink)
                elif format_ == "lines":
                    from masfufa.cli.matrix_lines import write_lines

                    write_lines(cells, sink, interface, output is None)
                else:
                    from masfufa.cli.matrix_table import write_table

                    write_table(cells, sink, interface, output is None, ids=ids, again=_again(workspace, chosen))
                sink.flush()
        # What `why` will ask for is written down once the matrix is there to be read.
        kept.finish()
    return ALL_READ


def _again(workspace: Path | None, frame: Frame) -> str:
    """The options with which `masfufa why` finds a cell of this matrix."""
    options = {
        "--workspace": workspace,
        "--as-known-on": frame.as_known_on,
        "--as-recorded-on": frame.as_recorded_on,
    }
    return "".join(f" {name} {shlex.quote(str(value))}" for name, value in options.items() if value is not None)


def write_csv(cells: Sequence[Cell], sink: TextIO) -> None:
    """The rows with the columns of `masfufa.tracking.ledger.COLUMNS`; what is not there is empty, never 0."""
    from masfufa.exchange.delimited import plain_cell
    from masfufa.tracking.ledger import COLUMNS

    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for cell in cells:
        row = cell.row()
        writer.writerow([plain_cell(row[name]) for name in COLUMNS])


def _xlsx(cells: Sequence[Cell], path: Path, language: str) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    from masfufa.cli.matrix_words import notes, place_name, words
    from masfufa.exchange.spreadsheet import save, workbook_cell
    from masfufa.tracking.ledger import COLUMNS

    block = words(language)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(block["title"])
    sheet.sheet_view.rightToLeft = language == "ar"
    sheet.freeze_panes = "B2"
    for place, name in enumerate(COLUMNS, start=1):
        wide = {"place": 26, "cell_id": 44, "flags": 48, "rule": 24}.get(name, 13)
        sheet.column_dimensions[get_column_letter(place)].width = wide
    head = []
    for name in COLUMNS:
        cell = WriteOnlyCell(sheet, block["columns"][name])
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for found in cells:
        row = found.row()
        row["place"] = place_name(found.place, found.cell_id, language)
        row["flags"] = notes(found, language)
        sheet.append([workbook_cell(row[name], sheet) for name in COLUMNS])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(cells) + 1}"
    save(book, path)
