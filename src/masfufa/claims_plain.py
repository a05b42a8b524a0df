"""Claims as plain data and back, without loss: what data packages, caches and the API carry."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from masfufa.claims import (
    ActorName,
    CellLocator,
    Claim,
    ClaimPlace,
    EventClaim,
    Issue,
    Locator,
    SubmissionLocator,
    TextLocator,
    Unit,
)
from masfufa.errors import DataError
from masfufa.records import as_plain

_LOCATORS: dict[str, type[TextLocator] | type[CellLocator] | type[SubmissionLocator]] = {
    "text": TextLocator,
    "cell": CellLocator,
    "form": SubmissionLocator,
}
R = TypeVar("R", Claim, EventClaim)
_HINTS: dict[Any, dict[str, Any]] = {}
_KINDS = {kind: word for word, kind in _LOCATORS.items()}
_DAYS = ("released", "period_start", "period_end", "as_of")


def claim_to_plain(claim: Claim) -> dict[str, Any]:
    """`claim` as dicts, lists, strings, numbers and None; the locator carries its kind under "type"."""
    return _to_plain(claim)


def claim_from_plain(plain: Mapping[str, Any]) -> Claim:
    """The claim that `claim_to_plain` made `plain` of; a DataError "claim-unreadable" names what is wrong with it."""
    try:
        fields = _from_plain(plain)
        fields["chain"] = tuple(fields.get("chain") or ())
        fields["groups"] = tuple(fields.get("groups") or ())
        fields["parts"] = tuple((str(name), str(value)) for name, value in fields.get("parts") or ())
        fields["repeats"] = tuple(TextLocator(**_known(span)) for span in fields.get("repeats") or ())
        return _checked(Claim(**fields))
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable("claim", plain, error) from error


def event_to_plain(event: EventClaim) -> dict[str, Any]:
    """`event` as dicts, lists, strings, numbers and None."""
    return _to_plain(event)


def event_from_plain(plain: Mapping[str, Any]) -> EventClaim:
    """The event claim that `event_to_plain` made `plain` of; a DataError "claim-unreadable" names what is wrong."""
    try:
        fields = _from_plain(plain)
        for name in ("contexts", "figures"):
            fields[name] = tuple(fields.get(name) or ())
        for name in ("source", "target"):
            fields[name] = tuple(ActorName(**actor) for actor in fields.get(name) or ())
        return _checked(EventClaim(**fields))
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable("event", plain, error) from error


def _to_plain(record: Claim | EventClaim) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if name == "locator":
            out[name] = {"type": _KINDS[type(value)], **as_plain(value)}
        elif name == "places":
            out[name] = [place_to_plain(place) for place in value]
        elif isinstance(value, dt.datetime):
            out[name] = value.isoformat()
        else:
            out[name] = as_plain(value)
    return out


def place_to_plain(place: ClaimPlace) -> dict[str, Any]:
    """`place` as dicts, lists, strings, numbers and None."""
    out: dict[str, Any] = {name: getattr(place, name) for name in place.__dataclass_fields__}
    out["units"] = as_plain(place.units)
    out["names"] = dict(place.names)
    return out


def place_from_plain(plain: Mapping[str, Any]) -> ClaimPlace:
    """The place that `place_to_plain` made `plain` of."""
    fields = dict(plain)
    fields["units"] = tuple(Unit(**unit) for unit in plain.get("units") or ())
    fields["names"] = dict(plain.get("names") or {})
    return ClaimPlace(**fields)


def _from_plain(plain: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(plain)
    fields["locator"] = _locator(plain["locator"])
    fields["places"] = tuple(place_from_plain(place) for place in plain.get("places") or ())
    fields["issues"] = tuple(Issue(**issue) for issue in plain.get("issues") or ())
    for name in _DAYS:
        if fields.get(name) is not None:
            fields[name] = dt.date.fromisoformat(fields[name])
    if fields.get("recorded") is not None:
        fields["recorded"] = dt.datetime.fromisoformat(fields["recorded"])
    return fields


def _locator(plain: Mapping[str, Any]) -> Locator:
    kind = _LOCATORS[plain["type"]]
    fields = {name: value for name, value in plain.items() if name != "type"}
    if kind is CellLocator:
        fields["also"] = tuple(fields.get("also") or ())
    return kind(**fields)


def _checked(record: R) -> R:
    """`record` if every field holds what its annotation says. Raises TypeError naming the first that does not."""
    kind: Any = type(record)
    for name, hint in _hints(kind).items():
        if not _fits(getattr(record, name), hint):
            raise TypeError(f"{name} can't be {type(getattr(record, name)).__name__}")
    return record


def _hints(kind: Any) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _fits(value: Any, hint: Any) -> bool:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in args)
    if origin is Literal:
        return isinstance(value, str)
    if origin is tuple:
        if not isinstance(value, tuple) or (args[-1] is not Ellipsis and len(value) != len(args)):
            return False
        return all(_fits(one, args[0] if args[-1] is Ellipsis else args[i]) for i, one in enumerate(value))
    if origin is not None:
        if not isinstance(value, Mapping):
            return False
        return all(_fits(key, args[0]) and _fits(one, args[1]) for key, one in value.items())
    if hint is float:
        return isinstance(value, int | float)
    if dataclasses.is_dataclass(hint):
        kind: Any = hint
        return type(value) is kind and all(_fits(getattr(value, name), one) for name, one in _hints(kind).items())
    return isinstance(value, hint)


def _known(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain[name] for name in ("start", "end", "text")}


def _unreadable(what: str, plain: Mapping[str, Any], error: Exception) -> DataError:
    name = plain.get("id", "without an id")
    return DataError(
        "claim-unreadable", f"The {what} {name} can't be read back ({error!r}): export it again with this version."
    )
