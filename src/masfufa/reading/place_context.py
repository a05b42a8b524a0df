"""Which place a name means, and whether it means one here: the evidence of the document and of the words around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import cos, hypot, radians

from masfufa.gazetteer.rank import CONTEXT_WEIGHT, prominence
from masfufa.gazetteer.store import USER, Place
from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_scan import Match
from masfufa.reading.place_strength import ACCEPT, strength
from masfufa.reading.place_words import PlaceWords

_SAID_WITHIN = 1.2
_FITS = {
    "city": {"city", "capital", "town"},
    "capital": {"capital", "city"},
    "town": {"town", "village", "city"},
    "village": {"village", "town"},
    "admin1": {"admin1", "region"},
    "admin2": {"admin2", "admin3", "admin4", "district", "city", "town"},
    "neighbourhood": {"neighbourhood", "district", "admin4"},
    "any": set(),
}

_NEAR_KM, _NEIGHBOUR = 150.0, 0.2
_RIVAL_KM = 60.0
_KINDS_OF_CITY = frozenset(
    {"city", "capital", "town", "admin1", "admin2", "airport", "port", "neighbourhood", "university"}
)
_LOOK_AT = 6
_UNIT_OF_TOWN = 0.25
_BUILT = frozenset(
    {
        "airport",
        "base",
        "bridge",
        "crossing",
        "dam",
        "hospital",
        "market",
        "oilfield",
        "port",
        "road",
        "square",
        "university",
    }
)
_TOWNS = frozenset({"capital", "city", "town", "village"})


@dataclass(slots=True)
class Reading:
    """A match with what stands around it and what was made of it."""

    match: Match
    kind: str | None = None
    head: int | None = None
    preposition: bool = False
    blocked: bool = False
    after_noun: bool = False
    place: Place | None = None
    strength: float = 0.0
    margin: float = 1.0
    within: Place | None = None
    alternatives: list[Place] = field(default_factory=list)


def kilometres(one: Place, other: Place) -> float:
    """Distance on a sphere, good to a percent for what lies within a country."""
    x = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return 111.2 * hypot(x, one.lat - other.lat)


def _definite(form: str) -> bool:
    return form.startswith(("ال", "لل")) or (form[1:3] == "ال" and len(form) > 4 and form[0] in "وبفك")


class Context:
    """The evidence of one document."""

    def __init__(self, tokens: Tokens, language: str, words: PlaceWords) -> None:
        self.tokens = tokens
        self.language = language
        self.words = words
        self.countries: dict[str, float] = {}
        self.taken: set[int] = set()

    def look_around(self, match: Match) -> Reading:
        """The words before and after a match."""
        tokens, words, forms = self.tokens, self.words, self.tokens.forms
        found = Reading(match)
        if not match.places:
            return found
        i = match.first - 1
        while i >= 0 and tokens.kinds[i] == SIGN and forms[i] in "\"'(#_":
            i -= 1
        if match.skipped and self.language == "ar":
            head = forms[match.first][: match.skipped]
            found.preposition = head[-1] in "بلك" or head.endswith("لل")
        if i >= 0 and tokens.kinds[i] == WORD and not (match.skipped and found.preposition):
            self._before(found, i)
        if self.language != "ar" and match.last < len(forms):
            kind = words.features.get(forms[match.last])
            if kind is not None and tokens.kinds[match.last] == WORD and found.kind is None:
                found.kind = kind
        if match.places[0].feature != "country" or match.places[0].name in ("Jordan", "Chad", "Georgia"):
            found.blocked = found.blocked or self._person_after(match)
        return found

    def _before(self, found: Reading, i: int) -> None:
        words, forms = self.words, self.tokens.forms
        for _ in range(3):
            word = self._stripped(forms[i], words.features)
            if word is not None:
                found.kind, found.head = words.features[word], i
                return
            if self._stripped(forms[i], words.organisations) is not None:
                found.blocked = True
                return
            if self._stripped(forms[i], words.prepositions) is not None and not self._is_ali(i):
                found.preposition = True
                return
            if forms[i] in words.titles or self._stripped(forms[i], words.titles) is not None:
                found.blocked = found.match.places[0].feature != "country" or self.language != "ar"
                return
            if self._is_name(i):
                found.blocked = found.match.places[0].feature != "country" or self.language != "ar"
                return
            if self._stripped(forms[i], words.directions) is not None:
                found.preposition = True
            else:
                found.after_noun = self.language == "ar" and i == found.match.first - 1 and _definite(forms[i])
                return
            i -= 1
            while i >= 0 and self.tokens.kinds[i] == SIGN and forms[i] in '-"':
                i -= 1
            if i < 0 or self.tokens.kinds[i] != WORD:
                return

    def is_feature(self, form: str) -> bool:
        """True for a word before place names, clitics or not."""
        return self._stripped(form, self.words.features) is not None

    def _is_ali(self, i: int) -> bool:
        """علي the name, which folds as على the preposition does."""
        return self.tokens.forms[i] == "علي" and self.tokens.text[self.tokens.ends[i] - 1] == "ي"

    def _is_name(self, i: int) -> bool:
        return self.tokens.forms[i] in self.words.first_names and (self.language == "ar" or self.tokens.capital(i))

    def _stripped(self, form: str, among: object) -> str | None:
        """The word of `among` (a set or dict) that a form is, with its Arabic clitics off."""
        assert isinstance(among, dict | frozenset)
        if form in among:
            return form
        if self.language == "ar":
            for skip in (1, 2):
                rest = form[skip:]
                if len(rest) >= 2 and rest in among and all(letter in "وفبلك" for letter in form[:skip]):
                    return rest
            if form.startswith("لل") and "ال" + form[2:] in among:
                return "ال" + form[2:]
        elif len(form) > 3 and form[1:2] == "'" and form[2:] in among:
            return form[2:]
        return None

    def _person_after(self, match: Match) -> bool:
        """A first name that is a place's too (Jordan, Chad, Paris) before a name that is none."""
        forms, i = self.tokens.forms, match.last
        if i >= len(forms) or self.tokens.kinds[i] != WORD:
            return False
        if forms[i] in self.words.links and match.key not in self.words.prepositions:
            return self.language == "ar" or self.tokens.starts[i] == self.tokens.ends[i - 1] + 1
        if self.language == "ar" or not (match.key in self.words.first_names or match.key in self.words.common):
            return False
        return self.tokens.capital(i) and forms[i] not in self.words.features and forms[i] not in self.words.directions

    def weigh_countries(self, readings: list[Reading], demonyms: dict[str, int]) -> None:
        """What the document is about: countries named, demonyms, names that only one country has."""
        countries = self.countries
        for code, count in demonyms.items():
            countries[code] = countries.get(code, 0.0) + 1.0 + 0.3 * min(count - 1, 4)
        named: Counter[str] = Counter()
        for reading in readings:
            if reading.blocked or reading.match.contextual:
                continue
            first = reading.match.places[0]
            if first.feature == "country":
                named[first.country] += 1
                continue
            codes = {place.country for place in reading.match.places}
            top = prominence(first)
            if reading.match.key in self.words.common:
                continue
            if len(codes) == 1 and (top >= 0.5 or " " in reading.match.key or reading.kind):
                countries[first.country] = countries.get(first.country, 0.0) + 0.8 + top
            elif top >= 0.66:
                rival = max((prominence(p) for p in reading.match.places if p.country != first.country), default=0.0)
                if top - rival >= 0.2:
                    countries[first.country] = countries.get(first.country, 0.0) + 0.6
        countries.pop("", None)
        for code, count in named.items():
            countries[code] = countries.get(code, 0.0) + 2.0 + 0.5 * min(count - 1, 6)

    def share(self, country: str) -> float:
        """0..1: how much the document is about the country."""
        value = float(self.countries.get(country, 0.0))
        if value <= 0:
            return 0.0
        top = max(self.countries.values())
        return min(1.0, value / 2.0) * (value / top)

    def resolve(self, reading: Reading, anchors: list[tuple[str, Place]]) -> None:
        """Choose among a match's places, by prominence and evidence."""
        if reading.match.contextual:
            self._resolve_contextual(reading)
            return
        places = reading.match.places
        if places[0].feature == "country" and reading.kind not in _KINDS_OF_CITY:
            places = tuple(p for p in places if p.feature == "country" or p.country != places[0].country)
        if len(places) > _LOOK_AT:
            places = tuple(p for n, p in enumerate(places) if n < _LOOK_AT or p.country in self.countries)
        if len(places) == 1:
            reading.place = places[0]
            reading.strength = strength(self, reading, places[0])
            return
        scored = sorted(((self._score(p, reading, anchors), -n, p) for n, p in enumerate(places)), reverse=True)
        best, _, place = scored[0]
        reading.place = place
        # A city and the units named after it are no rivals: the choice between them is one of size.
        rivals = [
            score for score, _, p in scored[1:] if kilometres(place, p) > _RIVAL_KM and not _same_name_unit(place, p)
        ]
        reading.margin = min(1.0, best - max(rivals, default=best - 1.0))
        reading.strength = strength(self, reading, place)

    def _resolve_contextual(self, reading: Reading) -> None:
        """المملكة is the kingdom that the document is about; in a document about none, nothing."""
        shares = sorted(
            ((self.share(place.country), -n, place) for n, place in enumerate(reading.match.places)), reverse=True
        )
        if shares and shares[0][0] > 0.25:
            reading.place, reading.strength = shares[0][2], ACCEPT + 0.1
            reading.margin = shares[0][0] - (shares[1][0] if len(shares) > 1 else 0.0)

    @staticmethod
    def fits(kind: str, place: Place) -> bool:
        """False where the word before says airport or camp and the place is neither, or town and it is an airport."""
        if kind in _FITS:
            return kind == "any" or place.feature not in _BUILT
        return place.feature == kind

    @staticmethod
    def lies_in(place: Place, container: Place) -> bool:
        """See `lies_in` below."""
        return lies_in(place, container)

    def main_country(self) -> str | None:
        """The country that the document is about, where it is about one above all."""
        ranked = sorted(self.countries.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < 1.0 or (len(ranked) > 1 and ranked[1][1] > 0.6 * ranked[0][1]):
            return None
        return ranked[0][0]

    def _score(self, place: Place, reading: Reading, anchors: list[tuple[str, Place]]) -> float:
        score = prominence(place)
        if place.feature == "admin2" and place.precision == "admin1":
            score -= 0.05
        # The country alone does not make a hamlet likelier than a city that everyone knows.
        score += CONTEXT_WEIGHT * self.share(place.country) * min(1.0, 2.0 * prominence(place))
        kind = reading.kind
        if kind in _FITS:
            fits = _FITS[kind]
            if fits:
                score += 0.35 if place.feature in fits else -0.1
        elif kind is not None:
            score += 0.35 if place.feature == kind else 0.0
        elif place.flags & USER:
            # Of the units of one name in a user's list the smallest is the one that people speak of.
            score += 0.1 + (0.02 * int(place.feature[5]) if place.feature.startswith("admin") else 0.0)
        elif place.feature.startswith("admin"):
            score -= _UNIT_OF_TOWN if any(_is_seat(other, place) for other in reading.match.places) else 0.06
        if reading.within is not None and lies_in(place, reading.within):
            score += _SAID_WITHIN
        if anchors and place.feature != "country":
            others = (kilometres(place, anchor) for name, anchor in anchors if name != reading.match.key)
            nearest = min(others, default=9e9)
            score += _NEIGHBOUR if nearest < _NEAR_KM / 2 else _NEIGHBOUR / 2 if nearest < _NEAR_KM * 2 else 0.0
        return score


def _is_seat(town: Place, unit: Place) -> bool:
    """A town of the unit's name in the unit's country: without a word for the unit, the town is meant."""
    return town.country == unit.country and town.feature in _TOWNS


def _same_name_unit(one: Place, other: Place) -> bool:
    if one.country != other.country:
        return False
    if one.name == other.name:
        return True
    units = {unit.name for unit in one.admin}, {unit.name for unit in other.admin}
    return (other.feature.startswith("admin") and other.name in units[0]) or (
        one.feature.startswith("admin") and one.name in units[1]
    )


def lies_in(place: Place, container: Place) -> bool:
    """True where the container is the place's country, one of its units, or a larger place close by."""
    if place.id == container.id:
        return False
    if container.feature == "country":
        return place.country == container.country
    if place.country != container.country:
        return False
    if container.feature.startswith("admin"):
        return any(unit.name == container.name for unit in place.admin) or kilometres(place, container) < 120
    return kilometres(place, container) < 60
