"""Which language a text is in: by script first, then by letters that one language has and by its function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_HEAD, _MIDDLE = 3000, 1500
_FEWEST_LETTERS = 3
_LEAST_EVIDENCE = 0.3
_LETTER_WEIGHT, _ENDING_WEIGHT, _ARTICLE_WEIGHT, _SINGLE_WEIGHT = 0.35, 0.3, 0.5, 0.25
_SHORTEST_WITH_ENDING, _LONGEST_ENDING = 5, 5
_MARKS = re.compile(
    "[\u064b-\u065f\u0670\u0640\u0610-\u061a\u06d6-\u06dc\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
_ADDRESSES = re.compile(r"https?://\S+|www\.\S+|@[\w.]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9]+")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
_OTHER = re.compile("[^\\W\\d_\u0000-\u024f\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\u1e00-\u1eff]+")


class _Profile(NamedTuple):
    """What tells the languages of one script apart; each value is the languages that the key speaks for."""

    words: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    article: dict[str, str]
    default: str
    default_from: int


class _Scripts(NamedTuple):
    ranges: tuple[tuple[int, int, str], ...]
    ukrainian: frozenset[str]


def identify(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the letters of `text` are in.

    Samples the beginning and, of a long text, the middle: the cost does not grow with length.
    None where there are too few letters, or no evidence for any language of the script.
    """
    sample = text[:_HEAD]
    if len(text) > 3 * _HEAD:
        middle = len(text) // 2
        sample = f"{sample} {text[middle : middle + _MIDDLE]}"
    sample = _MARKS.sub("", _ADDRESSES.sub(" ", sample))
    if _PRESENTATION.search(sample):
        sample = unicodedata.normalize("NFKC", sample)
    arabic, latin, other = _ARABIC.findall(sample), _LATIN.findall(sample), _OTHER.findall(sample)
    sizes = [sum(map(len, runs)) for runs in (arabic, latin, other)]
    if sum(sizes) < _FEWEST_LETTERS:
        return None
    most = max(sizes)
    if sizes[0] == most:
        return _likeliest(arabic, _profile("arabic"))
    if sizes[1] == most:
        return _likeliest([word.lower() for word in latin], _profile("latin"))
    return _by_script("".join(other))


def _likeliest(words: list[str], profile: _Profile) -> str | None:
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        found = profile.words.get(word)
        if found:
            for language in found:
                scores[language] += _SINGLE_WEIGHT if len(word) == 1 else 1
        elif len(word) >= _SHORTEST_WITH_ENDING:
            if profile.endings:
                _score_ending(word, profile, scores)
            for language, article in profile.article.items():
                if word.startswith(article) or word[1:].startswith(article):
                    scores[language] += _ARTICLE_WEIGHT
    joined = "".join(words)
    for letter, languages in profile.letters.items():
        count = joined.count(letter)
        if count:
            for language in languages:
                scores[language] += _LETTER_WEIGHT * count
    if scores:
        language, score = max(scores.items(), key=lambda item: item[1])
        if score >= _LEAST_EVIDENCE:
            return language
        if language != profile.default:
            return None
    return profile.default if len(words) >= profile.default_from else None


def _score_ending(word: str, profile: _Profile, scores: defaultdict[str, float]) -> None:
    for length in range(_LONGEST_ENDING, 1, -1):
        found = profile.endings.get(word[-length:])
        if found:
            for language in found:
                scores[language] += _ENDING_WEIGHT / len(found)
            return


def _by_script(letters: str) -> str | None:
    """The language named for the script that most of `letters` are in; kana anywhere make Han Japanese."""
    scripts = _scripts()
    counts: Counter[str] = Counter()
    for char, times in Counter(letters).items():
        code = ord(char)
        for first, last, language in scripts.ranges:
            if first <= code <= last:
                counts[language] += times
                break
    if not counts:
        return None
    if counts["ja"] and counts["zh"]:
        return "ja"
    language = counts.most_common(1)[0][0]
    if language == "ru" and any(c in scripts.ukrainian for c in letters):
        return "uk"
    return language


@cache
def _data() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = Path(__file__).with_name("function_words.yaml")
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return data


@cache
def _profile(script: str) -> _Profile:
    data = _data()[script]
    return _Profile(
        _inverted({language: words.split() for language, words in data["words"].items()}),
        _inverted(data["letters"]),
        _inverted(data.get("endings", {})),
        data.get("article", {}),
        data["default"]["language"],
        data["default"]["words"],
    )


def _inverted(by_language: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for language, keys in by_language.items():
        for key in dict.fromkeys(keys):
            out[key] = (*out.get(key, ()), language)
    return out


@cache
def _scripts() -> _Scripts:
    data = _data()
    ranges = tuple((int(row["from"], 16), int(row["to"], 16), row["language"]) for row in data["scripts"])
    return _Scripts(ranges, frozenset(data["ukrainian"]))
