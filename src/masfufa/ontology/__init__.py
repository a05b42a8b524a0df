"""Closed vocabularies of the domain."""

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

__all__ = ["CATEGORIES", "CAUSES", "KINDS", "MODALITIES", "QUALIFIERS", "UNITS", "VICTIM_GROUPS", "Category"]
