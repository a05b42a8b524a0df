"""What exports call a flag and a sheet, in the reader's language."""

from __future__ import annotations

import importlib.resources
from functools import cache
from typing import Any

import yaml


def flag_words(code: str, language: str) -> str:
    """The flag in words; its code with spaces where no words are known for it."""
    words: dict[str, str] = _words()["flags"].get(code, {})
    return words.get(language) or words.get("en") or code.replace("_", " ")


def sheet_titles(language: str) -> dict[str, str]:
    """What a workbook calls the sheet of each table, and that of the dictionary; English for an unknown language."""
    titles: dict[str, dict[str, str]] = _words()["sheets"]
    return titles.get(language, titles["en"])


@cache
def _words() -> dict[str, Any]:
    text = importlib.resources.files("masfufa.exchange").joinpath("wording.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
