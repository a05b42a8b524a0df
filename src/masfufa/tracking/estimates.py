"""Best, low and high of one thing that several sources count, and sums of such.

The rules, in order (docs/reconciling.md has an example of each): the last report of each independent source; asserted
before alleged; named sources before unnamed ones; the exact before the rounded; what most agree on; else the median.
Low and high are the least and the most that anyone says; who agrees by rounding does not widen them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from masfufa.tracking.drafts import Draft, round_of, slip_like
from masfufa.tracking.ledger import CanonicalClaim, Estimate, SetAside
from masfufa.tracking.sayings import say

OPEN_SHARE = 0.1
"""A sum is open above where more than this share of it is "at least"."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one source says at one time. `low` or `high` None: not said. `ids` are the claims behind it."""

    source: str
    name: str
    value: int
    low: int | None
    high: int | None
    exact: bool
    qualifier: str
    named: bool
    alleged: bool
    released: dt.date
    ids: tuple[str, ...]
    revises: bool = False
    own: bool = False


def vote(draft: Draft | CanonicalClaim) -> Vote:
    """A claim that counts, as a vote."""
    claim = draft.claim
    value = draft.value
    assert value is not None
    low, high = draft.low, draft.high
    exact = claim.qualifier == "exact" and low == high and low is not None
    if claim.qualifier == "approx" and low == high and low is not None:
        margin = _margin(low)
        low, high = max(0, low - margin), low + margin
    if isinstance(draft, CanonicalClaim):
        key, name, named = draft.source, draft.source_name, draft.attributed and not draft.source.startswith("unnamed:")
    else:
        key, name = draft.source.key, draft.source.name
        named = draft.source.attributed and not draft.source.generic
    return Vote(
        key,
        name,
        value,
        low,
        high,
        exact,
        claim.qualifier,
        named,
        "alleged" in draft.flags,
        claim.released or dt.date.min,
        (draft.id,),
        "revises" in draft.flags,
        "own_publication" in draft.flags,
    )


def _margin(value: int) -> int:
    """How far "about" reaches: half of the grain that the number is rounded to, a twentieth at least."""
    grain = 1
    while value and value % (grain * 10) == 0:
        grain *= 10
    return max(grain // 2, value // 20)


def combine(votes: Iterable[Vote]) -> Estimate:
    """The estimate of one thing from what is said of it. `votes` must not be empty."""
    last, aside = _last_of_each(votes)
    sources = tuple(sorted({v.source for v in last}))
    flags: list[str] = []
    asserted = [v for v in last if not v.alleged]
    if not asserted:
        flags.append("alleged")
    elif len(asserted) < len(last):
        aside += [SetAside(i, "alleged", say("alleged", n=v.value)) for v in last if v.alleged for i in v.ids]
        last = asserted
    named = [v for v in last if v.named]
    deciding = named if named else last
    exact = [v for v in deciding if v.exact and not _rounds_another(v, deciding)]
    best, rule = _choose(deciding, exact)
    used, widening = [], []
    for v in sorted(last, key=lambda v: (v.value, v.ids)):
        if (
            v.value == best
            or (_fits(v, best) and v.low is not None and v.high is not None and not v.exact)
            or round_of(v.value, best)
        ):
            used.append(v)
        else:
            widening.append(v)
    if not used:
        used = [min(last, key=lambda v: (abs(v.value - best), v.ids))]
        widening = [v for v in widening if v not in used]
    low, high = _bounds(best, used, widening, bool(exact))
    for v in widening:
        reason = "rounded" if any(round_of(v.value, u.value) for u in exact) else "not_chosen"
        aside += [SetAside(i, reason, say("widens", name=v.name, n=v.value)) for i in v.ids]
    if any(_disagrees(v, u) for v in widening for u in used if (v.named and u.named) or not named):
        flags.append("sources_disagree")
    if not named and last:
        flags.append("no_named_source")
    steps = ("; ".join(f"{v.name}: {_written(v)}" for v in last),)
    ids = tuple(i for v in used for i in v.ids)
    return Estimate(
        best, low, high, rule, ids, tuple(sorted(aside, key=lambda s: s.claim)), sources, steps, tuple(flags)
    )


def _last_of_each(votes: Iterable[Vote]) -> tuple[list[Vote], list[SetAside]]:
    by_source: dict[str, list[Vote]] = defaultdict(list)
    for v in votes:
        by_source[v.source].append(v)
    last: list[Vote] = []
    aside: list[SetAside] = []
    for source in sorted(by_source):
        # What it publishes itself before what papers say it said; of one day's reports the exact one, then the larger:
        # a count grows while the day goes on.
        found = sorted(by_source[source], key=lambda v: (v.own, v.released, v.revises, v.exact, v.value, v.ids))
        chosen = _without_slip(found, by_source)
        found.remove(chosen)
        found.append(chosen)
        last.append(found[-1])
        aside += [
            SetAside(i, "superseded", say("later_says", name=v.name, n=found[-1].value))
            for v in found[:-1]
            for i in v.ids
        ]
    return last, aside


def _without_slip(found: Sequence[Vote], by_source: Mapping[str, Sequence[Vote]]) -> Vote:
    """A source's last word, unless only a slip of the keyboard tells it from an earlier one that another source has."""
    last = found[-1]
    others = {v.value for source, votes in by_source.items() if source != last.source for v in votes}
    if last.value in others:
        return last
    return next((v for v in reversed(found[:-1]) if v.value in others and slip_like(v.value, last.value)), last)


def _rounds_another(v: Vote, votes: Sequence[Vote]) -> bool:
    return v.value % 10 == 0 and any(o.exact and o is not v and round_of(v.value, o.value) for o in votes)


def _choose(votes: Sequence[Vote], exact: Sequence[Vote]) -> tuple[int, str]:
    if exact:
        if len(exact) == 1:
            return exact[0].value, "one_source" if len(votes) == 1 else "exact_before_rounded"
        counts = Counter(v.value for v in exact).most_common()
        if len(counts) == 1:
            return counts[0][0], "agreed"
        if counts[0][1] > counts[1][1]:
            return counts[0][0], "most_agree"
        return _median(exact), "median"
    said = [v for v in votes if v.qualifier not in ("at_least", "at_most")]
    least = [v for v in votes if v.qualifier == "at_least"]
    if said:
        return _median(said), "rounded_only"
    if least:
        return max(v.value for v in least), "at_least_only"
    return min(v.value for v in votes), "at_most_only"


def _median(votes: Sequence[Vote]) -> int:
    """The middle value; of two middle ones the later released, then the lower."""
    ordered = sorted(votes, key=lambda v: (v.value, v.ids))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle].value
    a, b = ordered[middle - 1], ordered[middle]
    if b.value == 10 * a.value:
        # A zero too many is likelier than one too few: there are more small things than large ones.
        return a.value
    return b.value if b.released > a.released else a.value


