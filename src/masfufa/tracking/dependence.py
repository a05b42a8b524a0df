"""Who only repeats: claims of one source with one value about one thing become one canonical claim with carriers.

Four rules, strictest first: copy (the document is a near-duplicate), same_source (the same source, value and thing),
rounded (the same source, and one value rounds the other), presumed (a claim that names no source, or nobody in
particular, repeats a value that someone gave in the days before). The last one is a guess: it is flagged as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from masfufa.tracking.drafts import GRAINS, Draft, compatible, days_apart, round_of, rounds
from masfufa.tracking.ledger import Carrier, Link
from masfufa.tracking.sayings import say

WINDOW = 3
"""Days by which two papers may date one bulletin differently."""

PRESUMED_WINDOW = 4
"""Days for which an unnamed source is presumed to repeat a named one."""

_Key = tuple[object, ...]


def merge(drafts: Iterable[Draft], copies: Mapping[str, str]) -> tuple[list[Draft], list[Link]]:
    """The drafts that stay, with carriers, in order; and a link for each that was merged.

    `copies` leads from a document to the one that it is a copy of. Cost: near-linear (drafts are compared inside a
    bucket of source, category, value and week). Of counts of single incidents only copies are merged here: which
    incident a count is about must be known first (`happenings`), then `inside` merges them.
    """
    ordered = sorted(drafts, key=Draft.order)
    links: list[Link] = []
    ordered = _copies(ordered, copies, links)
    incidents = [draft for draft in ordered if draft.kind == "incident"]
    others = [draft for draft in ordered if draft.kind != "incident"]
    others = _same_source(others, links)
    others = _rounded(others, links)
    others = _presumed(others, links)
    return sorted((*incidents, *others), key=Draft.order), links


def inside(drafts: Iterable[Draft], links: list[Link]) -> list[Draft]:
    """The counts of one happening, of one slot: what is repeated becomes carriers; the rest stays, in order."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=Draft.order):
        first = next((o for o in kept if o.source.key == draft.source.key and o.value == draft.value), None)
        if first is not None and _same_part(first, draft):
            evidence = say("same_source", name=first.source.name, value=_said(first))
            _carry(first, draft, "same_source", evidence, links)
            continue
        kept.append(draft)
    kept = _inside_by(kept, links, _rounds_own, "rounded")
    return _inside_by(kept, links, _presumably, "presumed")


def _same_part(one: Draft, other: Draft) -> bool:
    if one.id in other.apart or other.id in one.apart:
        return False
    rows = one.tabular and other.tabular and one.claim.document == other.claim.document
    return one.claim.parts == other.claim.parts and not rows


def _inside_by(kept: list[Draft], links: list[Link], rule: Callable[[Draft, Draft], bool], how: str) -> list[Draft]:
    gone: set[str] = set()
    for draft in kept:
        found = [o for o in kept if o is not draft and o.id not in gone and _same_part(o, draft) and rule(draft, o)]
        if not found:
            continue
        first = min(found, key=lambda o: (o.generic, o.value != draft.value, o.order()))
        if how == "presumed":
            words = _presumed_words(draft, first, "happening")
        else:
            words = say("rounds", n=_said(draft), n2=_said(first))
        _carry(first, draft, how, words, links)
        gone.add(draft.id)
    return [draft for draft in kept if draft.id not in gone]


def _rounds_own(rough: Draft, exact: Draft) -> bool:
    if rough.source.key != exact.source.key or not _can_round(rough) or not exact.counted:
        return False
    if rough.exact and exact.value is not None and exact.value % 10 == 0:
        return False
    later, first = rough.claim.released, exact.claim.released
    if rough.source.own and later is not None and first is not None and later > first:
        # A source that speaks again, roughly, has counted again; a paper that quotes it has rounded.
        return False
    return rounds(rough, exact) is not None


def _presumably(draft: Draft, other: Draft) -> bool:
    if not draft.generic or draft.tabular or not draft.value or not other.value:
        return False
    if other.generic and other.order() > draft.order():
        return False
    released, first = draft.claim.released, other.claim.released
    if released is not None and first is not None and (released - first).days < -1:
        return False
    return draft.value == other.value or rounds(draft, other) is not None


