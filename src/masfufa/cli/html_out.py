"""HTML out: one page that needs nothing from outside, the text with its marked spans beside the records."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from masfufa import __version__
from masfufa.cli.bidi import steady_dates
from masfufa.cli.html_events import event_card, statement_card
from masfufa.cli.html_marks import marked, tone_of_figure
from masfufa.cli.html_marks import safe as _text
from masfufa.cli.labels import labels
from masfufa.cli.settings import Settings
from masfufa.cli.wording import kind_of, name_of, published_of, resolved, said_by, value_of, when_of
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.notices import said_in
from masfufa.records import Figure, Notice

_QUOTED = re.compile("([“«])([^”»]*)([”»])")
_RIGHT_TO_LEFT = ("ar",)


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
        counts = [("documents", totals.documents), ("figures", totals.figures)]
        counts += [pair for pair in (("events", totals.events), ("statements", totals.statements)) if pair[1]]
        counts.append(("notices", totals.notices))
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
        return (
            f'<article id="{anchor}">\n{self._header(item)}{self._notices(reading.notices, document.text)}'
            f'<div class="sides">\n<div class="text" dir="{text_direction}"{lang}>'
            f"{marked(document.text, reading, anchor)}</div>\n"
            f'<div class="panel">\n{self._panel(anchor, item)}</div>\n</div>\n</article>\n'
        )

    def _panel(self, anchor: str, item: Item) -> str:
        """The records: figures, and under headings of their own events and statements where there are any."""
        words, reading = self._words, item.reading
        figures = "".join(self._record(anchor, number, item) for number in range(len(reading.figures)))
        parts = [("figures", len(reading.figures), figures or f'<li class="none">{_text(words["no_figures"])}</li>')]
        if reading.events:
            cards = "".join(event_card(anchor, n, event, words) for n, event in enumerate(reading.events))
            parts.append(("events", len(reading.events), cards))
        if reading.statements:
            cards = "".join(statement_card(anchor, n, said, words) for n, said in enumerate(reading.statements))
            parts.append(("statements", len(reading.statements), cards))
        if len(parts) == 1:
            return f'<ol class="records">\n{figures or parts[0][2]}</ol>\n'
        links = "".join(
            f'<a href="#{anchor}-{name}">{_text(words[name])} <b>{count:,}</b></a>' for name, count, _ in parts
        )
        lists = "".join(
            f'<h3 id="{anchor}-{name}">{_text(words[name])}</h3>\n<ol class="records">\n{cards}</ol>\n'
            for name, _, cards in parts
        )
        return f'<nav class="parts">{links}</nav>\n{lists}'

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
            told = said_in(notice, self._words.language)
            direction = "rtl" if told and self._words.right_to_left else "ltr"
            language = self._words.language if told else "en"
            message = _QUOTED.sub(r"\1<bdi>\2</bdi>\3", _text(self._steady(told or notice.message)))
            kind = f"<b><bdi>{_text(notice.kind)}</bdi></b>"
            lines.append(f'<li dir="{direction}" lang="{language}">{kind}: {message}{quoted}</li>\n')
        return f'<ul class="notices" aria-label="{_text(self._words["notices"])}">\n{"".join(lines)}</ul>\n'

    def _record(self, anchor: str, number: int, item: Item) -> str:
        words, figure = self._words, item.reading.figures[number]
        tone = tone_of_figure(figure.category)
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


def _bdi(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>" if text else ""


def _anchor(key: str) -> str:
    return "d" + key.replace(".", "-")


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
