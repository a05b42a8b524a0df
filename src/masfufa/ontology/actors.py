"""Closed vocabularies of actors: PLOVER sectors, and the codes that stand where no country does.

Source: PLOVER manual, draft 0.8 of September 2021 (Open Event Data Alliance). MED is media and HLH health here; the
PLOVER export writes JRN and MED for them.
"""

from __future__ import annotations

SECTORS = (
    "GOV", "MIL", "REB", "UAF", "OPP", "PTY", "COP", "SPY", "JUD", "LEG", "CVL",
    "CRM", "BUS", "AGR", "MED", "EDU", "REL", "REF", "HLH", "ELI", "LAB", "SOC",
)  # fmt: skip
"""Government, military, rebels, unidentified armed force, opposition, party, police, intelligence, judiciary,
legislature, civilians, criminals, business, agriculture, media, education, religion, refugees, health, elite, labour,
social groups."""

SUPRANATIONAL = ("IGO", "NGO", "IMG")
"""Intergovernmental and non-governmental organisations, international militant groups: in place of a country."""
