"""HTML out: one page that needs nothing from outside, the text with its marked spans beside the records."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from masfufa import __version__
from masfufa.cli.bidi import steady_dates
from masfufa.cli.labels import labels
from masfufa.cli.settings import Settings
from masfufa.cli.wording import kind_of, name_of, published_of, resolved, said_by, value_of, when_of
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.records import Figure, Notice, Reading

_TONES = {
    "killed": "death", "casualties": "death", "missing": "death", "abducted": "death",
    "wounded": "harm", "detained": "harm", "homes_destroyed": "harm", "homes_damaged": "harm",
    "in_need": "need", "affected": "need", "stranded": "need", "protesters": "crowd",
}  # fmt: skip
_OTHER_TONE = "move"
_QUOTED = re.compile("“([^”]*)”")
_RIGHT_TO_LEFT = ("ar",)
_DROPPED = {code: "\ufffd" for code in [*range(9), 11, *range(14, 32), *range(127, 160)] if code != 0x85}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to mark: `role` is figure, repeat, place, date or source; `figures` are those it belongs to."""

    start: int
    end: int
    role: str
    figures: tuple[int, ...]


class Html:
    """Renders with the labels of the settings' interface."""

    def __init__(self, settings: Settings) -> None:
        self._words = labels(settings.interface)

    def head(self) -> str:
        """Everything up to the first document. The policy lets in this page's own style and script and nothing else."""
        style, script = _asset("page.css"), _asset("page.js")
        allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
        policy = f"default-src 'none'; img-src data:; {allowed}; base-uri 'none'"
        words = self._words
        direction = "rtl" if words.right_to_left else "ltr"
        return (
            f'<!doctype html>\n<html lang="{words.language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="generator" content="masfufa {__version__}">\n'
            f'<link rel="icon" href="data:,">\n<title>masfufa · {_text(words["page_title"])}</title>\n'
            f"<style>{style}</style>\n</head>\n<body>\n<main>\n"
        )

    def tail(self, totals: Totals) -> str:
        """The totals and the end of the page."""
        words = self._words
        counts = [("documents", totals.documents), ("figures", totals.figures), ("notices", totals.notices)]
        if totals.unread:
            counts.append(("unread", totals.unread))
        line = " · ".join(f"{_text(words[name])}: {count:,}" for name, count in counts)
        return (
            f"</main>\n<footer>{line} · {_text(words['made_by'])} {__version__}</footer>\n"
            f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"
        )

    def failure(self, key: str, failure: Failure) -> str:
        """The document's name and what was wrong."""
        name = _text(failure.id or self._words["documents"])
        told = f"{self._words['not_read']}: {failure.message} [{failure.code}]"
        line = f'<p class="error">{_text(told)}</p>'
        return f'<article id="{_anchor(key)}">\n<h2><bdi>{name}</bdi></h2>\n{line}\n</article>\n'

    def document(self, item: Item) -> str:
        """One article: header, notices, the text and its records."""
        document, reading = item.document, item.reading
        anchor = _anchor(item.key)
        language = reading.language or ""
        text_direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr" if language else "auto"
        lang = f' lang="{_text(language)}"' if language else ""
        records = "".join(self._record(anchor, number, item) for number in range(len(reading.figures)))
        if not records:
            records = f'<li class="none">{_text(self._words["no_figures"])}</li>'
        return (
            f'<article id="{anchor}">\n{self._header(item)}{self._notices(reading.notices, document.text)}'
            f'<div class="sides">\n<div class="text" dir="{text_direction}"{lang}>'
            f"{marked(document.text, reading, anchor)}</div>\n"
            f'<ol class="records">\n{records}</ol>\n</div>\n</article>\n'
        )

    def _header(self, item: Item) -> str:
        words, document, reading = self._words, item.document, item.reading
        name = name_of(reading, words)
        title = reading.title or name
        facts = [document.publisher or "", self._steady(published_of(reading.published, words))]
        if reading.language:
            facts.append(words.of("languages", reading.language))
        if title != name:
            facts.append(name)
        shown = "".join(f"<bdi>{_text(fact)}</bdi>" for fact in facts if fact)
        return f'<h2 dir="auto">{_text(title)}</h2>\n<p class="facts">{shown}</p>\n'

    def _steady(self, text: str) -> str:
        return steady_dates(text) if self._words.right_to_left else text

    def _notices(self, notices: tuple[Notice, ...], text: str) -> str:
        if not notices:
            return ""
        lines = []
        for notice in notices:
            words = [text[span.start : span.end] for span in notice.spans[:3]]
            quoted = "".join(f" <q><bdi>{_text(said)}</bdi></q>" for said in words if said not in notice.message)
            message = _QUOTED.sub(r"“<bdi>\1</bdi>”", _text(notice.message))
            lines.append(f'<li dir="ltr" lang="en"><b>{_text(notice.kind)}</b>: {message}{quoted}</li>\n')
        return f'<ul class="notices" aria-label="{_text(self._words["notices"])}">\n{"".join(lines)}</ul>\n'

    def _record(self, anchor: str, number: int, item: Item) -> str:
        words, figure = self._words, item.reading.figures[number]
        tone = _TONES.get(figure.category, _OTHER_TONE)
        qualifier = _text(words.of("qualifier", figure.qualifier))
        part = ""
        if figure.part_of is not None:
            part = f'<a href="#{anchor}-f{figure.part_of}">{_text(words["part_of"])} {figure.part_of + 1}</a>'
        rows = "".join(f"<dt>{_text(name)}</dt><dd>{value}</dd>\n" for name, value in self._fields(figure) if value)
        return (
            f'<li class="record {tone}" id="{anchor}-f{number}" data-f="{number}">\n'
            f'<p class="head"><span class="number">{number + 1}</span>'
            f'<span class="category">{_text(words.of("category", figure.category))}</span>'
            f'<span class="value" title="{qualifier}">{_text(value_of(figure))}</span>'
            f'<span class="unit">{_text(words.of("unit", figure.unit))}</span>{part}</p>\n<dl>\n{rows}</dl>\n'
            f'<p class="words" dir="auto"><a href="#{anchor}-s{number}">{_text(figure.text)}</a></p>\n</li>\n'
        )

    def _fields(self, figure: Figure) -> list[tuple[str, str]]:
        words = self._words
        places = "<br>".join(
            _bdi(place.text) + (f" ({_bdi(resolved(place))})" if resolved(place) else "") for place in figure.places
        )
        who = ""
        if figure.victims:
            groups = ", ".join(words.of("groups", group) for group in figure.victims.groups)
            who = f"<bdi>{_text(figure.victims.text)}</bdi>" + (f" ({_text(groups)})" if groups else "")
        repeats = f"{len(figure.repeats)}×" if figure.repeats else ""
        return [
            (words.of("columns", "where"), places),
            (words.of("columns", "when"), _bdi(self._steady(when_of(figure, words)))),
            (words.of("columns", "said_by"), _bdi(said_by(figure, words))),
            (words.of("columns", "kind"), _bdi(kind_of(figure, words))),
            (words["victims"], who),
            (words["cause"], _bdi(words.of("cause_value", figure.cause)) if figure.cause else ""),
            (words["repeated"], repeats),
        ]


