"""Displacement figures as rows of the HDX HAPI table of internally displaced people, with its warnings and errors.

A P-code is held against the official ones where the ledger knows those of the country: another spelling of an official
code is put right (`PCode length TD07->TCD07`); a name that is the official one of another unit is told (`PCode
mismatch`); a code that is none is an error (`PCode unknown`). Counts are never changed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from masfufa.claims import Claim, Unit
from masfufa.exchange.countries import alpha2, alpha3
from masfufa.exchange.delimited import plain_cell
from masfufa.gazetteer.names import key_of
from masfufa.workspace.batches import AdminRow

COLUMNS = (
    "location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin1_name",
    "admin2_code", "admin2_name", "admin_level", "operation", "assessment_type", "population", "reporting_round",
    "reference_period_start", "reference_period_end", "dataset_hdx_id", "resource_hdx_id", "warning", "error",
)  # fmt: skip
"""Columns as in HAPI's own table. `has_hrp`, `in_gho` and ids of data sets on HDX are HDX's affair and stay empty."""

_DEEPEST = 2


@dataclass(slots=True)
class Official:
    """Official units of one country: name by code, and codes by level and folded name."""

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[tuple[int, str], set[str]] = field(default_factory=dict)

    def add(self, unit: AdminRow) -> None:
        """Take one unit."""
        self.names[unit.code] = unit.name
        for name in {unit.name, *unit.names.values()}:
            self.codes.setdefault((unit.level, key_of(name)), set()).add(unit.code)


def official_units(units: Iterable[AdminRow]) -> dict[str, Official]:
    """Official units of levels 1 and 2 by country (alpha-3), from those of a workspace."""
    out: dict[str, Official] = {}
    for unit in units:
        if unit.scheme == "cod" and 0 < unit.level <= _DEEPEST:
            out.setdefault(unit.country, Official()).add(unit)
    return out


def hapi_rows(claims: Iterable[Claim], units: Iterable[AdminRow] = ()) -> Iterator[dict[str, str]]:
    """Rows of HAPI's table from claims: stocks of displaced persons as a whole, of levels 0 to 2, that have a value."""
    official = official_units(units)
    for claim in newest(claims):
        country = claim.places[0].country or ""
        yield _row(claim, official.get(country))


def newest(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that make rows of HAPI's table; of several releases of one figure the one released last."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if claim.category != "displaced" or claim.unit != "person" or claim.kind != "stock" or claim.parts:
            continue
        if claim.channel != "agency" or claim.low is None or claim.as_of is None or len(claim.places) != 1:
            continue
        place = claim.places[0]
        if place.country is None or place.level is None or place.level > _DEEPEST:
            continue
        last = place.units[-1]
        key = (place.country, last.level, last.code or last.name, claim.source, claim.operation, claim.assessment,
               claim.round, claim.as_of)  # fmt: skip
        known = kept.get(key)
        if known is None or (str(known.released or ""), known.id) < (str(claim.released or ""), claim.id):
            kept[key] = claim
    return list(kept.values())


def _row(claim: Claim, official: Official | None) -> dict[str, str]:
    place = claim.places[0]
    day = claim.as_of.isoformat() if claim.as_of else ""
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "location_code": place.country or "", "admin_level": str(place.level), "operation": claim.operation or "",
        "assessment_type": claim.assessment or "", "population": str(claim.low), "reporting_round": claim.round or "",
        "reference_period_start": day, "reference_period_end": day,
    }  # fmt: skip
    warnings: list[str] = []
    errors: list[str] = []
    for unit in reversed(place.units):
        if unit.level == 0:
            continue
        code, name = checked(unit, place.country or "", official, warnings, errors)
        row[f"provider_admin{unit.level}_name"] = unit.name
        row[f"admin{unit.level}_code"], row[f"admin{unit.level}_name"] = code, name
    if claim.qualifier != "exact":
        warnings.append(f"Figure is {claim.qualifier.replace('_', ' ')}")
    row["warning"], row["error"] = "|".join(warnings), "|".join(errors)
    return row


def checked(
    unit: Unit, country: str, official: Official | None, warnings: list[str], errors: list[str]
) -> tuple[str, str]:
    """A unit's official code and name; what is amiss is added to `warnings` and `errors`.

    Where the country's official units are not known, both are as the provider gives them.
    """
    given = unit.code or ""
    if official is None or not official.names:
        return given, unit.name
    code = given
    if given and given not in official.names:
        code = next((other for other in _spellings(given, country) if other in official.names), "")
        if not code:
            errors.append(f"PCode unknown {given}")
            return given, unit.name
        warnings.append(f"PCode length {given}->{code}")
    named = official.codes.get((unit.level, key_of(unit.name)), set())
    if not code:
        if len(named) != 1:
            errors.append(f"No PCode for {unit.name}")
            return "", unit.name
        code = next(iter(named))
        warnings.append(f"PCode by name {unit.name}->{code}")
    elif named and code not in named:
        warnings.append(f"PCode mismatch {code} != {unit.name}")
    return code, official.names[code]


def _spellings(code: str, country: str) -> Iterator[str]:
    """Other spellings of a P-code: with the country's other letters, and with one zero more or less after them."""
    letters = "".join(letter for letter in code[:3] if letter.isalpha())
    digits = code[len(letters) :]
    both = [one for one in (country, alpha3().get(country, "")) if one]
    prefixes = both if letters in both or alpha2().get(letters) == country else [letters]
    for prefix in prefixes:
        yield prefix + digits
    for prefix in prefixes:
        for at in range(0, len(digits) + 1, 2):
            yield prefix + digits[:at] + "0" + digits[at:]
            if digits[at : at + 1] == "0":
                yield prefix + digits[:at] + digits[at + 1 :]


def write_hapi(rows: Iterable[dict[str, str]], out: TextIO) -> int:
    """Write rows as CSV; returns how many."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: plain_cell(value) for name, value in row.items()})
        count += 1
    return count