def _carry(first: Draft, again: Draft, how: str, evidence: str, links: list[Link]) -> None:
    claim = again.claim
    first.carriers.append(Carrier(claim.id, claim.document, claim.publisher, how))
    first.carriers.extend(replace(c, how=how) if how in ("rounded", "presumed") else c for c in again.carriers)
    links.append(Link("repeats", how, claim.id, first.id, evidence))
    if again.tabular and again.restated is not None and (first.restated is None or again.restated > first.restated):
        first.restated = again.restated
    if how == "presumed":
        first.flags.append("presumed_repeat")
    # What the later one dates or places better is taken from it: the first report of a thing is often the vaguest.
    if first.dated_by != "text" and again.dated_by == "text" and first.family == again.family:
        first.start, first.end, first.dated_by = again.start, again.end, again.dated_by
    if (len(again.node.path) > len(first.node.path) and again.node.path[: len(first.node.path)] == first.node.path) or (
        again.node.path == first.node.path and again.node.spot and not first.node.spot
    ):
        first.node = again.node
    if how == "rounded" and again.exact and not first.exact:
        first.low, first.high, first.value = again.low, again.high, again.value


def _copies(ordered: list[Draft], copies: Mapping[str, str], links: list[Link]) -> list[Draft]:
    if not copies:
        return ordered
    originals: dict[_Key, list[Draft]] = defaultdict(list)
    wanted = set(copies.values())
    for draft in ordered:
        if draft.claim.document in wanted:
            originals[_same_words(draft, draft.claim.document)].append(draft)
    kept: list[Draft] = []
    used: set[tuple[str, str]] = set()
    for draft in ordered:
        original = copies.get(draft.claim.document)
        if original is not None:
            rivals = originals.get(_same_words(draft, original), ())
            free = (r for r in rivals if (r.id, draft.claim.document) not in used and r.id not in draft.apart)
            first = next(free, None)
            if first is not None:
                used.add((first.id, draft.claim.document))
                evidence = say("copy", id=original[:12])
                _carry(first, draft, "copy", evidence, links)
                continue
        kept.append(draft)
    return kept


def _same_words(draft: Draft, document: str) -> _Key:
    claim = draft.claim
    return (document, claim.category, claim.unit, claim.kind, claim.low, claim.high, draft.population, claim.parts)


def _week(draft: Draft) -> int | None:
    day = draft.end or draft.claim.released
    return None if day is None else day.toordinal() // 7


def _near(index: Mapping[_Key, list[Draft]], key: _Key, week: int | None) -> Iterable[Draft]:
    if week is None:
        yield from index.get((*key, None), ())
        return
    for at in (week, week - 1, week + 1):
        yield from index.get((*key, at), ())


def _scope(draft: Draft) -> _Key:
    claim = draft.claim
    return (claim.category, claim.unit, draft.population, draft.family, claim.parts, draft.node.country)


def _same_source(ordered: list[Draft], links: list[Link]) -> list[Draft]:
    index: dict[_Key, list[Draft]] = defaultdict(list)
    kept: list[Draft] = []
    for draft in ordered:
        key = (draft.source.key, draft.counts, draft.claim.low, draft.claim.high, *_scope(draft))
        if draft.value is None:
            key = (*key, draft.claim.absence)
        week = _week(draft)
        loose = (draft.source.key, draft.counts, "value", draft.value, *_scope(draft))
        first = _best(draft, _near(index, key, week)) or (
            _best(draft, _near(index, loose, week)) if draft.value is not None else None
        )
        if first is not None:
            evidence = say("same_source", name=first.source.name, value=_said(first))
            _carry(first, draft, "same_source", evidence, links)
            continue
        kept.append(draft)
        index[(*key, week)].append(draft)
        if draft.value is not None:
            index[(*loose, week)].append(draft)
    return kept


def _best(draft: Draft, candidates: Iterable[Draft]) -> Draft | None:
    found = [
        (days_apart(draft, other) or 0, index, other)
        for index, other in enumerate(candidates)
        if one_thing(draft, other)
    ]
    return min(found, key=lambda item: item[:2])[2] if found else None


def one_thing(a: Draft, b: Draft) -> bool:
    """Two claims of equal count can be about one thing: same kind, place and days, not two rows of one table."""
    one, two = a.claim, b.claim
    if two.id in a.apart or one.id in b.apart:
        return False
    if one.document == two.document:
        # A report that gives a number twice for a running total says it again; two strikes are two.
        if a.family == "flow" and a.kind == "incident":
            return False
        if a.tabular or b.tabular:
            return False
    if one.parts != two.parts or a.part != b.part:
        return False
    if one.round and two.round and (one.round, one.operation) != (two.round, two.operation):
        return False
    if a.kind != b.kind and a.family == "flow" and "increment" in (a.kind, b.kind):
        return False
    if a.tabular and b.tabular:
        return (a.node.path, a.node.spot, a.start, a.end, one.assessment) == (
            b.node.path,
            b.node.spot,
            b.start,
            b.end,
            two.assessment,
        )
    if not compatible(a.node, b.node):
        return False
    apart = days_apart(a, b)
    if apart is None:
        return a.end is None and b.end is None
    if a.family == "flow" and a.dated_by == b.dated_by == "text":
        if a.kind == "period" and b.kind == "period" and (a.start, a.end) != (b.start, b.end):
            return False
        return apart <= 1
    return apart <= WINDOW


