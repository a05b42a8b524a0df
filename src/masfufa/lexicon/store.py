"""Loading of the lexicon's tables.

The YAML files are what people edit; parsing them takes a second, so the build compiles them into one JSON file
(`compiled.json`, made by hatch_build.py, never committed). A checkout whose YAML has changed since reads the YAML.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from masfufa.errors import DataError

LANGUAGES = ("ar", "en", "fr")
_FOLDER = Path(__file__).parent
_COMPILED = _FOLDER / "compiled.json"


def sources(folder: Path = _FOLDER) -> list[Path]:
    """The YAML files, `<language>/<name>.yaml`, in a fixed order."""
    return sorted(folder.glob("*/*.yaml"))


def digest(folder: Path = _FOLDER) -> str:
    """One hash over names and contents of all YAML files."""
    total = hashlib.sha256()
    for path in sources(folder):
        total.update(f"{path.parent.name}/{path.name}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def parse(path: Path) -> Any:
    """One YAML file as plain data. Raises DataError("lexicon-yaml") naming file and line."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _as_json(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise DataError("lexicon-yaml", f"{where}: not valid YAML ({error}). Fix the line and try again.") from error


def _as_json(value: Any) -> Any:
    """What YAML gave as JSON has it, so that both ways of loading give the same: keys are text, dates ISO 8601."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def compile_tables(folder: Path = _FOLDER) -> dict[str, Any]:
    """All tables as one dict: {"digest", "tables": {"ar/numbers": …}}."""
    tables = {f"{path.parent.name}/{path.stem}": parse(path) for path in sources(folder)}
    return {"digest": digest(folder), "tables": tables}


@cache
def _tables() -> dict[str, Any]:
    if _COMPILED.exists():
        compiled: dict[str, Any] = json.loads(_COMPILED.read_text(encoding="utf-8"))
        if compiled.get("digest") == digest():
            tables: dict[str, Any] = compiled["tables"]
            return tables
    fresh: dict[str, Any] = compile_tables()["tables"]
    return fresh


@cache
def table(language: str, name: str) -> Any:
    """The table `name` of `language`, as the YAML file has it. Raises DataError("lexicon-missing")."""
    try:
        return _tables()[f"{language}/{name}"]
    except KeyError:
        raise DataError("lexicon-missing", f"The lexicon has no table {language}/{name}.yaml.") from None


def table_names(language: str) -> list[str]:
    """The names of all tables in one folder (`actors`, or a language), sorted."""
    return sorted(key.partition("/")[2] for key in _tables() if key.startswith(f"{language}/"))
