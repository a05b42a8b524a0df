"""ReliefWeb's and GDELT's APIs, by servers of our own that answer in their documented forms."""

from __future__ import annotations

import datetime as dt
import json
import urllib.parse
from http.server import BaseHTTPRequestHandler

import pytest

from masfufa.gathering import lists
from masfufa.gathering.gdelt import article_list

from .sites import Reply, Site, article
from .test_rounds import source, urls


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Nobody waits between two questions."""
    for name in ("reliefweb", "gdelt"):
        monkeypatch.setitem(lists._MANNERS, name, lists.Manner("application/json", 0.0, False))


def asked(handler: BaseHTTPRequestHandler) -> dict[str, list[str]]:
    return urllib.parse.parse_qs(urllib.parse.urlsplit(handler.path).query)


def report(number: int, base: str, changed: str, **more: object) -> dict[str, object]:
    """A record as ReliefWeb's API gives it with the fields that are asked for."""
    fields = {
        "id": number,
        "title": f"Flash Update No. {number}",
        "status": "published",
        "url": f"https://reliefweb.int/node/{number}",
        "url_alias": f"https://reliefweb.int/report/libya/flash-update-no-{number}",
        "body-html": f"<p>At least {number + 3} people were killed and {number + 50} families displaced in Tripoli.</p>"
        "<ul><li>Schools in two districts serve as shelters for the displaced.</li></ul>",
        "date": {"original": "2026-11-02T00:00:00+00:00", "created": changed, "changed": changed},
        "source": [{"name": "Relief Office", "shortname": "RO"}],
        "language": [{"code": "en"}],
        **more,
    }
    return {"id": str(number), "score": 1, "href": f"{base}/v2/reports/{number}", "fields": fields}


class ReliefWeb:
    """Answers as the API does: filter by date of change, sort, limit, offset."""

    def __init__(self, server: Site) -> None:
        self.records: list[dict[str, object]] = []
        self.questions: list[dict[str, list[str]]] = []
        server.pages["/v2/reports"] = self.answer

    def answer(self, handler: BaseHTTPRequestHandler) -> Reply:
        given = asked(handler)
        self.questions.append(given)
        if given["appname"] != ["approved-x1"]:
            return Reply(b'{"status":403,"error":{"type":"AccessDeniedHttpException"}}', 403, "application/json")
        begin = given["filter[conditions][0][value][from]"][0]
        found = [r for r in self.records if r["fields"]["date"]["changed"] >= begin]  # type: ignore[index]
        found.sort(key=lambda r: r["fields"]["date"]["changed"])  # type: ignore[index]
        offset, limit = int(given["offset"][0]), int(given["limit"][0])
        page = found[offset : offset + limit]
        body = {"time": 3, "totalCount": len(found), "count": len(page), "data": page}
        return Reply(json.dumps(body, ensure_ascii=False).encode(), 200, "application/json; charset=utf-8")


def yaml(server: Site, appname: str = "approved-x1") -> str:
    return (
        f"- name: s\n  reliefweb: {{url: '{server.url}/v2/reports', countries: [LBY, sdn], since: 2026-11-01}}\n"
        f"  appname: {appname}\n"
    )


def stamp(minute: int) -> str:
    return (dt.datetime(2026, 11, 3, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)).isoformat()


def test_reliefweb(gather, server, ledger, state):
    api = ReliefWeb(server)
    server.pages["/files/annex.txt"] = Reply(b"At least 77 people were wounded in Derna.", kind="text/plain")
    file = [{"url": f"{server.url}/files/annex.txt", "description": "Annex", "mimetype": "text/plain"}]
    api.records = [report(1, server.url, stamp(0), file=file)] + [report(n, server.url, stamp(n)) for n in range(2, 13)]
    gather(yaml(server))
    stored = {d.url: d for d in ledger.documents(content=True)}
    assert len(stored) == 13
    one = stored["https://reliefweb.int/report/libya/flash-update-no-1"]
    assert (one.title, one.released, one.publisher, one.language) == (
        "Flash Update No. 1", dt.date(2026, 11, 2), "Relief Office", "en",
    )  # fmt: skip
    assert one.text.startswith("Flash Update No. 1\nAt least 4 people were killed")
    assert json.loads(one.content)["fields"]["body-html"].startswith("<p>At least 4")
    annex = stored[f"{server.url}/files/annex.txt"]
    assert (annex.released, annex.publisher) == (dt.date(2026, 11, 2), "Relief Office")
    assert api.questions[0]["filter[conditions][1][value][]"] == ["lby", "sdn"]
    assert api.questions[0]["filter[conditions][0][value][from]"] == ["2026-11-01T00:00:00+00:00"]
    assert server.asked["/robots.txt"] == 1  # for the file; the API is made for programs
    # A visit later asks from the last change on; a report that changed is another document.
    api.records[4] = report(
        5, server.url, stamp(90), **{"body-html": "<p>At least 80 people were killed in Tripoli, it said.</p>"}
    )
    gather(yaml(server))
    assert api.questions[-1]["filter[conditions][0][value][from]"] == [stamp(12)]
    assert len(list(ledger.documents())) == 14
    gather(yaml(server))
    assert len(list(ledger.documents())) == 14 and source(state).code is None


