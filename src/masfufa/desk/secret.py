"""The secret of a desk that others can reach: what its cookies are hashed under. Another one ends all sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from masfufa.errors import DataError, UsageError

FILE = "desk.secret"
SETTING = "MASFUFA_DESK_SECRET"
LEAST = 32
"""Characters."""


def read_secret(folder: Path, file: Path | None = None) -> bytes:
    """The secret: that of `file`, else that of the setting, else that of the workspace's folder.

    Raises UsageError "desk-secret" where there is none or it is too short, DataError "desk-secret" for a file that
    can't be read.
    """
    named = file is not None
    given = None if named else os.environ.get(SETTING)
    if given is None:
        path = file or folder / FILE
        try:
            given = path.read_text(encoding="utf-8") if named or path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise DataError("desk-secret", f"{path} can't be read ({error}).") from error
    given = given.strip()
    if len(given) < LEAST:
        what = "has no secret" if not given else f"has a secret of less than {LEAST} characters"
        raise UsageError(
            "desk-secret",
            f"A desk that others can reach {what}. Make one with: masfufa desk secret (or set {SETTING}, or name a "
            "file: --secret-file FILE)",
        )
    return given.encode("utf-8")


def write_secret(folder: Path, *, replace: bool = False) -> Path:
    """Make a secret in the workspace's folder, which only its owner may read.

    Raises UsageError "desk-secret" where there is one already, DataError "workspace-unwritable".
    """
    path = folder / FILE
    if path.exists() and not replace:
        raise UsageError(
            "desk-secret", f"{path} is there already. Another one ends all sessions: masfufa desk secret --replace"
        )
    part = path.with_name(f".{FILE}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(48) + "\n")
        part.replace(path)
    except OSError as error:
        raise DataError("workspace-unwritable", f"{path} can't be written ({error.strerror}).") from error
    return path
