"""What people decided in a workspace as gold: what the reader said of each document, and what holds.

A document is reviewed in full where its state is "done" and somebody decided about every figure that was read in it.
Documents that were only begun count too, but only with the figures that somebody decided about: what was missed in
them is not known. What was purged is not looked at, nor what a file or a form brought, nor what no named reader read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from masfufa.claims import Claim, Decision
from masfufa.evaluation.gold import GoldDocument, figure_of, line_of, plain_figures
from masfufa.evaluation.rates import Rate
from masfufa.evaluation.scoring import Report, compare
from masfufa.workspace.decided import added, decide, effective, is_kept

if TYPE_CHECKING:
    from masfufa.workspace import Workspace
    from masfufa.workspace.batches import StoredDocument

_VERDICTS = ("accept", "correct", "reject")
_NONE = Rate(0, 0)
_ONE_BY_ONE = 200
"""Up to so many documents are asked for one by one; more are cheaper in one go."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document that somebody decided about.

    gold: what holds; claims: what the reader said, where it was judged; figures: `gold` as plain data for a file.
    verdicts: how many figures were accepted, corrected, rejected and added. open: figures that nobody decided about.
    events, statements: how many of those that were judged were accepted as they were. last: the day of the last word.
    """

    gold: GoldDocument
    claims: tuple[Claim, ...]
    figures: list[dict[str, Any]]
    reader: str
    state: str
    open: int
    verdicts: Mapping[str, int]
    events: Rate
    statements: Rate
    last: dt.date


@dataclass(slots=True)
class _Log:
    """Effective decisions of a workspace, by document."""

    states: dict[str, str] = field(default_factory=dict)
    claims: dict[str, dict[str, list[Decision]]] = field(default_factory=dict)
    others: dict[str, dict[tuple[str, str], Decision]] = field(default_factory=dict)
    last: dict[str, dt.date] = field(default_factory=dict)


def reviewed(workspace: Workspace) -> Iterator[Reviewed]:
    """Every document that somebody decided about, in the order in which they came."""
    log = _log(workspace.decisions())
    wanted = {id for id, state in log.states.items() if state == "done"} | set(log.claims) | set(log.others)
    if not wanted:
        return
    readers = {id: known.reader for id, known in workspace.known().items() if known.reader and not known.purged}
    wanted &= set(readers)
    said = _claims(workspace, wanted)
    for stored in workspace.documents(text=False):
        if stored.id in wanted and stored.purged is None:
            found = _reviewed(stored, readers[stored.id] or "", said.get(stored.id, []), log)
            if found is not None:
                yield found


def _log(decisions: Iterable[Decision]) -> _Log:
    log = _Log()
    claims: dict[str, str] = {}
    for one in effective(decisions):
        if one.subject == "document":
            document = one.subject_id
            if one.action == "correct":
                log.states[document] = str((one.edited or {}).get("state", ""))
        elif one.subject in ("claim", "event", "statement"):
            plain = (one.edited or {}) if one.action == "add" else one.original
            document = str(plain.get("document") or claims.get(one.subject_id) or "")
            if not document:
                continue
            claims[one.subject_id] = document
            if one.subject == "claim":
                log.claims.setdefault(document, {}).setdefault(one.subject_id, []).append(one)
            elif one.action in _VERDICTS:
                log.others.setdefault(document, {})[one.subject, one.subject_id] = one
        else:
            continue
        log.last[document] = one.at.date()
    return log


def _claims(workspace: Workspace, wanted: set[str]) -> dict[str, list[Claim]]:
    """Claims as they were read, by document."""
    if len(wanted) <= _ONE_BY_ONE:
        return {id: list(workspace.claims(decided=False, document=id)) for id in wanted}
    out: dict[str, list[Claim]] = {}
    for claim in workspace.claims(decided=False):
        if claim.document in wanted:
            out.setdefault(claim.document, []).append(claim)
    return out


def _reviewed(stored: StoredDocument, reader: str, said: list[Claim], log: _Log) -> Reviewed | None:
    about = log.claims.get(stored.id, {})
    judged = {id for id, own in about.items() if any(one.action in _VERDICTS for one in own)}
    now = [claim for claim in said if not is_kept(claim)]
    open_ = [claim for claim in now if claim.id not in judged]
    state = log.states.get(stored.id, "new")
    others = log.others.get(stored.id, {})
    if not (judged or about or others or state == "done"):
        return None
    read = tuple(claim for claim in now if claim.id in judged)
    holding: list[Claim] = []
    verdicts: Counter[str] = Counter()
    original = {claim.id: claim for claim in said}
    for id, own in about.items():
        found = original.get(id)
        first = found if found is not None else added(own)
        if first is None:
            continue
        holds = decide(first, own)
        if holds is not None:
            holding.append(holds)
        verdicts[_verdict(own, by_hand=found is None)] += 1
    figures = plain_figures(holding)
    return Reviewed(
        gold=GoldDocument(
            id=stored.id,
            language=stored.language,
            publisher=stored.publisher,
            figures=tuple(figure_of(one) for one in figures),
            reader=reader,
            complete=state == "done" and not open_,
        ),
        claims=read,
        figures=figures,
        reader=reader,
        state=state,
        open=len(open_),
        verdicts=verdicts,
        events=_accepted(others, "event"),
        statements=_accepted(others, "statement"),
        last=log.last[stored.id],
    )


def _verdict(own: list[Decision], *, by_hand: bool) -> str:
    last = next(one.action for one in reversed(own) if one.action in (*_VERDICTS, "add"))
    if last == "reject":
        return "rejected"
    if by_hand:
        return "added"
    return "corrected" if any(one.action == "correct" for one in own) else "accepted"


def _accepted(others: Mapping[tuple[str, str], Decision], subject: str) -> Rate:
    actions = [one.action for (kind, _), one in others.items() if kind == subject]
    return Rate(actions.count("accept"), len(actions))


@dataclass(slots=True)
class Measured:
    """How right one version of the reader was in a workspace.

    full: documents reviewed in full; all: those and what was decided in others, without a recall. unfinished: documents
    that are done with figures left that nobody decided about, as (id, how many).
    """

    reader: str
    full: Report = field(default_factory=Report)
    all: Report = field(default_factory=Report)
    verdicts: Counter[str] = field(default_factory=Counter)
    events: Rate = _NONE
    statements: Rate = _NONE
    unfinished: list[tuple[str, int]] = field(default_factory=list)
    last: dt.date = dt.date.min


def measure(documents: Iterable[Reviewed]) -> list[Measured]:
    """What each version of the reader is worth, each apart: that of the latest decision first."""
    by: dict[str, Measured] = {}
    for one in documents:
        measured = by.setdefault(one.reader, Measured(one.reader))
        outcomes = compare(one.gold, one.claims)
        measured.all.add(one.gold, outcomes)
        if one.gold.complete:
            measured.full.add(one.gold, outcomes)
        elif one.state == "done":
            measured.unfinished.append((one.gold.id, one.open))
        measured.verdicts.update(one.verdicts)
        measured.events = _sum(measured.events, one.events)
        measured.statements = _sum(measured.statements, one.statements)
        measured.last = max(measured.last, one.last)
    return sorted(by.values(), key=lambda m: (m.last, len(m.all.total.documents)), reverse=True)


def _sum(one: Rate, other: Rate) -> Rate:
    return Rate(one.right + other.right, one.of + other.of)


def gold_lines(workspace: Workspace) -> Iterator[str]:
    """Documents reviewed in full as lines of a gold file. Who decided is not in it."""
    found = {one.gold.id: one for one in reviewed(workspace) if one.gold.complete}
    for document in workspace.to_read_again(found):
        one = found[document.id]
        yield line_of(document, one.figures, one.reader, one.last)
