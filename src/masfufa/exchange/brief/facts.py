"""What a brief takes from the reconciled ledger beside cells: deadliest happenings, disagreements, and the claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from masfufa.claims import Claim
from masfufa.tracking.kept import Kept
from masfufa.tracking.ledger import Estimate, Flag, Happening, Ledger, PlaceName
from masfufa.tracking.stored import estimate_of, estimate_plain, place_plain

MOST_HAPPENINGS, MOST_DISAGREEMENTS = 12, 15


@dataclass(frozen=True, slots=True)
class Deadly:
    """A happening that people were killed in. `place` is None where it is not known, `spot` a place inside it."""

    start: dt.date | None
    end: dt.date | None
    place: PlaceName | None
    spot: PlaceName | None
    actors: tuple[str, ...]
    deaths: Estimate


@dataclass(frozen=True, slots=True)
class Facts:
    """`deadliest` with the most killed first; `disagreements` the first of all `contradictions`; `claim` by id."""

    deadliest: tuple[Deadly, ...]
    disagreements: tuple[Flag, ...]
    contradictions: int
    claim: Callable[[str], Claim | None]


def facts_of(ledger: Ledger) -> Facts:
    """The facts of a ledger."""
    return _facts(_plain(ledger), ledger.claims.get)


def facts_kept(kept: Kept) -> Facts:
    """The facts of a kept ledger."""
    return _facts(kept.plain("brief:2", _plain), kept.claim)


def _plain(ledger: Ledger) -> dict[str, Any]:
    found = ledger.contradictions
    return {
        "deadliest": [_happening(happening, ledger) for happening in _deadliest(ledger)],
        "disagreements": [[flag.code, flag.claims, flag.message] for flag in found[:MOST_DISAGREEMENTS]],
        "contradictions": len(found),
    }


def _deadliest(ledger: Ledger) -> list[Happening]:
    deadly = [
        (happening.deaths.best, happening)
        for happening in ledger.happenings.values()
        if happening.deaths is not None and happening.deaths.best
    ]
    deadly.sort(key=lambda pair: (-pair[0], str(pair[1].start), pair[1].id))
    return [happening for _, happening in deadly[:MOST_HAPPENINGS]]


def _happening(happening: Happening, ledger: Ledger) -> dict[str, Any]:
    place = ledger.places.get(happening.node.key)
    spot = ledger.spots.get(f"{happening.node.key}:{happening.node.spot}")
    assert happening.deaths is not None
    return {
        "start": happening.start.isoformat() if happening.start else None,
        "end": happening.end.isoformat() if happening.end else None,
        "place": place_plain(place) if place else None,
        "spot": place_plain(spot) if spot else None,
        "actors": happening.actors,
        "deaths": estimate_plain(happening.deaths),
    }


def _facts(plain: dict[str, Any], claim: Callable[[str], Claim | None]) -> Facts:
    deadliest = tuple(
        Deadly(
            _day(found["start"]),
            _day(found["end"]),
            PlaceName(**found["place"]) if found["place"] else None,
            PlaceName(**found["spot"]) if found["spot"] else None,
            tuple(found["actors"]),
            estimate_of(found["deaths"]),
        )
        for found in plain["deadliest"]
    )
    flags = tuple(Flag(code, tuple(claims), message) for code, claims, message in plain["disagreements"])
    return Facts(deadliest, flags, plain["contradictions"], claim)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
