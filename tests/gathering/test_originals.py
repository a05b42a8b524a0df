"""What is kept: originals, WARC files, what was put aside, and what a purge leaves."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
import sqlalchemy as sa

from masfufa.documents.warc import read_warc
from masfufa.errors import MasfufaError
from masfufa.gathering.originals import original
from masfufa.workspace.tables import document, document_body, reading

from .sites import Reply, article, idle, rss

TOP = "delay: 0\narchive: warc\n"


@pytest.fixture
def gathered(gather, server):
    """Four pages, the last of which reports nothing."""
    for n in range(4):
        server.pages[f"/a/{n}"] = Reply(article(n) if n < 3 else idle(n), headers={"X-Site": "yes"})
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(4)]))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml, TOP)
    return yaml


def test_a_page_that_vanished_can_be_opened(gathered, server, ledger, state):
    server.pages.clear()
    item, content = original(ledger, state, f"{server.url}/a/1")
    assert content == article(1) and item.sha256 == hashlib.sha256(content).hexdigest() and item.fetched
    assert original(ledger, state, item.document[:8])[1] == article(1)
    aside = state.items("aside")[0]
    assert original(ledger, state, aside.sha256[:12])[1] == idle(3)
    with pytest.raises(MasfufaError) as caught:
        original(ledger, state, "http://never.example/")
    assert caught.value.code == "item-unknown"


def test_the_archive_holds_every_page_with_its_headers(gathered, server, ledger, state):
    (path,) = (state.folder / "archive").glob("*.warc.gz")
    pages = list(read_warc(path))
    assert {p.url.removeprefix(server.url): p.data for p in pages} == {
        f"/a/{n}": article(n) if n < 3 else idle(n) for n in range(4)
    }
    assert [(i.place, i.length) for i in state.items()] == [(p.offset, p.after - p.offset) for p in pages]
    state._do("DELETE FROM body")
    assert original(ledger, state, f"{server.url}/a/3")[1] == idle(3)
    state._do("UPDATE item SET sha256 = ? WHERE status = 'aside'", "0" * 64)
    with pytest.raises(MasfufaError) as caught:
        original(ledger, state, f"{server.url}/a/3")
    assert caught.value.code == "item-damaged"


def test_an_archive_that_breaks_off_is_mended(gathered, gather, server, state):
    (path,) = (state.folder / "archive").glob("*.warc.gz")
    with path.open("ab") as stream:
        stream.write(b"\x1f\x8b half a record")
    server.pages["/a/9"] = Reply(article(9))
    server.pages["/rss"] = Reply(rss(server.url, ["/a/9"]))
    gather(gathered, TOP)
    assert [p.url.removeprefix(server.url) for p in read_warc(path)] == ["/a/0", "/a/1", "/a/2", "/a/3", "/a/9"]


def test_an_archive_of_a_lost_state_is_left_alone(gathered, gather, server, state):
    (path,) = (state.folder / "archive").glob("*.warc.gz")
    before = path.read_bytes()
    for table in ("archive", "item", "alias", "list", "source"):
        state._do(f"DELETE FROM {table}")
    gather(gathered, TOP)
    assert path.read_bytes() == before
    assert len(list((state.folder / "archive").glob("*.warc.gz"))) == 2


def test_what_was_put_aside_can_be_brought_back(gathered, server, ledger, state):
    from masfufa.gathering.intake import Intake

    item, content = original(ledger, state, f"{server.url}/a/3")
    assert Intake(ledger, state, {}).settle(item, content, keep=True) == "stored"
    assert ledger.document(state.item(item.id).document).text.startswith("Recipe 3")


def test_keep_all(gather, server, ledger):
    server.pages |= {"/a": Reply(idle(1)), "/rss": Reply(rss(server.url, ["/a"]))}
    assert gather(f"- name: s\n  feed: {server.url}/rss\n  keep: all\n").items == Counter(stored=1)


def test_other_languages_are_put_aside(gather, server, state):
    page = (
        "<html><body><article><h1>Zwölf Tote bei Angriff</h1><p>Bei einem Angriff auf die Stadt sind am Dienstag nach "
        "Angaben der Behörden zwölf Menschen getötet und siebzehn weitere verletzt worden.</p></article></body></html>"
    )
    server.pages |= {"/a": Reply(page.encode()), "/rss": Reply(rss(server.url, ["/a"]))}
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert [i.code for i in state.items("aside")] == ["other-language"]


def test_a_purge_takes_traces_out_at_the_next_round(gathered, gather, server, ledger, state):
    gone = next(i for i in state.items() if i.key.endswith("/a/1"))
    ledger.purge(gone.document, "Names a witness", "Ana")
    tally = gather(gathered, TOP)
    assert tally.items == Counter()
    item = state.item(gone.id)
    assert (item.status, item.code, item.title, item.url, item.archive) == ("failed", "purged", None, None, None)
    archive = list((state.folder / "archive").glob("*.warc.gz"))
    assert len(archive) == 1
    assert [p.url.removeprefix(server.url) for p in read_warc(archive[0])] == ["/a/0", "/a/2", "/a/3"]
    for path in state.folder.rglob("*"):
        if path.is_file():
            assert b"Shelling near Gharyan, day 1" not in path.read_bytes(), path.name
    for n in (0, 2, 3):
        state._do("DELETE FROM body")
        assert original(ledger, state, f"{server.url}/a/{n}")[1] == (article(n) if n < 3 else idle(n))


def test_what_the_ledger_lost_is_given_again(gathered, gather, server, ledger, state):
    lost = next(i for i in state.items() if i.key.endswith("/a/2"))
    with ledger._engine.connect().execution_options(writes=True) as connection, connection.begin():
        for name in ("claim", "event", "statement"):
            connection.exec_driver_sql(f"DELETE FROM {name} WHERE document = '{lost.document}'")
        connection.execute(reading.delete().where(reading.c.document == lost.document))
        connection.execute(document_body.delete().where(document_body.c.document == lost.document))
        connection.execute(document.delete().where(document.c.id == lost.document))
        assert connection.execute(sa.select(sa.func.count()).select_from(document)).scalar_one() == 2
    before = server.asked["/a/2"]
    gather(gathered, TOP)
    assert ledger.document(lost.document) is not None and server.asked["/a/2"] == before


def test_bytes_go_from_the_state_once_the_ledger_has_them_for_sure(gathered, gather, state):
    assert state._do("SELECT count(*) FROM body").fetchone()[0] == 4
    state._do("UPDATE item SET settled = '2020-01-01T00:00:00+00:00'")
    gather(gathered, TOP)
    assert state._do("SELECT count(*) FROM body").fetchone()[0] == 1
