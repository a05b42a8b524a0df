"""The compiled gazetteer: opened as a memory map, looked up by folded name.

A gazetteer is a folder of three files: `names.trie` (keys), `loose.trie` (skeletons of Latin spellings, by country) and
`places.bin` (records and which key leads to which). masfufa.gazetteer.pack writes them; docs/gazetteer.md has the
format.
A user's own gazetteer is a second folder of the same kind, laid over the shipped one.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import marisa_trie

from masfufa.errors import DataError
from masfufa.gazetteer.names import key_of, skeleton
from masfufa.records import AdminUnit

FILES = ("names.trie", "loose.trie", "places.bin")
MAGIC = b"MSFGAZ1\n"
RECORD = struct.Struct("<IiiIIHBBBB")
"""geonameid; latitude, longitude in 1e-5 degrees; name offset; parent row + 1; population; country; feature; precision;
flags."""

COMMON, COD, CURATED, USER, CAPITAL, HOME = 1, 2, 4, 8, 16, 32
"""Flags: also an ordinary word; a COD unit; from the overlay; from a user's list; a capital; of a home country."""

PRECISIONS = ("point", "city", "admin4", "admin3", "admin2", "admin1", "country")
SHIPPED = Path(__file__).parent / "data"
_WORD = struct.Struct("<I")
_MANY = 0x80000000
_LAYER_SHIFT = 26


@dataclass(frozen=True, slots=True)
class Place:
    """One entry. `country` is ISO 3166 alpha-3 ("" for what lies in none, a sea); `admin` goes from level 1 downwards.

    `population` is rounded to three digits, 0 where unknown; `precision` is what the coordinates stand for.
    """

    id: int
    name: str
    country: str
    feature: str
    lat: float
    lon: float
    precision: str
    population: int
    geonameid: int | None
    pcode: str | None
    admin: tuple[AdminUnit, ...]
    flags: int

    @property
    def common_word(self) -> bool:
        """The name is also an ordinary word or a person's name."""
        return bool(self.flags & COMMON)

    @property
    def curated(self) -> bool:
        """From the overlay or from a user's own list."""
        return bool(self.flags & (CURATED | USER))


def pack_population(value: int) -> int:
    """A population in 16 bits: twelve bits of digits, four of a power of ten."""
    exponent = 0
    while value > 4095:
        value = (value + 5) // 10
        exponent += 1
    return value | exponent << 12


def unpack_population(packed: int) -> int:
    """The inverse of `pack_population`, rounded."""
    return (packed & 4095) * int(10 ** (packed >> 12))


