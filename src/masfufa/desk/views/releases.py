"""Releases and what differs from them, as plain data for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from masfufa.desk.views.frame import cell_address, counted, interval, number
from masfufa.desk.words import Words
from masfufa.exchange.release_files import Difference, terms_of
from masfufa.workspace.releases import Release, file_state

LISTED = 100


@dataclass(frozen=True, slots=True)
class File:
    """One file. state: kept, withdrawn, missing."""

    name: str
    called: str
    bytes: int
    sha256: str
    state: str
    quotes: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A release in words."""

    id: str
    name: str
    state: str
    known: dt.date
    of: str
    proposed_by: str
    proposed_at: dt.datetime
    by: str
    at: dt.datetime | None
    reason: str
    sha256: str
    last: int


def shown(release: Release, t: Words) -> Shown:
    """A release."""
    terms = terms_of(release.frame)
    comma = "، " if t.language == "ar" else ", "
    of = [str(t("see.bys")[terms.by]), str(t("see.everies")[terms.every])]
    of.append(comma.join(t.of("category", name) for name in terms.categories) or str(t("all")))
    if terms.since or terms.until:
        of.append(f"{terms.since or '…'} – {terms.until or '…'}")
    return Shown(
        release.id, release.name, release.state, release.known, " · ".join(of), release.proposed_by,
        release.proposed_at, release.by or "", release.at, release.reason or "", release.sha256, release.last,
    )  # fmt: skip


def files(release: Release, folder: Path, t: Words) -> list[File]:
    """The files of a release."""
    return [
        File(
            file.name, str(t("publish.release_files").get(file.name.split(".")[0].split("-")[0], file.name)),
            file.bytes, file.sha256, file_state(folder, release, file.name), file.quotes,
        )
        for file in release.files
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A cell that differs."""

    place: str
    period: str
    counted: str
    kind: str
    was: str
    was_interval: str
    now: str
    now_interval: str
    address: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs: the first rows, and how many there are."""

    rows: tuple[Row, ...]
    count: int


def changed(found: Sequence[Difference], t: Words, known: dt.date | None = None, most: int = LISTED) -> Changed:
    """What differs from a release, in words."""
    rows = []
    for one in found[:most]:
        was, now = one.released or (None, None, None), one.now or (None, None, None)
        rows.append(
            Row(
                one.place,
                one.period,
                counted(one.category, one.unit, one.measure, one.population, t),
                str(t("publish.kind")[one.kind]),
                number(was[0], t) if one.released is not None else "–",
                interval(*was, t),
                number(now[0], t) if one.now is not None else "–",
                interval(*now, t),
                cell_address(one.cell_id, known) if one.now is not None else "",
            )
        )
    return Changed(tuple(rows), len(found))
