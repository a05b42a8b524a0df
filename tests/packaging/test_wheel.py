"""The wheel by itself: what it must hold is in it, and it works away from the checkout (`make package` installs it)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("build")
pytest.importorskip("hatchling")


def script():
    spec = importlib.util.spec_from_file_location("check_package", ROOT / "scripts" / "check_package.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_package = script()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The wheel, built from the sdist, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    _, wheel = check_package.build(folder / "dist", isolated=False)
    assert check_package.missing_in(wheel) == []
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_it_works_away_from_the_checkout(unpacked: Path, tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1", "COLUMNS": "100"}
    where = subprocess.run(
        [sys.executable, "-c", "import masfufa; print(masfufa.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(unpacked)
    program = [*check_package.offline(), sys.executable, "-m", "masfufa"]
    assert check_package.use(program, tmp_path, environment=environment, steps=3) == []


def test_every_file_of_others_has_its_licence_beside_it_or_a_word_in_the_notice(unpacked: Path):
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert {path.name for path in (unpacked / "masfufa" / "desk" / "static" / "vendor").glob("*.LICENSE")} == {
        "htmx.LICENSE",
        "maplibre-gl.LICENSE",
        "echarts.LICENSE",
        "echarts-d3.LICENSE",
        "zrender.LICENSE",
        "plex.LICENSE",
    }
    for name in (
        "GeoNames",
        "Unicode CLDR",
        "Natural Earth",
        "htmx",
        "MapLibre",
        "ECharts",
        "IBM Plex",
        "d3",
        "zrender",
        "example crisis",
    ):
        assert name in notice