class Layer:
    """One gazetteer folder, mapped into memory. Raises DataError("gazetteer-missing" or "gazetteer-broken")."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self.folder = folder
        self.number = number
        try:
            with (folder / "places.bin").open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if self._map[: len(MAGIC)] != MAGIC:
                raise ValueError("it does not begin as a gazetteer does")
            (length,) = _WORD.unpack_from(self._map, len(MAGIC))
            start = len(MAGIC) + _WORD.size
            header: dict[str, Any] = json.loads(self._map[start : start + length])
            self.names = marisa_trie.Trie()
            self.names.mmap(str(folder / "names.trie"))
            self.loose = marisa_trie.Trie()
            self.loose.mmap(str(folder / "loose.trie"))
            sections = header["sections"]
            if any(offset + size > len(self._map) for offset, size in sections.values()):
                raise ValueError("it ends early")
            if len(self.names) * 4 != sections["keys"][1] or len(self.loose) * 4 != sections["loose_keys"][1]:
                raise ValueError("its files are of different builds")
            self.meta: dict[str, Any] = header["meta"]
            self.countries: list[str] = header["countries"]
            self.features: list[str] = header["features"]
        except FileNotFoundError as error:
            raise DataError(
                "gazetteer-missing",
                f"No gazetteer in {folder} ({error.filename} is missing). Build one with: masfufa gazetteer build",
            ) from error
        except (OSError, ValueError, RuntimeError, LookupError, TypeError, struct.error) as error:
            raise DataError(
                "gazetteer-broken", f"{folder}: not a gazetteer of this version ({error}). Build it anew."
            ) from error
        self._records, self.count = sections["records"][0], sections["records"][1] // RECORD.size
        self._keys, self._lists = sections["keys"][0], sections["lists"][0]
        self._loose_keys, self._texts = sections["loose_keys"][0], sections["texts"][0]
        self.prefer_cod = frozenset(header["meta"].get("cod_countries", ()))

    def rows(self, key: str) -> list[int]:
        """Rows that the key leads to, the most important first; [] where none."""
        return self._pointed(self._keys, self.names.get(key))

    def loose_rows(self, country: str, bones: str) -> list[int]:
        """Rows of the country one of whose Latin names has the skeleton `bones`."""
        return self._pointed(self._loose_keys, self.loose.get(f"{country} {bones}"))

    def _pointed(self, base: int, number: int | None) -> list[int]:
        if number is None:
            return []
        (value,) = _WORD.unpack_from(self._map, base + 4 * number)
        if not value & _MANY:
            return [value]
        at = self._lists + 4 * (value & ~_MANY)
        (count,) = _WORD.unpack_from(self._map, at)
        return list(struct.unpack_from(f"<{count}I", self._map, at + 4))

    def text(self, offset: int) -> str:
        """The text stored at `offset`."""
        at = self._texts + offset
        length = self._map[at]
        return self._map[at + 1 : at + 1 + length].decode("utf-8")

    def place(self, row: int) -> Place:
        """The record at `row`."""
        gid, lat, lon, name, parent, population, country, feature, precision, flags = RECORD.unpack_from(
            self._map, self._records + RECORD.size * row
        )
        label, _, pcode = self.text(name).partition("\t")
        return Place(
            id=self.number << _LAYER_SHIFT | row,
            name=label,
            country=self.countries[country],
            feature=self.features[feature],
            lat=lat / 1e5,
            lon=lon / 1e5,
            precision=PRECISIONS[precision],
            population=unpack_population(population),
            geonameid=gid or None,
            pcode=pcode or None,
            admin=self._admin(row, parent),
            flags=flags,
        )

    def _admin(self, row: int, parent: int) -> tuple[AdminUnit, ...]:
        """The units above a row, and the row itself where it is one."""
        units: list[AdminUnit] = []
        at = row + 1
        for _ in range(8):
            if not at:
                break
            _, _, _, name, up, _, _, feature, _, flags = RECORD.unpack_from(
                self._map, self._records + RECORD.size * (at - 1)
            )
            kind = self.features[feature]
            # A unit of a user's list without P-codes is of no scheme that others know.
            if kind.startswith("admin") and (not flags & USER or flags & COD):
                label, _, pcode = self.text(name).partition("\t")
                units.append(AdminUnit(int(kind[5:]), label, pcode or None, "cod" if flags & COD else "geonames"))
            at = parent if at == row + 1 else up
        return tuple(sorted(units, key=lambda unit: unit.level))


class Gazetteer:
    """Look-up over the shipped gazetteer and, where there is one, the user's own on top."""

    def __init__(self, layers: list[Layer]) -> None:
        self.layers = layers
        self._places: dict[int, Place] = {}
        self._found: dict[str, tuple[Place, ...]] = {}
        self._begins: dict[str, int] = {}
        self.vocabularies: dict[str, object] = {}
        """By language, what readers remember of words in this gazetteer; lives as long as it."""
        self._cod = frozenset(country for layer in layers for country in layer.prefer_cod)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The shipped gazetteer with the user's layer: `path`, or MASFUFA_GAZETTEER, or the user's data folder.

        Raises DataError where a named folder holds none.
        """
        layers = [shipped()]
        named = path or (Path(os.environ["MASFUFA_GAZETTEER"]) if os.environ.get("MASFUFA_GAZETTEER") else None)
        user = named or user_folder()
        if named is not None or (user / "places.bin").exists():
            layers.append(Layer(user, len(layers)))
        return cls(layers)

    def candidates(self, name: str) -> list[Place]:
        """Places of that name in any of its spellings, the user's own first, then the most important first."""
        key = key_of(name)
        return list(self.by_key(key)) if key else []

    def by_key(self, key: str) -> tuple[Place, ...]:
        """Places of a key (see masfufa.gazetteer.names.key_of)."""
        found = self._found.get(key)
        if found is None:
            found = tuple(self._collect((layer, layer.rows(key)) for layer in reversed(self.layers)))
            if len(self._found) > 100_000:
                self._found.clear()
            self._found[key] = found
        return found

    def loose_candidates(self, name: str, country: str) -> list[Place]:
        """Places of `country` (alpha-3) whose Latin spellings have the skeleton of `name`; the caller compares them."""
        bones = skeleton(key_of(name))
        if not bones:
            return []
        return self._collect((layer, layer.loose_rows(country, bones)) for layer in reversed(self.layers))

    def begins(self, word: str) -> int:
        """0 where no key begins with the word, else 1 for a key that is the word, 2 for longer keys, 3 for both."""
        known = self._begins.get(word)
        if known is None:
            known = 0
            for layer in self.layers:
                known |= 1 if word in layer.names else 0
                known |= 2 if next(layer.names.iterkeys(word + " "), None) is not None else 0
            if len(self._begins) > 200_000:
                self._begins.clear()
            self._begins[word] = known
        return known

    def longest(self, words: str) -> str | None:
        """The longest key that `words` (keys' words, one space between) begins with, ending at a word's end."""
        best = None
        for layer in self.layers:
            for key in reversed(layer.names.prefixes(words)):
                if len(key) == len(words) or words[len(key)] == " ":
                    if best is None or len(key) > len(best):
                        best = key
                    break
        return best

    def capital(self, country: str) -> Place | None:
        """The capital of a country (alpha-3)."""
        row = self.layers[0].meta["capitals"].get(country)
        return None if row is None else self.place(row)

    def country(self, code: str) -> Place | None:
        """The entry of a country (alpha-3) itself."""
        row = self.layers[0].meta["country_rows"].get(code)
        return None if row is None else self.place(row)

    def place(self, place_id: int) -> Place:
        """The place of an id that this gazetteer gave."""
        found = self._places.get(place_id)
        if found is None:
            if len(self._places) > 100_000:
                self._places.clear()
            layer = self.layers[place_id >> _LAYER_SHIFT]
            found = self._places[place_id] = layer.place(place_id & ((1 << _LAYER_SHIFT) - 1))
        return found

    def _collect(self, found: Iterator[tuple[Layer, list[int]]]) -> list[Place]:
        out: list[Place] = []
        seen: set[int] = set()
        for layer, rows in found:
            for row in rows:
                place = self.place(layer.number << _LAYER_SHIFT | row)
                if place.geonameid is not None:
                    if place.geonameid in seen:
                        continue
                    seen.add(place.geonameid)
                out.append(place)
        return out


@cache
def shipped() -> Layer:
    """The gazetteer that comes with the package; opened once."""
    return Layer(SHIPPED)


def user_folder() -> Path:
    """Where `masfufa gazetteer build` puts a user's gazetteer and `Gazetteer.open` looks for it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "masfufa" / "gazetteer"
