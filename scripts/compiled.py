#!/usr/bin/env python3
"""Build the compiled wheel, install it apart, and prove that it reads exactly as the sources do.

    python scripts/compiled.py               build, install, compare, run the tests of the reader
    python scripts/compiled.py --install     build and install only, and only where there is a C compiler
    python scripts/compiled.py SOURCE...     compare on these reports too

The wheel lies in build/compiled, its environment in .venv-compiled, which borrows all other packages from the
environment that runs this. The comparison is byte for byte: `masfufa read` of all examples and gold texts as JSON
Lines, numbers included. Exit status: 0, 1 where something differs or a test fails, 3 where there is no C compiler.
"""

from __future__ import annotations

import argparse
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-compiled"
WHEELS = ROOT / "build" / "compiled"
TESTS = ("language", "lexicon", "ontology", "values", "gazetteer", "reading", "gold")
NO_COMPILER = 3


def main() -> int:
    """Build and check; the exit status says how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="build and install only")
    parser.add_argument("--no-tests", action="store_true", help="compare only")
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="further reports to compare on")
    options = parser.parse_args()
    if not has_compiler():
        print("No C compiler here: the compiled reader is left out.")
        return 0 if options.install else NO_COMPILER
    install(build())
    if options.install:
        return 0
    sources = [str(ROOT / "examples"), *sorted(map(str, (ROOT / "tests" / "gold").glob("*.jsonl"))), *options.sources]
    different = sum(not same(source) for source in sources)
    print(f"{len(sources)} sources read by both: {different} differ")
    failed = 0 if options.no_tests else tests()
    return 1 if different or failed else 0


def has_compiler() -> bool:
    """Whether extension modules can be built; Windows finds its compiler by itself, or says so."""
    named = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return sys.platform == "win32" or shutil.which(named.split()[0]) is not None


def python() -> Path:
    """The interpreter of the environment that has the compiled wheel."""
    return FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def build() -> Path:
    """The compiled wheel, built from this checkout; minutes where the modules have changed."""
    shutil.rmtree(WHEELS, ignore_errors=True)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(WHEELS), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "MASFUFA_COMPILE": "1"})
    [wheel] = WHEELS.glob("*.whl")
    return wheel


def install(wheel: Path) -> None:
    """A fresh environment with the wheel; every other package is that of the interpreter that runs this."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    venv.create(FOLDER, with_pip=False)
    target = subprocess.run(
        [python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "--python", str(python()), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True)
    # A plain path: the .pth files there, among them that of an editable masfufa, are not followed.
    Path(target, "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    where = subprocess.run(
        [python(), "-c", "from masfufa.reading import reader; print(reader.__file__)"],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    if where.endswith(".py") or FOLDER not in Path(where).parents:
        raise SystemExit(f"Not the compiled reader: {where}")


def same(source: str) -> bool:
    """Whether both read a source alike, to the byte."""
    own, compiled = read(sys.executable, source), read(str(python()), source)
    if own == compiled:
        return True
    pairs = zip(own.splitlines(), compiled.splitlines(), strict=False)
    ours, theirs = next(((a, b) for a, b in pairs if a != b), (own[-200:], compiled[-200:]))
    at = next((k for k, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
    print(
        f"{source} is read otherwise:\n  {ours[max(at - 150, 0) : at + 80]!r}\n  {theirs[max(at - 150, 0) : at + 80]!r}"
    )
    return False


def read(interpreter: str, source: str) -> str:
    """The readings of a source as JSON Lines."""
    command = [interpreter, "-m", "masfufa", "read", source, "--format", "jsonl", "--include", "numbers", "--quiet"]
    environment = {**os.environ, "MASFUFA_GUARD": "off"}
    done = subprocess.run(
        [*command, "--jobs", "1"], cwd=FOLDER, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout + done.stderr


def tests() -> int:
    """The exit status of the reader's own tests with the compiled modules."""
    folders = [f"tests/{name}" for name in TESTS]
    command = [str(python()), "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *folders]
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
