"""PLOVER event types with their modes, contexts and quad classes.

Source: PLOVER manual, draft 0.8 of September 2021 (Open Event Data Alliance). Names are the manual's, the descriptions
of this module's consumers are our own.
"""

from __future__ import annotations

from dataclasses import dataclass

VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = 1, 2, 3, 4
"""Quad codes."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER type: its quad code, the modes it may have, and whether it makes no sense without a recipient."""

    name: str
    quad: int
    modes: tuple[str, ...] = ()
    needs_recipient: bool = False


EVENT_TYPES: dict[str, EventType] = {
    t.name: t
    for t in (
        EventType("AGREE", VERBAL_COOPERATION),
        EventType("CONSULT", VERBAL_COOPERATION, ("visit", "third-party", "multilateral", "phone")),
        EventType("SUPPORT", VERBAL_COOPERATION),
        EventType("CONCEDE", VERBAL_COOPERATION),
        EventType("COOPERATE", MATERIAL_COOPERATION, needs_recipient=True),
        EventType("AID", MATERIAL_COOPERATION, needs_recipient=True),
        EventType("RETREAT", MATERIAL_COOPERATION, ("withdraw", "release", "disarm", "ceasefire", "access", "resign")),
        EventType("REQUEST", VERBAL_CONFLICT, ("assist", "change", "yield", "meet")),
        EventType("ACCUSE", VERBAL_CONFLICT, ("disapprove", "investigate", "allege")),
        EventType("REJECT", VERBAL_CONFLICT, ("assist", "change", "yield", "meet")),
        EventType("THREATEN", VERBAL_CONFLICT, ("restrict", "arrest", "relations", "expel", "territory", "violence")),
        EventType("PROTEST", MATERIAL_CONFLICT, ("demo", "riot", "strike", "hunger", "boycott", "obstruct",
        "vandalize")),
        EventType("SANCTION", MATERIAL_CONFLICT, ("convict", "expel", "withdraw", "discontinue"), needs_recipient=True),
        EventType("MOBILIZE", MATERIAL_CONFLICT, ("troops", "weapons", "police", "militia")),
        EventType(
            "COERCE",
            MATERIAL_CONFLICT,
            (
                "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
                "misinformation", "cyber",
            ),
        ),
        EventType(
            "ASSAULT",
            MATERIAL_CONFLICT,
            (
                "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
                "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
            ),
        ),
    )
}  # fmt: skip
"""All sixteen types, milder before harsher."""

CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions",
    "pro_democracy", "pro_autocracy",
    "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression", "human_security",
    "gender", "lgbt",
    "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping", "health", "asylum",
    "migration", "disasters",
    "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime",
    "corruption",
    "illegal_drugs", "trafficking",
)  # fmt: skip
"""What an event is about, beside what is done."""

VERBAL = frozenset(name for name, kind in EVENT_TYPES.items() if kind.quad in (VERBAL_COOPERATION, VERBAL_CONFLICT))
"""Types whose deed is done with words: the one who speaks does it."""

EVENT_MODALITIES = ("asserted", "alleged_or_reported", "denied", "hypothetical", "future", "historical")
SALIENCES = ("reported", "background")
