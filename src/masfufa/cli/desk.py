"""`masfufa desk`: check, correct and compare in the browser. The desk itself is masfufa.desk."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import login, opened, workspace_option

if TYPE_CHECKING:
    import uvicorn

PORT = 8321


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, metavar="N",
              help="Where it listens; 0 takes any free port.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="The address that it listens on.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
@click.option("--interface", type=click.Choice(["ar", "en"]), help="Language of the pages. [the browser's]")
@click.option("--allow-private", is_flag=True, help="Let an address to add lead into a private network.")
def desk(
    workspace: Path | None, port: int, host: str, no_browser: bool, interface: str | None, allow_private: bool
) -> int:
    """Open the desk in the browser: find reports, check what was read in them, correct it.

    It listens on this machine only, and lets in the browser that opens the printed address. Ctrl-C ends it.
    """
    import uvicorn

    from masfufa.desk.app import create_app
    from masfufa.desk.settings import DeskSettings, is_loopback
    from masfufa.errors import UsageError

    if not is_loopback(host):
        raise UsageError(
            "desk-host",
            f"{host} can be reached from other machines, and the desk knows one user only. "
            "Leave --host out, and come in through an SSH tunnel.",
        )
    with opened(workspace) as ledger:
        listening = _listen(host, port)
        settings = DeskSettings(
            host=host,
            port=listening.getsockname()[1],
            who=login(),
            token=secrets.token_urlsafe(24),
            interface=interface,
            allow_private=allow_private,
        )
        config = uvicorn.Config(
            create_app(ledger, settings), log_level="warning", access_log=False, server_header=False,
            proxy_headers=False, timeout_graceful_shutdown=5,
        )  # fmt: skip
        server = uvicorn.Server(config)
        click.echo(f"The desk is open at {settings.address}")
        click.echo("The address works once, in one browser. Ctrl-C ends the desk.")
        if not no_browser:
            threading.Thread(target=_open, args=(server, settings.address), daemon=True).start()
        server.run(sockets=[listening])
    return ALL_READ


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
