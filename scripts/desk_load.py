"""How fast the desk answers on a large workspace: python scripts/desk_load.py [--documents 5000] [--records 50000]

Makes a workspace of synthetic reports whose records were made without reading (the reader's speed is measured
elsewhere), opens a desk on it in this process, asks for pages one after the other, and for some seconds with several
users at once who decide. Prints the median and the 95th percentile of each page; ends with status 1 where one takes a
second or more, where a request fails, or where a decision is lost.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import uvicorn

from masfufa.claims import Claim, ClaimPlace, TextLocator, Unit, claim_id
from masfufa.desk.app import create_app
from masfufa.desk.settings import DeskSettings
from masfufa.workspace import Workspace, create_workspace
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.from_reading import Records

TARGET = 1.0
CATEGORIES = ("killed", "wounded", "displaced", "missing", "returned", "detained")
PLACES = tuple(
    ClaimPlace(
        f"Town {n}", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, f"LY{n:02}", f"Area {n}")), lat=30.0, lon=13.0 + n / 9
    )
    for n in range(40)
)
WORDS = ("report", "shelling", "families", "hospital", "ministry", "road", "camp", "north", "market", "aid", "talks")
ARABIC = ("تقرير", "القصف", "العائلات", "المستشفى", "الوزارة", "الطريق", "المخيم", "الشمال", "السوق", "والنازحون")


def fill(workspace: Workspace, documents: int, records: int, chance: random.Random) -> None:
    """Documents of some hundred words with claims in them; one in twenty is a copy of an earlier one."""
    each = records // documents
    texts: list[str] = []
    for number in range(documents):
        vocabulary, language = (ARABIC, "ar") if number % 2 else (WORDS, "en")
        if number % 20 == 19:
            text = texts[-2] + " "
        else:
            parts = []
            for _ in range(each):
                parts += chance.choices(vocabulary, k=22)
                parts.append(f"{chance.randint(2, 900)} {chance.choice(('people', 'civilians', 'men'))}.")
            text = f"{number} " + " ".join(parts)
        texts.append(text)
        id = f"{number:064x}"
        day = dt.date(2019, 4, 4) + dt.timedelta(days=number % 300)
        publisher = f"Publisher {number % 30}"
        claims = []
        for found in list(re.finditer(r"\b(\d+) (?=people|civilians|men)", text))[:each]:
            locator = TextLocator(found.start(), found.end() - 1, found[1])
            category = chance.choice(CATEGORIES)
            claims.append(Claim(
                id=claim_id(id, locator, category, "person"), document=id, locator=locator, channel="press",
                category=category, low=int(found[1]), high=int(found[1]), qualifier="exact", unit="person",
                kind="incident", publisher=publisher, source=f"Source {number % 50}", released=day,
                period_start=day, period_end=day, places=(chance.choice(PLACES),), language=language, reader="load",
            ))  # fmt: skip
        stored = StoredDocument(
            id, f"report-{number}.txt", "text/plain", text, f"Report {number}", language, publisher, day
        )
        workspace.store(Records(stored, "load", language, (), (), tuple(claims), (), ()))


OPEN = re.compile(
    r'action="(/documents/\w+/records/\w+/accept)" data-key="a">\s*<[^>]*><input [^>]*name="expected" value="0"'
)


class User:
    """A browser of the desk, with a session of its own (made beside the one-user door)."""

    def __init__(self, app: object, settings: DeskSettings, name: str) -> None:
        from masfufa.desk.sessions import Session

        desk = app.state.desk  # type: ignore[attr-defined]
        session = Session(f"id-{name}", name, f"csrf-{name}", "en")
        desk.sessions._open[session.id] = session
        origin = f"http://{settings.host}:{settings.port}"
        self.csrf = session.csrf
        self.client = httpx.Client(base_url=origin, headers={"origin": origin}, timeout=60)
        self.client.cookies.set(desk.cookie, session.id)

    def get(self, path: str) -> tuple[float, httpx.Response]:
        """A page and the seconds it took."""
        began = time.perf_counter()
        answer = self.client.get(path, follow_redirects=True)
        return time.perf_counter() - began, answer

    def post(self, path: str, **fields: object) -> tuple[float, httpx.Response]:
        """A form, with the page that it leads to."""
        began = time.perf_counter()
        answer = self.client.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=True)
        return time.perf_counter() - began, answer


def told(name: str, times: list[float]) -> bool:
    """Print what a page took; whether that was quick enough."""
    slow = statistics.quantiles(times, n=20)[18] if len(times) > 1 else times[0]
    print(f"{name:<34}{len(times):>6} × median {statistics.median(times) * 1000:7.0f} ms   p95 {slow * 1000:7.0f} ms")
    return slow < TARGET


def work(
    app: object, settings: DeskSettings, name: str, ids: list[str], until: float
) -> tuple[list[float], int, int, int]:
    """One user who opens documents and accepts what is open: times, decisions made, conflicts shown, failures."""
    user, chance = User(app, settings, name), random.Random(name)
    times: list[float] = []
    made = conflicts = failures = 0
    while time.monotonic() < until:
        took, answer = user.get(f"/documents/{chance.choice(ids)}")
        times.append(took)
        while time.monotonic() < until:
            found = OPEN.search(answer.text)
            if answer.status_code not in (200, 409) or found is None or chance.random() < 0.2:
                failures += answer.status_code not in (200, 409)
                break
            took, answer = user.post(found[1], expected=0)
            times.append(took)
            made += answer.status_code == 200
            conflicts += answer.status_code == 409
            time.sleep(chance.random() * 0.4)
    return times, made, conflicts, failures


def main() -> int:
    """Measure; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--database", help="postgresql:// address of an empty database")
    given = parser.parse_args()
    chance = random.Random(7)
    good = True
    with (
        tempfile.TemporaryDirectory() as folder,
        create_workspace(Path(folder) / "load", countries=["LBY"], database=given.database) as workspace,
    ):
        began = time.perf_counter()
        fill(workspace, given.documents, given.records, chance)
        print(f"filled in {time.perf_counter() - began:.0f} s: {workspace.counts().claims}")
        began = time.perf_counter()
        while workspace.index():
            pass
        print(f"indexed in {time.perf_counter() - began:.0f} s")
        listening = socket.create_server(("127.0.0.1", 0))
        settings = DeskSettings("127.0.0.1", listening.getsockname()[1], "Ana", "x")
        app = create_app(workspace, settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        began = time.perf_counter()
        while not server.started or workspace.copies_due():
            time.sleep(0.2)
        print(f"copies found in {time.perf_counter() - began:.0f} s")
        user = User(app, settings, "Ana")
        ids = [f"{n:064x}" for n in range(given.documents)]
        pages = {
            "inbox": lambda: "/",
            "inbox, deep page": lambda: f"/?page={chance.randint(1, given.documents // 50)}",
            "inbox, search": lambda: f"/?words={chance.choice((*WORDS, *ARABIC))}",
            "inbox, category and state": lambda: f"/?category={chance.choice(CATEGORIES)}&state=new",
            "review": lambda: f"/documents/{chance.choice(ids)}",
            "next open document": lambda: f"/next?after={chance.choice(ids)}",
        }
        for name, path in pages.items():
            times = []
            for _ in range(40):
                took, answer = user.get(path())
                good &= answer.status_code == 200
                times.append(took)
            good &= told(name, times)
        before = len(workspace.decisions())
        until = time.monotonic() + given.seconds
        few = ids[: max(40, given.documents // 50)]
        with ThreadPoolExecutor(given.users) as pool:
            running = [pool.submit(work, app, settings, f"user-{n}", few, until) for n in range(given.users)]
            results = [one.result() for one in running]
        good &= told(f"{given.users} users at once", [t for times, *_ in results for t in times])
        made, conflicts, failures = (sum(result[n] for result in results) for n in (1, 2, 3))
        kept = [d for d in workspace.decisions()[before:] if d.subject == "claim"]
        print(f"{made:,} decisions made, {len(kept):,} kept, {conflicts:,} conflicts shown, {failures:,} failures")
        good &= made == len(kept) and failures == 0 and len({d.subject_id for d in kept}) == len(kept)
        server.should_exit = True
        thread.join(timeout=20)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
