from __future__ import annotations

from pathlib import Path

import yaml

import masfufa.cli
from masfufa import ontology
from masfufa.cli.labels import INTERFACES, labels
from masfufa.ontology import actors, figures, plover

BLOCKS = yaml.safe_load(Path(masfufa.cli.__file__).with_name("labels.yaml").read_text(encoding="utf-8"))


def keys(block: dict, prefix: str = "") -> set[str]:
    found = set()
    for key, value in block.items():
        found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
    return found


def test_every_interface_has_every_word():
    assert set(BLOCKS) == set(INTERFACES)
    assert keys(BLOCKS["ar"]) == keys(BLOCKS["en"])


def test_every_closed_value_has_a_label():
    assert ontology
    for vocabulary, values in (
        ("category", figures.CATEGORIES),
        ("unit", figures.UNITS),
        ("kind", figures.KINDS),
        ("modality", figures.MODALITIES),
        ("qualifier", figures.QUALIFIERS),
        ("cause_value", figures.CAUSES),
        ("groups", figures.VICTIM_GROUPS),
        ("event_type", plover.EVENT_TYPES),
        ("mode", {mode for kind in plover.EVENT_TYPES.values() for mode in kind.modes}),
        ("context", plover.CONTEXTS),
        ("event_modality", plover.EVENT_MODALITIES),
        ("salience", plover.SALIENCES),
        ("sector", actors.SECTORS),
    ):
        assert set(BLOCKS["en"][vocabulary]) == set(values), vocabulary


def test_look_up():
    assert labels("ar").of("category", "killed") == "قتلى"
    assert labels("ar").right_to_left and not labels("en").right_to_left
    assert labels("en").of("category", "of-tomorrow") == "of-tomorrow"
