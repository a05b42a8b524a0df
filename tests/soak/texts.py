"""Reports whose figures are known, each another, made from its number alone."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

IDLE_EVERY = 11
"""Every so many reports one that reports nothing."""


@dataclass(frozen=True)
class Made:
    """A report; `expected` holds (category, value) of its figures, nothing for one that reports nothing."""

    number: int
    language: str
    title: str
    paragraphs: tuple[str, ...]
    published: dt.date
    expected: tuple[tuple[str, int], ...]

    @property
    def text(self) -> str:
        """Title and paragraphs as plain text."""
        return "\n\n".join((self.title, *self.paragraphs)) + "\n"

    @property
    def page(self) -> bytes:
        """The report as a page."""
        body = "".join(f"<p>{html.escape(one)}</p>" for one in self.paragraphs)
        title = html.escape(self.title)
        return (
            f'<html lang="{self.language}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta property="article:published_time" content="{self.published.isoformat()}"></head>'
            f"<body><article><h1>{title}</h1>{body}</article></body></html>"
        ).encode()


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return loaded


def made(number: int, seed: int = 0) -> Made:
    """The report of a number."""
    chance = Random(f"{seed}/{number}")
    language = chance.choice(("en", "en", "ar", "ar", "fr"))
    words = _words()[language]
    town = chance.choice(_words()["towns"][language])
    k, w, f = 11 + chance.randrange(80), 111 + chance.randrange(80), 211 + chance.randrange(700)
    if language == "ar":
        k, w, f = (value if value % 100 > 10 else value + 11 for value in (k, w, f))
    filler = [
        words["filler"].format(**{name: chance.choice(words[name]) for name in "abcd"})
        for _ in range(chance.randint(8, 16))
    ]
    lines = [" ".join(filler[at : at + 3]) for at in range(0, len(filler), 3)]
    expected: tuple[tuple[str, int], ...] = ()
    if number % IDLE_EVERY:
        lines.insert(0, chance.choice(words["killed"]).format(k=k, w=w, town=town))
        lines.insert(2, chance.choice(words["fled"]).format(f=f, town=town))
        expected = (("killed", k), ("wounded", w), ("displaced", f))
    published = dt.date(2026, 1, 5) + dt.timedelta(days=chance.randrange(300))
    return Made(number, language, words["title"].format(n=number, town=town), tuple(lines), published, expected)
