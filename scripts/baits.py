#!/usr/bin/env python3
"""Seconds per MB of each bait of tests/documents/baits.py at a length and at twice that: what grows is not linear.

`scripts/baits.py [--size CHARACTERS] [--profile] [NAME …]`. One line a bait: seconds per million characters at both
lengths, and the ratio; 1 is linear, 2 is the square of the length. `--profile` shows where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> int:
    """All baits, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    from tests.documents.baits import BAITS

    for name in given.names or BAITS:
        language, made = BAITS[name]
        if given.profile:
            profile = cProfile.Profile()
            profile.runcall(seconds, made(given.size), language)
            pstats.Stats(profile).sort_stats("tottime").print_stats(12)
            continue
        try:
            once, twice = (seconds(made(size), language) / size * 1e6 for size in (given.size, 2 * given.size))
        except Exception as error:  # the others are measured all the same
            traceback.print_exc(limit=-3)
            print(f"{name:<26}{language}  {type(error).__name__}", flush=True)
            continue
        print(f"{name:<26}{language}  {once:8.2f} {twice:8.2f} s/MB  x{twice / once:5.2f}", flush=True)
    return 0


def seconds(text: str, language: str) -> float:
    """How long reading takes, document and records included."""
    from masfufa.documents.load import Options, from_bytes
    from masfufa.reading.reader import read_document

    read_document(from_bytes(b"12 killed in Aleppo", "warm", Options(language=language)))
    began = time.perf_counter()
    read_document(from_bytes(text.encode("utf-8"), "bait", Options(language=language)))
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
