"""The spaCy component: what it puts on a Doc, in which place, and that pipeline and Docs can be stored and sent."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from masfufa.errors import UsageError
from masfufa.reading.reader import read
from masfufa.records import Reading

spacy = pytest.importorskip("spacy")
component = pytest.importorskip("masfufa.plugins.spacy_component")

ARABIC = "أعلنت وزارة الصحة مقتل 12 شخصا وإصابة 30 آخرين في الفاشر أمس."
ENGLISH = "The ministry said 12 people were killed and 3,500 families fled Tripoli on Sunday."
DAY = dt.date(2019, 4, 8)


def pipeline(lang: str = "ar", **config: object):
    nlp = spacy.blank(lang)
    nlp.add_pipe("masfufa", config={"published": "2019-04-08", **config})
    return nlp


@pytest.mark.parametrize(("language", "text"), [("ar", ARABIC), ("en", ENGLISH)])
def test_a_doc_holds_the_reading_that_masfufa_makes(language: str, text: str):
    doc = pipeline(language)(text)
    expected = read(text, published=DAY, language=language)
    assert doc._.masfufa == expected and isinstance(doc._.masfufa, Reading)
    assert doc._.figures == expected.figures and len(doc._.figures) == 2
    for name in component.LISTS:
        assert getattr(doc._, name) == getattr(expected, name)
        spans = doc.spans[f"masfufa_{name}"]
        assert len(spans) == len(getattr(expected, name))
        for span in spans:
            record = getattr(expected, name)[int(span.id_)]
            assert span.start_char <= record.start and record.end <= span.end_char
            assert record.text in span.text
    assert [span.label_ for span in doc.spans["masfufa_figures"]] == [f.category for f in expected.figures]


def test_spans_are_exact_but_for_what_spacy_can_not_part():
    doc = pipeline()("وصل 5 جرحى و12 قتيلا.")
    assert [(s.text, s.label_) for s in doc.spans["masfufa_figures"]] == [
        ("5 جرحى", "wounded"),
        ("و12 قتيلا", "killed"),  # one token with its conjunction for spaCy
    ]
    assert [f.text for f in doc._.figures] == ["5 جرحى", "12 قتيلا"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "لا أرقام هنا", "👩‍👩‍👧 مقتل 12 شخصا 🇸🇩\u200f في الفاشر"])
def test_odd_texts(text: str):
    doc = pipeline()(text)
    assert doc.text == text and doc._.masfufa == read(text, published=DAY, language="ar")
    assert len(doc.spans["masfufa_figures"]) == len(doc._.figures)


def test_before_the_component_has_run_there_is_nothing():
    doc = spacy.blank("ar")(ARABIC)
    assert doc._.masfufa is None and doc._.figures == ()


def test_language_is_the_pipelines_the_configured_or_told_from_the_text():
    assert pipeline("en")(ENGLISH)._.masfufa.language == "en"
    assert pipeline("xx")(ARABIC)._.masfufa.language == "ar"
    assert pipeline("xx", language="en")(ENGLISH)._.masfufa.language == "en"
    other = pipeline("xx")("Все жители города покинули свои дома в прошлом году.")._.masfufa
    assert other.figures == () and [n.kind for n in other.notices] == ["unsupported-language"]


def test_each_doc_may_have_its_own_publication_date():
    nlp = pipeline()
    doc = nlp.make_doc(ARABIC)
    doc._.masfufa_published = "2024-06-01"
    doc = nlp(doc)
    assert doc._.masfufa_published == dt.date(2024, 6, 1)
    assert doc._.figures[0].period.start == dt.date(2024, 5, 31)
    assert nlp(ARABIC)._.figures[0].period.start == dt.date(2019, 4, 7)
    unknown = spacy.blank("ar")
    unknown.add_pipe("masfufa")
    assert unknown(ARABIC)._.figures[0].period is None


def test_wrong_settings():
    with pytest.raises(UsageError, match="2019-04-08"):
        pipeline(published="8/4/2019")
    with pytest.raises(UsageError, match="ar, en, fr"):
        pipeline(language="de")
    with pytest.raises(UsageError, match="no reader"):
        pipeline(readers=["nobody"])
    with pytest.raises(UsageError, match="is not a date"):
        spacy.blank("ar")(ARABIC)._.masfufa_published = "tomorrow"


def test_pipe_gives_the_same_as_one_by_one():
    nlp, texts = pipeline(), [ARABIC, "", "وصل 5 جرحى.", ARABIC * 3]
    docs = list(nlp.pipe(texts, batch_size=2))
    assert [doc._.masfufa for doc in docs] == [nlp(text)._.masfufa for text in texts]
    together = list(nlp.pipe([(ARABIC, 1), ("", 2)], as_tuples=True))
    assert [(len(doc._.figures), n) for doc, n in together] == [(2, 1), (0, 2)]


def test_several_processes():
    nlp = pipeline()
    docs = list(nlp.pipe([ARABIC] * 4, n_process=2, batch_size=2))
    assert [doc._.masfufa for doc in docs] == [nlp(ARABIC)._.masfufa] * 4
    assert [span.text for span in docs[3].spans["masfufa_figures"]] == ["12 شخصا", "30 آخرين"]


def test_a_pipeline_is_stored_with_its_settings(tmp_path: Path):
    nlp = pipeline("xx", language="ar")
    nlp.to_disk(tmp_path / "pipeline")
    for again in (
        spacy.load(tmp_path / "pipeline"),
        spacy.blank("xx").from_config(nlp.config).from_bytes(nlp.to_bytes()),
    ):
        assert again.pipe_names == ["masfufa"]
        assert again(ARABIC)._.masfufa == nlp(ARABIC)._.masfufa


def test_docs_are_stored_with_their_readings():
    nlp = pipeline()
    doc = nlp(ARABIC)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    packed = spacy.tokens.DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (unpacked,) = spacy.tokens.DocBin(store_user_data=True).from_bytes(packed).get_docs(nlp.vocab)
    for stored in (again, unpacked, pickle.loads(pickle.dumps(doc))):
        assert stored._.masfufa == doc._.masfufa
        assert [(s.text, s.label_, s.id_) for s in stored.spans["masfufa_figures"]] == [
            (s.text, s.label_, s.id_) for s in doc.spans["masfufa_figures"]
        ]


def test_it_goes_beside_other_components():
    nlp = pipeline("en")
    nlp.add_pipe("sentencizer", first=True)
    doc = nlp(f"{ENGLISH} 4 people were hurt.")
    assert len(list(doc.sents)) == 2
    (last,) = [span for span in doc.spans["masfufa_figures"] if span.label_ == "wounded"]
    assert last.sent.text == "4 people were hurt."


def test_the_entry_point_makes_it_known_without_an_import():
    code = "import spacy; nlp = spacy.blank('ar'); nlp.add_pipe('masfufa'); print(len(nlp('قُتل 12 شخصا')._.figures))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "1", done.stderr
