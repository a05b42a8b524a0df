"""What a sentence says of a source: where its name stands, and which tokens it vouches for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class NamedSource:
    """A source: the tokens of its name, and the token range whose figures it vouches for."""

    first: int
    last: int
    covers_from: int
    covers_to: int
    skipped: int = 0
    by: tuple[int, int] | None = None
    """Tokens of the medium that passes this source on."""
