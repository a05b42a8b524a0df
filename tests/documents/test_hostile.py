"""Documents made to do harm: refused with a code, or read for what they are, and soon."""

from __future__ import annotations

import json
import time
import zipfile

import pytest
from tests.documents import hostile
from tests.documents.baits import BAITS
from tests.fuzz.targets import check_reading

from masfufa.documents.jsonl import parse_line
from masfufa.documents.limits import Limits
from masfufa.documents.load import Options, from_bytes
from masfufa.documents.xml_lists import read_feed, read_sitemap
from masfufa.errors import MasfufaError
from masfufa.reading.reader import read_document
from masfufa.records import Document

SAID = "At least 12 people were killed in Aleppo on Monday."
SMALL = Options(limits=Limits(pdf_seconds=8.0, pdf_megabytes=1024))


@pytest.fixture(autouse=True)
def soon():
    """Every one of these ends in seconds."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 15


def outcome(data: bytes, suffix: str = "") -> str:
    """The text of a document, or the code that it is refused with."""
    try:
        return from_bytes(data, "hostile", SMALL, suffix=suffix).text
    except MasfufaError as error:
        return error.code


ENTITIES = [
    (hostile.laughs(), "&lol9;"),
    (hostile.swollen(), "&big;" * 20_000),
    (hostile.outside(), "&file;"),
]
"""Heads and the words that make them grow."""


@pytest.mark.parametrize(("head", "inside"), ENTITIES)
def test_entities(head, inside, tmp_path):
    found = outcome(hostile.docx(hostile.paragraph(SAID + inside), head), ".docx")
    assert found == "docx-broken" or (found.startswith(SAID) and len(found) < 1_000 and "root:" not in found)
    page = outcome(f"<?xml version='1.0'?>{head}<html><body><p>{SAID} {inside}</p></body></html>".encode(), ".html")
    assert "root:" not in page and len(page) < 1_000_000
    for read in (lambda data: read_feed(data, "https://example.org/"), lambda data: read_sitemap(data, "x", 1 << 20)):
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(MasfufaError) as caught:
                read(f"{head}<rss><channel><item><title>{inside}</title></item></channel></rss>".encode(encoding))
            assert caught.value.code == "feed-entities"
    cell = f'<c r="A1" t="str"><v>{inside}</v></c>'
    sheet = f'<worksheet xmlns="{hostile.SHEET}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    assert imported(tmp_path, hostile.workbook(sheet, head)) in ("table-unreadable", "hxl-no-tags", "table-broken")


def imported(folder, data):
    """The code that an import of a workbook is refused with."""
    from masfufa.exchange.hxl import read_hxl
    from masfufa.exchange.importers import ImportOptions

    path = folder / "data.xlsx"
    path.write_bytes(data)
    try:
        read_hxl(path, ImportOptions(assume_yes=True))
    except MasfufaError as error:
        return error.code
    return "read"


def test_zip_bombs(tmp_path):
    assert outcome(hostile.docx(hostile.paragraph("0" * 190_000_000)), ".docx") == "too-large"
    assert outcome(hostile.docx(hostile.paragraph(SAID), more={"word/media/a.bin": bytes(210 << 20)})) == "too-large"
    many = hostile.docx(hostile.paragraph(SAID), more={f"word/{n}.xml": b"" for n in range(10_001)})
    assert outcome(many, ".docx") == "too-large"
    assert outcome(hostile.nested_zip(), ".docx") == "unsupported-format"
    inside = hostile.docx(hostile.paragraph(SAID), more={"word/embeddings/a.zip": hostile.nested_zip()})
    assert outcome(inside, ".docx") == SAID
    honest = hostile.docx(hostile.paragraph("0" * 30_000_000))
    lying = hostile.lying_zip(honest, b"word/document.xml", 1000)
    assert outcome(lying, ".docx") in ("docx-broken", "too-large")
    sheet = f'<worksheet xmlns="{hostile.SHEET}"><!--{"0" * 90_000_000}--></worksheet>'
    assert imported(tmp_path, hostile.workbook(sheet)) == "too-large"


def test_a_million_nested_tags():
    for tag in ("div", "b", "table><tr><td", "blockquote", "p", "font", "a href=x"):
        found = outcome(f"<html><body><p>{SAID} It was said.</p>{f'<{tag}>' * 1_000_000}".encode()[: 9 << 20], ".html")
        assert found in ("too-deep", "too-large") or SAID in found


@pytest.mark.parametrize(
    "piece",
    [
        "<p>",
        "<li>a",
        "</p>",
        "<a href=x>12 killed</a> ",
        "<td>12",
        "<!--",
        "&#1632;",
        "&",
        "<",
        "<p>12<br>",
        "<img>",
        "<script>",
        "<h1>a",
    ],
)
def test_flat_pages(piece):
    """No nesting, but 100,000 of the same."""
    found = outcome(f"<html><body><p>{SAID} It was said.</p>{piece * 100_000}".encode(), ".html")
    assert found in ("too-large", "too-deep") or SAID in found


def test_documents_of_word_that_nest():
    deep = "<w:sdt><w:sdtContent>" * 50_000 + hostile.paragraph(SAID) + "</w:sdtContent></w:sdt>" * 50_000
    assert outcome(hostile.docx(deep), ".docx") in ("docx-broken", SAID, "too-large")
    tables = "<w:tbl><w:tr><w:tc>" * 80 + hostile.paragraph(SAID) + "</w:tc></w:tr></w:tbl>" * 80
    assert outcome(hostile.docx(tables), ".docx") == SAID


def test_pdfs():
    assert outcome(hostile.pdf_page()) == SAID
    assert outcome(hostile.pdf_loop()) in ("pdf-broken", "pdf-needs-ocr", "pdf-timeout", "too-large")
    assert outcome(hostile.pdf_form_loop()) in (SAID, "pdf-broken", "pdf-timeout", "too-large")
    assert outcome(hostile.pdf_pages(100_000)) == "too-large"
    assert outcome(hostile.pdf_image()) in ("pdf-needs-ocr", "pdf-broken")


@pytest.mark.parametrize(
    "box", [b"[0 0 1e30 1e30]", b"[0 0 0 0]", b"[-9e9 -9e9 9e9 9e9]", b"[0 0 nan 1]", b"[1 2]", b"null"]
)
def test_boxes_of_pages(box):
    assert outcome(hostile.pdf_page(box)) in (SAID, "pdf-broken", "pdf-needs-ocr")


def test_pdf_bombs():
    assert outcome(hostile.pdf_page(content=b"BT " + b" " * 210_000_000)) == "too-large"
    assert outcome(hostile.pdf_page(content=b"q " * 500_000 + hostile.SAID)) in (SAID, "pdf-broken", "pdf-timeout")


MARKS = {
    "rlo": "\u202e", "lro": "\u202d", "rli": "\u2067", "lri": "\u2066", "fsi": "\u2068", "pdi": "\u2069",
    "rlm": "\u200f", "alm": "\u061c", "zwj": "\u200d", "zwnj": "\u200c", "bom": "\ufeff", "shy": "\u00ad",
}  # fmt: skip
SENTENCES = {
    "ar": "قالت وزارة الصحة إن 12 شخصا قتلوا في حلب يوم الاثنين.",
    "en": "The health ministry said that 12 people were killed in Aleppo on Monday.",
    "fr": "Le ministère de la Santé a déclaré que 12 personnes ont été tuées à Alep lundi.",
}


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_direction(language, mark):
    """Wherever a mark stands, spans hold; before a word it costs nothing, and what is printed can't turn the line."""
    from masfufa.cli.bidi import clean

    said = SENTENCES[language]
    places = [i for i, c in enumerate(said) if c == " "]
    for at in (*places, *range(0, len(said), 5), len(said)):
        text = said[:at] + MARKS[mark] + said[at:]
        document = Document("d", text, language=language)
        reading = read_document(document)
        check_reading(document, reading)
        if at in places:
            assert [(f.low, f.category) for f in reading.figures] == [(12, "killed")], text
        for figure in reading.figures:
            shown = clean(figure.text)
            assert not set(shown) & {"\u202e", "\u202d", "\u2066", "\u2067", "\u2068"} or shown.count("\u2069") >= 1