def _rounded(ordered: list[Draft], links: list[Link]) -> list[Draft]:
    index: dict[_Key, list[Draft]] = defaultdict(list)
    for draft in ordered:
        if draft.counted and draft.value and draft.counts and not draft.tabular:
            for rough in _roughs(draft.value):
                index[(draft.source.key, rough, *_scope(draft), _week(draft))].append(draft)
    gone: set[str] = set()
    for draft in ordered:
        if not _can_round(draft):
            continue
        near = _near(index, (draft.source.key, draft.value, *_scope(draft)), _week(draft))
        first = _best(
            draft,
            (d for d in near if d.id not in gone and d is not draft and rounds(draft, d) and _rounds_days(draft, d)),
        )
        if first is not None and draft.value is not None and first.value is not None:
            grain = rounds(draft, first) or 1
            _carry(first, draft, "rounded", say("rounds_to", n=draft.value, n2=first.value, n3=grain), links)
            gone.add(draft.id)
    return [draft for draft in ordered if draft.id not in gone]


def _rounds_days(rough: Draft, exact: Draft) -> bool:
    """Who writes a round number without "about" rounds the number of that day, not of the one before."""
    return not rough.exact or (days_apart(rough, exact) or 0) <= 1


def _roughs(value: int) -> set[int]:
    """What a number may be rounded to."""
    out = set()
    for grain in GRAINS:
        if grain * 2 > value and grain > 10:
            break
        for rough in (value // grain * grain, (value + grain // 2) // grain * grain):
            if rough and rough != value and round_of(rough, value, down=True):
                out.add(rough)
    return out


def _can_round(draft: Draft) -> bool:
    return bool(draft.counts and draft.value and draft.value % 10 == 0 and not draft.tabular)


def _presumed(ordered: list[Draft], links: list[Link]) -> list[Draft]:
    index: dict[_Key, list[Draft]] = defaultdict(list)
    for draft in ordered:
        if not draft.counts or draft.value is None:
            continue
        index[(draft.value, *_scope(draft), _week(draft))].append(draft)
        if draft.counted and not draft.generic:
            for rough in _roughs(draft.value):
                index[(rough, *_scope(draft), _week(draft))].append(draft)
    rank = {draft.id: number for number, draft in enumerate(ordered)}
    gone: set[str] = set()
    for draft in ordered:
        if not draft.generic or draft.tabular or not draft.counts or draft.value is None:
            continue
        near = [
            other
            for other in _near(index, (draft.value, *_scope(draft)), _week(draft))
            if other is not draft
            and other.id not in gone
            and (not other.generic or rank[other.id] < rank[draft.id])
            and (other.value == draft.value or rounds(draft, other))
            and _could_repeat(draft, other)
        ]
        if not near:
            continue
        first = min(near, key=lambda o: (o.generic, o.value != draft.value, days_apart(draft, o) or 0, rank[o.id]))
        evidence = _presumed_words(draft, first, "thing")
        _carry(first, draft, "presumed", evidence, links)
        gone.add(draft.id)
    return [draft for draft in ordered if draft.id not in gone]


def _could_repeat(draft: Draft, other: Draft) -> bool:
    if not one_thing(draft, other):
        return False
    released, first = draft.claim.released, other.claim.released
    if released is not None and first is not None:
        apart = (released - first).days
        if apart > PRESUMED_WINDOW or apart < (-1 if not other.generic else 0):
            return False
    # Small numbers coincide: three killed here and three killed there say nothing.
    if draft.family == "flow" and (draft.value or 0) < 10:
        return draft.node.path == other.node.path and (days_apart(draft, other) == 0) and draft.node.level > 0
    return True


def _presumed_words(draft: Draft, first: Draft, thing: str) -> str:
    who = say("only", name=draft.source.name) if draft.source.attributed else say("no_source")
    same = say("same_number") if first.value == draft.value else say("rounding", value=_said(first))
    return say("presumed", who=who, same=same, name=first.source.name, thing=say(thing))


def _said(draft: Draft) -> str:
    return say("no_value") if draft.value is None else f"{draft.value:,}"
