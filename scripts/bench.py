#!/usr/bin/env python3
"""Score the reader on the bench sets, compare with floors, bars and peers, and write docs/accuracy.md.

    python scripts/bench.py [--shared FOLDER] [--only SET ...] [--pin] [--no-docs] [--json]

The sets are the dev halves in FOLDER/bench (default: ../shared beside the checkout), each scored by the score.py that
comes with them. Sets marked `cross_validated` are those that weights are trained on: they are scored with models that
did not see the sentence (10 folds by sentence text), never in-sample. --pin raises the floors in bench/floors.json to
what was measured; it never lowers one. Exit status: 0, 1 where a measure is worse than its floor, 2 where the sets are
missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SETS, FLOORS, PEERS = ROOT / "bench" / "sets.toml", ROOT / "bench" / "floors.json", ROOT / "bench" / "peers.json"
PAGE = ROOT / "docs" / "accuracy.md"
SHARED = ROOT.parent / "shared"
SLACK = 1e-9


@dataclass(frozen=True)
class Line:
    """One measure of one set. `value` is None where the set gives nothing to count."""

    set: str
    name: str
    path: str
    value: float | None
    bar: float | None
    lower_is_better: bool
    floor: float | None
    peer: dict[str, Any] | None

    def reaches(self, bound: float) -> bool:
        """Whether the value is as good as `bound`."""
        if self.value is None:
            return False
        return self.value <= bound + SLACK if self.lower_is_better else self.value >= bound - SLACK

    @property
    def dropped(self) -> bool:
        """Whether the value is worse than its floor."""
        return self.floor is not None and not self.reaches(self.floor)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--only", nargs="+", metavar="SET")
    parser.add_argument("--pin", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/accuracy.md alone")
    parser.add_argument("--json", action="store_true", help="print the measures as JSON")
    options = parser.parse_args()
    if not (options.shared / "bench" / "score.py").exists():
        print(f"No bench sets in {options.shared / 'bench'}; name their folder with --shared.", file=sys.stderr)
        return 2
    lines = [line for name in options.only or definitions() for line in measure(name, options.shared)]
    if options.json:
        print(json.dumps([vars(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        print(table(lines))
    if options.pin:
        pin(lines)
    if not options.no_docs and not options.only:
        PAGE.write_text(page(lines), encoding="utf-8")
    dropped = [line for line in lines if line.dropped]
    for line in dropped:
        print(
            f"Below its floor: {line.set}, {line.name}: {shown(line.value)} after {shown(line.floor)}", file=sys.stderr
        )
    return 1 if dropped else 0


def definitions() -> dict[str, dict[str, Any]]:
    """The sets of bench/sets.toml by name."""
    return tomllib.loads(SETS.read_text(encoding="utf-8"))


def measure(name: str, shared: Path) -> Iterator[Line]:
    """Read and score one set."""
    definition = definitions()[name]
    gold = shared / "bench" / f"{definition.get('gold', name)}_dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        if definition.get("cross_validated"):
            rows = cross_validated(shared)[definition.get("gold", name)]
            predicted.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        elif "gazetteer" in definition:
            read_with_gazetteer(
                gold, shared / "agency" / definition["gazetteer"], predicted, Path(folder) / "gazetteer"
            )
        else:
            read_in_process(gold, predicted)
        scores = score(shared / "bench" / "score.py", definition["task"], predicted, gold)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")).get(name, {}) if FLOORS.exists() else {}
    peers = json.loads(PEERS.read_text(encoding="utf-8")).get(name, {})
    for entry in definition["measures"]:
        path = entry["path"]
        yield Line(
            name,
            entry["name"],
            path,
            at(scores, path),
            entry.get("at_least", entry.get("at_most")),
            "at_most" in entry,
            floors.get(path),
            peers.get(path),
        )


@cache
def cross_validated(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """What scripts/train_events.py predicts with models that never saw the sentence, by set. Takes about a minute."""
    if str(ROOT / "scripts") not in sys.path:
        sys.path.append(str(ROOT / "scripts"))
    import train_events

    return train_events.cross_validate(*train_events.read_all(shared))


def read_in_process(gold: Path, predicted: Path) -> None:
    """What `masfufa read --format jsonl --include numbers` prints for the set, without starting a process."""
    from masfufa.cli.inputs import jobs
    from masfufa.cli.settings import Settings
    from masfufa.cli.work import Worker

    worker = Worker(Settings("jsonl", include=frozenset({"numbers"})))
    with predicted.open("w", encoding="utf-8") as out:
        for job in jobs([str(gold)]):
            result = worker.do((job,))
            for failure in result.failures:
                print(f"{gold.name}: {failure.id}: {failure.message} [{failure.code}]", file=sys.stderr)
            out.write(result.text)


def read_with_gazetteer(gold: Path, places: Path, predicted: Path, folder: Path) -> None:
    """The same with a user's list of places, by the commands that a user gives."""
    environment = {**os.environ, "MASFUFA_GAZETTEER": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "masfufa"]
    build = [*command, "gazetteer", "build", "--places", str(places), "--out", str(folder)]
    subprocess.run(build, env=environment, check=True, stdout=subprocess.DEVNULL)
    read = [*command, "read", str(gold), "--format", "jsonl", "--include", "numbers", "--output", str(predicted)]
    subprocess.run(read, env=environment, check=True)


