"""`masfufa release`: propose a vintage, sign it off, look at what was released."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli import reconciled as reconciling
from masfufa.cli.reconciled import EVERIES, Categories, Day
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import login, opened, workspace_option
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Ledger
    from masfufa.workspace import Workspace
    from masfufa.workspace.releases import Release

_BYS = ("country", "adm1", "adm2", "adm3", "adm4")


def _who(command: Any) -> Any:
    return click.option("--who", metavar="NAME", help="Who does it. [the login name]")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def release() -> None:
    """Releases: proposed by one person, signed off by a second, then frozen (docs/publishing.md#releases)."""


@release.command()
@workspace_option
@click.argument("name")
@_who
@click.option("--as-known-on", type=Day(), metavar="DATE", help="What was known on this day. [today]")
@click.option("--by", type=click.Choice(_BYS), default="adm1", show_default=True, help="The places of the matrix.")
@click.option("--every", type=click.Choice(EVERIES), default="month", show_default=True, help="The periods.")
@click.option("--category", type=Categories(), default=(), metavar="A,B", help="Only these categories. [all]")
@click.option("--since", type=Day(), metavar="DATE", help="Only periods that end on this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only periods that begin on this day or earlier.")
def propose(
    workspace: Path | None,
    name: str,
    who: str | None,
    as_known_on: dt.date | None,
    by: str,
    every: str,
    category: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
) -> int:
    """Propose a release called NAME; its files are kept from now on as they are.

    The briefs in it tell what changed since the release that was signed off last.
    """
    from masfufa.exchange.release_files import Terms, make_content
    from masfufa.workspace.releases import signed

    with opened(workspace) as space:
        state = space.tracked_state()
        before = signed(space.releases())
        known = as_known_on or dt.datetime.now().astimezone().date()
        terms = Terms(known, by, every, category, since, until, before.known if before else None)
        made = make_content(space, _ledgers(space), terms)
        _tell(space.propose_release(who or login(), name, terms.plain(), made, made_of=state))
    return ALL_READ


@release.command()
@workspace_option
@click.argument("identity", metavar="ID")
@_who
def sign(workspace: Path | None, identity: str, who: str | None) -> int:
    """Sign a proposed release off, as another person than the one who proposed it."""
    with opened(workspace) as space:
        _tell(space.sign_release(_found(space, identity).id, who or login()))
    return ALL_READ


@release.command()
@workspace_option
@click.argument("identity", metavar="ID")
@click.option("--reason", required=True, metavar="WORDS", help="Why.")
@_who
def refuse(workspace: Path | None, identity: str, reason: str, who: str | None) -> int:
    """Turn a proposed release down, with a reason."""
    with opened(workspace) as space:
        _tell(space.refuse_release(_found(space, identity).id, who or login(), reason))
    return ALL_READ


@release.command("list")
@workspace_option
def list_(workspace: Path | None) -> int:
    """List all releases, the latest first."""
    with opened(workspace) as space:
        for found in space.releases():
            _tell(found)
    return ALL_READ


@release.command()
@workspace_option
@click.argument("identity", metavar="ID")
@click.option("--differs", is_flag=True, help="List the cells that would differ now, for the same day.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write its files into this folder, which is made.")  # fmt: skip
def show(workspace: Path | None, identity: str, differs: bool, output: Path | None) -> int:
    """Show a release: who, when, its files with their hashes; write them out; say what would differ now."""
    from masfufa.workspace.releases import file_state

    with opened(workspace) as space:
        found = _found(space, identity)
        _tell(found)
        click.echo(f"  sha256 {found.sha256}")
        if found.reason:
            click.echo(f"  reason: {found.reason}")
        for file in found.files:
            state = file_state(space.folder, found, file.name)
            click.echo(
                f"  {file.name}  {file.bytes:,} bytes  {file.sha256}" + ("" if state == "kept" else f"  {state}")
            )
        if output is not None:
            _write(space, found, output)
        if differs:
            _differs(space, found)
    return ALL_READ


def _write(space: Workspace, found: Release, output: Path) -> None:
    from masfufa.workspace.releases import file_state

    try:
        output.mkdir(parents=True, exist_ok=True)
        for file in found.files:
            if file_state(space.folder, found, file.name) == "kept":
                (output / file.name).write_bytes(space.release_file(found.id, file.name))
    except OSError as error:
        raise UsageError("output-not-writable", f"{output} cannot be written: {error.strerror or error}.") from error


def _differs(space: Workspace, found: Release) -> None:
    from masfufa.exchange.release_files import MATRIX, cells_now, differences

    cells = cells_now(reconciling.reconciled(space, as_known_on=found.known), found, found.known)
    changed = differences(space.release_file(found.id, MATRIX), cells)
    for one in changed:
        was = "-" if one.released is None else _shown(one.released[0])
        now = "-" if one.now is None else _shown(one.now[0])
        click.echo(f"  {one.kind}: {one.cell_id}  {was} -> {now}")
    click.echo(f"  {len(changed):,} cells differ now")


def _shown(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _found(space: Workspace, identity: str) -> Release:
    """The release whose id begins so. Raises UsageError("release-unknown")."""
    found = [r for r in space.releases() if identity and r.id.startswith(identity)]
    return found[0] if len(found) == 1 else space.release(identity)


def _ledgers(space: Workspace) -> Any:
    made: dict[dt.date | None, Ledger] = {}

    def ledger_of(known: dt.date | None) -> Ledger:
        if known not in made:
            made[known] = reconciling.reconciled(space, as_known_on=known)
        return made[known]

    return ledger_of


def _tell(found: Release) -> None:
    when = f"{found.proposed_at.astimezone():%Y-%m-%d %H:%M}"
    told = f"{found.id}  {found.name}  as known on {found.known}  proposed by {found.proposed_by} {when}"
    if found.state == "signed":
        told += f"  signed off by {found.by} {found.at:%Y-%m-%d}"
    elif found.state == "refused":
        told += f"  refused by {found.by} {found.at:%Y-%m-%d}"
    click.echo(told)
