"""Passwords: what they must be, and how they are hashed and compared (Argon2id, with the library's own costs)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from masfufa.errors import UsageError
from masfufa.workspace.accounts_store import folded

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

LEAST, MOST = 12, 1000
_AT_ONCE = threading.BoundedSemaphore(2)
"""Hashing takes 64 MB and a core for some hundredths of a second: two at once, the others wait."""
_PATIENCE = 10.0


class Busy(Exception):
    """More people sign in than can be served."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """What a name without an account is compared with, so that it takes as long as one with an account."""
    return _hasher().hash("nobody has this password")


def _plain(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def checked(password: str, name: str) -> str:
    """The password. Raises UsageError "account-password" for one that is too easy to guess."""
    plain = _plain(password)
    if len(plain) < LEAST:
        raise UsageError("account-password", f"The password is too short: {LEAST} characters or more.")
    if len(plain) > MOST:
        raise UsageError("account-password", f"The password is too long: {MOST} characters at most.")
    if len(set(plain)) < 5 or folded(name) == folded(plain):
        raise UsageError("account-password", "The password is too easy to guess. Several words in a row do.")
    return plain


def hashed(password: str) -> str:
    """What is stored of a password, with its own salt and costs."""
    return _in_turn(lambda: _hasher().hash(_plain(password)))


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; without a stored one it takes as long, and it is not."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    def compare() -> bool:
        try:
            return _hasher().verify(stored or _nobody(), _plain(password[: MOST + 1]))
        except (Argon2Error, InvalidHashError):
            return False

    _nobody()
    return _in_turn(compare) and stored is not None


def outdated(stored: str) -> bool:
    """Whether a password was hashed at other costs than today's."""
    return _hasher().check_needs_rehash(stored)


def _in_turn(work: Callable[[], T]) -> T:
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        return work()
    finally:
        _AT_ONCE.release()