def score(scorer: Path, task: str, predicted: Path, gold: Path) -> dict[str, Any]:
    """All numbers of the scorer: the JSON object in its last line."""
    command = [sys.executable, str(scorer), task, str(predicted), str(gold)]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{scorer.name} {task}: {done.stderr.strip()}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def at(scores: Any, path: str) -> float | None:
    """The number that `path` ("strict.f1") leads to; None where there is none."""
    for key in path.split("."):
        if not isinstance(scores, dict) or key not in scores:
            return None
        scores = scores[key]
    return scores if isinstance(scores, int | float) else None


def pin(lines: list[Line]) -> None:
    """Raise the floors to the measured values, for "at most" measures lower them; nothing is ever made easier."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for line in lines:
        if line.value is not None and (line.floor is None or line.reaches(line.floor)):
            floors.setdefault(line.set, {})[line.path] = line.value
    FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".rstrip("0").rstrip(".") if value == int(value) else f"{value:.3f}"


def cells(line: Line) -> list[str]:
    sign = "≤" if line.lower_is_better else "≥"
    bar = f"{sign} {shown(line.bar)}" if line.bar is not None else ""
    met = "" if line.bar is None else "met" if line.reaches(line.bar) else "not met"
    floor = f"{sign} {shown(line.floor)}" if line.floor is not None else ""
    return [line.set, line.name, shown(line.value), bar, met, floor, shown(line.peer["value"]) if line.peer else ""]


HEADS = ["set", "measure", "masfufa", "bar", "", "floor", "peer"]


def table(lines: list[Line]) -> str:
    """One table for the terminal."""
    rows = [HEADS, *map(cells, lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([texts[0], "-" * len(texts[0]), *texts[1:]])


def page(lines: list[Line]) -> str:
    """docs/accuracy.md."""
    sets = definitions()
    out = [
        "# Accuracy",
        "",
        "Written by `make bench`; do not edit. Every number is the share that is right (1 is all) unless it says",
        "otherwise, measured on the dev halves of the bench sets. The rules were developed against these very texts,",
        "so a new text will do worse: a 1 says that no dev text is left that a rule was not made to read, no more. The",
        "other halves are kept apart and scored later; those numbers will be the ones to trust. The labels are",
        "people's readings, and a few percent of them are wrong or debatable.",
        "",
        "Where weights are trained (`scripts/train_events.py`), the numbers are cross-validated: ten folds by sentence",
        "text over all sets, thresholds chosen inside each training part. No in-sample number stands here.",
        "",
        "*Bar* is what the project set out to reach, *floor* what a change may not fall below (the tests fail if it",
        "does), *peer* the best other system known to us on the same kind of text.",
        "",
    ]
    for name in dict.fromkeys(line.set for line in lines):
        out += [f"## {name}", "", f"{sets[name]['language']}: {sets[name]['what']}.", ""]
        out += ["| measure | masfufa | bar | | floor | peer |", "|---|---|---|---|---|---|"]
        for line in lines:
            if line.set == name:
                _, measured, value, bar, met, floor, peer = cells(line)
                said = f"{peer} ({line.peer['who']})" if line.peer else ""
                out.append(f"| {measured} | {value} | {bar} | {met} | {floor} | {said} |")
        out.append("")
    out += [
        "## What the sets are",
        "",
        "- `figures_ar` and `reports_ar` were labelled for this project, each by one annotator. The reports were",
        "  written and labelled by the same hand, so their scores may run high.",
        "- `figures_en` are the excerpts of the IDETECT challenge with corrected labels; broken words and letters in",
        "  them are real.",
        "- `dates_*` and `numbers_*` come from the test suites of Microsoft Recognizers-Text (MIT) and Duckling (BSD),",
        "  re-read. No set of French figures is public: tests/gold has our own.",
        "- `places_ar` is IDRISI-D (CC BY 4.0): posts, not news, and not every place in them is labelled.",
        "- `places_ly` names districts of Libya as a DTM round spells them. The shipped gazetteer is not made from it;",
        "  `places_ly_user` shows what a user gains who brings such a list.",
        "",
    ]
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main())
