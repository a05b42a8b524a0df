"""Where written reports lose numbers: `python tests/simulation/confusion.py [--seed N] [--show FIELD] [--cells]`.

Each number of a report is held beside what was read of it. Counted are numbers missed, taken for another category or
unit, or read in another kind, time, place or source; and, with --cells, what went wrong in the reports of each wrong
cell (cells with no misread report are left to reconciling). --show prints the texts of one kind of mistake.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conflict.as_claims import as_claims
from conflict.as_text import as_documents, is_written, write_crisis
from conflict.measure import table, weeks
from conflict.reports import Number, Report, Told, tell
from conflict.run import READ, finish, simulate_reading
from conflict.settings import Settings
from conflict.world import World, make_world

from masfufa.claims import Claim
from masfufa.workspace.from_reading import Recorder

FIELDS = ("missed", "category", "unit", "kind", "time", "place", "source", "part", "extra")


def mistakes(world: World, report: Report, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """What was read wrongly of a report: (field, wanted and read)."""
    free = list(claims)
    for number in report.numbers:
        same = [c for c in free if number.value in (c.low, c.high)]
        right = [c for c in same if (c.category, c.unit) == (number.category, number.unit)]
        if not same:
            yield "missed", f"{number.category} {number.value} {number.unit}"
            continue
        claim = (right or same)[0]
        free.remove(claim)
        yield from _of_number(world, report, number, claim)
    for claim in free:
        yield "extra", f"{claim.category} {claim.low}..{claim.high} {claim.locator.key}"


def _of_number(world: World, report: Report, number: Number, claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.category != number.category:
        yield "category", f"{number.category}: {claim.category}"
    if claim.unit != number.unit:
        yield "unit", f"{number.unit}: {claim.unit}"
    if claim.part_of is not None:
        yield "part", f"{number.category} {number.value}"
    kind = report.kind
    if number.category == "returned":
        return  # what has returned by a round's day is told as a running total or a stock
    if claim.kind != kind and not (report.revises and claim.kind == "cumulative"):
        yield "kind", f"{kind}: {claim.kind}"
    day = claim.as_of or claim.period_end
    if kind == "incident" and day is None:
        # The ledger goes by the day of release where no day was read.
        day = claim.released
    if report.revises and claim.kind == "cumulative":
        # A toll that has grown: its first day is that of the attack, it stands as of the day that it was told.
        if claim.period_start != report.start:
            yield "time", f"{report.start}: {claim.period_start}"
    elif day != report.end or (kind in ("period", "increment", "cumulative") and claim.period_start != report.start):
        yield "time", f"{report.start} {report.end}: {claim.period_start} {claim.period_end} as of {claim.as_of}"
    place = world.towns.get(report.place) or world.districts[report.place]
    if [(p.lat, p.lon) for p in claim.places] != [(place.lat, place.lon)]:
        yield "place", f"{place.name.en}: {', '.join(p.name for p in claim.places)}"
    if report.source is not None and claim.source not in (report.source.en, report.source.ar):
        yield "source", f"{report.source.en}: {claim.source}"


def main() -> int:
    """Read the written reports of one conflict and print what was read wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=READ.seed)
    parser.add_argument("--provinces", type=int, default=READ.adm1)
    parser.add_argument("--show", choices=FIELDS)
    parser.add_argument("--cells", action="store_true")
    options = parser.parse_args()
    settings = dataclasses.replace(READ, seed=options.seed, adm1=options.provinces)
    if options.cells:
        _cells(settings)
    else:
        _reports(settings, options.show)
    return 0


def _reports(settings: Settings, show: str | None) -> None:
    world = make_world(settings)
    told = tell(world)
    counts: Counter[tuple[str, str, str]] = Counter()
    numbers: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(write_crisis(world, Path(folder)))
        for document, report in as_documents(world, told).values():
            claims = recorder.read(document, f"{document.id}.txt").claims
            numbers[report.language, report.kind] += len(report.numbers)
            for field, what in mistakes(world, report, claims):
                counts[field, report.language, report.kind] += 1
                if field == show:
                    print(f"{report.released} {what}\n    {document.text}")
    print("numbers:", ", ".join(f"{language} {kind} {n}" for (language, kind), n in sorted(numbers.items())))
    for field in FIELDS:
        told_of = sorted((language, kind, n) for (f, language, kind), n in counts.items() if f == field)
        print(f"{field:9} {sum(n for *_, n in told_of):4}  {', '.join(f'{a} {b} {n}' for a, b, n in told_of)}")


def _cells(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = simulate_reading(settings, Path(folder))
    print(table(result.scores, result.contradictions))
    week_of = weeks(result.world)
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    reports: dict[str, Report] = {report.id: report for report in result.told.reports}
    of_claim = {claim: report.id for claim, (report, _) in result.ledgered.truth.items()}
    for claim in result.ledgered.claims:
        if claim.id in of_claim:
            claims[of_claim[claim.id]].append(claim)
    exact = _exact(result.world, result.told)
    causes: Counter[str] = Counter()
    for number, score in enumerate(result.scores):
        right = {o.key for o in exact[number].wrong}
        for outcome in score.wrong:
            found: Counter[str] = Counter()
            for report in reports.values():
                key = report.place[:6], week_of.get(report.end or report.released)
                if key == outcome.key and is_written(report):
                    found.update(field for field, _ in mistakes(result.world, report, claims[report.id]))
            also = "wrong with perfect reading too" if outcome.key in right else "right with perfect reading"
            print(f"{score.category} {outcome.key}: truth {outcome.truth}, best {outcome.best} ({also}) {dict(found)}")
            causes[f"{score.category}: {also}; {', '.join(sorted(found)) or 'nothing misread'}"] += 1
    for cause, n in causes.most_common():
        print(f"{n:4} {cause}")


def _exact(world: World, told: Told) -> list:  # type: ignore[type-arg]
    """The scores if the written reports had been read without a mistake."""
    return finish(world, told, as_claims(world, told), 0.0).scores


if __name__ == "__main__":
    sys.exit(main())
