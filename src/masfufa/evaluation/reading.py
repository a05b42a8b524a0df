"""A gold file read by the reader that is installed, and scored."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from masfufa.evaluation.gold import GoldDocument
from masfufa.evaluation.scoring import Outcome, Report, compare
from masfufa.workspace.from_reading import Recorder


@dataclass(slots=True)
class Evaluated:
    """The scores of a reader on some documents. reviewed_by: the readers whose readings were reviewed, where a file
    says so; errors: every figure that was not read right, or not whole."""

    reader: str
    report: Report = field(default_factory=Report)
    reviewed_by: set[str] = field(default_factory=set)
    errors: list[Outcome] = field(default_factory=list)


def evaluate(documents: Iterable[GoldDocument], crisis: Path | None = None) -> Evaluated:
    """Read documents and hold what was read against their figures. `crisis`: a crisis folder to read with.

    Raises DataError for a broken crisis folder.
    """
    recorder = Recorder(crisis)
    found = Evaluated(recorder.word)
    for gold in documents:
        assert gold.document is not None
        records = recorder.read(gold.document, gold.id)
        if gold.language is None:
            gold = dataclasses.replace(gold, language=records.language)
        outcomes = compare(gold, records.claims)
        found.report.add(gold, outcomes)
        found.errors += [one for one in outcomes if one.what != "right" or one.faulty]
        if gold.reader:
            found.reviewed_by.add(gold.reader)
    return found
