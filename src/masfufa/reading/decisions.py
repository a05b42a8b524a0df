"""A decision: that a quantity is a figure, of which category, and by which words and rule."""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a quantity is a figure: its category, the trigger's token range, and the quantity it takes after or is part
    of."""

    category: str
    trigger: tuple[int, int] | None
    sense: Sense | None
    rule: str
    heir_of: int | None = None
    part_of: int | None = None
    topic: int | None = None
    total: bool = False
    """The number ends a count that has been rising or is reported as a toll: عدد القتلى … إلى 25 قتيلا."""
    unit: str | None = None
    """What the topic of a bare number counts: the number of displaced families."""


class Undecided:
    """The quantities of a document while they are decided: `decisions` grows in their order, `at` leads from a token to
    the index of the quantity that stands there."""

    def __init__(
        self, marked: Annotated, quantities: list[Quantity], decisions: list[Decision | None], at: dict[int, int]
    ) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions = decisions
        self.at = at
