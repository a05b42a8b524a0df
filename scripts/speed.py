#!/usr/bin/env python3
"""Measure the reader's speed against the project's bars, and write the tables of docs/performance.md.

    python scripts/speed.py [--spacy PYTHON] [--compiled PYTHON] [--shared FOLDER] [--no-docs]

One process, one thread; words are what white space separates, seconds are those of the processor (of the clock for
whole commands and for two processes). The texts are those of the bench sets in FOLDER/bench (default ../shared beside
the checkout), else the project's own in tests/gold. --spacy names a Python that has spaCy's small English pipeline,
--compiled one that has masfufa's compiled wheel (scripts/compiled.py); what is not named is left out.
Exit status: 0, 1 where a bar is not met.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import platform
import re
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
RUNS = 5
DOCUMENT_WORDS = 1_000
SET_WORDS = 20_000
"""Words of a set that is read in turns."""
TWO_WORDS = 1_000_000
"""Words that one and two processes read: enough that starting them counts little."""
SIZES = (1_000, 10_000, 100_000, 1_000_000, 5_000_000)
SHORT = "قُتل 12 شخصا وأصيب 30 آخرون بجروح في طرابلس أمس، ونزحت 250 أسرة.\n"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
STAGES = {
    "Tokens": "words and sentences",
    "find_numbers": "numbers",
    "find_dates": "dates",
    "find_places": "places",
    "Annotated": "lexicon",
    "find_figures": "figures",
    "find_actors": "actors",
    "find_statements": "statements",
    "weigh": "events",
}
"""What masfufa.reading.reader calls, in its order."""


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
    parser.add_argument("--compiled", metavar="PYTHON")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/performance.md alone")
    options = parser.parse_args()
    readers = {"pure": sys.executable}
    if options.compiled and Path(options.compiled).exists():
        readers["compiled"] = options.compiled
    else:
        print("The compiled reader is not measured: there is none here (make compiled).")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    lines = []
    for line in measures(options.shared / "bench", readers, options.spacy):
        print(f"{line.name:66} {line.value:>14}  {line.bar:>10}  {told(line.met)}", flush=True)
        lines.append(line)
    stages = profile(texts_of(options.shared / "bench"))
    for name, shares in stages.items():
        print(f"{name:66} " + " ".join(f"{share:14.0%}" for share in shares))
    if not options.no_docs:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), lines, stages, load), encoding="utf-8")
    return 1 if any(line.met is False for line in lines) else 0


def told(met: bool | None) -> str:
    return "" if met is None else "met" if met else "not met"


def texts_of(bench: Path) -> dict[str, list[str]]:
    """Sentences by language."""
    own = ROOT / "tests" / "gold"
    return {
        "en": sentences(bench / "coding_en_dev.jsonl", own / "figures_en.jsonl"),
        "ar": sentences(bench / "detection_ar_dev.jsonl", own / "figures_ar.jsonl"),
    }


def measures(bench: Path, readers: dict[str, str], spacy: str | None) -> Iterator[Line]:
    """All measures, each as soon as it is known. `readers`: name to Python."""
    texts = texts_of(bench)
    # First of all: a process inherits the peak memory of the one that started it, which must still be small.
    for name, python in readers.items():
        yield from processes(name, python, texts["ar"])
    yield from beside(readers, spacy, texts)
    for name, python in readers.items():
        yield two_processes(name, python, texts)
    for name, python in readers.items():
        yield from linearity(name, python, texts)


def beside(readers: dict[str, str], spacy: str | None, texts: dict[str, list[str]]) -> Iterator[Line]:
    """Words a second, all readers and spaCy in turns, so that each round sees the same machine; medians of RUNS."""
    sets = {
        "en": reports(filled(texts["en"], SET_WORDS)),
        "ar": reports(filled(texts["ar"], SET_WORDS)),
        "en: sentences": filled(texts["en"], SET_WORDS),
        "ar: sentences": filled(texts["ar"], SET_WORDS),
    }
    words = {name: sum(len(text.split()) for text in listed) for name, listed in sets.items()}
    rates: dict[tuple[str, str], list[float]] = {}
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "texts.json"
        path.write_text(json.dumps(sets), encoding="utf-8")
        timed = {name: stack.enter_context(asked(python, "speed_reader.py", path)) for name, python in readers.items()}
        if spacy:
            timed["spaCy"] = stack.enter_context(asked(spacy, "speed_spacy.py", path))
        for _ in range(RUNS):
            for which in sets:
                for name, process in timed.items():
                    if name != "spaCy" or which == "en":
                        rates.setdefault((name, which), []).append(words[which] / answer(process, which))
    median = {key: statistics.median(listed) for key, listed in rates.items()}
    if spacy:
        yield Line("spaCy's small English pipeline: words a second", f"{median['spaCy', 'en']:,.0f}")
    for name in readers:
        yield Line(f"{name}: English, reports of 1,000 words: words a second", f"{median[name, 'en']:,.0f}")
        if spacy:
            ratio = statistics.median(a / b for a, b in zip(rates[name, "en"], rates["spaCy", "en"], strict=True))
            bar = 10 if name == "compiled" else 5
            yield Line(f"{name}: English, times as fast as spaCy", f"{ratio:.1f}", f"≥ {bar}", ratio >= bar)
        arabic = statistics.median(a / b for a, b in zip(rates[name, "ar"], rates[name, "en"], strict=True))
        yield Line(f"{name}: Arabic, reports of 1,000 words: words a second", f"{median[name, 'ar']:,.0f}")
        yield Line(f"{name}: Arabic, times as fast as English", f"{arabic:.2f}", "≥ 1", arabic >= 1)
        for code, language in (("en", "English"), ("ar", "Arabic")):
            rate = median[name, f"{code}: sentences"]
            yield Line(f"{name}: {language}, a sentence a document: words a second", f"{rate:,.0f}")


@contextlib.contextmanager
def asked(python: str, script: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that reads sets of texts when asked to."""
    command = [python, str(ROOT / "scripts" / script), str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD}
    ) as process:
        assert process.stdin and process.stdout
        if process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{' '.join(command)} did not start")
        try:
            yield process
        finally:
            process.stdin.close()


