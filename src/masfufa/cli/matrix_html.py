"""The matrix as one page that needs nothing from outside; each row opens to the claims behind it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from masfufa import __version__
from masfufa.cli.html_marks import safe
from masfufa.cli.labels import labels
from masfufa.cli.matrix_words import bounds, counted, notes, number, place_name, words
from masfufa.cli.why_text import locator_of, value_of

if TYPE_CHECKING:
    from masfufa.tracking.kept import Frame, Kept
    from masfufa.tracking.ledger import Cell
    from masfufa.workspace import Workspace

OPENED = 20
"""Claims that a row shows; masfufa why shows all."""

HEADS = ("place", "period", "category", "value", "press", "agency", "field", "sources", "flags")


def write_page(cells: list[Cell], kept: Kept, space: Workspace, frame: Frame, language: str, sink: TextIO) -> None:
    """Write the page. The policy lets in its own style and nothing else; it runs no script."""
    from masfufa.exchange.sentences import sentences
    from masfufa.tracking.stored import behind

    block = words(language)
    found = [behind(cell, kept.entry, OPENED) for cell in cells]
    # Sentences are read document by document, once for all cells.
    claims = {claim["claim"]["id"]: claim for cell in found for claim in cell["claims"]}
    said = sentences(space, list(claims.values()))
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    direction = "rtl" if labels(language).right_to_left else "ltr"
    known = f" · {safe(block['as_known_on'])} {frame.as_known_on}" if frame.as_known_on else ""
    sink.write(
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f"style-src 'sha256-{digest}'; base-uri 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="masfufa {__version__}">\n<link rel="icon" href="data:,">\n'
        f"<title>{safe(block['title'])} · {safe(space.name)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h2>{safe(block['title'])}: <bdi>{safe(space.name)}</bdi></h2>\n"
        f'<p class="facts"><span>{len(cells):,} {safe(block["cells"])}{known}</span></p>\n'
    )
    if not cells:
        sink.write(f'<p class="none">{safe(block["empty"])}</p>\n')
    else:
        heads = "".join(f'<th scope="col">{safe(block["columns"][name])}</th>' for name in HEADS)
        sink.write(f'<div class="scroll"><table class="matrix">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n')
        for cell, behind_it in zip(cells, found, strict=True):
            sink.write(_row(cell, behind_it, said, language))
        sink.write("</tbody>\n</table></div>\n")
    sink.write(f"</main>\n<footer>masfufa {__version__}</footer>\n</body>\n</html>\n")


def _row(cell: Cell, found: dict[str, Any], said: dict[str, str], language: str) -> str:
    numbers = "".join(f'<td class="n">{number(cell.channels.get(name))}</td>' for name in ("press", "agency", "field"))
    claims = "".join(_claim(claim, said, words(language)) for claim in found["claims"])
    steps = "".join(f"<li>{safe(step)}</li>" for step in found["steps"])
    more = f"<li>… {found['left_out']:,}</li>" if found["left_out"] else ""
    inner = (
        f'<p class="id"><code>{safe(cell.cell_id)}</code> · {safe(cell.estimate.rule)}</p>'
        f"<ul>{steps}</ul><ol>{claims}{more}</ol>"
    )
    place = safe(place_name(cell.place, cell.cell_id, language))
    return (
        f'<tr id="{safe(cell.cell_id)}"><th scope="row"><bdi>{place}</bdi></th>'
        f"<td><bdi>{safe(cell.period)}</bdi></td><td>{safe(counted(cell, language))}</td>"
        f'<td class="n"><details><summary><bdi>{safe(bounds(cell, language))}</bdi></summary>{inner}</details></td>'
        f'{numbers}<td class="n">{len(cell.estimate.sources)}</td><td>{safe(notes(cell, language))}</td></tr>\n'
    )


def _claim(found: dict[str, Any], said: dict[str, str], block: dict[str, Any]) -> str:
    claim = found["claim"]
    role = "used" if found["used"] else "aside"
    sentence = said.get(claim["id"])
    quoted = f'<blockquote dir="auto">{safe(sentence)}</blockquote>' if sentence else ""
    reason = f" · {safe(found['detail'] or found['set_aside'])}" if found["set_aside"] else ""
    carriers = f" · {safe(block['carried_by'])} {len(found['carriers'])}" if found["carriers"] else ""
    released = safe(claim.get("released") or "")
    return (
        f'<li class="{role}"><bdi><b>{safe(value_of(claim))}</b></bdi> <bdi>{safe(found["source_name"])}</bdi>{reason}'
        f"{carriers}<br><small><bdi>{safe(locator_of(claim))}</bdi> {released}</small>{quoted}</li>"
    )


def _style() -> str:
    folder = Path(__file__)
    return "".join(folder.with_name(name).read_text(encoding="utf-8") for name in ("page.css", "matrix.css"))
