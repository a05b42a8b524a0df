"""The brief's words in one language, and how it writes numbers and intervals."""

from __future__ import annotations

import importlib.resources
from collections.abc import Sequence
from functools import cache
from typing import Any

import yaml

from masfufa.errors import UsageError
from masfufa.exchange.wording import flag_words

LANGUAGES = ("ar", "en", "fr")


class Words:
    """Look-ups into one language's block of words.yaml."""

    def __init__(self, language: str, block: dict[str, Any]) -> None:
        self.language = language
        self.right_to_left = block["direction"] == "rtl"
        self._block = block

    def __getitem__(self, key: str) -> str:
        return str(self._block[key])

    def of(self, vocabulary: str, value: str) -> str:
        """What a closed value ("killed" of "category") is called; an open one is shown as it is."""
        return str(self._block[vocabulary].get(value, value))

    def number(self, value: int | None) -> str:
        """Digits in groups of three; the word for unknown where there is no value."""
        if value is None:
            return self["unknown"]
        return f"{value:,}".replace(",", "\u202f") if self.language == "fr" else f"{value:,}"

    def interval(self, low: int | None, high: int | None) -> str:
        """The bounds; "" where both are the same or neither is known."""
        if low == high:
            return ""
        if high is None:
            return self["at_least"].format(low=self.number(low))
        return self["interval"].format(low=self.number(low or 0), high=self.number(high))

    def sources(self, count: int) -> str:
        """How many independent sources there are."""
        return self["sources_one"] if count == 1 else self["sources_many"].format(count=count)

    def population(self, group: str) -> str:
        """Who alone was counted; "" for everyone."""
        known = self._block["population"]
        if group == "all":
            return str(known["all"])
        named = " + ".join(str(known["groups"].get(part, part)) for part in group.split("+"))
        return str(known["other"]).format(group=named)

    def flag(self, code: str) -> str:
        """A flag in words."""
        return flag_words(code, self.language)

    def list(self, items: Sequence[str]) -> str:
        """Names one after the other."""
        return ("، " if self.language == "ar" else ", ").join(items)


def isolated(text: str) -> str:
    """Text that runs from left to right wherever it stands: an ISO date in an Arabic sentence."""
    return f"\u2066{text}\u2069"


@cache
def words_of(language: str) -> Words:
    """The words of a language. Raises UsageError("brief-language")."""
    if language not in LANGUAGES:
        raise UsageError("brief-language", f"A brief is written in {', '.join(LANGUAGES)}, not in {language!r}.")
    text = importlib.resources.files("masfufa.exchange.brief").joinpath("words.yaml").read_text(encoding="utf-8")
    return Words(language, yaml.safe_load(text)[language])
