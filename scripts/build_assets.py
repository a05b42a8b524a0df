"""Fetch the desk's front-end files from npm into src/masfufa/desk/static/vendor (scripts/assets.toml says which), and
what only its tests need into the folder that stands with it.

    python scripts/build_assets.py [--check]

The files are committed with their licences, so neither installing nor running masfufa needs npm. --check only compares
the committed files with the hashes that stand beside them, offline.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src" / "masfufa" / "desk" / "static" / "vendor"
HASHES = "SHA256SUMS"


def packages() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((ROOT / "scripts" / "assets.toml").read_text(encoding="utf-8"))[
        "package"
    ]
    return found


def home(package: dict[str, object]) -> Path:
    return ROOT / str(package["folder"]) if "folder" in package else VENDOR


def homes() -> list[Path]:
    return sorted({home(package) for package in packages()})


def fetch(package: dict[str, object], folder: Path) -> None:
    npm = "npm.cmd" if sys.platform == "win32" else "npm"
    wanted = f"{package['name']}@{package['version']}"
    subprocess.run([npm, "pack", wanted, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    files = package["files"]
    assert isinstance(files, dict)
    home(package).mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as opened:
        for inside, name in files.items():
            stream = opened.extractfile(f"package/{inside}")
            assert stream is not None
            (home(package) / name).write_bytes(stream.read())


def sums(folder: Path) -> str:
    files = sorted(path for path in folder.iterdir() if path.name != HASHES)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = all((folder / HASHES).read_text(encoding="utf-8") == sums(folder) for folder in homes())
        print("The vendor files are as they were fetched." if same else "The vendor files were changed: make assets.")
        return 0 if same else 1
    for package in packages():
        with tempfile.TemporaryDirectory() as scratch:
            fetch(package, Path(scratch))
    for folder in homes():
        (folder / HASHES).write_text(sums(folder), encoding="utf-8", newline="\n")
        print(f"{sum(path.stat().st_size for path in folder.iterdir()) / 1e6:.1f} MB in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
