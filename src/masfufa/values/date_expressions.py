"""What a date expression means before it is tied to a day: the output of the grammar, the input of the resolver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression. `kind` tells which of the other fields count.

    day, month, year: the calendar fields; `*_rel` counts from the reference (-1 is last), `*_same` points back to the
    date before it in the document; `direction` -1, 0, 1 is "last", "this", "next".
    weekday: `weekday` (0 is Monday), `direction`, and `of` for the week it lies in.
    offset: `n` days from the reference. unit: the `unit` that lies `n` from the current one.
    same: the `unit` of the date before it, moved by `n`.
    shift: `shifts` (unit, count) from the reference, backwards where `direction` is -1.
    last: the `n` units before (direction -1) or after (1) the reference; n None for "a few".
    nth: the n-th `unit` (or `weekday`) of `of`, -1 for the last; `count` of them.
    part: `part` of `of`. season: `unit` names it. decade: `n` is its first year (or the two digits of it).
    weekof: the week of `of`. range: `a` to `b`. open: `of`, open on the side that `connective` tells. now.
    daynum: a bare day number, only inside ranges and after weekdays.
    """

    kind: str
    year: int | None = None
    year_rel: int | None = None
    year_same: bool = False
    month: int | None = None
    month_rel: int | None = None
    month_same: bool = False
    day: int | None = None
    weekday: int | None = None
    hijri: bool = False
    direction: int | None = None
    n: int | None = None
    count: int = 1
    unit: str = ""
    part: str = ""
    connective: str | None = None
    shifts: tuple[tuple[str, int], ...] = ()
    of: Expression | None = None
    a: Expression | None = None
    b: Expression | None = None
    ambiguous: bool = False

    @property
    def has_year(self) -> bool:
        """True where the year is said, in numbers or by a relation."""
        return self.year is not None or self.year_rel is not None or self.year_same

    @property
    def has_month(self) -> bool:
        """True where the month is said, by name or by a relation."""
        return self.month is not None or self.month_rel is not None or self.month_same


def is_relative(x: Expression) -> bool:
    """True where another date is needed to tell which days are meant."""
    if x.kind in ("day", "month", "year"):
        if x.kind == "year":
            return x.year is None
        return x.year is None or x.month is None
    if x.kind == "range" and x.a is not None and x.b is not None:
        return is_relative(x.a) or is_relative(x.b)
    if x.kind in ("nth", "part", "open", "weekof"):
        return x.of is None or is_relative(x.of)
    if x.kind == "season":
        return x.year is None
    if x.kind == "decade":
        return x.n is None or x.n < 100
    return True
