"""What was read held against what is there: pairs of figures, their fields, and shares of what is right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from masfufa.claims import Claim, TextLocator
from masfufa.evaluation.gold import GoldDocument, GoldFigure, Label, order, place_key
from masfufa.evaluation.rates import Rate
from masfufa.language.fold import fold_word

FIELDS = (
    "category", "bounds", "unit", "place", "date", "source", "kind",
    "modality", "qualifier", "groups", "verified", "cause", "part_of",
)  # fmt: skip
"""What is compared of a figure that was found, in the order in which it is shown. The first three make it right."""
GROUPINGS = ("category", "language", "publisher")

What = Literal["right", "wrong", "missed", "invented"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure: read right, read wrong, missed, or read where there is none.

    fields: whether each compared field is right; empty where there is no pair.
    """

    document: GoldDocument
    what: What
    gold: GoldFigure | None
    claim: Claim | None
    fields: Mapping[str, bool] = field(default_factory=dict)

    @property
    def faulty(self) -> tuple[str, ...]:
        """The fields that are wrong."""
        return tuple(name for name, right in self.fields.items() if not right)


def key_of(claim: Claim) -> tuple[str, int | None, int | None, str]:
    """What makes a figure right: category, both bounds, unit."""
    return claim.category, claim.low, claim.high, claim.unit


def compare(document: GoldDocument, claims: Sequence[Claim]) -> list[Outcome]:
    """Every figure of the document and every claim that was read in it, in the order of the text.

    A figure belongs to the claim on its own words that says the same, else to the nearest one that says the same, else
    to one on overlapping words, which is wrong then.
    """
    read = sorted(claims, key=order)
    pairs = _pairs(document.figures, read)
    numbers = {read[k].id: n for n, k in pairs.items()}
    out: list[tuple[int, Outcome]] = []
    for n, gold in enumerate(document.figures):
        if n in pairs:
            claim = read[pairs[n]]
            what: What = "right" if key_of(claim) == gold.key else "wrong"
            out.append((gold.start, Outcome(document, what, gold, claim, dict(_fields(gold, claim, numbers)))))
        else:
            out.append((gold.start, Outcome(document, "missed", gold, None)))
    taken = set(pairs.values())
    for k, claim in enumerate(read):
        if k not in taken:
            out.append((_span(claim)[0], Outcome(document, "invented", None, claim)))
    return [outcome for _, outcome in sorted(out, key=lambda one: one[0])]


def _span(claim: Claim) -> tuple[int, int]:
    return (claim.locator.start, claim.locator.end) if isinstance(claim.locator, TextLocator) else (-1, -1)


def _overlap(gold: GoldFigure, claim: Claim) -> int:
    """How many characters a figure's words share with a claim's, repeats included."""
    own = [(gold.start, gold.end), *gold.repeats]
    said = [_span(claim), *((span.start, span.end) for span in claim.repeats)]
    return max(min(a[1], b[1]) - max(a[0], b[0]) for a in own for b in said)


def _pairs(figures: Sequence[GoldFigure], read: Sequence[Claim]) -> dict[int, int]:
    """The claim of each figure, both by number."""
    pairs: dict[int, int] = {}
    free = set(range(len(read)))

    def take(candidates: Iterable[tuple[Any, int, int]]) -> None:
        for _, n, k in sorted(candidates):
            if n not in pairs and k in free:
                pairs[n] = k
                free.discard(k)

    same: dict[Any, list[int]] = defaultdict(list)
    for k, claim in enumerate(read):
        same[key_of(claim)].append(k)
    take((abs(_span(read[k])[0] - gold.start), n, k) for n, gold in enumerate(figures) for k in same.get(gold.key, ()))
    rest = [n for n in range(len(figures)) if n not in pairs]
    take((-shared, n, k) for n in rest for k in tuple(free) if (shared := _overlap(figures[n], read[k])) > 0)
    return pairs


