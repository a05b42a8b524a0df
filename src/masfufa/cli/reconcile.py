"""`masfufa reconcile`: what was linked and what was flagged."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli import reconciled as reconciling
from masfufa.cli.reconciled import vintage_options
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Ledger


@click.command("reconcile", context_settings={"max_content_width": 100})
@workspace_option
@vintage_options
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="Text for the terminal, or one JSON object.")  # fmt: skip
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True,
              help="How many flags of each kind to show.")  # fmt: skip
def reconcile_(workspace: Path | None, as_known_on: Any, as_recorded_on: Any, format_: str, limit: int) -> int:
    """Link the claims and say what was found: carriers, copies, happenings, sums, contradictions.

    Nothing is written: the matrix does the same by itself.
    """
    with opened(workspace) as space:
        ledger = reconciling.reconciled(space, as_known_on=as_known_on, as_recorded_on=as_recorded_on)
    facts = facts_of(ledger)
    if format_ == "json":
        facts["flagged"] = [{"code": f.code, "claims": list(f.claims), "message": f.message} for f in ledger.flags]
        click.echo(json.dumps(facts, ensure_ascii=False))
        return ALL_READ
    for name in ("claims", "canonical", "carriers", "copies", "happenings", "contradictions"):
        click.echo(f"{name:<16}{facts[name]:>9,}")
    for name in ("links", "checks", "set_aside", "placed"):
        for what, count in facts[name].items():
            click.echo(f"{name:<16}{count:>9,}  {what}")
    shown: Counter[str] = Counter()
    for flag in ledger.flags:
        shown[flag.code] += 1
        if shown[flag.code] <= limit:
            click.echo(f"{flag.code}: {flag.message} [{', '.join(claim[:8] for claim in flag.claims)}]")
    for code, count in sorted(shown.items()):
        if count > limit:
            click.echo(f"{code}: {count - limit:,} more")
    return ALL_READ


def facts_of(ledger: Ledger) -> dict[str, Any]:
    """Counts of everything that reconciling made."""
    links = Counter(f"{link.kind} ({link.rule})" for link in ledger.links)
    checks = Counter(f"{check.rule} {'holds' if check.holds else 'does not hold'}" for check in ledger.checks)
    return {
        "claims": len(ledger.claims),
        "canonical": len(ledger.canonical),
        "carriers": sum(len(claim.carriers) for claim in ledger.canonical.values()),
        "copies": len(ledger.copies),
        "happenings": len(ledger.happenings),
        "contradictions": len(ledger.contradictions),
        "links": dict(sorted(links.items())),
        "checks": dict(sorted(checks.items())),
        "set_aside": dict(sorted(Counter(item.reason for item in ledger.set_aside).items())),
        "placed": dict(sorted(Counter(f"by {claim.node.how}" for claim in ledger.canonical.values()).items())),
    }
