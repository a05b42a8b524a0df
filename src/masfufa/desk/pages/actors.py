"""Who did what to whom, and statements by speaker."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from masfufa.desk.pages.common import TheDesk
from masfufa.desk.pages.map import data_block
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views import actors as view

router = APIRouter(dependencies=[may(Permission.SEE)])


@router.get("/actors")
def actors(request: Request, desk: TheDesk) -> Response:
    """The page."""
    params = request.query_params
    asked = params.get("quad", "")
    quad = int(asked) if asked in ("1", "2", "3", "4") else None
    t = desk.words(request)
    acts = desk.ledgers.ask(("acts",), lambda ledgers: ledgers.kept().plain("acts:1", view.acts))
    said = desk.ledgers.ask(("speakers",), lambda _: view.speakers(desk.workspace.statements()), tracked=False)
    speakers = said.value or {}
    speaker = params.get("speaker")
    if speaker not in speakers:
        speaker = next(iter(speakers), None)
    found = acts.value or []
    every = view.pairs(found, quad, t)
    network = view.network(found, quad)
    words = {"quads": t("see.quads"), "deeds": t("see.deeds")}
    return desk.render(
        request,
        "actors/page.html",
        waits=not acts.ready or acts.stale or not said.ready or said.stale,
        quad=quad,
        quads=[(str(q), t("see.quads")[str(q)]) for q in view.QUADS],
        pairs=every[: view.LISTED],
        all_pairs=len(every),
        network=data_block({**network, "words": words, "rtl": t.direction == "rtl"}),
        drawn=bool(network["edges"]),
        speakers=[(name, len(lines)) for name, lines in speakers.items()][: view.LISTED],
        speaker=speaker,
        statements=speakers[speaker][: view.STATEMENTS] if speaker is not None else [],
    )
