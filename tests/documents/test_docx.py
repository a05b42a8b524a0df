from __future__ import annotations

import io
import zipfile

import docx
import pytest

from masfufa.documents.limits import Limits
from masfufa.documents.load import from_bytes
from masfufa.errors import DocumentError

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def report() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "رأس الصفحة 99"
    document.sections[0].footer.paragraphs[0].text = "صفحة 1"
    document.add_heading("تقرير عن النزوح في النسيم")
    paragraph = document.add_paragraph("قُتل ")
    paragraph.add_run("12").bold = True
    paragraph.add_run(" مدنيا.")
    table = document.add_table(rows=2, cols=3)
    for row, cells in enumerate([["المدينة", "القتلى", "الجرحى"], ["النسيم", "12", "37"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("")
    document.add_paragraph("After the table.\nSecond line.")
    return saved(document)


def test_paragraphs_and_tables_in_order_without_headers() -> None:
    got = from_bytes(report(), "report.docx")
    assert got.text.split("\n") == [
        "تقرير عن النزوح في النسيم", "قُتل 12 مدنيا.", "المدينة\tالقتلى\tالجرحى", "النسيم\t12\t37", "After the table.",
        "Second line.",
    ]  # fmt: skip
    assert got.title == "تقرير عن النزوح في النسيم"
    assert got.source is not None and got.source.media_type == TYPE


def test_a_nested_table_is_part_of_its_cell() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "a"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "b", "c"
    assert from_bytes(saved(document), "x").text == "a\tb c"


def rewritten(change: dict[str, bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(report())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = change.get(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name in set(change) - set(source.namelist()):
            target.writestr(name, change[name] or b"")
    return out.getvalue()


def test_deletions_are_left_out_and_insertions_kept() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f"<w:document {space}><w:body><w:p><w:r><w:t>Killed: </w:t></w:r>"
        "<w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "</w:body></w:document>"
    )
    assert from_bytes(rewritten({"word/document.xml": body.encode()}), "x").text == "Killed: 12\nIn a control."


def bomb() -> bytes:
    return rewritten({"word/document.xml": b" " * (40 << 20)})


NESTED = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>" + b"<w:p>" * 100_000
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    b"<w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (lambda: report()[:5000], "docx-broken"),
        (lambda: b"PK\x03\x04" + b"\x00" * 100, "docx-broken"),
        (lambda: rewritten({"word/document.xml": b"<w:document"}), "docx-broken"),
        (lambda: rewritten({"word/document.xml": NESTED}), "docx-broken"),
        (lambda: rewritten({"word/document.xml": ENTITIES}), "docx-broken"),
        (lambda: rewritten({"[Content_Types].xml": None}), "docx-broken"),
        (lambda: rewritten({"word/document.xml": None, "xl/workbook.xml": b"<x/>"}), "unsupported-format"),
        (bomb, "too-large"),
        (lambda: saved(docx.Document()), "empty-document"),
    ],
)
def test_odd_files(raw: object, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_bytes(raw(), "x.docx", suffix=".docx")  # type: ignore[operator]
    assert caught.value.code == code


def test_the_directory_is_looked_at_before_anything_is_unpacked() -> None:
    from masfufa.documents.docx import read_docx

    with pytest.raises(DocumentError) as caught:
        read_docx(report(), Limits(unpacked_bytes=1000))
    assert caught.value.code == "too-large"
