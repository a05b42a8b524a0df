"""Workspaces on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from masfufa.workspace import Workspace, create_workspace

from . import servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database."""
    if reason := servers.missing():
        pytest.skip(f"no PostgreSQL: {reason}")
    with servers.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address for `create_workspace`: None for a file, or a fresh PostgreSQL database."""
    return None if request.param == "sqlite" else servers.new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def make(tmp_path: Path, database: str | None) -> Iterator[Callable[..., Workspace]]:
    """Makes a workspace with the options given; all are closed at the end."""
    made: list[Workspace] = []

    def one(**options: object) -> Workspace:
        workspace = create_workspace(tmp_path / f"ws{len(made)}", database=database, **options)  # type: ignore[arg-type]
        made.append(workspace)
        return workspace

    yield one
    for workspace in made:
        workspace.close()


@pytest.fixture
def workspace(make: Callable[..., Workspace]) -> Workspace:
    """A fresh workspace on Libya."""
    return make(countries=["LBY"], name="Libya")
