"""What is fuzzed: each target takes any bytes, and raises only where something of ours is wrong.

An input may be refused (a MasfufaError with a code); every other exception, a span that is not its text, bounds out of
order, JSON that does not come back, or a second reading that differs from the first is a finding.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from masfufa.errors import MasfufaError
from masfufa.records import Document, Reading, as_plain

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ar", "en", "fr")
LONGEST = 50_000
"""A longer input finds nothing that a shorter one does not, and takes the time of many."""


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What a user would be told about his input is no finding, as long as it has a code and words."""
    try:
        yield
    except MasfufaError as error:
        assert error.code and error.message, "an error without a code or without words"
        json.dumps([error.code, error.message]).encode("utf-8")


@contextlib.contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="masfufa-fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def check_document(document: Document) -> None:
    """A document that came out of a parser can be stored, printed and read."""
    document.text.encode("utf-8")
    json.dumps(as_plain(document), ensure_ascii=False).encode("utf-8")
    for notice in document.notices:
        for span in notice.spans:
            assert 0 <= span.start <= span.end <= len(document.text), notice


def check_reading(document: Document, reading: Reading) -> None:
    """The invariants of docs/records.md."""
    text = document.text
    stack: list[Any] = [as_plain(reading)]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
            if "start" in value and "text" in value:
                assert text[value["start"] : value["end"]] == value["text"], value
                assert value["start"] < value["end"], value
            if isinstance(value.get("low"), int | float) and isinstance(value.get("high"), int | float):
                assert 0 <= value["low"] <= value["high"], value
            if isinstance(value.get("confidence"), float):
                assert 0 <= value["confidence"] <= 1, value
            if isinstance(value.get("start"), str) and isinstance(value.get("end"), str):
                assert value["start"] <= value["end"], value
        elif isinstance(value, list):
            stack.extend(value)
    for number, figure in enumerate(reading.figures):
        assert figure.part_of is None or (0 <= figure.part_of < len(reading.figures) and figure.part_of != number)
    for event in reading.events:
        assert all(0 <= index < len(reading.figures) for index in event.figures)
        assert 0 <= event.sentence.start <= event.sentence.end <= len(text)
    for statement in reading.statements:
        assert all(0 <= index < len(reading.events) for index in statement.events)
    for notice in reading.notices:
        for span in notice.spans:
            assert 0 <= span.start <= span.end <= len(text), notice
    plain = as_plain(reading)
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
    json.dumps(plain, ensure_ascii=False).encode("utf-8")


def read(document: Document) -> None:
    """Read twice, hold the readings against the contract and against each other, and make the ledger's records."""
    from masfufa.reading.reader import read_document
    from masfufa.workspace.from_reading import records_of

    first = read_document(document, include_numbers=True)
    check_reading(document, first)
    assert first == read_document(document, include_numbers=True), "two readings of a document differ"
    records_of(document, first, name="fuzz", reader="fuzz")


def _document(data: bytes, suffix: str, declared: str | None = None) -> None:
    from masfufa.documents.load import from_bytes

    with refused():
        check_document(from_bytes(data, "fuzz", suffix=suffix, declared=declared, url="https://example.org/a"))


def text(data: bytes) -> None:
    """Bytes as plain text of whatever encoding, and its language."""
    _document(data, ".txt")


def html(data: bytes) -> None:
    """A page."""
    _document(b"<html>" + data, ".html", "text/html")


def docx(data: bytes) -> None:
    """A Word document whose XML is broken: zip itself is fuzzed by the seeds that are whole files."""
    if data[:2] == b"PK":
        return _document(data, ".docx")
    packed = BytesIO()
    with zipfile.ZipFile(_docx_seed()) as seed, zipfile.ZipFile(packed, "w") as out:
        for name in seed.namelist():
            out.writestr(name, data if name == "word/document.xml" else seed.read(name))
    return _document(packed.getvalue(), ".docx")


@cache
def _docx_path() -> Path:
    return ROOT / "examples" / "libya-autumn-en.docx"


def _docx_seed() -> Path:
    return _docx_path()


