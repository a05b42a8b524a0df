"""Whose number a report says it is, under the name that the actor lexicon has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from masfufa.language.clitics import splits
from masfufa.language.tokens import Tokens
from masfufa.lexicon.actor_schema import KnownActor, Name, known_actors, name_index
from masfufa.lexicon.crisis import Crisis
from masfufa.lexicon.phrases import elided_words
from masfufa.reading.actor_lexicon import actor_lexicon
from masfufa.reading.place_words import country_of_demonym
from masfufa.records import ActorMention, Reading

LANGUAGE = "en"
"""Canonical names are those of one language, so that reports in two name one source."""

_NOT_WITHIN = ("state", "capital", "person", "community", "religious")
"""Kinds that are no source where they only stand within what is named: the health ministry of Libya is not Libya."""


OF_MANY = ("government", "parliament", "coalition", "party", "army")
"""Kinds that have organs which speak for themselves: a ministry of a government is not that government."""


def names_organ(kind: str, around: Iterable[str], languages: Iterable[str], crisis: Crisis | None = None) -> bool:
    """Whether the folded words around an actor's name, in any of the languages, make it one of the actor's organs.

    "The justice ministry of the Government of National Accord" speaks for itself, "a spokesman of" it does not.
    """
    if kind not in OF_MANY:
        return False
    lexicons = [actor_lexicon(language, crisis) for language in languages]
    return any(
        opener is not None and any(sense.tag == "organ" for sense in opener.senses)
        for word in around
        for opener in (lexicon[word] for lexicon in lexicons)
    )


class SourceNames:
    """Canonical names of sources in one language of documents, a crisis folder's actors among them."""

    def __init__(self, language: str, crisis: Crisis | None = None) -> None:
        self.language = language
        self._index = name_index(language, crisis.actors if crisis else ())
        self._crisis = crisis
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
        tokens = _tokens(text, self.language)
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
                    around = (*forms[:at], *forms[at + length :])
                    if names_organ(name.actor.kind, around, (self.language,), self._crisis):
                        continue
                    if best is None or length > best[0]:
                        best = (length, name.actor)
        return self._office(forms) if best is None else best[1].name(LANGUAGE)

    def _office(self, forms: list[str]) -> str | None:
        """An office that every country has, with its country only where the words tell it; None for an office of
        what else is named."""
        best = self._office_at(forms)
        if best is None:
            return None
        length, at, name = best
        rest = [*forms[:at], *forms[at + length :]]
        if any(self._names_many(rest, n) for n in range(len(rest))):
            return None
        country = next((told for n in range(len(rest)) if (told := self._country(rest, n))), None)
        return f"{name} ({country})" if country else name

    def office(self, text: str) -> str | None:
        """The English name of an office that every country has, whosoever's it is; None where none is named."""
        best = self._office_at(list(Tokens(text).forms))
        return best[2] if best else None

    def _office_at(self, forms: list[str]) -> tuple[int, int, str] | None:
        """How many words the longest office has, the first of them, and its name."""
        best: tuple[int, int, str] | None = None
        for at, form in enumerate(forms):
            for stem in self._stems(form):
                for words, name in _offices(self.language).get(stem, ()):
                    if tuple(forms[at + 1 : at + len(words)]) == words[1:] and (best is None or len(words) > best[0]):
                        best = (len(words), at, name)
        return best

    def _names_many(self, forms: list[str], at: int) -> bool:
        """Whether a government, party or the like is named at a word: its ministry is no other's."""
        return any(
            name.actor.kind in OF_MANY and tuple(forms[at + 1 : at + 1 + len(name.rest)]) == name.rest
            for stem in self._stems(forms[at])
            for name in self._index.get(stem, ())
        )

    def _country(self, forms: list[str], at: int) -> str | None:
        """The English name of the country that a word names or is the adjective of."""
        code = country_of_demonym(forms[at], self.language)
        for stem in self._stems(forms[at]):
            for name in self._index.get(stem, ()):
                if name.actor.kind == "state" and tuple(forms[at + 1 : at + 1 + len(name.rest)]) == name.rest:
                    return name.actor.name(LANGUAGE)
        return _states().get(code, code) if code else None

    def _stems(self, form: str) -> Iterator[str]:
        yield form
        if form.endswith("'s"):
            yield form.removesuffix("'s")
        if self.language == "ar":
            for split in splits(form):
                if not split.suffix and split.prefix:
                    yield "ال" + split.stem if split.definite else split.stem


def _tokens(text: str, language: str) -> Tokens:
    """The words of a text as the names of its language have them."""
    elided = elided_words(language)
    return Tokens(text).parted(elided) if elided else Tokens(text)


@cache
def _offices(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By its first folded word: the words of every office in one language, and its name."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("offices.yaml").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, by_language in data.items():
        for said in by_language.get(language, ()):
            words = tuple(_tokens(said, language).forms)
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(listed) for first, listed in found.items()}


@cache
def _states() -> dict[str, str]:
    """English names of states by alpha-3 code."""
    states = (actor for actor in known_actors() if actor.kind == "state")
    return {actor.usual.country: actor.name(LANGUAGE) for actor in states if actor.usual.country}


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
