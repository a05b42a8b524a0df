"""Field forms as XLSForm, in up to three languages: baseline area assessment, event tracking, flow monitoring point.

What an answer is in the ledger stands in the form itself, in the column `masfufa` of its sheet `survey`; form servers
leave the column alone and `masfufa import xlsform` reads it. Questions: exchange/forms.yaml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from masfufa.errors import UsageError
from masfufa.exchange.form_units import UnitChoice

LANGUAGES = ("ar", "en", "fr")
CLAIM_COLUMN = "masfufa"
OTHER = "other"
"""The choice of a unit that is not in the list."""

Words = Mapping[str, str]


@dataclass(slots=True)
class FormBook:
    """An XLSForm: the rows of its three sheets by column, and the columns in order."""

    survey: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


@cache
def form_words() -> dict[str, Any]:
    """exchange/forms.yaml."""
    import yaml

    text = resources.files("masfufa.exchange").joinpath("forms.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def form_kinds() -> tuple[str, ...]:
    """The forms that can be written."""
    return tuple(form_words()["forms"])


def new_form(kind: str, countries: Sequence[UnitChoice], units: Sequence[UnitChoice], languages: Sequence[str],
             version: dt.date) -> FormBook:  # fmt: skip
    """The form of a kind for the countries and their units, its first language the default.

    Raises UsageError: form-kind, form-language, form-countries.
    """
    words = form_words()
    if kind not in words["forms"]:
        raise UsageError("form-kind", f"There is no form {kind!r}. There are: {', '.join(words['forms'])}.")
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise UsageError("form-language", f"Forms are written in {', '.join(LANGUAGES)}, not in {', '.join(unknown)}.")
    if not countries:
        raise UsageError("form-countries", "Name the countries that the form is for: --countries LBY.")
    return _Maker(kind, tuple(countries), tuple(units), tuple(dict.fromkeys(languages)), version).book()


def write_form(book: FormBook, path: Path) -> None:
    """Write the form as xlsx; sheets of a form whose first language is Arabic run from right to left."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    workbook = Workbook()
    workbook.remove(workbook.active)
    right_to_left = book.settings.get("default_language") == form_words()["languages"]["ar"]
    for name, rows in (("survey", book.survey), ("choices", book.choices), ("settings", [book.settings])):
        sheet = workbook.create_sheet(name)
        sheet.sheet_view.rightToLeft = right_to_left
        columns = _columns(name, rows)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) or None for column in columns])
        for index, column in enumerate(columns, 1):
            cell = sheet.cell(1, index)
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 42 if "::" in column else 22
            if "(ar)" in column:
                for line in range(2, sheet.max_row + 1):
                    sheet.cell(line, index).alignment = Alignment(horizontal="right", readingOrder=2)
        sheet.freeze_panes = "A2"
    try:
        workbook.save(path)
    except OSError as error:
        raise UsageError("output-not-writable", f"{path} can't be written: {error.strerror or error}.") from error


_ORDER = ("type", "name", "list_name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
          "default", "calculation", "choice_filter", "appearance", "country", "admin1", "admin2", "admin3", "level",
          "code", "scheme", CLAIM_COLUMN, "form_title", "form_id", "version", "default_language",
          "instance_name", "style")  # fmt: skip


