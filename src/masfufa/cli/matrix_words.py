"""The matrix's words in the interface's language, and cells written with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masfufa.cli.labels import Labels, labels

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell, PlaceName


@cache
def words(language: str) -> dict[str, Any]:
    """The block of matrix.yaml for a language."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    blocks = yaml.load(Path(__file__).with_name("matrix.yaml").read_text(encoding="utf-8"), Loader=loader)
    return dict(blocks[language])


def number(value: int | None) -> str:
    """A number with thousands marks; nothing where there is none (a blank is no zero)."""
    return "" if value is None else f"{value:,}"


def bounds(cell: Cell, language: str) -> str:
    """`1,615 [1,600–1,700]`; the bounds are left out where they are the value."""
    if cell.best is None:
        return "–"
    if cell.low == cell.high == cell.best:
        return number(cell.best)
    top = number(cell.high) if cell.high is not None else words(language)["open_above"]
    return f"{number(cell.best)} [{number(cell.low)}–{top}]"


def place_name(place: PlaceName, cell_id: str, language: str) -> str:
    """The unit's name in the language; rows of what has no closer place say so."""
    name = place.names.get(language) or place.name
    return f"{name} ({words(language)['only']})" if cell_id.split("/", 1)[0].endswith(":only") else name


def counted(cell: Cell, language: str) -> str:
    """What is counted: `killed`, `displaced, households, at that time, civilians`."""
    look: Labels = labels(language)
    parts = [look.of("category", cell.category)]
    if cell.unit != "person":
        parts.append(look.of("unit", cell.unit))
    if cell.measure != "flow":
        parts.append(words(language)["measure"][cell.measure])
    if cell.population != "all":
        parts.append(" + ".join(_group(look, group) for group in cell.population.split("+")))
    return ", ".join(parts)


def _group(look: Labels, group: str) -> str:
    if group in ("verified",):
        return look["verified"]
    if group == "disaster":
        return look.of("cause_value", group)
    return look.of("groups", group)


def notes(cell: Cell, language: str) -> str:
    """The flags in words."""
    from masfufa.exchange.wording import flag_words

    return "; ".join(flag_words(flag, language) for flag in cell.flags)
