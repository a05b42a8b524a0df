"""The big simulation: `python tests/simulation/simulate.py [--write]` prints the tables of docs/simulation.md.

Three scales of claims (10,000, 30,000 and 100,000), ten conflicts of the smallest scale told from other seeds, and one
run from end to end, in which reports are written and read. `--write` puts the tables into docs/simulation.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conflict.measure import table
from conflict.run import READ, Result, simulate, simulate_reading
from conflict.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "simulation.md"
SCALES = (4, 12, 45)
"""Provinces: what they tell comes to 10,000, 30,000 and 100,000 claims."""
SEEDS = range(1, 11)


def peak_megabytes() -> float | None:
    """The most memory that this process has held; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024**2 if sys.platform == "darwin" else 1024)


def run() -> str:
    """All runs, one after the other, as Markdown."""
    speed = [
        "| claims | incidents | reconciled in s (processor) | µs a claim | matrix in s | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    parts: list[str] = []
    for provinces in SCALES:
        result = simulate(Settings(adm1=provinces))
        claims = len(result.ledgered.claims)
        memory = peak_megabytes()
        speed.append(
            f"| {claims:,} | {len(result.world.incidents):,} | {result.reconciled:.1f} | "
            f"{result.reconciled / claims * 1e6:.0f} | {result.matrixed:.2f} | "
            f"{'not told' if memory is None else f'{memory:.0f}'} |"
        )
        parts.append(f"### {claims:,} claims\n\n{table(result.scores, result.contradictions)}\n")
        print(parts[-1], flush=True)
        del result
    parts.append(f"### Other seeds, {SCALES[0]} provinces\n\n{_seeds()}\n")
    print(parts[-1], flush=True)
    with tempfile.TemporaryDirectory() as folder:
        read = simulate_reading(dataclasses.replace(READ, adm1=4, adm2=4), Path(folder))
    parts.append(
        f"### From end to end: {len(read.ledgered.documents)} written reports\n\n"
        f"{table(read.scores, read.contradictions)}\n"
    )
    print(parts[-1], flush=True)
    parts.append("### Cost\n\n" + "\n".join(speed) + "\n")
    print(parts[-1], flush=True)
    return "\n".join(parts)


def _seeds() -> str:
    rows = [
        "| seed | killed: within 10 % | holds | wounded: within 10 % | holds | planted | found | false |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for seed in SEEDS:
        result: Result = simulate(Settings(seed=seed, adm1=SCALES[0]))
        killed, wounded, found = result.scores[0], result.scores[1], result.contradictions
        rows.append(
            f"| {seed} | {killed.within:.3f} | {killed.holds:.3f} | {wounded.within:.3f} | {wounded.holds:.3f} | "
            f"{found.planted} | {found.found} | {found.false} |"
        )
    return "\n".join(rows)


def main() -> int:
    """Run, print, and write where asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/simulation.md")
    asked = parser.parse_args()
    tables = run()
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition("<!-- tables -->\n")
        _, _, after = rest.partition("<!-- end -->")
        PAGE.write_text(f"{before}<!-- tables -->\n{tables}<!-- end -->{after}", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
