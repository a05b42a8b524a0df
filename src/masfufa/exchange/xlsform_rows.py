"""Exports of form servers as submissions: which column is which question, however the export was set.

Columns may be question names or labels in any language, with or without the groups before them ("idps/idps_people",
"idps-idps_people", "Displaced people/How many people?"); JSON may be flat or nested. Labels that several questions
share are told apart by their order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from masfufa.errors import DocumentError
from masfufa.exchange.cells import clean
from masfufa.exchange.forms import form_words
from masfufa.exchange.tables import Cell, Row, Sheet, Table, as_text
from masfufa.exchange.xlsform_form import Form, Question

_SPLITS = ("/", "-", ".", ":")
_GPS = ("latitude", "longitude")


@dataclass(slots=True)
class Submission:
    """One answered form: `answers` by question name as cells, `meta` of the server by its use, `row` in its sheet."""

    row: int
    answers: dict[str, Cell] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    gps: tuple[str, str] = ("", "")

    def text(self, question: Question | None) -> str:
        """The answer's text, "" where there is none."""
        if question is None or question.name not in self.answers:
            return ""
        return self.answers[question.name].text.strip()


@dataclass(slots=True)
class Columns:
    """Which column holds what: questions, the server's own columns, the halves of a position."""

    questions: dict[int, Question] = field(default_factory=dict)
    meta: dict[int, str] = field(default_factory=dict)
    gps: dict[int, int] = field(default_factory=dict)


def export_sheet(table: Table, form: Form) -> tuple[Sheet, Columns, int]:
    """The sheet that holds the answers, its columns and the number of its header row; the fullest of several.

    Raises DocumentError("form-mismatch") where no sheet has figures of the form.
    """
    best: tuple[int, Sheet, Columns, int] | None = None
    for sheet in table.sheets:
        for row in sheet.head(3):
            columns = columns_of([row.text(index) for index in range(len(row))], form)
            found = sum(1 for question in columns.questions.values() if question.claim)
            if best is None or found > best[0]:
                best = (found, sheet, columns, row.number)
    if best is None or not any({"figure", "answers"} & q.claim.keys() for q in best[2].questions.values()):
        nested = best is not None and best[1].keys is not None
        if not (nested and best is not None and set(best[1].keys or ()) & set(form.groups)):
            raise DocumentError(
                "form-mismatch",
                f"{table.name}: no column is a question of the form {form.id}. Give the form of these answers.",
            )
    return best[1], best[2], best[3]


def columns_of(header: list[str], form: Form) -> Columns:
    """Which question each column of a header is."""
    out = Columns()
    by_path, by_label = _names(form), _labels(form)
    taken: dict[str, int] = defaultdict(int)
    used: set[str] = set()
    meta = {name.casefold(): use for use, names in form_words()["meta"].items() for name in names}
    ranks = {name.casefold(): rank for names in form_words()["meta"].values() for rank, name in enumerate(names)}
    held: dict[str, tuple[int, int]] = {}
    for index, title in enumerate(header):
        use = meta.get(title.casefold())
        if use is not None:
            rank = ranks[title.casefold()]
            if use not in held or rank < held[use][0]:
                held[use] = (rank, index)
            continue
        half = _gps_half(title, by_path)
        if half is not None:
            out.gps[index] = half
            continue
        question = by_path.get(title.casefold())
        if question is None:
            listed = by_label.get(_label(title)) or by_label.get(_label(title.rpartition("/")[2]))
            if listed:
                listed = [q for q in listed if q.name not in used] or listed
                question = listed[0]
                taken[title] += 1
        if question is not None and question.name not in used:
            used.add(question.name)
            out.questions[index] = question
    out.meta = {index: use for use, (_, index) in held.items()}
    return out


def submissions(sheet: Sheet, columns: Columns, header_row: int, form: Form) -> Iterator[Submission]:
    """The submissions of a sheet, in order."""
    header = next(row for row in sheet if row.number == header_row)
    titles = [header.text(index) for index in range(len(header))]
    for row in sheet.rows():
        if row.number > header_row:
            yield _submission(row, titles, columns, form)


def _submission(row: Row, titles: list[str], columns: Columns, form: Form) -> Submission:
    out = Submission(row.number)
    halves = ["", ""]
    for index in range(len(row)):
        cell = row[index]
        if index in columns.questions:
            out.answers[columns.questions[index].name] = cell
        elif index in columns.meta:
            out.meta[columns.meta[index]] = _plain(cell.text)
        elif index in columns.gps:
            halves[columns.gps[index]] = cell.text.strip()
        if cell.text.startswith("{") and index < len(titles):
            _nested(titles[index], cell, out, form)
    out.gps = (halves[0], halves[1])
    return out


def _nested(title: str, cell: Cell, out: Submission, form: Form) -> None:
    """Answers inside a JSON object, as ODK Central gives a group."""
    try:
        data = json.loads(cell.text)
    except json.JSONDecodeError:
        return
    flat = dict(_flat(title, data))
    found = columns_of(list(flat), form)
    values = list(flat.values())
    for index, question in found.questions.items():
        value = values[index]
        if isinstance(value, dict) and value.get("type") == "Point":
            lon, lat = (value.get("coordinates") or ["", ""])[:2]
            value = f"{lat} {lon}"
        out.answers[question.name] = Cell(value, as_text(value), cell.row, cell.column)
    for index, use in found.meta.items():
        out.meta.setdefault(use, _plain(as_text(values[index])))


def _flat(title: str, data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict) and data.get("type") != "Point":
        for key, value in data.items():
            yield from _flat(f"{title}/{key}", value)
    else:
        yield title, data


def _plain(text: str) -> str:
    """Kobo gives its validation status as an object; its label is what counts."""
    text = text.strip()
    if text.startswith("{"):
        try:
            data = json.loads(text)
        except json.JSONDecodeError:
            return text
        return str(data.get("label") or data.get("uid") or "") if isinstance(data, dict) else text
    return text


def _names(form: Form) -> dict[str, Question]:
    """Questions by name and by path with any separator. A name that two groups share needs its path."""
    out: dict[str, Question] = {}
    seen: dict[str, int] = defaultdict(int)
    for question in form.questions:
        seen[question.name.casefold()] += 1
        for start in range(len(question.path)):
            for mark in _SPLITS:
                out.setdefault(mark.join(question.path[start:]).casefold(), question)
    for name, count in seen.items():
        if count > 1:
            out.pop(name, None)
    return out


def _labels(form: Form) -> dict[str, list[Question]]:
    out: dict[str, list[Question]] = defaultdict(list)
    for question in form.questions:
        for label in dict.fromkeys(map(_label, question.labels)):
            out[label].append(question)
            for group in question.path[:-1]:
                for title in dict.fromkeys(map(_label, form.groups.get(group, ()))):
                    out[f"{title}/{label}"].append(question)
    return out


def _label(text: str) -> str:
    return "/".join(clean(part).casefold() for part in text.split("/"))


def _gps_half(title: str, names: dict[str, Question]) -> int | None:
    """0 or 1 for the latitude or longitude of a position: `_gps_latitude`, `gps-Latitude`, `area/gps/Longitude`."""
    plain = title.casefold()
    for half, word in enumerate(_GPS):
        if plain.endswith(word):
            stem = plain[: -len(word)].strip("_-/. ")
            question = names.get(stem)
            if question is not None and question.kind == "geopoint":
                return half
    return None
