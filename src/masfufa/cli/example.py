"""The example crisis that is shipped with masfufa, as a workspace: for `masfufa demo` and `masfufa desk --example`."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import masfufa
from masfufa.errors import DataError

NAME = "libya-2019"
ONSET = dt.date(2019, 4, 4)
_FIRST = {"en": "april-sitrep.txt", "ar": "tajoura.html"}
"""The report that the inbox shows first, by language of the interface: short, and with records of every kind."""
_TABLE, _RELEASED = "dtm-tripoli-updates.csv", dt.date(2019, 11, 28)


def example_folder() -> Path:
    """Where the example is: in the package, or in the checkout that runs. Raises DataError "example-missing"."""
    package = Path(masfufa.__file__).resolve().parent
    for folder in (package / "example", package.parents[1] / "examples" / NAME):
        if (folder / "reports").is_dir():
            return folder
    raise DataError("example-missing", "The example crisis is not in this installation. Install masfufa again.")


def make_example(folder: Path, interface: str = "en") -> None:
    """Make a workspace of the example in `folder`: its crisis folder, its reports, its table of displacement updates.

    `interface`: the language in which the report that the inbox shows first is written.

    Raises UsageError "workspace-exists", DataError "workspace-…", "example-missing".
    """
    from masfufa.cli.add_run import add_all
    from masfufa.cli.settings import Settings
    from masfufa.exchange.importers import ImportOptions, importer
    from masfufa.workspace import create_workspace

    example = example_folder()
    with create_workspace(folder, countries=["LBY"], onset=ONSET, name=NAME) as space:
        shutil.copytree(example / "crisis", folder / "crisis", dirs_exist_ok=True)
        options = ImportOptions(released=_RELEASED, assume_yes=True, countries=space.countries)
        space.add_import(importer("hxl")(example / "tables" / _TABLE, options))
        settings = Settings(format="jsonl", crisis=str(folder / "crisis"))
        first = _FIRST.get(interface, _FIRST["en"])
        reports = sorted((example / "reports").iterdir(), key=lambda path: (path.name == first, path.name))
        add_all(space, tuple(map(str, reports)), settings, 1, reread=False, quiet=True)
