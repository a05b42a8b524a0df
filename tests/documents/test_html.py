from __future__ import annotations

import datetime as dt
import time

import pytest

from masfufa.documents.html import read_html
from masfufa.documents.html_metadata import written_date
from masfufa.documents.limits import Limits
from masfufa.errors import DocumentError

TITLE = "مقتل 12 في قصف على حي النسيم"
ONE = "قال مسؤول محلي إن 12 مدنيا قتلوا وأصيب 37 آخرون في قصف مدفعي طال حي النسيم مساء الثلاثاء."
TWO = "وأضاف المسؤول أن 3 أطفال بين القتلى، وأن فرق الإغاثة وزعت 1200 سلة غذائية على النازحين في المدينة."


def page(body: str = "", head: str = "", lang: str = "ar") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{TITLE} | وكالة الزهور</title>{head}</head><body>"
        '<nav><a href="/">الرئيسية</a> <a href="/w">العالم</a></nav>'
        f"<article><h1>{TITLE}</h1>{body}"
        f"<p>{ONE}</p><p>{TWO}</p></article><footer>جميع الحقوق محفوظة 2024</footer></body></html>"
    ).encode()


def test_title_first_then_the_article_and_nothing_else() -> None:
    got = read_html(page())
    assert got.text.split("\n") == [TITLE, ONE, TWO]
    assert (got.title, got.language, got.publisher, got.published) == (TITLE, "ar", None, None)


def test_the_title_of_a_page_without_heading() -> None:
    body = f"<html><head><title>{TITLE}</title></head><body><p>{ONE}</p><p>{TWO}</p></body></html>"
    assert read_html(body.encode()).text.split("\n") == [TITLE, ONE, TWO]


def test_publisher_is_what_the_page_declares_and_leaves_the_title() -> None:
    head = '<meta property="og:site_name" content="وكالة الزهور"><meta property="og:title" content="%s | وكالة الزهور">'
    got = read_html(page(head=head % TITLE))
    assert (got.publisher, got.title) == ("وكالة الزهور", TITLE)
    linked = '<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"Zuhur"}}</script>'
    assert read_html(page(head=linked)).publisher == "Zuhur"


def test_captions_pull_quotes_lists_and_tables_are_paragraphs() -> None:
    body = (
        '<figure><img src="a.jpg"><figcaption>منزل دمره القصف الذي قتل 12 شخصا</figcaption></figure>'
        '<aside class="pull-quote"><p>نزحت 450 أسرة من الحي</p></aside>'
        "<ul><li>قتل 3 في الزهور</li><li>أصيب 4 في النور</li></ul>"
        "<table><tr><th>المدينة</th><th>القتلى</th></tr><tr><td>النسيم</td><td>12</td></tr></table>"
    )
    lines = read_html(page(body)).text.split("\n")
    assert sorted(lines) == sorted(
        [
            TITLE, "منزل دمره القصف الذي قتل 12 شخصا", "نزحت 450 أسرة من الحي", "قتل 3 في الزهور", "أصيب 4 في النور",
            "المدينة\tالقتلى", "النسيم\t12", ONE, TWO,
        ]
    )  # fmt: skip
    assert lines[0] == TITLE and lines[-1] == TWO


NAV = '<header><a href="/">Home</a><ul class="menu"><li><a href="/a">World</a></li></ul></header>'
FOOT = "<footer><p>© 2024 Zuhur News. All rights reserved.</p></footer>"
ENGLISH = [
    "Twelve civilians were killed and 37 others wounded when shells hit the Nassim district, an official said.",
    "Three died.",
    "Some 450 families fled to nearby villages, according to the office, which has three schools open as shelters.",
    "“We had nothing,” said a woman.",
]


@pytest.mark.parametrize(
    ("body", "caption"),
    [
        (
            '<div class="post"><h1>Shelling in Nassim</h1><div class="wp-caption aligncenter"><img src="a">'
            '<p class="wp-caption-text">A house in ruins</p></div>'
            + "".join(f"<p>{p}</p>" for p in ENGLISH)
            + "</div>",
            True,
        ),
        (
            "<main><h1>Shelling in Nassim</h1><figure><div><picture><img src=a></picture></div><figcaption>"
            "<span>A house</span> in ruins</figcaption></figure>"
            + "".join(f'<div data-component="text"><p>{p}</p></div>' for p in ENGLISH)
            + "<section><h2>Related topics</h2><ul><li><a href=1>100 killed elsewhere</a></li></ul></section></main>",
            True,
        ),
        ('<div class="article-body"><h2>Shelling in Nassim</h2>' + "<br><br>".join(ENGLISH) + "</div>", False),
        ('<div class="story">' + "".join(f'<div class="para">{p}</div>' for p in ENGLISH) + "</div>", False),
        ("<article><h1>Shelling in Nassim</h1>" + "".join(f"<p>{p}</p>" for p in ENGLISH) + "</article>", False),
    ],
    ids=["wordpress", "components", "breaks", "divs", "plain"],
)
def test_kinds_of_pages(body: str, caption: bool) -> None:
    head = (
        "<head><title>Shelling in Nassim - Zuhur News</title><meta property='og:site_name' content='Zuhur News'></head>"
    )
    got = read_html(f"<html lang=en>{head}<body>{NAV}{body}{FOOT}</body></html>".encode())
    assert got.text.split("\n") == ["Shelling in Nassim", *(["A house in ruins"] if caption else []), *ENGLISH]
    assert got.publisher == "Zuhur News"


