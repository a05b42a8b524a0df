"""A PostgreSQL server for the tests: a data folder and a port of its own, gone at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path


def program(name: str) -> str | None:
    """Where a PostgreSQL program is: on the path, or where Debian keeps it."""
    found = shutil.which(name)
    if found:
        return found
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(kept[-1]) if kept else None


def missing() -> str | None:
    """Why there can be no server here; None where there can."""
    if os.name == "nt":
        return "the PostgreSQL tests run on Linux and macOS"
    for name in ("initdb", "postgres"):
        if program(name) is None:
            return f"PostgreSQL is not installed ({name} was not found)"
    if os.geteuid() == 0:
        import pwd

        if "postgres" not in {entry.pw_name for entry in pwd.getpwall()}:
            return "PostgreSQL does not run as root, and there is no user postgres"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    return None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server; its address without a database. As root it runs as the user postgres, as it must."""
    folder = Path(tempfile.mkdtemp(prefix="masfufa-pg-"))
    account: dict[str, str] = {}
    if os.geteuid() == 0:
        account = {"user": "postgres", "group": "postgres"}
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    initdb = [
        program("initdb"),
        "-D",
        str(data),
        "-U",
        "masfufa",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **account)
    settings = (
        "fsync=off",
        "listen_addresses=127.0.0.1",
        f"port={port}",
        "unix_socket_directories=",
        "max_connections=40",
    )
    command = [program("postgres"), "-D", str(data), *(part for one in settings for part in ("-c", one))]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **account)
    try:
        _await(port, process, folder / "log")
        yield f"postgresql://masfufa@127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: it waits for nobody who is still connected
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    end = time.monotonic() + 30
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://masfufa@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def new_database(base: str) -> str:
    """The address of a fresh, empty database on a server."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:16]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return f"{base}/{name}"
