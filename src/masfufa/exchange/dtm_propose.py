"""What the tool proposes for a workbook: which sheets to read and which to skip, and what holds for all rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from masfufa.claims import Issue
from masfufa.exchange import words
from masfufa.exchange.countries import country_in_name, country_of_pcode
from masfufa.exchange.dtm_look import Looked, look
from masfufa.exchange.mapping import Mapping
from masfufa.exchange.tables import Sheet
from masfufa.gazetteer.columns import PLACE_LEVEL


class Skipped(NamedTuple):
    """A sheet that is not read, and why."""

    sheet: Sheet
    code: str
    message: str


@dataclass(slots=True)
class Proposal:
    """The mappings of the sheets to read; the sheets that are skipped; what a person should look at."""

    mappings: list[Mapping]
    notes: list[Issue] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def propose(sheets: list[Sheet], file: str, countries: tuple[str, ...] = ()) -> Proposal | None:
    """The mapping of the workbook's sheet with the lowest-level rows; None where no sheet lists places with counts."""
    looked, skipped = [], []
    for sheet in sheets:
        found = look(sheet, file)
        if found is None:
            skipped.append(Skipped(sheet, "sheet-without-places", "it lists no places"))
        elif not found.mapping.counts():
            skipped.append(
                Skipped(sheet, "sheet-without-counts", "none of its columns is a count of people as a whole")
            )
        else:
            looked.append(found)
    if not looked:
        return None
    looked.sort(key=lambda found: found.rank, reverse=True)
    best, taken = looked[0], [looked[0]]
    for found in looked:
        _constants(found, file, sheets, countries)
    for other in looked[1:]:
        reason = _why(other, best) or _add_further(other, taken)
        if reason is None:
            taken.append(other)
        else:
            skipped.append(Skipped(other.sheet, *reason))
    order = {id(sheet): at for at, sheet in enumerate(sheets)}
    skipped.sort(key=lambda one: order[id(one.sheet)])
    return Proposal([found.mapping for found in taken], [note for found in taken for note in found.notes], skipped)


def _add_further(other: Looked, taken: list[Looked]) -> tuple[str, str] | None:
    """Make a further sheet ready to be read beside the others; None, or why it is not to be read.

    Another sheet of the same level gives other places or rounds, or other counts of the same; what both give is taken
    from the first alone.
    """
    covered: set[str] = set()
    for one in taken:
        if _same_rows(one, other):
            covered |= {column.role for column in one.mapping.counts()}
    if all(column.role in covered for column in other.mapping.counts()):
        return "sheet-repeats", f"sheet {taken[0].sheet.name} gives the same rows and counts"
    other.mapping.columns = [column for column in other.mapping.columns if column.role not in covered]
    return None


def _same_rows(one: Looked, other: Looked) -> bool:
    """Whether two sheets speak of the same places, rounds and days; also where that cannot be told."""
    both = {column.role for column in one.mapping.columns} & {column.role for column in other.mapping.columns}
    places = sorted(role for role in both if role.startswith(("adm", "place")) and role.endswith(("_name", "_code")))
    counts = [column.role for column in other.mapping.counts() if column.role in both]
    if not places:
        return True
    rounds = all(look.mapping.column("round") or look.mapping.constants.get("round") for look in (one, other))
    if rounds and not one.keys([], True) & other.keys([], True):
        return False
    if any(one.total(role) == other.total(role) > 0 for role in counts):
        return True  # the same people in other words, however the places are spelt
    roles = [*places, *sorted(role for role in both if role.startswith("date"))]
    keys = other.keys(roles, rounds)
    return len(keys & one.keys(roles, rounds)) > 0.05 * len(keys)


def _why(other: Looked, best: Looked) -> tuple[str, str] | None:
    if other.sheet.hidden and not best.sheet.hidden:
        return "sheet-hidden", "it is hidden"
    if other.deepest < best.deepest:
        level = f"level {other.deepest}" if other.deepest < PLACE_LEVEL else "places"
        return "sheet-of-other-level", f"its rows are of {level}; levels are not summed together"
    return None


def _constants(looked: Looked, file: str, sheets: list[Sheet], countries: tuple[str, ...]) -> None:
    """What holds for all rows where no column says it: country, round, assessment."""
    mapping = looked.mapping
    titles = [looked.sheet.name, file, *(sheet.name for sheet in sheets)]
    if mapping.column("country") is None and mapping.column("country_name") is None:
        codes = [c.index for c in mapping.columns if c.role.endswith("_code")]
        prefixes = {country_of_pcode(value) for index in codes for value in looked.values(index)[:50]} - {None}
        country = prefixes.pop() if len(prefixes) == 1 else country_in_name(file)
        if country is None and len(countries) == 1:
            country = countries[0]
        if country is not None:
            mapping.constants["country"] = country
    if mapping.column("round") is None:
        number = next((found for title in titles if (found := words.round_of(title))), None)
        if number:
            mapping.constants["round"] = number
    if mapping.column("assessment") is None:
        kind = next((found for title in titles if (found := words.assessment_of(title))), None)
        if kind:
            mapping.constants["assessment"] = kind
