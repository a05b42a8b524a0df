"""What a document's own words say a number is: the measure for figures that another reader gives."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from masfufa.language.tokens import Tokens
from masfufa.lexicon.store import LANGUAGES
from masfufa.reading import quantities_ar, quantities_latin
from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import whole_bounds
from masfufa.records import Document, Figure, Reading, Span
from masfufa.values.dates import find_dates
from masfufa.values.numbers import Number, find_numbers

_GRAMMARS = {"ar": quantities_ar.find_quantities, "en": quantities_latin.find_quantities}
_NO_COUNT = ("code", "fraction")


class Evidence:
    """The numbers of a document. In a language that masfufa does not read, its digits alone are known."""

    def __init__(self, document: Document, base: Reading) -> None:
        self._document = document
        self._dates = base.dates
        self._language = base.language if base.language in LANGUAGES else "en"

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens(self._document.text)

    @cached_property
    def _all_numbers(self) -> list[Number]:
        return find_numbers(self._tokens, self._language)

    @cached_property
    def _numbers(self) -> list[tuple[Span, int | None, int | None]]:
        """Every number that may count people: where it stands, and its bounds. Those of dates are left out."""
        out = []
        for number in self._all_numbers:
            bounds = None if number.kind in _NO_COUNT else whole_bounds(number)
            if bounds is not None and not any(d.start < number.end and number.start < d.end for d in self._dates):
                out.append((Span(number.start, number.end), *bounds))
        return out

    @cached_property
    def _wordless(self) -> list[tuple[Span, int | None, int | None]]:
        """Duals and singulars, which count without a number: قتيلان, a soldier."""
        find = _GRAMMARS.get(self._language)
        if find is None:
            return []
        dates = find_dates(self._tokens, self._language, self._document.published)
        marked = Annotated(self._document, self._language, self._tokens, self._all_numbers, dates, [])
        return [(Span(q.start, q.end), q.low, q.high) for q in find(marked) if q.shape in ("dual", "one", "of_them")]

    def of(self, figure: Figure) -> list[Span] | None:
        """The words inside the figure's span that say its bounds; None where no words there do.

        Where the span holds a number, a number must say them. Only where it holds none, a dual or a singular may.
        """
        said = _within(self._numbers, figure)
        if not said:
            said = [one for one in self._wordless if one[0].start < figure.end and figure.start < one[0].end]
        for span, low, high in said:
            if low != high and (figure.low, figure.high) in ((low, high), (low, None), (None, high)):
                return [span]
        found: list[Span] = []
        for value in dict.fromkeys((figure.low, figure.high)):
            if value is None:
                continue
            saying = [span for span, low, high in said if low == high == value]
            if not saying:
                return None
            found += saying
        return found or None

    def words(self, figure: Figure) -> Span:
        """Where the figure's number stands; its whole span where that holds none, or several that could be it."""
        values = {figure.low, figure.high}
        said = [span for span, low, high in _within(self._numbers, figure) if values & {low, high} - {None}]
        return said[0] if len(said) == 1 else Span(figure.start, figure.end)


def _within(
    numbers: list[tuple[Span, int | None, int | None]], figure: Figure
) -> list[tuple[Span, int | None, int | None]]:
    at = bisect_left(numbers, figure.start, key=lambda one: one[0].start)
    out = []
    while at < len(numbers) and numbers[at][0].end <= figure.end:
        out.append(numbers[at])
        at += 1
    return out
