"""Make the PDF and DOCX examples from their sources.

    pip install typst fontpkg-amiri python-docx
    python examples/source/make.py

Amiri (SIL Open Font License 1.1) comes from the PyPI package fontpkg-amiri; typst embeds only the glyphs that are used.
Both files carry fixed dates, so that a second run makes the same text.
"""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

import docx
import typst

HERE = Path(__file__).parent
EXAMPLES = HERE.parent


def make_pdf() -> Path:
    """`derna-flood.typ` as a one-column Arabic PDF with its fonts inside."""
    package = find_spec("fontpkg_amiri")
    if package is None or package.origin is None:
        raise SystemExit("The font is missing: pip install fontpkg-amiri")
    target = EXAMPLES / "derna-flood.pdf"
    fonts = Path(package.origin).parent / "files"
    typst.compile(HERE / "derna-flood.typ", output=target, font_paths=[fonts], ignore_system_fonts=True)
    return target


def make_docx() -> Path:
    """`libya-autumn-en.md` as a Word file: `# ` is the title, `## ` a heading, `| ` a table row, `> ` a quotation."""
    document = docx.Document()
    lines = (HERE / "libya-autumn-en.md").read_text(encoding="utf-8").split("\n\n")
    for block in filter(None, map(str.strip, lines)):
        if block.startswith("# "):
            document.add_heading(block[2:], level=0)
            document.core_properties.title = block[2:]
        elif block.startswith("## "):
            document.add_heading(block[3:], level=1)
        elif block.startswith("> "):
            document.add_paragraph(block[2:], style="Intense Quote")
        elif block.startswith("| "):
            rows = [[cell.strip() for cell in row.strip("| ").split("|")] for row in block.splitlines()]
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    table.cell(y, x).text = cell
        else:
            document.add_paragraph(" ".join(block.split()))
    published = dt.datetime(2019, 11, 29, 9, 0)
    document.core_properties.author = "Coastline Digest"
    document.core_properties.language = "en"
    document.core_properties.created = document.core_properties.modified = published
    target = EXAMPLES / "libya-autumn-en.docx"
    document.save(str(target))
    return target


if __name__ == "__main__":
    for path in (make_pdf(), make_docx()):
        print(path.name, path.stat().st_size, "bytes")
