"""Sums that must come out: parts and totals, a running total and its increments, families and people.

A sum that holds is evidence (it is kept as a check and makes a link); one that does not is flagged, never repaired.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from masfufa.tracking.drafts import Draft, bounds
from masfufa.tracking.ledger import Check, Flag, Link
from masfufa.tracking.sayings import say

HOUSEHOLD = (2.0, 12.0)
"""The least and the most people of a household, on average over many, that is credible anywhere."""

STEPS_BACK = 5
"""How many bulletins back the one may lie that an increment starts from."""

WHOLE_DIMENSIONS: dict[str, frozenset[str]] = {"sex": frozenset(("f", "m"))}
"""Parts that make up everybody when all of them are there."""

DISJOINT: tuple[frozenset[str], ...] = (
    frozenset(("women", "men", "children")),
    frozenset(("civilians", "fighters", "security_forces")),
)
"""Groups of which nobody is in two."""


def check_parts(drafts: Mapping[str, Draft], of_claim: Mapping[str, str]) -> tuple[list[Check], list[Flag]]:
    """Parts are no more than their total; disjoint ones together neither; both sexes are everybody."""
    children: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        whole = of_claim.get(draft.claim.part_of or "")
        if whole is not None and whole != draft.id and draft.value is not None:
            children[whole].append(draft)
    checks: list[Check] = []
    flags: list[Flag] = []
    for key in sorted(children):
        total = drafts[key]
        parts = [
            part
            for part in sorted(children[key], key=lambda d: d.id)
            if part.claim.category == total.claim.category and part.claim.unit == total.claim.unit
        ]
        if total.value is None or not parts:
            continue
        for group, sum_of in _groups(parts):
            least = sum(bounds(part)[0] for part in group)
            _, most = bounds(total)
            ids = (*(part.id for part in group), total.id)
            words = " + ".join(f"{part.value:,}" for part in group)
            # Each part of a table may have been rounded by itself.
            slack = len(group) // 2 if len(group) > 1 and all(part.tabular for part in group) else 0
            if most is not None and least > most + slack and total.claim.qualifier != "approx":
                message = say("parts_exceed", sum=words, parts=sum_of, n=total.value)
                checks.append(Check("parts_at_most_total", False, ids, message))
                flags.append(Flag("parts_exceed_total", ids, message))
                for draft in (*group, total):
                    draft.flags.append("parts_exceed_total")
            elif len(group) > 1 and least == total.value:
                checks.append(Check("parts_make_total", True, ids, f"{words} = {total.value:,}"))
            elif _complete(group) and total.exact and all(part.exact for part in group):
                message = say("parts_differ", sum=words, n=least, n2=total.value)
                checks.append(Check("parts_make_total", False, ids, message))
                flags.append(Flag("sum_does_not_hold", ids, message))
            else:
                checks.append(Check("parts_at_most_total", True, ids, f"{words} ≤ {total.value:,}"))
    return checks, flags


def _groups(parts: list[Draft]) -> list[tuple[list[Draft], str]]:
    """Sets of parts of which nobody is in two, else each part by itself."""
    by_dimension: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    plain: list[Draft] = []
    for part in parts:
        if part.claim.parts:
            by_dimension[tuple(name for name, _ in part.claim.parts)].append(part)
        else:
            plain.append(part)
    out = []
    for names, members in sorted(by_dimension.items()):
        seen = {part.claim.parts for part in members}
        if len(seen) == len(members) and len({part.claim.document for part in members}) == 1:
            out.append((members, " and ".join(names)))
        else:
            out.extend(([part], say("one_part")) for part in members)
    used: set[str] = set()
    for disjoint in DISJOINT:
        members = [part for part in plain if len(part.claim.groups) == 1 and part.claim.groups[0] in disjoint]
        groups = {part.claim.groups[0] for part in members}
        if len(members) > 1 and len(groups) == len(members):
            out.append((members, ", ".join(sorted(groups))))
            used.update(part.id for part in members)
    out.extend(([part], say("one_part")) for part in plain if part.id not in used)
    return out


def _complete(group: list[Draft]) -> bool:
    names = {name for part in group for name, _ in part.claim.parts}
    if len(names) != 1:
        return False
    whole = WHOLE_DIMENSIONS.get(next(iter(names)))
    return whole is not None and {value for part in group for _, value in part.claim.parts} == whole


def check_increments(drafts: Iterable[Draft]) -> tuple[list[Check], list[Link], list[Flag]]:
    """`1,615 + 1,110 = 2,725`: an increment joins two running totals of its own source and place."""
    totals: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    increments: list[Draft] = []
    for draft in drafts:
        if not draft.counts or draft.value is None or not draft.whole:
            continue
        if draft.family == "cumulative" and draft.end is not None:
            totals[_what(draft)].append(draft)
        elif draft.kind == "increment":
            increments.append(draft)
    for members in totals.values():
        members.sort(key=lambda d: (d.end or dt.date.min, d.claim.released or dt.date.min, d.id))
    checks: list[Check] = []
    links: list[Link] = []
    flags: list[Flag] = []
    for draft in sorted(increments, key=lambda d: d.id):
        series = totals.get(_what(draft), [])
        at = [i for i, total in enumerate(series) if total.end is not None and _about(total.end, draft.end)]
        if not at:
            continue
        done = False
        for index in reversed(at):
            after = series[index]
            for before in reversed(series[max(0, index - STEPS_BACK) : index]):
                if (before.value or 0) + (draft.value or 0) == after.value:
                    message = f"{before.value:,} + {draft.value:,} = {after.value:,}"
                    checks.append(Check("increment_fills", True, (before.id, draft.id, after.id), message))
                    links.append(Link("adds_to", "increment_fills", draft.id, before.id, message))
                    if draft.start is None and before.end is not None:
                        draft.start = before.end + dt.timedelta(days=1)
                    done = True
                    break
            if done:
                break
        if done:
            continue
        after = series[at[-1]]
        before_all = [total for total in series[: at[-1]] if total.end != after.end]
        if not before_all:
            continue
        before = before_all[-1]
        links.append(
            Link("adds_to", "same_series", draft.id, before.id, say("adds", name=draft.source.name, n=draft.value))
        )
        adjoins = draft.claim.period_start is not None and before.end is not None
        if adjoins and abs((draft.claim.period_start - before.end).days) <= 1 and _all_exact(before, draft, after):  # type: ignore[operator]
            message = say("not_sum", n=before.value, n2=draft.value, n3=after.value)
            ids = (before.id, draft.id, after.id)
            checks.append(Check("increment_fills", False, ids, message))
            flags.append(Flag("sum_does_not_hold", ids, message))
    return checks, links, flags


def _all_exact(*drafts: Draft) -> bool:
    return all(draft.exact for draft in drafts)


def _about(day: dt.date, other: dt.date | None) -> bool:
    return other is not None and abs((day - other).days) <= 1


def _what(draft: Draft) -> tuple[object, ...]:
    return (draft.source.key, *draft.slot, draft.node.path, draft.node.spot)


def check_households(drafts: Iterable[Draft]) -> tuple[list[Check], list[Flag]]:
    """People ÷ households of one source, place and day: a credible size is evidence, another one is flagged."""
    groups: dict[tuple[object, ...], dict[str, list[Draft]]] = defaultdict(lambda: defaultdict(list))
    for draft in drafts:
        claim = draft.claim
        if draft.counts and draft.value and claim.unit in ("person", "household") and draft.end is not None:
            place = (draft.node.path, draft.node.spot)
            what = (claim.category, draft.population, draft.kind, claim.parts, claim.part_of is None)
            groups[(draft.source.key, *what, *place, draft.end, claim.document)][claim.unit].append(draft)
    checks: list[Check] = []
    flags: list[Flag] = []
    for key in sorted(groups, key=repr):
        found = groups[key]
        if len(found["person"]) != 1 or len(found["household"]) != 1:
            continue
        people, households = found["person"][0], found["household"][0]
        size = (people.value or 0) / (households.value or 1)
        ids = (households.id, people.id)
        message = say("household", n=people.value, n2=households.value, n3=f"{size:.1f}")
        credible = HOUSEHOLD[0] <= size <= HOUSEHOLD[1] or (households.value or 0) < 5
        checks.append(Check("household_size", credible, ids, message))
        if not credible:
            flags.append(Flag("household_size", ids, message))
            for draft in (people, households):
                draft.flags.append("household_size")
    return checks, flags
