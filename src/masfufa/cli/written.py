"""Files that commands write: whole or not at all, and what was there before stays until the new one is whole."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from masfufa.cli.status import ALL_READ
from masfufa.errors import UsageError


@contextmanager
def whole(output: Path) -> Iterator[Path]:
    """A path to write to, which becomes `output` when all is written and goes when something fails.

    What is no plain file (a device, a pipe) is written to directly. Raises UsageError("output-not-writable").
    """
    try:
        target = output.resolve()
        if target.exists() and not target.is_file():
            yield output
            return
        # A short name, since that of the output may be as long as names can be.
        made = target.with_name(f".{secrets.token_hex(6)}.part")
        try:
            made.touch(exist_ok=False)
            if target.exists():
                shutil.copymode(target, made)
        except PermissionError:
            if not target.exists():
                raise
            yield output  # a file of ours in a folder of somebody else's
            return
        try:
            yield made
            made.replace(target)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError("output-not-writable", f"{output} cannot be written: {error.strerror or error}.") from error


@contextmanager
def stream(output: Path | None) -> Iterator[TextIO]:
    """The file to write text to, as `whole` has it, or standard output."""
    if output is None:
        yield sys.stdout
        return
    with whole(output) as made, made.open("w", encoding="utf-8", newline="") as file:
        yield file


def told(output: Path | None, count: int) -> int:
    """Say on stderr how many rows went to the file; returns the exit status."""
    if output is not None:
        click.echo(f"{output}: {count:,} rows", err=True)
    return ALL_READ
