"""Every input that fuzzing found something with, and the seeds, go through their target again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}-{path.name[:24]}")
def test_what_was_found_stays_mended(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_seeds(target):
    made = seeds(target)
    assert made
    for data in made:
        TARGETS[target](data)


def test_the_corpus_is_small():
    assert sum(path.stat().st_size for path in CORPUS) < 500_000
    assert {path.parent.name for path in CORPUS} <= set(TARGETS)
