"""What notices say: messages by kind and case in data (notices.yaml), in the languages of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from masfufa.records import Notice, Span

DROPPED = "dropped"
"""The case of any kind that says why a plug-in's record was left out."""


def notice(kind: str, case: str = "", spans: tuple[Span, ...] = (), **values: object) -> Notice:
    """A notice with its English message; `values` fill in what the message names."""
    table = _texts()
    texts = table[DROPPED] if case == DROPPED else table["notices"][kind][case]
    return Notice(kind, texts["en"].format(**values), spans)


def said_in(told: Notice, language: str) -> str | None:
    """The message of a notice in another language, None where there is none: one that a plug-in worded itself."""
    if language == "en":
        return told.message
    table = _texts()
    words, ours = table["words"].get(language, {}), table["ours"]
    for pattern, texts in _patterns(told.kind):
        match = pattern.fullmatch(told.message)
        if match is not None and language in texts:
            values = {key: _in_words(text, words) if key in ours else text for key, text in match.groupdict().items()}
            return texts[language].format(**values)
    name, colon, rest = told.message.partition(": ")
    inner = said_in(Notice(told.kind, rest), language) if colon else None
    return f"{name}: {inner}" if inner else None


def _in_words(text: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda found: words.get(found[0], found[0]), text)


_WORD = re.compile(r"\b[A-Za-z]+\b")
_FIELD = re.compile(r"\\\{(\w+)\\\}")


@cache
def _texts() -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(Path(__file__).with_name("notices.yaml").read_text("utf-8"), Loader=loader)
    return loaded


@cache
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """The English messages of a kind as patterns, with their texts."""

    def listed() -> Iterator[dict[str, str]]:
        yield from _texts()["notices"].get(kind, {}).values()
        yield _texts()[DROPPED]

    return tuple((re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(t["en"])), re.DOTALL), t) for t in listed())
