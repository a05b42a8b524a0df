"""P-codes as people mistype them: blanks inside, small letters, the letter O, a lost zero; put right and said so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_BLANKS = re.compile(r"[\s\u00a0\u200b\u200e\u200f]+")
_PCODE = re.compile(r"[A-Z]{2,3}\d+[A-Z\d]*$")


class Code(NamedTuple):
    """A code as it should be, and whether it was written otherwise."""

    value: str
    repaired: bool


def lengths_of(codes: Iterable[str]) -> int | None:
    """The length that nearly all P-codes of a column have; None where there is no such length."""
    counts = Counter(len(tidy(code)) for code in codes if _PCODE.match(tidy(code)))
    if not counts:
        return None
    length, times = counts.most_common(1)[0]
    return length if times >= 0.8 * sum(counts.values()) else None


def tidy(code: str) -> str:
    """The code without blanks and in capitals, where it is a P-code; other codes only without blanks at their ends."""
    plain = _BLANKS.sub("", code).upper()
    return plain if re.match(r"[A-Z]{2,3}[\dO]{2,}$", plain) else code.strip()


def repair(code: str, *, parent: str | None = None, length: int | None = None, known: Iterable[str] = ()) -> Code:
    """A P-code put right. `parent` is the code of the unit above, `length` the usual length of the column.

    A missing zero is put back only where exactly one place for it makes a code that begins with the parent's, or one
    that is `known`.
    """
    plain = tidy(code)
    match = re.match(r"([A-Z]{2,3})([\dO]+)$", plain)
    if match and "O" in match[2]:
        plain = match[1] + match[2].replace("O", "0")
    if length is not None and len(plain) == length - 1 and _PCODE.match(plain):
        letters = re.match(r"[A-Z]+", plain)
        start = letters.end() if letters else 0
        tried = {plain[:at] + "0" + plain[at:] for at in range(start, len(plain) + 1)}
        there = tried & set(known)
        if len(there) != 1:
            # Below its parent a code has lost the first zero of the number within it: NG001 and 03 make NG001003.
            own = parent is not None and plain.startswith(parent)
            there = (
                {f"{parent}0{plain[len(parent or '') :]}"}
                if own
                else {o for o in tried if parent and o.startswith(parent)}
            )
        if len(there) == 1:
            plain = there.pop()
    return Code(plain, plain != code)


def derived_parents(chains: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes of units that only their children give: unit → code, from (unit, child's code) pairs.

    A unit's code is its children's without the last two digits, taken only where all children of the unit agree and
    no two units would share one.
    """
    found: dict[str, set[str]] = {}
    for unit, child in chains:
        if _PCODE.match(child) and len(child) >= 6:
            found.setdefault(unit, set()).add(child[:-2])
        else:
            found.setdefault(unit, set()).add("")
    alone = {unit: next(iter(codes)) for unit, codes in found.items() if len(codes) == 1 and "" not in codes}
    times = Counter(alone.values())
    return {unit: code for unit, code in alone.items() if times[code] == 1}
