"""HXL tags: their parts, what a counting tag counts, and which right tag is nearest to a wrong one (hxl.yaml)."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

_TAG = re.compile(r"\s*#\s*([^\W\d_]\w*)((?:\s*\+\s*\w+)*)\s*$")
_LOOKS = re.compile(r"\s*#\s*[^\W\d_]")
_AGE = re.compile(r"age_?(\d{1,2})(?:_(\d{1,2})|(plus))?$")


class Tag(NamedTuple):
    """A tag in small letters: the hashtag without its sign and the attributes in order."""

    name: str
    attributes: tuple[str, ...]

    def __str__(self) -> str:
        return "".join([f"#{self.name}", *(f"+{attribute}" for attribute in self.attributes)])


class Counted(NamedTuple):
    """What a column counts: category and unit of the ontology, and what tells its part from the whole."""

    category: str
    unit: str
    parts: tuple[tuple[str, str], ...]


@cache
def table() -> dict[str, Any]:
    """hxl.yaml, as it stands."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(
        resources.files("masfufa.exchange").joinpath("hxl.yaml").read_text(encoding="utf-8")
    )
    return loaded


def parse(text: str) -> Tag | None:
    """The tag that a cell holds; None for any other text. Blanks and letters' case do not matter."""
    match = _TAG.match(text)
    if match is None:
        return None
    return Tag(match[1].casefold(), tuple(word.casefold() for word in re.findall(r"\w+", match[2])))


def looks_like_tag(text: str) -> bool:
    """Whether a cell seems meant as a tag, right or wrong: it begins with # and a letter."""
    return _LOOKS.match(text) is not None


def known(tag: Tag) -> bool:
    """Whether its hashtag is one of the standard's, or in wide use beside them."""
    return tag.name in table()["hashtags"] or tag.name in table()["in_use"]


def nearest(name: str) -> str | None:
    """The standard's hashtag nearest to a wrong one, with its sign; None where none is near."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    best = process.extractOne(name, table()["hashtags"], scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return f"#{best[0]}" if best else None


def counted(tag: Tag) -> Counted | None:
    """What a column with this tag counts; None where it counts no people that figures are about."""
    data = table()
    counting: dict[str, str | None] = data["counting"]
    if tag.name not in counting or set(tag.attributes) & set(data["answers"]):
        return None
    category, unit, parts = counting[tag.name], "person", {}
    rest: list[str] = []
    reason = False
    for attribute in tag.attributes:
        if attribute == "cause":
            reason = True
        elif attribute in data["categories"] and not reason:
            category = data["categories"][attribute]
        elif attribute in data["units"]:
            unit = data["units"][attribute]
        elif attribute in data["sex"]:
            parts["sex"] = data["sex"][attribute]
        elif attribute in data["ages"]:
            parts["age"] = data["ages"][attribute]
        elif match := _AGE.match(attribute):
            parts["age"] = f"{match[1]}-{match[2]}" if match[2] else f"{match[1]}+"
        elif reason or attribute in data["reasons"]:
            parts["reason"] = " ".join(filter(None, (parts.get("reason"), attribute)))
        elif attribute not in data["neutral"]:
            rest.append(attribute)
    if category is None:
        return None
    if rest:
        parts["attribute"] = " ".join(rest)
    return Counted(category, unit, tuple(sorted(parts.items())))
