#!/usr/bin/env python3
"""Soak masfufa: made reports through gather, add, reconcile and export while processes, disks, servers and clocks fail.

    python scripts/soak.py [--documents 200000] [--folder build/soak] [--seed 1] [--kills 12]

A ledger of what was put in is kept apart and compared with what came out. Begun again with the same numbers, it goes on
where it was. Prints a summary for docs/reliability.md; exit status 0 if nothing was lost and nothing doubled, else 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.soak.course import Soak  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "soak")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=12, help="times that masfufa watch is killed; a third that of add")
    parser.add_argument("--full-disks", type=int, default=4)
    parser.add_argument("--jumps", type=int, default=3, help="rounds under a clock that jumps")
    options = parser.parse_args()
    soak = Soak(
        options.folder,
        options.documents,
        options.seed,
        options.kills,
        full_disks=options.full_disks,
        jumps=options.jumps,
    )
    wrong = soak.go()
    print(summary(soak.notes.told))
    for one in wrong[:20]:
        print(f"  {one}")
    print(f"{len(wrong):,} differences" if wrong else "Nothing lost, nothing twice.")
    return 1 if wrong else 0


def summary(told: dict[str, Any]) -> str:
    """The numbers of a soak."""
    runs = told["runs"]
    had = Counter(f"{run['step']} {run['fault']}" for run in runs if run["fault"])
    calm = [run for run in runs if run["step"] == "gather" and not run["fault"] and len(run["mb"]) > 8]
    lines = [
        f"put in: {told['wanted']}",
        f"came out: {told['counts']}",
        f"seconds: {told['seconds']}",
        f"faults: {dict(had)}; by the server: {told['harm']}",
    ]
    for run in calm:
        quarter = len(run["mb"]) // 4
        parts = [max(run["mb"][at * quarter : (at + 1) * quarter]) for at in range(4)]
        lines.append(f"memory of a round of {run['seconds']:.0f} s, most in each quarter: {parts} MB")
    peaks = {step: max(run["peak_mb"] for run in runs if run["step"] == step) for step in {r["step"] for r in runs}}
    lines.append(f"most memory: {peaks} MB")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
