"""Publishing through its routes: previews, files, the framed brief; releases from proposal to what would differ."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from html import unescape

import pytest

from masfufa.exchange.publishing import FORMATS

from .conftest import ORIGIN, Browser

KNOWN = "2019-08-31"


def said(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_shown_and_given(desk_on_libya: Browser, name: str):
    page = desk_on_libya.client.get(f"/publish?format={name}&category=killed&category=displaced&known={KNOWN}&hxl=yes")
    assert page.status_code == 200
    link = re.search(r'href="(/publish/file\?[^"]+)"', page.text)
    assert link
    given = desk_on_libya.client.get(unescape(link[1]))
    assert given.status_code == 200 and given.content
    how = FORMATS[name]
    assert given.headers["content-disposition"].rstrip('"').endswith(how.suffix)
    if name in ("csv", "ged", "acled", "claims"):
        rows = list(csv.reader(io.StringIO(given.text)))
        assert rows[1][0].startswith("#")
        for column in rows[0]:
            assert f">{column}<" in page.text
        assert f"The first rows of {len(rows) - 2}" in said(page)
    if name in ("xlsx", "package", "brief-docx"):
        assert zipfile.ZipFile(io.BytesIO(given.content)).testzip() is None


def test_what_an_address_asks_wrongly_is_left_out(desk_on_libya: Browser):
    odd = "format=no&by=x&every=y&language=zz&since=never&known=1&category=nothing&hxl=<b>"
    page = desk_on_libya.client.get(f"/publish?{odd}")
    assert page.status_code == 200 and "<b>" not in page.text.replace("<b><bdi>", "")


def test_the_brief_stands_in_a_frame_under_a_policy_of_its_own(desk_on_libya: Browser):
    answer = desk_on_libya.client.get(f"/publish/brief?format=brief-html&language=ar&known={KNOWN}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy and answer.headers["x-frame-options"] == "SAMEORIGIN"
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    import base64

    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy and not re.search(r"\sstyle=", answer.text)
    assert 'dir="rtl"' in answer.text
    # Any other page keeps the desk's own.
    assert desk_on_libya.client.get("/publish").headers["x-frame-options"] == "DENY"


def _propose(desk: Browser, **more: object):
    fields = {"name": "August", "known": KNOWN, "by": "adm1", "every": "month", "category": "killed"}
    return desk.post("/releases", **{**fields, "language": "ar", **more})


def test_a_release_waits_for_a_second_person_then_stays_as_it_is(own_desk: Browser):
    page = _propose(own_desk)
    here = page.url.path
    assert re.fullmatch(r"/releases/[0-9a-f]{12}", here)
    text = said(page)
    assert "waits for sign-off" in text and "a second person has to sign it off" in text
    assert 'value="sign"' not in page.text and f"masfufa release sign {here[10:]} --who" in text
    expected = re.search(r'name="expected" value="(\d+)"', page.text)
    assert expected
    refused = own_desk.post(here, do="sign", expected=expected[1])
    assert refused.status_code == 422 and "release-same-person" in refused.text
    assert own_desk.post(here, do="refuse", expected=expected[1], reason="").status_code == 422
    assert own_desk.post(here, do="refuse", expected="0", reason="no").status_code == 409
    assert own_desk.post(here, do="sign", expected="x").status_code == 400
    space = own_desk.app.state.desk.workspace
    space.sign_release(here[10:], "Badr")
    page = own_desk.client.get(here)
    text = said(page)
    assert "signed off" in text and "Signed off by Badr" in text and "Nothing would differ." in text
    # Files: byte for byte, with the hash that the page tells.
    files = dict(
        re.findall(r'href="(/releases/[0-9a-f]{12}/files/[^"]+)" download.*?class="hash">([0-9a-f]{64})<', page.text)
    )
    assert len(files) == 7
    before = {name: own_desk.client.get(name).content for name in files}
    for name, data in before.items():
        assert hashlib.sha256(data).hexdigest() == files[name]
    archive = own_desk.client.get(f"{here}/all.zip").content
    # A later decision changes what would differ, and nothing of the release.
    cell = "/cells/LBY.Tripoli/2019-04/killed/person"
    last = re.search(r'name="expected" value="(\d+)"', own_desk.client.get(cell).text)
    assert last
    own_desk.post(cell, claim="value", value="205", reason="first count", do="choose", expected=last[1])
    changed = said(own_desk.client.get(here))
    assert "Cells that differ: 1" in changed and "Tripoli 2019-04 killed 376" in changed and "205" in changed
    assert {name: own_desk.client.get(name).content for name in files} == before
    assert own_desk.client.get(f"{here}/all.zip").content == archive
    assert own_desk.client.get(f"{here}?against=now").status_code == 200
    # The next release and the publish page go by it.
    assert "August" in said(own_desk.client.get("/publish")) and "August" in said(own_desk.client.get("/releases"))
    again = _propose(own_desk, name="September", known="2019-09-30")
    release = space.release(again.url.path[10:])
    assert release.frame["compared"] == KNOWN
    gone = own_desk.post(again.url.path, do="refuse", expected=str(release.last), reason="too early")
    assert "turned down" in said(gone) and "too early" in said(gone)


def test_what_is_no_release_is_not_found_and_what_is_not_said_is_asked_for(own_desk: Browser):
    assert own_desk.client.get("/releases/..%2f..%2fmasfufa.toml").status_code == 404
    assert own_desk.client.get("/releases/000000000000").status_code == 404
    here = _propose(own_desk).url.path
    for name in ("about.json", "../about.json", "..%2fabout.json", "nothing.csv"):
        assert own_desk.client.get(f"{here}/files/{name}").status_code == 404
    framed = own_desk.client.get(f"{here}/files/brief-ar.html?frame=yes")
    assert "sandbox" in framed.headers["content-security-policy"]
    assert "attachment" in own_desk.client.get(f"{here}/files/brief-ar.html").headers["content-disposition"]
    assert "Give the release a name." in _propose(own_desk, name=" ").text
    assert "Write a date" in _propose(own_desk, known="soon").text
    assert "Give the release a name." in _propose(own_desk, by="place").text
    stranger = own_desk.client.post(here, data={"do": "sign", "expected": "1"}, headers={"origin": ORIGIN})
    assert stranger.status_code == 403


def test_a_purged_document_takes_its_quotes_along_and_leaves_the_values(own_desk: Browser):
    here = _propose(own_desk).url.path
    space = own_desk.app.state.desk.workspace
    matrix = own_desk.client.get(f"{here}/files/matrix.csv").content
    document = next(c.document for c in space.claims() if c.channel == "press")
    space.purge(document, "a witness", "Ana")
    page = said(own_desk.client.get(here))
    assert "claims.csv withdrawn" in page and "matrix.csv withdrawn" not in page
    assert own_desk.client.get(f"{here}/files/claims.csv").status_code == 404
    assert own_desk.client.get(f"{here}/files/matrix.csv").content == matrix
    names = zipfile.ZipFile(io.BytesIO(own_desk.client.get(f"{here}/all.zip").content)).namelist()
    assert "matrix.csv" in names and "claims.csv" not in names


@pytest.mark.parametrize(
    ("role", "proposes", "signs"), [("viewer", 403, 403), ("analyst", 200, 403), ("reviewer", 200, 200)]
)
def test_who_may_propose_and_who_may_sign(own_desk: Browser, role: str, proposes: int, signs: int):
    session = next(iter(own_desk.app.state.desk.sessions._open.values()))
    space = own_desk.app.state.desk.workspace
    path = _propose(own_desk, name="By Ana").url.path
    release = space.release(path[10:])
    session.who, session.role = "Badr", role
    page = own_desk.client.get(path)
    assert ('value="sign"' in page.text) == (signs == 200)
    assert own_desk.post("/releases", name="By Badr", known=KNOWN, by="adm1", every="total").status_code == proposes
    assert own_desk.post(path, do="sign", expected=str(release.last)).status_code == signs
    assert space.release(release.id).state == ("signed" if signs == 200 else "proposed")
    files = {"files": ("a.csv", b"a,b\n1,2\n")}
    answer = own_desk.client.post(
        "/rounds/import", data={"csrf": session.csrf}, files=files, headers={"origin": ORIGIN}
    )
    assert answer.status_code == (403 if role == "viewer" else 200)
