"""An XLSForm as it is read: questions with their paths and labels, choices, settings, and what each answer is here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from masfufa.errors import DocumentError
from masfufa.exchange.cells import clean
from masfufa.exchange.forms import CLAIM_COLUMN
from masfufa.exchange.importers import document_id
from masfufa.exchange.tables import Sheet, open_table
from masfufa.ontology.figures import CATEGORIES, CAUSES, KINDS, UNITS, VICTIM_GROUPS

ROLES = ("consent", "date", "from", "to", "round", "country", "admin1", "admin2", "admin3", "admin4", "place", "gps",
         "by", "cause", "event")  # fmt: skip
_SELECT = re.compile(r"select[_ ](one|multiple)(?:[_ ]from[_ ]file)?\s+(\S+)")
_BEGIN, _END = re.compile(r"begin[_ ](group|repeat)"), re.compile(r"end[_ ](group|repeat)")
_KEYS = {"figure", "unit", "kind", "cause", "groups", "sex", "age", "reason", "group", "part_of", "answers", "role"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `path` with the groups it stands in, `kind` as integer, select_one …, `choices` its list's name.

    `claim` holds the words of the column `masfufa`; `repeated` tells that it stands in a repeat.
    """

    name: str
    path: tuple[str, ...]
    kind: str
    choices: str | None
    labels: tuple[str, ...]
    claim: Mapping[str, str]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its value, its labels by column and the further columns of its row."""

    name: str
    labels: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(slots=True)
class Form:
    """A form. `groups` are the labels of each group by its name."""

    id: str
    version: str
    title: str
    sha256: str
    questions: list[Question] = field(default_factory=list)
    choices: dict[str, dict[str, Choice]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def role(self, role: str) -> Question | None:
        """The question that has a role."""
        return next((question for question in self.questions if question.claim.get("role") == role), None)

    def choice(self, question: Question, value: str) -> Choice | None:
        """The choice of a select question by its name, or by its label in any language."""
        listed = self.choices.get(question.choices or "", {})
        if value in listed:
            return listed[value]
        wanted = clean(value).casefold()
        for choice in listed.values():
            if any(clean(label).casefold() == wanted for label in choice.labels.values()):
                return choice
        return None


def read_form(path: Path) -> Form:
    """Read an XLSForm (xlsx). Raises DocumentError: codes of `open_table`, form-sheets, form-question, form-claims."""
    table = open_table(path)
    sheets = {sheet.name.strip().casefold(): sheet for sheet in table.sheets}
    survey = sheets.get("survey")
    if survey is None:
        raise DocumentError("form-sheets", f"{path.name}: there is no sheet survey. Give the XLSForm itself.")
    settings = next(iter(_rows(sheets["settings"])), {}) if "settings" in sheets else {}
    form = Form(
        id=settings.get("form_id") or settings.get("id_string") or path.stem,
        version=settings.get("version", ""),
        title=settings.get("form_title") or path.stem,
        sha256=document_id(table.data),
    )
    if "choices" in sheets:
        for row in _rows(sheets["choices"]):
            listed = form.choices.setdefault(row.get("list_name") or row.get("list name", ""), {})
            if "name" in row:
                listed[row["name"]] = Choice(row["name"], _labels(row), row)
    _questions(form, survey)
    if not any({"figure", "answers"} & question.claim.keys() for question in form.questions):
        raise DocumentError(
            "form-claims",
            f"{survey.where()}: no question says in a column {CLAIM_COLUMN} what its answer is (docs/field-rounds.md).",
        )
    return form


def _questions(form: Form, survey: Sheet) -> None:
    path: list[tuple[str, bool]] = []
    names: set[str] = set()
    for number, row in enumerate(_rows(survey), 2):
        kind = " ".join(row.get("type", "").split())
        begins = _BEGIN.match(kind)
        if begins:
            name = row.get("name", "")
            form.groups[name] = tuple(_labels(row).values())
            path.append((name, begins[1] == "repeat"))
        elif _END.match(kind):
            if path:
                path.pop()
        elif kind and row.get("name"):
            select = _SELECT.match(kind)
            name = row["name"]
            claim = _claim(row.get(CLAIM_COLUMN, ""), survey, number)
            names.add(name)
            form.questions.append(
                Question(
                    name,
                    (*(group for group, _ in path), name),
                    f"select_{select[1]}" if select else kind,
                    select[2] if select else None,
                    tuple(_labels(row).values()),
                    claim,
                    any(repeat for _, repeat in path),
                )
            )
    for question in form.questions:
        for key in ("part_of", "answers"):
            for target in filter(None, question.claim.get(key, "").split(",")):
                if target not in names:
                    raise DocumentError(
                        "form-question", f"{survey.where()}: {question.name} speaks of {target}, which there is not."
                    )


def _claim(text: str, survey: Sheet, number: int) -> dict[str, str]:
    """The words `key=value` of the column. Raises DocumentError("form-question") for what is not understood."""
    out: dict[str, str] = {}
    for word in text.split():
        key, _, value = word.partition("=")
        allowed = {
            "figure": CATEGORIES,
            "unit": UNITS,
            "kind": KINDS,
            "cause": CAUSES,
            "role": ROLES,
        }.get(key)
        bad_group = key == "groups" and set(value.split(",")) - set(VICTIM_GROUPS)
        if key not in _KEYS or not value or (allowed is not None and value not in allowed) or bad_group:
            where = f"{survey.where()}, question in row {number}"
            raise DocumentError("form-question", f"{where}: {word!r} in column {CLAIM_COLUMN} says nothing known.")
        out[key] = value
    return out


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    header: list[str] | None = None
    out: list[dict[str, str]] = []
    for row in sheet.rows():
        texts = [row.text(index) for index in range(len(row))]
        if header is None:
            header = [text if "::" in text else text.casefold() for text in texts]
        else:
            out.append({name: text for name, text in zip(header, texts, strict=False) if name and text})
    return out


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in row.items() if column == "label" or column.casefold().startswith("label:")}
