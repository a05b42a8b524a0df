"""`masfufa`: the command line's entry point, its exit statuses and its last line of defence."""

from __future__ import annotations

import os
import sys

import click

from masfufa import __version__
from masfufa.cli.lazy import LazyGroup
from masfufa.cli.status import ALL_READ, CANNOT_GO_ON, INTERRUPTED, PIPE_CLOSED, SOME_UNREAD, USAGE, silence_stdout
from masfufa.cli.usage import SECTIONS
from masfufa.errors import DataError, MasfufaError, UsageError

HELP = """\
Bring out every number of people killed, wounded, displaced … that a report gives, who did what to whom, and who said
what, with where, when, and the exact words. Reads Arabic, English and French reports; works offline.

\b
Begin here:
  masfufa demo                          all of it on an example crisis
  masfufa read report.html              the figures of a report, as a table
  masfufa read reports/ -o figures.csv  one row a figure, for a spreadsheet
  masfufa explain report.html -r 0      the words behind the first figure
  masfufa init libya --countries LBY    a ledger for a crisis; then "add"
  masfufa desk --example                the example crisis in the browser

"masfufa COMMAND --help" tells what a command takes, with an example. The manual is the folder docs/ of the source:
docs/cli.md for the commands, docs/records.md for what each field means, docs/errors.md for what to do about an error.
"""

EPILOG = """\
\b
Exit status: 0 all read, 1 some document could not be read, 2 wrong usage,
3 could not go on, 130 interrupted.
"""


@click.group(
    cls=LazyGroup,
    lazy={
        "demo": "masfufa.cli.demo:demo",
        "read": "masfufa.cli.read:read",
        "explain": "masfufa.cli.explain:explain",
        "gazetteer": "masfufa.cli.gazetteer:gazetteer",
        "lexicon": "masfufa.cli.lexicon:lexicon",
        "init": "masfufa.cli.init_workspace:init",
        "add": "masfufa.cli.add:add",
        "watch": "masfufa.cli.watch:watch",
        "sources": "masfufa.cli.sources:sources",
        "import": "masfufa.cli.importing:import_",
        "form": "masfufa.cli.form:form",
        "status": "masfufa.cli.status_workspace:status",
        "purge": "masfufa.cli.purge_document:purge",
        "check": "masfufa.cli.check:check",
        "backup": "masfufa.cli.backup:backup",
        "restore": "masfufa.cli.backup:restore",
        "reconcile": "masfufa.cli.reconcile:reconcile_",
        "matrix": "masfufa.cli.matrix:matrix",
        "why": "masfufa.cli.why:why",
        "diff": "masfufa.cli.diff:diff",
        "export": "masfufa.cli.exporting:export",
        "brief": "masfufa.cli.brief:brief",
        "release": "masfufa.cli.release:release",
        "desk": "masfufa.cli.desk:desk",
        "evaluate": "masfufa.cli.evaluate:evaluate",
        "completion": "masfufa.cli.completion:completion",
    },
    sections=SECTIONS,
    help=HELP,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="masfufa", message="%(prog)s %(version)s")
def cli() -> None:
    """The group itself does nothing."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status; a user's mistake never shows a traceback."""
    _speak_utf8()
    if "_MASFUFA_COMPLETE" in os.environ:
        # A shell asks what may follow; click knows all shells but the one that this module adds.
        import masfufa.cli.completion  # noqa: F401
    try:
        status = cli.main(arguments, prog_name="masfufa", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except UsageError as error:
        return _complain(error, USAGE)
    except DataError as error:
        return _complain(error, CANNOT_GO_ON)
    except MasfufaError as error:
        return _complain(error, SOME_UNREAD)
    except BrokenPipeError:
        silence_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status if isinstance(status, int) else ALL_READ


def _speak_utf8() -> None:
    """Redirected output is UTF-8 with plain line ends everywhere; a terminal never fails on a letter it lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _complain(error: MasfufaError, status: int) -> int:
    print(f"masfufa: {error}", file=sys.stderr)
    return status
