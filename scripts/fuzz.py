#!/usr/bin/env python3
"""Fuzz the parsers and the reader: `scripts/fuzz.py [--seconds S] [TARGET …]`, `make fuzz [SECONDS=…]`.

Each target of tests/fuzz/targets.py has its turn in a process of its own: with atheris (coverage-guided, libFuzzer)
where it is installed, else with mutations of our own. What grows is kept in build/fuzz/, and an input that fails in
build/fuzz/found/: mend it, then put it, made small, into tests/fuzz/corpus/TARGET/, which every `make test` replays.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "fuzz"
FOUND = WORK / "found"
SLOWEST = 20
"""Seconds for one input of at most LONGEST bytes: more is a finding."""
MEGABYTES = 3_000


def main() -> int:
    """All targets in turn. The exit status is 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=340, help="in all [%(default)s]")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*")
    given, more = parser.parse_known_args()
    sys.path.insert(0, str(ROOT))
    if given.one:
        return _one(given.one, given.seconds, more)
    from tests.fuzz.targets import TARGETS

    chosen = given.targets or list(TARGETS)
    each = max(5, given.seconds // len(chosen))
    found = []
    for target in chosen:
        before = set(FOUND.glob(f"{target}-*"))
        began = time.monotonic()
        command = [sys.executable, __file__, "--one", target, "--seconds", str(each)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        new = sorted(set(FOUND.glob(f"{target}-*")) - before)
        said = [line for line in done.stderr.splitlines() if "DONE" in line or line.startswith("runs:")]
        print(f"{target}: {time.monotonic() - began:.0f} s, {said[-1].strip() if said else 'ended early'}", flush=True)
        if new or done.returncode:
            found.append(target)
            WORK.mkdir(parents=True, exist_ok=True)
            (WORK / f"{target}.log").write_text(done.stdout[-5_000:] + done.stderr[-10_000:], encoding="utf-8")
            print(f"  found something: {', '.join(map(str, new)) or 'see'} {WORK / f'{target}.log'}", flush=True)
    return 1 if found else 0


def _one(target: str, seconds: int, more: list[str]) -> int:
    corpus = WORK / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(parents=True, exist_ok=True)
    try:
        import atheris
    except ImportError:
        return _mutate(target, seconds, corpus)
    with atheris.instrument_imports(include=["masfufa"]):
        from tests.fuzz.seeds import seeds
        from tests.fuzz.targets import LONGEST, TARGETS

        for data in seeds(target):  # imports what the target needs while imports are watched
            TARGETS[target](data)
    _fill(corpus, target, seeds(target))
    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={FOUND / target}-", "-len_control=20", *more, str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], TARGETS[target])
    atheris.Fuzz()
    return 0


def _fill(corpus: Path, target: str, made: list[bytes]) -> None:
    kept = [path.read_bytes() for path in (ROOT / "tests" / "fuzz" / "corpus" / target).glob("*")]
    for data in [*made, *kept]:
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)


def _mutate(target: str, seconds: int, corpus: Path) -> int:
    """Without atheris (there are wheels for Linux only): seeds changed at random, no coverage to go by."""
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

    _fill(corpus, target, seeds(target))
    known = [path.read_bytes() for path in sorted(corpus.iterdir())]
    seed = int(os.environ.get("FUZZ_SEED", "0")) or random.randrange(1 << 30)
    chance = random.Random(seed)
    end, runs = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = changed(chance.choice(known), known, chance)
        began = time.monotonic()
        runs += 1
        try:
            TARGETS[target](data)
        except BaseException as error:
            traceback.print_exc()
            (FOUND / f"{target}-{hashlib.sha1(data).hexdigest()}").write_bytes(data)
            if isinstance(error, KeyboardInterrupt):
                raise
            return 1
        if time.monotonic() - began > SLOWEST:
            (FOUND / f"{target}-slow-{hashlib.sha1(data).hexdigest()}").write_bytes(data)
            return 1
    print(f"runs: {runs} (seed {seed})", file=sys.stderr)
    return 0


def changed(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """`data` with a few changes: bits, bytes cut out, doubled, moved, or taken from another input."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(out) + 1)
        length = chance.choice((1, 1, 2, 4, 16, 64, 256))
        how = chance.randrange(6)
        if how == 0 and at < len(out):
            out[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            del out[at : at + length]
        elif how == 2:
            out[at:at] = out[at : at + length] * chance.choice((1, 2, 20))
        elif how == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            out[at:at] = other[start : start + length]
        elif how == 4:
            out[at:at] = bytes(chance.randrange(256) for _ in range(min(length, 8)))
        else:
            piece = out[at : at + length]
            del out[at : at + length]
            there = chance.randrange(len(out) + 1)
            out[there:there] = piece
    return bytes(out[:50_000])


if __name__ == "__main__":
    sys.exit(main())