def test_reliefweb_page_by_page(gather, server, ledger, state, monkeypatch):
    monkeypatch.setattr("masfufa.gathering.reliefweb._LIMIT", 4)
    api = ReliefWeb(server)
    api.records = [report(n, server.url, stamp(n // 6)) for n in range(15)]  # six share a moment: more than a page
    gather(yaml(server))
    assert len(list(ledger.documents())) == 15 and len(api.questions) > 3
    assert state.source("s", "reliefweb", source(state).address).memory == {"changed": stamp(2)}


def test_reliefweb_goes_on_where_it_was_cut_off(gather, server, ledger, monkeypatch):
    monkeypatch.setattr("masfufa.gathering.reliefweb._LIMIT", 4)
    api = ReliefWeb(server)
    api.records = [report(n, server.url, stamp(n)) for n in range(10)]
    whole = api.answer

    def failing(handler):
        return Reply(b"", 502) if len(api.questions) >= 2 else whole(handler)

    server.pages["/v2/reports"] = failing
    gather(yaml(server))
    assert 4 <= len(list(ledger.documents())) < 10
    server.pages["/v2/reports"] = whole
    gather(yaml(server))
    assert len(list(ledger.documents())) == 10


def test_reliefweb_refuses_an_appname(gather, server, state):
    ReliefWeb(server)
    gather(yaml(server, "nobody"))
    assert source(state).code == "reliefweb-appname" and "apidoc.reliefweb.int" in source(state).message


@pytest.mark.parametrize("body", [b"<html>busy</html>", b'{"data": 3}', b"{", b'{"data": [1]}'])
def test_reliefweb_answers_nonsense(gather, server, state, body):
    server.pages["/v2/reports"] = Reply(body, kind="application/json")
    gather(yaml(server))
    assert source(state).code == "reliefweb-answer"


class Gdelt:
    """Answers as the DOC API does in mode artlist: newest first, at most so many."""

    def __init__(self, server: Site, most: int) -> None:
        self.seen: dict[str, dt.datetime] = {}
        self.questions: list[dict[str, list[str]]] = []
        self.most = most
        server.pages["/doc"] = self.answer

    def answer(self, handler: BaseHTTPRequestHandler) -> Reply:
        given = asked(handler)
        self.questions.append(given)
        begin, end = (dt.datetime.strptime(given[k][0], "%Y%m%d%H%M%S") for k in ("startdatetime", "enddatetime"))
        found = sorted(((at, url) for url, at in self.seen.items() if begin <= at <= end), reverse=True)[: self.most]
        articles = [
            {
                "url": url, "url_mobile": "", "title": "قصف - T", "seendate": at.strftime("%Y%m%dT%H%M%SZ"),
                "socialimage": "", "domain": "x.example", "language": "Arabic", "sourcecountry": "Libya",
            }
            for at, url in found
        ]  # fmt: skip
        return Reply(json.dumps({"articles": articles} if articles else {}).encode(), 200, "application/json")


def test_gdelt(gather, server, ledger, state, monkeypatch):
    monkeypatch.setattr("masfufa.gathering.gdelt._MOST", 4)
    api = Gdelt(server, 4)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    for n in range(10):
        server.pages[f"/a/{n}"] = Reply(article(n))
        api.seen[f"{server.url}/a/{n}"] = now - dt.timedelta(minutes=15 * n + 1)
    text = f"- name: s\n  gdelt: {{url: '{server.url}/doc', query: 'shelling sourcecountry:LY'}}\n"
    gather(text)
    assert urls(ledger, server) == [f"/a/{n}" for n in range(10)] and len(api.questions) >= 3
    assert api.questions[0]["query"] == ["shelling sourcecountry:LY"] and api.questions[0]["mode"] == ["artlist"]
    assert all(d.released is None for d in ledger.documents())
    server.pages["/a/x"] = Reply(article(30))
    api.seen[f"{server.url}/a/x"] = now - dt.timedelta(minutes=20)  # seen late
    gather(text)
    assert "/a/x" in urls(ledger, server) and source(state).code is None


def test_gdelt_refuses_a_query(gather, server, state):
    server.pages["/doc"] = Reply(b"Your query was too short or too long.\n", kind="text/html")
    gather(f"- name: s\n  gdelt: {{url: '{server.url}/doc', query: x}}\n")
    assert source(state).code == "gdelt-answer" and "too short or too long" in source(state).message


def test_gdelt_passes_on_what_titles_hold():
    assert (
        article_list(b'{"articles": [{"url": "http://x.example/", "title": "a\\s \\"b\\" \x01"}]}')[0]["title"]
        == 'a\\s "b" \x01'
    )
    assert article_list(b"{}") == article_list(b"") == []
