"""Plug-in readers by name: the entry points that installed packages declare."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points

from masfufa.errors import DataError, MasfufaError, UsageError
from masfufa.plugins.contract import GROUP, SECONDS, Reader

_LONGEST_WORD = 40


def available() -> list[str]:
    """Names of all readers that are installed, sorted."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def load(names: Iterable[str]) -> list[Reader]:
    """A reader for each name, a name given twice once.

    An entry point leads to a class or function that gives the reader when called without arguments. Raises
    UsageError("plugin-missing") where no package declares the name, DataError("plugin-broken") where the package can't
    be imported or what it gives is no reader, and whatever MasfufaError a reader raises that lacks a setting.
    """
    return [_load(name) for name in dict.fromkeys(names)]


def _load(name: str) -> Reader:
    points = list(entry_points(group=GROUP, name=name))
    if not points:
        there = ", ".join(available()) or "none"
        raise UsageError(
            "plugin-missing", f"There is no reader {name!r}. Install the package that has it; there are: {there}."
        )
    try:
        reader = points[0].load()()
    except MasfufaError:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:200]
        raise DataError(
            "plugin-broken", f"The reader {name!r} ({points[0].value}) can't be loaded ({told})."
        ) from error
    check(reader, name)
    return reader  # type: ignore[no-any-return]


def check(reader: object, named: str) -> None:
    """Raises DataError("plugin-broken") where an object is no reader, saying what it lacks."""
    for attribute in ("name", "version"):
        word = getattr(reader, attribute, None)
        if not isinstance(word, str) or not word.strip() or not word.isprintable() or len(word) > _LONGEST_WORD:
            raise DataError(
                "plugin-broken",
                f"The reader {named!r} needs a {attribute}: a string of at most {_LONGEST_WORD} characters.",
            )
    if not callable(getattr(reader, "read", None)):
        raise DataError("plugin-broken", f"The reader {named!r} has no method read(document, base).")
    seconds = getattr(reader, "seconds", SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 86_400:
        raise DataError("plugin-broken", f"The reader {named!r} has seconds = {seconds!r}; give a number above 0.")
