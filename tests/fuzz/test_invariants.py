"""What holds for any text whatever: hypothesis makes texts of words that rules look at, and of anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz import targets

from masfufa.documents.load import from_bytes
from masfufa.records import Document

LANGUAGE = st.sampled_from(targets.LANGUAGES)
WORDS = st.lists(st.sampled_from(targets.vocabulary()), min_size=1, max_size=60)
JOINED = st.tuples(WORDS, st.sampled_from([" ", " ", " ", "", "\n", "، ", " و", "-"])).map(lambda p: p[1].join(p[0]))
ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


@settings(max_examples=120)
@given(JOINED, LANGUAGE)
def test_words(text, language):
    targets.read(Document("d", text, language=language))


@settings(max_examples=80)
@given(ANY, LANGUAGE)
def test_any_text(text, language):
    targets.read(Document("d", text, language=language))


@settings(max_examples=60)
@given(JOINED, ANY, LANGUAGE)
def test_words_broken_by_anything(words, other, language):
    half = len(words) // 2
    targets.read(Document("d", words[:half] + other + words[half:], title=other, language=language))


@settings(max_examples=120)
@given(st.binary(min_size=1, max_size=400), st.sampled_from(["", ".txt", ".html", ".pdf", ".docx"]))
def test_any_bytes(data, suffix):
    if data[:4] != b"%PDF":  # the process that takes it apart costs too long here
        with targets.refused():
            targets.check_document(from_bytes(data, "d", suffix=suffix))


@pytest.mark.parametrize("name", ["feeds", "jsonl", "tables", "claims", "settings_files", "values", "language"])
def test_other_parsers(name):
    @settings(max_examples=40)
    @given(st.one_of(st.binary(max_size=200), ANY.map(str.encode)))
    def one(data):
        targets.TARGETS[name](data)

    one()