def marked(text: str, reading: Reading, anchor: str) -> str:
    """`text` as HTML with every figure, its repeats, places, dates and sources marked; spans may overlap.

    The text is cut wherever a mark begins or ends, and each piece carries all marks that cover it. Linear in the
    length of the text, and in the marks but for how many of them overlap.
    """
    marks = _marks(reading)
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces: list[str] = []
    begun: set[int] = set()
    active: list[Mark] = []
    upcoming = 0
    for start, end in itertools.pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while upcoming < len(marks) and marks[upcoming].start <= start:
            if marks[upcoming].end > start:
                active.append(marks[upcoming])
            upcoming += 1
        pieces.append(_piece(text[start:end], active, reading, anchor, begun))
    return "".join(pieces)


def _marks(reading: Reading) -> list[Mark]:
    marks: dict[tuple[int, int, str], set[int]] = {}

    def add(start: int, end: int, role: str, number: int) -> None:
        if end > start:
            marks.setdefault((start, end, role), set()).add(number)

    for number, figure in enumerate(reading.figures):
        add(figure.start, figure.end, "figure", number)
        for span in figure.repeats:
            add(span.start, span.end, "repeat", number)
        for place in figure.places:
            add(place.start, place.end, "place", number)
        if figure.date:
            add(figure.date.start, figure.date.end, "date", number)
        if figure.attribution:
            add(figure.attribution.start, figure.attribution.end, "source", number)
    return [Mark(start, end, role, tuple(sorted(numbers))) for (start, end, role), numbers in sorted(marks.items())]


def _piece(text: str, active: list[Mark], reading: Reading, anchor: str, begun: set[int]) -> str:
    shown = _text(text)
    if not active:
        return shown
    roles = sorted({mark.role for mark in active})
    numbers = sorted({number for mark in active for number in mark.figures})
    data = " ".join(map(str, numbers))
    # The shortest figure on top decides colour and link: a part stands inside its total.
    leading = sorted((m for m in active if m.role in ("figure", "repeat")), key=lambda m: (m.end - m.start, m.start))
    if not leading:
        return f'<span class="m {" ".join(roles)}" data-f="{data}">{shown}</span>'
    first = leading[0].figures[0]
    tone = _TONES.get(reading.figures[first].category, _OTHER_TONE)
    overlap = " overlap" if len({number for mark in leading for number in mark.figures}) > 1 else ""
    classes = f"m {' '.join(roles)} {tone}{overlap}"
    ids = [n for mark in leading if mark.role == "figure" for n in mark.figures if n not in begun]
    begun.update(ids)
    own = f' id="{anchor}-s{ids[0]}"' if ids else ""
    more = "".join(f'<span id="{anchor}-s{number}"></span>' for number in ids[1:])
    return f'<a class="{classes}"{own} href="#{anchor}-f{first}" data-f="{data}">{more}{shown}</a>'


def _bdi(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>" if text else ""


def _text(text: str) -> str:
    return escape(text.translate(_DROPPED), quote=True)


def _anchor(key: str) -> str:
    return "d" + key.replace(".", "-")


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
