"""The reader does not fall below what it once reached on the bench sets, which are kept beside the checkout."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_bench():
    spec = importlib.util.spec_from_file_location("bench_script", ROOT / "scripts" / "bench.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_script"] = module
    spec.loader.exec_module(module)
    return module


bench = load_bench()
needs_sets = pytest.mark.skipif(
    not (bench.SHARED / "bench" / "score.py").exists(), reason="the bench sets (../shared/bench) are not here"
)


@needs_sets
@pytest.mark.parametrize("name", [n for n, one in bench.definitions().items() if not one.get("cross_validated")])
def test_floors(name: str):
    lines = list(bench.measure(name, bench.SHARED))
    assert not [f"{line.name}: {line.value} after {line.floor}" for line in lines if line.dropped]


@needs_sets
def test_floors_cross_validated():
    names = [name for name, one in bench.definitions().items() if one.get("cross_validated")]
    assert names == ["events_ar_cross_validated", "detection_ar", "actors_ar"]
    lines = [line for name in names for line in bench.measure(name, bench.SHARED)]
    assert not [f"{line.set}, {line.name}: {line.value} after {line.floor}" for line in lines if line.dropped]


def line(value, *, floor=None, lower=False):
    return bench.Line("s", "m", "p.q", value, None, lower, floor, None)


def test_a_drop_is_seen_in_both_directions():
    assert line(0.84, floor=0.85).dropped and not line(0.85, floor=0.85).dropped
    assert line(0.6, floor=0.5, lower=True).dropped and not line(0.4, floor=0.5, lower=True).dropped
    assert line(None, floor=0.5).dropped and not line(0.1).dropped


def test_pinning_never_makes_it_easier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    floors = tmp_path / "floors.json"
    monkeypatch.setattr(bench, "FLOORS", floors)
    bench.pin([line(0.8), bench.Line("s", "n", "r", 0.4, None, True, None, None)])
    assert json.loads(floors.read_text()) == {"s": {"p.q": 0.8, "r": 0.4}}
    bench.pin([line(0.7, floor=0.8), bench.Line("s", "n", "r", 0.3, None, True, 0.4, None)])
    assert json.loads(floors.read_text()) == {"s": {"p.q": 0.8, "r": 0.3}}


def test_every_floor_and_peer_belongs_to_a_measure():
    known = {name: {entry["path"] for entry in one["measures"]} for name, one in bench.definitions().items()}
    for path in (bench.FLOORS, bench.PEERS):
        for name, measures in json.loads(path.read_text(encoding="utf-8")).items():
            assert set(measures) <= known[name], (path.name, name)
