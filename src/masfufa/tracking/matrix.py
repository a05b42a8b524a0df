"""`matrix`: the cells of a reconciled ledger; `why`: everything behind one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from masfufa.claims import Decision
from masfufa.errors import UsageError
from masfufa.tracking.cells import LEVELS, ONLY, Content, Key, build, collect, with_round_days
from masfufa.tracking.ledger import UNRESOLVED, By, Cell, Estimate, Every, Explanation, Ledger, SetAside
from masfufa.tracking.periods import every_of
from masfufa.tracking.sayings import say

ID_FORM = "A cell id reads LBY.LY0201/2019-W15/killed/person; masfufa matrix --format csv lists them."


def matrix(
    ledger: Ledger,
    *,
    by: By = "country",
    every: Every = "month",
    categories: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[Cell]:
    """The cells, ordered by place, period, category, measure, population.

    `categories` () means all; `since` and `until` keep what touches these days. Every figure that counts is in exactly
    one row: what cannot be placed has a row of its own (docs/reconciling.md).
    """
    chosen = frozenset(categories)
    cells = collect(ledger, by, every, lambda category: not chosen or category in chosen, since, until)
    decided = _decided(ledger.decisions)
    return [_decide(build(ledger, key, content), decided) for key, content in with_round_days(_ordered(cells))]


def _ordered(cells: dict[Key, Content]) -> list[tuple[Key, Content]]:
    return sorted(
        cells.items(),
        key=lambda entry: (
            not entry[0].path,
            entry[0].place,
            entry[0].period.start or dt.date.max,
            entry[0].period.label,
            entry[0].category,
            entry[0].unit,
            entry[0].measure,
            entry[0].population,
        ),
    )


def _decided(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The last choice that holds for each cell."""
    return {d.subject_id: d for d in decisions if d.subject == "cell" and d.action == "choose"}


def _decide(cell: Cell, decided: dict[str, Decision]) -> Cell:
    decision = decided.get(cell.cell_id)
    if decision is None or decision.edited is None:
        return cell
    edited = decision.edited
    old = cell.estimate
    best = edited.get("best", old.best)
    claim = edited.get("claim")
    low = edited.get("low", min(v for v in (old.low, best) if v is not None) if best is not None else None)
    high = edited.get("high", None if old.high is None else max(v for v in (old.high, best) if v is not None))
    said = {"name": decision.who, "n": best}
    words = say("chose_why", **said, name2=decision.reason) if decision.reason else say("chose", **said)
    used = (str(claim),) if claim else old.used
    aside = [SetAside(i, "decided_otherwise", words) for i in old.used if i not in used]
    estimate = Estimate(
        best, low, high, "chosen_by_person", used, (*old.set_aside, *aside), old.sources, (*old.steps, words), old.flags
    )
    return replace(cell, estimate=estimate, flags=tuple(sorted({*cell.flags, "decided"})))


def parse_cell_id(cell_id: str, levels: Mapping[str, int]) -> tuple[str, str, By, Every, str]:
    """Place key, period label, by, every and category of a cell id. Raises UsageError("cell-unknown").

    `levels` gives the level of every unit by its key.
    """
    words = cell_id.split("/")
    if len(words) < 4:
        raise UsageError("cell-unknown", f"{cell_id} is no cell id. {ID_FORM}")
    place, label, category = words[0], words[1], words[2]
    every = every_of(label)
    by: By = "country"
    if place.endswith(ONLY):
        by = "adm4"
    elif place.partition(":")[0] != UNRESOLVED:
        base, _, spot = place.partition(":")
        level = levels.get(base)
        if spot:
            by = "place"
        elif level is None:
            raise UsageError("cell-unknown", f"{cell_id}: {base} is no place of this ledger. {ID_FORM}")
        else:
            by = next((name for name, number in LEVELS.items() if number == level), "place")
    return place, label, by, every, category


def why(ledger: Ledger, cell_id: str, *, cell: Cell | None = None) -> Explanation:
    """Everything behind a cell. Raises UsageError("cell-unknown") where the matrix has no such cell.

    `cell` spares making the matrix anew where the cell is at hand.
    """
    if cell is None:
        _place, _, by, every, category = parse_cell_id(
            cell_id, {key: place_.level for key, place_ in ledger.places.items()}
        )
        cells = collect(ledger, by, every, lambda name: name == category, None, None)
        found = next(
            ((key, content) for key, content in with_round_days(cells.items()) if key.cell_id == cell_id), None
        )
        if found is None:
            raise UsageError("cell-unknown", f"{cell_id}: the matrix has no such cell. {ID_FORM}")
        cell = _decide(build(ledger, *found), _decided(ledger.decisions))
    return explain(ledger, [cell])[0]


def explain(ledger: Ledger, cells: Sequence[Cell]) -> list[Explanation]:
    """The explanations of many cells, with the indexes made once."""
    links: dict[str, list[int]] = {}
    for number, link in enumerate(ledger.links):
        links.setdefault(link.from_id, []).append(number)
        links.setdefault(link.to_id, []).append(number)
    checks: dict[str, list[int]] = {}
    for number, check in enumerate(ledger.checks):
        for claim in check.claims:
            checks.setdefault(claim, []).append(number)
    flags: dict[str, list[int]] = {}
    for number, flag in enumerate(ledger.flags):
        for claim in flag.claims:
            flags.setdefault(claim, []).append(number)
    decisions: dict[str, list[Decision]] = {}
    for decision in ledger.decisions:
        decisions.setdefault(decision.subject_id, []).append(decision)
    out = []
    for cell in cells:
        ids = {*cell.claims, *cell.estimate.used, *(item.claim for item in cell.estimate.set_aside)}
        canonical = sorted({ledger.of_claim.get(i, i) for i in ids})
        found = [ledger.canonical[i] for i in canonical if i in ledger.canonical]
        ids |= set(canonical)
        out.append(
            Explanation(
                cell=cell,
                claims=tuple(found),
                links=tuple(ledger.links[n] for n in sorted({n for i in ids for n in links.get(i, ())})),
                checks=tuple(ledger.checks[n] for n in sorted({n for i in ids for n in checks.get(i, ())})),
                flags=tuple(ledger.flags[n] for n in sorted({n for i in ids for n in flags.get(i, ())})),
                happenings=tuple(ledger.happenings[i] for i in cell.happenings),
                decisions=tuple(d for i in sorted({*ids, cell.cell_id}) for d in decisions.get(i, ())),
            )
        )
    return out
