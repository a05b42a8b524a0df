"""DTM API v3 answers and the merged table on HDX: a round's rows by reason and origin become a total with its parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from masfufa.claims import Claim, ClaimPlace, Issue, Unit, claim_id
from masfufa.exchange.cells import absence_of, day_order, read_count, read_day
from masfufa.exchange.countries import country_name, country_of
from masfufa.exchange.dtm_claims import PUBLISHER, SOURCE, add_up
from masfufa.exchange.importers import ImportOptions, locator, reader_version, settle_release_if_known, stored
from masfufa.exchange.named_columns import NamedRow, NamedTable
from masfufa.exchange.pcodes import tidy
from masfufa.exchange.tables import Cell, open_table
from masfufa.exchange.words import plain_round
from masfufa.workspace.batches import ImportBatch, RowReport


class Reason(NamedTuple):
    """A reason in its one spelling ("conflict; natural disaster"), and the ontology's cause where all agree in one."""

    name: str | None
    cause: str | None


class Key(NamedTuple):
    """What rows of one round of one place have in common; the code is as given, but for blanks and case."""

    code: str
    level: int
    operation: str
    assessment: str
    round: str
    day: dt.date


@dataclass(slots=True)
class _Round:
    place: ClaimPlace
    rows: list[NamedRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)


