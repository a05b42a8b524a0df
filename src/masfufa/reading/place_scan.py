"""Where a text may name a place: the gazetteer's keys, walked from the words that begin one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from masfufa.gazetteer.names import MAX_WORDS
from masfufa.gazetteer.rank import prominence
from masfufa.gazetteer.store import USER, Gazetteer, Place
from masfufa.language.tokens import NUMBER, SIGN, WORD, Tokens
from masfufa.reading.place_words import PlaceWords, country_of_demonym, place_words

_HEADS = ("و", "ف")
_LONGEST_JOINED = 40
_PARTICLES = ("ب", "ل", "ك")
_LONGEST_TAG = 24
_JOINERS = frozenset("-_\ufffd")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a word may begin: `readings` are (letters skipped, letters kept, key word); `demonym` names a country."""

    readings: tuple[tuple[int, int, str], ...]
    demonym: str | None


@dataclass(slots=True)
class Match:
    """A key of the gazetteer at tokens first..last (half-open). `skipped` letters of the first token are no part of it,
    nor is what follows `cut` letters of the last (-1: all are part)."""

    first: int
    last: int
    skipped: int
    cut: int
    key: str
    places: tuple[Place, ...]
    tag: bool = False
    evidence_only: bool = False
    contextual: bool = False
    nothing: bool = False


