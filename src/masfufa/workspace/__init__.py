"""The workspace: documents, readings, claims and decisions in one database (docs/ledger.md)."""
