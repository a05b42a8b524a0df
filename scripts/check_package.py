#!/usr/bin/env python3
"""Build the sdist and the wheel, install the wheel in a fresh environment, and use it there as a newcomer would.

    python scripts/check_package.py              into dist/, a fresh environment, all steps
    python scripts/check_package.py --keep DIR   leaves the environment in DIR

Every dependency must come as a wheel: pip is told to compile nothing. Where the machine lets a program be run without a
network (`unshare` on Linux), the commands are.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = (
    (("--version",), r"masfufa \d"),
    (("--help",), r"Begin here:"),
    (("demo",), r"\d+ cells"),
    (("completion", "bash"), r"_MASFUFA_COMPLETE"),
    (("gazetteer", "find", "Tajoura"), r"LBY"),
    (("status", "--workspace", "masfufa-demo"), r"46 documents|documents +46|46"),
    (("check", "--workspace", "masfufa-demo"), r""),
    (("export", "csv", "--workspace", "masfufa-demo", "--output", "matrix.csv"), r""),
    (("brief", "--workspace", "masfufa-demo", "--output", "brief.html"), r""),
)
"""What is run outside of any checkout, and what its output must hold."""
DESK_SECONDS = 60.0


def build(target: Path, *, isolated: bool) -> tuple[Path, Path]:
    """Build into `target`; returns the sdist and the wheel, which is built from the sdist."""
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "build", "--outdir", str(target), str(ROOT)]
    if not isolated:
        command.insert(3, "--no-isolation")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    [sdist], [wheel] = list(target.glob("*.tar.gz")), list(target.glob("*.whl"))
    return sdist, wheel


def missing_in(wheel: Path) -> list[str]:
    """Files that the wheel must hold and does not: data, front-end files, fonts, the example, licences."""
    names = zipfile.ZipFile(wheel).namelist()
    wanted = [
        "masfufa/lexicon/compiled.bin",
        "masfufa/gazetteer/data/places.bin",
        "masfufa/example/reports/tajoura.html",
        "masfufa/desk/static/vendor/htmx.min.js",
        "masfufa/exchange/brief/fonts/OFL.txt",
        "masfufa/py.typed",
    ]
    absent = [name for name in wanted if name not in names]
    absent += [name for name in ("LICENSE", "NOTICE") if not any(n.endswith(f"/licenses/{name}") for n in names)]
    inside = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "masfufa").rglob("*.py")}
    return absent + sorted(inside - set(names))


def use(
    program: Sequence[str], folder: Path, *, environment: dict[str, str] | None = None, steps: int = len(STEPS)
) -> list[str]:
    """Run the first `steps` and the desk in `folder` with `program`; returns one line for each that went wrong."""
    problems = []
    for arguments, expected in STEPS[:steps]:
        done = subprocess.run(
            [*program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode or not re.search(expected, done.stdout):
            problems.append(f"masfufa {' '.join(arguments)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return problems + desk(program, folder, environment)


def desk(program: Sequence[str], folder: Path, environment: dict[str, str] | None) -> list[str]:
    """Open the example on the desk and wait until it says where; it is ended then."""
    command = [*program, "desk", "--example", "--no-browser", "--port", "0"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            text, ends = "", time.monotonic() + DESK_SECONDS
            while time.monotonic() < ends and running.poll() is None and "The desk is open at" not in text:
                time.sleep(0.2)
                said.seek(0)
                text = said.read()
        finally:
            running.terminate()
            running.wait(20)
    return [] if "The desk is open at" in text else [f"masfufa desk --example: {text}"]


def offline() -> list[str]:
    """What to put before a command so that it has no network, or nothing where that can't be done."""
    if not (unshare := shutil.which("unshare")):
        return []
    command = [unshare, "--map-root-user", "--net", "--"]
    return command if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else []


def main() -> int:
    """Build, install, use; the exit status is 0 if all went well."""
    parser = argparse.ArgumentParser(description="Build the packages, install the wheel apart, and use it.")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the environment here")
    options = parser.parse_args()
    sdist, wheel = build(ROOT / "dist", isolated=True)
    if absent := missing_in(wheel):
        print("The wheel lacks:", *absent, sep="\n  ")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or Path(folder, "venv")
        venv.create(place, with_pip=True)
        programs = place / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run(
            [programs / "python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:", str(wheel)], check=True
        )
        work = Path(folder, "elsewhere")
        work.mkdir()
        without = offline()
        problems = use([*without, str(programs / "masfufa")], work)
    print(*problems, sep="\n", end="" if not problems else "\n")
    print(f"{sdist.name}, {wheel.name}: {len(problems)} problems, {'no' if without else 'with'} network")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
