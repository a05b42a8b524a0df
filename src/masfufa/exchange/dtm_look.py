"""One sheet of a workbook looked at: which of its columns holds what, by HXL tags, header words and the values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from masfufa.claims import Issue
from masfufa.exchange import hxl_tags, words
from masfufa.exchange.cells import clean, read_count, read_day
from masfufa.exchange.countries import country_of, country_of_pcode
from masfufa.exchange.mapping import Column, Mapping, header_texts, is_tag_row
from masfufa.exchange.tables import Row, Sheet
from masfufa.gazetteer.columns import PLACE_LEVEL, Columns, guess

_HEADERS, _SAMPLE = 25, 400
_CODE = re.compile(r"[A-Z]{1,5}[_-]?\d{2,}[\w-]*$")
_NO_FAULT = ("formula-without-value", "negative-number", "ambiguous-number")
_ID_WORDS = frozenset(("place", "location", "site", "village", "settlement", "id", "ssid", "code", "dtm", "no"))
_ROUND_BESIDE = frozenset(("assessment", "no", "number", "n", "id", "dtm", "meta"))


@dataclass(slots=True)
class Looked:
    """A sheet looked at: its place columns, its tags by column, a sample of its rows, and the mapping they give."""

    sheet: Sheet
    places: Columns
    mapping: Mapping
    tags: dict[int, hxl_tags.Tag]
    sample: list[Row]
    rows: int
    notes: list[Issue] = field(default_factory=list)

    def values(self, index: int) -> list[str]:
        """What stands in a column of the sample, blanks left out."""
        return [text for row in self.sample if (text := row.text(index))]

    @property
    def rows_below(self) -> list[Row]:
        """All rows of data, not the sample alone."""
        return [row for row in self.sheet.rows() if row.number >= self.mapping.first_row]

    def keys(self, roles: list[str], rounds: bool) -> frozenset[tuple[str, ...]]:
        """What its rows speak of, by the roles given and, if wanted, the round: texts as they are written."""
        columns = [column.index for role in roles if (column := self.mapping.column(role)) is not None]
        number = self.mapping.column("round")
        fixed = self.mapping.constants.get("round", "")
        return frozenset(
            (
                *(clean(row.text(index)).casefold() for index in columns),
                *((words.plain_round(row.text(number.index)) if number else fixed,) if rounds else ()),
            )
            for row in self.rows_below
        )

    def total(self, role: str) -> int:
        """The sum of a count over its rows."""
        column = self.mapping.column(role)
        return sum(read_count(row[column.index]).value or 0 for row in self.rows_below) if column else 0

    @property
    def deepest(self) -> int:
        """The level of the places that rows name; sites below the units count as level 5."""
        return self.places.deepest

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """Higher is the better sheet to read: it shows, is of the lowest level, counts more, is tagged, is longer."""
        wholes = self.mapping.counts()
        tagged = sum(column.index in self.tags for column in wholes)
        return (not self.sheet.hidden, self.deepest, tagged, len(wholes), self.rows)


def look(sheet: Sheet, file: str) -> Looked | None:
    """What a sheet holds; None where it lists no places."""
    kept: list[Row] = []
    count = 0
    for row in sheet:
        if len(kept) < _HEADERS + _SAMPLE:
            kept.append(row)
        count += 1
    if not kept:
        return None
    grid: list[list[object]] = [[] for _ in range(min(kept[-1].number, _HEADERS + _SAMPLE))]
    for row in kept:
        if row.number <= len(grid):
            grid[row.number - 1] = [cell.value for cell in row]
    places = guess(grid, names_only=True)
    if places is None or not places.names:
        return None
    first_row = places.first_row + 1
    tag_row = next((row for row in kept if first_row - 2 <= row.number < first_row and is_tag_row(row)), None)
    header_row = _top_header(kept, first_row - (2 if tag_row is not None else 1))
    tags = {}
    for index, cell in enumerate(tag_row or ()):
        tag = hxl_tags.parse(cell.text)
        if tag is not None and hxl_tags.known(tag):
            tags[index] = tag
    wrong = _wrong_tags(sheet, tag_row)
    tags |= {index: tag for index, (tag, _) in wrong.items()}
    sample = [row for row in kept if row.number >= first_row and not row.empty and not is_tag_row(row)]
    if not sample:
        return None
    mapping = Mapping(sheet.name, header_row, first_row)
    looked = Looked(sheet, places, mapping, tags, sample, count)
    looked.notes += [note for _, note in wrong.values()]
    _map_places(looked)
    _map_dates(looked)
    _map_counts(looked, file)
    mapping.columns.sort(key=lambda column: (column.index, column.role))
    return looked


def _wrong_tags(sheet: Sheet, tag_row: Row | None) -> dict[int, tuple[hxl_tags.Tag, Issue]]:
    """Tags that are none of the standard's but near to one, or lack their sign: the right ones, and what to tell."""
    out = {}
    for index, cell in enumerate(tag_row or ()):
        written = cell.text.strip()
        tag = hxl_tags.parse(written if written.startswith("#") else f"#{written}")
        if tag is None or (hxl_tags.known(tag) and written.startswith("#")):
            continue
        near = f"#{tag.name}" if hxl_tags.known(tag) else hxl_tags.nearest(tag.name)
        if near:
            right = hxl_tags.Tag(near[1:], tag.attributes)
            message = f"{sheet.where(cell.address)}: {written!r} is no HXL tag; it is read as {right}"
            out[index] = (right, Issue("hxl-wrong-tag", "warning", message))
    return out


