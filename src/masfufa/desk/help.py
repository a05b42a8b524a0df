"""What a page tells of itself under "?", from help.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from masfufa.desk.words import Words, load


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a page: how it is drawn (a class of the style sheet), what stands in it, what it means."""

    drawn: str
    shown: str
    means: str


@dataclass(frozen=True, slots=True)
class Help:
    """The help of one page. anchor: where it stands in the help of all pages; keys: pairs of key and what it does, the
    page's own before those of all pages."""

    page: str
    anchor: str
    name: str
    what: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]


def pages() -> list[str]:
    """The pages that have help, in their order."""
    return list(load("help.yaml")["en"]["pages"])


def help_of(page: str, t: Words) -> Help | None:
    """The help of a page in the language of `t`; None for a page that has none here."""
    block: dict[str, Any] = load("help.yaml")[t.language]
    found = block["pages"].get(page)
    if found is None:
        return None
    return Help(
        page=page,
        anchor=page.replace("/", "-"),
        name=_said(found["name"], t),
        what=tuple(_said(line, t) for line in found["what"]),
        keys=tuple((key, what) for key, what in (*found["keys"], *block["everywhere"])),
        marks=_marks(found["marks"], t),
    )


def help_of_template(template: str, t: Words) -> Help | None:
    """The help of the page that a template makes: that of its own name, else that of its folder."""
    path = template.removesuffix(".html")
    return help_of(path, t) or help_of(path.partition("/")[0], t)


def everywhere(t: Words) -> tuple[tuple[str, str], ...]:
    """The keys of all pages."""
    return tuple((key, what) for key, what in load("help.yaml")[t.language]["everywhere"])


def absent(t: Words) -> tuple[Mark, ...]:
    """Unknown, unresolved, withheld, zero."""
    return _marks(load("help.yaml")[t.language]["absent"], t)


def word(key: str, t: Words) -> str:
    """A heading of help.yaml."""
    return str(load("help.yaml")[t.language][key])


def _marks(rows: list[list[str]], t: Words) -> tuple[Mark, ...]:
    return tuple(Mark(drawn, _said(shown, t), _said(means, t)) for drawn, shown, means in rows)


def _said(text: str, t: Words) -> str:
    return str(t(text[1:])) if text.startswith("=") else text
