#!/usr/bin/env python3
"""Compare two Dask workers with two plain processes on made reports, and say what a million documents cost.

    python scripts/scale.py [--documents 20000] [--turns 1] [--folder build/scale]

The reports are those of the soak (tests/soak/texts.py). Seconds are of the clock, from the start of the command to its
end, and of the processor, of all processes of it. Both outputs must be the same, row for row. Exit status: 1 where they
are not or Dask is slower than 0.9 of the processes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.soak.texts import made  # noqa: E402

from masfufa.scaling.schema import TABLES  # noqa: E402

BAR = 0.9
ENGINES = {
    "processes": ["--engine", "processes", "--jobs", "2"],
    "dask": ["--engine", "dask", "--scheduler", "local:2"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=1, help="runs of each, in turn")
    parser.add_argument("--megabytes", default="1", help="size of a partition")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "scale")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    source = options.folder / "news.jsonl"
    words = write(source, options.documents)
    print(f"{options.documents:,} documents, {words:,} words, {source.stat().st_size / 1e6:.1f} MB", flush=True)
    best: dict[str, tuple[float, float]] = {}
    for turn in range(options.turns):
        for name in sorted(ENGINES, reverse=turn % 2 == 0):
            took = run(name, source, options.folder / name, options.megabytes)
            print(f"{name}: {told(took, options.documents, words)}", flush=True)
            best[name] = min(best.get(name, took), took)
    same = equal(options.folder / "processes", options.folder / "dask")
    ratio = best["processes"][0] / best["dask"][0]
    effort = best["processes"][1] / best["dask"][1]
    print(
        f"Dask is {ratio:.2f} times as fast by the clock ({effort:.2f} by the processor; bar {BAR}); rows equal: {same}"
    )
    hours = best["processes"][1] / options.documents * 1e6 / 3600
    print(f"A million such documents: {hours:.1f} core hours ({words / options.documents:.0f} words each)")
    return 0 if same and ratio >= BAR else 1


def write(path: Path, documents: int) -> int:
    """Make the reports; the number of their words."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for n in range(documents):
            one = made(n)
            words += len(one.text.split())
            fields = {"id": str(n), "title": one.title, "text": one.text, "published": one.published.isoformat()}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
    return words


def run(name: str, source: Path, output: Path, megabytes: str) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    shutil.rmtree(output, ignore_errors=True)
    line = [sys.executable, "-m", "masfufa", "read", str(source), "--format", "parquet", "--quiet"]
    began, before = time.monotonic(), os.times()
    done = subprocess.run([*line, *ENGINES[name], "--partition-size", megabytes, "-o", str(output)], check=False)
    if done.returncode:
        sys.exit(f"{name} ended with {done.returncode}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, spent


def told(took: tuple[float, float], documents: int, words: int) -> str:
    """A run in words."""
    clock, spent = took
    return f"{clock:.0f} s, {documents / clock:.0f} documents/s, {words / clock:,.0f} words/s; {spent:.0f} s of a core"


def equal(left: Path, right: Path) -> bool:
    """Whether both outputs have the same rows."""
    import pyarrow.parquet as pq

    for table in TABLES:
        names = [sorted(path.name for path in (side / table).glob("*.parquet")) for side in (left, right)]
        if names[0] != names[1]:
            return False
        if any(not pq.read_table(left / table / n).equals(pq.read_table(right / table / n)) for n in names[0]):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
