"""Who did what to whom, and who said what, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from masfufa.claims import ActorName
from masfufa.desk.words import Words
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.tracking.ledger import Ledger
from masfufa.workspace.results import StatementClaim

QUADS = (1, 2, 3, 4)
LISTED, NODES, STATEMENTS = 120, 30, 100
_NO_DEED = ("denied", "hypothetical", "future")


def acts(ledger: Ledger) -> list[list[Any]]:
    """[who, to whom, type, how many, a document, an event's id]; a happening that many report is one deed.

    None stands for an actor that is not said. What is denied, possible or still to come is no deed and is left out.
    """
    happening_of = {event: h.id for h in ledger.happenings.values() for event in h.events}
    seen: set[tuple[str, str | None, str | None, str]] = set()
    counts: Counter[tuple[str | None, str | None, str]] = Counter()
    where: dict[tuple[str | None, str | None, str], tuple[str, str]] = {}
    for event in ledger.events.values():
        if event.modality in _NO_DEED:
            continue
        thing = happening_of.get(event.id, event.id)
        for who in _names(event.source):
            for whom in _names(event.target):
                if (who is None and whom is None) or (thing, who, whom, event.event_type) in seen:
                    continue
                seen.add((thing, who, whom, event.event_type))
                key = (who, whom, event.event_type)
                counts[key] += 1
                where.setdefault(key, (event.document, event.id))
    found = sorted(counts, key=lambda key: (-counts[key], str(key)))
    return [[*key, counts[key], *where[key]] for key in found]


def _names(actors: Sequence[ActorName]) -> list[str | None]:
    return [actor.name for actor in actors] or [None]


def speakers(statements: Iterable[StatementClaim]) -> dict[str, list[tuple[str, str, str, str, str, bool]]]:
    """By speaker ("" where it is not said): (day, words, document, id, publisher, word for word), the latest first."""
    out: dict[str, list[tuple[str, str, str, str, str, bool]]] = {}
    for s in statements:
        day = s.released.isoformat() if s.released else ""
        line = (day, s.locator.text, s.document, s.id, s.publisher or "", s.direct)
        out.setdefault(s.speaker.name if s.speaker else "", []).append(line)
    for lines in out.values():
        lines.sort(reverse=True)
    return dict(sorted(out.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0])))


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the table: how often who did each of the four kinds of things to whom."""

    who: str
    whom: str
    quads: tuple[int, ...]
    total: int
    types: str
    address: str


def _quad(type_: str) -> int:
    known = EVENT_TYPES.get(type_)
    return known.quad if known else 0


def pairs(found: Sequence[Sequence[Any]], quad: int | None, t: Words) -> list[Pair]:
    """The pairs of actors, those with the most deeds first; `quad` keeps one kind."""
    rows: dict[tuple[str | None, str | None], list[Sequence[Any]]] = {}
    for act in found:
        if quad is None or _quad(act[2]) == quad:
            rows.setdefault((act[0], act[1]), []).append(act)
    out = []
    for (who, whom), listed in rows.items():
        quads = tuple(sum(a[3] for a in listed if _quad(a[2]) == q) for q in QUADS)
        types = dict.fromkeys(t.of("event_type", a[2]) for a in listed)
        nobody = str(t("nobody"))
        out.append(
            Pair(
                who or nobody,
                whom or nobody,
                quads,
                sum(quads),
                ("، " if t.language == "ar" else ", ").join(types),
                f"/documents/{listed[0][4]}?record={listed[0][5]}",
            )
        )
    return sorted(out, key=lambda p: (-p.total, p.who, p.whom))


def network(found: Sequence[Sequence[Any]], quad: int | None) -> dict[str, Any]:
    """The `NODES` actors with the most deeds and what they did to each other, by quad class."""
    weights: Counter[str] = Counter()
    edges: Counter[tuple[str, str, int]] = Counter()
    for who, whom, type_, number, *_ in found:
        kind = _quad(type_)
        if who is None or whom is None or (quad is not None and kind != quad):
            continue
        weights[who] += number
        weights[whom] += number
        edges[who, whom, kind] += number
    kept = {name for name, _ in weights.most_common(NODES)}
    return {
        "nodes": [{"name": name, "value": number} for name, number in weights.most_common(NODES)],
        "edges": [
            {"source": one, "target": two, "quad": kind, "value": number}
            for (one, two, kind), number in sorted(edges.items(), key=lambda item: (-item[1], item[0]))
            if one in kept and two in kept
        ],
    }
