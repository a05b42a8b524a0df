"""Hospitals, streets, camps and quarters that the gazetteer has not.

They take the coordinates of the place that the text puts them in, with that place's precision; where the text puts them
nowhere, they stay unresolved.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.lexicon.store import table
from masfufa.reading.place_containers import Containers, facility
from masfufa.reading.place_facilities_latin import latin_facilities
from masfufa.reading.place_words import PlaceWords, country_of_demonym, place_words
from masfufa.records import PlaceMention

_LONGEST = 3
_QUOTES = frozenset("\"'#_")


def find_facilities(
    tokens: Tokens,
    language: str,
    words: PlaceWords,
    found: list[tuple[int, int, PlaceMention]],
    nothing: set[int],
) -> list[tuple[int, int, PlaceMention]]:
    """(first token, last token, mention) for each; `found` are the document's places in text order,
    `nothing` tokens that no place may hold."""
    if language != "ar":
        return latin_facilities(tokens, words, found, language)
    containers = Containers(tokens, found)
    at_token = {first: (first, last, mention) for first, last, mention in found}
    inside = nothing | {i for first, last, _ in found for i in range(first, last)}
    out: list[tuple[int, int, PlaceMention]] = []
    done = 0
    heads, spelled = _heads(language), _spelled(language)
    for i, head in [(i, head) for i, head in enumerate(map(heads.get, tokens.forms)) if head is not None]:
        if i < done or i in inside:
            continue
        skipped, kind, of_place = head
        written = tokens.text[tokens.inside(i, skipped) : tokens.ends[i]]
        if _hamza_contradicts(written, spelled[tokens.forms[i][skipped:]]):
            continue
        if i and tokens.forms[i - 1] == "عن" and kind == "road":  # عن طريق: by way of
            continue
        last, named = _name_after(tokens, i, kind, inside, at_token, words)
        if last == i + 1 or (of_place and named is None):
            continue
        start = tokens.inside(i, skipped) if skipped else tokens.starts[i]
        end = tokens.ends[last - 1]
        mention = facility(tokens.text, start, end, kind, named, containers.of(i, last))
        out.append((i, last, mention))
        done = last
        if kind in _SETTLEMENTS and tokens.forms[i][skipped:] in words.plurals:
            for first, end_of in _more_names(tokens, last, kind, inside, words):
                start, end = tokens.inside(first, 1), tokens.ends[end_of - 1]
                text = tokens.text[start:end]
                out.append(
                    (first, end_of, replace(mention, text=text, start=start, end=end, name=mention.name and text))
                )
                done = end_of
    return out


_SETTLEMENTS = frozenset({"village", "town", "neighbourhood", "camp", "city"})


@cache
def _spelled(language: str) -> dict[str, str]:
    """Folded word before a name → the word as the lexicon spells it."""
    data = table(language, "places")
    tables = (data["feature_words"], data["facilities"])
    return {fold_word(word): word for listed in tables for words in listed.values() for word in words}


def _hamza_contradicts(written: str, spelled: str) -> bool:
    """إحياء is not أحياء, nor وأدى وادي: writers leave a hamza out, but set none where there is none."""
    plain = [letter for letter in written if letter.isalpha()]
    return len(plain) == len(spelled) and any(a in "أإآ" and a != b for a, b in zip(plain, spelled, strict=True))


@cache
def _heads(language: str) -> dict[str, tuple[int, str, bool]]:
    """Written form of a head, clitics and all → (letters of clitics, kind, whether only a place's name may follow)."""
    words = place_words(language)
    kinds = {word: kind for word, kind in words.features.items() if kind in _SETTLEMENTS and not word.startswith("ال")}
    kinds |= words.facilities
    return {
        clitics + word: (len(clitics), kind, word in words.of_places)
        for clitics in ("وب", "ول", "فب", "فل", "و", "ف", "ب", "ل", "")
        for word, kind in kinds.items()
    }


def _name_after(
    tokens: Tokens,
    i: int,
    kind: str,
    inside: set[int],
    at_token: dict[int, tuple[int, int, PlaceMention]],
    words: PlaceWords,
) -> tuple[int, PlaceMention | None]:
    """Where the name after the head ends, and the place it is, where it is one that the gazetteer has."""
    forms, kinds = tokens.forms, tokens.kinds
    j = i + 1
    while j < len(forms) and kinds[j] == SIGN and forms[j] in _QUOTES:
        j += 1
    quoted = j > i + 1 and forms[j - 1] in "\"'"
    if j < len(forms) and j in at_token and kinds[j] == WORD and tokens.starts[j] == at_token[j][2].start:
        _, last, mention = at_token[j]
        if kind in _SETTLEMENTS or kind == "area" or mention.feature == "country":
            return i + 1, None
        while (
            last < len(forms)
            and kinds[last] == WORD
            and forms[last].startswith("ال")
            and last not in inside
            and last - i < _LONGEST
        ):
            last += 1
        return last, mention
    if j >= len(forms) or kinds[j] != WORD or j in inside:
        return i + 1, None
    word = forms[j]
    if (word in words.never and word not in words.compounds) or country_of_demonym(word, "ar"):
        return i + 1, None
    named = word.startswith("ال") or quoted or word in words.first_names or word in words.links
    named = named or (word in words.compounds and kind in _SETTLEMENTS)
    if kind == "area":  # منطقة الجادرية: after an indefinite head, a definite ـية is a name
        named = quoted or (word.startswith("ال") and word.endswith("يه"))
    if not named and not (kind in _SETTLEMENTS and _may_be_name(tokens, j, words)):
        return i + 1, None
    return _end_of_name(tokens, j, kind, inside, words), None


def _end_of_name(tokens: Tokens, j: int, kind: str, inside: set[int], words: PlaceWords) -> int:
    """End of the name that begins at token j: compounds (أم حجيرة), first names, definite words after a facility's."""
    forms, last = tokens.forms, j + 1
    while last < len(forms) and last - j < _LONGEST and tokens.kinds[last] == WORD:
        form, before = forms[last], forms[last - 1].removeprefix("و")
        compound = before in words.links or before in words.compounds
        if last in inside and not compound:
            break
        of_person = form in words.first_names and (before in words.first_names or kind in _SETTLEMENTS)
        adjective = kind not in _SETTLEMENTS and kind != "area" and form.startswith("ال") and form not in words.never
        if not (compound or of_person or adjective):
            break
        last += 1
    return last


def _more_names(tokens: Tokens, last: int, kind: str, inside: set[int], words: PlaceWords) -> list[tuple[int, int]]:
    """Token ranges of the names joined by و to the one that ends at `last`, after a plural head (قرى … و… و…)."""
    out: list[tuple[int, int]] = []
    forms = tokens.forms
    while last < len(forms) and tokens.kinds[last] == WORD and last not in inside and forms[last].startswith("و"):
        bare = forms[last][1:]
        if (
            len(bare) < 2
            or (bare in words.never and bare not in words.compounds)
            or country_of_demonym(bare, "ar") is not None
        ):
            break
        if not (bare.startswith("ال") or bare in words.compounds or _may_be_name(tokens, last, words, bare)):
            break
        end = _end_of_name(tokens, last, kind, inside, words)
        out.append((last, end))
        last = end
    return out


def _may_be_name(tokens: Tokens, j: int, words: PlaceWords, form: str | None = None) -> bool:
    """An indefinite word after "village" and the like that is neither an adjective nor a verb by its looks."""
    form = form or tokens.forms[j]
    if len(form) < 3 or form[0] in "تيوبلن" or form.endswith(("ه", "ي", "ها", "هم", "ين", "ات")):
        return False
    after = tokens.forms[j + 1] if j + 1 < len(tokens) else "."
    return (
        not after[0].isalpha() or after[0] == "و" or after in words.prepositions or after in words.directions
        or country_of_demonym(after, "ar") is not None
    )  # fmt: skip
