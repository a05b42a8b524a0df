"""Exchange: one module a format, in and out (docs/ledger.md)."""
