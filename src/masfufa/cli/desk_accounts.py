"""`masfufa desk account`, `token`, `audit`, `secret`: who may come in, and what they did.

Passwords are asked for, never taken from the command line, where other programs could read them.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import login, opened, workspace_option
from masfufa.cli.written import stream

if TYPE_CHECKING:
    from masfufa.workspace import Workspace

ROLES = ("viewer", "analyst", "reviewer", "administrator")
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PASSWORD = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line, instead of asking."
)
_ROLE = click.option("--role", type=click.Choice(ROLES), required=True, help="What it may do (docs/desk.md).")


def _opened(workspace: Path | None) -> Workspace:
    """The workspace that the subcommand names, else the one named before it."""
    context = click.get_current_context()
    while workspace is None and context.parent is not None:
        context = context.parent
        workspace = context.params.get("workspace")
    return opened(workspace)


def _password(from_stdin: bool, name: str) -> str:
    """A hash of the password that is asked for."""
    from masfufa.desk import passwords

    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = click.prompt(f"Password for {name}", hide_input=True, confirmation_prompt="Again", err=True)
    return passwords.hashed(passwords.checked(given, name))


@click.group(context_settings=_HELP)
def account() -> None:
    """Who may sign in to the desk: add, list, role, password, disable, enable."""


@account.command("add")
@click.argument("name")
@workspace_option
@_ROLE
@_PASSWORD
def add(name: str, workspace: Path | None, role: str, password_stdin: bool) -> int:
    """Add an account; its password is asked for."""
    from masfufa.workspace.accounts import Accounts, checked_name

    with _opened(workspace) as space:
        made = Accounts.of(space).add(checked_name(name), role, _password(password_stdin, name), login())
    click.echo(f"{made.name} may sign in as {made.role}.")
    return ALL_READ


@account.command("list")
@workspace_option
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="How to print.")  # fmt: skip
def list_(workspace: Path | None, format_: str) -> int:
    """List all accounts, disabled ones too."""
    from masfufa.workspace.accounts import Accounts

    with _opened(workspace) as space:
        found = Accounts.of(space).every()
    if format_ == "json":
        rows = [
            {
                "name": a.name,
                "role": a.role,
                "added": a.added.isoformat(timespec="seconds"),
                "disabled": a.disabled and a.disabled.isoformat(timespec="seconds"),
                "sessions": a.sessions,
            }
            for a in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return ALL_READ
    for a in found:
        state = f"disabled {a.disabled:%Y-%m-%d}" if a.disabled else f"{a.sessions} open sessions"
        click.echo(f"{a.role:<14} {a.name}  (added {a.added:%Y-%m-%d}, {state})")
    if not found:
        click.echo("There is no account yet: masfufa desk account add NAME --role administrator")
    return ALL_READ


@account.command("role")
@click.argument("name")
@workspace_option
@_ROLE
def role_(name: str, workspace: Path | None, role: str) -> int:
    """Give an account another role, which holds at once."""
    from masfufa.workspace.accounts import Accounts

    with _opened(workspace) as space:
        made = Accounts.of(space).set_role(name, role, login())
    click.echo(f"{made.name} is {made.role} now.")
    return ALL_READ


@account.command("password")
@click.argument("name")
@workspace_option
@_PASSWORD
def password(name: str, workspace: Path | None, password_stdin: bool) -> int:
    """Set another password; all sessions and tokens of the account end."""
    from masfufa.workspace.accounts import Accounts

    with _opened(workspace) as space:
        made = Accounts.of(space).set_password(name, _password(password_stdin, name), login())
    click.echo(f"{made.name} has another password; all sessions and tokens ended.")
    return ALL_READ


@account.command("disable")
@click.argument("name")
@workspace_option
def disable(name: str, workspace: Path | None) -> int:
    """Let an account open nothing any more; its sessions end. Its decisions keep its name."""
    from masfufa.workspace.accounts import Accounts

    with _opened(workspace) as space:
        made = Accounts.of(space).disable(name, login())
    click.echo(f"{made.name} is disabled.")
    return ALL_READ


@account.command("enable")
@click.argument("name")
@workspace_option
def enable(name: str, workspace: Path | None) -> int:
    """Let a disabled account sign in again."""
    from masfufa.workspace.accounts import Accounts

    with _opened(workspace) as space:
        made = Accounts.of(space).enable(name, login())
    click.echo(f"{made.name} may sign in again.")
    return ALL_READ


@click.group(context_settings=_HELP)
def token() -> None:
    """Tokens of the HTTP API (docs/api.md): add, list, revoke."""


@token.command("add")
@click.argument("name")
@workspace_option
@click.option("--account", "owner", metavar="NAME", help="Whose it is; without it, of who runs the desk alone.")
@_ROLE
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it holds.")
def add_token(name: str, workspace: Path | None, owner: str | None, role: str, days: int) -> int:
    """Make a token; NAME says what it is for. It is printed once and kept nowhere."""
    from masfufa.desk.sessions import new_token, token_hash
    from masfufa.errors import UsageError
    from masfufa.workspace.accounts import Accounts
    from masfufa.workspace.accounts_log import AccountLog

    made = new_token()
    with _opened(workspace) as space:
        found = Accounts.of(space).find(owner) if owner is not None else None
        if owner is not None and found is None:
            raise UsageError("account-unknown", f"There is no account {owner!r}.")
        who, number = (found.name, found.id) if found else (login(), None)
        AccountLog.of(space).add_token(token_hash(made), name, role, days, who, number, login())
    click.echo(made)
    return ALL_READ


@token.command("list")
@workspace_option
def tokens(workspace: Path | None) -> int:
    """List all tokens, without what they say."""
    import datetime as dt

    from masfufa.workspace.accounts_log import AccountLog

    with _opened(workspace) as space:
        found = AccountLog.of(space).tokens(None, every=True)
    now = dt.datetime.now(dt.UTC)
    for t in found:
        state = "revoked" if t.revoked else f"until {t.expires:%Y-%m-%d}" if t.holds(now) else "expired"
        seen = f", last used {t.seen:%Y-%m-%d}" if t.seen else ""
        click.echo(f"{t.id:>5}  {t.role:<14} {t.who}: {t.name}  ({state}{seen})")
    return ALL_READ


@token.command("revoke")
@click.argument("number", type=int)
@workspace_option
def revoke(number: int, workspace: Path | None) -> int:
    """Let a token open nothing any more."""
    from masfufa.workspace.accounts_log import AccountLog

    with _opened(workspace) as space:
        made = AccountLog.of(space).revoke(number, login(), every=True)
    click.echo(f"Token {made.id} ({made.name}) opens nothing any more.")
    return ALL_READ


@click.command(context_settings=_HELP)
@workspace_option
@click.option("--who", metavar="NAME", help="Only what this person did.")
@click.option("--kind", type=click.Choice(("decision", "account")), help="Only decisions, or only accounts.")
@click.option("-f", "--format", "format_", type=click.Choice(("csv", "jsonl")), default="csv", show_default=True,
              help="How to write.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file. [standard output]")  # fmt: skip
def audit(workspace: Path | None, who: str | None, kind: str | None, format_: str, output: Path | None) -> int:
    """Write the audit log: every decision and what became of accounts, the latest first."""
    from masfufa.desk.views.accounts import COLUMNS, row
    from masfufa.exchange.delimited import plain_cell
    from masfufa.workspace.accounts_log import AccountLog

    with _opened(workspace) as space:
        entries = AccountLog.of(space).audit(who=who, kind=kind)
    with stream(output) as out:
        if format_ == "jsonl":
            for entry in entries:
                plain = {**dict(zip(COLUMNS, row(entry), strict=True)), "detail": dict(entry.detail)}
                out.write(json.dumps(plain, ensure_ascii=False) + "\n")
        else:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([plain_cell(value) for value in row(entry)] for entry in entries)
    return ALL_READ


@click.command(context_settings=_HELP)
@workspace_option
@click.option("--replace", is_flag=True, help="Make another one in its place; all sessions end.")
def secret(workspace: Path | None, replace: bool) -> int:
    """Make the secret that a desk for others needs, in the workspace's folder; only you can read it."""
    from masfufa.desk.secret import write_secret

    with _opened(workspace) as space:
        click.echo(f"Written: {write_secret(space.folder, replace=replace)}")
    return ALL_READ
