"""`masfufa desk`: check, correct and compare in the browser. The desk itself is masfufa.desk."""

from __future__ import annotations

import secrets
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.lazy import LazyGroup
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import login, opened, workspace_option

if TYPE_CHECKING:
    import uvicorn

    from masfufa.workspace import Workspace

PORT = 8321


COMMANDS = {
    "account": "masfufa.cli.desk_accounts:account",
    "token": "masfufa.cli.desk_accounts:token",
    "audit": "masfufa.cli.desk_accounts:audit",
    "secret": "masfufa.cli.desk_accounts:secret",
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@workspace_option
@click.option("--example", is_flag=True, help="Open the example crisis, with a guided first review; nothing is kept.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, metavar="N",
              help="Where it listens; 0 takes any free port.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="The address that it listens on.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
@click.option("--interface", type=click.Choice(["ar", "en"]), help="Language of the pages. [the browser's]")
@click.option("--allow-private", is_flag=True, help="Let an address to add lead into a private network.")
@click.option("--accounts", is_flag=True, help="Let people sign in, also where it listens on this machine only.")
@click.option("--public-url", metavar="URL", help="The address in people's browsers, like https://desk.example.org.")
@click.option("--behind-proxy", is_flag=True, help="Requests come through a proxy that adds X-Forwarded-For.")
@click.option("--secret-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where the desk's secret is. [MASFUFA_DESK_SECRET, or desk.secret of the workspace]")  # fmt: skip
@click.pass_context
def desk(
    context: click.Context,
    workspace: Path | None,
    example: bool,
    port: int,
    host: str,
    no_browser: bool,
    interface: str | None,
    allow_private: bool,
    accounts: bool,
    public_url: str | None,
    behind_proxy: bool,
    secret_file: Path | None,
) -> int:
    """Open the desk in the browser: find reports, check what was read in them, correct it.

    It listens on this machine only, and lets in the browser that opens the printed address. Ctrl-C ends it.

    For others to come in (--host, --public-url) it needs accounts and a secret:

    \b
      masfufa desk secret
      masfufa desk account add NAME --role administrator
      masfufa desk --public-url https://desk.example.org --behind-proxy
    """
    if context.invoked_subcommand is not None:
        return ALL_READ
    import uvicorn

    from masfufa.desk.app import create_app
    from masfufa.desk.settings import DeskSettings, is_loopback, public_origin

    if example and workspace is not None:
        raise click.UsageError("--example opens a workspace of its own; leave --workspace out.")
    many = accounts or not is_loopback(host) or public_url is not None
    if example and many:
        raise click.UsageError("--example is for one person on this machine: no accounts, no other host.")
    with _example(interface) if example else opened(workspace) as ledger:
        url = public_origin(public_url) if public_url is not None else None
        secret = _ready(ledger, host, url, secret_file) if many else b""
        listening = _listen(host, port)
        settings = DeskSettings(
            host=host,
            port=listening.getsockname()[1],
            who=login(),
            token=secrets.token_urlsafe(24),
            interface=interface,
            allow_private=allow_private,
            guide=example,
            accounts=many,
            secret=secret,
            public_url=url,
            behind_proxy=behind_proxy,
        )
        config = uvicorn.Config(
            create_app(ledger, settings), log_level="warning", access_log=False, server_header=False,
            proxy_headers=False, timeout_graceful_shutdown=5,
        )  # fmt: skip
        server = uvicorn.Server(config)
        click.echo(f"The desk is open at {settings.address}")
        if not many:
            click.echo("The address works once, in one browser. Ctrl-C ends the desk.")
        elif not settings.secure and not is_loopback(host):
            told = "Without https, passwords can be read on their way. Put a proxy with a certificate before the desk."
            click.echo(told, err=True)
        if not no_browser:
            threading.Thread(target=_open, args=(server, settings.address), daemon=True).start()
        server.run(sockets=[listening])
    return ALL_READ


@contextmanager
def _example(interface: str | None) -> Iterator[Workspace]:
    from masfufa.cli.example import NAME, make_example
    from masfufa.workspace import open_workspace

    with tempfile.TemporaryDirectory(prefix="masfufa-", ignore_cleanup_errors=True) as scratch:
        click.echo("Reading the example crisis …")
        folder = Path(scratch) / NAME
        make_example(folder, interface or "en")
        with open_workspace(folder) as ledger:
            yield ledger


def _ready(ledger: Workspace, host: str, url: str | None, secret_file: Path | None) -> bytes:
    """The secret of a desk that others can reach; UsageError says what it lacks, and how to give it that."""
    from masfufa.desk.secret import read_secret
    from masfufa.desk.settings import is_wildcard
    from masfufa.errors import UsageError
    from masfufa.workspace.accounts import Accounts

    if not Accounts.of(ledger).administrators():
        raise UsageError(
            "desk-administrator",
            "A desk that others can reach needs somebody who keeps its accounts. "
            "Make one: masfufa desk account add NAME --role administrator",
        )
    secret = read_secret(ledger.folder, secret_file)
    if url is None and is_wildcard(host):
        raise UsageError(
            "desk-address",
            f"The desk is to listen on every address of this machine ({host}). "
            "Say which one people write into their browsers: --public-url https://desk.example.org",
        )
    return secret


def _listen(host: str, port: int) -> socket.socket:
    from masfufa.errors import DataError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            if sys.platform != "win32":  # there it would let two programs listen on one port
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(128)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise DataError(
            "desk-port", f"Port {port} of {host} can't be used ({error.strerror}). Choose another: --port 0"
        ) from error
    return listening


def _open(server: uvicorn.Server, address: str) -> None:
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.05)
    webbrowser.open(address)
