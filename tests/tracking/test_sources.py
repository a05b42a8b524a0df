"""Whose number it is: organs are not what they belong to, and a crisis's own actors are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import said

from masfufa.lexicon.crisis import load_crisis
from masfufa.tracking import reconcile
from masfufa.tracking.sources import Sources, actor_of

GNA = "government_of_national_accord"
CRISIS = Path(__file__).parents[2] / "examples" / "libya-2019" / "crisis"


@pytest.mark.parametrize(
    ("said_", "actor"),
    [
        ("حكومة الوفاق", GNA),
        ("متحدث باسم حكومة الوفاق الوطني", GNA),
        ("وزارة العدل في حكومة الوفاق", None),
        ("the Government of National Accord", GNA),
        ("a spokesman for the Government of National Accord", GNA),
        ("the justice ministry of the Government of National Accord", None),
        ("لمنظمة الصحة العالمية", "world_health_organization"),
        ("Organisation mondiale de la santé", "world_health_organization"),
        ("the Geneva office of the World Health Organization", "world_health_organization"),
    ],
)
def test_an_organ_speaks_for_itself(said_: str, actor: str | None) -> None:
    assert actor_of(said_) == actor


def test_a_crisis_knows_its_own_actors() -> None:
    names = Sources(load_crisis(CRISIS).actors)
    assert names.actor_of("عملية بركان الغضب") == names.actor_of("Volcano of Anger") == "volcano_of_anger"
    assert actor_of("Volcano of Anger") is None
    assert names.actor_of("WHO") == "world_health_organization"


def test_one_actor_of_a_crisis_is_one_source_in_two_languages() -> None:
    claims = [
        said(31, kind="cumulative", as_of="04-16", document="a", source="Operation Volcano of Anger"),
        said(31, kind="cumulative", as_of="04-16", document="b", source="عملية بركان الغضب"),
    ]
    assert len(reconcile(claims).canonical) == 2
    ledger = reconcile(claims, actors=load_crisis(CRISIS).actors)
    assert [(claim.source, len(claim.carriers)) for claim in ledger.canonical.values()] == [("volcano_of_anger", 1)]


@pytest.mark.parametrize(
    ("said_", "organ"),
    [
        ("وزارة الصحة في حكومة الوفاق الوطني", ("Ministry of Health", GNA)),
        ("متحدث باسم وزارة الصحة بحكومة الوفاق", ("Ministry of Health", GNA)),
        ("the Health Ministry of the Government of National Accord", ("Ministry of Health", GNA)),
        ("وزارة العدل في حكومة الوفاق", ("Ministry of Justice", GNA)),
        ("the justice ministry of the Government of National Accord", ("Ministry of Justice", GNA)),
        ("وزارة الصحة", None),
        ("حكومة الوفاق الوطني", None),
        ("medics", None),
    ],
)
def test_an_organ_is_one_source_in_two_languages(said_: str, organ: tuple[str, str] | None) -> None:
    assert Sources().organ_of(said_) == organ
