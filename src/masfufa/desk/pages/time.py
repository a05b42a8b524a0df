"""Figures over time at one place."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from masfufa.desk.pages.common import TheDesk
from masfufa.desk.pages.map import data_block
from masfufa.desk.pages.matrix import cells_of, releases
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views import time as view
from masfufa.desk.views.frame import asked_of
from masfufa.ontology.figures import CATEGORIES

router = APIRouter(dependencies=[may(Permission.SEE)])
BYS = ("country", "adm1", "adm2")
EVERIES = ("day", "week", "month", "year")


@router.get("/time")
def the_time(request: Request, desk: TheDesk) -> Response:
    """The page."""
    params = request.query_params
    asked = asked_of(params, params.getlist("category"))
    by = params.get("by", "")
    by = by if by in BYS else "country"
    every = params.get("every", "")
    every = every if every in EVERIES else "month"
    t = desk.words(request)
    found = cells_of(desk, by, every, asked.known)
    cells = found.value or []
    places = view.places(cells, t)
    place = params.get("place", "")
    if place not in {key for key, _ in places}:
        place = places[0][0] if places else ""
    charts = view.charts(cells, place, asked.categories, t, asked.known)
    words = {key: t(f"see.{key}") for key in ("best", "bounds", "channel", "unknown", "no_more", "open_above", "gap")}
    return desk.render(
        request,
        "time/page.html",
        asked=asked,
        by=by,
        every=every,
        bys=[(name, t("see.bys")[name]) for name in BYS],
        everies=[(name, t("see.everies")[name]) for name in EVERIES],
        places=places,
        place=place,
        charts=charts,
        channels=view.CHANNELS,
        categories=tuple(CATEGORIES),
        releases=releases(desk),
        waits=not found.ready or found.stale,
        data=data_block({"charts": [c.plain for c in charts], "words": words, "rtl": t.direction == "rtl"}),
    )
