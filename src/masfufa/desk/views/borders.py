"""Borders that are not agreed, as lines: where the outlines of two countries run along each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil, cos, floor, hypot, radians
from pathlib import Path
from typing import Any

import yaml

from masfufa.gazetteer.outlines import outlines

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

NEAR = 0.01
"""Degrees (about a kilometre) within which two outlines are the same border: theirs are simplified together."""
_STEP = 0.25
"""Degrees: longer stretches are looked at in parts, so that a box cuts them."""
_GRID = 0.5


@cache
def disputed() -> list[dict[str, Any]]:
    """The entries of disputed.yaml."""
    path = Path(__file__).parents[1] / "disputed.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def border_notes(countries: Iterable[str], language: str) -> list[str]:
    """What is to be said of the borders of these countries."""
    shown = frozenset(countries)
    return [entry[language] for entry in disputed() if shown & frozenset(entry["countries"])]


def disputed_lines(countries: Iterable[str]) -> list[list[Point]]:
    """The disputed borders of these countries, each a line of points, to a thousandth of a degree."""
    shown = frozenset(countries)
    out: list[list[Point]] = []
    for entry in disputed():
        if shown & frozenset(entry["countries"]):
            for border in entry["borders"]:
                one, other = (*border["between"], None)[:2]
                box = tuple(border["box"]) if "box" in border else None
                out += [[(round(x, 3), round(y, 3)) for x, y in line] for line in common(one, other, box)]
    return out


@lru_cache(maxsize=64)
def common(one: str, other: str | None, box: Box | None = None) -> tuple[tuple[Point, ...], ...]:
    """Where the outline of `one` runs along that of `other`, inside of `box`; of `one`, so that nothing is drawn twice.

    other: None where the neighbour has no outline in the package: all of the outline inside of the box.
    """
    grid: dict[tuple[int, int], list[tuple[Point, Point]]] = defaultdict(list)
    for a, b in _segments(other) if other is not None else ():
        for cell in _cells(a, b):
            grid[cell].append((a, b))
    own = Counter(frozenset(pair) for pair in _segments(one))
    lines: list[list[Point]] = []
    for ring in _rings(one):
        line: list[Point] = []
        for start, end in pairwise(ring):
            # What occurs twice lies between two units of the same country.
            outer = other is not None or own[frozenset((start, end))] == 1
            for a, b in pairwise(_parts(start, end)):
                here = box is None or (_inside(a, box) and _inside(b, box))
                if outer and here and (other is None or _along(a, b, grid)):
                    line = line or [a]
                    line.append(b)
                elif line:
                    lines.append(line)
                    line = []
        if line:
            lines.append(line)
    return tuple(map(tuple, lines))


def _parts(a: Point, b: Point) -> Iterator[Point]:
    steps = max(1, ceil(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / _STEP))
    yield a
    for step in range(1, steps):
        yield a[0] + (b[0] - a[0]) * step / steps, a[1] + (b[1] - a[1]) * step / steps
    yield b


def _rings(country: str) -> Iterator[tuple[Point, ...]]:
    for unit in outlines(country):
        for polygon in unit.polygons:
            yield from polygon


def _segments(country: str) -> Iterator[tuple[Point, Point]]:
    for ring in _rings(country):
        yield from pairwise(ring)


def _cells(a: Point, b: Point) -> Iterator[tuple[int, int]]:
    west, east = sorted((a[0], b[0]))
    south, north = sorted((a[1], b[1]))
    for x in range(floor((west - NEAR) / _GRID), floor((east + NEAR) / _GRID) + 1):
        for y in range(floor((south - NEAR) / _GRID), floor((north + NEAR) / _GRID) + 1):
            yield x, y


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _along(a: Point, b: Point, grid: dict[tuple[int, int], list[tuple[Point, Point]]]) -> bool:
    """Whether both ends and the middle are near the other outline: a line that only touches it is none."""
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    for point in (a, middle, b):
        there = grid.get((floor(point[0] / _GRID), floor(point[1] / _GRID)), ())
        if not any(_distance(point, c, d) <= NEAR for c, d in there):
            return False
    return True


def _distance(point: Point, a: Point, b: Point) -> float:
    """The distance of a point from a stretch, in degrees of latitude."""
    wide = cos(radians(point[1]))
    px, py = (point[0] - a[0]) * wide, point[1] - a[1]
    dx, dy = (b[0] - a[0]) * wide, b[1] - a[1]
    length = dx * dx + dy * dy
    at = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return hypot(px - at * dx, py - at * dy)
