"""`masfufa sources`: how the sources of `masfufa watch` fare, what was put aside, and originals."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option

if TYPE_CHECKING:
    from masfufa.gathering.rows import Item
    from masfufa.gathering.state import State
    from masfufa.workspace import Workspace

_format = click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
_source = click.option("--source", metavar="NAME", help="Of this source only.")


@contextmanager
def _both(workspace: Path | None) -> Iterator[tuple[Workspace, State]]:
    from masfufa.gathering.state import State

    with opened(workspace) as ledger, State(ledger.folder) as state:
        yield ledger, state


@click.group(invoke_without_command=True, context_settings={"max_content_width": 100})
@workspace_option
@_format
@click.pass_context
def sources(context: click.Context, workspace: Path | None, format_: str) -> int:
    """Show each source: last success, next visit, counts, last error. The subcommands show and bring back items."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return ALL_READ
    with _both(workspace) as (_, state):
        rows = state.sources()
    if format_ == "json":
        for row in rows:
            facts = {key: value for key, value in dataclasses.asdict(row).items() if key != "memory"}
            click.echo(json.dumps(facts, ensure_ascii=False))
        return ALL_READ
    if not rows:
        click.echo("No source was asked yet: masfufa watch sources.yaml")
        return ALL_READ
    _table(
        ("source", "kind", "last success", "next", "added", "aside", "waiting", "failed", "passed", "last error"),
        [
            (
                row.name,
                row.kind,
                _when(row.succeeded),
                "removed" if row.due is None and row.tried else _when(row.due),
                row.counts.get("stored", 0),
                row.counts.get("aside", 0),
                row.counts.get("waiting", 0) + row.counts.get("fetched", 0),
                row.counts.get("failed", 0),
                row.passed,
                f"{row.code}: {row.message}" if row.code else "",
            )
            for row in rows
        ],
    )
    return ALL_READ


@sources.command()
@workspace_option
@_source
@_format
@click.pass_context
def aside(context: click.Context, workspace: Path | None, source: str | None, format_: str) -> int:
    """List the documents that were put aside, and why."""
    return _listed(workspace or context.obj, "aside", source, format_)


@sources.command()
@workspace_option
@_source
@_format
@click.pass_context
def failed(context: click.Context, workspace: Path | None, source: str | None, format_: str) -> int:
    """List what could not be fetched or read, with error codes."""
    return _listed(workspace or context.obj, "failed", source, format_)


@sources.command()
@workspace_option
@click.argument("named", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def restore(context: click.Context, workspace: Path | None, named: tuple[str, ...]) -> int:
    """Bring documents that were put aside into the ledger, whatever they report. ID: as listed, or an address."""
    from masfufa.errors import UsageError
    from masfufa.gathering.intake import Intake
    from masfufa.gathering.originals import original

    with _both(workspace or context.obj) as (ledger, state):
        intake = Intake(ledger, state, {})
        for each in named:
            item, content = original(ledger, state, each)
            if item.status not in ("aside", "failed"):
                raise UsageError("item-not-aside", f"{item.key} was not put aside: it is {item.status}.")
            outcome = intake.settle(item, content, keep=True)
            settled = state.item(item.id)
            shown = settled.document[:12] if settled.document else f"{settled.message} [{settled.code}]"
            click.echo(f"{settled.key}: {outcome} {shown}")
    return ALL_READ


@sources.command(name="open")
@workspace_option
@click.argument("named", metavar="ID|ADDRESS")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to; - for standard output."
)
@click.pass_context
def open_(context: click.Context, workspace: Path | None, named: str, output: Path | None) -> int:
    """Write what a document came as into a file, its hash checked: a page that vanished can be seen again."""
    from masfufa.gathering.originals import original

    with _both(workspace or context.obj) as (ledger, state):
        item, content = original(ledger, state, named)
        sha = item.sha256 or item.document or "page"
        target = output or state.folder / "opened" / f"{sha[:12]}{_suffix(content)}"
    if str(target) == "-":
        sys.stdout.buffer.write(content)
        return ALL_READ
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    click.echo(f"{target}\n{item.url or item.key}\nfetched {_when(item.fetched or item.first)}, SHA-256 {sha}")
    return ALL_READ


def _suffix(content: bytes) -> str:
    from masfufa.documents.sniff import DOCX, HTML, PDF, media_type_of
    from masfufa.errors import DocumentError

    try:
        kind = media_type_of(content, declared="text/html" if b"<" in content[:200] else None)
    except DocumentError:
        return ".bin"
    return {HTML: ".html", PDF: ".pdf", DOCX: ".docx"}.get(kind, ".json" if content[:1] == b"{" else ".txt")


def _listed(workspace: Path | None, status: str, source: str | None, format_: str) -> int:
    with _both(workspace) as (_, state):
        items = state.items(status, source)
    if format_ == "json":
        for item in items:
            facts = {
                name: getattr(item, name) for name in ("key", "url", "source", "title", "code", "message", "sha256")
            }
            click.echo(json.dumps({**facts, "first": item.first, "fetched": item.fetched}, ensure_ascii=False))
        return ALL_READ
    _table(("id", "seen", "source", "why", "title or address"), [_line(item) for item in items])
    return ALL_READ


def _line(item: Item) -> tuple[Any, ...]:
    return (item.sha256 or "")[:12], _when(item.first), item.source, item.code or "", item.title or item.key


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    from masfufa.cli.bidi import clean

    texts = [head, *(tuple(clean(_short(cell)) for cell in row) for row in rows)]
    widths = [max(len(row[n]) for row in texts) for n in range(len(head))]
    for row in texts:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _short(cell: Any) -> str:
    text = f"{cell:,}" if isinstance(cell, int) else re.sub(r"\s+", " ", str(cell))
    return text if len(text) <= 100 else f"{text[:99]}…"


def _when(moment: str | None) -> str:
    if moment is None:
        return "never"
    return f"{dt.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
