from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from masfufa.cli.html_out import Html, marked
from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.records import Document, Figure, Reading

from .event_samples import STORY, event_item
from .samples import ARABIC, arabic_item, english_item


class Page(HTMLParser):
    """Collects elements, ids, links and the words inside `div.text`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._inside = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if self._inside and tag not in ("br",):
            self._inside += 1
        if tag == "div" and dict(attrs).get("class") == "text":
            self._inside = 1

    def handle_endtag(self, tag):
        if self._inside:
            self._inside -= 1

    def handle_data(self, data):
        if self._inside:
            self.text.append(data)


def page_of(*items: Item, interface: str = "en") -> str:
    out = Html(Settings("html", interface=interface))
    return out.head() + "".join(map(out.document, items)) + out.tail(Totals(len(items), 5, 1))


def test_the_text_is_whole_and_every_link_leads_somewhere():
    page = Page(page_of(arabic_item("1"), english_item("2.7")))
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert "".join(page.text).startswith(ARABIC)
    assert len(ids) == len(set(ids))
    assert {"d1-f0", "d1-s0", "d1-s1", "d2-7-f1", "d2-7-s1"} <= set(ids)
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)


def test_nothing_comes_from_outside():
    html = page_of(arabic_item())
    page = Page(html)
    assert not re.search(r"https?://|url\(|@import", html)
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{}]
    assert "default-src 'none'" in html


def test_a_part_inside_its_total_carries_both():
    page = Page(page_of(arabic_item()))
    inner = next(attributes for _, attributes in page.tags if attributes.get("id") == "d1-s1")
    assert inner["data-f"] == "0 1"
    assert "overlap" in inner["class"].split()
    assert inner["href"] == "#d1-f1"


def test_directions_follow_the_text_and_the_interface():
    english, arabic = page_of(arabic_item()), page_of(english_item(), interface="ar")
    assert '<html lang="en" dir="ltr">' in english and '<div class="text" dir="rtl" lang="ar">' in english
    assert '<html lang="ar" dir="rtl">' in arabic and '<div class="text" dir="ltr" lang="en">' in arabic
    assert "نازحون" in arabic


INJECTION = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;\u202e\x00"


def test_nothing_of_a_document_is_run():
    figure = Figure(INJECTION, 0, len(INJECTION), "killed", 1, 1, "exact", "person", "incident", "asserted")
    reading = Reading(INJECTION, "en", None, INJECTION, INJECTION, (figure,))
    html = page_of(Item("1", Document(INJECTION, INJECTION, publisher=INJECTION), reading, False))
    html += Html(Settings("html")).failure("2", Failure(INJECTION, "bad-json", INJECTION, None))
    page = Page(html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "\x00" not in html


@given(
    st.text(alphabet="ab<&\"' قتل", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 9)), max_size=6),
)
def test_marking_never_changes_the_text(text: str, spans: list[tuple[int, int]]):
    plain = Figure("", 0, 0, "killed", 1, 1, "exact", "person", "incident", "asserted")
    figures = tuple(
        dataclasses.replace(plain, start=start, end=min(start + length, len(text)))
        for start, length in spans
        if start < len(text)
    )
    html = marked(text, Reading("x", "en", None, None, "1", figures), "d1")
    page = Page(f'<div class="text">{html}</div>')
    assert "".join(page.text) == text
    assert {attributes["id"] for _, attributes in page.tags if attributes.get("id")} == {
        f"d1-s{number}" for number in range(len(figures))
    }


def test_events_and_statements_are_marked_and_linked_both_ways():
    page = Page(page_of(event_item("1")))
    assert "".join(page.text) == STORY
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert {"d1-e0", "d1-t0", "d1-e2", "d1-t2", "d1-q0", "d1-u0", "d1-f0", "d1-s0", "d1-events"} <= set(ids)
    assert all(link[1:] in ids for link in links)
    by_id = {attributes.get("id"): attributes for _, attributes in page.tags}
    assert by_id["d1-t0"]["href"] == "#d1-e0" and by_id["d1-t0"]["data-f"] == "e0"
    assert "trigger" in by_id["d1-t0"]["class"].split() and "force" in by_id["d1-t0"]["class"].split()
    inside = by_id["d1-t1"]  # the word of the event opens what was said
    assert inside["data-f"] == "e1 q0" and {"statement", "trigger"} <= set(inside["class"].split())
    victims = next(a for _, a in page.tags if "target" in (a.get("class") or "").split())
    assert victims["data-f"] == "0 e0" and victims["href"] == "#d1-f0"


def test_events_have_words_in_both_interfaces():
    english, arabic = page_of(event_item()), page_of(event_item(), interface="ar")
    for words in ("attacked", "heavy weapons", "armed group", "Statements", "word for word", "background"):
        assert words in english and words not in arabic.split("<main>")[1]
    for words in ("اعتدى", "أسلحة ثقيلة", "جماعة مسلحة", "الأقوال", "بنصه", "خلفية"):
        assert words in arabic


def test_a_page_without_events_has_no_headings():
    html = page_of(arabic_item())
    assert "<nav" not in html and "<h3" not in html
