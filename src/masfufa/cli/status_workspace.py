"""`masfufa status`: what a workspace holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="How to print.")  # fmt: skip
def status(workspace: Path | None, format_: str) -> int:
    """Count what the workspace holds: documents, claims by channel, events, imports, decisions, readers."""
    from masfufa.workspace.database import shown
    from masfufa.workspace.from_reading import reader_word

    with opened(workspace) as ledger:
        counts = ledger.counts()
        word = reader_word(ledger.crisis_folder)
        facts: dict[str, Any] = {
            "name": ledger.name,
            "folder": str(ledger.folder),
            "database": shown(ledger.address),
            "countries": list(ledger.countries),
            "onset": ledger.onset and ledger.onset.isoformat(),
            "documents": counts.documents,
            "purged": counts.purged,
            "claims": dict(counts.claims),
            "events": counts.events,
            "statements": counts.statements,
            "imports": counts.imports,
            "units": counts.units,
            "decisions": counts.decisions,
            "kept": counts.kept,
            "stale": sum(number for reader, number in counts.readers.items() if reader != word),
            "state": ledger.state(),
        }
    if format_ == "json":
        click.echo(json.dumps(facts, ensure_ascii=False))
        return ALL_READ
    click.echo(f"{facts['name']} ({', '.join(ledger.countries) or 'no country'})  {facts['database']}")
    for name in ("documents", "claims", "events", "statements", "imports", "units", "decisions"):
        value = facts[name]
        if isinstance(value, dict):
            split = ", ".join(f"{number:,} {channel}" for channel, number in value.items())
            click.echo(f"{name:<11}{sum(value.values()):>9,}" + (f"  {split}" if split else ""))
        else:
            click.echo(f"{name:<11}{value:>9,}")
    if counts.purged:
        click.echo(f"{'purged':<11}{counts.purged:>9,}  documents taken out for good")
    if counts.kept:
        click.echo(f"{'kept':<11}{counts.kept:>9,}  records that only a decision keeps: look at them again")
    if facts["stale"]:
        click.echo(f"{'stale':<11}{facts['stale']:>9,}  documents read by another reader: masfufa add --reread")
    return ALL_READ
