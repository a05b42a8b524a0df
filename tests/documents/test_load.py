from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masfufa.documents.jsonl import Failure
from masfufa.documents.limits import Limits
from masfufa.documents.load import Options, from_bytes, is_url, load, open_many
from masfufa.errors import DocumentError
from masfufa.records import Document

ARABIC = "مقتل ثلاثة في النسيم\nقال مسؤول محلي إن ثلاثة أشخاص قتلوا في قصف على مدينة النسيم.\n"
HTML = f'<html lang="ar"><head><title>عنوان</title></head><body><article><p>{ARABIC * 3}</p></article></body></html>'


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "تقرير.txt"
    path.write_bytes(ARABIC.encode("cp1256"))
    document = load(path, published=dt.date(2024, 5, 6), publisher="P", language="ar")
    assert document.id == path.as_posix()
    assert document.text == ARABIC
    assert document.title == "مقتل ثلاثة في النسيم"
    assert (document.published, document.publisher, document.language) == (dt.date(2024, 5, 6), "P", "ar")
    assert document.source is not None
    assert document.source.sha256 == hashlib.sha256(ARABIC.encode("cp1256")).hexdigest()
    assert (document.source.media_type, document.source.pages) == ("text/plain", ())


def test_the_id_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("text", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load(Path("a") / "x.txt").id == "a/x.txt"
    assert load("a/x.txt").id == "a/x.txt"


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(ARABIC.encode("utf-16")))
    document = load("-")
    assert (document.id, document.text) == ("-", ARABIC)


def test_stdin_with_json_lines_yields_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b'{"id":"1","text":"a"}\n{"text":"b"}'
    for blank, ids in ((b"", ["1", "line-2"]), (b"\n \n", ["1", "line-4"])):
        monkeypatch.setattr(sys, "stdin", Stdin(blank + lines))
        assert [item.id for item in open_many("-")] == ids
    monkeypatch.setattr(sys, "stdin", Stdin(b"\n\n text \n"))
    assert [item.text for item in open_many("-") if isinstance(item, Document)] == ["\n\n text \n"]
    monkeypatch.setattr(sys, "stdin", Stdin(b"{curly} text\nmore"))
    (only,) = open_many("-")
    assert isinstance(only, Document) and only.text == "{curly} text\nmore"


def test_an_empty_stream_of_json_lines_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(b"")
    assert list(open_many(path)) == []


def test_the_bytes_win_over_the_name(tmp_path: Path, data: Path) -> None:
    page, pdf, plain = tmp_path / "page.txt", tmp_path / "pdf.html", tmp_path / "plain.html"
    page.write_text(f"<!-- c -->\n<!DOCTYPE html>{HTML}", encoding="utf-8")
    pdf.write_bytes((data / "english.pdf").read_bytes())
    plain.write_text("Rates < 5 and > 3 in the town.", encoding="utf-8")
    assert [load(p).source.media_type for p in (page, pdf, plain)] == [  # type: ignore[union-attr]
        "text/html", "application/pdf", "text/plain",
    ]  # fmt: skip


def test_the_declared_language_of_a_page_counts_only_where_the_text_tells_nothing() -> None:
    assert from_bytes(HTML.encode(), "x").language is None
    numbers = "<html lang='fr'><body><article><p>12 34 56 78 90 11 12 13 14 15 16</p></article></body></html>"
    assert from_bytes(numbers.encode(), "x").language == "fr"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "empty-document"),
        ("a.txt", b"\x00\x01\x02binary", "binary-file"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "binary-file"),
        ("a.rtf", b"{\\rtf1 text}", "unsupported-format"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unsupported-format"),
        ("a.gz", b"\x1f\x8b\x08\x00", "unsupported-format"),
        ("a.xml", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "unsupported-format"),
        ("a.json", b'{"text": "x"}', "unsupported-format"),
        ("a.mht", b"From: <x>\nSubject: y\nMIME-Version: 1.0\n\n<html>", "unsupported-format"),
        ("a.pdf", b"\x00" * 100, "pdf-broken"),
        ("a.docx", b"\x00" * 100, "docx-broken"),
        ("a.jsonl", b'{"text":"x"}\n', "many-documents"),
        ("a.txt", b"x" * 1001, "too-large"),
    ],
)
def test_odd_files(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        load(path, limits=Limits(bytes=1000))
    assert caught.value.code == code
    if code != "many-documents":
        (failure,) = open_many(path, limits=Limits(bytes=1000))
        assert isinstance(failure, Failure)
        assert (failure.id, failure.code, failure.line) == (path.as_posix(), code, None)


def test_no_file(tmp_path: Path) -> None:
    for source, code in (
        (tmp_path / "none.txt", "file-not-found"),
        (tmp_path, "is-a-directory"),
        ("nul\0in name", "file-unreadable"),
        ("x" * 5000, "file-unreadable"),
    ):
        with pytest.raises(DocumentError) as caught:
            load(source)
        assert caught.value.code == code


def test_which_sources_are_addresses() -> None:
    assert is_url("https://x.example") and is_url("FTP://x")
    assert not is_url("C:/x") and not is_url("C:\\x") and not is_url("-") and not is_url(Path("http://x"))


TOO_SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _attempt(data: bytes, suffix: str = "") -> None:
    try:
        document = from_bytes(data, "x", Options(limits=Limits(pdf_seconds=10)), suffix=suffix)
    except DocumentError as error:
        assert error.code and error.message
    else:
        document.text.encode("utf-8")
        assert document.text.strip()


@TOO_SLOW
@given(st.binary(max_size=2000), st.sampled_from(["", ".txt", ".html", ".docx"]))
def test_any_bytes(data: bytes, suffix: str) -> None:
    _attempt(data, suffix)


@TOO_SLOW
@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "cp1256", "cp1252", "iso8859-6"]))
def test_any_text(text: str, codec: str) -> None:
    _attempt(text.encode(codec, "replace"))


@TOO_SLOW
@given(
    st.lists(
        st.sampled_from(
            [*HTML.replace(">", ">\0").split("\0"), "<table><tr><td>", "<figure><figcaption>", "\x0c", "&#0;"]
        ),
        max_size=40,
    )
)
def test_any_mixture_of_tags(parts: list[str]) -> None:
    _attempt(("<html>" + "".join(parts)).encode())


@pytest.mark.parametrize("name", ["arabic.pdf", "report.docx"])
def test_damaged_files(name: str, data: Path, tmp_path: Path) -> None:
    if name.endswith(".docx"):
        import docx

        document = docx.Document()
        document.add_paragraph(ARABIC)
        document.save(str(tmp_path / name))
        whole = (tmp_path / name).read_bytes()
    else:
        whole = (data / name).read_bytes()
    chance = random.Random(5)
    for _ in range(20):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            at = chance.randrange(len(broken))
            if chance.random() < 0.7:
                broken[at] = chance.randrange(256)
            else:
                del broken[at : at + chance.randint(1, 100)]
        _attempt(bytes(broken))


@TOO_SLOW
@given(st.lists(st.dictionaries(st.sampled_from(["id", "text"]), st.text()), max_size=5))
def test_a_stream_yields_one_item_a_line(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("stream") / "in.jsonl"
    path.write_bytes(b"".join(json.dumps(fields).encode() + b"\n" for fields in objects))
    assert len(list(open_many(path))) == len(objects)
