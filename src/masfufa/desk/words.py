"""The interface's words and the names of closed values, from words.yaml and vocabulary.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

INTERFACES = ("en", "ar")


class Words:
    """The words of one language. A key is a path: "errors.date"."""

    def __init__(self, language: str, words: dict[str, Any], values: dict[str, dict[str, str]]) -> None:
        self.language = language
        self._words = words
        self._values = values

    def __call__(self, key: str) -> Any:
        """A word, or a block of them. Raises KeyError for a key that is not there: that is a defect."""
        found: Any = self._words
        for part in key.split("."):
            found = found[part]
        return found

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return str(self._words["direction"])

    def of(self, vocabulary: str, value: object) -> str:
        """What a closed value ("killed" of "category") is called; a value that is not known is shown as it is."""
        block = self._values.get(vocabulary) or self._words.get(vocabulary) or {}
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return str(block.get(key, value)) if isinstance(block, dict) else str(value)

    def values(self, vocabulary: str) -> dict[str, str]:
        """All values of a vocabulary with what they are called."""
        return self._values[vocabulary]


@cache
def words(language: str) -> Words:
    """The words of `language`, one of INTERFACES."""
    return Words(language, load("words.yaml")[language], load("vocabulary.yaml")[language])


@cache
def load(name: str) -> dict[str, Any]:
    """A word file of the desk, by its name."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=loader)
    return found
