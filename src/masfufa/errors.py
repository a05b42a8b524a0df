"""Errors that a user can act on: each has a code, a message that names the problem, and what to do about it."""

from __future__ import annotations


class MasfufaError(Exception):
    """A problem with the input or the set-up, told to the user without a traceback.

    `code` is a stable kebab-case word, listed in docs/errors.md; `message` says what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"

    def __reduce__(self) -> tuple[type[MasfufaError], tuple[str, str]]:
        return type(self), (self.code, self.message)


class DocumentError(MasfufaError):
    """One document can't be read; the others go on."""


class DataError(MasfufaError):
    """A data file of the package or of the user (lexicon, gazetteer, crisis folder) can't be used."""


class UsageError(MasfufaError):
    """The command or call was given something it can't work with."""
