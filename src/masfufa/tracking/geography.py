"""Each claim's place put into the one scheme of units that its country uses, and how that was done.

A country uses COD units where an import brought them (or where its agency claims name them), else the units that the
reading gave (GeoNames). A place of the press is matched by code, by name in any language, else by the nearest unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from masfufa.claims import Claim, ClaimPlace
from masfufa.gazetteer.unit_names import bare_name
from masfufa.language.fold import fold_word
from masfufa.tracking.drafts import distance
from masfufa.tracking.ledger import UNRESOLVED, Node, PlaceName
from masfufa.tracking.place_names import described
from masfufa.tracking.sayings import say
from masfufa.tracking.sources import data
from masfufa.workspace.batches import AdminRow

SAME_NAME = 60.0
"""Kilometres within which a unit of the same name is the place meant."""

NEAREST = 40.0
"""Kilometres beyond which the nearest unit says nothing."""

CITY_DEPTH = 3
"""A town is not put deeper than this level by name or distance: a quarter that bears its name is only a part of it."""


@dataclass(slots=True)
class _Row:
    level: int
    code: str
    name: str
    scheme: str
    names: Mapping[str, str]
    lat: float | None
    lon: float | None
    path: tuple[str, ...]


class Geography:
    """The units of all countries, and where each place was put. `places` names every unit that was met."""

    def __init__(self, units: Iterable[AdminRow], claims: Iterable[Claim]) -> None:
        self.places: dict[str, PlaceName] = {UNRESOLVED: _nowhere(UNRESOLVED, "unsaid", {})}
        self.spots: dict[str, PlaceName] = {}
        self._countries: dict[str, _Country] = {}
        self._nodes: dict[object, Node] = {}
        by_country: dict[str, list[AdminRow]] = defaultdict(list)
        for row in units:
            by_country[row.country].append(row)
        for country, rows in by_country.items():
            self._countries[country] = _Country(country, rows)
        implied: dict[str, dict[tuple[int, str], AdminRow]] = defaultdict(dict)
        for claim in claims:
            if claim.channel == "press":
                continue
            for place in claim.places:
                if place.country and place.country not in self._countries:
                    _imply(place, implied[place.country])
        for country, found in implied.items():
            if any(row.level > 0 for row in found.values()):
                self._countries[country] = _Country(country, list(found.values()))

    def node(self, places: tuple[ClaimPlace, ...]) -> Node:
        """Where a claim about these places goes: their one unit, or the last unit that holds them all."""
        if not places:
            return Node((), how="none", evidence=say("no_place"))
        if len(places) == 1:
            return self._one(places[0])
        nodes = _innermost([self._one(place) for place in places])
        if len(nodes) == 1:
            return nodes[0]
        common = list(nodes[0].path)
        for node in nodes[1:]:
            while common and tuple(common) != node.path[: len(common)]:
                common.pop()
        spots = {(node.path, node.spot) for node in nodes}
        if len(spots) == 1:
            return nodes[0]
        if not common:
            # Two countries, or names that were not resolved: no unit holds them, and they are no other's places.
            known = {node.key: (node, place) for node, place in zip(map(self._one, places), places, strict=True)}
            parts = sorted((key, known[key]) for key in {node.key for node in nodes})
            shown = {
                language: ", ".join(self._shown(node, place, language) for _, (node, place) in parts)
                for language in _nowhere_words()
            }
            return self._unresolved("+".join(slug(key) for key, _ in parts), shown, say("several"))
        return Node(tuple(common), how="units", evidence=say("holds_all", name=", ".join(p.name for p in places)))

    def _shown(self, node: Node, place: ClaimPlace, language: str) -> str:
        known = described(self.places[node.key]) if node.path and node.key in self.places else None
        names = known.names if known else place.names
        return names.get(language) or place.name

    def _unresolved(self, spot: str, names: Mapping[str, str], evidence: str) -> Node:
        spot = spot.replace(":", "_")
        spot = f"{spot}_" if spot == "only" else spot
        key = f"{UNRESOLVED}:{spot}"
        self._name(_nowhere(key, "unresolved", names))
        return Node((), spot=spot, how="none", evidence=evidence)

    def _one(self, place: ClaimPlace) -> Node:
        key = (place.country, place.name, place.geonameid, place.lat, place.lon, place.precision, place.units)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = self._resolve(place)
            if node.path and node.spot:
                self._name_spot(node, place)
        return node

    def _resolve(self, place: ClaimPlace) -> Node:
        if place.country is None:
            if not place.name.strip():
                return Node((), how="none", evidence=say("no_place"))
            names = dict.fromkeys(_nowhere_words(), place.name)
            return self._unresolved(slug(fold_word(place.name)), names, say("no_country", name=place.name))
        country = self._countries.get(place.country)
        exact = place.precision in ("point", "city")
        spot = _spot(place) if exact or _inside(place) else ""
        if country is not None:
            row, how, evidence = country.find(place, exact)
            path = row.path if row else (place.country,)
            self._register(country, path)
            return Node(path, spot, place.lat, place.lon, how, evidence)
        path = self._own_units(place)
        deepest = len(path) - 1
        how = "units" if deepest else "country"
        return Node(path, spot, place.lat, place.lon, how, say("units_read", name=place.name))

    def _name_spot(self, node: Node, place: ClaimPlace) -> None:
        key = f"{node.key}:{node.spot}"
        named = PlaceName(
            key, place.country, node.level + 1, None, place.name, "place", dict(place.names), node.lat, node.lon
        )
        known = self.spots.get(key)
        # As with units: the order of the claims must not decide.
        if known is None or (-len(known.names), known.name) > (-len(named.names), named.name):
            names = {**(known.names if known else {}), **named.names}
            self.spots[key] = replace(named, names=names)
        elif named.names.keys() - known.names.keys():
            self.spots[key] = replace(known, names={**named.names, **known.names})

    def _own_units(self, place: ClaimPlace) -> tuple[str, ...]:
        assert place.country is not None
        path = [place.country]
        self._name(PlaceName(place.country, place.country, 0, place.country, _country_name(place), "iso3"))
        scheme = next((unit.scheme for unit in reversed(place.units) if unit.level > 0), None)
        for unit in place.units:
            if unit.level <= 0 or unit.scheme != scheme:
                continue
            while len(path) < unit.level:
                path.append("-")
            code = unit.code or (slug(unit.name) if len(path) == 1 else f"{path[-1]}~{slug(unit.name)}")
            path.append(code)
            key = f"{place.country}.{code}"
            self._name(PlaceName(key, place.country, len(path) - 1, unit.code, unit.name, unit.scheme))
        return tuple(path)

    def _register(self, country: _Country, path: tuple[str, ...]) -> None:
        for level in range(len(path)):
            code = path[level]
            key = path[0] if level == 0 else f"{path[0]}.{code}"
            if key in self.places or code == "-":
                continue
            row = country.by_code.get(code)
            if level == 0:
                top = next((r for r in country.rows if r.level == 0), None)
                name, names = (top.name, top.names) if top else (path[0], {})
                self._name(PlaceName(key, path[0], 0, path[0], name, "iso3", names))
            elif row is not None:
                self._name(PlaceName(key, path[0], level, code, row.name, row.scheme, row.names, row.lat, row.lon))

    def _name(self, place: PlaceName) -> None:
        known = self.places.get(place.key)
        # The fuller name wins, then the alphabet: the order of the claims must not decide.
        if known is None or (not known.names, known.name == known.key, known.name) > (
            not place.names,
            place.name == place.key,
            place.name,
        ):
            self.places[place.key] = place


def _innermost(nodes: list[Node]) -> list[Node]:
    """Without the units that only say where another of the places lies: "Nyala, South Darfur" is Nyala.

    A country is kept: "420 killed in Sudan, most of them in Khartoum" is told of the country.
    """
    return [
        node
        for node in nodes
        if node.spot
        or len(node.path) < 2
        or not any(
            other.path[: len(node.path)] == node.path and (other.spot or len(other.path) > len(node.path))
            for other in nodes
        )
    ]


def slug(name: str) -> str:
    """A name as a word of a cell id: no slash, dot, tilde or space."""
    return "_".join("".join(" " if sign in "/.~+" else sign for sign in name).split()) or "_"


def _nowhere(key: str, what: str, names: Mapping[str, str]) -> PlaceName:
    """The row of what lies in no country: "place not said", or "place not resolved: Hadba"."""
    shown = {language: words[what].format(name=names.get(language, "")) for language, words in _nowhere_words().items()}
    return PlaceName(key, None, -1, None, shown["en"], "none", shown)


def _nowhere_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = data("words.yaml")["nowhere"]
    return words


def _country_name(place: ClaimPlace) -> str:
    return next((unit.name for unit in place.units if unit.level == 0), place.country or "")


def _imply(place: ClaimPlace, found: dict[tuple[int, str], AdminRow]) -> None:
    """Units as an agency's own claims name them."""
    assert place.country is not None
    parent: str | None = None
    for unit in place.units:
        if unit.scheme != "cod" or unit.code is None:
            continue
        last = unit is place.units[-1]
        row = AdminRow(
            place.country,
            "cod",
            unit.level,
            unit.code,
            unit.name,
            dict(place.names) if last else {},
            parent,
            place.lat if last else None,
            place.lon if last else None,
        )
        known = found.get((unit.level, unit.code))
        if known is None or (known.lat is None, not known.names, known.name) > (
            row.lat is None,
            not row.names,
            row.name,
        ):
            found[unit.level, unit.code] = row
        parent = unit.code if unit.level > 0 else None


