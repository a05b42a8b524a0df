"""Tracking: duplicates, dependence, links, checks, estimates, vintages, matrix (docs/ledger.md)."""
