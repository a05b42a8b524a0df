"""The option --workspace, the same on every command, and the workspace that it stands for."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from masfufa.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def workspace_option(command: F) -> F:
    """Adds --workspace DIR; hand what it gives to `opened`."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="The workspace. [MASFUFA_WORKSPACE, or the nearest one upwards]",
    )(command)


def opened(named: Path | None) -> Workspace:
    """The workspace named, else that of MASFUFA_WORKSPACE, else the nearest folder upwards that is one."""
    from masfufa.workspace import find_workspace, open_workspace

    return open_workspace(find_workspace(named))


def login() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
