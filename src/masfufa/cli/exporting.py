"""`masfufa export`: the ledger and the matrix for other systems, one subcommand a format."""

from __future__ import annotations

import click

from masfufa.cli.lazy import LazyGroup

EXPORTS: dict[str, str] = {
    "csv": "masfufa.cli.export_tables:csv_",
    "parquet": "masfufa.cli.export_tables:parquet",
    "xlsx": "masfufa.cli.export_tables:xlsx",
    "geojson": "masfufa.cli.export_tables:geojson",
    "claims": "masfufa.cli.export_tables:claims",
    "ged": "masfufa.cli.export_tables:ged",
    "acled": "masfufa.cli.export_tables:acled",
    "plover": "masfufa.cli.export_ledger:plover",
    "package": "masfufa.cli.export_ledger:package",
    "hapi": "masfufa.cli.export_hapi:hapi",
}
"""Formats by name; the module of one is loaded when that one is asked for."""


@click.group(
    "export",
    cls=LazyGroup,
    lazy=EXPORTS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def export() -> None:
    """Write what the workspace holds for other systems (docs/publishing.md)."""
