from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.documents import jsonl
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.limits import Limits
from masfufa.documents.load import open_many
from masfufa.records import Document


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_all_fields() -> None:
    got = parse_line(
        line(
            id="a/1", text="مقتل ثلاثة\r\n", title="عنوان", language="ar", published="2024-02-29",
            publisher="وكالة", url="https://x.example/1", figures=[1], source="never read",
        ),
        7,
    )  # fmt: skip
    assert got == Document(
        id="a/1", text="مقتل ثلاثة\r\n", title="عنوان", language="ar", published=dt.date(2024, 2, 29),
        publisher="وكالة", url="https://x.example/1",
    )  # fmt: skip


@pytest.mark.parametrize("identifier", [None, ""])
def test_without_id(identifier: object) -> None:
    got = parse_line(line(id=identifier, text="x", title=None, language=None, published=None), 7)
    assert got == Document(id="line-7", text="x")
    assert parse_line('{"text": "x"}', 3) == Document(id="line-3", text="x")


@pytest.mark.parametrize(
    ("raw", "identifier", "code"),
    [
        (b"{", "line-4", "bad-json"),
        (b'{"id":"a","text":"x"} trailing', "line-4", "bad-json"),
        (b"[" * 100_000, "line-4", "bad-json"),
        (b'{"text":' + b"1" * 10_000 + b"}", "line-4", "bad-json"),
        (b'["text"]', "line-4", "not-an-object"),
        (b'"text"', "line-4", "not-an-object"),
        (b"null", "line-4", "not-an-object"),
        (b'{"id":"a"}', "a", "missing-text"),
        (b'{"id":"a","text":null}', "a", "missing-text"),
        (b'{"id":"a","text":5}', "a", "bad-field"),
        (b'{"id":5,"text":"x"}', "line-4", "bad-field"),
        (b'{"id":"a","text":"x","title":[]}', "a", "bad-field"),
        (b'{"id":"a","text":"x","language":{}}', "a", "bad-field"),
        (b'{"id":"a","text":"x","publisher":true}', "a", "bad-field"),
        (b'{"id":"a","text":"  \\n"}', "a", "empty-document"),
        (b'{"id":"a","text":"x","published":"2023-02-29"}', "a", "bad-published"),
        (b'{"id":"a","text":"x","published":"20240101"}', "a", "bad-published"),
        (b'{"id":"a","text":"x","published":"2024-W01-1"}', "a", "bad-published"),
        (b'{"id":"a","text":"x","published":"05/04/2023"}', "a", "bad-published"),
        (b'{"id":"a","text":"x","published":""}', "a", "bad-published"),
        (b'{"id":"a","text":"x","published":20240101}', "a", "bad-published"),
        ('{"id":"a","text":"مقتل"}'.encode("cp1256"), "line-4", "not-utf8"),
    ],
)
def test_broken_lines(raw: bytes, identifier: str, code: str) -> None:
    got = parse_line(raw, 4)
    assert isinstance(got, Failure)
    assert (got.id, got.code, got.line) == (identifier, code, 4)
    assert got.message.startswith("Line 4: ")


def test_text_over_the_limit() -> None:
    got = parse_line(line(id="a", text="x" * 11), 1, Limits(characters=10))
    assert isinstance(got, Failure) and (got.id, got.code) == ("a", "too-large")


def test_half_a_surrogate_pair_keeps_offsets_and_is_told() -> None:
    got = parse_line(b'{"id":"a","text":"12 \\ud83d killed \\ud83d\\ude00"}', 1)
    assert isinstance(got, Document)
    assert got.text == "12 \ufffd killed \U0001f600"
    assert [notice.kind for notice in got.notices] == ["garbled-text"]
    got.text.encode("utf-8")


def test_a_stream_goes_on_after_broken_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(id="1", text="one") + b"\r\n\r\n   \nnonsense\n" + line(id="2", text="two"))
    got = list(open_many(path))
    assert [(item.id, getattr(item, "code", None)) for item in got] == [
        ("1", None),
        ("line-4", "bad-json"),
        ("2", None),
    ]
    assert got[1].message.startswith("Line 4: ")  # type: ignore[union-attr]


def test_a_long_line_is_told_and_passed_over() -> None:
    stream = io.BytesIO(
        line(id="1", text="one") + b"\n" + b'{"text":"' + b"x" * 5000 + b'"}\n' + line(text="3") + b"\n"
    )
    got = list(jsonl.lines(stream, Limits(line_bytes=100)))
    assert got[0] == (1, line(id="1", text="one") + b"\n")
    assert isinstance(got[1], Failure) and (got[1].id, got[1].code, got[1].line) == ("line-2", "line-too-long", 2)
    assert got[2] == (3, line(text="3") + b"\n")


def test_a_line_of_exactly_the_limit_is_read() -> None:
    body = line(text="x" * 89)
    assert len(body) == 101
    for end in (b"", b"\n", b"\r\n"):
        assert list(jsonl.lines(io.BytesIO(body + end), Limits(line_bytes=101))) == [(1, body + end)]
        assert isinstance(next(jsonl.lines(io.BytesIO(body + end), Limits(line_bytes=100))), Failure)


def test_a_long_first_line_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "in.ndjson"
    path.write_bytes(line(text="x" * 500) + b"\n" + line(id="b", text="y") + b"\n")
    got = list(open_many(path, limits=Limits(line_bytes=100)))
    assert [(item.id, getattr(item, "code", None)) for item in got] == [("line-1", "line-too-long"), ("b", None)]


def test_memory_is_constant(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("wb") as out:
        for number in range(2000):
            out.write(line(id=str(number), text="word " * 1000) + b"\n")
    tracemalloc.start()
    count = sum(1 for item in open_many(path) if isinstance(item, Document))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2000
    assert peak < 2_000_000 < path.stat().st_size


def test_what_the_caller_gives_fills_the_gaps(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(line(id="1", text="a", published="2020-01-02") + b"\n" + line(id="2", text="b") + b"\n")
    got = list(open_many(path, published=dt.date(2024, 5, 6), publisher="P"))
    assert [(d.published, d.publisher) for d in got if isinstance(d, Document)] == [
        (dt.date(2020, 1, 2), "P"),
        (dt.date(2024, 5, 6), "P"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3)
)


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    assert isinstance(parse_line(raw, 1), Document | Failure)


@given(st.dictionaries(st.sampled_from(["id", "text", "title", "language", "published", "url", "x"]), JSON))
def test_any_object(fields: dict[str, object]) -> None:
    got = parse_line(json.dumps(fields), 1)
    if isinstance(got, Document):
        assert len(got.text) == len(str(fields["text"]))
        got.text.encode("utf-8")
        got.id.encode("utf-8")
    else:
        assert got.id and got.code and got.message
