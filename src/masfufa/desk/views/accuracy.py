"""How right the reader was, as rows of a page: shares with their cases and intervals, or the word for too few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from masfufa.desk.words import Words
from masfufa.evaluation.rates import Rate
from masfufa.evaluation.reviewed import Measured
from masfufa.evaluation.scoring import GROUPINGS, Report, Score, ranked

SCOPES = ("full", "all")
VERDICTS = ("accepted", "corrected", "rejected", "added")
LISTED = 60


@dataclass(frozen=True, slots=True)
class Share:
    """A share in words: `share` "94 %" and `interval` "90–97 %", both "" where there are too few cases; `cases`
    "142 / 151", "" where there are none. low, at, high: per cent, for drawing."""

    share: str
    interval: str
    cases: str
    low: float = 0.0
    at: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """A row: what it is of, how many documents, precision and recall (None where the scope has none)."""

    called: str
    documents: int
    precision: Share
    recall: Share | None


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of one version. groups: rows by grouping; empty: whether nothing was judged."""

    documents: int
    precision: Share
    recall: Share | None
    whole: Share
    clean: Share | None
    fields: list[tuple[str, Share]]
    groups: dict[str, list[Group]]
    verdicts: list[tuple[str, int]]
    events: Share
    statements: Share
    empty: bool


def share(rate: Rate) -> Share:
    """A rate in words."""
    cases = f"{rate.right:,} / {rate.of:,}" if rate.of else ""
    if rate.share is None or rate.interval is None:
        return Share("", "", cases)
    low, high = (100 * bound for bound in rate.interval)
    at = 100 * rate.share
    # A bound is rounded outwards: an interval must not look narrower than it is.
    return Share(f"{at:.0f} %", f"{int(low)}–{min(100, -int(-high // 1))} %", cases, low, at, high)


def page(measured: Measured, scope: str, t: Words) -> Page:
    """The page of one version. `scope`: "full" or "all"."""
    report: Report = measured.full if scope == "full" else measured.all
    full = scope == "full"
    total = report.total
    return Page(
        documents=len(total.documents),
        precision=share(total.precision),
        recall=share(total.recall) if full else None,
        whole=share(total.whole),
        clean=share(report.clean) if full and report.empty else None,
        fields=[(t("accuracy.fields")[name], share(rate)) for name, rate in total.fields.items()],
        groups={name: _groups(name, report.by[name], t, full=full) for name in GROUPINGS},
        verdicts=[(t.of("status", name), measured.verdicts.get(name, 0)) for name in VERDICTS],
        events=share(measured.events),
        statements=share(measured.statements),
        empty=not total.documents,
    )


def _groups(name: str, groups: Mapping[str, Score], t: Words, *, full: bool) -> list[Group]:
    rows = []
    for value, score in ranked(groups)[:LISTED]:
        if score.read or score.there or name != "category":
            recall = share(score.recall) if full else None
            rows.append(Group(_called(name, value, t), len(score.documents), share(score.precision), recall))
    return rows


def _called(name: str, value: str, t: Words) -> str:
    if name == "category":
        return t.of("category", value)
    if name == "language":
        return t.of("languages", value) if value else str(t("unknown"))
    return value or str(t("no_publisher"))
