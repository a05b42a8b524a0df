"""`masfufa form`: field forms as XLSForm, whose answers `masfufa import xlsform` takes back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.read import Day
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.exchange.form_units import UnitChoice

KINDS = ("baseline", "event", "flow")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def form() -> None:
    """Forms for field rounds, in Arabic, English and French (docs/field-rounds.md)."""


@form.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--countries", metavar="ISO3,…", help="Countries that the form is for. [those of the workspace]")
@click.option("--languages", default="ar,en,fr", show_default=True, metavar="LANG,…",
              help="Languages of the form: ar, en, fr. The first is the one it opens in.")  # fmt: skip
@click.option("--levels", type=click.IntRange(1, 4), default=2, show_default=True,
              help="How many levels of administrative units can be chosen from.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The xlsx file to write. [masfufa-KIND.xlsx]")  # fmt: skip
@click.option("--version-date", type=Day(), help="The form's version, as a day. [today]")
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="The workspace whose units are the choices. [the one upwards, if any]")  # fmt: skip
def new(
    kind: str,
    countries: str | None,
    languages: str,
    levels: int,
    output: Path | None,
    version_date: dt.date | None,
    workspace: Path | None,
) -> None:
    """Write a form: baseline (area assessment with key informants), event (tracking), flow (monitoring point).

    KoboToolbox and ODK take the file as it is. What each answer is in the ledger stands in its column "masfufa".
    """
    from masfufa.exchange.form_units import country_choice
    from masfufa.exchange.forms import new_form, write_form
    from masfufa.lexicon.actor_schema import country_codes

    own_countries, own_units = _workspace(workspace, levels, needed=workspace is not None)
    wanted = [code.strip().upper() for code in (countries or "").split(",") if code.strip()] or list(own_countries)
    unknown = [code for code in wanted if code not in country_codes()]
    if unknown:
        raise UsageError("form-countries", f"{', '.join(unknown)}: no country's code. Write ISO 3166 alpha-3: LBY.")
    units = [unit for code in wanted for unit in own_units.get(code) or _gazetteer(code, levels)]
    told = [language.strip().lower() for language in languages.split(",") if language.strip()]
    day = version_date or dt.date.today()
    book = new_form(kind, [country_choice(code) for code in wanted], units, told, day)
    path = output or Path(f"masfufa-{kind}.xlsx")
    write_form(book, path)
    questions = sum(1 for row in book.survey if row["type"] not in ("begin_group", "end_group"))
    click.echo(f"{path}: {questions} questions, {len(units)} units, {', '.join(told)}; form {book.settings['form_id']}")


def _gazetteer(country: str, levels: int) -> list[UnitChoice]:
    from masfufa.exchange.form_units import gazetteer_units

    return gazetteer_units(country, levels)


def _workspace(
    folder: Path | None, levels: int, *, needed: bool
) -> tuple[tuple[str, ...], dict[str, list[UnitChoice]]]:
    """The workspace's countries and their units; nothing where there is no workspace and none was named."""
    from masfufa.workspace.folder import find_workspace

    try:
        found = find_workspace(folder)
    except UsageError:
        if needed:
            raise
        return (), {}
    from masfufa.exchange.form_units import workspace_units
    from masfufa.workspace import open_workspace

    by_country: dict[str, list[UnitChoice]] = {}
    with open_workspace(found) as space:
        for code in sorted({row.country for row in space.units()}):
            units = workspace_units(space.units(code), levels)
            if units:
                by_country[code] = units
        return tuple(space.countries), by_country
