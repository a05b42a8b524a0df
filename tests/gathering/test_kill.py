"""Killed at any moment and run again, what is stored equals what the servers offered.

KILLS=40 (make soak) kills more often than the test run does.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from masfufa.documents.warc import read_warc
from masfufa.gathering import intake as intake_module
from masfufa.gathering.state import State
from masfufa.workspace import open_workspace

from .sites import Reply, Site, article, idle, rss, site
from .test_rounds import hasten

KILLS = int(os.environ.get("KILLS", "2"))
SEED = int(os.environ.get("SEED", "7"))
PAGES = 8 + 4 * KILLS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by POSIX signals")


def faulty(number: int, chance: random.Random) -> Callable[[object], Reply]:
    """A page that fails now and then, and in the end does not."""
    failures = [
        Reply(b"", 503),
        Reply(article(number)[:200], lie=5000),
        Reply(b"", 429, headers={"Retry-After": "0"}),
    ]
    left = [chance.choice(failures) for _ in range(chance.choice((0, 0, 0, 1)))]
    page = idle(number) if number % 6 == 5 else article(number)
    return lambda handler: left.pop() if left else Reply(page)


def offered(server: Site) -> tuple[str, str]:
    """Offers PAGES pages by a feed, a sitemap and a page of links, which overlap; sources.yaml says which."""
    chance = random.Random(SEED)
    for n in range(PAGES):
        server.pages[f"/a/{n}"] = faulty(n, chance)
    third = PAGES // 3
    feed = [f"/a/{n}" for n in range(third + 3)]
    server.pages["/rss"] = Reply(rss(server.url, feed))
    half = f"{server.url}/map.xml"
    server.pages["/index.xml"] = Reply(f"<sitemapindex><sitemap><loc>{half}</loc></sitemap></sitemapindex>".encode())
    places = "".join(f"<url><loc>{server.url}/a/{n}?utm_source=m</loc></url>" for n in range(third, 2 * third + 2))
    server.pages["/map.xml"] = Reply(f"<urlset>{places}</urlset>".encode())
    links = "".join(f'<a href="/a/{n}#x">{n}</a>' for n in range(2 * third, PAGES))
    server.pages["/list"] = Reply(f"<html>{links}</html>".encode())
    return (
        f"- name: feed\n  feed: {server.url}/rss\n",
        f"- name: map\n  sitemap: {server.url}/index.xml\n"
        f'- name: list\n  page: {server.url}/list\n  follow: ["*/a/*"]\n',
    )


def check(folder: Path, server: Site) -> None:
    """The ledger, what is aside, and the archive hold each page once."""
    with open_workspace(folder) as ledger, State(folder) as state:
        got = sorted(int(d.url.rpartition("/")[2]) for d in ledger.documents(text=False))
        assert got == [n for n in range(PAGES) if n % 6 != 5]
        aside = sorted(int(i.key.rpartition("/")[2]) for i in state.items("aside"))
        assert aside == [n for n in range(PAGES) if n % 6 == 5]
        assert len(state.items()) == PAGES
        claims = [(c.document, c.id) for c in ledger.claims()]
        assert len(claims) == len(set(claims)) >= 3 * len(got) > 0
        archived = [p.url for path in (folder / "gathering" / "archive").glob("*.gz") for p in read_warc(path)]
        assert len(archived) == len(set(archived)) == PAGES


def test_a_round_can_be_killed_at_any_moment(template: Path, tmp_path: Path, plan_file: Callable[..., Path]) -> None:
    import shutil

    folder = Path(shutil.copytree(template, tmp_path / "ws"))
    chance = random.Random(SEED)
    with site() as server:
        yaml = plan_file("".join(offered(server)), "delay: 0\narchive: warc\n")
        command = [sys.executable, "-m", "masfufa", "watch", str(yaml), "--workspace", str(folder), "--once", "--all"]
        killed = 0
        for _ in range(KILLS * 2):
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
            try:
                process.wait(timeout=1.0 + chance.random() * 2.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            assert process.stderr is not None
            assert b"Traceback" not in process.stderr.read()
            if killed >= KILLS:
                break
        for _ in range(6):
            with State(folder) as state:
                hasten(state)
            done = subprocess.run(command, capture_output=True, timeout=60, check=False)
            assert done.returncode in (0, 1), done.stderr.decode()
            with State(folder) as state:
                if not state.items("waiting") and state.items():
                    break
        check(folder, server)


class Killed(BaseException):
    """Stands for a kill."""


@pytest.mark.parametrize("number", range(0, 45, 11))
def test_a_kill_between_any_two_writes(number, gather, server, ledger, state, monkeypatch):
    """The process is ended before the nth transaction of the state, or just after the ledger's."""
    yaml = "".join(offered(server))
    top = "delay: 0\narchive: warc\n"
    count = [0]
    together, settle = State.together, intake_module.Workspace.store

    def counted(self):
        if not self._depth:
            count[0] += 1
            if count[0] == number:
                raise Killed
        return together(self)

    def stored(self, *arguments, **options):
        result = settle(self, *arguments, **options)
        count[0] += 1
        if count[0] == number:
            raise Killed
        return result

    monkeypatch.setattr(State, "together", counted)
    monkeypatch.setattr(intake_module.Workspace, "store", stored)
    for _ in range(12):
        try:
            hasten(state)
            gather(yaml, top)
        except Killed:
            continue
        if not state.items("waiting"):
            break
    check(ledger.folder, server)


def test_one_process_at_a_time(template: Path, tmp_path: Path, plan_file: Callable[..., Path]) -> None:
    import shutil

    from masfufa.gathering.lock import only_one

    folder = Path(shutil.copytree(template, tmp_path / "ws"))
    yaml = plan_file("- name: s\n  folder: /\n")
    command = [sys.executable, "-m", "masfufa", "watch", str(yaml), "--workspace", str(folder), "--once"]
    with only_one(folder / "gathering"):
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2 and b"watch-running" in done.stderr


def test_a_signal_ends_the_round_and_loses_nothing(
    template: Path, tmp_path: Path, plan_file: Callable[..., Path]
) -> None:
    import shutil

    folder = Path(shutil.copytree(template, tmp_path / "ws"))
    with site() as server:
        server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(40)}
        server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(40)]))
        yaml = plan_file(f"- name: s\n  feed: {server.url}/rss\n", "delay: 0.1\n")
        command = [sys.executable, "-m", "masfufa", "watch", str(yaml), "--workspace", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 20
        while server.asked["/a/2"] == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0 and b"Traceback" not in err, err.decode()
        assert b"added" in out
        with open_workspace(folder) as ledger, State(folder) as state:
            stored = len(list(ledger.documents(text=False)))
            assert 1 <= stored < 40 and len(state.items("stored")) == stored and len(state.items()) == 40
