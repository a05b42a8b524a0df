"""Names of administrative units: with and without the word for what they are. Used when a gazetteer is built."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from masfufa.gazetteer.names import is_arabic, key_of, skeleton
from masfufa.lexicon.store import table


def agree(names: list[str], others: list[str]) -> bool:
    """True where a name of one list is a name of the other, whole or as it sounds."""
    marks = [
        {mark for name in listed if name for mark in (key_of(bare_name(name)), skeleton_of(name))} - {"", "~"}
        for listed in (names, others)
    ]
    return bool(marks[0] & marks[1])


def skeleton_of(name: str) -> str:
    """How a unit's name sounds, marked so that it meets no key."""
    return "~" + skeleton(key_of(bare_name(name)))


def bare_name(name: str) -> str:
    """A unit's name without the word for what it is."""
    if is_arabic(name):
        head, _, rest = name.partition(" ")
        kinds = table("ar", "places")["feature_words"]
        heads = {key_of(word) for kind in ("admin1", "admin2", "any") for word in kinds[kind]}
        return rest if rest and key_of(head) in heads else name
    before, after = _unit_words()
    return after.sub("", before.sub("", name)) or name


@cache
def options() -> dict[str, Any]:
    """build.yaml: sources, what is kept, words for units."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "build.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def _unit_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = "|".join(options()["unit_prefixes"]), "|".join(options()["unit_suffixes"])
    return re.compile(rf"^(?:{before}) ?", re.IGNORECASE), re.compile(rf" (?:{after})$", re.IGNORECASE)
