"""One process at a time gathers for a workspace; the lock goes with the process, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from masfufa.errors import UsageError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises UsageError "watch-running" where another process does."""
    folder.mkdir(exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(handle):
            raise UsageError("watch-running", f"Another masfufa gathers in {folder} already. Wait for it, or stop it.")
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
