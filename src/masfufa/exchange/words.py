"""Words of headers and titles: which category, unit, sex, age, reason or assessment they name (words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_AGE_SEX = re.compile(
    r"^\s*(?:(?P<under>(?:0?\s*less\s*than|under|<|moins de)\s*(?P<top>\d{1,2}))"
    r"|(?P<low>\d{1,2})\s*(?:-|–|to|à|_)\s*(?P<high>\d{1,2})"
    r"|(?P<plus>\d{1,2})\s*(?:\+|plus|and above|and over|et plus))\s*(?:y|yrs|years|ans|سنة)?\W*(?P<sex>[^\W\d_]*)\W*$",
    re.I,
)
_SEX_AGE = re.compile(r"^\W*(?P<sex>[^\W\d_]+)\W+(?P<age>.*\d.*)$", re.S)


class Whole(NamedTuple):
    """What a column counts: a category of the ontology, a unit, and whether its header says that it is the total."""

    category: str | None
    unit: str | None
    total: bool


@cache
def table() -> dict[str, Any]:
    """words.yaml, as it stands."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(
        resources.files("masfufa.exchange").joinpath("words.yaml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _index(group: str) -> dict[str, str]:
    return {word: name for name, words in table()[group].items() for word in words}


@cache
def _set(group: str) -> frozenset[str]:
    return frozenset(table()[group])


def words_of(header: str) -> list[str]:
    """The header's words in small letters, numbers by themselves."""
    return [word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", header.replace("_", " ")))]


def whole_of(header: str) -> Whole | None:
    """What a column with this header counts as a whole; None where a word says that it is something else.

    `category` or `unit` is None where the header does not say ("HH", "IDPs").
    """
    category = unit = None
    total = False
    for word in words_of(header):
        if word in _index("categories"):
            if category not in (None, _index("categories")[word]):
                return None
            category = _index("categories")[word]
        elif word in _index("units"):
            if unit not in (None, _index("units")[word]):
                return None
            unit = _index("units")[word]
        elif word not in _set("filler"):
            return None
        total = total or word in _set("total")
    return Whole(category, unit, total) if category or unit else None


def is_total(text: str) -> bool:
    """Whether a cell calls its row a total: "Total", "Grand Total", "الإجمالي"."""
    plain = " ".join(text.split()).casefold().strip(" :.*")
    if not plain:
        return False
    return plain in _set("total_rows") or (plain.endswith((" total", " grand total")) and len(plain) < 60)


def sex_of(words: Iterable[str]) -> str | None:
    """ "f" or "m" where one of the words says so, and none says the other."""
    found = {_index("sex")[word] for word in words if word in _index("sex")}
    return found.pop() if len(found) == 1 else None


def sex_and_age(header: str) -> tuple[tuple[str, str], ...]:
    """What part of a population a header names, as in `Claim.parts`: (("age", "6-17"), ("sex", "f")); () for none.

    Understood are "6-17F", "60+ M", "lessthan1M", "Female 0-5", "Male", "Femmes"; an age or a sex must be all it says.
    """
    text = " ".join(header.split())
    match = _AGE_SEX.match(text)
    sex_word = ""
    if match is None:
        turned = _SEX_AGE.match(text)
        if turned and sex_of([turned["sex"].casefold()]):
            sex_word = turned["sex"]
            match = _AGE_SEX.match(turned["age"].strip(" ()"))
            if match is None or match["sex"]:
                return ()
    if match is not None:
        sex_word = sex_word or match["sex"]
        sex = sex_of([sex_word.casefold()]) if sex_word else None
        if sex_word and sex is None:
            return ()
        if match["under"]:
            age = f"<{int(match['top'])}"
        elif match["plus"]:
            age = f"{int(match['plus'])}+"
        else:
            age = f"{int(match['low'])}-{int(match['high'])}"
        return (("age", age), ("sex", sex)) if sex else (("age", age),)
    words = words_of(text)
    sex = sex_of(words)
    rest = [w for w in words if w not in _index("sex") and w not in _index("units") and w not in _index("categories")
            and w not in _set("filler")]  # fmt: skip
    if sex and not rest:
        ages = {_index("age_words")[word] for word in words if word in _index("age_words")}
        return (("age", ages.pop()), ("sex", sex)) if len(ages) == 1 else (("sex", sex),)
    return ()


def assessment_of(text: str) -> str | None:
    """The kind of assessment a title or file name tells, as the DTM API abbreviates it: BA, SA, ML, ETT, FM."""
    plain = " " + " ".join(words_of(text)) + " "
    found = [(plain.find(f" {word} "), kind) for kind, words in table()["assessments"].items() for word in words]
    return min(((at, kind) for at, kind in found if at >= 0), default=(0, None))[1]


def round_of(text: str) -> str | None:
    """The number of the round a title or file name tells: "Round 39", "الجولة 12", "R38", "round_3"."""
    words = words_of(text)
    for word, following in pairwise(words):
        if word in _set("round_words") and following.isdigit():
            return str(int(following))
    match = re.search(r"(?<![^\W_])R(\d{1,3})(?![^\W_])", text)
    return str(int(match[1])) if match else None


def plain_round(text: str) -> str:
    """A round as a column gives it, without letters about a number: "R38" and "Round3" are 38 and 3."""
    match = re.fullmatch(r"\D*?0*(\d{1,4})(?:\.0)?\D*", text.strip())
    return match[1] if match else text.strip()


def reason_of(text: str) -> str | None:
    """conflict, disaster or other for a reason as agencies spell it; None where none is told."""
    plain = " ".join(text.replace("_", " ").split()).casefold().strip(" .")
    found: str | None = _index("reasons").get(plain)
    return found
