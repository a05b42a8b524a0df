"""Exit statuses of the command line (docs/cli.md lists them) and what a closed pipe asks for."""

from __future__ import annotations

import os
import sys

ALL_READ = 0
SOME_UNREAD = 1
USAGE = 2
CANNOT_GO_ON = 3
INTERRUPTED = 130
PIPE_CLOSED = 141


def silence_stdout() -> None:
    """Point stdout at nothing: the reader of the pipe has gone, and the interpreter flushes once more at exit."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass
