"""Writing a gazetteer folder: rows and names in, the three files out. The same input gives the same bytes."""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import marisa_trie

from masfufa.gazetteer.names import arabic_variants, is_arabic, key_of, latin_variants, skeleton
from masfufa.gazetteer.store import FILES, HOME, MAGIC, PRECISIONS, RECORD, pack_population

_WORD = struct.Struct("<I")
_MANY = 0x80000000
_LARGE, _TIMES = 1_000_000, 20


@dataclass(slots=True)
class Row:
    """One place on its way in. `parent` is the row of the unit it lies in; `weight` ranks rows of one name."""

    name: str
    country: str
    feature: str
    lat: float
    lon: float
    precision: str
    names: set[str] = field(default_factory=set)
    population: int = 0
    geonameid: int = 0
    parent: Row | None = None
    pcode: str = ""
    flags: int = 0
    weight: float = 0.0
    loose: bool = False


class Packer:
    """Collects rows and writes them."""

    def __init__(self, meta: dict[str, Any], candidates: int = 32) -> None:
        self.meta = meta
        self.candidates = candidates
        self.rows: list[Row] = []
        self.capitals: dict[str, Row] = {}

    def add(self, row: Row) -> Row:
        """Take one row; its `names` beside `name` lead to it too."""
        self.rows.append(row)
        return row

    def write(self, folder: Path) -> int:
        """Write the three files; returns their size in bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        numbers = {id(row): number for number, row in enumerate(self.rows)}
        self.meta["capitals"] = {country: numbers[id(row)] for country, row in sorted(self.capitals.items())}
        self.meta["country_rows"] = {row.country: numbers[id(row)] for row in self.rows if row.feature == "country"}
        countries = sorted({row.country for row in self.rows})
        features = sorted({row.feature for row in self.rows})
        country_at = {code: number for number, code in enumerate(countries)}
        feature_at = {name: number for number, name in enumerate(features)}
        texts, text_at = bytearray(), {}
        records = bytearray()
        for row in self.rows:
            label = _short(f"{row.name}\t{row.pcode}" if row.pcode else row.name)
            if label not in text_at:
                text_at[label] = len(texts)
                texts += bytes([len(label)]) + label
            records += RECORD.pack(
                row.geonameid,
                round(row.lat * 1e5),
                round(row.lon * 1e5),
                text_at[label],
                numbers[id(row.parent)] + 1 if row.parent is not None else 0,
                pack_population(row.population),
                country_at[row.country],
                feature_at[row.feature],
                PRECISIONS.index(row.precision),
                row.flags,
            )
        exact, loose = self._index(numbers)
        lists: list[int] = []
        keys_bytes = self._trie(exact, folder / "names.trie.new", lists)
        loose_bytes = self._trie(loose, folder / "loose.trie.new", lists)
        sections = {
            "keys": keys_bytes,
            "loose_keys": loose_bytes,
            "lists": struct.pack(f"<{len(lists)}I", *lists),
            "records": bytes(records),
            "texts": bytes(texts),
        }
        self._write_records(folder / "places.bin.new", sections, countries, features)
        # A reader may have the old files mapped: they are replaced, never written over.
        for name in FILES:
            (folder / f"{name}.new").replace(folder / name)
        return sum((folder / name).stat().st_size for name in FILES)

    def _index(self, numbers: dict[int, int]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        exact: dict[str, list[int]] = defaultdict(list)
        loose: dict[str, list[int]] = defaultdict(list)
        ranked = sorted(self.rows, key=lambda row: (-row.weight, numbers[id(row)]))
        for row in ranked:
            number = numbers[id(row)]
            keys: set[str] = set()
            for name in (row.name, *row.names):
                key = key_of(name)
                if len(key) < 2 or key.isdigit():
                    continue
                keys.add(key)
                keys.update(arabic_variants(key) if is_arabic(key) else latin_variants(key))
            for key in keys:
                # An Arabic exonym of a small place far away is of no use where a great city has the name.
                first = exact[key][0] if exact[key] else None
                if first is not None and is_arabic(key) and not row.flags & HOME and _dwarfed(row, self.rows[first]):
                    continue
                if len(exact[key]) < self.candidates:
                    exact[key].append(number)
            if row.loose:
                for bones in {skeleton(key) for key in keys if not is_arabic(key)}:
                    if bones and len(loose[f"{row.country} {bones}"]) < self.candidates:
                        loose[f"{row.country} {bones}"].append(number)
        return exact, loose

    @staticmethod
    def _trie(index: dict[str, list[int]], path: Path, lists: list[int]) -> bytes:
        trie = marisa_trie.Trie(sorted(index), order=marisa_trie.LABEL_ORDER)
        trie.save(str(path))
        values = [0] * len(trie)
        for key, number in sorted(trie.items()):
            rows = index[key]
            if len(rows) == 1:
                values[number] = rows[0]
            else:
                values[number] = _MANY | len(lists)
                lists += [len(rows), *rows]
        return struct.pack(f"<{len(values)}I", *values)

    def _write_records(self, path: Path, sections: dict[str, bytes], countries: list[str], features: list[str]) -> None:
        def header_for(offsets: dict[str, list[int]]) -> bytes:
            head = {"meta": self.meta, "countries": countries, "features": features, "sections": offsets}
            return json.dumps(head, ensure_ascii=True, sort_keys=True).encode("ascii")

        room = len(header_for({name: [10**9, 10**9] for name in sections}))
        at = len(MAGIC) + _WORD.size + room
        offsets = {}
        for name, content in sections.items():
            at += -at % 4
            offsets[name] = [at, len(content)]
            at += len(content)
        header = header_for(offsets).ljust(room)
        with path.open("wb") as file:
            file.write(MAGIC + _WORD.pack(len(header)) + header)
            for name, content in sections.items():
                file.write(b"\0" * (offsets[name][0] - file.tell()) + content)


def _dwarfed(row: Row, first: Row) -> bool:
    return row.country != first.country and first.population >= _LARGE and row.population * _TIMES < first.population


def _short(label: str) -> bytes:
    encoded = label.encode("utf-8")
    while len(encoded) > 255:
        label = label[:-1]
        encoded = label.encode("utf-8")
    return encoded
