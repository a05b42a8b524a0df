"""A claim on its way to a canonical claim: what it counts, of whom, when; and how two values compare."""

from __future__ import annotations

import datetime as dt
import re

from masfufa.claims import CellLocator, Claim, TextLocator
from masfufa.language.fold import fold_word
from masfufa.tracking.ledger import CanonicalClaim, Carrier, Family, Node
from masfufa.tracking.sources import Source, data

FAMILIES: dict[str, Family] = {
    "stock": "stock",
    "cumulative": "cumulative",
    "incident": "flow",
    "increment": "flow",
    "period": "flow",
}
NEVER = {"denied": "denied", "hypothetical": "hypothetical", "future": "future"}
OWN_GROUPS = {
    "displaced": "idps",
    "evacuated": "idps",
    "sheltered": "idps",
    "returned": "idps",
    "refugees": "refugees",
    "migrants": "migrants",
}
"""A group that a category is about anyway: it singles nobody out."""

GRAINS = (10, 100, 1000, 10000)
DOWNWARDS = ("at_least", "vague")
"""Qualifiers whose number lies below the one meant."""

DAY = dt.timedelta(days=1)


class Draft:
    """A claim with its source, place, dates and carriers; becomes a `CanonicalClaim` by `freeze`."""

    __slots__ = (
        "apart", "carriers", "claim", "counts", "dated_by", "end", "family", "flags", "generic", "high", "kind", "low",
        "node", "part", "population", "restated", "revises", "source", "start", "value", "why_detail", "why_not",
    )  # fmt: skip

    def __init__(self, claim: Claim, source: Source, node: Node, revises: bool) -> None:
        self.claim = claim
        self.source = source
        self.node = node
        self.kind = claim.kind
        self.family: Family = FAMILIES[claim.kind]
        self.population = population_of(claim)
        self.low, self.high = claim.low, claim.high
        self.start, self.end, self.dated_by = days_of(claim, self.family)
        self.carriers: list[Carrier] = []
        self.flags: list[str] = []
        self.counts = True
        self.why_not: str | None = None
        self.why_detail = ""
        self.revises = revises
        self.value = value_of(claim)
        self.restated = claim.released
        self.apart: frozenset[str] = frozenset()
        self.part = False
        self.generic = source.generic or not source.attributed
        if claim.modality in NEVER:
            self.drop(NEVER[claim.modality])
        elif claim.absence is not None:
            self.drop("absent", claim.absence)
        elif self.value is None:
            self.drop("no_value")
        if claim.modality == "alleged_or_reported" or claim.verified is False:
            self.flags.append("alleged")
        if source.own:
            self.flags.append("own_publication")
        if revises:
            self.flags.append("revises")
        if len(claim.places) > 1 and not (node.path and node.spot):
            self.flags.append("several_places")
        if self.dated_by == "release":
            self.flags.append("dated_by_release")
        if node.how == "nearest":
            self.flags.append("place_by_distance")

    @property
    def series(self) -> str:
        """Whose number of what, of whom, where: values of one series can follow one another."""
        place = f"{self.node.key}:{self.node.spot}" if self.node.spot and self.node.path else self.node.key
        parts = "".join(f"|{name}={value}" for name, value in self.claim.parts)
        what = f"{self.claim.category}|{self.claim.unit}|{self.population}|{self.family}"
        return f"{self.source.key}|{what}|{place}{parts}"

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def slot(self) -> tuple[str, str, str]:
        """What is counted: category, unit, population."""
        return self.claim.category, self.claim.unit, self.population

    @property
    def exact(self) -> bool:
        """The source means this very number."""
        return self.claim.qualifier == "exact" and self.low == self.high and self.low is not None

    @property
    def counted(self) -> bool:
        """Someone counted to the unit, whatever word stands before it: "about 119,925" is no round number."""
        return self.exact or (self.value is not None and self.value >= 100 and self.value % 10 != 0)

    @property
    def tabular(self) -> bool:
        """From a table or a form, where one row is one thing."""
        return not isinstance(self.claim.locator, TextLocator)

    @property
    def whole(self) -> bool:
        """Not a part of another figure."""
        return not self.part and not self.claim.parts

    def drop(self, reason: str, detail: str = "") -> None:
        """It must not enter any value."""
        self.counts = False
        self.why_not = reason
        self.why_detail = detail

    def order(self) -> tuple[object, ...]:
        """Who said it first: release, agencies before the press, named before unnamed, exact first, then the id."""
        claim = self.claim
        return (
            claim.released or dt.date.max,
            claim.channel == "press",
            self.generic,
            not self.exact,
            claim.document,
            _position(claim),
            claim.id,
        )

    def freeze(self) -> CanonicalClaim:
        """The finished record."""
        return CanonicalClaim(
            claim=self.claim,
            source=self.source.key,
            source_name=self.source.name,
            attributed=self.source.attributed,
            node=self.node,
            population=self.population,
            family=self.family,
            series=self.series,
            start=self.start,
            end=self.end,
            dated_by=self.dated_by,
            low=self.low,
            high=self.high,
            carriers=tuple(sorted(self.carriers, key=lambda c: (c.document, c.claim))),
            flags=tuple(sorted(set(self.flags))),
            counts=self.counts,
            why_not=self.why_not,
            restated=self.restated,
        )


def _position(claim: Claim) -> int:
    return claim.locator.start if isinstance(claim.locator, TextLocator) else 0


def population_of(claim: Claim) -> str:
    """Whom alone a claim counts: "all", "civilians", "civilians+verified", "disaster" …; parts have their own names."""
    own = OWN_GROUPS.get(claim.category)
    words = sorted(group for group in claim.groups if group != own)
    if claim.cause == "disaster":
        words.append("disaster")
    if claim.verified:
        words.append("verified")
    return "+".join(words) if words else "all"


