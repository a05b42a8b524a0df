#!/usr/bin/env python3
"""Measure the reader's speed against the project's bars, and write docs/performance.md.

    python scripts/speed.py [--spacy PYTHON] [--shared FOLDER] [--no-docs]

One process, one thread; words are what white space separates, seconds are those of the processor (of the clock for
whole commands). The texts are those of the bench sets in FOLDER/bench
(default ../shared beside the checkout), else the project's own in tests/gold. --spacy names a Python that has spaCy's
small English pipeline; without it that comparison is left out. Exit status: 0, 1 where a bar is not met.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
RUNS = 3
DOCUMENT_WORDS = 1_000
SIZES = (1_000, 10_000, 100_000, 1_000_000, 5_000_000)
SHORT = "قُتل 12 شخصا وأصيب 30 آخرون بجروح في طرابلس أمس، ونزحت 250 أسرة.\n"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Line:
    """One measure; `met` is None where there is no bar."""

    name: str
    value: str
    bar: str = ""
    met: bool | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", metavar="PYTHON")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/performance.md alone")
    options = parser.parse_args()
    lines = []
    for line in measures(options.shared / "bench", options.spacy):
        print(f"{line.name:58} {line.value:>14}  {line.bar:>10}  {told(line.met)}", flush=True)
        lines.append(line)
    if not options.no_docs:
        PAGE.write_text(page(lines), encoding="utf-8")
    return 1 if any(line.met is False for line in lines) else 0


def told(met: bool | None) -> str:
    return "" if met is None else "met" if met else "not met"


def measures(bench: Path, spacy: str | None) -> Iterator[Line]:
    """All measures, each as soon as it is known."""
    english = sentences(bench / "coding_en_dev.jsonl", ROOT / "tests" / "gold" / "figures_en.jsonl")
    arabic = sentences(bench / "detection_ar_dev.jsonl", ROOT / "tests" / "gold" / "figures_ar.jsonl")
    # First of all: a process inherits the peak memory of the one that started it, which must still be small.
    yield from processes(arabic)
    long = rates({"en": reports(english), "ar": reports(arabic)})
    short = rates({"en": english, "ar": arabic})
    yield Line("English, reports of 1,000 words: words a second", f"{long['en']:,.0f}")
    if spacy:
        spacy_rate = rate_of_spacy(spacy, reports(english))
        yield Line("spaCy's small English pipeline, the same: words a second", f"{spacy_rate:,.0f}")
        ratio = long["en"] / spacy_rate
        yield Line("English, times as fast as spaCy", f"{ratio:.1f}", "≥ 5", ratio >= 5)
    faster = long["ar"] >= long["en"]
    yield Line("Arabic, reports of 1,000 words: words a second", f"{long['ar']:,.0f}", f"≥ {long['en']:,.0f}", faster)
    yield Line("English, a sentence a document: words a second", f"{short['en']:,.0f}")
    yield Line("Arabic, a sentence a document: words a second", f"{short['ar']:,.0f}")
    for language, texts in (("ar", arabic), ("en", english)):
        yield from linearity(language, texts)


def sentences(bench: Path, own: Path) -> list[str]:
    """The texts of a bench set, or of the project's own sentences where the set is not here."""
    path = bench if bench.exists() else own
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def reports(texts: list[str]) -> list[str]:
    """The texts as documents of about a thousand words, a paragraph each."""
    documents, document, words = [], [], 0
    for text in texts:
        document.append(text)
        words += len(text.split())
        if words >= DOCUMENT_WORDS:
            documents.append("\n\n".join(document))
            document, words = [], 0
    return [*documents, "\n\n".join(document)] if document else documents


def rates(texts: dict[str, list[str]], wanted_words: int = 100_000) -> dict[str, float]:
    """Words a second of the reader by language: medians of RUNS, which take turns so that all see the same machine.

    The texts of a language are repeated until a run has `wanted_words`.
    """
    from masfufa.reading.reader import read_document
    from masfufa.records import Document

    documents = {
        code: [Document(str(at), text, language=code) for at, text in enumerate(texts[code])] for code in texts
    }
    words = {code: sum(len(text.split()) for text in texts[code]) for code in texts}
    seconds: dict[str, list[float]] = {code: [] for code in texts}
    for code in texts:
        read_document(documents[code][0])
    for code in list(texts) * RUNS:
        started = time.process_time()
        for _ in range(repeats(words[code], wanted_words)):
            for document in documents[code]:
                read_document(document)
        seconds[code].append(time.process_time() - started)
    return {code: words[code] * repeats(words[code], wanted_words) / statistics.median(seconds[code]) for code in texts}


