"""Who acts and who is acted on: the actors that a document names, coded and joined."""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.lexicon.crisis import Crisis
from masfufa.reading.actor_grammar_ar import ArabicGrammar
from masfufa.reading.actor_grammar_latin import LatinGrammar
from masfufa.reading.actor_lexicon import actor_lexicon
from masfufa.reading.actor_links import join
from masfufa.reading.actor_phrase import Phrase
from masfufa.reading.annotated import Annotated
from masfufa.records import ActorMention

READS = ("ar", "en", "fr")
"""Languages whose actors are read."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor mention and the tokens it stands on, `first` to `last` (exclusive).

    `kind` is a kind of lexicon.actor_schema.KINDS for a known name, else title, group, organ, person, equipment or act
    (an adjective that alone names the actor: غارة إسرائيلية). `stands` is None; "place" where the words before a state
    or a capital make it a place (في ليبيا); "toward" where they leave it open (إلى ليبيا).
    """

    first: int
    last: int
    mention: ActorMention
    kind: str
    stands: str | None = None


def find_actors(marked: Annotated, crisis: Crisis | None = None) -> list[Actor]:
    """The actors of a document in text order, not overlapping: maximal noun phrases."""
    if marked.language not in READS:
        return []
    lexicon = actor_lexicon(marked.language, crisis)
    grammar = ArabicGrammar(marked, lexicon) if marked.language == "ar" else LatinGrammar(marked, lexicon)
    phrases = join(marked, grammar.phrases())
    return [_actor(marked, phrase) for phrase in phrases]


def _actor(marked: Annotated, phrase: Phrase) -> Actor:
    tokens = marked.tokens
    start = tokens.inside(phrase.first, phrase.skipped) if phrase.skipped else tokens.starts[phrase.first]
    end = tokens.ends[phrase.last - 1] - phrase.cut
    mention = ActorMention(tokens.text[start:end], start, end, phrase.name, phrase.country, phrase.sector)
    return Actor(phrase.first, phrase.last, mention, phrase.kind, phrase.stands)
