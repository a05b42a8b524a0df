"""The brief as one HTML page that needs nothing else: style, map and charts are inside, notes are links both ways."""

from __future__ import annotations

import importlib.resources
from html import escape

from masfufa.exchange.brief.content import Brief, Line, Number
from masfufa.exchange.brief.drawing import draw_map, draw_series


def brief_html(brief: Brief) -> str:
    """The page."""
    words = brief.words
    direction = "rtl" if words.right_to_left else "ltr"
    style = importlib.resources.files("masfufa.exchange.brief").joinpath("brief.css").read_text(encoding="utf-8")
    body = [f"<h1>{escape(brief.title)}</h1>", f'<p class="when">{escape(brief.subtitle)}</p>']
    if not brief.empty:
        body += [*_key_figures(brief), *_table(brief), *_map(brief), *_series(brief), *_changes(brief)]
        body += [*_happenings(brief), *_disagreements(brief), *_notes(brief)]
    else:
        body.append(f"<p>{escape(words['nothing'])}</p>")
    body.append(f'<p class="method">{escape(words["method"])}</p>')
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(brief.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _key_figures(brief: Brief) -> list[str]:
    out = [f"<h2>{escape(brief.words['key_figures'])}</h2>", '<ul class="figures">']
    for figure in brief.key_figures:
        was = f'<span class="was">{escape(figure.was)}</span>' if figure.was else ""
        out.append(
            f"<li>{_number(figure.number)}<b>{escape(figure.label)}</b><small>{escape(figure.detail)}</small>"
            f"<small>{escape(figure.sources)}</small>{was}</li>"
        )
    return [*out, "</ul>"]


def _table(brief: Brief) -> list[str]:
    if not brief.rows:
        return []
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in brief.columns)
    rows = [
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{_number(number) if number else ''}</td>" for number in numbers)
        + "</tr>"
        for name, numbers in brief.rows
    ]
    return [
        f"<h2>{escape(brief.words['by_area'])}</h2>",
        '<div class="wide"><table>',
        f'<thead><tr><th scope="col">{escape(brief.words["place"])}</th>{head}</tr></thead>',
        "<tbody>",
        *rows,
        "</tbody></table></div>",
    ]


def _map(brief: Brief) -> list[str]:
    drawn = draw_map(brief.points, brief.countries, brief.words)
    if not drawn:
        return []
    note = brief.words["map_note"].format(category=brief.map_category)
    return [
        f"<h2>{escape(brief.words['map'])}</h2>",
        f"<figure>{drawn}<figcaption>{escape(note)}</figcaption></figure>",
    ]


def _series(brief: Brief) -> list[str]:
    if not brief.series:
        return []
    figures = [f"<figure>{draw_series(series, brief.words)}</figure>" for series in brief.series]
    return [f"<h2>{escape(brief.words['over_time'])}</h2>", *figures]


def _changes(brief: Brief) -> list[str]:
    words = brief.words
    lines = brief.changes or (Line(words["no_changes"] if brief.compared else words["no_earlier"]),)
    return [f"<h2>{escape(words['changes'])}</h2>", "<ul>", *map(_line, lines), "</ul>"]


def _happenings(brief: Brief) -> list[str]:
    if not brief.happenings:
        return []
    words = brief.words
    head = "".join(f'<th scope="col">{escape(words[key])}</th>' for key in ("date", "place", "killed", "actors"))
    rows = [
        f'<tr><td><bdi dir="ltr">{escape(row.date)}</bdi></td><td>{escape(row.place)}</td>'
        f"<td>{_number(row.killed)}</td><td>{escape(row.actors)}</td></tr>"
        for row in brief.happenings
    ]
    return [
        f"<h2>{escape(words['happenings'])}</h2>",
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>',
        *rows,
        "</tbody></table></div>",
    ]


def _disagreements(brief: Brief) -> list[str]:
    words = brief.words
    lines = brief.disagreements or (Line(words["no_disagreements"]),)
    return [f"<h2>{escape(words['disagreements'])}</h2>", "<ul>", *map(_line, lines), "</ul>"]


def _notes(brief: Brief) -> list[str]:
    out = [f"<h2>{escape(brief.words['notes'])}</h2>", '<ol class="notes">']
    for note in brief.notes:
        language = f' lang="{note.language}"' if note.language else ""
        out.append(
            f'<li id="n{note.number}"><q dir="auto"{language}>{escape(note.words)}</q> '
            f"<small><bdi>{escape(note.where)}</bdi></small></li>"
        )
    return [*out, "</ol>"]


def _line(line: Line) -> str:
    detail = f"<small>{escape(line.detail)}</small>" if line.detail else ""
    return f"<li>{escape(line.text)}{_marks(line.notes)}{detail}</li>"


def _number(number: Number) -> str:
    interval = (
        f' <small class="interval"><bdi dir="ltr">{escape(number.interval)}</bdi></small>' if number.interval else ""
    )
    flag = ' class="flagged"' if number.flagged else ""
    cell = f' title="{escape(number.id)}"' if number.id else ""
    return f'<span{flag}{cell}><bdi class="value">{escape(number.text)}</bdi>{interval}{_marks(number.notes)}</span>'


def _marks(notes: tuple[int, ...]) -> str:
    if not notes:
        return ""
    links = "".join(f'<a href="#n{number}">[{number}]</a>' for number in notes)
    return f'<sup><bdi dir="ltr">{links}</bdi></sup>'
