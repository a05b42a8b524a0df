"""The country of nameless actors of an event: people, police and offices of the place where it happened.

متظاهرون in Khartoum are Sudan's, soldiers and gunmen there need not be: only sectors that roles.yaml lists as local
take the country of the event's own place, and only where nothing in their words points elsewhere. docs/events.md gives
the precision measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import WORD, Tokens
from masfufa.lexicon.store import table
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.place_words import country_of_demonym
from masfufa.records import ActorMention, PlaceMention

_OWNED = ("ها", "هم", "هما", "هن")
_SHORTEST_OWNED = 5
_BEHIND = 3
_OFFICES = frozenset(("organ", "ministry", "parliament", "court", "police", "government", "office", "army"))
_SEATED = frozenset(("GOV", "LEG", "JUD", "COP", "MIL"))
_PLURAL = ("ون", "ين", "ات", "ان")


@cache
def _words(language: str, section: str) -> frozenset[str]:
    return frozenset(fold_word(str(word)) for word in table(language, "roles").get(section, ()))


@cache
def _sectors(language: str) -> frozenset[str]:
    return frozenset(table(language, "roles").get("local_sectors", ()))


def country_of(places: Sequence[PlaceMention], beside: Sequence[PlaceMention] = ()) -> str | None:
    """The one country that all resolved places of an event lie in; None where there is none or more than one.

    Where the event has no place of its own, the towns and provinces `beside` it in its sentence may tell; the name of
    a country may not (حرب العراق).
    """
    resolved = places or [place for place in beside if place.precision != "country"]
    countries = {place.country for place in resolved if place.country}
    return countries.pop() if len(countries) == 1 else None


def seat_country(tokens: Tokens, language: str, actors: Sequence[ActorLike]) -> str | None:
    """The country of the one state before whose offices a crowd stands: أمام وزارة العدل المصرية. An embassy is no seat
    of its state."""
    seats, strangers = _words(language, "seats"), _words(language, "strangers")
    found: set[str] = set()
    for actor in actors:
        mention = actor.mention
        if mention.country is None or mention.sector not in _SEATED or getattr(actor, "kind", "") not in _OFFICES:
            continue
        near = [_bare(form) for form in tokens.forms[max(actor.first - 3, 0) : actor.last]]
        if not seats.isdisjoint(near) and strangers.isdisjoint(near):
            found.add(mention.country)
    return found.pop() if len(found) == 1 else None


def settled(tokens: Tokens, language: str, actor: ActorLike, country: str | None) -> ActorMention:
    """An actor's mention, with the country of the event's place where the actor is a local of it."""
    mention = actor.mention
    if mention.country is None and (held := _held_to_be(tokens, language, actor)) is not None:
        return replace(mention, country=held)
    if country is None or mention.country is not None or mention.name is not None:
        return mention
    forms = [_bare(form) for form in tokens.forms[actor.first : actor.last]]
    if mention.sector is None:
        lives = forms[0] in _words(language, "local_peoples") and tokens.forms[actor.last : actor.last + 1] == ["في"]
        if lives:
            return replace(mention, country=country)
        if forms[0] not in _words(language, "local_things"):
            return mention
    elif mention.sector not in _sectors(language):
        return mention
    strangers = _words(language, "strangers")
    if any(not strangers.isdisjoint(_spellings(form)) for form in forms) or _belongs(tokens, actor):
        return mention
    if _nations(tokens, language, actor) - {country}:
        return mention
    return replace(mention, country=country)


def _held_to_be(tokens: Tokens, language: str, actor: ActorLike) -> str | None:
    """The nationality that someone is believed to have: طائرة، يعتقد أنها أميركية."""
    forms, k = tokens.forms, actor.last
    if k < len(forms) and forms[k] == ",":
        k += 1
    if k + 2 >= len(forms) or forms[k] not in _words(language, "supposed"):
        return None
    return country_of_demonym(forms[k + 2], language) if forms[k + 1] in _words(language, "supposed_to_be") else None


def _spellings(form: str) -> tuple[str, ...]:
    """A folded word, without its article, and without the ending of a sound plural or a dual."""
    bare = form.removeprefix("ال")
    return form, bare, bare[:-2] if bare.endswith(_PLURAL) and len(bare) > _SHORTEST_OWNED else bare


def _nations(tokens: Tokens, language: str, actor: ActorLike) -> set[str]:
    """The nationalities that stand in an actor's words or right behind them: نواب في المعارضة الكويتية."""
    out: set[str] = set()
    for k in range(actor.first, min(actor.last + _BEHIND, len(tokens))):
        if k >= actor.last and tokens.kinds[k] != WORD:
            break
        country = country_of_demonym(tokens.forms[k], language)
        if country is not None:
            out.add(country)
    return out


def _bare(form: str) -> str:
    return form[1:] if form[:1] in ("و", "ف") and len(form) > 3 else form


def _belongs(tokens: Tokens, actor: ActorLike) -> bool:
    """Whether a pronoun says that the actor is someone's: قواته، موظفيها. Whose, its word alone does not tell."""
    for k in range(actor.first, actor.last):
        written = tokens.text[tokens.starts[k] : tokens.ends[k]]
        if len(written) >= _SHORTEST_OWNED and written.endswith((*_OWNED, "ه")) and not written.startswith("ال"):
            return True
    return False
