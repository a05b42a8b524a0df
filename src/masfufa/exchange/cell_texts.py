"""The cells of a stored file, to hold claims against what they were read from."""

from __future__ import annotations

from collections.abc import Callable

from masfufa.errors import DocumentError
from masfufa.exchange.tables import position, table_of
from masfufa.workspace.batches import StoredDocument


def cell_texts(stored: StoredDocument) -> Callable[[str, str], str | None]:
    """Gives the text of a cell by its sheet and address; None where there is no such cell. Raises DocumentError."""
    table = table_of(stored.content or b"", stored.name)
    sheets = {sheet.name: {row.number: row for row in sheet} for sheet in table.sheets}
    if not sheets:
        raise DocumentError("table-empty", f"{stored.name}: the file is empty.")

    def text_of(sheet: str, cell: str) -> str | None:
        try:
            number, column = position(cell)
        except ValueError:
            return None
        row = sheets.get(sheet, {}).get(number)
        return None if row is None else row[column - 1].text

    return text_of
