"""Makes a conflict, reconciles what was told of it, and measures the matrix against the truth."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from conflict.as_claims import Ledgered, admin_rows, as_claims
from conflict.measure import Contradictions, Score, ceiling, contradictions, know_places, score
from conflict.reports import Number, Report, Told, tell
from conflict.settings import Settings
from conflict.world import World, make_world
from masfufa.claims import Claim
from masfufa.tracking.ledger import Cell, Ledger
from masfufa.tracking.matrix import matrix
from masfufa.tracking.reconcile import reconcile

FLOW = ("incident", "period")
READ = Settings(adm1=2, adm2=3, weeks=6, incidents_per_week=1.6, totals=0.34, running=0.34, contradictions=0.5)
"""The settings of the run from end to end: some 300 reports."""


@dataclass(slots=True)
class Result:
    """A simulation and what came of it. Times are seconds of the processor, whatever else the machine does."""

    world: World
    told: Told
    ledgered: Ledgered
    ledger: Ledger
    cells: list[Cell]
    scores: list[Score]
    contradictions: Contradictions
    made: float
    reconciled: float
    matrixed: float


def simulate(settings: Settings) -> Result:
    """The measure of reconciling by itself: reports go in as claims."""
    began = time.process_time()
    world = make_world(settings)
    told = tell(world)
    ledgered = as_claims(world, told)
    return finish(world, told, ledgered, time.process_time() - began)


def finish(world: World, told: Told, ledgered: Ledgered, made: float) -> Result:
    """Reconcile and measure."""
    know_places(world)
    began = time.process_time()
    ledger = reconcile(ledgered.claims, ledgered.events, (), admin_rows(world), documents=ledgered.documents)
    reconciled = time.process_time()
    cells = matrix(ledger, by="adm2", every="week")
    matrixed = time.process_time()
    scores = [
        score(world, ledgered, cells, "killed", "flow", world.dead("killed"), (*FLOW, "cumulative")),
        score(world, ledgered, cells, "wounded", "flow", world.dead("wounded"), (*FLOW, "cumulative")),
        score(world, ledgered, cells, "displaced", "flow", world.new, ("increment",)),
        score(world, ledgered, cells, "displaced", "stock", world.stock, ("stock",)),
    ]
    for number, category in enumerate(("killed", "wounded")):
        scores[number].ceiling = ceiling(world, ledgered, category, world.dead(category))
    scores[3].category = "displaced (stock)"
    scores[2].category = "newly displaced"
    found = contradictions(told, ledgered.truth, ledger)
    return Result(
        world, told, ledgered, ledger, cells, scores, found, made, reconciled - began, matrixed - reconciled
    )  # fmt: skip


def simulate_reading(settings: Settings, folder: Path) -> Result:
    """The measure from end to end: the reports are written, read by the reader, and what it read is reconciled.

    `folder` takes the crisis folder. Numbers that the reader made of nothing have the tag misread.
    """
    from conflict.as_text import as_documents, is_written, write_crisis
    from masfufa.workspace.from_reading import Recorder

    began = time.process_time()
    world = make_world(settings)
    told = tell(world)
    told = Told([report for report in told.reports if is_written(report)], told.planted)
    given = as_claims(world, told)
    recorder = Recorder(write_crisis(world, folder))
    read = Ledgered(truth=dict(given.truth))
    for document, report in as_documents(world, told).values():
        records = recorder.read(document, f"{document.id}.txt")
        read.documents.append(records.document)
        read.claims.extend(records.claims)
        read.events.extend(records.events)
        for claim in records.claims:
            read.truth[claim.id] = report, _number_of(claim, report)
    return finish(world, told, read, time.process_time() - began)


def _number_of(claim: Claim, report: Report) -> Number:
    for number in report.numbers:
        if (number.category, number.unit, number.value) == (claim.category, claim.unit, claim.low):
            return number
    return Number(claim.category, claim.low or 0, claim.unit, tags=frozenset(("misread",)))