def days_of(claim: Claim, family: Family) -> tuple[dt.date | None, dt.date | None, str]:
    """First and last day that a claim is about, and whether the text or only its release says so."""
    if family == "flow":
        start, end = claim.period_start, claim.period_end
        if start is None and end is None:
            start = end = claim.as_of
        if start is None and claim.kind != "increment":
            start = end
        if end is None:
            end = start if claim.kind == "incident" else claim.as_of or claim.released or start
        if end is not None:
            return start, end, "text"
        return claim.released, claim.released, "release" if claim.released else "none"
    end = claim.as_of or claim.period_end
    if end is not None:
        return claim.period_start, end, "text"
    return claim.period_start, claim.released, "release" if claim.released else "none"


def value_of(claim: Claim) -> int | None:
    """The one number that a claim stands for."""
    if claim.absence is not None:
        return None
    if claim.best is not None:
        return claim.best
    if claim.low is None or claim.high is None:
        return claim.low if claim.low is not None else claim.high
    return (claim.low + claim.high) // 2


def round_of(rough: int, exact: int, *, down: bool = False) -> int | None:
    """The grain by which `rough` is `exact` rounded, or None.

    Rounded to the nearest; down only by a tenth at most, unless its words say so (`down`: "more than 200" for 270). Who
    writes that 10 were killed has not rounded 17.
    """
    if rough == exact or rough == 0:
        return None
    for grain in GRAINS:
        if rough % grain:
            return None
        cut = exact - rough
        if abs(cut) * 2 <= grain or (0 <= cut < grain and (down or cut * 10 <= rough)):
            return grain if grain <= max(rough // 2, 10) else None
    return None


def rounds(rough: Draft, exact: Draft) -> int | None:
    """`round_of` for two claims' values: "more than" and the like round down."""
    if rough.value is None or exact.value is None:
        return None
    return round_of(rough.value, exact.value, down=rough.claim.qualifier in DOWNWARDS)


def slip_like(a: int, b: int) -> bool:
    """A zero too many, or two digits swapped: what keyboards make of a number."""
    return a == 10 * b or b == 10 * a or (a > 9 and b > 9 and sorted(str(a)) == sorted(str(b)))


def agree(a: Draft, b: Draft) -> bool:
    """Two values can both be right: equal, one rounds the other, or their bounds overlap."""
    if a.value is None or b.value is None or a.value == b.value:
        return True
    if rounds(a, b) or rounds(b, a):
        return True
    if not (a.exact and b.exact):
        low, high = bounds(a)
        other_low, other_high = bounds(b)
        return (high is None or other_low <= high) and (other_high is None or low <= other_high)
    return False


def bounds(draft: Draft) -> tuple[int, int | None]:
    """Low and high of a value; an approximate one is good to a tenth, a low that nobody names is 0."""
    low, high = draft.low, draft.high
    if draft.claim.qualifier == "approx" and low is not None and low == high:
        return low - low // 10, low + low // 10
    return (low if low is not None else 0), high


def revision_near(claim: Claim, text: str | None) -> bool:
    """The source itself says that it corrects an earlier number, in the sentence or as an issue of the claim."""
    if any(issue.code.startswith(("revis", "correct")) for issue in claim.issues):
        return True
    if text is None or not isinstance(claim.locator, TextLocator):
        return False
    start = max(text.rfind(".", 0, claim.locator.start), text.rfind("\n", 0, claim.locator.start)) + 1
    start = max(start, claim.locator.start - 250)
    ends = [end for sign in ".\n" if (end := text.find(sign, claim.locator.end)) != -1]
    end = min([*ends, claim.locator.end + 250, len(text)])
    return _revision().search(fold_word(text[start:end])) is not None


_PATTERN: re.Pattern[str] | None = None


def _revision() -> re.Pattern[str]:
    global _PATTERN
    if _PATTERN is None:
        words = sorted({fold_word(w) for listed in data("words.yaml")["revision"].values() for w in listed})
        _PATTERN = re.compile(r"(?<!\w)[وف]?(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
    return _PATTERN


def days_apart(a: Draft, b: Draft) -> int | None:
    """Days between two stretches of days, 0 where they overlap; None where one is unknown."""
    if a.end is None or b.end is None:
        return None
    a_start, b_start = a.start or a.end, b.start or b.end
    if a.family != "flow":
        a_start, b_start = a.end, b.end
    return max(0, (b_start - a.end).days, (a_start - b.end).days)


def compatible(a: Node, b: Node) -> bool:
    """Two places can be one: one lies in the other, or they are the same town."""
    if not a.path and not b.path:
        # Names that were not resolved are places of their own, and no place said is none of them.
        return a.spot == b.spot
    if a.spot and b.spot and a.spot != b.spot:
        return kilometres(a, b) is not None and (kilometres(a, b) or 0.0) <= 5.0
    shorter = min(len(a.path), len(b.path))
    if shorter > 0 and a.path[:shorter] == b.path[:shorter]:
        return True
    return bool(a.spot) and a.spot == b.spot and a.country == b.country


def kilometres(a: Node, b: Node) -> float | None:
    """The distance between two places by their coordinates; None where one has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance(a.lat, a.lon, b.lat, b.lon)


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points, by an equirectangular approximation: good to a percent below 500 km."""
    from math import cos, hypot, radians

    x = radians(other_lon - lon) * cos(radians((lat + other_lat) / 2))
    return 6371.0 * hypot(x, radians(other_lat - lat))


def cell_of(claim: Claim) -> str | None:
    """The sheet cell of a table's claim."""
    return claim.locator.key if isinstance(claim.locator, CellLocator) else None
