"""Exports: the files of `masfufa export`, `masfufa matrix` and `masfufa brief`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from masfufa.desk.api import models
from masfufa.desk.api.common import Known, Text
from masfufa.desk.api.ledger import Categories, Since, Until, _categories
from masfufa.desk.ledgers import Ledgers
from masfufa.desk.pages.common import TheDesk
from masfufa.desk.permissions import Permission, may
from masfufa.errors import DataError
from masfufa.exchange.publishing import FORMATS, Wanted, publish
from masfufa.tracking.kept import Frame
from masfufa.tracking.ledger import By, Every

router = APIRouter(tags=["exports"], dependencies=[may(Permission.SEE)])
_PATIENCE = 300.0


@router.get("/exports", response_model=list[models.ExportFormat])
def exports() -> Any:
    """The formats, each with the options that it heeds."""
    return [
        {"name": name, "media_type": how.media_type, "options": sorted(how.options)} for name, how in FORMATS.items()
    ]


@router.get(
    "/exports/{format}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"application/octet-stream": {}}}},
)
def export(
    desk: TheDesk,
    format: Text,
    by: By = "adm1",
    every: Every = "month",
    category: Categories = None,
    since: Since = None,
    until: Until = None,
    known: Known = None,
    language: Literal["en", "ar", "fr"] = "en",
    hxl: Annotated[bool, Query(description="With a row of HXL tags.")] = False,
    polygons: bool = False,
    content: Annotated[bool, Query(description="A package with the original files.")] = False,
) -> Response:
    """One file. Options that a format does not heed are passed over."""
    frame = Frame(by, every, _categories(category), since, until, known, None)
    wanted = Wanted(format, frame, language, hxl=hxl, polygons=polygons, content=content)
    how = wanted.how
    folder = tempfile.TemporaryDirectory(prefix="masfufa-")
    path = Path(folder.name) / f"{format}{how.suffix}"

    def make(ledgers: Ledgers) -> None:
        publish(desk.workspace, lambda day: ledgers.kept(day).ledger(), wanted, path)

    try:
        desk.ledgers.run(make, _PATIENCE)
    except TimeoutError as error:
        raise DataError("ledger-reckoning", "The ledger is being reckoned. Ask again in a moment.") from error
    except BaseException:
        folder.cleanup()
        raise
    # As a file and never as a page: a brief as HTML is not part of this desk.
    return FileResponse(
        path,
        media_type="application/octet-stream" if how.suffix == ".html" else how.media_type,
        filename=path.name,
        background=BackgroundTask(folder.cleanup),
    )
