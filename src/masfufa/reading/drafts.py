"""Drafts: figures while their attributes are being worked out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from masfufa.reading.decisions import Decision
from masfufa.reading.quantities import Quantity
from masfufa.records import Attribution, PlaceMention, Span, Victims
from masfufa.values.dates import Date


@dataclass(slots=True)
class Draft:
    """One figure in the making. `part_of` and `heir_of` are drafts, not indexes, until all are known."""

    quantity: Quantity
    decision: Decision
    sentence: int
    paragraph: int
    category: str
    unit: str
    kind: str = "incident"
    modality: str = "asserted"
    part_of: Draft | None = None
    heir_of: Draft | None = None
    date: Date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    as_of: dt.date | None = None
    places: tuple[PlaceMention, ...] = ()
    own_places: bool = False
    attribution: Attribution | None = None
    victims: Victims | None = None
    verified: bool | None = None
    cause: str | None = None
    secondary: bool = False
    repeats: list[Span] = field(default_factory=list)

    @property
    def low(self) -> int | None:
        """Lower bound of the figure."""
        return self.quantity.low

    @property
    def value(self) -> int | None:
        """The one number that a reader would quote: the lower bound, else the upper."""
        return self.quantity.low if self.quantity.low is not None else self.quantity.high

    @property
    def happened(self) -> bool:
        """False for what is denied, only expected or only possible."""
        return self.modality not in ("denied", "hypothetical", "future")

    def like(self, other: Draft) -> bool:
        """Same category and unit."""
        return self.category == other.category and self.unit == other.unit
