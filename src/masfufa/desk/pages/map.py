"""The map: units by a figure, happenings by how exactly they are placed, a period at a time."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from masfufa.desk.pages.common import TheDesk
from masfufa.desk.pages.matrix import cells_of, releases
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import map as view
from masfufa.desk.views.borders import border_notes
from masfufa.desk.views.frame import asked_of
from masfufa.gazetteer.outlines import countries as all_countries

router = APIRouter(dependencies=[may(Permission.SEE)])
EVERIES = ("day", "week", "month", "year", "total")
_MOST_COUNTRIES = 12


def data_block(value: object) -> Markup:
    """JSON for a data block of a page: nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


@router.get("/map/outlines.json")
def outlines(request: Request, countries: str = "") -> Response:
    """First-level units as GeoJSON; a browser that has them is told so."""
    known = frozenset(all_countries())
    chosen = tuple(sorted({c for c in countries.split(",") if c in known}))[:_MOST_COUNTRIES]
    body = view.outlines_geojson(chosen)
    tag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, max-age=86400"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/geo+json", headers=headers)


@router.get("/map")
def the_map(request: Request, desk: TheDesk) -> Response:
    """The page."""
    params = request.query_params
    asked = asked_of(params, ())
    t = desk.words(request)
    found = cells_of(desk, "adm1", asked.every, asked.known)
    cells = found.value or []
    every_series = view.series_of(cells)
    names = {"/".join(series): series for series in every_series}
    series = names.get(params.get("series", "")) or (every_series[0] if every_series else None)
    chosen = view.of_series(cells, series) if series else []
    periods = view.periods_of(chosen)
    period = params.get("period", "")
    period = period if period in periods else (periods[-1] if periods else "")
    happened = desk.ledgers.ask(
        ("happenings", asked.known), lambda ledgers: ledgers.kept(asked.known).plain("happenings:2", view.happenings)
    )
    happenings = happened.value or {"happenings": [], "anchors": {}}
    values = view.values(chosen, happenings["anchors"], t, asked.known)
    points = view.points(happenings["happenings"], series[0], t) if series else []
    countries = _countries(desk, [c.place.country for c in chosen])
    starts = {c.period: [str(c.period_start), str(c.period_end)] for c in chosen if c.period_start}
    words = {key: t(f"see.{key}") for key in ("unknown", "unsaid", "sources_count", "open_cell", "open_document")}
    words |= {"precisions": t("see.precisions"), "legend": t("see.map_legend"), "happenings": t("see.happenings")}
    data = {
        "periods": [[p, *starts[p]] for p in periods],
        "period": period,
        "values": values,
        "points": [p for p in points if p["how"] in ("spot", "area", "unit")],
        "words": words,
        "called": view.called(series, t) if series else "",
    }
    return desk.render(
        request,
        "map/page.html",
        asked=asked,
        waits=not found.ready or found.stale or not happened.ready,
        choices=[(key, view.called(one, t)) for key, one in names.items()],
        series="/".join(series) if series else "",
        everies=[(e, t("see.everies")[e]) for e in EVERIES],
        periods=[(p, p) for p in periods],
        period=period,
        releases=releases(desk),
        data=data_block(data) if series else "",
        outlines="/map/outlines.json?" + urlencode({"countries": ",".join(countries)}),
        notes=border_notes(countries, t.language),
        called=view.called(series, t) if series else "",
        called_category=t.of("category", series[0]) if series else "",
        table=view.table(values.get(period, []), t),
        points=points[: view.LISTED],
    )


def _countries(desk: Desk, found: list[str | None]) -> list[str]:
    return sorted({*desk.workspace.countries, *(c for c in found if c)})[:_MOST_COUNTRIES]