def pdf_layout(data: bytes) -> None:
    """What two readers say of a PDF's pages, as our own code puts it together; the readers are others' work."""
    from masfufa.documents import pdf
    from masfufa.documents.limits import DEFAULT

    pdf._refuse_bomb(data[:2000], DEFAULT) if data[:1] == b"%" else None
    half = len(data) // 2
    plain = data[:half].decode("utf-8", "replace")
    lines = data[half:].decode("utf-8", "replace").split("\n")
    boxes = [
        ((i * 37) % 500, 700 - i * 11, (i * 37) % 500 + 20 * (1 + data[i % len(data)] % 20 if data else 1))
        for i in range(len(lines))
    ]
    blocks = [
        {"kind": "text" if i % 5 else "table", "lines": [line], "box": [float(x0), float(y), float(x1), y + 10.0],
         "baselines": [float(y)] if i % 5 else [], "size": 10.0 if i % 5 else 0.0}
        for i, (line, (x0, y, x1)) in enumerate(zip(lines, boxes, strict=True))
    ]  # fmt: skip
    raw = {"plain": plain, "blocks": blocks, "needs_ocr": False}
    pages = [pdf._page(raw)[0], pdf._page({**raw, "blocks": None})[0]]
    joined, starts = pdf.join_pages(pages)
    assert len(starts) == 2 and 0 <= starts[0] <= starts[1] <= len(joined)


def jsonl(data: bytes) -> None:
    """JSON Lines."""
    from masfufa.documents.jsonl import Failure, lines, parse_line

    for item in lines(BytesIO(data)):
        found = item if isinstance(item, Failure) else parse_line(item[1], item[0])
        if isinstance(found, Failure):
            assert found.code and found.message
            json.dumps([found.id, found.message]).encode("utf-8")
        else:
            check_document(found)


def feeds(data: bytes) -> None:
    """RSS, Atom, sitemaps, GDELT's and ReliefWeb's answers, Telegram's export."""
    from masfufa.documents.xml_lists import read_feed, read_sitemap
    from masfufa.gathering import gdelt, reliefweb, telegram
    from masfufa.gathering.plan import Source

    with refused():
        read_feed(data, "https://example.org/")
    with refused():
        read_sitemap(data, "https://example.org/", 1 << 20)
    with refused():
        gdelt.offers_of(data)
    with refused():
        for offer in reliefweb.read(Source("r", "reliefweb"), {"from": "2024-01-01"}, data).offers:
            if offer.body is not None:
                with refused():
                    check_document(reliefweb.document(offer.body, offer.key))
    with _file(data, "result.json") as path, refused():
        for offer in telegram.read_export(path, ())[0]:
            assert offer.body is not None
            with refused():
                check_document(telegram.document(offer.body, offer.key))


def warc(data: bytes) -> None:
    """An archive of the web."""
    from masfufa.documents.warc import read_warc

    with _file(data, "pages.warc") as path, refused():
        for page in read_warc(path):
            page.url.encode("utf-8", "surrogatepass")


def values(data: bytes) -> None:
    """Numbers and dates."""
    import datetime as dt

    from masfufa.language.tokens import Tokens
    from masfufa.values.dates import find_dates, parse_single, to_mention
    from masfufa.values.numbers import find_numbers

    said = data.decode("utf-8", "replace")
    tokens = Tokens(said)
    for language in LANGUAGES:
        for number in find_numbers(tokens, language):
            assert 0 <= number.start < number.end <= len(said)
            assert number.low is None or number.high is None or 0 <= number.low <= number.high, number
        for date in find_dates(tokens, language, dt.date(2024, 2, 29)):
            mention = to_mention(tokens, date)
            assert said[mention.start : mention.end] == mention.text
    parse_single(said[:200])