def test_names_in_two_scripts_are_no_place():
    """A Cyrillic А in Aleppo is another word; a name must not pass for a place that it only looks like."""
    for name in ("\u0410leppo", "Al\u0435ppo", "H\u043ems", "G\u0430za", "حـlب", "غزa"):
        text = f"12 people were killed in {name} on Monday."
        reading = read_document(Document("d", text, language="en"))
        check_reading(Document("d", text), reading)
        assert all(place.country is None for place in reading.places), (name, reading.places)


def test_bytes_that_are_no_text():
    said = SENTENCES["ar"]
    assert outcome(said.encode("utf-16-le"), ".txt") == outcome(said.encode("utf-16-be"), ".txt") == said
    assert outcome(said.encode("utf-8")[:-1] + b"\xff\xfe\x80", ".txt").startswith(said[:-1])
    assert outcome((said + "\0" * 100).encode(), ".txt") == "binary-file"
    assert outcome(b"\xed\xa0\x80" + said.encode(), ".txt").endswith(said)
    assert outcome(bytes(1000), ".txt") == "binary-file"
    for line in (
        '{"id": "a", "text": "12 killed \\ud800"}',
        '{"id": "\\udfff", "text": "12"}',
        '{"text": "a\\u0000b"}',
    ):
        found = parse_line(line.encode(), 1)
        json.dumps(getattr(found, "text", None) or found.message, ensure_ascii=False).encode()  # type: ignore[union-attr]
    assert parse_line(b'{"text": ' + b"[" * 200_000, 1).code == "bad-json"  # type: ignore[union-attr]
    assert parse_line(b'{"text": "a", "id": ' + b"9" * 100_000 + b"}", 1) is not None


@pytest.mark.parametrize("name", BAITS)
def test_baits(name):
    """Runs of anything that a rule looks along: records hold, and it takes no more than 0.8 s for 2,500 characters."""
    language, made = BAITS[name]
    text = made(2_500)
    document = Document("bait", text, language=language)
    read_document(Document("warm", SENTENCES[language], language=language))
    began = time.process_time()
    reading = read_document(document)
    taken = time.process_time() - began
    check_reading(document, reading)
    assert taken < 0.8, f"{taken:.2f} s"


@pytest.mark.parametrize(
    "name",
    ["one_word", "spaces", "diacritics", "tatweel", "digits", "commas", "brackets_open", "apostrophes", "marks_latin"],
)
def test_long_baits(name):
    """What a rule could look along to the end of the text, each time: 300,000 characters."""
    language, made = BAITS[name]
    document = Document("bait", made(300_000), language=language)
    began = time.process_time()
    read_document(document)
    assert time.process_time() - began < 6


def test_archives_that_lie_are_told_by_zipfile():
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(__file__)
