"""`masfufa evaluate`: the installed reader against gold files. The work is masfufa.evaluation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from masfufa.evaluation.rates import Rate
    from masfufa.evaluation.reading import Evaluated
    from masfufa.evaluation.scoring import Outcome, Score


@click.command(context_settings={"max_content_width": 100})
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="GOLD...")
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="Text for the terminal, or one JSON object.")  # fmt: skip
@click.option("--errors", is_flag=True, help="List every figure that was not read right.")
@click.option("--crisis", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Read with a crisis's own actors, roles and places.")  # fmt: skip
@workspace_option
def evaluate(gold: tuple[Path, ...], format_: str, errors: bool, crisis: Path | None, workspace: Path | None) -> int:
    """Score the reader on documents whose figures are known: those that the desk exports, or labelled by hand.

    A figure is right where its category, both bounds and unit are. Shares of fewer than 20 cases are not given.
    --workspace reads with the crisis folder of that workspace.
    """
    from masfufa.evaluation.gold import read
    from masfufa.evaluation.reading import evaluate as score

    if crisis is not None and workspace is not None:
        raise click.UsageError("Name a crisis folder or a workspace, not both.")
    if workspace is not None:
        from masfufa.cli.workspace_option import opened

        with opened(workspace) as space:
            crisis = space.crisis_folder
    found = score((one for path in gold for one in read(path)), crisis)
    if format_ == "json":
        plain = {
            "reader": found.reader,
            "reviewed_by": sorted(found.reviewed_by),
            **found.report.plain(),
            **({"errors": [_plain(one) for one in found.errors]} if errors else {}),
        }
        click.echo(json.dumps(plain, ensure_ascii=False))
        return ALL_READ
    click.echo(_told(found))
    if errors:
        click.echo("\n".join(["", *(_line(one) for one in found.errors)]))
    return ALL_READ


def _plain(one: Outcome) -> dict[str, Any]:
    gold, claim = one.gold, one.claim
    said: dict[str, Any] | None = None
    if claim is not None:
        from masfufa.claims_plain import claim_to_plain

        said = claim_to_plain(claim)
    wanted = None
    if gold is not None:
        wanted = {"category": gold.category, "low": gold.low, "high": gold.high, "unit": gold.unit,
                  "start": gold.start, "end": gold.end, "text": gold.text}  # fmt: skip
    return {"document": one.document.id, "what": one.what, "wrong": list(one.faulty), "gold": wanted, "read": said}


def _value(low: int | None, high: int | None) -> str:
    if low == high:
        return "–" if low is None else f"{low:,}"
    if high is None:
        return f"≥ {low:,}"
    return f"≤ {high:,}" if low is None else f"{low:,}–{high:,}"


def _line(one: Outcome) -> str:
    gold, claim = one.gold, one.claim
    parts = []
    if gold is not None:
        parts.append(f"there: {gold.category} {_value(gold.low, gold.high)} {gold.unit}")
    if claim is not None:
        parts.append(f"read: {claim.category} {_value(claim.low, claim.high)} {claim.unit}")
    words = gold.text if gold is not None and gold.text else claim.locator.text if claim is not None else ""
    what = f"{one.what} ({', '.join(one.faulty)})" if one.faulty else one.what
    return f"{one.document.id[:24]}  {what}  {'  '.join(parts)}  “{' '.join(words.split())[:80]}”"


def _told(found: Evaluated) -> str:
    total = found.report.total
    lines = [f"Reader {found.reader}"]
    if found.reviewed_by - {found.reader}:
        lines.append(
            f"Reviewed were readings of {', '.join(sorted(found.reviewed_by))}, not of this reader with this crisis."
        )
    lines += [
        f"{len(total.documents):,} documents",
        "",
        _row("", "right", "of", "share", "95 % interval"),
        _rate("precision: what was read is right", total.precision),
        _rate("recall: what is there was read right", total.recall),
        _rate("nothing to correct", total.whole),
        _rate("documents without figures left alone", found.report.clean),
        "",
        *(_rate(f"field {name}", rate) for name, rate in total.fields.items()),
    ]
    for name in ("category", "language", "publisher"):
        lines += ["", *_groups(name, found.report.by[name])]
    return "\n".join(lines)


def _row(name: str, right: str, of: str, share: str, interval: str) -> str:
    return f"{name[:40]:40} {right:>7} {of:>7} {share:>8}  {interval}".rstrip()


def _rate(name: str, rate: Rate) -> str:
    return _row(name, f"{rate.right:,}", f"{rate.of:,}", *_share(rate))


def _share(rate: Rate) -> tuple[str, str]:
    if rate.share is None or rate.interval is None:
        return ("too few" if rate.of else "none"), ""
    return f"{rate.share:.3f}", "{:.3f}–{:.3f}".format(*rate.interval)


def _groups(name: str, groups: dict[str, Score]) -> list[str]:
    from masfufa.evaluation.scoring import ranked

    rows = []
    for value, score in ranked(groups):
        called = value or "not known"
        rows += [_rate(f"{name} {called}: precision", score.precision), _rate(f"{name} {called}: recall", score.recall)]
    return rows
