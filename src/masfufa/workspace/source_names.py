"""Whose number a report says it is, under the name that the actor lexicon has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masfufa.language.clitics import splits
from masfufa.language.tokens import Tokens
from masfufa.lexicon.actor_schema import KnownActor, Name, known_actors, name_index
from masfufa.lexicon.crisis import Crisis
from masfufa.reading.actor_lexicon import actor_lexicon
from masfufa.records import ActorMention, Reading

LANGUAGE = "en"
"""Canonical names are those of one language, so that reports in two name one source."""

_NOT_WITHIN = ("state", "capital", "person", "community", "religious")
"""Kinds that are no source where they only stand within what is named: the health ministry of Libya is not Libya."""


_OF_MANY = ("government", "parliament", "coalition", "party", "army")
"""Kinds that have organs which speak for themselves: a ministry of a government is not that government."""


class SourceNames:
    """Canonical names of sources in one language of documents, a crisis folder's actors among them."""

    def __init__(self, language: str, crisis: Crisis | None = None) -> None:
        self._language = language
        self._index = name_index(language, crisis.actors if crisis else ())
        self._roles = actor_lexicon(language, crisis)
        self._by_name: dict[str, KnownActor] = {}
        for actor in (*(crisis.actors if crisis else ()), *known_actors()):
            self._by_name.setdefault(actor.name(language), actor)
        self._found: dict[str, str | None] = {}

    def canonical(self, text: str, start: int, mentions: Iterable[ActorMention] = ()) -> str | None:
        """The lexicon's name for who is named at `start`; `mentions` are actors of the same document. None if unknown.

        An actor mention over the same words knows the document; else a known name within the words is looked for.
        """
        end = start + len(text)
        for mention in mentions:
            if mention.start < end and start < mention.end and mention.name is not None:
                known = self._by_name.get(mention.name)
                if known is not None and (known.kind not in _NOT_WITHIN or mention.end - mention.start >= len(text)):
                    return known.name(LANGUAGE)
        if text not in self._found:
            if len(self._found) > 50_000:
                self._found.clear()
            self._found[text] = self._within(text)
        return self._found[text]

    def _within(self, text: str) -> str | None:
        tokens = Tokens(text)
        forms = list(tokens.forms)
        best: tuple[int, KnownActor] | None = None
        for at, form in enumerate(forms):
            for stem in self._stems(form):
                for name in self._index.get(stem, ()):
                    length = 1 + len(name.rest)
                    whole = at == 0 and length == len(forms)
                    if name.short or (name.actor.kind in _NOT_WITHIN and not whole):
                        continue
                    if tuple(forms[at + 1 : at + length]) != name.rest or not _written(tokens, at, name):
                        continue
                    if name.actor.kind in _OF_MANY and self._organ((*forms[:at], *forms[at + length :])):
                        continue
                    if best is None or length > best[0]:
                        best = (length, name.actor)
        return None if best is None else best[1].name(LANGUAGE)

    def _organ(self, forms: Iterable[str]) -> bool:
        """Whether one of the words is an organ: a ministry, an office, a committee."""
        for form in forms:
            opener = self._roles[form]
            if opener is not None and any(sense.tag == "organ" for sense in opener.senses):
                return True
        return False

    def _stems(self, form: str) -> Iterator[str]:
        yield form
        if self._language == "ar":
            for split in splits(form):
                if not split.suffix and split.prefix:
                    yield "ال" + split.stem if split.definite else split.stem


def _written(tokens: Tokens, at: int, name: Name) -> bool:
    word = tokens.text[tokens.starts[at] : tokens.ends[at]]
    return name.letters == 0 or (word.isupper() if name.letters == 2 else word[:1].isupper())


def actors_of(reading: Reading) -> list[ActorMention]:
    """Every actor mention of a reading."""
    found: list[ActorMention] = []
    for event in reading.events:
        found += (*event.source, *event.target)
    for statement in reading.statements:
        found += (actor for actor in (statement.speaker, statement.addressee) if actor is not None)
    return found
