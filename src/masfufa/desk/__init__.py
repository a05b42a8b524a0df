"""The desk: check, correct, compare and sign off in the browser (docs/desk.md)."""
