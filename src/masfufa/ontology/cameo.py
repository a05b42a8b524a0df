"""CAMEO codes and PLOVER events: what one calls the thing that the other names.

CAMEO: Conflict and Mediation Event Observations, codebook 1.1b3 of 2012 (P. A. Schrodt and others). The mapping is data
(cameo.yaml) of our own writing. It loses on both ways: PLOVER has no codes for mere statements, CAMEO none for most
contexts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_NONE = "-"


class PloverEvent(NamedTuple):
    """A PLOVER type with its mode (None where the code tells none) and contexts."""

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]


def to_plover(code: str) -> PloverEvent | None:
    """The PLOVER event that a CAMEO code of two to four digits means; None for what is no event in PLOVER.

    A code that is not listed is read as the code above it: 1839 as 183. "040" is the general case of "04". Raises
    KeyError for what is no CAMEO code.
    """
    known = _codes()
    for length in range(len(code), 1, -1):
        if code[:length] in known:
            return known[code[:length]]
    raise KeyError(code)


def to_cameo(event_type: str, mode: str | None = None, contexts: Iterable[str] = ()) -> str:
    """The CAMEO code nearest to a PLOVER event: by type and mode, then the code below it that the contexts tell of.

    Raises KeyError for an unknown type.
    """
    by_mode = _back()[event_type]
    code = by_mode.get(mode or _NONE, by_mode[_NONE])
    told = set(contexts)
    stem = code[:-1] if code.endswith("0") else code
    best, shared = code, 0
    for below in (True, False):  # codes below it before others of the same type and mode
        for other, meant in _codes().items():
            if meant is None or meant.event_type != event_type or other.startswith(stem) != below:
                continue
            same = len(told.intersection(meant.contexts))
            if same > shared and meant.mode == mode and set(meant.contexts) <= told:
                best, shared = other, same
    return best.ljust(3, "0")


@cache
def _table() -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(
        Path(__file__).with_name("cameo.yaml").read_text(encoding="utf-8"), Loader=loader
    )
    return loaded


@cache
def _codes() -> dict[str, PloverEvent | None]:
    return {code: _parsed(meant) for code, meant in _table()["codes"].items()}


def _parsed(meant: str | None) -> PloverEvent | None:
    if meant is None:
        return None
    event_type, mode, *contexts = [*meant.split(), _NONE][: max(len(meant.split()), 2)]
    return PloverEvent(event_type, None if mode == _NONE else mode, tuple(contexts))


@cache
def _back() -> dict[str, dict[str, str]]:
    back: dict[str, dict[str, str]] = _table()["back"]
    return back
