"""The reader on our own gold files: no drop below the floors pinned in floors.json (`python scripts/gold.py --pin`)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "gold.py"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_script"] = module
    spec.loader.exec_module(module)
    return module


gold = load_script()


def test_every_set_has_floors() -> None:
    assert set(gold.floors()) == {path.stem for path in gold.sets()}


@pytest.mark.parametrize("path", gold.sets(), ids=lambda path: path.stem)
def test_no_drop(path: Path) -> None:
    floors = gold.floors()[path.stem]
    measured = gold.score(path)
    assert {name: value for name, value in measured.items() if value < floors[name]} == {}
