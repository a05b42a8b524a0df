from __future__ import annotations

import io
import shutil
import zlib
from pathlib import Path

import pytest

from masfufa.documents import pdf_worker
from masfufa.documents.limits import Limits
from masfufa.documents.load import Options, from_bytes, load
from masfufa.documents.pdf import read_pdf
from masfufa.documents.pdf_layout import Page, back_to_front, join_pages, page_of_blocks, page_of_plain
from masfufa.documents.pdf_numbers import checked_page
from masfufa.errors import DocumentError

TITLE = "مقتل 12 مدنيا في قصف على حي النسيم"
DATELINE = "الخرطوم، 5 نيسان/أبريل 2023"
FIRST = (
    "قال مسؤول محلي إن 12 مدنيا قتلوا وأصيب 37 آخرون في قصف مدفعي طال حي النسيم مساء الثلاثاء، "
    "ونزحت 450 أسرة إلى القرى المجاورة."
)
SECOND = "وأضاف المسؤول أن 3 أطفال بين القتلى، وأن فرق الإغاثة وزعت 1200 سلة غذائية."
NEXT_PAGE = "وفي حادث منفصل، أصيب 8 عمال بجروح عندما انهار جدار في سوق الزهور."


def test_arabic(data: Path) -> None:
    document = load(data / "arabic.pdf")
    first, second = document.text.split("\n\n")
    assert first.split("\n") == [TITLE, DATELINE, FIRST, SECOND]
    assert second.split("\n")[0] == NEXT_PAGE
    assert document.title == TITLE
    assert document.source is not None
    assert document.source.media_type == "application/pdf"
    assert document.source.pages == (0, len(first) + 2)
    assert document.text[document.source.pages[1] :] == second
    assert document.notices == ()


def test_a_number_that_kerning_breaks_is_mended(data: Path) -> None:
    """In this file the qalam reads 450 as "50 4"; PDFium has it whole."""
    document = load(data / "arabic_amiri.pdf")
    assert document.text == "\n".join([TITLE, DATELINE, FIRST, SECOND])
    assert document.notices == ()


def test_presentation_forms_in_visual_order(data: Path) -> None:
    """The slash has no glyph in the font and is lost in the file: it stays visible as U+FFFD, with a notice."""
    document = load(data / "arabic_visual.pdf")
    assert document.text == "\n".join([TITLE, DATELINE.replace("/", "\ufffd"), FIRST, SECOND])
    assert [notice.kind for notice in document.notices] == ["garbled-text"]


def test_rows_of_a_table(data: Path) -> None:
    text = load(data / "arabic_table.pdf").text
    assert text.split("\n")[2:] == ["المدينة\tالقتلى\tالجرحى", "النسيم\t12\t37", "الزهور\t4\t8"]


def test_latin_lines_are_joined_to_paragraphs(data: Path) -> None:
    lines = load(data / "english.pdf").text.split("\n")
    assert [line[:22] for line in lines] == [
        "Shelling kills 12 in N",
        "Twelve civilians were ",
        "Three children were am",
    ]
    assert "district on Tuesday evening" in lines[1]
    assert "ont été tués et 37 blessés" in load(data / "french.pdf").text


@pytest.mark.parametrize(("name", "code"), [("no_text.pdf", "pdf-needs-ocr"), ("encrypted.pdf", "pdf-encrypted")])
def test_what_cannot_be_read(data: Path, name: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(data / name)
    assert caught.value.code == code


def test_a_scan_names_the_extra(data: Path) -> None:
    with pytest.raises(DocumentError, match=r"masfufa\[ocr\]"):
        load(data / "no_text.pdf")


def test_ocr_of_a_scan(data: Path) -> None:
    """Where Tesseract is installed: a page of our own, made a picture."""
    pytest.importorskip("pytesseract")
    if shutil.which("tesseract") is None:
        pytest.skip("no tesseract")
    import pypdfium2

    picture = pypdfium2.PdfDocument(data / "arabic.pdf")[0].render(scale=3).to_pil().convert("L")
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=216)
    try:
        document = from_bytes(out.getvalue(), "x", Options(ocr=True))
    except DocumentError as error:
        assert error.code == "ocr-missing"
        pytest.skip("no Arabic data")
    assert "ocr-used" in [notice.kind for notice in document.notices]
    assert {"12", "450", "1200"} <= set(document.text.split())


