"""What reconciling gives: canonical claims with their carriers, links, checks, happenings, estimates, cells, changes.

Plain data, made by `masfufa.tracking.reconcile`, read by the matrix, by `why`, by exports. Every id in here is a
claim's, a happening's or a cell's; every rule has a name that docs/reconciling.md explains.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from masfufa.claims import Channel, Claim, Decision, EventClaim

Family = Literal["stock", "cumulative", "flow"]
LinkKind = Literal["repeats", "supersedes", "adds_to", "part_of", "contradicts"]
By = Literal["country", "adm1", "adm2", "adm3", "adm4", "place"]
Every = Literal["day", "week", "month", "round", "year", "total"]
ChangeKind = Literal["changed", "newly_stated", "dropped", "new_cell", "gone"]

BYS: tuple[By, ...] = ("country", "adm1", "adm2", "adm3", "adm4", "place")
EVERIES: tuple[Every, ...] = ("day", "week", "month", "round", "year", "total")
UNRESOLVED = "none"
"""The place code of what could be put into no country."""

COLUMNS = (
    "place", "pcode", "level", "scheme", "country", "period_start", "period_end", "cell_id", "category", "unit",
    "measure", "population", "best", "low", "high", "press", "agency", "field", "sources", "claims", "rule", "flags",
)  # fmt: skip
"""The matrix's columns, in order."""


@dataclass(frozen=True, slots=True)
class Node:
    """Where a claim was put: `path` are the unit codes from the country downwards, () where not even that is known.

    `spot` names the town or point inside the last unit ("" where the unit itself is meant); without a path it is the
    name that was not resolved, as a word of a cell id: other names are other places. `how` says what the match
    rests on: code, name, nearest, units, country, none; `evidence` says it in words.
    """

    path: tuple[str, ...]
    spot: str = ""
    lat: float | None = None
    lon: float | None = None
    how: str = "none"
    evidence: str = ""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-3, or None."""
        return self.path[0] if self.path else None

    @property
    def level(self) -> int:
        """The level of the last unit: 0 is the country, -1 nothing."""
        return len(self.path) - 1

    @property
    def key(self) -> str:
        """`LBY.LY0201`: the country and the most exact unit; `none:NAME` of a place that was not resolved, `none` where
        no place is said."""
        if not self.path:
            return f"{UNRESOLVED}:{self.spot}" if self.spot else UNRESOLVED
        return self.path[0] if len(self.path) == 1 else f"{self.path[0]}.{self.path[-1]}"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A claim that says what another said first. `how`: copy (of a document), same_source, rounded, presumed."""

    claim: str
    document: str
    publisher: str | None
    how: str


@dataclass(frozen=True, slots=True)
class CanonicalClaim:
    """One value of one source about one thing, however many documents carry it.

    `claim` is the first that said it; its id is this one's. `source` is the source's key over all languages,
    `source_name` what to show. `population` is "all" or says who alone was counted ("civilians+verified"). `start` and
    `end` (inclusive) are the days it holds for, None where unknown; of stocks and running totals `end` is the as-of
    day. `dated_by` says what these rest on: text, release or none. `counts` is False for what must never enter a value
    (denied, future, hypothetical, rejected …): then `why_not` says why. `restated` is the last release of a data set
    that gives the value again.
    """

    claim: Claim
    source: str
    source_name: str
    attributed: bool
    node: Node
    population: str
    family: Family
    series: str
    start: dt.date | None
    end: dt.date | None
    dated_by: str
    low: int | None
    high: int | None
    carriers: tuple[Carrier, ...] = ()
    flags: tuple[str, ...] = ()
    counts: bool = True
    why_not: str | None = None
    restated: dt.date | None = None

    @property
    def id(self) -> str:
        """The id of the claim that said it first."""
        return self.claim.id

    @property
    def value(self) -> int | None:
        """The one number that it stands for: the source's best, else the bound that it names, else the middle."""
        if self.claim.best is not None:
            return self.claim.best
        if self.low is None or self.high is None:
            return self.low if self.low is not None else self.high
        return (self.low + self.high) // 2


@dataclass(frozen=True, slots=True)
class Link:
    """`from_id` repeats, supersedes, adds to, is part of or contradicts `to_id`.

    `rule` made it; `evidence` says in words what it rests on.
    """

    kind: LinkKind
    rule: str
    from_id: str
    to_id: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that was checked: `holds` or not, by which rule, over which claims, and the sum in words."""

    rule: str
    holds: bool
    claims: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at: contradictions, presumed repeats, places matched by distance …

    `code` is listed in docs/reconciling.md; a Flag whose code is in `CONTRADICTIONS` is a disagreement.
    """

    code: str
    claims: tuple[str, ...]
    message: str