def _columns(sheet: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    found = dict.fromkeys(column for row in rows for column in row)
    order = ("list_name", *_ORDER) if sheet == "choices" else _ORDER
    return sorted(found, key=lambda column: order.index(column.partition("::")[0]))


class _Maker:
    def __init__(self, kind: str, countries: tuple[UnitChoice, ...], units: tuple[UnitChoice, ...],
                 languages: tuple[str, ...], version: dt.date) -> None:  # fmt: skip
        self.kind, self.countries, self.units = kind, countries, units
        self.languages, self.version = languages, version
        self.words = form_words()
        self.lists: dict[str, None] = {}
        self.survey: list[dict[str, str]] = []

    def book(self) -> FormBook:
        form = self.words["forms"][self.kind]
        for group in form["groups"]:
            row = {"type": "begin_group", "name": group["name"], **self.told("label", group["label"])}
            if "relevant" in group:
                row["relevant"] = group["relevant"]
            self.survey.append(row)
            blocks = group.get("blocks", [])
            questions = [*(question for block in blocks for question in self.words["blocks"][block])]
            own = group.get("questions", [])
            for question in [*own, *questions]:
                self.question(question)
            self.survey.append({"type": "end_group"})
        title = form["title"]
        settings = {
            "form_title": " / ".join(title[language] for language in self.languages),
            "form_id": "_".join(["masfufa", self.kind, *(country.value.lower() for country in self.countries)]),
            "version": self.version.strftime("%Y%m%d"),
            "default_language": self.words["languages"][self.languages[0]],
            "style": "pages",
        }
        return FormBook(self.survey, list(self.choices()), settings)

    def told(self, column: str, words: Words) -> dict[str, str]:
        """One column a language."""
        return {f"{column}::{self.words['languages'][language]}": words[language] for language in self.languages}

    def question(self, question: Mapping[str, Any]) -> None:
        if question.get("admin"):
            self.admin()
        elif "breakdown" in question:
            self.breakdown(question)
        else:
            self.survey.append(self.row(question))

    def row(self, question: Mapping[str, Any]) -> dict[str, str]:
        kind = question["type"]
        row = {"type": kind, "name": question["name"]}
        if kind.startswith("select_"):
            self.lists[kind.split()[1]] = None
        if "label" in question:
            row |= self.told("label", question["label"])
        if "hint" in question:
            row |= self.told("hint", question["hint"])
        constraint, message = question.get("constraint"), question.get("message")
        if kind == "integer" and constraint is None:
            constraint, message = ". >= 0", "not_negative"
        if constraint:
            row["constraint"] = constraint
            if message:
                row |= self.told("constraint_message", self.words["messages"][message])
        for key in ("relevant", "default", "choice_filter", "calculation", "appearance"):
            if key in question:
                row[key] = question[key]
        if question.get("required"):
            row["required"] = "yes"
        if "claim" in question:
            row[CLAIM_COLUMN] = question["claim"]
        return row

    def breakdown(self, question: Mapping[str, Any]) -> None:
        """A number for each part; the last one is held against the total."""
        parts = self.words["breakdowns"][question["breakdown"]]
        total = next(row for row in self.survey if row.get("name") == question["of"])
        base = [word for word in total[CLAIM_COLUMN].split() if not word.startswith("groups=")]
        groups = [word for word in total[CLAIM_COLUMN].split() if word.startswith("groups=")]
        names = [f"{question['name']}_{part['suffix']}" for part in parts]
        for name, part in zip(names, parts, strict=True):
            own = part["claim"]
            if groups and "groups=" in own:
                own = own.replace("groups=", groups[0] + ",")
            row = self.row({"type": "integer", "name": name, "label": part["label"], "required": True,
                            "relevant": question["relevant"],
                            "claim": " ".join([*base, f"part_of={question['of']}", own])})  # fmt: skip
            if name == names[-1]:
                before = " + ".join(f"${{{other}}}" for other in names[:-1])
                row["constraint"] = f". >= 0 and {before} + . = ${{{question['of']}}}"
                row |= self.told("constraint_message", self.words["messages"]["sum"])
            self.survey.append(row)

    def admin(self) -> None:
        """The country, then each level of units that there is, each narrowed by the one above."""
        labels = self.words["admin_labels"]
        if len(self.countries) == 1:
            self.survey.append({"type": "calculate", "name": "country", "calculation": f"'{self.countries[0].value}'",
                                CLAIM_COLUMN: "role=country"})  # fmt: skip
        else:
            self.survey.append({"type": "select_one country", "name": "country", "required": "yes",
                                **self.told("label", labels["country"]), CLAIM_COLUMN: "role=country"})  # fmt: skip
        above = "country"
        for level in sorted({unit.level for unit in self.units}):
            name = f"admin{level}"
            row = {"type": f"select_one {name}", "name": name, "required": "yes",
                   **self.told("label", labels[str(level)]), CLAIM_COLUMN: f"role={name}",
                   "choice_filter": f"{above} = ${{{above}}} or name = '{OTHER}'"}  # fmt: skip
            if level > 1:
                row |= self.told("hint", labels["note"])
                row["relevant"] = f"${{{above}}} != '{OTHER}'"
            self.survey.append(row)
            above = name

    def choices(self) -> Iterable[dict[str, str]]:
        for name in self.lists:
            for value, label in self.words["choices"][name].items():
                yield {"list_name": name, "name": str(value), **self.told("label", label)}
        for country in self.countries if len(self.countries) > 1 else ():
            yield {"list_name": "country", "name": country.value, **self.told("label", self.named(country))}
        levels = sorted({unit.level for unit in self.units})
        for level in levels:
            for unit in self.units:
                if unit.level == level:
                    yield {
                        "list_name": f"admin{level}", "name": unit.value, **self.told("label", self.named(unit)),
                        "country" if level == levels[0] else f"admin{level - 1}": unit.parent or unit.country,
                        "level": str(level), "code": unit.code, "scheme": unit.scheme,
                    }  # fmt: skip
            yield {"list_name": f"admin{level}", "name": OTHER,
                   **self.told("label", self.words["admin_labels"]["other"])}  # fmt: skip

    def named(self, unit: UnitChoice) -> dict[str, str]:
        """The unit's names, the one it has where a language has none."""
        usual = unit.names.get("en") or next(iter(unit.names.values()))
        return {language: unit.names.get(language) or usual for language in self.languages}