@cache
def table_words() -> dict[str, Any]:
    """The words of dtm_api.yaml: names of columns by field, which are needed, and closed values."""
    import yaml

    text = resources.files("masfufa.exchange").joinpath("dtm_api.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def reason_of(text: str) -> Reason:
    """The reason in its one spelling: "conflict", "Conflict; Insecurity"; words not known stay as they are."""
    data = table_words()
    spelt = {word: name for name, entry in data["reasons"].items() for word in entry["spelt"]}
    found = []
    for part in text.split(data["reason_separator"]):
        plain = " ".join(part.split()).casefold()
        if plain in data["no_reason"]:
            continue
        found.append(spelt.get(plain, plain))
    if not found:
        return Reason(None, None)
    order = list(data["reasons"])
    names = sorted(set(found), key=lambda name: (order.index(name) if name in order else len(order), name))
    causes = {data["reasons"][name]["cause"] if name in order else None for name in names}
    return Reason("; ".join(names), causes.pop() if len(causes) == 1 else None)


def read_dtm_api(path: Path, options: ImportOptions) -> ImportBatch:
    """Read answers of the DTM API (JSON) or the merged table (CSV).

    Raises DocumentError (see `open_table`; missing-columns), UsageError("release-unknown").
    """
    table = open_table(path)
    data = table_words()
    named = NamedTable(table, data["columns"], data["needed"])
    order = day_order(row.cell("date") for row in named)
    rounds: dict[Key, _Round] = {}
    reports: list[RowReport] = []
    for row in named:
        if named.hxl(row):
            reports.append(named.report(row, "skipped", "hxl-row", "the row of HXL tags"))
            continue
        reports.append(_read_row(named, row, order, rounds))
    release = settle_release_if_known(options, table.name, None, {key.day for key in rounds})
    document = stored(table, publisher=PUBLISHER, released=release.day)
    claims: list[Claim] = []
    for key, found in rounds.items():
        claims += _claims(named, document.id, release.day, key, found)
    return ImportBatch(
        document=document, format="dtm-api", claims=tuple(claims), rows=tuple(reports),
        released=release.day, released_from=release.source, notices=(release.notice,) if release.notice else (),
    )  # fmt: skip


def _read_row(named: NamedTable, row: NamedRow, order: Any, rounds: dict[Key, _Round]) -> RowReport:
    where = named.sheet.where
    day = read_day(row.cell("date"), order)
    if day.value is None:
        cell = row.cell("date")
        message = f"{where(cell.address)}: {cell.text!r} is no reporting date"
        return named.report(row, "rejected", "row-without-date", message, cell, "error")
    place, issues = _place(row)
    if place is None:
        cell = row.cell("country_code")
        message = f"{where(cell.address)}: {cell.text!r} is no country"
        return named.report(row, "rejected", "row-without-place", message, cell, "error")
    count = read_count(row.cell("count"))
    if count.issue is not None:
        issues.append(count.issue)
    last = place.units[-1]
    key = Key(last.code or last.name, last.level, row.text("operation"), row.text("assessment"),
              plain_round(row.text("round")), day.value)  # fmt: skip
    found = rounds.setdefault(key, _Round(place))
    # An origin's or a reason's spelling may differ by case alone; the same part twice in a round is a repeat.
    part = (reason_of(row.text("reason")).name or "", row.text("origin_code"), row.text("origin_name"))
    same = (*part, row.cell("count").text, row.text("males"), row.text("females"), row.text("reason"))
    if same in found.seen and row.text("id") == "":
        issues.append(Issue("duplicate-row", "warning", f"row {row.number} repeats row {found.seen[same]}"))
    found.seen.setdefault(same, row.number)
    found.rows.append(row)
    found.issues += [issue for issue in issues if issue not in found.issues and issue is not count.issue]
    return named.taken(row, issues)


def _place(row: NamedRow) -> tuple[ClaimPlace | None, list[Issue]]:
    issues: list[Issue] = []
    country = country_of(_said(row, "country_code")) or country_of(_said(row, "country"))
    if country is None:
        return None, issues
    chain = [Unit(0, country, _said(row, "country") or country_name(country))]
    said_level = row.text("level")
    deepest = int(said_level) if said_level in ("0", "1", "2") else 2
    for level in range(1, deepest + 1):
        raw, name = _said(row, f"adm{level}_code"), _said(row, f"adm{level}_name")
        if not raw and not name:
            break
        code = tidy(raw) if raw else None
        if code and code != raw:
            address = row.cell(f"adm{level}_code").address
            issues.append(Issue("pcode-repaired", "warning", f"{address}: P-code {raw!r} is read as {code!r}"))
        chain.append(Unit(level, code, name or code or ""))
    last = chain[-1]
    precision = f"admin{last.level}" if last.level else "country"
    place = ClaimPlace(
        name=last.name, country=country, units=tuple(chain), names={"en": last.name} if last.name else {},
        precision=precision, matched="code" if last.code else "name",
    )  # fmt: skip
    return place, issues


def _said(row: NamedRow, name: str) -> str:
    text = row.text(name)
    return "" if absence_of(text) is not None else text


def _claims(named: NamedTable, document: str, released: dt.date | None, key: Key, found: _Round) -> list[Claim]:
    version = reader_version("dtm-api")

    def make(cells: list[Cell], parts: tuple[tuple[str, str], ...], cause: str | None, above: str | None) -> Claim:
        value = add_up(cells)
        where = locator(named.sheet, cells[0], cells[1:])
        return Claim(
            id=claim_id(document, where, "displaced", "person", *(f"{k}={v}" for k, v in parts)),
            document=document, locator=where, channel="agency", category="displaced", low=value.low, high=value.high,
            qualifier=value.qualifier, unit="person", kind="stock", absence=value.absence, publisher=PUBLISHER,
            source=SOURCE, released=released, as_of=key.day, places=(found.place,), cause=cause, part_of=above,
            parts=parts, dataset="dtm", operation=key.operation or None, assessment=key.assessment or None,
            round=key.round or None, issues=(*value.issues, *(() if above else found.issues)), reader=version,
        )  # fmt: skip

    reasons = [reason_of(row.text("reason")) for row in found.rows]
    causes = {reason.cause for reason in reasons}
    whole = make([row.cell("count") for row in found.rows], (), causes.pop() if len(causes) == 1 else None, None)
    out = [whole]
    split: dict[tuple[tuple[str, str], ...], list[tuple[NamedRow, Reason]]] = {}
    for row, reason in zip(found.rows, reasons, strict=True):
        origin = _said(row, "origin_code") or _said(row, "origin_name")
        parts = tuple(part for part in (("origin", origin), ("reason", reason.name or "")) if part[1])
        split.setdefault(parts, []).append((row, reason))
    for parts, listed in split.items():
        # One part that is the whole says nothing more, but where it tells an origin.
        if parts and (len(split) > 1 or any(name == "origin" for name, _ in parts)):
            out.append(make([row.cell("count") for row, _ in listed], parts, listed[0][1].cause, whole.id))
    for sex, name in (("f", "females"), ("m", "males")):
        cells = [row.cell(name) for row in found.rows]
        if any(read_count(cell).value is not None for cell in cells):
            out.append(make(cells, (("sex", sex),), None, whole.id))
    return out
