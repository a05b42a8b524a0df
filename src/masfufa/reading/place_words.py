"""The lexicon's words around place names, folded and ready to look up; demonyms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from masfufa.errors import DataError
from masfufa.language.fold import fold_in, fold_word
from masfufa.lexicon.store import table

_CONJUNCTIONS = ("و", "ف")
_NISBA_ENDINGS = ("", "ه", "ون", "ين", "ات", "ان", "تان", "تين")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """One language's tables of lexicon/<language>/places.yaml, folded. `features` and `facilities` lead to a kind."""

    features: dict[str, str]
    facilities: dict[str, str]
    directions: frozenset[str]
    prepositions: frozenset[str]
    organisations: frozenset[str]
    titles: frozenset[str]
    first_names: frozenset[str]
    links: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    contextual: dict[str, tuple[str, ...]]
    capitals: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    arabic_articles: frozenset[str]
    joiners: frozenset[str]
    of_places: frozenset[str]
    compounds: frozenset[str]
    plurals: frozenset[str]
    not_places: dict[str, tuple[str, ...]]


@cache
def place_words(language: str) -> PlaceWords:
    """The tables of a language; English ones for a language that has none."""
    try:
        data = table(language, "places")
    except DataError:
        data = table("en", "places")

    def kinds(name: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for kind, words in data[name].items():
            for word in words:
                out.setdefault(fold_word(word), kind)
        return out

    def words(name: str) -> frozenset[str]:
        return frozenset(fold_word(word) for word in data[name])

    # The words around names are no names themselves: بلدة is a village in Iran.
    around = {word for name in ("directions", "prepositions", "organisation_heads", "titles") for word in words(name)}
    around.update(kinds("feature_words"), kinds("facilities"))
    return PlaceWords(
        kinds("feature_words"),
        kinds("facilities"),
        words("directions"),
        words("prepositions"),
        words("organisation_heads"),
        words("titles"),
        words("first_names"),
        words("name_links"),
        words("common"),
        words("never") | around,
        {fold_word(word): tuple(map(fold_word, names)) for word, names in data["contextual"].items()},
        words("capital_words"),
        words("name_particles"),
        words("articles"),
        words("arabic_articles"),
        words("joiners"),
        words("facilities_of_places"),
        words("compound_heads"),
        words("plural_heads"),
        _by_first_word(words("not_places")),
    )


def _by_first_word(phrases: frozenset[str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        out.setdefault(phrase.partition(" ")[0], []).append(phrase)
    return {first: tuple(listed) for first, listed in out.items()}


@cache
def _demonyms(language: str) -> dict[str, str]:
    """Folded form, without ال, → alpha-3."""
    try:
        data = table(language, "countries")
    except DataError:
        return {}
    names = {fold_word(name) for listed in data["names"].values() for name in listed}
    out: dict[str, str] = {}
    for code, entries in data["demonyms"].items():
        for entry in entries:
            literal = entry.startswith("=")
            stem = fold_word(entry.strip("="))
            fixed = literal or entry.endswith("=")
            kept = fold_in(entry.strip("="), language)
            if kept != stem:  # burkinabé, as the rules of people and actors have it
                out.setdefault(kept, code)
                out.setdefault(f"{kept}s", code)
            for form in [stem] if fixed else _forms(stem, language):
                # سورية is the country as well: only with its article is it surely the adjective.
                known = form if form not in names or fixed else "ال" + form
                out.setdefault(known, code)
    return out


def _forms(stem: str, language: str) -> list[str]:
    if language == "ar":
        return [stem + ending for ending in _NISBA_ENDINGS]
    if language == "en":
        return [stem] if stem.endswith(("ese", "sh", "ch", "men", "s")) else [stem, stem + "s"]
    forms = [stem]
    if stem.endswith("en"):
        forms.append(stem + "ne")
    elif stem.endswith("e"):
        forms.append(stem)
    else:
        forms.append(stem + "e")
    return forms + [form + "s" for form in forms if not form.endswith("s")]


@cache
def _written(language: str) -> dict[str, str]:
    """Every written form, Arabic ones with their article and proclitics, → alpha-3."""
    known = _demonyms(language)
    if language != "ar":
        return known
    out = dict(known)
    # ألماني begins with the letters of an article, which are its own
    listed = [entry for entries in table(language, "countries")["demonyms"].values() for entry in entries]
    own = tuple(fold_word(entry) for entry in listed if entry.startswith("أل"))
    for form, code in known.items():
        bare = form if own and form.startswith(own) else form.removeprefix("ال")
        if bare == form:
            # ل and ب before an indefinite nisba read as part of other words too often (لبناني is not ل + بناني).
            for head in _CONJUNCTIONS:
                out.setdefault(head + form, code)
        for head in ("", *_CONJUNCTIONS):
            for particle in ("", "ب", "ك"):
                out.setdefault(f"{head}{particle}ال{bare}", code)
            out.setdefault(f"{head}لل{bare}", code)
    return out


def country_of_demonym(form: str, language: str) -> str | None:
    """Alpha-3 of a folded demonym: "الليبيه" → LBY. Two words ("south sudanese") are given with one space."""
    return _written(language).get(form)
