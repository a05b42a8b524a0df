"""What a grammar of actors finds: one noun phrase with how it is coded, before a document's mentions are joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from masfufa.lexicon.actor_schema import KnownActor

PLACE, TOWARD = "place", "toward"
"""How a state or capital stands: after a word that makes it a place (في ليبيا), or leaves it open (إلى ليبيا)."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase at tokens `first` to `last` (exclusive).

    `skipped` letters of the first token and `cut` letters of the last are no part of it. `head` is the folded head word
    without its article, by which later mentions are joined to it; `proper` the token range of a person's name in it.
    `weak` sectors yield to that of what the head governs. `owned`: a pronoun says that it is someone's (قواته).
    """

    first: int
    last: int
    head: str
    kind: str
    country: str | None = None
    sector: str | None = None
    skipped: int = 0
    cut: int = 0
    known: KnownActor | None = None
    short: bool = False
    weak: bool = False
    definite: bool = False
    plural: bool = False
    role: str | None = None
    proper: tuple[int, int] | None = None
    stands: str | None = None
    owned: bool = False
    name: str | None = field(default=None)