def _top_header(kept: list[Row], leaf: int) -> int:
    """The first of up to three header rows: those above the lowest that hold merged cells."""
    top = leaf
    by_number = {row.number: row for row in kept}
    while top > 1 and leaf - top < 2:
        above = by_number.get(top - 1)
        if above is None or sum(cell.merged and not cell.empty for cell in above) < 2:
            break
        top -= 1
    return top


def _leaves(looked: Looked) -> dict[int, tuple[str, str]]:
    """The lowest header text of each column, and those above it."""
    mapping = looked.mapping
    full = header_texts(looked.sheet, mapping.header_row, mapping.first_row)
    out = {}
    for index, text in full.items():
        above, _, leaf = text.rpartition(" / ")
        out[index] = (leaf, above)
    return out


def _add(looked: Looked, role: str, index: int, parts: tuple[tuple[str, str], ...] = ()) -> None:
    mapping = looked.mapping
    header = header_texts(looked.sheet, mapping.header_row, mapping.first_row).get(index, "")
    if not parts and mapping.column(role) is not None:
        return
    mapping.columns.append(Column(role, index, header, parts))


def _share(values: list[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.match(value) is not None for value in values) / len(values) if values else 0.0


def _map_places(looked: Looked) -> None:
    places = looked.places
    names = {level: list(listed) for level, listed in places.names.items()}
    codes = {level: column for level, column in places.codes.items() if level in names}
    for level, column in list(codes.items()):
        name = names[level][0][0]
        if _share(looked.values(column), _CODE) < 0.2 and _share(looked.values(name), _CODE) > 0.8:
            codes[level], names[level][0] = name, (column, names[level][0][1])
            where = f"level {level}" if level < PLACE_LEVEL else "the places"
            what = f"tags or headers of name and code of {where} are swapped; taken by their values"
            message = f"sheet {looked.sheet.name}: {what}"
            looked.notes.append(Issue("columns-swapped", "warning", message))
    _better_codes(looked, names, codes)
    deepest = max(names)
    if deepest not in codes:
        number = _id_column(looked)
        if number is not None:
            codes[deepest] = number
    for level, listed in names.items():
        stem = f"adm{level}" if level < PLACE_LEVEL else "place"
        for column, language in listed:
            plain = language in ("", "en") or not any(other in ("", "en") for _, other in listed)
            taken = looked.mapping.column(f"{stem}_name") is not None
            _add(looked, f"{stem}_name" if plain and not taken else f"{stem}_name_{language or 'en'}", column)
        if level in codes:
            _add(looked, f"{stem}_code", codes[level])
        if level == deepest:
            other = _filled_otherwise(looked, listed[0][0])
            if other is not None:
                _add(looked, f"{stem}_name_else", other)
    if places.lat is not None and places.lon is not None:
        _add(looked, "lat", places.lat)
        _add(looked, "lon", places.lon)
    for column in places.country:
        found = [country_of(value) for value in looked.values(column)[:20]]
        short = all(len(value) == 3 for value in looked.values(column)[:20])
        if found and any(found):
            _add(looked, "country" if short else "country_name", column)


def _filled_otherwise(looked: Looked, name: int) -> int | None:
    """A column of words that stand where the name is blank, and only there: new places in a column of their own."""
    rows = looked.rows_below
    blank, filled = [row for row in rows if not row.text(name)], [row for row in rows if row.text(name)]
    if not blank or len(blank) * 4 > len(filled):
        return None
    for index in range(max(map(len, blank))):
        there = sum(any(map(str.isalpha, row.text(index))) for row in blank)
        if there > 0.9 * len(blank) and sum(bool(row.text(index)) for row in filled) <= 0.02 * len(filled):
            return index
    return None


def _better_codes(looked: Looked, names: dict[int, list[tuple[int, str]]], codes: dict[int, int]) -> None:
    """P-codes stand beside codes of the agency's own: take those that begin with the country's letters."""
    width = max(len(row) for row in looked.sample)
    used = set(codes.values())
    pcodes = [c for c in range(width) if c not in used and _pcode_share(looked.values(c)) > 0.9]
    for level in sorted(codes):
        if level >= PLACE_LEVEL or _pcode_share(looked.values(codes[level])) > 0.5:
            continue
        name = names[level][0][0]
        for column in pcodes:
            if _one_to_one(looked, name, column):
                own, codes[level] = codes[level], column
                headers = _leaves(looked)
                message = (
                    f"sheet {looked.sheet.name}: P-codes of level {level} are taken from column "
                    f"{headers.get(column, ('?', ''))[0]!r}, not the codes in {headers.get(own, ('?', ''))[0]!r}"
                )
                looked.notes.append(Issue("pcode-column-chosen", "warning", message))
                pcodes.remove(column)
                break


def _pcode_share(values: list[str]) -> float:
    return sum(country_of_pcode(value) is not None for value in values) / len(values) if values else 0.0


def _one_to_one(looked: Looked, one: int, other: int) -> bool:
    """Whether two columns name the same things: as many pairs of values as values, give or take a slip."""
    pairs = {(row.text(one).casefold(), row.text(other)) for row in looked.sample if row.text(one) and row.text(other)}
    left, right = {a for a, _ in pairs}, {b for _, b in pairs}
    return len(pairs) > 1 and len(pairs) <= 1.1 * min(len(left), len(right))


def _id_column(looked: Looked) -> int | None:
    for index, (leaf, _) in _leaves(looked).items():
        said = set(words.words_of(leaf))
        if said and said <= _ID_WORDS and said & {"id", "ssid", "code"}:
            values = looked.values(index)
            if len(set(values)) == len(values) == len(looked.sample):
                return index
    return None


def _map_dates(looked: Looked) -> None:
    table = words.table()
    date_words = table["dates"]
    for index, (leaf, _) in _leaves(looked).items():
        tag, said = looked.tags.get(index), words.words_of(leaf)
        role = None
        if tag is not None and tag.name == "date":
            role = "date_reported" if "reported" in tag.attributes or not tag.attributes else "date_occurred"
        elif set(said) & set(date_words["word"]):
            occurred = set(said) & set(date_words["occurred"])
            role = "date_occurred" if occurred else "date_reported"
        if role is not None and _share_days(looked, index) > 0.5:
            _add(looked, role, index)
        round_tag = tag is not None and (tag.name == "round" or (tag.name == "meta" and "round" in tag.attributes))
        if round_tag or _is_round(said):
            _add(looked, "round", index)
        if tag is not None and tag.name in ("operation", "operations") and "status" not in tag.attributes:
            _add(looked, "operation", index)
        if tag is not None and tag.name == "assessment" and "type" in tag.attributes:
            _add(looked, "assessment", index)


def _is_round(said: list[str]) -> bool:
    rounds = set(words.table()["round_words"])
    flat = [part for word in said for part in ([word] if word in rounds else re.split(r"(?<=round)", word)) if part]
    return bool(set(flat) & rounds) and not set(flat) - rounds - _ROUND_BESIDE


def _share_days(looked: Looked, index: int) -> float:
    cells = [row[index] for row in looked.sample[:60] if not row[index].empty]
    return sum(read_day(cell, "dmy").value is not None for cell in cells) / len(cells) if cells else 0.0


def _map_counts(looked: Looked, file: str) -> None:
    leaves = _leaves(looked)
    taken = {column.index for column in looked.mapping.columns}
    tagged: set[str] = set()
    for index, tag in sorted(looked.tags.items()):
        counted = hxl_tags.counted(tag)
        if counted is None or index in taken or _share_counts(looked, index) <= 0.05:
            continue
        parts = tuple(part for part in counted.parts if part[0] != "attribute")
        if len(parts) < len(counted.parts):
            continue
        _add(looked, f"{counted.category}_{counted.unit}", index, parts)
        taken.add(index)
        tagged.add(counted.category)
    found: dict[str, list[tuple[bool, int]]] = {}
    usual = _usual_category(looked.sheet.name, file)
    for index, (leaf, above) in sorted(leaves.items()):
        if index in taken or index in looked.tags:
            continue
        whole = words.whole_of(leaf)
        if whole is None:
            continue
        category = whole.category or _category_above(above) or usual
        if category is None or category in tagged or _share_counts(looked, index) < 0.5:
            continue
        found.setdefault(f"{category}_{whole.unit or 'person'}", []).append((whole.total, index))
    for role, listed in found.items():
        _add(looked, role, max(listed, key=lambda item: (item[0], -item[1]))[1])
    _map_parts(looked, leaves, {column.index for column in looked.mapping.columns})


def _usual_category(*names: str) -> str | None:
    """The one category that the sheet's or file's name tells of."""
    for name in names:
        said = set(words.words_of(name))
        found: set[str] = {name for name, listed in words.table()["categories"].items() if said & set(listed)}
        if len(found) == 1:
            return found.pop()
    return None


def _category_above(above: str) -> str | None:
    return _usual_category(above) if above else None


def _share_counts(looked: Looked, index: int) -> float:
    """How many of a column's cells that say anything are counts; 1 where none says anything."""
    counts = [read_count(row[index]) for row in looked.sample[:100]]
    said = [count for count in counts if count.absence in (None, "unreadable")]
    good = [count for count in said if count.value is not None or (count.issue and count.issue.code in _NO_FAULT)]
    return len(good) / len(said) if said else 1.0


def _map_parts(looked: Looked, leaves: dict[int, tuple[str, str]], taken: set[int]) -> None:
    """Sex and age columns, where together they give a whole in nearly every row: that shows what they are parts of."""
    groups: dict[tuple[str, ...], list[tuple[int, tuple[tuple[str, str], ...]]]] = {}
    for index, (leaf, _) in sorted(leaves.items()):
        if index in taken or index in looked.tags:
            continue
        parts = words.sex_and_age(leaf)
        if parts:
            groups.setdefault(tuple(key for key, _ in parts), []).append((index, parts))
    wholes = [column for column in looked.mapping.counts() if column.role.endswith("_person")]
    for listed in groups.values():
        for whole in wholes:
            if len(listed) > 1 and _add_up(looked, [index for index, _ in listed], whole.index):
                for index, parts in listed:
                    _add(looked, whole.role, index, parts)
                break


def _add_up(looked: Looked, columns: list[int], whole: int) -> bool:
    same = different = 0
    for row in looked.sample:
        total = read_count(row[whole]).value
        values = [read_count(row[column]).value for column in columns]
        if total and any(value is not None for value in values):
            if sum(value or 0 for value in values) == total:
                same += 1
            else:
                different += 1
    return same > 4 * different
