"""Closed vocabularies of human-impact figures, with the names that other systems give the same thing.

IDMC terms are those of the Helix entry form ("figure category" and "term"), GDELT themes are those of the Global
Knowledge Graph's counts, HXL tags are those of the HXL 1.1 core hashtag schema.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """What happened to the people counted. None where the other system has no such term."""

    name: str
    idmc: str | None
    gdelt: str | None
    hxl: str


CATEGORIES: dict[str, Category] = {
    c.name: c
    for c in (
        Category("killed", None, "KILL", "#affected+killed"),
        Category("wounded", None, "WOUND", "#affected+injured"),
        Category("casualties", None, None, "#affected+casualties"),
        Category("missing", None, None, "#affected+missing"),
        Category("abducted", None, "KIDNAP", "#affected+abducted"),
        Category("detained", None, "ARREST", "#affected+detained"),
        Category("displaced", "Displaced", "DISPLACED", "#affected+displaced"),
        Category("evacuated", "Evacuated", "EVACUATION", "#affected+evacuated"),
        Category("sheltered", "Sheltered", None, "#affected+sheltered"),
        Category("relocated", "Relocated", None, "#affected+relocated"),
        Category("returned", "Returns", None, "#affected+returned"),
        Category("homeless", "Homeless", None, "#affected+homeless"),
        Category("refugees", None, "REFUGEES", "#affected+refugees"),
        Category("migrants", None, None, "#affected+migrants"),
        Category("stranded", None, None, "#affected+stranded"),
        Category("in_need", None, None, "#inneed"),
        Category("affected", "Affected", "AFFECT", "#affected"),
        Category("homes_destroyed", "Destroyed housing", None, "#affected+homes+destroyed"),
        Category("homes_damaged", "Partially destroyed housing", None, "#affected+homes+damaged"),
        Category("protesters", None, "PROTEST", "#affected+protesters"),
    )
}

UNITS = ("person", "household", "home")
QUALIFIERS = ("exact", "at_least", "at_most", "approx", "range", "vague")
KINDS = ("incident", "increment", "period", "cumulative", "stock")
MODALITIES = ("asserted", "alleged_or_reported", "denied", "hypothetical", "future")
CAUSES = ("conflict", "disaster", "other")
VICTIM_GROUPS = (
    "civilians",
    "fighters",
    "security_forces",
    "women",
    "men",
    "children",
    "elderly",
    "migrants",
    "refugees",
    "idps",
    "health_workers",
    "journalists",
    "aid_workers",
    "religious",
    "students",
)
