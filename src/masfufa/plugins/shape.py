"""Records as plain data and back, and whether what calls itself a record has values of the declared types."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@cache
def _types(record_type: type[Any]) -> dict[str, Any]:
    return get_type_hints(record_type)


def fault(record: Any) -> str | None:
    """Which field of a record (a dataclass of masfufa.records) is not of its declared type; None if all are."""
    return _fault(record, type(record), "")


def _fault(value: Any, declared: Any, path: str) -> str | None:
    if isinstance(declared, UnionType):
        if any(_fault(value, kind, path) is None for kind in get_args(declared)):
            return None
        inner = [kind for kind in get_args(declared) if dataclasses.is_dataclass(kind) and type(value) is kind]
        return _fault(value, inner[0], path) if inner else f"{path} is {_shown(value)}"
    if get_origin(declared) is tuple:
        if not isinstance(value, tuple):
            return f"{path} is {_shown(value)}, not a tuple"
        found = (_fault(item, get_args(declared)[0], f"{path}[{n}]") for n, item in enumerate(value))
        return next((one for one in found if one is not None), None)
    if type(value) is not declared and not (declared is float and type(value) is int):
        return f"{path} is {_shown(value)}"
    if declared is float and not math.isfinite(value):
        return f"{path} is {value}"
    if dataclasses.is_dataclass(declared):
        for name, kind in _types(declared).items():
            found_inside = _fault(getattr(value, name), kind, f"{path}.{name}" if path else name)
            if found_inside is not None:
                return found_inside
    return None


def _shown(value: Any) -> str:
    try:
        return ascii(value)[:60]
    except Exception:
        return f"a {type(value).__name__}"


def from_plain(record_type: type[T], value: Any) -> T:
    """The record that `masfufa.records.as_plain` made `value` of; ValueError or TypeError where it is of no such."""
    return _rebuilt(record_type, value)  # type: ignore[no-any-return]


def _rebuilt(declared: Any, value: Any) -> Any:
    if isinstance(declared, UnionType):
        if value is None:
            return None
        kinds = [kind for kind in get_args(declared) if kind is not NoneType]
        return _rebuilt(kinds[0], value) if len(kinds) == 1 else value
    if get_origin(declared) is tuple:
        return tuple(_rebuilt(get_args(declared)[0], item) for item in value)
    if declared is dt.date:
        return dt.date.fromisoformat(value)
    if dataclasses.is_dataclass(declared):
        kinds_by_name = _types(declared)  # type: ignore[arg-type]
        return declared(**{name: _rebuilt(kinds_by_name[name], item) for name, item in value.items()})  # type: ignore[operator]
    return value
