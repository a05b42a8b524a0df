"""Adding up a number expression word by word: what both number grammars share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from masfufa.values.number_lexicon import Entry, Role, Value


@dataclass(slots=True)
class Found:
    """A number expression while it is being read; fields as in `masfufa.values.numbers.Number`.

    `bare` is the value before the one scale word that multiplied it (20 in "20 ألفا"), None where there was none or
    more than that. `unscaled` tells that no scale word took part; `plain` that it is digits without a separator.
    """

    first: int
    last: int
    start: int
    end: int
    low: Value
    high: Value
    kind: str
    ordinal: bool = False
    definite: bool = False
    prefix: str = ""
    bare: Value | None = None
    unscaled: bool = True
    plain: bool = False


class Element(NamedTuple):
    """One token (or group of digits) that may be part of a number. `stem` is the word without its proclitics."""

    entry: Entry
    first: int
    last: int
    start: int
    end: int
    stem: str
    prefix: str = ""
    definite: bool = False
    plain: bool = False


class State(NamedTuple):
    """A number so far: finished groups (`done`), the scale of the last of them (`limit`), and the group being read.

    In "two million three hundred" `done` is 2000000, `limit` 1000000 and `current` 300. `tail` is the role of the
    last word; `bare` as in `Found`.
    """

    done: Value
    limit: int
    current: Value | None
    tail: Role
    bare: Value | None = None
    kind: str = ""
    ordinal: bool = False

    @property
    def value(self) -> Value:
        """What has been read so far, as one value."""
        return self.done + (self.current or 0)


UNLIMITED = 10**24


def scaled(state: State, value: int) -> State | None:
    """`state` with the scale word `value` right after it (20 + thousand, مئة + ألف), or None where it can't follow."""
    if state.current is not None:
        if value >= state.limit:
            return None
        bare = state.current if state.done == 0 else None
        return State(state.done + state.current * value, value, None, Role.SCALE, bare)
    if state.tail in (Role.SCALE, Role.DUAL_SCALE) and value > state.limit:  # ألف مليون, a thousand million
        return State(state.done * value, value, None, Role.SCALE)
    return None


def fraction_only(state: State) -> bool:
    """Whether the number is a mere share: half, three quarters, ثلاثة أرباع."""
    return state.tail == Role.FRACTION and state.done == 0 and isinstance(state.current, Fraction) and state.current < 1
