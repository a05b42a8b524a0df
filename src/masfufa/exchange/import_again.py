"""What a stored file gives when it is imported again as it was: to hold the ledger's rows against."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from masfufa.exchange.importers import ImportOptions, importer, reader_version
from masfufa.workspace.batches import ImportBatch, StoredDocument

_NEEDS_MORE = ("xlsform",)
"""Formats whose files alone do not say what was taken: the form of an export is not stored."""


def import_again(
    stored: StoredDocument,
    format: str,
    reader: str,
    mapping: Mapping[str, Any] | None,
    released: dt.date | None,
    countries: tuple[str, ...],
) -> ImportBatch | None:
    """The batch; None where it can't be known whether it would be the same. Raises MasfufaError as importers do."""
    if format in _NEEDS_MORE or released is None or stored.content is None or reader_version(format) != reader:
        return None
    options = ImportOptions(
        released=released, mapping=None if mapping is None else dict(mapping), assume_yes=True, countries=countries
    )
    with tempfile.TemporaryDirectory(prefix="masfufa-") as folder:
        path = Path(folder) / PurePosixPath(stored.name).name
        path.write_bytes(stored.content)
        return importer(format)(path, options)
