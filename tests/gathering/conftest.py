"""A workspace, a site, and rounds over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from masfufa.documents.limits import Limits
from masfufa.gathering.plan import read_plan
from masfufa.gathering.rounds import Round, Tally
from masfufa.gathering.state import State
from masfufa.workspace import Workspace, create_workspace, open_workspace

from .sites import Site, site

LIMITS = Limits(bytes=3_000_000, seconds=3.0)


@pytest.fixture
def server() -> Iterator[Site]:
    """A site."""
    with site() as one:
        yield one


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace, which takes longer to make than to copy."""
    folder = tmp_path_factory.mktemp("template") / "ws"
    create_workspace(folder, countries=["LBY"]).close()
    return folder


@pytest.fixture
def ledger(tmp_path: Path, template: Path) -> Iterator[Workspace]:
    """A workspace on SQLite."""
    with open_workspace(Path(shutil.copytree(template, tmp_path / "ws"))) as made:
        yield made


@pytest.fixture
def state(ledger: Workspace) -> Iterator[State]:
    """Its state file."""
    with State(ledger.folder) as made:
        yield made


@pytest.fixture
def plan_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes sources.yaml; hosts of tests are allowed, and nobody waits for them."""

    def write(sources: str, top: str = "delay: 0\n") -> Path:
        path = tmp_path / "sources.yaml"
        path.write_text(
            f"contact: tests@example.org\nallow_hosts: [127.0.0.1]\n{top}sources:\n{sources}", encoding="utf-8"
        )
        return path

    return write


@pytest.fixture
def gather(ledger: Workspace, state: State, plan_file: Callable[..., Path]) -> Callable[..., Tally]:
    """One round over sources given as YAML, all of them due."""

    def go(sources: str, top: str = "delay: 0\n", *, everything: bool = True) -> Tally:
        plan = read_plan(plan_file(sources, top))
        return Round(ledger, state, plan, limits=LIMITS).run(everything=everything)

    return go
