"""The brief as a Word document: headings, tables and notes that can be edited; right-to-left in Arabic."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from masfufa.exchange.brief.content import Brief, Line, Number


def write_docx(brief: Brief, path: Path) -> None:
    """Write `path`. Map and charts are left to HTML and PDF: Word shows no SVG that python-docx can place."""
    import docx

    page = _Page(docx.Document(), brief.words.right_to_left)
    words = brief.words
    page.heading(brief.title, 0)
    page.paragraph(brief.subtitle)
    if brief.empty:
        page.paragraph(words["nothing"])
    if brief.key_figures:
        page.heading(words["key_figures"], 1)
        for figure in brief.key_figures:
            tail = words.list([part for part in (figure.detail, figure.sources, figure.was) if part])
            page.paragraph(f"{figure.label}: ", number=figure.number, tail=f" ({tail})", style="List Bullet")
    if brief.rows:
        page.heading(words["by_area"], 1)
        page.table((words["place"], *brief.columns), [(name, *numbers) for name, numbers in brief.rows])
    page.heading(words["changes"], 1)
    page.lines(brief.changes or (Line(words["no_changes"] if brief.compared else words["no_earlier"]),))
    if brief.happenings:
        page.heading(words["happenings"], 1)
        head = tuple(words[key] for key in ("date", "place", "killed", "actors"))
        page.table(head, [(row.date, row.place, row.killed, row.actors) for row in brief.happenings])
    page.heading(words["disagreements"], 1)
    page.lines(brief.disagreements or (Line(words["no_disagreements"]),))
    if brief.notes:
        page.heading(words["notes"], 1)
        for note in brief.notes:
            page.paragraph(f"{note.number}. {note.words} — {note.where}")
    page.paragraph(words["method"])
    content = io.BytesIO()
    page.document.save(content)
    path.write_bytes(content.getvalue())


class _Page:
    """A Word document with the direction set on each paragraph, run and table."""

    def __init__(self, document: Any, right_to_left: bool) -> None:
        self.document = document
        self._right_to_left = right_to_left

    def heading(self, text: str, level: int) -> None:
        self._turn(self.document.add_heading(_sound(text), level))

    def paragraph(self, text: str, *, number: Number | None = None, tail: str = "", style: str | None = None) -> None:
        paragraph = self.document.add_paragraph(_sound(text), style=style)
        if number is not None:
            _add_number(paragraph, number)
        if tail:
            paragraph.add_run(_sound(tail))
        self._turn(paragraph)

    def lines(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            paragraph = self.document.add_paragraph(_sound(line.text), style="List Bullet")
            _add_notes(paragraph, line.notes)
            if line.detail:
                paragraph.add_run(_sound(f" — {line.detail}")).italic = True
            self._turn(paragraph)

    def table(self, head: tuple[str, ...], rows: list[tuple[str | Number | None, ...]]) -> None:
        table = self.document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
        if self._right_to_left:
            from docx.enum.table import WD_TABLE_DIRECTION

            table.table_direction = WD_TABLE_DIRECTION.RTL
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
            self._turn(cell.paragraphs[0])
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                if isinstance(value, Number):
                    _add_number(cell.paragraphs[0], value)
                else:
                    cell.paragraphs[0].add_run(_sound(value or ""))
                self._turn(cell.paragraphs[0])

    def _turn(self, paragraph: Any) -> None:
        if not self._right_to_left:
            return
        from docx.oxml import OxmlElement

        properties = paragraph._p.get_or_add_pPr()
        properties.append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _sound(text: str) -> str:
    """The text without characters that XML can't hold: a report may have any."""
    return _NO_XML.sub("\ufffd", text)


def _add_number(paragraph: Any, number: Number) -> None:
    paragraph.add_run(number.text).bold = True
    if number.interval:
        # Isolated: an interval runs from low to high in Arabic text too.
        paragraph.add_run(f" (\u2066{number.interval}\u2069)")
    _add_notes(paragraph, number.notes)


def _add_notes(paragraph: Any, notes: tuple[int, ...]) -> None:
    if notes:
        paragraph.add_run(f"\u2066[{', '.join(map(str, notes))}]\u2069").font.superscript = True