class _Openings(dict[str, Opening | None]):
    """Filled by vocabulary: most words of a text begin no place, and are asked once."""

    def __init__(self, language: str, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.language = language
        self.gazetteer = gazetteer
        words = place_words(language)
        self.never = words.never
        self.special = {*words.contextual, *words.capitals, *words.not_places}

    def __missing__(self, form: str) -> Opening | None:
        if len(self) > 300_000:
            self.clear()
        found = self[form] = self._opening(form)
        return found

    def _opening(self, form: str) -> Opening | None:
        if not form[0].isalpha():
            return None
        begins = self.gazetteer.begins
        readings = []
        for skipped, word, cut in _readings(form, self.language):
            plain = word.replace("'", "")
            known = begins(plain) if len(plain) > 1 else begins(plain) & 2  # the U of U.S.
            if (
                known == 1
                and plain in self.never
                and not any(place.flags & USER for place in self.gazetteer.by_key(plain))
            ):
                known = 0
            if known or plain in self.special:
                readings.append((skipped, cut, plain))
            elif self.language == "ar" and len(plain) > 4 and (apart := joined(plain, self.gazetteer)):
                readings.append((skipped, cut, apart))
        demonym = country_of_demonym(form, self.language)
        return Opening(tuple(readings), demonym) if readings or demonym else None


def openings(language: str, gazetteer: Gazetteer) -> _Openings:
    """The vocabulary of a language and gazetteer, shared by all documents of a run."""
    known = gazetteer.vocabularies.get(language)
    if not isinstance(known, _Openings):
        known = gazetteer.vocabularies[language] = _Openings(language, gazetteer)
    return known


def _readings(form: str, language: str) -> list[tuple[int, str, int]]:
    """(letters skipped, word, letters up to its end) for each way to take clitics off."""
    out = [(0, form, len(form))]
    if language == "ar":
        if not form[0] > "\u0620":
            return []
        for head in ("", *_HEADS):
            if not form.startswith(head) or len(form) - len(head) < 3:
                continue
            rest = form[len(head) :]
            # ف and ك stand before names too rarely to undo فرقة and كبار: only before another particle or ال.
            if head and (head == "و" or rest.startswith("ال")):
                out.append((1, rest, len(form)))
            at = len(head)
            if rest.startswith("لل") and len(rest) > 4:
                out.append((at + 1, "ا" + rest[1:], len(form)))
            elif rest[0] in _PARTICLES and len(rest) > 3 and (rest[0] != "ك" or rest.startswith("ال", 1)):
                out.append((at + 1, rest[1:], len(form)))
    elif language == "en":
        if form.endswith("'s"):
            out.append((0, form[:-2], len(form) - 2))
        elif form.endswith("s") and len(form) > 5:  # Afghanistans, where a possessive lost its apostrophe on the way
            out.append((0, form[:-1], len(form) - 1))
    elif form[1:2] == "'" and len(form) > 3:
        out.append((2, form[2:], len(form)))
    return out


def joined(word: str, gazetteer: Gazetteer) -> str | None:
    """A name written without its space (حفرالباطن), as its key; None where the word is no such name."""
    if len(word) > _LONGEST_JOINED:
        return None
    for at in range(2, len(word) - 2):
        if word.startswith("ال", at) and at + 4 <= len(word):
            key = f"{word[:at]} {word[at:]}"
            if gazetteer.by_key(key):
                return key
    return None


def scan(tokens: Tokens, language: str, gazetteer: Gazetteer) -> tuple[list[Match], dict[str, int], set[int]]:
    """All matches in text order, not overlapping; how often each country's demonyms stand in it; tokens of phrases
    that hold a place's name and mean none."""
    known = openings(language, gazetteer)
    hits = [(i, opening) for i, opening in enumerate(map(known.__getitem__, tokens.forms)) if opening is not None]
    matches: list[Match] = []
    demonyms: dict[str, int] = {}
    nothing: set[int] = set()
    words = place_words(language)
    done = 0
    for i, opening in hits:
        if opening.demonym is not None:
            demonyms[opening.demonym] = demonyms.get(opening.demonym, 0) + 1
        if i < done or not opening.readings:
            continue
        if i and tokens.glued(i) and tokens.forms[i - 1] in "@/.":
            continue
        if language != "ar" and not _written_as_name(tokens, i, opening, words):
            continue
        match = _special(tokens, i, opening, gazetteer, words) or _best(tokens, i, opening, gazetteer, words)
        if match is not None and tokens.forms[i] in words.articles:
            match = _without_article(tokens, i, match, known, gazetteer, words)
        if match is not None:
            if match.nothing:
                nothing.update(range(match.first, match.last))
            else:
                matches.append(match)
            done = match.last
    _mark_tags(tokens, matches, words)
    return matches, demonyms, nothing


def _written_as_name(tokens: Tokens, i: int, opening: Opening, words: PlaceWords) -> bool:
    skipped = opening.readings[-1][0]
    at = tokens.inside(i, skipped) if skipped else tokens.starts[i]
    if tokens.forms[i] in words.arabic_articles and i + 1 < len(tokens):
        return True
    return tokens.capital(i) or tokens.text[at].isupper() or (i > 0 and tokens.forms[i - 1] == "#")


def _without_article(
    tokens: Tokens, i: int, match: Match, known: _Openings, gazetteer: Gazetteer, words: PlaceWords
) -> Match:
    """La Côte is a place, but in "La Côte d'Ivoire" the name begins after the article."""
    opening = known[tokens.forms[i + 1]] if i + 1 < len(tokens) else None
    after = _best(tokens, i + 1, opening, gazetteer, words) if opening is not None and opening.readings else None
    return after if after is not None and after.last > match.last else match


def _special(tokens: Tokens, i: int, opening: Opening, gazetteer: Gazetteer, words: PlaceWords) -> Match | None:
    """Phrases that are no place, names that take their sense from the document, and the word for the capital."""
    for skipped, cut, word in opening.readings:
        for phrase in words.not_places.get(word, ()):
            length = phrase.count(" ") + 1
            if " ".join(tokens.forms[i + 1 : i + length]) == phrase[len(word) + 1 :]:
                return Match(i, i + length, skipped, cut, phrase, (), nothing=True)
        if word in words.contextual and gazetteer.longest(_phrase(tokens, i, word, cut)[0]) in (None, word):
            places = tuple(found[0] for name in words.contextual[word] if (found := gazetteer.by_key(name)))
            if places:
                return Match(i, i + 1, skipped, cut, word, places, contextual=True)
        if word in words.capitals:
            return Match(i, i + 1, skipped, cut, word, (), contextual=True)
    return None


def _best(tokens: Tokens, i: int, opening: Opening, gazetteer: Gazetteer, words: PlaceWords) -> Match | None:
    best: Match | None = None
    weight = 0.0
    for skipped, cut, word in opening.readings:
        if gazetteer.begins(word) == 1:
            key: str | None = word
            ends = [i + 1]
        else:
            phrase, ends = _phrase(tokens, i, word, cut)
            key = gazetteer.longest(phrase)
        if key is None:
            continue
        count = key.count(" ") - word.count(" ")
        places = gazetteer.by_key(key)
        if not places or (count == 0 and word in words.arabic_articles):
            continue
        # A user's own list is believed even for words that are places nowhere else, with evidence around.
        if count == 0 and (
            (key in words.never and not places[0].flags & USER)
            or (cut == len(tokens.forms[i]) - 1 and places[0].feature != "country")
        ):
            continue
        last = ends[count]
        here = (last - i) + prominence(places[0]) - (0.12 if skipped else 0.0) - (0.4 if key in words.common else 0.0)
        if best is None or here > weight:
            end = cut if last == i + 1 else -1
            if last > i + 1 and tokens.forms[last - 1].endswith("'s") and not key.endswith("s"):
                end = len(tokens.forms[last - 1]) - 2
            best = Match(i, last, skipped, end, key, places)
            weight = here
    return best


def _phrase(tokens: Tokens, i: int, word: str, cut: int) -> tuple[str, list[int]]:
    """The words from token i on as a key would have them, and the token after each."""
    forms, kinds = tokens.forms, tokens.kinds
    parts, ends = [word], [i + 1]
    if cut < len(forms[i]):
        return word, ends
    j, n = i + 1, len(forms)
    while j < n and len(parts) < MAX_WORDS:
        kind = kinds[j]
        if kind in (WORD, NUMBER):
            possessive = forms[j].endswith("'s")
            parts.append((forms[j][:-2] if possessive else forms[j]).replace("'", ""))
            ends.append(j + 1)
            if possessive:
                break
        elif kind == SIGN and j + 1 < n and tokens.glued(j) and tokens.glued(j + 1) and kinds[j + 1] != SIGN:
            if forms[j] not in _JOINERS and not (forms[j] == "." and len(forms[j - 1]) == 1):
                break
        else:
            break
        j += 1
    if parts[-1:] and j < n and forms[j] == "." and len(parts) == 2 and len(parts[0]) == len(parts[1]) == 1:
        ends[-1] = j + 1
    return " ".join(parts), ends


def _mark_tags(tokens: Tokens, matches: list[Match], words: PlaceWords) -> None:
    """A hashtag is a place only where it holds nothing else (a topic like #سيول_الأردن still tells the country)."""
    forms = tokens.forms
    spans: dict[int, list[Match]] = {}
    for match in matches:
        start = match.first
        while (
            start > max(0, match.first - _LONGEST_TAG)
            and tokens.glued(start)
            and (forms[start - 1] == "_" or tokens.kinds[start - 1] in (WORD, NUMBER))
        ):
            start -= 1
        if start > 0 and forms[start - 1] == "#" and tokens.glued(start):
            match.tag = True
            spans.setdefault(start, []).append(match)
    for start, inside in spans.items():
        end, covered = start, {j for m in inside if m.key not in words.common for j in range(m.first, m.last)}
        clean = True
        while (
            end < len(forms)
            and (end == start or tokens.glued(end))
            and (forms[end] == "_" or tokens.kinds[end] in (WORD, NUMBER))
        ):
            if (
                end not in covered
                and forms[end] != "_"
                and forms[end] not in words.features
                and forms[end] not in words.directions
            ):
                clean = False
            end += 1
        for match in inside:
            match.evidence_only = not clean
    # The first time that a text names a place may be in a topic: there it does tell the place.
    named: Counter[int] = Counter()
    for match in matches:
        if match.places:
            if named[match.places[0].id] > 1:
                match.evidence_only = match.tag  # a tag that says once more what the text has said is a topic
            elif not named[match.places[0].id] and match.evidence_only and prominence(match.places[0]) > 0.7:
                match.evidence_only = False
            named[match.places[0].id] += 1
