"""A workspace's folder: `masfufa.toml`, where it is found, and what may stand in it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masfufa.errors import DataError, UsageError

FILE = "masfufa.toml"
LEDGER = "ledger.sqlite"
CRISIS = "crisis"
MAPPINGS = "mappings"
_KEYS = ("name", "countries", "onset", "database")
_COUNTRY = re.compile(r"[A-Z]{3}\Z")


@dataclass(frozen=True, slots=True)
class Frame:
    """What masfufa.toml says. `countries` are ISO 3166 alpha-3; `database` is None for the folder's own file."""

    name: str
    countries: tuple[str, ...] = ()
    onset: dt.date | None = None
    database: str | None = None


def find_workspace(named: str | Path | None = None, *, start: Path | None = None) -> Path:
    """The folder of the workspace to work on: the one named, else that of MASFUFA_WORKSPACE, else the nearest upwards.

    Raises UsageError("workspace-missing") where there is none.
    """
    named = named or os.environ.get("MASFUFA_WORKSPACE") or None
    if named is not None:
        folder = Path(named)
        if not (folder / FILE).is_file():
            raise UsageError(
                "workspace-missing", f"{folder} is no workspace: it holds no {FILE}. Make one: masfufa init {folder}"
            )
        return folder
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(
        "workspace-missing",
        "There is no workspace here or in a folder above. Name one (--workspace), or make one: masfufa init FOLDER",
    )


def read_frame(folder: Path) -> Frame:
    """What the folder's masfufa.toml says. Raises UsageError "workspace-missing", DataError "workspace-settings"."""
    path = folder / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            "workspace-missing", f"{folder} is no workspace: it holds no {FILE}. Make one: masfufa init {folder}"
        ) from None
    except (OSError, ValueError) as error:
        raise DataError("workspace-settings", f"{path} can't be read ({error}). Mend it.") from error
    for key in raw:
        if key not in _KEYS:
            raise DataError("workspace-settings", f"{path}: unknown key {key!r}; there are {', '.join(_KEYS)}.")
    return Frame(
        name=_string(raw, "name", path) or folder.resolve().name,
        countries=_countries(raw, path),
        onset=_onset(raw, path),
        database=_string(raw, "database", path),
    )


def crisis_folder(folder: Path) -> Path | None:
    """The folder with the crisis's own actors, roles and places, None where a workspace's folder holds none."""
    from masfufa.lexicon.crisis import FILES

    crisis = folder / CRISIS
    return crisis if any((crisis / name).exists() for name in FILES) else None


def write_frame(folder: Path, frame: Frame) -> None:
    """Write masfufa.toml, whole or not at all; only its owner may read it where it holds a password."""
    lines = [f"name = {_quoted(frame.name)}"]
    lines.append(f"countries = [{', '.join(map(_quoted, frame.countries))}]")
    if frame.onset:
        lines.append(f"onset = {frame.onset.isoformat()}")
    if frame.database:
        lines.append(f"database = {_quoted(frame.database)}")
    part = folder / f".{FILE}.part"
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if frame.database and re.search(r"://[^/@]*:[^/@]*@", frame.database):
        with contextlib.suppress(OSError):
            part.chmod(0o600)
    part.replace(folder / FILE)


def checked_countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in capitals. Raises UsageError("unknown-country")."""
    from masfufa.lexicon.actor_schema import country_codes

    known = country_codes()
    found = tuple(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    for code in found:
        if code not in known:
            raise UsageError("unknown-country", f"{code!r} is no country. Write three-letter codes, like LBY,SDN.")
    return found


def _string(raw: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = raw.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise DataError("workspace-settings", f"{path}: {key} must be a text in quotes.")


def _countries(raw: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    listed = raw.get("countries", [])
    if not isinstance(listed, list) or not all(isinstance(code, str) and _COUNTRY.match(code) for code in listed):
        raise DataError("workspace-settings", f'{path}: countries must be a list of codes, like ["LBY", "SDN"].')
    return tuple(listed)


def _onset(raw: Mapping[str, Any], path: Path) -> dt.date | None:
    value = raw.get("onset")
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = dt.date.fromisoformat(value)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise DataError("workspace-settings", f"{path}: onset must be a date, like 2019-04-04.")


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