def language(data: bytes) -> None:
    """Fold, tokens, language."""
    from masfufa.language.fold import fold, fold_word
    from masfufa.language.identify import identify
    from masfufa.language.tokens import Tokens
    from masfufa.lexicon.matcher import matcher

    said = data.decode("utf-16-le", "surrogatepass") if data[:1] == b"\0" and len(data) % 2 == 0 else None
    said = data.decode("utf-8", "replace") if said is None else said
    tokens = Tokens(said)
    assert all(0 <= a < b <= len(said) for a, b in zip(tokens.starts, tokens.ends, strict=True))
    assert tokens.starts == sorted(tokens.starts) and tokens.ends == sorted(tokens.ends)
    folded = fold(said)
    for i in range(0, len(folded.text), 7):
        start, end = folded.span(i, i + 1)
        assert 0 <= start < end <= len(said)
    for form in tokens.forms[:200]:
        assert fold_word(form) == form, (form, fold_word(form))
    for one in LANGUAGES:
        found = matcher(one, "statements")
        for index in range(len(tokens.forms)):
            for _, length in found.at(tokens, index):
                assert length >= 1
    identify(said)


def reader(data: bytes) -> None:
    """Any text, read as each of three languages."""
    said = data.decode("utf-8", "replace")
    which = LANGUAGES[data[0] % 3] if data else "ar"
    read(Document("fuzz", said, language=which))