class _Country:
    def __init__(self, country: str, rows: list[AdminRow]) -> None:
        self.country = country
        schemes = sorted({row.scheme for row in rows}, key=lambda s: (s != "cod", s))
        by_code = {row.code: row for row in sorted(rows, key=lambda r: (r.level, r.name)) if row.scheme == schemes[0]}
        self.rows: list[_Row] = []
        self.by_code: dict[str, _Row] = {}
        self.by_name: dict[str, list[_Row]] = defaultdict(list)
        self.grid: dict[tuple[int, int, int], list[_Row]] = defaultdict(list)
        for code in sorted(by_code):
            row = by_code[code]
            path, above = [code], row.parent
            while above in by_code and by_code[above].level > 0 and above not in path:
                path.append(above)
                above = by_code[above].parent
            full = [country]
            for step in reversed(path if row.level > 0 else []):
                while len(full) < by_code[step].level:
                    full.append("-")
                full.append(step)
            made = _Row(row.level, code, row.name, row.scheme, dict(row.names), row.lat, row.lon, tuple(full))
            self.rows.append(made)
            self.by_code[code] = made
            for name in {fold_word(n) for n in (row.name, *row.names.values()) if n}:
                self.by_name[_bare(name)].append(made)
            if row.lat is not None and row.lon is not None and row.level > 0:
                self.grid[row.level, int(row.lat * 2 // 1), int(row.lon * 2 // 1)].append(made)
        self.deepest = max((row.level for row in self.rows), default=0)

    def find(self, place: ClaimPlace, exact: bool) -> tuple[_Row | None, str, str]:
        """The unit of a place, how it was found, and that in words."""
        for unit in reversed(place.units):
            if unit.code is not None and unit.level > 0 and (row := self.by_code.get(unit.code)):
                return row, "code", say("by_code", name=place.name, id=unit.code)
        if place.precision == "country":
            return None, "country", say("the_country", name=place.name)
        names = {_bare(fold_word(n)) for n in (place.name, *place.names.values()) if n}
        row = self._by_name(names, place, exact)
        if row is None and not exact:
            row = self._by_name(_without_kind((place.name, *place.names.values())), place, exact)
        if row is not None:
            return row, "name", say("by_name", name=place.name, name2=row.name, id=row.code)
        if exact and place.lat is not None and place.lon is not None:
            limit = CITY_DEPTH if place.precision == "city" else self.deepest
            near = self._nearest(place.lat, place.lon, limit)
            if near is not None:
                row, away = near
                return row, "nearest", say("by_distance", name=place.name, name2=row.name, id=row.code, n=f"{away:.0f}")
        for unit in reversed(place.units):
            own = {_bare(fold_word(unit.name))} | _without_kind((unit.name,))
            if unit.level > 0 and (row := self._by_name(own, place, False)):
                return row, "units", say("lies_in", name=place.name, name2=row.name, id=row.code)
        return None, "country", say("no_unit", name=place.name, id=self.country)

    def _by_name(self, names: set[str], place: ClaimPlace, exact: bool) -> _Row | None:
        found = {row.code: row for name in names for row in self.by_name.get(name, ()) if row.level > 0}
        if exact and place.precision == "city":
            found = {code: row for code, row in found.items() if row.level <= CITY_DEPTH}
        scored: list[tuple[float, int, str, _Row]] = []
        for row in found.values():
            away = 0.0
            if place.lat is not None and place.lon is not None and row.lat is not None and row.lon is not None:
                away = distance(place.lat, place.lon, row.lat, row.lon)
                if away > SAME_NAME and exact:
                    continue
            scored.append(
                (away if exact and len(found) > 1 else 0.0, -row.level if exact else row.level, row.code, row)
            )
        if not scored:
            return None
        scored.sort(key=lambda item: (item[1], item[0], item[2]))
        level = scored[0][3].level
        rivals = [item for item in scored if item[3].level == level]
        if len(rivals) > 1 and rivals[0][0] == rivals[1][0]:
            return None
        return scored[0][3]

    def _nearest(self, lat: float, lon: float, limit: int) -> tuple[_Row, float] | None:
        y, x = int(lat * 2 // 1), int(lon * 2 // 1)
        for level in range(min(limit, self.deepest), 0, -1):
            near = [
                (distance(lat, lon, row.lat or 0.0, row.lon or 0.0), row.code, row)
                for i in (-1, 0, 1)
                for j in (-1, 0, 1)
                for row in self.grid.get((level, y + i, x + j), ())
            ]
            if near:
                away, _, row = min(near, key=lambda item: item[:2])
                if away <= NEAREST:
                    return row, away
        return None


def _bare(name: str) -> str:
    """A folded name without hyphens and the Arabic article, as lists vary in these."""
    words = name.replace("-", " ").replace("'", "").split()
    return " ".join(
        w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words if w not in ("al", "el", "as", "ash", "az")
    )


def _without_kind(names: Iterable[str]) -> set[str]:
    """Folded names without the word for what the unit is: "Gedaref State" is called Gedaref in lists."""
    return {_bare(fold_word(bare_name(name))) for name in names if name}


def _inside(place: ClaimPlace) -> bool:
    """Whether the most exact unit is an agency's own site, or one that COD has no code for: a place inside a unit."""
    if len(place.units) < 2:
        return False
    last = place.units[-1]
    return last.scheme not in ("cod", "geonames") or (last.scheme == "cod" and last.code is None)


def _spot(place: ClaimPlace) -> str:
    """A town or site by its own code, else its GeoNames number, else its name.

    Sites of one name in one unit are told apart by where they stand: an agency's list has many a "Camp 1".
    """
    own = place.units[-1] if place.units and place.units[-1].scheme not in ("cod", "geonames") else None
    if own is not None and own.code:
        return own.code
    if place.geonameid:
        return str(place.geonameid)
    name = fold_word(place.names.get("en") or place.name)
    if _inside(place) and place.lat is not None and place.lon is not None:
        return f"{name}@{place.lat:.4f},{place.lon:.4f}"
    return name