def test_an_article_of_one_sentence() -> None:
    body = "<article><h1>Shelling in Nassim</h1><p>Twelve civilians were killed in Nassim on Tuesday.</p></article>"
    got = read_html(f"<html><head><title>Shelling</title></head><body>{NAV}{body}{FOOT}</body></html>".encode())
    assert got.text == "Shelling in Nassim\nTwelve civilians were killed in Nassim on Tuesday."


def test_captions_of_one_picture_stay_in_order() -> None:
    figure = "<figure><img><figcaption>The first caption</figcaption><figcaption>The second one</figcaption></figure>"
    lines = read_html(page(figure)).text.split("\n")
    assert lines.index("The second one") == lines.index("The first caption") + 1


def test_a_page_of_many_elements_takes_no_square_of_time() -> None:
    raw = b"<html><body><figure>" + b"<figcaption>two words</figcaption>" * 20_000
    start = time.perf_counter()
    read_html(raw)
    assert time.perf_counter() - start < 20


def test_line_breaks_end_lines() -> None:
    lines = read_html(page("<p>قتل 3 أشخاص في الزهور<br>وأصيب 4 في النور</p>")).text.split("\n")
    assert "قتل 3 أشخاص في الزهور" in lines and "وأصيب 4 في النور" in lines


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2023-04-05T23:30:00+02:00">',
        '<meta itemprop="datePublished" content="2023-04-05">',
        '<meta name="pubdate" content="20230405T0830">',
        '<meta name="date" content="Wed, 05 Apr 2023 08:30:00 GMT">',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-02-02"},'
        '{"@type":["NewsArticle"],"datePublished":"2023-04-05T08:30:00Z"}]}</script>',
    ],
)
def test_declared_dates(head: str) -> None:
    assert read_html(page(head=head)).published == dt.date(2023, 4, 5)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2023">',
        '<meta name="date" content="2023-04">',
        '<meta name="date" content="2023-02-30">',
        '<meta name="date" content="0001-01-01">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":12}</script>',
        '<script type="application/ld+json">{"@type":</script>',
        f'<script type="application/ld+json">{"[" * 50_000}</script>',
        '<meta property="article:modified_time" content="2023-04-05">',
    ],
)
def test_no_date_is_made_up(head: str) -> None:
    assert read_html(page("<p>الحرب التي بدأت عام 2019 مستمرة حتى الآن</p>", head)).published is None


def test_a_time_element_of_the_article() -> None:
    assert read_html(page('<time datetime="2023-04-05T08:00">اليوم</time>')).published == dt.date(2023, 4, 5)


@pytest.mark.parametrize("text", ["5 نيسان/أبريل 2023", "الخرطوم - 5 أبريل 2023", "نشر في ٥ أبريل ٢٠٢٣"])
def test_a_visible_byline_never_becomes_1_january(text: str) -> None:
    assert read_html(page(f'<p class="byline"><span class="date">{text}</span></p>')).published == dt.date(2023, 4, 5)


def test_the_language_of_the_title_settles_the_order_of_digits() -> None:
    assert read_html(page('<span class="date">05/04/2023</span>')).published == dt.date(2023, 4, 5)


def test_two_dates_in_a_byline_are_no_date() -> None:
    assert read_html(page('<span class="date">5 أبريل 2023 - 6 أبريل 2023</span>')).published is None


def test_the_date_of_an_address() -> None:
    assert read_html(page(), url="https://x.example/2023/04/05/news").published == dt.date(2023, 4, 5)
    assert read_html(page(), url="https://x.example/2023/44/05/news").published is None


def test_written_dates() -> None:
    assert written_date("2023-4-5") == dt.date(2023, 4, 5)
    assert written_date("2023-04-051") is None
    assert written_date("") is None


@pytest.mark.parametrize("codec", ["windows-1256", "iso-8859-6"])
def test_old_encodings(codec: str) -> None:
    raw = page().decode().replace("utf-8", codec).encode(codec)
    assert read_html(raw).text.split("\n") == [TITLE, ONE, TWO]
    assert read_html(raw.replace(b"charset", b"x-unset"), charset=codec).text.split("\n") == [TITLE, ONE, TWO]


def test_an_xml_declaration_and_nul_bytes() -> None:
    raw = b'<?xml version="1.0" encoding="utf-8"?>' + page()
    assert read_html(raw).text.split("\n") == [TITLE, ONE, TWO]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<html><body></body></html>", "no-article"),
        (
            b"<html><body><script>var a = 'twelve people were killed in a long text of words';</script></body></html>",
            "no-article",
        ),
        (
            b"<html><head><title>Home</title></head><body><ul>"
            + b"".join(b'<li><a href="/%d">Politics and the war in part %d</a></li>' % (i, i) for i in range(30))
            + b"</ul></body></html>",
            "no-article",
        ),
        (b"<html><body>" + b"<div>" * 100_000 + b"text", "no-article"),
        (b"<html><body>" + b"<" * 200_000, "no-article"),
        (b"<html>" + b" " * 2000, "too-large"),
        (b"<html><body>" + b"<div>" * 60 + b"Twelve people were killed" + b"</div>" * 60, "too-deep"),
    ],
)
def test_pages_that_hold_no_article(raw: bytes, code: str) -> None:
    limits = Limits(html_bytes=2000) if code == "too-large" else Limits(depth=50 if code == "too-deep" else 500)
    with pytest.raises(DocumentError) as caught:
        read_html(raw, limits)
    assert caught.value.code == code
