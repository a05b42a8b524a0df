#!/usr/bin/env python3
"""Compile the reader's modules with mypyc (pyproject.toml, [tool.masfufa.compiled] says which).

    python scripts/compile_modules.py FOLDER

What is built lies in FOLDER/lib as an installed package has it, the generated C beside it; nothing is done where it is
of the same sources already. hatch_build.py runs this for a wheel with MASFUFA_COMPILE=1. Needs mypy, setuptools and a
C compiler; takes some minutes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "masfufa"
OPTIMIZE = "2"


def chosen() -> dict[str, list[str]]:
    """What pyproject.toml says: `packages`, and `interpreted` modules of them."""
    table: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "masfufa"
    ]["compiled"]
    return table


def compiled_modules() -> Iterator[str]:
    """The modules to compile, as paths below src: "masfufa/reading/reader.py"."""
    interpreted = set(chosen()["interpreted"])
    for package in chosen()["packages"]:
        for path in sorted((SOURCES / package).glob("*.py")):
            if path.name != "__init__.py" and f"{package}.{path.stem}" not in interpreted:
                yield path.relative_to(SOURCES.parent).as_posix()


def digest() -> str:
    """One hash over all that the compiled modules depend on: their packages, the layers below, Python and mypy."""
    total = hashlib.sha256(f"{sys.version} {version('mypy')} {OPTIMIZE} {chosen()}".encode())
    total.update(Path(__file__).read_bytes())
    folders = [SOURCES, *(SOURCES / package for package in chosen()["packages"])]
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def main() -> None:
    """Compile into the folder named."""
    folder = Path(sys.argv[1]).resolve()
    of, stamp = folder / "built-of", digest()
    if of.exists() and of.read_text(encoding="utf-8") == stamp:
        return
    shutil.rmtree(folder, ignore_errors=True)
    # Away from pyproject.toml, which setuptools would read; and with short paths, which tracebacks show.
    shutil.copytree(SOURCES, folder / "masfufa", ignore=_left_out)
    os.chdir(folder)
    compile_here(list(compiled_modules()))
    of.write_text(stamp, encoding="utf-8")


def compile_here(modules: list[str]) -> None:
    """Compile modules of the current folder into its lib/."""
    from mypyc.build import mypycify
    from setuptools import setup
    from setuptools.command.build_ext import build_ext

    class BuildSideBySide(build_ext):
        """Runs the compiler for as many files at once as there are cores: all of them make one library."""

        def build_extensions(self) -> None:
            compiler: Any = self.compiler
            one = compiler.compile

            def compile_all(sources: list[str], **options: Any) -> list[str]:
                with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                    made = list(pool.map(lambda source: one([source], **options), sources))
                return [name for names in made for name in names]

            compiler.compile = compile_all
            super().build_extensions()

    extensions = mypycify(
        ["--config-file=", "--ignore-missing-imports", *modules],
        opt_level=OPTIMIZE,
        debug_level="0",
        multi_file=True,
        target_dir="c",
        group_name="masfufa",
    )
    setup(
        name="masfufa",
        ext_modules=extensions,
        cmdclass={"build_ext": BuildSideBySide},
        script_args=["--quiet", "build_ext", "--build-lib", "lib", "--build-temp", "objects"],
    )


def _left_out(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]


if __name__ == "__main__":
    main()
