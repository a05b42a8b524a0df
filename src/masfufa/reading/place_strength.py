"""Whether a name means a place here: prominence plus evidence, against what else the word could be.

All weights are in units of prominence (0..1); a name is read as a place where they add up to `ACCEPT`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masfufa.gazetteer.rank import prominence
from masfufa.gazetteer.store import CAPITAL, HOME, Place
from masfufa.language.tokens import WORD
from masfufa.reading.place_words import country_of_demonym

if TYPE_CHECKING:
    from masfufa.reading.place_context import Context, Reading
    from masfufa.reading.place_scan import Match

ACCEPT = 0.62
"""A name is read as a place where prominence and evidence add up to this; see docs/gazetteer.md for the parts."""

_OTHER_KIND = 0.2
_ABOUT, _KIND, _PREPOSITION, _WITHIN, _COMPOUND, _TAG = 0.22, 0.45, 0.12, 0.4, 0.12, 0.08
_NEVER, _COMMON, _CURATED_COMMON, _FIRST_NAME, _DEMONYM = 0.5, 0.36, 0.25, 0.3, 0.6
_FOREIGN_SHARE, _FOREIGN_SMALL, _FOREIGN = 0.3, 0.3, 0.15
_SMALL = 100_000
_NOT_HOME = 0.12
_OPENS, _CAPITALISED = 0.1, 0.08
_IN_NAME, _ACRONYM, _KNOWN_BY_ALL = 0.3, 0.5, 0.75


def strength(context: Context, reading: Reading, place: Place) -> float:
    """The sum of evidence that `reading` names `place`."""
    match = reading.match
    total = prominence(place) + _ABOUT * context.share(place.country) - _ordinary(context, match, place)
    if reading.kind:
        total += _KIND if context.fits(reading.kind, place) else _OTHER_KIND
    total += _PREPOSITION if reading.preposition else 0.0
    total += _WITHIN if reading.within is not None and context.lies_in(place, reading.within) else 0.0
    total += _COMPOUND if " " in match.key else 0.0
    total += _TAG if match.tag else 0.0
    total -= _foreign(context, reading, place)
    if " " not in match.key and not reading.kind and place.feature != "country":
        if country_of_demonym(context.tokens.forms[match.first], context.language) is not None:
            total -= _DEMONYM
        if context.language == "ar":
            total -= _short_word(reading, place)
    if context.language != "ar":
        total += _capitals(context, reading, place)
    return total


def _ordinary(context: Context, match: Match, place: Place) -> float:
    """What a name loses that is also a word or a person's name."""
    words = context.words
    if match.key in words.never:
        return _NEVER
    if match.key in words.common:
        return _COMMON
    if " " in match.key and all(word in words.common or word in words.directions for word in match.key.split()):
        return _COMMON
    if place.common_word:
        return _COMMON if match.key in words.first_names else _CURATED_COMMON
    return _FIRST_NAME if match.key in words.first_names else 0.0


def _foreign(context: Context, reading: Reading, place: Place) -> float:
    """What a place loses in a document that is about other countries."""
    if place.feature == "country" or place.flags & CAPITAL or not context.countries:
        return 0.0
    if context.share(place.country) >= _FOREIGN_SHARE or max(context.countries.values()) < 2.0:
        return 0.0
    single = " " not in reading.match.key
    if reading.kind and place.population < _SMALL:
        return _FOREIGN_SMALL
    return (_FOREIGN if single else 0.0) + (
        _FOREIGN if single and not reading.kind and context.language == "ar" else 0.0
    )


def _short_word(reading: Reading, place: Place) -> float:
    """What a short Arabic word loses: the shorter, the more other words look like it, above all after a clitic."""
    match = reading.match
    length = len(match.key.removeprefix("ال"))
    doubt = 0.0 if length > 4 else 0.12 if length == 4 else 0.2
    if match.key.startswith("ال"):
        doubt /= 2
        if reading.after_noun and not match.skipped:  # القوات البحرية: an adjective, not a place
            doubt += 0.2
    elif match.skipped:
        doubt += 0.1
    if not place.flags & HOME:
        doubt += _NOT_HOME
    return doubt / 3 if place.flags & CAPITAL else doubt


def _capitals(context: Context, reading: Reading, place: Place) -> float:
    """What capital letters tell: nothing at the start of a sentence, an acronym, or part of a person's name."""
    tokens, match = context.tokens, reading.match
    sentence = tokens.sentences[tokens.sentence_of(match.first)]
    opens = sentence[0] == match.first
    value = -_OPENS if opens and not reading.preposition else _CAPITALISED
    written = tokens.words(match.first, match.last)
    if len(written) <= 3 and not written.isupper() and place.feature == "country":  # "Us", "Eau" at a start
        return -1.0
    if place.feature == "country" or " " in match.key:
        return value
    if len(written) <= 4 and written.isupper() and prominence(place) < _KNOWN_BY_ALL:
        value -= _ACRONYM
    if reading.kind or reading.within is not None or prominence(place) >= _KNOWN_BY_ALL:
        return value
    before, after = match.first - 1, match.last
    if before >= sentence[0] and before not in context.taken and _is_unknown_name(context, before):
        value -= _IN_NAME
    elif after < sentence[1] and after not in context.taken and _is_unknown_name(context, after):
        value -= _IN_NAME / 2
    return value


def _is_unknown_name(context: Context, i: int) -> bool:
    """A capitalised word that is neither a demonym nor a word around places: most likely part of a name."""
    tokens, words = context.tokens, context.words
    form = tokens.forms[i]
    if tokens.kinds[i] != WORD or not tokens.capital(i) or form in words.never or form in words.common:
        return False
    return form not in words.features and country_of_demonym(form, context.language) is None
