"""Commands of masfufa run in processes that are harmed: killed, on a full disk, with a clock that jumps."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

JUMPING = Path(__file__).with_name("jumping.py")


@dataclass(slots=True)
class Ended:
    """How a command ended. `status` is negative where it was killed; `peak` the most MB that it and its children held,
    `samples` what they held every second."""

    status: int
    seconds: float
    peak: float
    samples: list[float]
    said: str


def command(*args: str | Path, jump: int | None = None) -> list[str]:
    """The command line of masfufa; `jump`: under a jumping clock of this seed."""
    start = [sys.executable, str(JUMPING), str(jump)] if jump is not None else [sys.executable, "-m", "masfufa"]
    return [*start, *(str(arg) for arg in args)]


def run(line: list[str], log: Path, *, kill_after: float | None = None) -> Ended:
    """Run a command to its end, or kill it and all that it started (-9) after some seconds."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began, samples = time.monotonic(), []
    with log.open("ab") as out:
        place = out.tell()
        process = subprocess.Popen(line, stdout=out, stderr=out, start_new_session=True)
        while True:
            try:
                process.wait(timeout=1.0 if kill_after is None else min(1.0, max(kill_after, 0.05)))
                break
            except subprocess.TimeoutExpired:
                samples.append(megabytes(process.pid))
            if kill_after is not None and time.monotonic() - began >= kill_after:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                break
    with log.open("rb") as read:
        read.seek(place)
        said = read.read().decode("utf-8", "replace")
    return Ended(process.returncode, time.monotonic() - began, max(samples, default=0.0), samples, said)


def megabytes(pid: int) -> float:
    """Memory that a process and its children have to themselves or share (resident), where /proc tells."""
    total = 0.0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii", errors="replace")
            total += next((int(x.split()[1]) / 1024 for x in status.splitlines() if x.startswith("VmRSS:")), 0.0)
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting.extend(int(child) for child in (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return total


def can_fill_disks() -> bool:
    """Whether this system lets us mount a small disk of our own (Linux, unshare)."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


_UNSHARE = (
    ("unshare", "--mount", "--map-root-user") if hasattr(os, "getuid") and os.getuid() else ("unshare", "--mount")
)


def run_on_full_disk(line: list[str], workspace: Path, spare: int, log: Path) -> Ended:
    """Run a command while the workspace lies on a disk with `spare` bytes left; what it leaves is put back.

    The disk is a tmpfs that only this command sees.
    """
    # A tmpfs gives whole pages, and takes some for folders and names.
    pages = sum(2 + path.stat().st_size // 4096 for path in workspace.rglob("*"))
    size = (pages + 16) * 4096 + spare
    kept = workspace.with_name(f"{workspace.name}.kept")
    shutil.rmtree(kept, ignore_errors=True)
    script = (
        'set -e; mount -t tmpfs -o size="$SIZE" soak "$DISK"; cp -a "$SPACE/." "$DISK/"; '
        'mount --bind "$DISK" "$SPACE"; set +e; "$@"; status=$?; '
        'mkdir "$KEPT" && cp -a "$DISK/." "$KEPT/" && exit $status; exit 99'
    )
    disk = workspace.with_name(f"{workspace.name}.disk")
    disk.mkdir(exist_ok=True)
    given = {"SIZE": str(size), "DISK": str(disk), "SPACE": str(workspace), "KEPT": str(kept)}
    environment = [f"{name}={value}" for name, value in given.items()]
    ended = run(["env", *environment, *_UNSHARE, "sh", "-c", script, "soak", *line], log)
    if ended.status == 99 or not kept.is_dir():
        raise RuntimeError(f"The small disk could not be set up or emptied:\n{ended.said[-500:]}")
    # The state after the full disk takes the workspace's place, as if room had been made there.
    old = workspace.with_name(f"{workspace.name}.old")
    workspace.rename(old)
    kept.rename(workspace)
    shutil.rmtree(old)
    disk.rmdir()
    return ended


__all__ = ["Ended", "can_fill_disks", "command", "megabytes", "run", "run_on_full_disk"]