def _fields(gold: GoldFigure, claim: Claim, numbers: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
    yield "category", gold.category == claim.category
    yield "bounds", (gold.low, gold.high) == (claim.low, claim.high)
    yield "unit", gold.unit == claim.unit
    for name in FIELDS[3:]:
        label = gold.labels.get(name)
        if label is not None:
            yield name, _holds(name, label, claim, numbers)


def _holds(name: str, label: Label, claim: Claim, numbers: Mapping[str, int]) -> bool:
    if name == "place":
        if label.words is not None:
            return _shares(label.words, " ".join(place.name for place in claim.places))
        return bool(label.value == {place_key(place) for place in claim.places})
    if name == "source":
        if label.words is not None:
            return _shares(label.words, claim.source_text or claim.source or "")
        return bool(label.value == (fold_word(claim.source).strip() if claim.source else None))
    if name == "date":
        days = (claim.period_start, claim.period_end, claim.as_of)
        return bool(label.value == tuple(day.isoformat() if day else None for day in days))
    if name == "groups":
        return bool(label.value == frozenset(claim.groups))
    if name == "part_of":
        return bool(label.value == (None if claim.part_of is None else numbers.get(claim.part_of, -1)))
    return bool(label.value == getattr(claim, name))


def _shares(wanted: str, said: str) -> bool:
    """Both empty, or with a word in common."""
    one, other = (set(re.findall(r"\w+", fold_word(words))) for words in (wanted, said))
    return bool(one & other) if one and other else not one and not other


@dataclass(slots=True)
class Score:
    """Counts of one group of documents, or of one category.

    documents: those that hold a figure of the group, found or labelled; complete: those of them whose figures are all
    known. precision: of what was read, what is right; recall: of what is there in complete documents, what was read
    right; whole: of what was read, what has nothing to correct; fields: of figures that were found, by field.
    """

    documents: set[str] = field(default_factory=set)
    complete: set[str] = field(default_factory=set)
    read: int = 0
    right: int = 0
    without_fault: int = 0
    there: int = 0
    found: int = 0
    compared: dict[str, list[int]] = field(default_factory=dict)

    @property
    def precision(self) -> Rate:
        """Category, bounds and unit right, of what was read."""
        return Rate(self.right, self.read)

    @property
    def recall(self) -> Rate:
        """Read right, of what is there."""
        return Rate(self.found, self.there)

    @property
    def whole(self) -> Rate:
        """Nothing to correct, of what was read."""
        return Rate(self.without_fault, self.read)

    @property
    def fields(self) -> dict[str, Rate]:
        """Each field that was compared, in the order of FIELDS."""
        return {name: Rate(*self.compared[name]) for name in FIELDS if name in self.compared}

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "documents": len(self.documents), "complete": len(self.complete),
            "precision": self.precision.plain(), "recall": self.recall.plain(), "whole": self.whole.plain(),
            "fields": {name: rate.plain() for name, rate in self.fields.items()},
        }  # fmt: skip


@dataclass(slots=True)
class Report:
    """All scores. by: a score a group, for each of GROUPINGS, "" where the group is not known.

    clean: documents without a figure in which none was read, of all complete ones without a figure.
    """

    total: Score = field(default_factory=Score)
    by: dict[str, dict[str, Score]] = field(default_factory=lambda: {name: {} for name in GROUPINGS})
    empty: int = 0
    left_alone: int = 0

    @property
    def clean(self) -> Rate:
        """Documents without a figure that were left alone."""
        return Rate(self.left_alone, self.empty)

    def add(self, document: GoldDocument, outcomes: Sequence[Outcome]) -> None:
        """Count one document."""
        groups = {"language": document.language or "", "publisher": document.publisher or ""}
        own = [self.by[name].setdefault(value, Score()) for name, value in groups.items()]
        for score in (self.total, *own):
            score.documents.add(document.id)
            if document.complete:
                score.complete.add(document.id)
        if document.complete and not document.figures:
            self.empty += 1
            self.left_alone += not outcomes
        for outcome in outcomes:
            _count(outcome, [self.total, *own], self.by["category"], complete=document.complete)

    def plain(self) -> dict[str, Any]:
        """As plain data, groups by the number of what was read."""
        return {
            **self.total.plain(),
            "clean": self.clean.plain(),
            **{f"by_{name}": {value: s.plain() for value, s in ranked(self.by[name])} for name in GROUPINGS},
        }


def ranked(groups: Mapping[str, Score]) -> list[tuple[str, Score]]:
    """Groups, those with most cases first."""
    return sorted(groups.items(), key=lambda one: (-max(one[1].read, one[1].there), one[0]))


def _count(outcome: Outcome, scores: list[Score], categories: dict[str, Score], *, complete: bool) -> None:
    gold, claim = outcome.gold, outcome.claim
    right = outcome.what == "right"
    of_claim = [categories.setdefault(claim.category, Score())] if claim is not None else []
    of_gold = [categories.setdefault(gold.category, Score())] if gold is not None else []
    for score in (*of_claim, *of_gold):
        score.documents.add(outcome.document.id)
        if complete:
            score.complete.add(outcome.document.id)
    if claim is not None:
        for score in (*scores, *of_claim):
            score.read += 1
            score.right += right
            score.without_fault += right and not outcome.faulty
    if gold is not None and complete:
        for score in (*scores, *of_gold):
            score.there += 1
            score.found += right
    for name, holds in outcome.fields.items():
        for score in (*scores, *of_gold):
            counted = score.compared.setdefault(name, [0, 0])
            counted[0] += holds
            counted[1] += 1
