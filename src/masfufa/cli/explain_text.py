"""Explanations as lines of text: labels at the side, the report's words readable in any script."""

from __future__ import annotations

from masfufa.cli.bidi import clean, is_right_to_left, present
from masfufa.cli.wrap import fitted, wrapped

_SPACE = "\ue000"
"""Stands for a space inside quoted words while lines are broken."""
_LONGEST = 60
_SIDE = 11


class Sheet:
    """Collects the lines of one explanation for a terminal of `width` columns."""

    def __init__(self, width: int, bidi: str) -> None:
        self._width = max(min(width, 110), 40)
        self._bidi = bidi
        self.lines: list[str] = []

    def q(self, text: str) -> str:
        """The report's words, quoted: kept together on a line and in an order of their own."""
        shown = " ".join(clean(text).split())
        if len(shown) > _LONGEST:
            shown = shown[:_LONGEST].rstrip() + "…"
        return "“" + present(shown, self._bidi).replace(" ", _SPACE) + "”"

    def title(self, text: str) -> None:
        """One line at the margin."""
        self.lines += [self._out(line) for line in wrapped(text, self._width)]

    def row(self, label: str, text: str) -> None:
        """A label and what is said under it."""
        for line in wrapped(text, self._width - _SIDE - 2):
            self.lines.append(f"  {label:<{_SIDE}}{self._out(line)}".rstrip())
            label = ""

    def passage(self, label: str, text: str) -> None:
        """A stretch of the report, in lines of its own direction."""
        room = self._width - _SIDE - 2
        right = is_right_to_left(text)
        for line in wrapped(clean(text), room):
            shown = fitted(line, room, self._bidi, right)
            self.lines.append(f"  {label:<{_SIDE}}{shown}".rstrip())
            label = ""

    def text(self) -> str:
        """All lines, each ended."""
        return "".join(line + "\n" for line in self.lines)

    def _out(self, line: str) -> str:
        return line.replace(_SPACE, " ")
