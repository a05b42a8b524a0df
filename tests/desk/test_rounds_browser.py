"""Rounds, publishing and releases in real Chromium, in both languages, wide and narrow."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from masfufa.desk.words import words

from .rounds_books import NAME, book
from .test_see_browser import LOOKS, Seen, seen  # noqa: F401

PDFS = Path(__file__).resolve().parents[1] / "documents" / "data"


def _put(seen: Seen) -> None:  # noqa: F811
    file = {"name": NAME, "mimeType": "application/octet-stream", "buffer": book()}
    seen.page.locator("input[name=files]").set_input_files(file)
    seen.page.locator("#add-form button").click()
    seen.page.wait_for_url("**/rounds/import/**")
    seen.page.wait_for_selector("#take")


def _small(seen: Seen) -> list[str]:  # noqa: F811
    """Buttons, selects and fields that a finger would miss."""
    return seen.page.evaluate(
        """() => [...document.querySelectorAll("main button, main select, main input:not([type=hidden])")]
          .filter((e) => e.offsetParent && getComputedStyle(e).visibility !== "hidden")
          .map((e) => e.closest("label.box") ?? e)
          .filter((e) => e.getBoundingClientRect().height < 24)
          .map((e) => e.outerHTML.slice(0, 80))"""
    )


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_a_round_is_mapped_previewed_and_taken(seen: Seen, language: str, size: str):  # noqa: F811
    t = words(language)
    seen.open("/rounds", language, size)
    seen.shot(f"rounds-{language}-{size}")
    _put(seen)
    page = seen.page
    seen.shot(f"rounds-import-top-{language}-{size}")
    page.locator("#columns").scroll_into_view_if_needed()
    seen.shot(f"rounds-import-columns-{language}-{size}")
    assert page.locator('select[name="c4"]').input_value() == "displaced_person"
    assert not page.locator('input[name="p3"]').is_visible()
    page.locator('select[name="c5"]').select_option("displaced_person")
    page.locator('input[name="p5"]').fill("sex=f")
    page.locator('input[name="k-operation"]').fill(f"Libya {language} {size}")
    page.locator('button[value="sheet"]').click()
    page.wait_for_url("**#columns")
    page.wait_for_selector("#take")
    assert "sex=f" in page.locator("main").inner_text()
    page.locator("h2#preview-title").scroll_into_view_if_needed()
    seen.shot(f"rounds-preview-{language}-{size}")
    # A mistake is told, and what was chosen stays.
    page.locator('select[name="c6"]').select_option("displaced_person")
    page.locator('button[value="sheet"]').click()
    page.wait_for_selector(".message.bad")
    assert "mapping-twice" in page.locator(".message.bad").inner_text()
    assert page.locator('select[name="c6"]').input_value() == "displaced_person"
    assert _small(seen) == []
    found, seen.complaints = seen.complaints, []
    assert [c for c in found if "422" not in c] == []  # the browser tells of the status; nothing else
    page.locator('input[name="saved"]').fill(f"libya {language} {size}")
    page.locator('button[value="take"]').click()
    page.wait_for_url("**/rounds?taken=taken**")
    assert t("rounds.taken_told")["taken"] in page.locator("[role=status]").inner_text()
    seen.shot(f"rounds-taken-{language}-{size}")
    page.locator(".batches a.open").first.click()
    page.wait_for_selector("[data-page=batch]")
    seen.shot(f"rounds-batch-{language}-{size}")
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_press_stands_beside_the_tracker(seen: Seen, language: str, size: str):  # noqa: F811
    seen.open("/rounds/compare", language, size)
    table = seen.page.locator("table.compare")
    assert "140,133" in table.inner_text() or "1,200" in table.inner_text()
    table.scroll_into_view_if_needed()
    seen.shot(f"compare-{language}-{size}")
    assert _small(seen) == []
    table.locator("a.value").first.click()
    seen.page.wait_for_selector("[data-page=cell]")
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_a_format_is_previewed_and_downloaded(seen: Seen, language: str, size: str):  # noqa: F811
    seen.open("/publish?category=killed", language, size)
    page = seen.page
    assert page.locator("table.sheet-table tbody tr").count() > 3
    page.locator("table.sheet-table").scroll_into_view_if_needed()
    seen.shot(f"publish-{language}-{size}")
    page.locator("select[name=format]").select_option("ged")
    page.locator(".filters button.main").click()
    page.wait_for_url("**format=ged**")
    assert page.locator("th", has_text="date_start").count() == 1
    with page.expect_download() as download:
        page.locator(".filters a[download]").click()
    data = io.BytesIO(download.value.path().read_bytes()).getvalue()
    assert data.startswith(b"id,") and download.value.suggested_filename.endswith(".csv")
    assert _small(seen) == []
    seen.open(f"/publish?format=brief-html&language={language}&known=2019-08-31", language, size)
    frame = page.frame_locator("iframe.brief")
    frame.locator("h1").wait_for()
    assert frame.locator("html").get_attribute("dir") == words(language).direction
    # Its own style is let in, so key figures are laid out as a grid.
    assert frame.locator(".figures").evaluate("e => getComputedStyle(e).display") == "grid"
    page.locator("iframe.brief").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    seen.shot(f"publish-brief-{language}-{size}")
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_a_release_is_proposed_and_needs_a_second_person(seen: Seen, language: str, size: str):  # noqa: F811
    t = words(language)
    seen.open("/publish?category=killed&known=2019-08-31", language, size)
    page = seen.page
    page.locator("#propose input[name=name]").fill("آب ٢٠١٩" if language == "ar" else "August 2019")
    page.locator("#propose").scroll_into_view_if_needed()
    seen.shot(f"release-propose-{language}-{size}")
    page.locator("#propose button").click()
    page.wait_for_selector("[data-page=release]")
    assert t("publish.second_person") in page.locator("#sign").inner_text()
    assert page.locator("button[value=sign]").count() == 0
    assert page.locator(".files a").count() == 9
    page.frame_locator("iframe.brief").locator("h1").wait_for()
    seen.shot(f"release-{language}-{size}")
    page.locator("#differs").scroll_into_view_if_needed()
    seen.shot(f"release-differs-{language}-{size}")
    page.locator("#sign input[name=reason]").fill("لم يكتمل" if language == "ar" else "not complete")
    page.locator("button[value=refuse]").click()
    page.wait_for_selector("#sign", state="detached")
    assert t("publish.states")["refused"] in page.locator(".title-row").inner_text()
    seen.open("/releases", language, size)
    seen.shot(f"releases-{language}-{size}")
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_a_record_opens_in_its_sheet_and_on_its_page(seen: Seen, language: str, size: str):  # noqa: F811
    t = words(language)
    seen.open("/rounds", language, size)
    page = seen.page
    page.locator(".batches a.open", has_text="dtm-tripoli").last.click()
    page.locator("main .button").first.click()
    page.locator(".card.selected .in-source a").click()
    cell = page.locator("#cell")
    cell.wait_for()
    page.wait_for_timeout(200)
    assert cell.is_visible() and cell.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    seen.shot(f"source-sheet-{language}-{size}")
    cell.locator("a").click()
    page.wait_for_selector("[data-page=review]")
    # A PDF: put through the inbox, then its first figure on its page.
    name = f"report-{language}-{size}.pdf"
    data = (PDFS / ("arabic.pdf" if language == "ar" else "english.pdf")).read_bytes() + b"\n%" + name.encode()
    seen.open("/", language, size)
    page.locator("input[name=files]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": data})
    page.locator("#add-form button").click()
    page.locator("#adding a", has_text=name).wait_for()
    page.locator("#adding a", has_text=name).click()
    page.locator(".card.selected .in-source a").click()
    page.wait_for_selector("svg.pdf-page rect.hit")
    drawn = page.evaluate("fetch(document.querySelector('svg image').getAttribute('href')).then((r) => r.ok)")
    assert drawn and t("page") in page.locator("nav.pages").inner_text()
    page.locator("svg.pdf-page").scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    seen.shot(f"source-pdf-{language}-{size}")
    seen.done()
