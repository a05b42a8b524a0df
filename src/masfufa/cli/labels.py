"""The words of the interface, from labels.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

INTERFACES = ("en", "ar")


class Labels:
    """Look-ups into one language's block; a value that the block lacks is shown as it is."""

    def __init__(self, language: str, block: dict[str, Any]) -> None:
        self.language = language
        self.right_to_left = block["direction"] == "rtl"
        self._block = block

    def __getitem__(self, key: str) -> str:
        return str(self._block[key])

    def of(self, vocabulary: str, value: str) -> str:
        """What a closed value ("killed" of "category") is called."""
        return str(self._block[vocabulary].get(value, value))


@cache
def labels(language: str) -> Labels:
    """The labels of `language`, one of INTERFACES."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    blocks = yaml.load(Path(__file__).with_name("labels.yaml").read_text(encoding="utf-8"), Loader=loader)
    return Labels(language, blocks[language])
