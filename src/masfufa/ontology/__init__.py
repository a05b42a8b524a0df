"""Closed vocabularies of the domain."""

from masfufa.ontology.actors import SECTORS, SUPRANATIONAL
from masfufa.ontology.figures import (
    CATEGORIES,
    CAUSES,
    KINDS,
    MODALITIES,
    QUALIFIERS,
    UNITS,
    VICTIM_GROUPS,
    Category,
)

__all__ = [
    "CATEGORIES",
    "CAUSES",
    "KINDS",
    "MODALITIES",
    "QUALIFIERS",
    "SECTORS",
    "SUPRANATIONAL",
    "UNITS",
    "VICTIM_GROUPS",
    "Category",
]
