"""Event drafts: triggers with those who take part, before it is decided what they amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from masfufa.records import ActorMention, PlaceMention
from masfufa.values.dates import Date


class ActorLike(Protocol):
    """Someone who takes part: the tokens `first` to `last` (exclusive) and the mention made of them."""

    @property
    def first(self) -> int:
        """Its first token."""

    @property
    def last(self) -> int:
        """The token after it."""

    @property
    def mention(self) -> ActorMention:
        """What a record says of it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that no lexicon knows as an actor."""

    first: int
    last: int
    mention: ActorMention


@dataclass(slots=True)
class EventDraft:
    """One trigger, or those of one happening, with what its sentence says of it.

    `first` and `last` are tokens, `start` the offset of the trigger without proclitics. `family` is what triggers of
    one happening share; `clause_of` maps a token to the number of its clause. `loose` triggers (wounded, by a car
    bomb) belong to whatever else happened in the sentence. `local` features tell how the trigger stands in its
    sentence (`standing` in one word), `flags` what it says; `features` are all of them once the draft is complete.
    """

    first: int
    last: int
    start: int
    sentence: int
    clause: int
    event_type: str
    family: str
    mode: str | None
    contexts: tuple[str, ...]
    modality: str
    finite: bool
    foreground: bool
    loose: bool
    joins_far: bool
    rank: int
    clause_of: Callable[[int], int]
    source: list[ActorLike] = field(default_factory=list)
    target: list[ActorLike] = field(default_factory=list)
    standing: str = ""
    local: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)
    date: Date | None = None
    places: tuple[PlaceMention, ...] = ()
    figures: tuple[int, ...] = ()

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Token ranges of all triggers, the leading one first."""
        yield self.first, self.last
        yield from self.parts

    def absorb(self, other: EventDraft) -> None:
        """Join another trigger of the same happening: the one of higher rank leads."""
        if other.rank > self.rank:
            self.parts.append((self.first, self.last))
            self.first, self.last, self.start = other.first, other.last, other.start
            self.rank, self.clause, self.clause_of = other.rank, other.clause, other.clause_of
        else:
            self.parts.append((other.first, other.last))
        self.mode = _more_telling(self.mode, other.mode)
        self.contexts = tuple(dict.fromkeys((*self.contexts, *other.contexts)))
        aside = _STANDING.get(other.standing, 2) < _STANDING.get(self.standing, 2)
        if other.modality == "historical" and self.modality in ("asserted", "alleged_or_reported") and not aside:
            self.modality = "historical"
        if other.clause == self.clause or other.standing not in _ASIDE:
            self._join_actors(other)
        self.finite = self.finite or other.finite
        self.foreground = self.foreground or other.foreground
        self.loose = self.loose and other.loose
        if _STANDING.get(other.standing, 2) > _STANDING.get(self.standing, 2):
            self.local, self.standing = other.local, other.standing
        self.flags = list(dict.fromkeys((*self.flags, *other.flags)))

    def _join_actors(self, other: EventDraft) -> None:
        """Those killed, those wounded and what was struck are all targets; of two sources the better known one did
        it."""
        theirs = [a for a in other.source if all(a.first != t.first for t in self.target)]
        better = _known(theirs) > _known(self.source) and self.event_type in _DEEDS
        done = other.finite and not self.finite and self.event_type == "PROTEST" and bool(theirs)
        if better or done or not self.source:
            self.source = theirs
        targets = [*self.target, *(a for a in other.target if all(a.first != t.first for t in self.target))]
        targets = [a for a in targets if all(a.first != s.first for s in self.source)]
        self.target = sorted(targets, key=lambda a: -_known([a]))[:_MOST_TARGETS]


_MOST_TARGETS = 4
_DEEDS = frozenset(("ASSAULT", "PROTEST", "COERCE"))
"""Types whose actor any trigger may name; a verbal act has the speaker that its own verb gives it."""


def _known(actors: Sequence[ActorLike]) -> int:
    """How much is known of the best known of some actors: 0 nobody, 1 a noun, 2 what they are, 3 who they are."""
    return max((3 if a.mention.name or a.mention.country else 2 if a.mention.sector else 1 for a in actors), default=0)


_STANDING = {
    "main": 6,
    "content": 6,
    "subject": 5,
    "carried": 5,
    "object": 5,
    "opening": 4,
    "in": 2,
    "relative": 1,
    "anchor": 1,
    "after": 1,
    "topic": 0,
}
"""How far to the fore a trigger stands."""
_ASIDE = frozenset(("anchor", "topic", "purpose", "prepositional"))
_TELLING = (
    "suicide-attack",
    "abduct",
    "aerial",
    "heavy-weapons",
    "explosives",
    "crowd-control",
    "torture",
    "sexual",
    "firearms",
)


def _more_telling(mine: str | None, theirs: str | None) -> str | None:
    """Of two modes the one that says more of how it was done."""
    for mode in _TELLING:
        if mode in (mine, theirs):
            return mode
    return mine or theirs
