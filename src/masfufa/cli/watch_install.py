"""The lines that have `masfufa watch --once` run by a timer; they are printed, and nothing is installed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

MINUTES = 10


def lines(sources: Path, workspace: Path, system: str | None = None, python: str | None = None) -> str:
    """What to put where. `system`: as sys.platform has it."""
    system = system or sys.platform
    command = [
        python or sys.executable,
        "-m",
        "masfufa",
        "watch",
        str(sources),
        "--workspace",
        str(workspace),
        "--once",
    ]
    return (
        _windows(command) if system == "win32" else _unix(command, workspace.name, systemd=system.startswith("linux"))
    )


def _unix(command: list[str], name: str, *, systemd: bool) -> str:
    cron = f"*/{MINUTES} * * * * {shlex.join([*command, '--quiet'])}".replace("%", "\\%")
    said = f"# With cron: crontab -e, and this line:\n{cron}"
    if not systemd:
        return said
    unit = "masfufa-" + "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
    folder = "~/.config/systemd/user"
    return f"""\
# With systemd: these two files, then
#   systemctl --user daemon-reload && systemctl --user enable --now {unit}.timer
# (and once, so that it runs while you are not logged in: loginctl enable-linger)

# {folder}/{unit}.service
[Unit]
Description=masfufa gathers for {_specified(name)}

[Service]
Type=oneshot
ExecStart={" ".join(map(_quoted, command))}
# 1: some source could not be asked, which masfufa sources tells.
SuccessExitStatus=1

# {folder}/{unit}.timer
[Unit]
Description=masfufa gathers for {_specified(name)}

[Timer]
OnBootSec=2min
OnUnitInactiveSec={MINUTES}min
RandomizedDelaySec=30

[Install]
WantedBy=timers.target

{said}"""


def _specified(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(part: str) -> str:
    """A word of a command as a unit file of systemd wants it."""
    plain = part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if any(c in part for c in " \t\"'\\;") else plain


def _windows(command: list[str]) -> str:
    inner = subprocess.list2cmdline([*command, "--quiet"]).replace('"', '\\"')
    return f"""\
rem In a command prompt, this line (schtasks /Delete /TN masfufa takes it away again):
schtasks /Create /TN masfufa /SC MINUTE /MO {MINUTES} /TR "{inner}\""""
