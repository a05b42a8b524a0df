"""How right a reader is: by gold files, and by what people decided in a workspace (docs/evaluating.md)."""
