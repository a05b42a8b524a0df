"""What tracking writes beside links, checks, flags and sums: English as it is kept, other languages where it is shown.

The words are in words.yaml. `say` makes the English sentence, which JSON and exports hold; `said_in` finds the saying
of such a sentence again and tells it in another language, with the words of the fields that have any.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from masfufa.tracking.sources import data

_NUMBER = r"[\d,.–−-]+"
_SHAPES = {
    "n": _NUMBER,
    "day": r"\d{4}-\d\d-\d\d|None",
    "what": r"(?:[\d,]+|no value)(?: households| homes)? \w+",
    "sum": r"[\d,. +…-]+",
    "id": r"\S+(?: \S+)?",
    "value": rf"{_NUMBER}|no value",
    "name": r".+?",
}
"""What a field may hold, by its name without a digit; any other field holds a saying or one of the `inner` words."""

_FIELD = re.compile(r"\\\{(\w+)\\\}")


def say(saying: str, /, **values: object) -> str:
    """The English sentence of a saying; whole numbers get thousands marks."""
    return _english()[saying].format(
        **{name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    )


def said_in(text: str, language: str, called: Callable[[str], str] = str) -> str:
    """A sentence of `say` in another language; as it stands where no saying made it, or none is known there.

    `called` gives a category's name in that language.
    """
    if language == "en" or not text:
        return text
    for pattern, saying in _patterns():
        if (found := pattern.fullmatch(text)) is not None:
            words = data("words.yaml")["said"][saying].get(language)
            if words is None:
                return text
            return str(words).format(
                **{
                    name: _inside(name.rstrip("0123456789"), said, language, called)
                    for name, said in found.groupdict().items()
                }
            )
    return text


def _inside(field: str, said: str, language: str, called: Callable[[str], str]) -> str:
    if field == "what":
        number, _, rest = said.rpartition(" ")
        return f"{_words('what', said_in(number, language), language)} {called(rest)}"
    if field in ("n", "day", "sum", "id", "name", "days"):
        return said
    inner = _words(field, said, language)
    return inner if inner != said else said_in(said, language, called)


def _words(field: str, said: str, language: str) -> str:
    """The `inner` words of a field, whole or one by one."""
    table: dict[str, dict[str, str]] = data("words.yaml")["inner"].get(field, {})
    if language in table.get(said, {}):
        return table[said][language]
    known = [word for word in table if language in table[word]]
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)"
    return re.sub(pattern, lambda found: table[found[0]][language], said) if known and field != "reading" else said


@cache
def _english() -> dict[str, str]:
    return {saying: words["en"] for saying, words in data("words.yaml")["said"].items()}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Every English saying as a pattern, those with most words of their own first."""
    table: dict[str, Any] = data("words.yaml")
    readings = "|".join(map(re.escape, sorted(table["inner"]["reading"], key=lambda word: -len(word))))

    def shape(found: re.Match[str]) -> str:
        field = found[1].rstrip("0123456789")
        return f"(?P<{found[1]}>{readings if field == 'reading' else _SHAPES.get(field, '.+?')})"

    def own(item: tuple[str, str]) -> tuple[int, str]:
        return -len(re.sub(r"\{\w+\}", "", item[1])), item[0]

    return [
        (re.compile(_FIELD.sub(shape, re.escape(words)), re.DOTALL), saying)
        for saying, words in sorted(_english().items(), key=own)
    ]
