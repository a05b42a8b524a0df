"""Which part of the matrix an address asks for, and what cells are called."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from masfufa.desk.words import Words
from masfufa.exchange.matrix_rows import name_of
from masfufa.exchange.wording import flag_words
from masfufa.ontology.figures import CATEGORIES
from masfufa.tracking.ledger import BYS, CONTRADICTIONS, EVERIES, Cell, PlaceName

USUAL = ("killed", "wounded", "displaced")


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the matrix. known: as known on that day; changed: what changed since that day is wanted too."""

    by: str = "adm1"
    every: str = "month"
    categories: tuple[str, ...] = USUAL
    since: dt.date | None = None
    until: dt.date | None = None
    known: dt.date | None = None
    changed: dt.date | None = None
    page: int = 1

    def query(self, **changes: Any) -> str:
        """The part of an address after `?`, with changes."""
        asked = dataclasses.replace(self, **changes)
        said: list[tuple[str, str]] = [("by", asked.by), ("every", asked.every)]
        said += [("category", name) for name in asked.categories]
        for name in ("since", "until", "known", "changed"):
            if (value := getattr(asked, name)) is not None:
                said.append((name, value.isoformat()))
        if asked.page > 1:
            said.append(("page", str(asked.page)))
        return urlencode(said)


def day_of(text: str | None) -> dt.date | None:
    """A day of an address; None where it is none."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def asked_of(params: Mapping[str, str], categories: Iterable[str]) -> Asked:
    """What an address asks for; what can't be meant is left out. `categories`: its values of that name."""
    chosen = tuple(dict.fromkeys(name for name in categories if name in CATEGORIES))
    by, every, page = params.get("by", ""), params.get("every", ""), params.get("page", "")
    return Asked(
        by=by if by in BYS else "adm1",
        every=every if every in EVERIES else "month",
        categories=chosen or USUAL,
        since=day_of(params.get("since")),
        until=day_of(params.get("until")),
        known=day_of(params.get("known")),
        changed=day_of(params.get("changed")),
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
    )


def cell_address(cell_id: str, known: dt.date | None = None) -> str:
    """The address of a cell."""
    return f"/cells/{quote(cell_id, safe='/:+')}" + (f"?known={known.isoformat()}" if known else "")


def place_called(place: PlaceName, cell_id: str, t: Words) -> str:
    """A place as a row names it; rows of what has no closer place say so."""
    name = name_of(place, t.language)
    return f"{name} ({t('see.only')})" if cell_id.split("/", 1)[0].endswith(":only") else name


def counted(category: str, unit: str, measure: str, population: str, t: Words) -> str:
    """What is counted: `killed`, `displaced, households, at that time, civilians`."""
    parts = [t.of("category", category)]
    if unit != "person":
        parts.append(t.of("unit", unit))
    if measure != "flow":
        parts.append(str(t("see.measure")[measure]))
    if population != "all":
        words = t("see.population")
        parts.append(" + ".join(str(words.get(g) or t.of("groups", g)) for g in population.split("+")))
    return ("، " if t.language == "ar" else ", ").join(parts)


def number(value: int | None, t: Words) -> str:
    """A number with thousands marks; the word for unknown where there is none (a blank is no zero)."""
    return str(t("see.unknown")) if value is None else f"{value:,}"


def interval(best: int | None, low: int | None, high: int | None, t: Words) -> str:
    """`1,600–1,700`, `≥ 1,600`; "" where the bounds are the value or there is none."""
    if best is None or (low == high == best):
        return ""
    if high is None:
        return f"≥ {low:,}" if low is not None else ""
    return f"{low or 0:,}–{high:,}"


def disagrees(cell: Cell) -> bool:
    """Whether sources disagree about a cell."""
    return any(flag in CONTRADICTIONS for flag in cell.flags)


def flags_of(cell: Cell, t: Words) -> list[str]:
    """The flags in words."""
    absent = [flag.removeprefix("absent:") for flag in cell.flags if flag.startswith("absent:")]
    others = [flag_words(flag, t.language) for flag in cell.flags if not flag.startswith("absent:")]
    return [*(t.of("absence", kind) for kind in absent), *others]
