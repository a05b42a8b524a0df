"""The matrix's words in the interface's language, and cells written with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masfufa.cli.labels import Labels, labels

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell, PlaceName

_IN_THOUSANDS = 10_000
"""From here up the bounds of a range are told in thousands in the table."""


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


def counted_short(cell: Cell, language: str) -> str:
    """What is counted in few words: `killed`, `killed (total so far)`, `displaced now (households)`."""
    look: Labels = labels(language)
    said = words(language)["grid"]
    aside = [look.of("unit", cell.unit)] if cell.unit != "person" else []
    if cell.unit == "household":
        aside = [said["households"]]
    if cell.population != "all":
        aside += [_group(look, group) for group in cell.population.split("+")]
    if cell.measure == "cumulative":
        aside.append(said["so_far"])
    what = look.of("category", cell.category)
    if cell.measure == "stock":
        what = f"{what} {said['now']}"
    return f"{what} ({said['comma'].join(aside)})" if aside else what


def value_short(cell: Cell, language: str) -> str:
    """`60 [53–60]`, `345+` where nobody names an upper bound, marks of flags, and how many sources if several.
    From 10,000 up the range is told in thousands, the lower bound rounded down and the upper one up.

    A cell without a value says why it has none: that is neither zero nor a cell of which nobody speaks.
    """
    said = words(language)["grid"]
    if cell.best is None:
        for flag, word in said["absent"].items():
            if flag in cell.flags or f"absent:{flag}" in cell.flags or cell.estimate.rule == flag:
                return str(word)
        return "–"
    value = number(cell.best)
    if cell.high is None:
        value += "+" if cell.low in (None, cell.best) else f" [{_thousands(cell.low, False, said)}+]"
    elif (cell.low, cell.high) != (cell.best, cell.best):
        value += f" [{_thousands(cell.low, False, said)}–{_thousands(cell.high, True, said)}]"
    marks = "".join(marks_of(cell))
    sources = len(cell.estimate.sources)
    return value + (f" {marks}" if marks else "") + (f" ({sources})" if sources > 1 else "")


def _thousands(value: int | None, up: bool, said: dict[str, Any]) -> str:
    if value is None or value < _IN_THOUSANDS:
        return number(value)
    return f"{-(-value // 1000) if up else value // 1000:,}{said['thousand']}"


def marks_of(cell: Cell) -> list[str]:
    """The signs of a cell's flags, in the order of the legend; nothing for what place and value say anyway."""
    table: dict[str, list[str]] = _marks()["flags"]
    silent = _marks()["silent"]
    flags = {flag.partition(":")[0] for flag in cell.flags} - set(silent)
    found = [mark for mark, codes in table.items() if flags.intersection(codes)]
    if flags - {code for codes in table.values() for code in codes}:
        found.append(_marks()["other"])
    return found


@cache
def _marks() -> dict[str, Any]:
    return words("marks")


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
