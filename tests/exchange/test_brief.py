"""The situation brief: what it says, that every number leads to its sentence, and its three layouts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
import yaml
from tests.exchange.small_ledger import COUNTRY, TRIPOLI, cells, ledger

from masfufa.claims import Claim
from masfufa.errors import UsageError
from masfufa.exchange.brief import words as words_module
from masfufa.exchange.brief.content import Ask, Brief, make_brief
from masfufa.exchange.brief.docx import write_docx
from masfufa.exchange.brief.drawing import draw_map, draw_series
from masfufa.exchange.brief.facts import facts_of
from masfufa.exchange.brief.html import brief_html
from masfufa.exchange.brief.pdf import write_pdf
from masfufa.exchange.brief.words import LANGUAGES, words_of
from masfufa.tracking.ledger import Cell, Change, Estimate, Flag, Ledger

SENTENCE = "قالت المنظمة إن الغارة أدت إلى مقتل 53 شخصا في تاجوراء."


def course() -> list[Cell]:
    """Five weeks of killed, the third without a value."""
    out = []
    for number, best in enumerate((5, 12, None, 53, 0)):
        start = dt.date(2019, 6, 10) + dt.timedelta(7 * number)
        estimate = Estimate(best, best, None if best is None else best + 7, "median", ("c1",))
        out.append(
            dataclasses.replace(
                cells()[0], place=COUNTRY, period_start=start, period_end=start + dt.timedelta(6), estimate=estimate
            )
        )
    return out


def brief(language: str, *, changes: tuple[Change, ...] | None = (), found: Ledger | None = None) -> Brief:
    tripoli, unknown, nowhere = cells()
    found = found or ledger()

    def sentence_of(claim: Claim) -> str | None:
        return SENTENCE if claim.id == "c1" else None

    ask = Ask(
        "طرابلس",
        facts_of(found),
        [dataclasses.replace(tripoli, place=COUNTRY), unknown],
        [tripoli, nowhere],
        course(),
        changes,
        dt.date(2019, 7, 10),
        dt.date(2019, 7, 1) if changes is not None else None,
        sentence_of,
    )
    return make_brief(ask, words_of(language))


def change() -> Change:
    return Change(
        "LBY.LY0211/2019-W27/killed/person", TRIPOLI, None, None, "killed", "person", "flow", "all",
        "changed", 44, 53, "late_report", "a report of 4 July", ("c1",),
    )  # fmt: skip


def test_every_number_leads_to_its_sentence() -> None:
    made = brief("ar")
    assert [note.words for note in made.notes] == [SENTENCE]
    assert made.key_figures[0].number.notes == (1,)
    assert made.happenings[0].killed.notes == (1,)
    assert "WHO" in made.notes[0].where
    page = brief_html(made)
    targets = set(re.findall(r'href="#(n\d+)"', page))
    assert targets and targets <= set(re.findall(r'id="(n\d+)"', page))


def test_unknown_is_said_and_zero_is_a_number() -> None:
    made = brief("en")
    assert [figure.number.text for figure in made.key_figures] == ["53", "unknown"]
    assert made.key_figures[0].number.interval == "44–60"
    rows = dict(made.rows)
    assert rows["Tripoli"][0] is not None and rows["Tripoli"][0].text == "53"
    wounded = next(number for number in rows["place not resolved"] if number)
    assert wounded.text == "0"


def test_a_change_says_what_was_and_why() -> None:
    made = brief("en", changes=(change(),))
    assert made.changes[0].text == "Tripoli, killed: 44 → 53"
    assert made.changes[0].detail == "a report of 4 July"
    assert made.compared


def test_nothing_to_compare_with_is_not_nothing_changed() -> None:
    assert "No earlier brief to compare with." in brief_html(brief("en", changes=None))
    assert "Nothing has changed." in brief_html(brief("en", changes=()))


def test_disagreements_are_shown() -> None:
    flag = Flag("sources_disagree", ("c1",), "WHO 53, Health Ministry 44")
    made = brief("ar", found=dataclasses.replace(ledger(), flags=(flag,)))
    assert made.disagreements[0].text == "مصادر مستقلة متعارضة"
    assert made.disagreements[0].notes == (1,)


def test_an_empty_ledger_says_so() -> None:
    empty = Ledger({}, {}, {}, {}, (), (), (), {}, (), {})
    ask = Ask("x", facts_of(empty), [], [], [], None, dt.date(2026, 1, 1), None, lambda claim: None)
    made = make_brief(ask, words_of("fr"))
    assert words_of("fr")["nothing"] in brief_html(made)


def test_a_taken_down_sentence_is_withheld() -> None:
    found = ledger()
    claim = found.claims["c1"]
    gone = dataclasses.replace(claim, locator=dataclasses.replace(claim.locator, text=""), publisher=None)
    tripoli = cells()[0]
    ask = Ask(
        "x", facts_of(dataclasses.replace(found, claims={"c1": gone})), [tripoli], [], [], None, dt.date(2026, 1, 1),
        None, lambda claim: None,
    )  # fmt: skip
    assert make_brief(ask, words_of("en")).notes[0].words == "(taken down)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_layouts_hold_the_same_numbers(language: str, tmp_path: Path) -> None:
    made = brief(language, changes=(change(),))
    page = brief_html(made)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    write_docx(made, tmp_path / "b.docx")
    document = docx.Document(str(tmp_path / "b.docx"))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert SENTENCE in words
    assert ("w:bidi" in document.paragraphs[0]._p.xml) == (language == "ar")
    write_pdf(made, tmp_path / "b.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    assert "53" in text and "60" in text
    pdf.close()


def test_the_drawings_are_well_formed_and_gaps_stay_gaps() -> None:
    made = brief("ar")
    drawn = draw_map(made.points, made.countries, made.words)
    root = ElementTree.fromstring(drawn)
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 1
    chart = ElementTree.fromstring(draw_series(made.series[0], made.words))
    bars = chart.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 4, "five weeks, one of them unknown: no bar, not a bar of zero"
    assert draw_map((), made.countries, made.words) == ""


def test_each_language_has_the_same_words() -> None:
    text = Path(words_module.__file__).with_name("words.yaml").read_text(encoding="utf-8")
    blocks = yaml.safe_load(text)
    assert set(blocks) == set(LANGUAGES)
    for block in blocks.values():
        assert set(block) == set(blocks["en"])
        for key, value in block.items():
            if isinstance(value, dict):
                assert set(value) == set(blocks["en"][key])


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        words_of("de")
    assert caught.value.code == "brief-language"
