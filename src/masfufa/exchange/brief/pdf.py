"""The brief as PDF, set by Typst with the fonts that ship with masfufa: no network, no fonts of the machine."""

from __future__ import annotations

import dataclasses
import importlib.resources
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from masfufa.errors import DataError, UsageError
from masfufa.exchange.brief.content import Brief
from masfufa.exchange.brief.drawing import draw_map, draw_series

_HERE = importlib.resources.files("masfufa.exchange.brief")


def write_pdf(brief: Brief, path: Path) -> None:
    """Write `path`. Raises UsageError("extra-missing") without Typst, DataError("brief-typeset") if it fails."""
    try:
        import typst
    except ImportError as error:
        raise UsageError("extra-missing", "A PDF needs Typst: install it with pip install 'masfufa[brief]'.") from error
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with importlib.resources.as_file(_HERE.joinpath("fonts")) as fonts:
            shutil.copytree(fonts, folder / "fonts")
        (folder / "brief.typ").write_text(_HERE.joinpath("brief.typ").read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "brief.json").write_text(json.dumps(_plain(brief, folder), ensure_ascii=False), encoding="utf-8")
        try:
            content = typst.compile(
                str(folder / "brief.typ"), root=scratch, font_paths=[str(folder / "fonts")], ignore_system_fonts=True
            )
        except Exception as error:  # Typst raises its own type or RuntimeError, by version
            raise DataError(
                "brief-typeset", f"The brief could not be set as PDF: {error}. Use --format html."
            ) from error
    path.write_bytes(content)


def _plain(brief: Brief, folder: Path) -> dict[str, Any]:
    """The brief as the template reads it; drawings are written beside it."""
    words = brief.words
    plain = {
        field.name: _deep(getattr(brief, field.name)) for field in dataclasses.fields(brief) if field.name != "words"
    }
    drawings = []
    for number, series in enumerate(brief.series):
        (folder / f"series-{number}.svg").write_text(draw_series(series, words), encoding="utf-8")
        drawings.append(f"series-{number}.svg")
    drawn = draw_map(brief.points, brief.countries, words)
    if drawn:
        (folder / "map.svg").write_text(drawn, encoding="utf-8")
    keys = (
        "key_figures", "by_area", "over_time", "map", "changes", "no_changes", "no_earlier", "happenings",
        "disagreements", "no_disagreements", "notes", "nothing", "place", "date", "killed", "actors", "method",
    )  # fmt: skip
    return plain | {
        "language": words.language,
        "direction": "rtl" if words.right_to_left else "ltr",
        "words": {key: words[key] for key in keys}
        | {"map_note": words["map_note"].format(category=brief.map_category)},
        "map": "map.svg" if drawn else None,
        "series": drawings,
    }


def _deep(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _deep(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_deep(item) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
