"""The example crisis in a workspace, read once for all tests that look at it: conftest.py takes the fixtures over, for
a module that imported them would have them made anew."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from masfufa.cli.example import make_example
from masfufa.cli.main import main
from masfufa.workspace import open_workspace

if TYPE_CHECKING:
    from .conftest import Browser

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "libya-2019"


def _run(*words: str) -> None:
    assert main(list(words)) == 0


@pytest.fixture(scope="session")
def libya_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "libya"
    _run("init", str(folder), "--countries", "LBY", "--onset", "2019-04-04")
    shutil.copytree(EXAMPLE / "crisis", folder / "crisis", dirs_exist_ok=True)
    _run("add", str(EXAMPLE), "--workspace", str(folder))
    table = EXAMPLE / "tables" / "dtm-tripoli-updates.csv"
    _run("import", "hxl", str(table), "--released", dt.date(2019, 11, 28).isoformat(), "--yes",
         "--workspace", str(folder))  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def example_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `masfufa desk --example` makes; who decides on it takes a copy."""
    folder = tmp_path_factory.mktemp("made") / "libya-2019"
    make_example(folder)
    return folder


def _desk(folder: Path) -> Iterator[Browser]:
    from .conftest import Browser

    with open_workspace(folder) as space:
        made = Browser(space)
        made.app.state.desk.ledgers.patience = 60.0
        with made.client:
            yield made.enter()


@pytest.fixture(scope="session")
def desk_on_libya(libya_read: Path) -> Iterator[Browser]:
    """A desk that many tests read from; none decides anything."""
    yield from _desk(libya_read)


@pytest.fixture
def own_desk(libya_read: Path, tmp_path: Path) -> Iterator[Browser]:
    """A desk on a copy, to decide on."""
    shutil.copytree(libya_read, tmp_path / "crisis")
    yield from _desk(tmp_path / "crisis")
