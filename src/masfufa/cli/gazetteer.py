"""`masfufa gazetteer`: build a gazetteer of one's own, see what a name may mean."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from masfufa.errors import UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def gazetteer() -> None:
    """Look places up, and add places of your own (docs/gazetteer.md)."""


@gazetteer.command()
@click.option(
    "--geonames",
    "dumps",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A GeoNames dump: LY.txt, allCountries.txt. May be given again.",
)
@click.option(
    "--cod-ab",
    "units",
    multiple=True,
    type=click.Path(path_type=Path),
    help="COD-AB names and P-codes (CSV, XLSX) or boundaries (GeoJSON; shapefiles need geopandas).",
)
@click.option(
    "--places",
    "--dtm",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A list of places (CSV, XLSX): names in any language, codes, coordinates.",
)
@click.option(
    "--columns",
    "columns",
    multiple=True,
    metavar="ROLE=HEADER",
    help="What a column holds, where it is not guessed: name_ar=…, lat=…, adm2_code=…",
)
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="ISO3",
    help="Of a dump, keep these countries; of a list that does not say, the country it is of.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder to write to; default: where masfufa looks for it by itself."
)
def build(
    dumps: tuple[Path, ...],
    units: tuple[Path, ...],
    lists: tuple[Path, ...],
    columns: tuple[str, ...],
    countries: tuple[str, ...],
    out: Path | None,
) -> None:
    """Compile your own gazetteer, laid over the shipped one.

    \b
    masfufa gazetteer build --places dtm_libya_round_39.xlsx
    masfufa gazetteer build --geonames SD.txt --cod-ab sdn_adminboundaries.xlsx
    """
    from masfufa.gazetteer.store import user_folder
    from masfufa.gazetteer.user import UserBuild

    given = dict(_pair(text) for text in columns)
    building = UserBuild(countries[0] if len(countries) == 1 else None)
    for path in (*units, *lists):
        building.add_places(path, given or None)
    for path in dumps:
        building.add_geonames(path, frozenset(code.upper() for code in countries) or None)
    folder = out or Path(os.environ.get("MASFUFA_GAZETTEER") or user_folder())
    size = building.write(folder)
    for report in building.reports:
        click.echo(
            f"{report.label}: {report.read:,} rows"
            + (f", {report.without_point:,} left out without a point" if report.without_point else "")
        )
    click.echo(f"{len(building.packer.rows):,} places, {size / 1e6:.1f} MB in {folder}")
    if out is not None:
        click.echo(f"masfufa reads it where MASFUFA_GAZETTEER={folder} is set.")


def _pair(text: str) -> tuple[str, str]:
    role, sign, header = text.partition("=")
    if not sign or not role or not header:
        raise UsageError("gazetteer-columns", f"--columns {text}: give ROLE=HEADER, as in name_ar=Arabic name.")
    return role.strip().lower(), header.strip()


@gazetteer.command()
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--context", "country", metavar="COUNTRY", help="The country that the document is about: its code or name."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A table, or one candidate a line.",
)
@click.option("--limit", default=20, show_default=True, help="How many candidates to show.")
def find(name: tuple[str, ...], country: str | None, form: str, limit: int) -> None:
    """Show the places that NAME may mean, the likeliest first, and why."""
    from masfufa.gazetteer.explain import explain
    from masfufa.gazetteer.store import Gazetteer

    wanted = " ".join(name)
    places = Gazetteer.open()
    ranked = explain(wanted, places, country)[:limit]
    if form == "jsonl":
        for row in ranked:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if not ranked:
        click.echo(
            f"{wanted}: no such place in the gazetteer. Add your own with: masfufa gazetteer build --places FILE"
        )
        return
    for row in ranked:
        units = " < ".join(
            f"{unit['name']}{' ' + unit['pcode'] if unit['pcode'] else ''} ({unit['scheme']} {unit['level']})"
            for unit in reversed(row["admin"])
        )
        where = f"{row['lat']:.4f} {row['lon']:.4f} ({row['precision']})"
        people = f"{row['population']:,} people" if row["population"] else "population unknown"
        click.echo(f"{row['score']:.2f}  {row['name']}, {row['country']}  {row['feature']}, {people}  {where}")
        click.echo(f"      {units or 'no unit known'}; {row['source']}")
        click.echo(f"      why: {', '.join(row['why'])}")
