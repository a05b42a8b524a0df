"""masfufa (مصفوفة, matrix): from reports to a sourced displacement and conflict matrix."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
__all__ = ["__version__", "read"]


def __getattr__(name: str) -> object:
    """Load `read` on first use: the command line must start fast."""
    if name == "read":
        from masfufa.reading.reader import read

        return read
    raise AttributeError(f"module 'masfufa' has no attribute {name!r}")
