"""The workspace: documents, readings, claims and decisions in one database (docs/workspace.md, docs/ledger.md).

`open_workspace` and `create_workspace` lead in; the database library is imported only when one of them is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from masfufa.workspace.folder import find_workspace
    from masfufa.workspace.opening import create_workspace, open_workspace
    from masfufa.workspace.store import Workspace

__all__ = ["Workspace", "create_workspace", "find_workspace", "open_workspace"]


def __getattr__(name: str) -> Any:
    if name == "find_workspace":
        from masfufa.workspace.folder import find_workspace

        return find_workspace
    if name in __all__:
        from masfufa.workspace import opening

        return getattr(opening, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