def repeats(words: int, wanted: int) -> int:
    """How often a text of so many words is read in one run."""
    return max(round(wanted / words), 1)


def rate_of_spacy(python: str, texts: list[str]) -> float:
    """Words a second of spaCy on the same documents: the median of RUNS."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        command = [python, str(ROOT / "scripts" / "speed_spacy.py"), str(path), str(RUNS)]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, **ONE_THREAD})
    return sum(len(text.split()) for text in texts) / statistics.median(json.loads(done.stdout))


def linearity(language: str, texts: list[str]) -> Iterator[Line]:
    """Seconds a million characters at every size; the largest may cost half as much again as the middle one."""
    from masfufa.reading.reader import read_document
    from masfufa.records import Document

    costs = {}
    for size in SIZES:
        text = text_of(texts, size)
        document = Document("x", text, language=language)
        times = []
        for _ in range(RUNS if size < 1_000_000 else 1):
            started = time.process_time()
            read_document(document)
            times.append(time.process_time() - started)
        costs[size] = min(times) / size * 1e6
        bar, met = "", None
        if size == SIZES[-1]:
            allowed = 1.5 * costs[100_000]
            bar, met = f"≤ {allowed:.2f} s", costs[size] <= allowed
        name = {"ar": "Arabic", "en": "English"}[language]
        yield Line(f"{name}, {size / 1000:,.0f} thousand characters: s a million", f"{costs[size]:.2f} s", bar, met)


def text_of(texts: list[str], size: int) -> str:
    """The texts repeated up to `size` characters."""
    parts, length = [], 0
    for text in itertools.cycle(texts):
        parts.append(text)
        length += len(text) + 2
        if length >= size:
            return "\n\n".join(parts)[:size]
    raise ValueError("no texts")


def processes(arabic: list[str]) -> Iterator[Line]:
    """Start-up and memory of the command as a user runs it."""
    version = min(run(["--version"])[0] for _ in range(5))
    yield Line("masfufa --version", f"{version:.3f} s", "< 0.2 s", version < 0.2)
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.txt", Path(folder) / "long.txt"
        short.write_text(SHORT, encoding="utf-8")
        long.write_text(text_of(arabic, 1_000_000), encoding="utf-8")
        results = [run(["read", str(short), "--published", "2019-04-08"]) for _ in range(3)]
        seconds, memory = min(result[0] for result in results), max(result[1] for result in results)
        yield Line("a short report from a cold start", f"{seconds:.2f} s", "< 1 s", seconds < 1)
        if memory:
            yield Line("memory for a short report", f"{memory:.0f} MB", "< 300 MB", memory < 300)
            yield Line(
                "memory for a document of a million characters",
                f"{run(['read', str(long), '--format', 'csv'])[1]:.0f} MB",
            )


def run(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes (0 where the system does not tell) of one run of the command."""
    command = [sys.executable, "-m", "masfufa", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if not hasattr(os, "wait4"):
        process.wait()
        return time.perf_counter() - started, 0.0
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"masfufa {' '.join(arguments)}: {said.decode(errors='replace')}")
    return seconds, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def page(lines: list[Line]) -> str:
    """docs/performance.md."""
    rows = [f"| {line.name} | {line.value} | {line.bar} | {told(line.met)} |" for line in lines]
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `make speed`; do not edit. One process, one thread, the median of three runs; words are what",
            "white space separates, seconds those of the processor (for whole commands, of the clock).",
            f"Measured with {platform.python_implementation()} {platform.python_version()} on"
            f" {platform.system()} {platform.machine()}; read speeds as ±30 %.",
            "",
            "| measure | value | bar | |",
            "|---|---|---|---|",
            *rows,
            "",
            "Many documents are read on all cores (`masfufa read --jobs`), in the order of the input, in memory that",
            "does not grow with their number. A document may have up to 5 million characters.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
