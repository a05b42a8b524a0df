"""How fast the desk answers on a large workspace: python scripts/desk_load.py [--documents 5000] [--records 50000]

Makes a workspace of synthetic reports whose records were made without reading (the reader's speed is measured
elsewhere), runs `masfufa desk --accounts` on it, asks for pages one after the other, and for some
seconds with several users at once who decide and look at what comes of it. Prints the median and the 95th percentile
of each page; ends with status 1 where one takes a second or more, where a request fails, or where a decision is lost.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx

from masfufa.claims import Claim, ClaimPlace, TextLocator, Unit, claim_id
from masfufa.desk import passwords
from masfufa.workspace import Workspace, create_workspace
from masfufa.workspace.accounts import Accounts
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


@contextmanager
def opened_desk(folder: Path) -> Iterator[str]:
    """The desk as a process of its own, as a team runs it: its origin, once it answers."""
    command = [sys.executable, "-m", "masfufa", "desk", "--workspace", str(folder), "--accounts", "--no-browser"]
    setting = {"MASFUFA_DESK_SECRET": secrets.token_urlsafe(48), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, **setting}
    ) as desk:
        assert desk.stdout is not None
        try:
            found = re.search(r"http://[^/\s]+", desk.stdout.readline())
            if found is None:
                raise RuntimeError("the desk did not open")
            for _ in range(200):
                with suppress(httpx.TransportError):
                    httpx.get(found[0] + "/sign-in")
                    break
                time.sleep(0.1)
            yield found[0]
        finally:
            desk.terminate()


CSRF = re.compile(r'name="csrf" value="([^"]+)"')
PASSWORD = "a word of the load, not of people"


class User:
    """A browser of the desk, signed in under a name of its own."""

    def __init__(self, origin: str, name: str) -> None:
        self.client = httpx.Client(base_url=origin, headers={"origin": origin}, timeout=60)
        self.csrf = self._token("/sign-in")
        self.post("/sign-in", name=name, password=PASSWORD, language="en")
        self.csrf = self._token("/")

    def _token(self, path: str) -> str:
        found = CSRF.search(self.client.get(path).text)
        if found is None:
            raise RuntimeError(f"{path} has no form")
        return found[1]

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


def settled(user: User, path: str, patience: float = 600.0) -> float:
    """Seconds until a page of the ledger shows what is so now, which is reckoned behind the first page."""
    began = time.perf_counter()
    while "data-waits" in user.get(path)[1].text:
        if time.perf_counter() - began > patience:
            raise TimeoutError(f"{path} was still being reckoned after {patience:.0f} s")
        time.sleep(0.1)
    return time.perf_counter() - began


LOOKED_AT = ("/matrix?by=adm1&every=month&category=killed", "/map?every=month", "/time", "/actors", "/", "/?state=new")
"""Pages that a user opens between two documents."""


def work(origin: str, name: str, ids: list[str], until: float) -> tuple[list[float], int, int, int]:
    """One user who opens documents, accepts or rejects what is open, and looks around.

    The times of all requests, decisions made, conflicts shown, failures.
    """
    user, chance = User(origin, name), random.Random(name)
    times: list[float] = []
    made = conflicts = failures = 0
    while time.monotonic() < until:
        if chance.random() < 0.3:
            took, answer = user.get(chance.choice(LOOKED_AT))
            times.append(took)
            failures += answer.status_code != 200
        took, answer = user.get(f"/documents/{chance.choice(ids)}")
        times.append(took)
        while time.monotonic() < until:
            found = OPEN.search(answer.text)
            if answer.status_code not in (200, 409) or found is None or chance.random() < 0.2:
                failures += answer.status_code not in (200, 409)
                break
            if chance.random() < 0.15:  # what is rejected changes the matrix, which is reckoned anew meanwhile
                took, answer = user.post(found[1].replace("/accept", "/reject"), expected=0, reason="seen twice")
            else:
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
        ExitStack() as stack,
    ):
        began = time.perf_counter()
        fill(workspace, given.documents, given.records, chance)
        print(f"filled in {time.perf_counter() - began:.0f} s: {workspace.counts().claims}")
        began = time.perf_counter()
        while workspace.index():
            pass
        print(f"indexed in {time.perf_counter() - began:.0f} s")
        accounts = Accounts.of(workspace)
        stored = passwords.hashed(PASSWORD)
        for name in ("Ana", *(f"user-{n}" for n in range(given.users))):
            accounts.add(name, "administrator" if name == "Ana" else "analyst", stored, "load")
        origin = stack.enter_context(opened_desk(workspace.folder))
        began = time.perf_counter()
        while workspace.copies_due():
            time.sleep(0.2)
        print(f"copies found in {time.perf_counter() - began:.0f} s")
        user = User(origin, "Ana")
        ids = [f"{n:064x}" for n in range(given.documents)]
        pages = {
            "inbox": lambda: "/",
            "inbox, deep page": lambda: f"/?page={chance.randint(1, given.documents // 50)}",
            "inbox, search": lambda: f"/?words={chance.choice((*WORDS, *ARABIC))}",
            "inbox, category and state": lambda: f"/?category={chance.choice(CATEGORIES)}&state=new",
            "review": lambda: f"/documents/{chance.choice(ids)}",
            "next open document": lambda: f"/next?after={chance.choice(ids)}",
            "matrix, month": lambda: "/matrix?by=adm1&every=month&category=killed&category=displaced",
            "matrix, week": lambda: "/matrix?by=adm1&every=week&category=killed",
            "map": lambda: f"/map?every=month&period=2019-{chance.randint(4, 12):02}",
            "time": lambda: "/time",
            "actors": lambda: "/actors",
            "rounds": lambda: "/rounds",
            "compare press and tracker": lambda: "/rounds/compare",
            "accuracy": lambda: "/accuracy",
            "publish": lambda: "/publish",
            "releases": lambda: "/releases",
            "help": lambda: "/help",
        }
        for name, path in pages.items():
            if (waited := settled(user, path())) > TARGET:
                print(f"{name:<34}reckoned in {waited:.1f} s behind its first page")
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
            running = [pool.submit(work, origin, f"user-{n}", few, until) for n in range(given.users)]
            results = [one.result() for one in running]
        good &= told(f"{given.users} users at once", [t for times, *_ in results for t in times])
        made, conflicts, failures = (sum(result[n] for result in results) for n in (1, 2, 3))
        kept = [d for d in workspace.decisions()[before:] if d.subject == "claim"]
        print(f"{made:,} decisions made, {len(kept):,} kept, {conflicts:,} conflicts shown, {failures:,} failures")
        good &= made == len(kept) and failures == 0 and len({d.subject_id for d in kept}) == len(kept)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