def test_ocr_of_a_scan_without_letters_or_without_the_extra(data: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        load(data / "no_text.pdf", ocr=True)
    assert caught.value.code in ("ocr-missing", "pdf-needs-ocr")


@pytest.mark.parametrize("keep", [20, 3000, 15000])
def test_cut_short(data: Path, keep: int) -> None:
    with pytest.raises(DocumentError) as caught:
        from_bytes((data / "arabic.pdf").read_bytes()[:keep], "x")
    assert caught.value.code in ("pdf-broken", "pdf-needs-ocr")


def test_too_many_pages(data: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        load(data / "arabic.pdf", limits=Limits(pages=1))
    assert caught.value.code == "too-large" and "2 pages" in caught.value.message


def test_a_reader_that_takes_too_long_is_ended(data: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        load(data / "arabic.pdf", limits=Limits(pdf_seconds=0.001))
    assert caught.value.code == "pdf-timeout"


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_refused_before_it_goes_off(layers: int) -> None:
    packed = zlib.compress(b"q " * (40 << 20), 9)
    names = b"/FlateDecode"
    if layers == 2:
        packed, names = zlib.compress(packed, 9), b"[/FlateDecode/FlateDecode]"
    body = b"%%PDF-1.5\n1 0 obj\n<</Filter %s/Length %d>>stream\n%s\nendstream\nendobj\n" % (names, len(packed), packed)
    assert len(body) < 200_000
    with pytest.raises(DocumentError) as caught:
        read_pdf(body)
    assert caught.value.code == "too-large"


def test_the_worker_in_this_process(data: Path) -> None:
    answer = pdf_worker.extract(str(data / "english.pdf"), 5)
    assert [found["kind"] for found in answer["pages"][0]["blocks"]] == ["text", "text", "text"]
    assert "37 others" in answer["pages"][0]["plain"]


def test_numbers_that_two_readers_see_differently() -> None:
    whole = Page(("قتل 450 شخصا وجرح 12",), ())
    assert checked_page(whole, whole) == (whole, True)
    assert checked_page(Page(("قتل 50 4 شخصا وجرح 12",), ()), whole) == (whole, True)
    assert checked_page(Page(("قتل 4 50 شخصا وجرح 12",), ()), whole) == (whole, True)
    thousands = Page(("توفي 4,006 أشخاص",), ())
    assert checked_page(Page(("توفي 006, 4 أشخاص",), ()), thousands) == (thousands, True)
    other = Page(("قتل 405 شخصا وجرح 12",), ())
    assert checked_page(other, whole) == (other, False)
    assert checked_page(Page(("قتل 45 12",), ()), Page(("قتل 45 12",), ()))[1] is True


def test_digits_of_any_script_are_the_same_numbers() -> None:
    arabic = Page(("قتل ٤٥٠ وجرح ١٬٢٠٠",), ())
    assert checked_page(arabic, Page(("قتل 450 وجرح 1,200",), ())) == (arabic, True)


def test_letters_in_reverse_order_are_recognised() -> None:
    assert back_to_front("ةنيدم يف ىحرج ةعبرأو")
    assert not back_to_front("أربعة جرحى في مدينة غزة")
    assert not back_to_front("twelve killed")


def test_a_printed_page_with_bold_numbers_columns_and_a_table(data: Path) -> None:
    """PDFium has this page's shaped letters back to front; qalam alone has them right, and the numbers agree."""
    document = load(data / "arabic_chromium.pdf")
    lines = document.text.split("\n")
    assert lines[2].startswith("قال مسؤول محلي إن 12 مدنيا قتلوا وأصيب 37 آخرون")
    assert "ونزحت 1,450 أسرة إلى القرى المجاورة، بحسب" in lines[2]
    assert lines[3].endswith("انهار جدار في سوق الزهور.") and "٢٥٠٠٠ شخص، منهم ٤٥٪ من" in lines[4]
    assert lines[5:] == [
        "المدينة\tالقتلى\tالجرحى",
        "النسيم\t12\t37",
        "الزهور\t4\t8",
        "قتل 12 في النسيم",
        "جرح 8 في الزهور",
    ]
    assert document.notices == ()


def test_paragraphs_in_columns_with_bold_words_and_running_heads(data: Path) -> None:
    """One paragraph begins in the first column and ends in the second, in a block whose lines qalam sorts by height."""
    document = load(data / "arabic_columns.pdf")
    lines = document.text.split("\n")
    assert lines == [
        "تقرير عن الوضع",
        *(
            f"النسيم، {i} مارس. قتل ما لا يقل عن {i + 2} مدنيا وأصيب {i * 10 + 3} آخرون عندما سقطت قذائف على الحي مساء "
            f"الثلاثاء، بحسب مسؤول محلي. وفرت نحو {i * 100} أسرة إلى القرى المجاورة، وأصبح أكثر من 1,{i:03} شخص في "
            "ثلاث مدارس."
            for i in range(1, 12)
        ),
    ]
    assert document.notices == ()


def test_a_paragraph_goes_on_below_and_in_the_next_column() -> None:
    def text(blocks: list[dict[str, object]]) -> tuple[str, ...]:
        return page_of_blocks(blocks).paragraphs

    wide = "a line of the text that fills the column"
    assert text([block([wide]), block(["and goes on in italics"], top=680), block([wide, wide], top=500)])[0] == (
        f"{wide} and goes on in italics"
    )
    assert text([block([f"{wide}."]), block(["Another."], top=680), block([wide, wide], top=500)])[:2] == (
        f"{wide}.", "Another.",
    )  # fmt: skip
    left, right = block([wide, wide], 50, 280, top=100), block(["goes on for all of the next line", "here."], 310, 550)
    assert text([left, right]) == (f"{wide} {wide} goes on for all of the next line here.",)
    assert text([block([wide, f"{wide}."], 50, 280, top=100), right]) == (
        f"{wide} {wide}.",
        "goes on for all of the next line here.",
    )


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        Page(("Situation report", f"Body of page {'abc'[i]}, which ends.", f"Page {i + 1} of 3"), ()) for i in range(3)
    ]
    text, starts = join_pages(pages)
    assert text == "Body of page a, which ends.\n\nBody of page b, which ends.\n\nBody of page c, which ends."
    assert [text[start : start + 14] for start in starts] == ["Body of page a", "Body of page b", "Body of page c"]


def test_a_sentence_that_runs_over_the_page_is_kept_whole() -> None:
    long = "At least twelve civilians were killed and many others were wounded in"
    text, starts = join_pages([Page((long,), ()), Page(("the town of Nassim.",), ())])
    assert text == f"{long} the town of Nassim."
    assert starts == [0, len(long) + 1]


def test_an_empty_page_starts_where_the_next_does() -> None:
    text, starts = join_pages([Page(("One.",), ()), Page((), ()), Page(("Two.",), ())])
    assert (text, starts) == ("One.\n\nTwo.", [0, 4, 6])


def block(lines: list[str], x0: float = 50, x1: float = 550, top: float = 700) -> dict[str, object]:
    baselines = [top - 20 * i for i in range(len(lines))]
    return {
        "kind": "text",
        "lines": lines,
        "box": [x0, baselines[-1], x1, top + 10],
        "baselines": baselines,
        "size": 12.0,
    }


def test_a_bold_number_stays_in_its_line() -> None:
    rest = ["مدنيا قتلوا وأصيب 37 آخرون في قصف على المدينة", "مساء الثلاثاء."]
    blocks = [block(["قال مسؤول إن"], 486, 550), block(["12"], 472, 486), block(rest, 50, 550)]
    assert page_of_blocks(blocks).paragraphs == (f"قال مسؤول إن 12 {rest[0]} {rest[1]}",)


def test_columns_are_not_joined() -> None:
    blocks = [block(["First column of text."], 50, 280), block(["Second column of text."], 310, 550)]
    assert page_of_blocks(blocks).paragraphs == ("First column of text.", "Second column of text.")


def test_lists_keep_their_lines_and_hyphens_join() -> None:
    lines = ["• 12 killed in the first of the towns", "• 13 killed in the second of the towns"]
    assert page_of_blocks([block(lines)]).paragraphs == tuple(lines)
    hyphened = block(["the town was bom\u00ad", "barded by the army"])
    assert page_of_blocks([hyphened]).paragraphs == ("the town was bombarded by the army",)
    assert page_of_plain("the town was bom\u0002\r\nbarded by them").paragraphs == ("the town was bombarded by them",)


def test_letters_of_presentation_forms_are_base_letters() -> None:
    assert page_of_plain("\ufe97\ufedf\ufeea \ufefb \ufb01re").paragraphs == ("تله لا fire",)
