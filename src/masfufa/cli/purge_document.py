"""`masfufa purge`: take a document out of a workspace for good."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.bidi import clean
from masfufa.cli.status import ALL_READ, INTERRUPTED
from masfufa.cli.workspace_option import login, opened, workspace_option
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.workspace import Workspace
    from masfufa.workspace.batches import StoredDocument

SHORTEST = 6
"""How many digits of an id name a document, if no other begins with them."""


@click.command(context_settings={"max_content_width": 100})
@click.argument("document", metavar="DOCUMENT")
@click.option("--reason", required=True, metavar="TEXT", help="Why: it stays on the tombstone.")
@click.option("--who", metavar="NAME", help="Who purges it. [the login name]")
@workspace_option
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
def purge(document: str, reason: str, who: str | None, workspace: Path | None, yes: bool) -> int:
    """Take a document out for good: text, bytes, spans and names go, hash and values stay, and nothing exports it.

    DOCUMENT is its id, the first six or more digits of it, its name or its address. This can't be undone; a document
    that was purged is not taken in again.
    """
    with opened(workspace) as ledger:
        found = _named(ledger, document)
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("purge-unasked", "Nobody is there to ask whether to purge it; say so with --yes.")
            if not click.confirm(f"Purge {clean(found.title or found.name)} ({found.id[:12]}) for good?", err=True):
                return INTERRUPTED
        ledger.purge(found.id, reason, who or login())
        click.echo(f"Purged {found.id[:12]}.")
    return ALL_READ


def _named(ledger: Workspace, said: str) -> StoredDocument:
    found = [
        stored
        for stored in ledger.documents(text=False)
        if said in (stored.id, stored.name, stored.url)
        or (len(said) >= SHORTEST and stored.id.startswith(said.lower()))
    ]
    exact = [stored for stored in found if stored.id == said]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise UsageError("document-unknown", f"There is no document {clean(said)} in this workspace.")
    listed = ", ".join(stored.id[:12] for stored in found[:5])
    raise UsageError("document-ambiguous", f"{len(found)} documents are called so: {listed}. Give the id.")
