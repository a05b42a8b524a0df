"""Quantities: every counted or countable group of people or homes in a text, before it is known what happened to it.

A quantity is a number with the noun it counts (12 جنديا، خمسة من رجال الشرطة، الأجانب الخمسة), a dual (جنديين), a
noun that stands for one person (جندي), or a number whose noun is left out (وأصيب 28).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.values.numbers import Number


@dataclass(slots=True)
class Quantity:
    """One counted group. `first` and `last` are the token range of number and noun; offsets are those of the figure."""

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    shape: str
    """number, dual, one (a singular noun), ordinal (التاسع), bare (a number alone), or of_them (ثلاثة منهم)."""
    qualifier: str = "exact"
    noun: Sense | None = None
    noun_at: int | None = None
    thing: bool = False
    unknown_noun: bool = False
    prefix: str = ""
    number: Number | None = None
    before: int = -1
    """First token of what belongs to the quantity on its left: qualifiers and prepositions of number."""
    mixed: tuple[str, ...] = ()
    """Categories of a coordinated noun: قتيلا وجريحا."""
    groups: tuple[str, ...] = ()
    """Victim groups of nouns coordinated with the first."""
    quality: str | None = None
    """The category that an adjective before the noun tells: 40 displaced families."""
    chosen: bool = False
    """One out of a definite group: أحد المواطنين."""

    @property
    def unit(self) -> str:
        """person, household or home."""
        return str(self.noun.data.get("unit", "person")) if self.noun else "person"

    @property
    def category(self) -> str | None:
        """The category that the noun itself carries."""
        if self.mixed:
            return "casualties"
        return self.noun.data.get("cat") if self.noun else None

    @property
    def definite_noun(self) -> bool:
        """True where the noun carries the article."""
        return self.noun is not None and self.noun.definite

    @property
    def plain(self) -> bool:
        """True where the noun tells nothing of the people: شخص، آخرين, or no noun at all."""
        return self.noun is None or bool(self.noun.data.get("plain"))


_IMPLAUSIBLE = 1_000_000_000


def whole_bounds(number: Number) -> tuple[int | None, int | None] | None:
    """Bounds of a number as whole people; None for fractions. "1,900 مليون" people are 1.9 million: no country has
    more."""
    low, high = number.low, number.high
    if any(value is not None and value != int(value) for value in (low, high)):
        return None
    if low is not None and low >= _IMPLAUSIBLE and low % 1000 == 0 and low == high and number.kind == "mixed":
        low = high = low // 1000
    return (None if low is None else int(low)), (None if high is None else int(high))


def counted_sense(marked: Annotated, index: int) -> tuple[Sense, int] | None:
    """The sense of a token as a noun that figures count, with the index after it."""
    for sense, last in marked.marks[index]:
        if sense.entry.tag == "counted" and not sense.suffix.startswith("ي"):
            return sense, last
    return None


def is_thing(marked: Annotated, index: int) -> bool:
    """True where a token is a noun that is counted but is no people."""
    return any(sense.entry.tag == "things" for sense, _ in marked.marks[index])


def transparent(marked: Annotated, index: int) -> bool:
    """True for signs that stand between a number and its noun without parting them: quotes, an opening bracket."""
    return marked.tokens.forms[index] in ('"', "(", "[", "*")


def counted(
    marked: Annotated, of_number: Callable[[Annotated, Number], Quantity | None]
) -> tuple[list[Quantity], set[int]]:
    """The quantities that a language's rule makes of the document's numbers, and the tokens that they take."""
    found = [quantity for number in marked.numbers if (quantity := of_number(marked, number)) is not None]
    return found, {k for quantity in found for k in range(quantity.first, quantity.last)}
