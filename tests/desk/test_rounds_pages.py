"""Rounds through their routes: list, import with mapping, preview, taking, comparing, and what is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest

from masfufa.desk.importing import safe_name
from masfufa.desk.views.mapping import parts_of, parts_text, roles
from masfufa.desk.words import words
from masfufa.errors import UsageError
from masfufa.exchange.mapping import load_mapping_file
from masfufa.workspace import Workspace

from .conftest import EVIL, ORIGIN, Browser
from .rounds_books import NAME, ROWS, book


def put(browser: Browser, name: str = NAME, data: bytes | None = None, form: tuple[str, bytes] | None = None):
    files = [("files", (name, book() if data is None else data))]
    if form:
        files.append(("form", form))
    answer = browser.client.post("/rounds/import", data={"csrf": browser.csrf}, files=files, headers={"origin": ORIGIN})
    for _ in range(50):
        if "data-waits" not in answer.text:
            return answer
        answer = browser.client.get(answer.url.path)
    raise AssertionError("never read")


def said(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_workbook_is_seen_corrected_previewed_and_taken(browser: Browser, workspace: Workspace):
    data = book()
    page = put(browser, data=data)
    here = page.url.path
    assert workspace.imports() == []
    text = said(page)
    assert "Rows taken 3" in text and "Claims 6" in text and "Without a value 3" in text
    assert "P-code 'ly0212' is read as 'LY0212' pcode-repaired" in text
    assert "E4: 'many' is no number not-a-number" in text
    assert re.search(r'name="c4".*?<option value="displaced_person" selected', page.text, re.DOTALL)
    # Column F is women: a part of the displaced; households are left out.
    fields = {f"c{i}": role for i, role in enumerate(
        ("adm1_name", "adm1_code", "adm2_name", "adm2_code", "displaced_person", "displaced_person", "",
         "date_reported"))}  # fmt: skip
    fields |= {"p5": "sex=f", "header_row": "1", "first_row": "2", "read": "yes", "sheet": "0", "columns": "1"}
    fields |= {"k-country": "LBY", "k-round": "7", "k-operation": "Libya crisis"}
    page = browser.post(here, do="sheet", **fields)
    assert page.status_code == 200, page.text
    page = browser.client.get(here)
    text = said(page)
    assert "displaced · sex=f 650 F2" in text and "households) 240" not in text and "Libya crisis" in text
    page = browser.post(here, do="take", saved="libya rounds")
    assert page.url.path == "/rounds" and "Every row is accounted for" in said(page)
    (record,) = workspace.imports()
    assert (record.taken, record.rejected, record.claims) == (3, 0, 5)
    women = next(c for c in workspace.claims(document=record.document) if c.parts == (("sex", "f"),) and c.low == 650)
    assert women.operation == "Libya crisis" and women.round == "7"
    saved = load_mapping_file(workspace.folder / "mappings" / "libya rounds.yaml")
    assert saved["columns"]["displaced_person"] == "IDP Individuals"
    assert saved["parts"] == [{"column": "Female", "of": "displaced_person", "sex": "f"}]
    assert browser.client.get(here).status_code == 404
    # The list, the batch, what became of each row.
    listed = said(browser.client.get("/rounds"))
    assert "IOM" in listed and "Round 7" in listed and "2019-05-02" in listed and "Warnings 2" in listed
    opened = browser.client.get(f"/rounds/batches/{record.id}")
    assert "pcode-repaired" in opened.text and "displaced (people) · sex=f" in said(opened)
    rows = browser.client.get(f"/rounds/batches/{record.id}/rows.csv").text.splitlines()
    assert rows[0] == "sheet,row,cell,outcome,severity,code,message" and len(rows) == 6
    assert browser.client.get(f"/documents/{record.document}").status_code == 200
    # The saved mapping is used for the next round, and the same file again adds nothing.
    page = put(browser, "round 8.xlsx", book([[*row[:-1], "2019-06-02"] for row in ROWS]))
    again = browser.post(page.url.path, do="load", saved_mapping="libya rounds")
    assert "displaced · sex=f 650 F2" in said(browser.client.get(again.url.path))
    page = put(browser, data=data)
    browser.post(page.url.path, do="load", saved_mapping="libya rounds")
    page = browser.post(page.url.path, do="take")
    assert "was here already" in said(page) and len(workspace.imports()) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"c0": "displaced_person"}, "mapping-twice"),
        ({"c0": "nonsense"}, "mapping-role"),
        ({"p4": "women"}, "mapping-part"),
        ({"header_row": "3", "first_row": "2"}, "mapping-rows"),
        ({"header_row": "x"}, "mapping-rows"),
        ({"c4": "", "c6": ""}, "bad-mapping"),
        ({"read": ""}, "mapping-no-sheet"),
    ],
)
def test_a_mapping_that_cannot_be_is_said_and_what_was_typed_stays(browser: Browser, fields, code):
    here = put(browser).url.path
    whole = {"header_row": "1", "first_row": "2", "read": "yes", "sheet": "0", "c4": "displaced_person"}
    page = browser.post(here, do="sheet", **{**whole, **fields})
    assert page.status_code == 422 and code in page.text
    assert browser.client.get(here).status_code == 200 and "Claims 6" in said(browser.client.get(here))


def test_what_is_no_table_or_lacks_its_form_says_why_and_nothing_is_lost(browser: Browser, workspace: Workspace):
    page = put(browser, "page.html", b"<!doctype html><html><body>no</body></html>")
    assert "not-a-table" in page.text
    page = put(browser, "broken.xlsx", b"PK\x03\x04 broken")
    assert "table-unreadable" in page.text
    page = browser.post(page.url.path, do="take")
    assert page.status_code == 422 and "import-unread" in page.text
    page = put(browser)
    answer = browser.post(page.url.path, do="options", format="xlsform", released="2019-06-01")
    assert "form-needed" in browser.client.get(answer.url.path).text
    answer = browser.post(page.url.path, do="options", format="dtm", released="2019-06-01")
    text = said(browser.client.get(answer.url.path))
    assert "Released 2019-06-01 as you said" in text and "Claims 6" in text
    assert browser.post(page.url.path, do="options", format="dtm", released="soon").status_code == 422
    assert browser.post(page.url.path, do="options", format="../etc", released="").status_code == 422
    assert browser.post(page.url.path, do="load", saved_mapping="../../masfufa").status_code == 422
    assert browser.post(page.url.path, do="take", saved="../out").status_code == 422
    assert browser.post(page.url.path, do="nothing").status_code == 400
    assert browser.post(page.url.path, do="drop").url.path == "/rounds"
    assert workspace.imports() == []
    empty = browser.client.post("/rounds/import", data={"csrf": browser.csrf}, headers={"origin": ORIGIN})
    assert "Choose a file." in empty.text


def test_nothing_of_a_file_becomes_part_of_a_page(browser: Browser):
    rows = [[EVIL, "LY02", EVIL, "LY0211", 5, 1, 2, "2019-05-02"], *ROWS]
    page = put(browser, f"{EVIL}.xlsx", book(rows))
    assert EVIL not in page.text and "&lt;script&gt;" in page.text
    page = browser.post(page.url.path, do="take", saved="")
    assert EVIL not in page.text and EVIL not in browser.client.get("/rounds").text


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b\\c.csv", "", "nul\x00.csv", 'q"<>|?*.xlsx', "." * 90])
def test_names_of_files_are_no_paths(name: str):
    safe = safe_name(name)
    assert safe and safe not in (".", "..") and not re.search(r'[<>:"/\\|?*\x00]', safe)


def test_hxl_and_answers_of_a_form(browser: Browser, workspace: Workspace, tmp_path):
    table = b"Place,Displaced,Day\n#adm1+name,#affected+idps,#date+reported\nTripoli,120,2019-05-02\n"
    page = put(browser, "affected.csv", table)
    assert re.search(r'<option value="hxl" selected', page.text) and "Claims 1" in said(page)
    from masfufa.cli.main import main

    form = tmp_path / "form.xlsx"
    assert main(["form", "new", "baseline", "--countries", "LBY", "--languages", "en", "--output", str(form)]) == 0
    page = put(browser, "answers.csv", b"consent,country\nyes,LBY\n", ("form.xlsx", form.read_bytes()))
    assert re.search(r'<option value="xlsform" selected', page.text)


def test_press_beside_tracker(desk_on_libya: Browser):
    page = desk_on_libya.client.get("/rounds/compare")
    text = said(page)
    assert "Tripoli 140,133 Agencies for 2019-11-27 140,133 Press" in text and "1.00" in text
    assert re.search(r'href="/cells/LBY.Tripoli/2019-11/displaced/person/stock"', page.text)
    early = said(desk_on_libya.client.get("/rounds/compare?until=2019-05-31&series=displaced/person/stock"))
    assert "140,133" not in early
    for odd in ("by=place", "series=x", "every=no", "until=never", "known=2019-05-01"):
        assert desk_on_libya.client.get(f"/rounds/compare?{odd}").status_code == 200


def test_parts_are_read_as_they_are_written():
    assert (
        parts_of("age=0-5, sex=f")
        == (("age", "0-5"), ("sex", "f"))
        == parts_of(parts_text((("age", "0-5"), ("sex", "f"))))
    )
    assert parts_of("") == ()
    for wrong in ("women", "of=x", "a=", "=b", "A B=c"):
        with pytest.raises(UsageError):
            parts_of(wrong)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_role_is_called_something_of_its_own(language: str):
    called = [name for _, listed in roles(words(language)) for _, name in listed]
    assert len(called) == len(set(called)) and not any("_" in name for name in called)