def _fits(v: Vote, best: int) -> bool:
    return (v.low is None or v.low <= best) and (v.high is None or best <= v.high)


def _bounds(best: int, used: Sequence[Vote], widening: Sequence[Vote], exact: bool) -> tuple[int, int | None]:
    lows, highs = [best], [best]
    closed = exact
    for v in used:
        if not exact and v.low is not None:
            lows.append(v.low)
        if not exact and v.high is not None:
            highs.append(v.high)
            closed = True
    for v in widening:
        if v.low is not None:
            lows.append(v.low)
        highs.append(v.high if v.high is not None else v.value)
        closed = closed or v.high is not None
    if all(v.qualifier == "at_most" for v in (*used, *widening)):
        lows.append(0)
    return min(lows), max(highs) if closed else None


def _disagrees(a: Vote, b: Vote) -> bool:
    if round_of(a.value, b.value) or round_of(b.value, a.value):
        return False
    if a.exact and b.exact:
        return a.value != b.value
    return (a.low or 0) > (b.high if b.high is not None else 10**12) or (b.low or 0) > (
        a.high if a.high is not None else 10**12
    )


def _written(v: Vote) -> str:
    sign = {"at_least": "≥ ", "at_most": "≤ ", "approx": "≈ ", "vague": "≈ "}.get(v.qualifier, "")
    return f"{sign}{v.value:,}" if v.low == v.high or sign else f"{v.low}–{v.high}"


def add(estimates: Sequence[Estimate], rule: str) -> Estimate:
    """The sum of things of which nothing is in two."""
    if len(estimates) == 1:
        return estimates[0]
    best = sum(e.best or 0 for e in estimates)
    low = sum(e.low or 0 for e in estimates)
    open_above = sum(e.best or 0 for e in estimates if e.high is None)
    high: int | None = sum((e.high if e.high is not None else e.best) or 0 for e in estimates)
    flags = {flag for e in estimates for flag in e.flags}
    if open_above:
        flags.add("open_above")
        if open_above > OPEN_SHARE * best:
            high = None
    return Estimate(
        best,
        low,
        high,
        rule,
        tuple(i for e in estimates for i in e.used),
        tuple(s for e in estimates for s in e.set_aside),
        tuple(sorted({s for e in estimates for s in e.sources})),
        (say("added", n=len(estimates), sum=_sum(estimates), n2=best),),
        tuple(sorted(flags)),
    )


def _sum(estimates: Sequence[Estimate]) -> str:
    shown = [f"{e.best or 0:,}" for e in estimates[:12]]
    return " + ".join([*shown, "…"] if len(estimates) > 12 else shown)


def widen(chosen: Estimate, others: Sequence[tuple[str, Estimate]]) -> Estimate:
    """`chosen`, with the bounds of other readings of the same cell that come from other sources; they are listed."""
    low, high = chosen.low, chosen.high
    aside = list(chosen.set_aside)
    steps = list(chosen.steps)
    flags = set(chosen.flags)
    sources = set(chosen.sources)
    used = set(chosen.used)
    for name, other in others:
        if other.best is None:
            continue
        steps.append(say("reading", reading=name.replace("_", " "), n=other.best))
        independent = set(other.sources) - set(chosen.sources)
        if independent and low is not None:
            low = min(low, other.low if other.low is not None else other.best)
            if high is not None:
                high = max(high, other.high if other.high is not None else other.best)
        sources |= set(other.sources)
        aside += [
            SetAside(i, "other_reading", say("reading", reading=name.replace("_", " "), n=other.best))
            for i in other.used
            if i not in used
        ]
        aside += [s for s in other.set_aside if s.claim not in used]
    seen: dict[str, SetAside] = {}
    for item in aside:
        seen.setdefault(item.claim, item)
    return Estimate(
        chosen.best, low, high, chosen.rule, chosen.used, tuple(seen.values()), tuple(sorted(sources)), tuple(steps),
        tuple(sorted(flags)),
    )  # fmt: skip
