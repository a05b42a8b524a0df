"""Loading of the lexicon's tables.

The YAML files are what people edit; parsing them takes a second, so the build compiles them into one file
(`compiled.bin`, made by hatch_build.py, never committed), which is mapped into memory, so that processes share it, and
of which a table is taken when it is first asked for. A checkout whose YAML has changed since reads the YAML.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import mmap
import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from masfufa.errors import DataError

LANGUAGES = ("ar", "en", "fr")
_FOLDER = Path(__file__).parent
_COMPILED = _FOLDER / "compiled.bin"
_MAGIC = b"MSFLEX1\n"


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


def compile_tables(target: Path = _COMPILED, folder: Path = _FOLDER) -> None:
    """Compile all tables into one file, whole or not at all: a masfufa that runs from here may be reading it.

    The file has eight bytes that name it, the length of its head (four bytes, the lowest first), the head as JSON,
    {"digest", "tables": {"ar/numbers": [first byte, length]}}, and the tables, each as JSON.
    """
    stamp = digest(folder)
    tables = {_name(path): json.dumps(parse(path), ensure_ascii=False).encode("utf-8") for path in sources(folder)}
    places, at = {}, 0
    for name, blob in tables.items():
        places[name] = (at, len(blob))
        at += len(blob)
    head = json.dumps({"digest": stamp, "tables": places}).encode("utf-8")
    scratch = target.with_name(f"compiled.{os.getpid()}.tmp")
    scratch.write_bytes(_MAGIC + len(head).to_bytes(4, "little") + head + b"".join(tables.values()))
    scratch.replace(target)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


class _Tables:
    """Tables by name, each parsed when it is first asked for: of the compiled file, else of the YAML."""

    def __init__(self) -> None:
        self.files = {_name(path): path for path in sources()}
        self._places: dict[str, tuple[int, int]] = {}
        self._map: mmap.mmap | None = None
        if not _COMPILED.exists():
            return
        with _COMPILED.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = len(_MAGIC) + 4
        length = int.from_bytes(mapped[len(_MAGIC) : start], "little")
        if mapped[: len(_MAGIC)] != _MAGIC:
            return
        head: dict[str, Any] = json.loads(mapped[start : start + length])
        if head["digest"] == digest():
            self._map = mapped
            self._places = {name: (start + length + at, size) for name, (at, size) in head["tables"].items()}

    def parsed(self, name: str) -> Any:
        """A table; raises KeyError where there is none."""
        if self._map is None:
            return parse(self.files[name])
        at, size = self._places[name]
        return json.loads(self._map[at : at + size])


@cache
def _tables() -> _Tables:
    return _Tables()


@cache
def table(language: str, name: str) -> Any:
    """The table `name` of `language`, as the YAML file has it. Raises DataError("lexicon-missing")."""
    try:
        return _tables().parsed(f"{language}/{name}")
    except KeyError:
        raise DataError("lexicon-missing", f"The lexicon has no table {language}/{name}.yaml.") from None


def table_names(language: str) -> list[str]:
    """The names of all tables in one folder (`actors`, or a language), sorted."""
    return sorted(key.partition("/")[2] for key in _tables().files if key.startswith(f"{language}/"))
