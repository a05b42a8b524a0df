"""What exports call a flag, in the reader's language."""

from __future__ import annotations

import importlib.resources
from functools import cache

import yaml


def flag_words(code: str, language: str) -> str:
    """The flag in words; its code with spaces where no words are known for it."""
    words = _flags().get(code, {})
    return words.get(language) or words.get("en") or code.replace("_", " ")


@cache
def _flags() -> dict[str, dict[str, str]]:
    text = importlib.resources.files("masfufa.exchange").joinpath("wording.yaml").read_text(encoding="utf-8")
    flags: dict[str, dict[str, str]] = yaml.safe_load(text)["flags"]
    return flags