def answer(process: subprocess.Popen[str], name: str) -> float:
    """Seconds of reading a set once."""
    assert process.stdin and process.stdout
    process.stdin.write(name + "\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def two_processes(name: str, python: str, texts: dict[str, list[str]]) -> Line:
    """How much faster two processes are than one, by the clock, starting them and writing the records included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        listed = reports(filled([text for pair in zip(*texts.values(), strict=False) for text in pair], TWO_WORDS))
        lines = (json.dumps({"id": str(at), "text": text}, ensure_ascii=False) for at, text in enumerate(listed))
        path.write_text("\n".join(lines), encoding="utf-8")
        ratios = []
        for _ in range(3):
            one, two = (run(python, ["read", str(path), "--format", "jsonl", "--jobs", jobs])[0] for jobs in ("1", "2"))
            ratios.append(one / two)
    ratio = statistics.median(ratios)
    label = f"{name}: two processes, times as fast as one ({TWO_WORDS:,} words)"
    return Line(label, f"{ratio:.2f}", "≥ 1.8", ratio >= 1.8)


def profile(texts: dict[str, list[str]]) -> dict[str, list[float]]:
    """The share of each stage in reading reports with pure Python, by language in the order of `texts`."""
    from masfufa.reading import reader
    from masfufa.records import Document

    out: dict[str, list[float]] = {label: [] for label in (*STAGES.values(), "the rest")}
    for code, listed in texts.items():
        documents = [Document(str(at), text, language=code) for at, text in enumerate(reports(listed))]
        spent = dict.fromkeys(STAGES, 0.0)
        with contextlib.ExitStack() as stack:
            for name in STAGES:
                stack.enter_context(watched(reader, name, spent))
            for document in documents:
                reader.read_document(document)
            spent.update(dict.fromkeys(STAGES, 0.0))
            started = time.process_time()
            for document in documents:
                reader.read_document(document)
            total = time.process_time() - started
        for name, label in STAGES.items():
            out[label].append(spent[name] / total)
        out["the rest"].append(1 - sum(spent.values()) / total)
    return out


@contextlib.contextmanager
def watched(module: object, name: str, spent: dict[str, float]) -> Iterator[None]:
    """Adds up the seconds that a function of a module takes."""
    inner = getattr(module, name)

    def timed(*arguments: object) -> object:
        started = time.process_time()
        try:
            return inner(*arguments)
        finally:
            spent[name] += time.process_time() - started

    setattr(module, name, timed)
    try:
        yield
    finally:
        setattr(module, name, inner)


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


def filled(texts: list[str], words: int) -> list[str]:
    """The texts, repeated up to so many words."""
    out, count = [], 0
    for text in itertools.cycle(texts):
        out.append(text)
        count += len(text.split())
        if count >= words:
            return out
    raise ValueError("no texts")


def linearity(name: str, python: str, texts: dict[str, list[str]]) -> Iterator[Line]:
    """Seconds a million characters at every size; the largest may cost half as much again as the middle one."""
    sets = {f"{code}: {size}": [text_of(texts[code], size)] for code in ("ar", "en") for size in SIZES}
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "texts.json"
        path.write_text(json.dumps(sets), encoding="utf-8")
        process = stack.enter_context(asked(python, "speed_reader.py", path))
        for code, language in (("ar", "Arabic"), ("en", "English")):
            costs = {}
            for size in SIZES:
                times = [answer(process, f"{code}: {size}") for _ in range(1 if size > 1_000_000 else 3)]
                costs[size] = min(times) / size * 1e6
                bar, met = "", None
                if size == SIZES[-1]:
                    allowed = 1.5 * costs[10_000]
                    bar, met = f"≤ {allowed:.2f} s", costs[size] <= allowed
                label = f"{name}: {language}, {size / 1000:,.0f} thousand characters: s a million"
                yield Line(label, f"{costs[size]:.2f} s", bar, met)


def text_of(texts: list[str], size: int) -> str:
    """The texts repeated up to `size` characters."""
    parts, length = [], 0
    for text in itertools.cycle(texts):
        parts.append(text)
        length += len(text) + 2
        if length >= size:
            return "\n\n".join(parts)[:size]
    raise ValueError("no texts")


def processes(name: str, python: str, arabic: list[str]) -> Iterator[Line]:
    """Start-up and memory of the command as a user runs it."""
    version = min(run(python, ["--version"])[0] for _ in range(5))
    yield Line(f"{name}: masfufa --version", f"{version:.3f} s", "< 0.2 s", version < 0.2)
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.txt", Path(folder) / "long.txt"
        short.write_text(SHORT, encoding="utf-8")
        long.write_text(text_of(arabic, 1_000_000), encoding="utf-8")
        results = [run(python, ["read", str(short), "--published", "2019-04-08"]) for _ in range(3)]
        seconds, memory = min(result[0] for result in results), max(result[1] for result in results)
        yield Line(f"{name}: a short report from a cold start", f"{seconds:.2f} s", "< 1 s", seconds < 1)
        if memory:
            yield Line(f"{name}: memory for a short report", f"{memory:.0f} MB", "< 300 MB", memory < 300)
            most = run(python, ["read", str(long), "--format", "csv"])[1]
            yield Line(f"{name}: memory for a document of a million characters", f"{most:.0f} MB")


def run(python: str, arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes (0 where the system does not tell) of one run of the command."""
    command = [python, "-m", "masfufa", *arguments]
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


def page(text: str, lines: list[Line], stages: dict[str, list[float]], load: float) -> str:
    """docs/performance.md with its two tables made anew."""
    measured = [
        f"Measured with {platform.python_implementation()} {platform.python_version()} on {platform.system()}"
        f" {platform.machine()}, {os.cpu_count()} processors, {load:.1f} busy with other work at the start; read speeds"
        " as ±30 %.",
        "",
        "| measure | value | bar | |",
        "|---|---|---|---|",
        *(f"| {line.name} | {line.value} | {line.bar} | {told(line.met)} |" for line in lines),
    ]
    shares = [
        "| stage | English | Arabic |",
        "|---|---|---|",
        *(f"| {label} | {english:.0%} | {arabic:.0%} |" for label, (english, arabic) in stages.items()),
    ]
    for mark, rows in (("measures", measured), ("stages", shares)):
        between = re.compile(f"(<!-- {mark}, written by make speed -->\n).*?(<!-- end -->)", re.DOTALL)
        written = "\n" + "\n".join(rows) + "\n\n"
        text, count = between.subn(lambda match, written=written: match[1] + written + match[2], text)
        if count != 1:
            raise SystemExit(f"{PAGE} has no place for its {mark}")
    return text


if __name__ == "__main__":
    sys.exit(main())
