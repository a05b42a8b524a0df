"""A record in its document: the page of a PDF with the words marked, the sheet around a cell."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest

from masfufa.documents.load import Options, from_bytes
from masfufa.documents.pdf_pages import find_page, picture
from masfufa.errors import DocumentError
from masfufa.exchange.hxl import read_hxl
from masfufa.exchange.importers import ImportOptions
from masfufa.workspace import Workspace

from .conftest import EVIL, Browser

DATA = Path(__file__).resolve().parents[1] / "documents" / "data"


def test_words_are_found_on_their_page_also_in_arabic():
    english = find_page((DATA / "english.pdf").read_bytes(), "on Tuesday evening, a local official", 0.1)
    assert english.number == english.pages == 1 and len(english.boxes) == 2  # the words run over a line's end
    arabic = find_page((DATA / "arabic.pdf").read_bytes(), "37 آخرون في قصف مدفعي طال", 0.9)
    assert (arabic.number, arabic.pages) == (1, 2) and arabic.boxes
    for x, y, width, height in (*english.boxes, *arabic.boxes):
        assert 0 < x < x + width < arabic.width and 0 < y < y + height < arabic.height
    data = (DATA / "english.pdf").read_bytes()
    first, second = (
        find_page(data, "Nassim", 0.1, around).boxes[0] for around in (("12 in ", " district"), ("hit the ", ""))
    )
    assert first[1] + first[3] < second[1]  # the heading's, and the sentence's below it
    nowhere = find_page((DATA / "arabic.pdf").read_bytes(), "nothing of the kind", 0.9)
    assert nowhere.number == 2 and nowhere.boxes == ()


def test_a_page_is_a_picture_and_what_is_no_page_is_told():
    data = (DATA / "english.pdf").read_bytes()
    png, page = picture(data, 1, 300)
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20], "big") == 300
    assert 290 < int.from_bytes(png[20:24], "big") * page.width / page.height < 310
    for given, number, code in ((data, 2, "no-page"), (data[:400], 1, "pdf-broken")):
        with pytest.raises(DocumentError) as error:
            picture(given, number)
        assert error.value.code == code
    with pytest.raises(DocumentError) as locked:
        picture((DATA / "encrypted.pdf").read_bytes(), 1)
    assert locked.value.code == "pdf-encrypted"


def test_a_record_of_a_pdf_opens_at_its_page(browser: Browser, workspace: Workspace):
    data = (DATA / "english.pdf").read_bytes()
    document = from_bytes(data, "english.pdf", Options(published=dt.date(2024, 5, 1)), suffix=".pdf")
    id = workspace.add_document(document, data, filename="english.pdf").document
    review = browser.client.get(f"/documents/{id}").text
    link = re.search(rf'href="(/documents/{id}/source\?record=[0-9a-f]{{20}})"', review)
    assert link
    page = browser.client.get(link[1])
    assert page.status_code == 200 and '<rect class="hit"' in page.text
    shown = browser.client.get(f"/documents/{id}/pages/1.png")
    assert shown.headers["content-type"] == "image/png" and shown.content.startswith(b"\x89PNG")
    again = browser.client.get(f"/documents/{id}/pages/1.png", headers={"if-none-match": shown.headers["etag"]})
    assert again.status_code == 304
    for odd in ("pages/0.png", "pages/2.png", "pages/99999.png"):
        assert browser.client.get(f"/documents/{id}/{odd}").status_code == 404
    assert browser.client.get(f"/documents/{id}/source?page=9").status_code == 422
    workspace.purge(id, "a witness", "Ana")
    assert browser.client.get(f"/documents/{id}/pages/1.png").status_code == 404


def test_a_record_of_a_table_opens_in_its_sheet(browser: Browser, workspace: Workspace, tmp_path: Path):
    head = "Place,Note,Displaced,Day\n#adm1+name,#description,#affected+idps,#date+reported\n"
    rows = [f"Tripoli,{EVIL if n == 60 else n},{n + 100},2019-05-{n % 28 + 1:02d}" for n in range(1, 121)]
    path = tmp_path / "rounds.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    batch = read_hxl(path, ImportOptions(assume_yes=True))
    workspace.add_import(batch)
    claim = next(c for c in batch.claims if c.low == 160)
    review = browser.client.get(f"/documents/{claim.document}?record={claim.id}").text
    assert f"/documents/{claim.document}/source?record={claim.id}" in review
    page = browser.client.get(f"/documents/{claim.document}/source?record={claim.id}")
    lit = re.search(r'id="cell"[^>]*><a href="([^"]+)">160<', page.text)
    assert lit and lit[1].endswith(f"?record={claim.id}")
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
    assert "⋮" in text and "#affected+idps" in text and " 62 " in text and " 20 Tripoli" not in text
    assert EVIL not in page.text and "&lt;script&gt;" in page.text
    later = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert later and "220" in browser.client.get(unescape(later[1])).text
    assert browser.client.get(f"/documents/{claim.document}/source?sheet=none").status_code == 404
    assert browser.client.get(f"/documents/{claim.document}/source?row=x").status_code == 200
    assert browser.client.get(f"/documents/{claim.document}/pages/1.png").status_code == 404


def test_a_text_has_no_other_source(browser: Browser, workspace: Workspace):
    id = next(d.id for d in workspace.documents() if d.text)
    assert browser.client.get(f"/documents/{id}/source").status_code == 404
    assert "/source?record=" not in browser.client.get(f"/documents/{id}").text
