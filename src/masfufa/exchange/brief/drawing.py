"""The brief's map and time series as SVG, drawn from outlines that ship with the gazetteer: nothing is fetched."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from html import escape

from masfufa.exchange.brief.content import Point, Series, Stretch
from masfufa.exchange.brief.words import Words
from masfufa.gazetteer.outlines import Outline, outlines

_FONT = "IBM Plex Sans Arabic, Noto Sans Arabic, Segoe UI, Tahoma, sans-serif"
_INK, _LINE, _LAND, _SEA = "#1f2d3d", "#9aa7b4", "#f4f1ea", "#dfe9f0"
_MARK, _EDGE, _BAR = "#c8553d", "#7d2e1e", "#3d6c8f"
_WIDTH = 640.0
_LEAST_SPAN = 1.2
"""Degrees: the map never shows less land than this, so that a single point still has surroundings."""


def draw_map(points: Sequence[Point], countries: Sequence[str], words: Words) -> str:
    """Circles whose areas go by the values, on the outlines of the countries; "" where there is nothing to draw."""
    units = [unit for country in countries for unit in outlines(country)]
    if not points or not units:
        return ""
    west, south, east, north = _frame(points, units)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    height = min(max((north - south) * scale, 240.0), 640.0)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * squeeze * scale, (north - lat) * scale

    parts = [f'<rect width="{_WIDTH:.0f}" height="{height:.0f}" fill="{_SEA}"/>']
    for unit in units:
        path = "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (place(lon, lat) for lon, lat in ring)) + "Z"
            for polygon in unit.polygons
            for ring in polygon
        )
        parts.append(f'<path d="{path}" fill="{_LAND}" stroke="{_LINE}" stroke-width="0.7" fill-rule="evenodd"/>')
    largest = max(point.value for point in points)
    labels = []
    for point in sorted(points, key=lambda point: -point.value):
        x, y = place(point.lon, point.lat)
        radius = max(3.0, 34 * math.sqrt(point.value / largest))
        title = f"{escape(point.name)}: {words.number(point.value)}"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_MARK}" fill-opacity="0.6" stroke="{_EDGE}">'
            f"<title>{title}</title></circle>"
        )
        labels.append((x, y + radius + 13, f"{point.name} {words.number(point.value)}"))
    parts += _labels(labels, height)
    return _svg(height, parts)


def draw_series(series: Series, words: Words) -> str:
    """Bars with their bounds for a flow, a stepped line in its bounds for a stock or a running total."""
    height, left, right, top, bottom = 190.0, 70.0, 10.0, 26.0, 28.0
    first, last = series.steps[0].start, series.steps[-1].end
    days = (last - first).days + 1
    bounds = [value for step in series.steps for value in (step.best, step.high) if value is not None]
    most = _round_up(max(bounds, default=1))

    def across(day: dt.date, after: int = 0) -> float:
        return left + (_WIDTH - left - right) * ((day - first).days + after) / days

    def up(value: float) -> float:
        return height - bottom - (height - top - bottom) * value / most

    heading = f"{series.label} ({words.of('measure', series.measure)})"
    # Anchored by hand and isolated: not everything that draws SVG knows its `direction`.
    x, anchor = (_WIDTH - right, "end") if words.right_to_left else (left, "start")
    isolated = f"\u2067{heading}\u2069" if words.right_to_left else heading
    parts = [
        f'<text x="{x:.0f}" y="15" text-anchor="{anchor}" direction="ltr" font-weight="bold">{escape(isolated)}</text>'
    ]
    for value in (0, most // 2, most):
        parts.append(
            f'<line x1="{left}" x2="{_WIDTH - right}" y1="{up(value):.1f}" y2="{up(value):.1f}" stroke="#d9dfe5"/>'
        )
        parts.append(_left_to_right(left - 6, up(value) + 4, words.number(value), "end"))
    draw = _bars if series.measure == "flow" else _steps
    parts += draw(series.steps, across, up)
    parts.append(_left_to_right(left, height - 8, first.isoformat(), "start"))
    parts.append(_left_to_right(_WIDTH - right, height - 8, last.isoformat(), "end"))
    return _svg(height, parts)


def _bars(steps: Sequence[Stretch], across: object, up: object) -> list[str]:
    assert callable(across) and callable(up)
    out = []
    for step in steps:
        x, end = across(step.start), across(step.end, 1)
        width, middle = max(end - x - 1.5, 1.0), (x + end) / 2
        if step.best is not None:
            out.append(
                f'<rect x="{x:.1f}" y="{up(step.best):.1f}" width="{width:.1f}" '
                f'height="{up(0) - up(step.best):.1f}" fill="{_BAR}"/>'
            )
        if step.low is not None and step.high is not None and step.low != step.high:
            out.append(
                f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{up(step.low):.1f}" y2="{up(step.high):.1f}" '
                f'stroke="{_INK}" stroke-width="1.4"/>'
            )
    return out


def _steps(steps: Sequence[Stretch], across: object, up: object) -> list[str]:
    """A value holds from its last day on; where it is unknown the line has a gap."""
    assert callable(across) and callable(up)
    out = []
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        x, end = across(step.start), across(following.start if following else step.end, 0 if following else 1)
        if step.low is not None and step.high is not None and step.low != step.high:
            out.append(
                f'<rect x="{x:.1f}" y="{up(step.high):.1f}" width="{end - x:.1f}" '
                f'height="{up(step.low) - up(step.high):.1f}" fill="{_BAR}" fill-opacity="0.2"/>'
            )
        if step.best is not None:
            out.append(
                f'<line x1="{x:.1f}" x2="{end:.1f}" y1="{up(step.best):.1f}" y2="{up(step.best):.1f}" '
                f'stroke="{_BAR}" stroke-width="2.4"/>'
            )
    return out


def _frame(points: Sequence[Point], units: Sequence[Outline]) -> tuple[float, float, float, float]:
    """The points with a margin, at least `_LEAST_SPAN` wide and not much taller than wide."""
    west, east = min(point.lon for point in points), max(point.lon for point in points)
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    wide = max(east - west, (north - south) * 1.1, _LEAST_SPAN) * 1.35
    tall = max(north - south, wide * 0.45) * 1.25
    across, along = (west + east) / 2, (south + north) / 2
    return across - wide / 2, along - tall / 2, across + wide / 2, along + tall / 2


def _labels(labels: Sequence[tuple[float, float, str]], height: float) -> list[str]:
    """Names below their circles, the largest first; one that would cover another is left to the circle's title."""
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for x, y, text in labels:
        half = 3.6 * len(text)
        x = min(max(x, half + 4), _WIDTH - half - 4)
        box = (x - half, y - 11, x + half, y + 3)
        if y > height - 3 or any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
        ):
            continue
        taken.append(box)
        out.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke">'
            f"\u2068{escape(text)}\u2069</text>"
        )
    return out


def _left_to_right(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" direction="ltr" fill="#52606d">{escape(text)}</text>'


def _round_up(value: int) -> int:
    """The next 1, 2, 4, 5, 6, 8 or 10 times a power of ten, so that the axis and its half are round numbers."""
    power: int = 10 ** (len(str(max(value, 1))) - 1)
    steps = [step * power for step in (1, 2, 4, 6, 8, 10)]
    return max(2, min(step for step in steps if step >= value))


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" '
        f'font-family="{_FONT}" font-size="11.5" fill="{_INK}">' + "".join(parts) + "</svg>"
    )
