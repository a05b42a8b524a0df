"""Places of a workbook's rows: the chain of units with codes, and names by language gathered from all its sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from masfufa.claims import ClaimPlace, Issue, Unit
from masfufa.exchange.cells import absence_of, clean, read_coordinate
from masfufa.exchange.countries import country_name, country_of, country_of_pcode
from masfufa.exchange.mapping import Column, Mapping
from masfufa.exchange.pcodes import derived_parents, lengths_of, repair, tidy
from masfufa.exchange.tables import Cell, Row, Sheet
from masfufa.gazetteer.columns import PLACE_LEVEL, Columns, guess
from masfufa.workspace.batches import AdminRow

LANGUAGES = ("ar", "en", "fr")
NOT_NAMED = "(not named)"
"""The name of a place of the lowest level that its row does not name: it is no claim about the unit above."""


@dataclass(slots=True)
class Level:
    """The columns of one level: its number in the chain, and where names and code stand."""

    number: int
    name: Column | None
    code: Column | None
    languages: dict[str, Column] = field(default_factory=dict)
    otherwise: Column | None = None

    def name_cell(self, row: Row) -> Cell | None:
        """The cell with the name: where it is blank, that of the column for such rows."""
        cell = row[self.name.index] if self.name else None
        if self.otherwise is not None and (cell is None or absence_of(cell.text) is not None):
            return row[self.otherwise.index]
        return cell


@dataclass(slots=True)
class Found:
    """The place of one row. `key` is the same for rows of one place; `issues` tell what was put right or is missing."""

    place: ClaimPlace | None
    key: str
    issues: list[Issue] = field(default_factory=list)
    cell: str | None = None


class Places:
    """Reads the places of a sheet's rows by its mapping. Sites below the units get the level below the last."""

    def __init__(self, sheet: Sheet, mapping: Mapping, others: list[Sheet], assumed: str | None = None) -> None:
        """`assumed`: the country (alpha-3) of rows that tell none by a column, a constant or a P-code."""
        self.sheet, self.mapping, self.assumed = sheet, mapping, assumed
        self.levels = _levels(mapping)
        self.units: dict[tuple[int, str], AdminRow] = {}
        rows = [row for row in sheet if row.number >= mapping.first_row and not row.empty]
        self._lengths = {level.number: lengths_of(row.text(level.code.index) for row in rows)
                         for level in self.levels if level.code}  # fmt: skip
        self._known = {level.number: self._usual_codes(rows, level) for level in self.levels if level.code}
        self._names = _names_elsewhere(others)
        self._codes = dict(_codes_elsewhere(others))
        self._derive(rows)
        self._shared = self._codes_of_several(rows)

    def _codes_of_several(self, rows: list[Row]) -> frozenset[str]:
        """Codes of the agency's own (XXXX, a slip of the pen) that stand by places of different names or units."""
        deepest = self.levels[-1] if self.levels else None
        if deepest is None or deepest.code is None or deepest.name is None:
            return frozenset()
        chains: dict[str, set[tuple[str, ...]]] = {}
        for row in rows:
            code = tidy(row.text(deepest.code.index))
            if code and country_of_pcode(code) != self.country(row):
                chains.setdefault(code, set()).add(self._chain(row, len(self.levels) - 1))
        return frozenset(code for code, found in chains.items() if len(found) > 1)

    @staticmethod
    def _usual_codes(rows: list[Row], level: Level) -> frozenset[str]:
        counts = Counter(tidy(row.text(level.code.index)) for row in rows) if level.code else Counter()
        return frozenset(code for code in counts if code)

    def _derive(self, rows: list[Row]) -> None:
        """Codes of upper units that no column gives, level by level upwards."""
        for at in range(len(self.levels) - 2, -1, -1):
            level, below = self.levels[at], self.levels[at + 1]
            if level.code is not None:
                continue
            pairs = set()
            for row in rows:
                chain = self._chain(row, at)
                child = row.text(below.code.index) if below.code else self._codes.get(self._chain(row, at + 1), "")
                if all(chain) and child:
                    pairs.add(("\x1f".join(chain), tidy(child)))
            for key, code in derived_parents(pairs).items():
                if country_of_pcode(code):
                    self._codes.setdefault(tuple(key.split("\x1f")), code)

    def _chain(self, row: Row, at: int) -> tuple[str, ...]:
        return tuple(_fold(_said(level.name_cell(row))) for level in self.levels[: at + 1])

    def country(self, row: Row) -> str | None:
        """The alpha-3 code of the row's country; None where nothing tells."""
        for role in ("country", "country_name"):
            column = self.mapping.column(role)
            if column is not None and row.text(column.index):
                found = country_of(row.text(column.index))
                if found:
                    return found
        constant = self.mapping.constants.get("country")
        if constant:
            return country_of(constant)
        for level in self.levels:
            if level.code is not None and (found := country_of_pcode(row.text(level.code.index))):
                return found
        return self.assumed

    def find(self, row: Row) -> Found:
        """The place of a row; its `place` is None where the row names none."""
        country = self.country(row)
        units: list[Unit] = [Unit(0, country, country_name(country))] if country else []
        found = Found(None, "")
        names: dict[str, str] = {}
        chain: list[str] = []
        parent = country
        matched = None
        for at, level in enumerate(self.levels):
            name_cell = level.name_cell(row)
            code_cell = row[level.code.index] if level.code else None
            name = _said(name_cell)
            chain.append(_fold(name))
            code = self._code(level, code_cell, parent, country, found) or self._codes.get(tuple(chain[: at + 1]))
            if not name and not code:
                if level is not self.levels[-1] or len(units) < 2:
                    continue
                cell = name_cell or code_cell or row[0]
                message = f"{cell.address}: the place is not named; only {units[-1].name} is"
                found.issues.append(Issue("place-not-named", "warning", message))
                name = NOT_NAMED
            names = self._spoken(level, row, tuple(chain), name)
            scheme = "cod" if code is None or (country and country_of_pcode(code) == country) else "dtm"
            units.append(Unit(level.number, code, name or code or "", scheme))
            matched = "code" if code else "name"
            self._unit(country, units[-1], names, parent, row if at == len(self.levels) - 1 else None)
            parent = code or parent
            found.cell = (name_cell or code_cell or row[0]).address
        if len(units) <= (1 if country else 0):
            return found
        last = units[-1]
        lat, lon = self._point(row, found)
        found.place = ClaimPlace(
            name=last.name, country=country, units=tuple(units), names=names, lat=lat, lon=lon,
            precision=f"admin{last.level}" if last.level < PLACE_LEVEL and last.scheme == "cod" else "point",
            matched=matched,
        )  # fmt: skip
        found.key = "|".join([country or "?", str(last.level), last.code or "/".join(chain)])
        return found

    def _code(
        self, level: Level, cell: Cell | None, parent: str | None, country: str | None, found: Found
    ) -> str | None:
        if cell is None or absence_of(cell.text) is not None:
            return None
        # At the lowest level another row's code is another place's: a code may not become that one.
        known = self._known.get(level.number, frozenset()) if level is not self.levels[-1] else frozenset()
        fixed = repair(cell.text, parent=parent if parent and len(parent) > 3 else None,
                       length=self._lengths.get(level.number), known=known)  # fmt: skip
        if fixed.repaired:
            message = f"{cell.address}: P-code {cell.text!r} is read as {fixed.value!r}"
            found.issues.append(Issue("pcode-repaired", "warning", message))
        own = [country_of_pcode(one) == country for one in (parent or "", fixed.value)]
        if country and parent and all(own) and not fixed.value.startswith(parent):
            message = f"{cell.address}: P-code {fixed.value!r} does not belong below {parent!r}"
            found.issues.append(Issue("pcode-not-below", "warning", message))
        if level is self.levels[-1] and fixed.value in self._shared:
            message = f"{cell.address}: several places have the code {fixed.value!r}; they are told apart by name"
            found.issues.append(Issue("code-shared", "warning", message))
            return None
        return fixed.value

    def _spoken(self, level: Level, row: Row, chain: tuple[str, ...], name: str) -> dict[str, str]:
        names = {"en": name} if name and name.isascii() else {}
        names |= self._names.get(chain, {})
        for language, column in level.languages.items():
            if said := _said(row[column.index]):
                names[language] = said
        if name and _arabic(name):
            names.setdefault("ar", name)
        return names

    def _unit(
        self, country: str | None, unit: Unit, names: dict[str, str], parent: str | None, row: Row | None
    ) -> None:
        if country is None or unit.code is None or (unit.level, unit.code) in self.units:
            return
        lat, lon = self._point(row, None) if row is not None else (None, None)
        self.units[unit.level, unit.code] = AdminRow(
            country, unit.scheme, unit.level, unit.code, unit.name, dict(names), parent, lat, lon
        )

    def _point(self, row: Row, found: Found | None) -> tuple[float | None, float | None]:
        lat_column, lon_column = self.mapping.column("lat"), self.mapping.column("lon")
        if lat_column is None or lon_column is None:
            return None, None
        lat, lon = (read_coordinate(row[lat_column.index], "lat"), read_coordinate(row[lon_column.index], "lon"))
        cell = row[lat_column.index]
        if found is not None and not cell.empty and (lat is None or lon is None) and absence_of(cell.text) is None:
            message = f"{cell.address}: {cell.text!r} and {row[lon_column.index].text!r} are no coordinates"
            found.issues.append(Issue("bad-coordinates", "warning", message))
        return (lat, lon) if lat is not None and lon is not None and (lat, lon) != (0, 0) else (None, None)