CONTRADICTIONS = frozenset(
    (
        "sources_disagree",
        "source_contradicts_itself",
        "parts_exceed_total",
        "cumulative_falls",
        "total_below_incidents",
        "sum_does_not_hold",
    )
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that is a near-duplicate of an earlier one. `similarity` is between 0 and 1."""

    document: str
    original: str
    similarity: float


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that was not used, and why: `reason` is a code of docs/reconciling.md, `detail` says it in words."""

    claim: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its bounds, the rule that chose it, the claims it rests on and those set aside.

    best lies within [low, high]; `high` None means that nobody named an upper bound. `sources` are the keys of the
    independent sources that speak of it, `steps` the sum in words.
    """

    best: int | None
    low: int | None
    high: int | None
    rule: str
    used: tuple[str, ...]
    set_aside: tuple[SetAside, ...] = ()
    sources: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, with everything reported of it. `estimates` by (category, unit, population).

    `claims` are canonical claims, `events` ids of event claims. `deaths` is the estimate of all killed, if any.
    """

    id: str
    node: Node
    start: dt.date | None
    end: dt.date | None
    event_types: tuple[str, ...]
    actors: tuple[str, ...]
    claims: tuple[str, ...]
    events: tuple[str, ...]
    estimates: Mapping[tuple[str, str, str], Estimate] = field(default_factory=dict)

    @property
    def deaths(self) -> Estimate | None:
        """Best, low and high of all killed."""
        return self.estimates.get(("killed", "person", "all"))


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A unit of the matrix: `code` is None where the scheme gives none; `names` by language."""

    key: str
    country: str | None
    level: int
    code: str | None
    name: str
    scheme: str
    names: Mapping[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the matrix. `press`, `agency`, `field` are the best values of each channel by itself.

    `sources` counts independent sources, `claims` all claims that speak of the cell, carriers too.
    """

    place: PlaceName
    period: str
    period_start: dt.date | None
    period_end: dt.date | None
    cell_id: str
    category: str
    unit: str
    measure: Family
    population: str
    estimate: Estimate
    channels: Mapping[Channel, int | None]
    claims: tuple[str, ...]
    happenings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def best(self) -> int | None:
        """The value."""
        return self.estimate.best

    @property
    def low(self) -> int | None:
        """The least that it may be."""
        return self.estimate.low

    @property
    def high(self) -> int | None:
        """The most that it may be; None where nobody named a bound."""
        return self.estimate.high

    def row(self) -> dict[str, str | int | dt.date | None]:
        """The cell as one row with the columns of `COLUMNS`; flags are separated by semicolons."""
        return {
            "place": self.place.name,
            "pcode": self.place.code,
            "level": self.place.level,
            "scheme": self.place.scheme,
            "country": self.place.country,
            "period_start": self.period_start,
            "period_end": self.period_end,
            "cell_id": self.cell_id,
            "category": self.category,
            "unit": self.unit,
            "measure": self.measure,
            "population": self.population,
            "best": self.best,
            "low": self.low,
            "high": self.high,
            "press": self.channels.get("press"),
            "agency": self.channels.get("agency"),
            "field": self.channels.get("field"),
            "sources": len(self.estimate.sources),
            "claims": len(self.claims),
            "rule": self.estimate.rule,
            "flags": ";".join(self.flags),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind a cell: the cell, the claims (canonical, with carriers), links, checks, flags, happenings."""

    cell: Cell
    claims: tuple[CanonicalClaim, ...]
    links: tuple[Link, ...]
    checks: tuple[Check, ...]
    flags: tuple[Flag, ...]
    happenings: tuple[Happening, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs between two states of knowledge.

    kind: changed (both state a value), newly_stated (the cell was there without a value), new_cell, dropped (the value
    is no longer stated), gone. reason: new_claim, superseded, corrected (by a person's decision), late_report, dropped,
    regrouped; `detail` says it in words, `claims` are what it rests on.
    """

    cell_id: str
    place: PlaceName
    period_start: dt.date | None
    period_end: dt.date | None
    category: str
    unit: str
    measure: Family
    population: str
    kind: ChangeKind
    before: int | None
    after: int | None
    reason: str
    detail: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The reconciled ledger. `canonical` in a fixed order; `of_claim` leads from any claim's id to its canonical id.

    `claims` holds every claim by id, also those that don't count; `set_aside` those that no cell can use, with the
    reason. `spots` names the towns and sites inside units, by the unit's key, a colon and `Node.spot`.
    """

    claims: Mapping[str, Claim]
    events: Mapping[str, EventClaim]
    canonical: Mapping[str, CanonicalClaim]
    of_claim: Mapping[str, str]
    links: tuple[Link, ...]
    checks: tuple[Check, ...]
    flags: tuple[Flag, ...]
    happenings: Mapping[str, Happening]
    copies: tuple[Copy, ...]
    places: Mapping[str, PlaceName]
    set_aside: tuple[SetAside, ...] = ()
    decisions: tuple[Decision, ...] = ()
    as_known_on: dt.date | None = None
    as_recorded_on: dt.datetime | dt.date | None = None
    spots: Mapping[str, PlaceName] = field(default_factory=dict)

    @property
    def contradictions(self) -> tuple[Flag, ...]:
        """The flags that are disagreements."""
        return tuple(flag for flag in self.flags if flag.code in CONTRADICTIONS)
