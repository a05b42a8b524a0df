"""Score the reader on our own gold files and hold it to pinned floors: `python scripts/gold.py [--pin]`.

Files named events_* hold events and statements: an event is right by its type in its sentence, its modality and who
takes part are counted over the right ones; a statement is right where most of its words are those said.

A figure is right where category, both bounds and unit are right. Where a set labels them, its other fields are counted
over the right figures: kind, period, as-of date, total, groups, source, places. `--pin` raises floors to what was
measured and never lowers one; tests/gold/test_own_gold.py fails on a drop.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from masfufa.reading.reader import read_document
from masfufa.records import Document, Figure

GOLD = Path(__file__).parents[1] / "tests" / "gold"
FLOORS = GOLD / "floors.json"
_SHARED = 0.6
"""Share of a statement's words that make it the one that is labelled."""
Key = tuple[str, int | None, int | None, str]


def sets() -> list[Path]:
    """The gold files, in the order of their names."""
    return sorted(GOLD.glob("*.jsonl"))


def score(path: Path) -> dict[str, float]:
    """F1 of figures, their recall by bounds alone, and the share of texts without a figure that are left alone."""
    if path.stem.startswith("events"):
        return _score_events(path)
    right = bounds = found = wanted = clean = empty = 0
    fields: dict[str, list[bool]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
        document = Document(row["id"], row["text"], row.get("title"), row["language"], published)
        figures = read_document(document).figures
        gold = row["figures"]
        right += _matches(map(_key, figures), map(_gold_key, gold))
        bounds += _matches((f[1:3] for f in map(_key, figures)), (g[1:3] for g in map(_gold_key, gold)))
        found += len(figures)
        wanted += len(gold)
        empty += not gold
        clean += not gold and not figures
        if gold and "as_of" in gold[0]:
            for name, holds in _fields(figures, gold):
                fields.setdefault(name, []).append(holds)
    out = {"figures_f1": _f1(right, found, wanted), "bounds_f1": _f1(bounds, found, wanted)}
    out |= {name: sum(held) / len(held) for name, held in sorted(fields.items())}
    return out | ({"negatives_clean": clean / empty} if empty else {})


def _score_events(path: Path) -> dict[str, float]:
    counts: Counter[str] = Counter()
    held: dict[str, list[bool]] = {"modality": [], "source": [], "target": [], "speaker": []}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reading = read_document(Document(row["id"], row["text"], None, row["language"], None))
        wanted = list(row["events"])
        counts.update(events_found=len(reading.events), events_wanted=len(wanted))
        for event in reading.events:
            gold = next((g for g in wanted if g["event_type"] == event.event_type), None)
            if gold is None:
                continue
            wanted.remove(gold)
            counts["events_right"] += 1
            held["modality"].append(event.modality == gold["modality"])
            for role in ("source", "target"):
                said = " ".join(actor.text for actor in getattr(event, role))
                held[role] += [_shares(name, said) for name in gold[role]]
        said_things = list(row["statements"])
        counts.update(said_found=len(reading.statements), said_wanted=len(said_things))
        for statement in reading.statements:
            gold = next((g for g in said_things if _covers(g, statement.start, statement.end)), None)
            if gold is None:
                continue
            said_things.remove(gold)
            counts["said_right"] += 1
            held["speaker"].append(_shares(gold["speaker"], statement.speaker.text if statement.speaker else None))
    return {
        "events_f1": _f1(counts["events_right"], counts["events_found"], counts["events_wanted"]),
        "statements_f1": _f1(counts["said_right"], counts["said_found"], counts["said_wanted"]),
        **{name: sum(right) / len(right) for name, right in held.items() if right},
    }


def _covers(gold: dict[str, Any], start: int, end: int) -> bool:
    shared = min(gold["end"], end) - max(gold["start"], start)
    return bool(shared >= _SHARED * max(gold["end"] - gold["start"], end - start))


def _fields(figures: Sequence[Figure], gold: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """The labelled fields of every figure that is right, and whether each is as labelled."""
    paired: dict[int, int] = {}
    for n, wanted in enumerate(gold):
        free = [k for k, f in enumerate(figures) if k not in paired.values() and _key(f) == _gold_key(wanted)]
        if free:
            paired[n] = min(free, key=lambda k: abs(figures[k].start - int(wanted["start"])))
    for n, k in paired.items():
        wanted, figure = gold[n], figures[k]
        period = figure.period
        total = wanted["part_of"]
        yield "kind", figure.kind == wanted["kind"]
        said = (_day(period.start), _day(period.end)) if period else (None, None)
        yield "period", said == (wanted["period_start"], wanted["period_end"])
        yield "as_of", _day(figure.as_of) == wanted["as_of"]
        yield "part_of", figure.part_of == (None if total is None else paired.get(total, -1))
        yield "groups", set(figure.victims.groups if figure.victims else ()) == set(wanted["groups"])
        yield "verified", figure.verified == wanted["verified"]
        yield "source", _shares(wanted["attribution_text"], figure.attribution.text if figure.attribution else None)
        yield "places", _shares(" ".join(wanted["place_texts"]), " ".join(p.text for p in figure.places))


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _shares(wanted: str | None, said: str | None) -> bool:
    """Both empty, or with a word in common."""
    return bool(set(wanted.split()) & set(said.split())) if wanted and said else not wanted and not said


def _key(figure: Figure) -> Key:
    return figure.category, figure.low, figure.high, figure.unit


def _gold_key(figure: dict[str, Any]) -> Key:
    return figure["category"], figure["low"], figure["high"], figure.get("unit", "person")


def _matches(found: Iterable[Any], wanted: Iterable[Any]) -> int:
    rest = list(found)
    hits = 0
    for key in wanted:
        if key in rest:
            rest.remove(key)
            hits += 1
    return hits


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def floors() -> dict[str, dict[str, float]]:
    """The pinned floors, by gold file and measure."""
    pinned: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return pinned


def _down(value: float) -> float:
    return math.floor(value * 1000) / 1000


def main() -> int:
    """Print the scores; with --pin raise floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured; none is lowered")
    pin = parser.parse_args().pin
    pinned = floors() if FLOORS.exists() else {}
    failed = False
    for path in sets():
        for measure, value in score(path).items():
            floor = pinned.get(path.stem, {}).get(measure, 0.0)
            failed |= value < floor
            print(f"{path.stem:16} {measure:16} {value:.3f}  floor {floor:.3f}{'  BELOW' if value < floor else ''}")
            if pin:
                pinned.setdefault(path.stem, {})[measure] = max(floor, _down(value))
    if pin:
        FLOORS.write_text(json.dumps(pinned, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return int(failed and not pin)


if __name__ == "__main__":
    sys.exit(main())
