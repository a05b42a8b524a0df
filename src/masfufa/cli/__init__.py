"""The command line: one module a command group, thin; see docs/cli.md."""
