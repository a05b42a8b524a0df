"""Word lists that a linguist can edit (`ar/`, `en/`, `fr/`), and their compiled form."""

from masfufa.lexicon.store import LANGUAGES, table

__all__ = ["LANGUAGES", "table"]
