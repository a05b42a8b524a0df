"""A share with its number of cases and its interval; too few cases give no share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

FEW = 20
"""Below so many cases a share says more about chance than about a reader, and none is given."""
_Z = 1.959963984540054  # 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `of` cases."""

    right: int
    of: int

    @property
    def few(self) -> bool:
        """Whether there are too few cases for a share."""
        return self.of < FEW

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there are too few cases."""
        return None if self.few else self.right / self.of

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval after Wilson, cases taken as independent; None where there are too few."""
        return None if self.few else wilson(self.right, self.of)

    def plain(self) -> dict[str, Any]:
        """`right`, `of`, `rate`, `low` and `high`; the last three None where there are too few cases."""
        low, high = self.interval or (None, None)
        return {"right": self.right, "of": self.of, "rate": _rounded(self.share), "low": _rounded(low),
                "high": _rounded(high)}  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson 1927); `of` is above 0."""
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    # At the ends the bound is the end itself; the arithmetic leaves it a hair away.
    return (0.0 if right == 0 else max(0.0, middle - half)), (1.0 if right == of else min(1.0, middle + half))