def _levels(mapping: Mapping) -> list[Level]:
    out: list[Level] = []
    for stem in ("adm1", "adm2", "adm3", "adm4", "place"):
        languages = {
            code: column for code in LANGUAGES if (column := mapping.column(f"{stem}_name_{code}")) is not None
        }
        name, code = mapping.column(f"{stem}_name"), mapping.column(f"{stem}_code")
        if name is None and languages:
            name = next(iter(languages.values()))
        if name is not None or code is not None:
            number = int(stem[3]) if stem != "place" else min(out[-1].number + 1 if out else 1, PLACE_LEVEL)
            out.append(Level(number, name, code, languages, mapping.column(f"{stem}_name_else")))
    return out


def _said(cell: Cell | None) -> str:
    if cell is None or absence_of(cell.text) is not None:
        return ""
    return " ".join(cell.text.split())


def _fold(text: str) -> str:
    return clean(text).casefold()


def _arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def _grid(sheet: Sheet) -> tuple[Columns, list[Row]] | None:
    rows = [row for row in sheet if row.number < 3000]
    if not rows:
        return None
    grid: list[list[object]] = [[] for _ in range(min(rows[-1].number, 400))]
    for row in rows:
        if row.number <= len(grid):
            grid[row.number - 1] = [cell.value for cell in row]
    columns = guess(grid, names_only=True)
    return (columns, [row for row in rows if row.number > columns.first_row]) if columns else None


