"""Gathering: sources that are asked for what is new, politely, and what they give on its way into the ledger.

docs/gathering.md tells how it works and why nothing is lost or doubled.
"""