@cache
def vocabulary() -> list[str]:
    """Words and signs that rules look at: of the lexicon, of the examples, and those that break things."""
    from masfufa.lexicon.store import table, table_names

    words: dict[str, None] = {}
    for which in LANGUAGES:
        for name in table_names(which):
            _strings(table(which, name), words)
    listed = list(words)
    chosen = listed[:: max(1, len(listed) // 6000)]
    for path in ("hama-en.txt", "gaza-return.txt", "sudan-bulletin.txt"):
        chosen += (ROOT / "examples" / path).read_text(encoding="utf-8").split()[:250]
    signs = [*".,;:!?()[]«»\"'“”‘’-–—/%،؛؟ـ\n\t", "\u200f", "\u202e", "\u2066", "\u0301", "\u064b", "...", "\n\n"]
    numbers = [
        "0",
        "1",
        "2",
        "12",
        "450",
        "1,200",
        "1.200",
        "3.5",
        "١٢",
        "٤٥٠",
        "10-12",
        "2024",
        "2/3",
        "12/5/2024",
        "1e9",
        "999999999999999999",
        "½",
        "50%",
        "و12",
        "%20",
    ]
    return list(dict.fromkeys([*chosen, *signs, *numbers]))


def _strings(value: Any, into: dict[str, None]) -> None:
    if isinstance(value, str):
        into[value] = None
    elif isinstance(value, dict):
        for key, one in value.items():
            into[str(key)] = None
            _strings(one, into)
    elif isinstance(value, list | tuple):
        for one in value:
            _strings(one, into)


def words(data: bytes) -> None:
    """Two bytes choose a word: sentences that no mutation of letters would come upon."""
    if len(data) < 3:
        return
    known = vocabulary()
    picked = [known[int.from_bytes(data[i : i + 2], "big") % len(known)] for i in range(1, len(data) - 1, 2)][:400]
    read(Document("fuzz", " ".join(picked), language=LANGUAGES[data[0] % 3]))


def tables(data: bytes) -> None:
    """Agency files: delimited text, HXL, JSON, and workbooks where a seed is one."""
    from masfufa.exchange.importers import FORMATS, ImportOptions, importer

    name = "data.xlsx" if data[:2] == b"PK" else "data.csv"
    with _file(data, name) as path:
        for format_ in FORMATS:
            if format_ != "xlsform":
                with refused():
                    batch = importer(format_)(path, ImportOptions(assume_yes=True, countries=("LBY",)))
                    json.dumps([row.message for row in batch.rows]).encode("utf-8")


def workbook(data: bytes) -> None:
    """A workbook of which one sheet's XML, or the shared strings, is broken."""
    from masfufa.exchange.importers import ImportOptions, importer

    if len(data) < 2:
        return
    packed = BytesIO()
    parts = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml")
    broken = parts[data[0] % len(parts)]
    with zipfile.ZipFile(BytesIO(_workbook_seed())) as seed, zipfile.ZipFile(packed, "w") as out:
        for name in seed.namelist():
            out.writestr(name, data[1:] if name == broken else seed.read(name))
    with _file(packed.getvalue(), "data.xlsx") as path:
        for format_ in ("hxl", "dtm"):
            with refused():
                importer(format_)(path, ImportOptions(assume_yes=True))


@cache
def _workbook_seed() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in workbook_rows():
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_rows() -> list[list[object]]:
    """A small table of the kind that agencies publish."""
    return [
        ["Country", "Admin 1", "P-code", "Date", "IDP individuals", "IDP households"],
        ["#country+code", "#adm1+name", "#adm1+code", "#date", "#affected+idps+ind", "#affected+idps+hh"],
        ["LBY", "Tripoli", "LY0211", "2019-05-01", 1200, 240],
        ["LBY", "Misrata", "LY0215", "2019-05-01", 300, 61],
    ]


def form(data: bytes) -> None:
    """Answers of a field form as JSON or CSV, and the form itself."""
    from masfufa.exchange.importers import ImportOptions
    from masfufa.exchange.xlsform import read_xlsform
    from masfufa.exchange.xlsform_form import read_form

    with _file(data, "answers.csv") as path:
        with refused():
            read_form(path)
        with refused():
            read_xlsform(path, ImportOptions(assume_yes=True, form=path))
    with tempfile.TemporaryDirectory(prefix="masfufa-fuzz-") as folder, refused():
        answers, asked = Path(folder) / "answers.csv", Path(folder) / "form.xlsx"
        answers.write_bytes(data)
        asked.write_bytes(_form_seed())
        read_xlsform(answers, ImportOptions(assume_yes=True, form=asked))


@cache
def _form_seed() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ["type", "name", "label", "masfufa"],
        ["date", "day", "Day", "date"],
        ["text", "place", "Place", "place"],
        ["integer", "dead", "Dead", "category=killed"],
    ):
        survey.append(row)
    book.create_sheet("choices").append(["list_name", "name", "label"])
    book.create_sheet("settings").append(["form_id"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def settings_files(data: bytes) -> None:
    """sources.yaml, a mapping, a crisis folder."""
    from masfufa.exchange.importers import ImportOptions, importer
    from masfufa.exchange.mapping import load_mapping_file
    from masfufa.gathering.plan import read_plan
    from masfufa.lexicon.crisis import load_crisis

    with tempfile.TemporaryDirectory(prefix="masfufa-fuzz-") as name:
        folder = Path(name)
        for file in ("sources.yaml", "mapping.yaml", "actors.yaml", "places.yaml", "roles.yaml"):
            (folder / file).write_bytes(data)
        with refused():
            read_plan(folder / "sources.yaml")
        with refused():
            mapping = load_mapping_file(folder / "mapping.yaml")
            table = folder / "data.csv"
            table.write_text("\n".join(",".join(map(str, row)) for row in workbook_rows()), encoding="utf-8")
            importer("dtm")(table, ImportOptions(assume_yes=True, mapping=mapping))
        with refused():
            load_crisis(folder)


def claims(data: bytes) -> None:
    """A claim as JSON, as packages and decisions hold it; what can be read is written the same."""
    from masfufa.claims_plain import claim_from_plain, claim_to_plain, event_from_plain, event_to_plain

    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(plain, dict):
        return
    with refused():
        claim = claim_from_plain(plain)
        assert claim_from_plain(claim_to_plain(claim)) == claim
    with refused():
        event = event_from_plain(plain)
        assert event_from_plain(event_to_plain(event)) == event


def package(data: bytes) -> None:
    """A data package whose descriptor or rows are broken."""
    from masfufa.exchange.package import check_package

    with tempfile.TemporaryDirectory(prefix="masfufa-fuzz-") as name:
        folder = Path(name) / "package"
        folder.mkdir()
        head, _, rest = data.partition(b"\n\n")
        (folder / "datapackage.json").write_bytes(head)
        (folder / "ledger").mkdir()
        (folder / "ledger" / "claim.jsonl").write_bytes(rest)
        with refused():
            check_package(folder)
        if data[:2] == b"PK":
            archive = Path(name) / "package.zip"
            archive.write_bytes(data)
            with refused():
                check_package(archive)


TARGETS: dict[str, Callable[[bytes], None]] = {
    function.__name__: function
    for function in (
        text, html, docx, pdf_layout, jsonl, feeds, warc, values, language, reader, words, tables, workbook, form,
        settings_files, claims, package,
    )
}  # fmt: skip
"""Targets by name, each a function of bytes."""