def _names_elsewhere(sheets: list[Sheet]) -> dict[tuple[str, ...], dict[str, str]]:
    """Names by language of units that further sheets of the workbook give in two languages, by the chain of names."""
    out: dict[tuple[str, ...], dict[str, str]] = {}
    for sheet in sheets:
        found = _grid(sheet)
        if found is None or not any(len(listed) > 1 for listed in found[0].names.values()):
            continue
        columns, rows = found
        for row in rows:
            chain: list[str] = []
            for level in sorted(columns.names):
                listed = columns.names[level]
                plain = next((c for c, language in listed if language in ("", "en")), listed[0][0])
                if not row.text(plain):
                    break
                chain.append(_fold(row.text(plain)))
                names = out.setdefault(tuple(chain), {})
                for column, language in listed:
                    if language in LANGUAGES and (said := _said(row[column])):
                        names.setdefault(language, said)
    return out


def _codes_elsewhere(sheets: list[Sheet]) -> dict[tuple[str, ...], str]:
    """P-codes that further sheets give for units, by the chain of names."""
    out: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        found = _grid(sheet)
        if found is None:
            continue
        columns, rows = found
        for row in rows:
            chain: list[str] = []
            for level in sorted(columns.names):
                plain = columns.names[level][0][0]
                chain.append(_fold(row.text(plain)))
                if level in columns.codes and all(chain):
                    code = tidy(row.text(columns.codes[level]))
                    if country_of_pcode(code):
                        out.setdefault(tuple(chain), code)
    return out
