from __future__ import annotations

import pytest

from masfufa.ontology import cameo
from masfufa.ontology.plover import CONTEXTS, EVENT_TYPES


def test_every_code_means_something_that_plover_has():
    codes = cameo._codes()
    assert len(codes) > 250
    for code, meant in codes.items():
        assert code.isdigit() and 2 <= len(code) <= 4
        if meant is not None:
            assert meant.mode is None or meant.mode in EVENT_TYPES[meant.event_type].modes, code
            assert set(meant.contexts) <= set(CONTEXTS), code


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_every_type_and_mode_has_a_code_of_its_type(event_type: str):
    for mode in (None, *EVENT_TYPES[event_type].modes):
        meant = cameo.to_plover(cameo.to_cameo(event_type, mode))
        assert meant is not None and meant.event_type == event_type


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("190", ("ASSAULT", None, ("military",))),
        ("1833", ("ASSAULT", "explosives", ())),
        ("1413", ("PROTEST", "demo", ("rights_freedoms",))),
        ("040", ("CONSULT", None, ())),
        ("1839", ("ASSAULT", "explosives", ())),
        ("173", ("COERCE", "arrest", ())),
        ("010", None),
    ],
)
def test_from_cameo(code: str, event: tuple | None):
    assert cameo.to_plover(code) == event


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (("ASSAULT", "aerial", ("military",)), "195"),
        (("ASSAULT", None, ("military",)), "190"),
        (("ASSAULT", None, ()), "180"),
        (("REQUEST", "assist", ("economic",)), "1011"),
        (("COERCE", "seize", ("territory", "military")), "192"),
        (("RETREAT", "ceasefire", ()), "0871"),
        (("CONSULT", "multilateral", ("health",)), "040"),
    ],
)
def test_to_cameo(event: tuple, code: str):
    assert cameo.to_cameo(*event) == code


def test_what_is_no_code():
    with pytest.raises(KeyError):
        cameo.to_plover("99")
    with pytest.raises(KeyError):
        cameo.to_cameo("YIELD")
