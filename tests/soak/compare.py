"""What came out against what was put in: documents by hash, claims by document, exported rows."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from masfufa.gathering.state import State
from masfufa.workspace import open_workspace

from .given import AGAIN, Given
from .texts import made

MOST = 20


def differences(workspace: Path, given: Given, claims_csv: Path | None) -> tuple[dict[str, int], list[str]]:
    """Counts of what is there, and every difference in words (the first of each kind)."""
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    expected: dict[int, str] = {n: way for way, numbers in given.all() for n in numbers}
    stored: dict[str, int] = {}
    seen: Counter[int] = Counter()
    with open_workspace(workspace) as ledger:
        for document in ledger.documents(text=False):
            n = _number(document.title)
            way = expected.get(n)
            if way is None:
                wrong.append(f"document {document.id[:12]} ({document.title}) was never put in")
                continue
            seen[n] += 1
            stored[document.id] = n
            counts["documents"] += 1
            sha = given.content_hash(way, n)
            if sha is not None and document.id != sha:
                wrong.append(f"document {n}: the ledger has another hash than what was put in")
        found: dict[int, Counter[tuple[str, int]]] = {}
        identities: Counter[str] = Counter()
        for claim in ledger.claims():
            counts["claims"] += 1
            identities[claim.id] += 1
            n = stored.get(claim.document, -1)
            found.setdefault(n, Counter())[claim.category, claim.low or 0] += 1
    wrong.extend(f"claim {one} is there {count} times" for one, count in identities.items() if count > 1)
    aside: Counter[int] = Counter()
    with State(workspace) as state:
        for item in state.items("aside"):
            aside[_number(item.title)] += 1
        counts["aside"] = len(aside)
        for status in ("waiting", "failed", "fetched"):
            counts[status] = len(state.items(status))
            wrong.extend(f"item {item.key} is {status} ({item.code})" for item in state.items(status)[:MOST])
    for n, way in expected.items():
        one = made(n, given.seed)
        kept = way == "lines" or bool(one.expected)
        if seen[n] != kept:
            wrong.append(f"{way} {n}: {seen[n]} times in the ledger, not {int(kept)}")
        # What was put aside is listed once for each place where it lies: a page that an archive holds twice, twice.
        most = 2 if way in ("warc", "folder") and n % AGAIN == 0 else 1
        if not (1 <= aside[n] <= most if not kept else aside[n] == 0):
            wrong.append(f"{way} {n}: {aside[n]} times aside, not {int(not kept)}")
        if found.get(n, Counter()) != Counter(one.expected):
            wrong.append(f"{way} {n}: {dict(found.get(n, Counter()))} and not {one.expected}")
    if -1 in found:
        wrong.append(f"{found[-1].total()} claims are of no document")
    if claims_csv is not None:
        with claims_csv.open(encoding="utf-8", newline="") as read:
            rows = Counter(row["claim_id"] for row in csv.DictReader(read))
        counts["exported"] = rows.total()
        if rows != identities:
            wrong.append(f"{rows.total()} exported claims, {identities.total()} in the ledger, or others")
    return dict(counts), wrong


def wanted(given: Given) -> dict[str, int]:
    """What must be there, counted without the ledger."""
    counts: Counter[str] = Counter()
    for way, numbers in given.all():
        for n in numbers:
            figures = len(made(n, given.seed).expected)
            counts["documents" if way == "lines" or figures else "aside"] += 1
            counts["claims"] += figures
    return dict(counts)


def _number(title: str | None) -> int:
    return next((int(word) for word in (title or "").split() if word.isdigit()), -1)
