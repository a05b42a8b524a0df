"""Reports as claims, as if each had been read without a mistake: what reconciling is measured on by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from conflict.names import ACTORS, COUNTRY, Name
from conflict.reports import Number, Report, Told
from conflict.world import KINDS, Place, World
from masfufa.claims import ActorName, CellLocator, Claim, ClaimPlace, EventClaim, Locator, TextLocator, Unit, claim_id
from masfufa.workspace.batches import AdminRow, StoredDocument

READER = "simulation"


@dataclass(slots=True)
class Ledgered:
    """Claims and events, and what each claim truly is: its report and number by claim id."""

    claims: list[Claim] = field(default_factory=list)
    events: list[EventClaim] = field(default_factory=list)
    documents: list[StoredDocument] = field(default_factory=list)
    truth: dict[str, tuple[Report, Number]] = field(default_factory=dict)


def admin_rows(world: World) -> list[AdminRow]:
    """The country's units as an import of boundaries would bring them."""
    s = world.settings
    rows = [AdminRow(s.country, "cod", 0, s.country, COUNTRY.en, {"en": COUNTRY.en, "ar": COUNTRY.ar}, None)]
    for unit in (*world.provinces.values(), *world.districts.values()):
        names = {"en": unit.name.en, "ar": unit.name.ar}
        rows.append(
            AdminRow(s.country, "cod", unit.level, unit.code, unit.name.en, names, unit.parent, unit.lat, unit.lon)
        )
    return rows


def as_claims(world: World, told: Told) -> Ledgered:
    """Claims and event claims of all reports, in order of release."""
    out = Ledgered()
    for report in told.reports:
        claims = list(_claims(world, report))
        for claim, number in zip(claims, report.numbers, strict=True):
            out.claims.append(claim)
            out.truth[claim.id] = report, number
        event = _event(world, report, claims)
        if event is not None:
            out.events.append(event)
    return out


def place_of(world: World, code: str, language: str, coded: bool) -> ClaimPlace:
    """A place as a claim has it: with the codes of its units, or only a name and coordinates."""
    unit: Place = world.towns.get(code) or world.districts.get(code) or world.provinces[code]
    chain = [unit]
    while chain[-1].parent != world.settings.country:
        above = chain[-1].parent
        chain.append(world.districts.get(above) or world.provinces[above])
    units = (Unit(0, world.settings.country, COUNTRY.en),)
    if coded:
        units += tuple(Unit(u.level, u.code, u.name.en) for u in reversed(chain) if u.level < 3)
    return ClaimPlace(
        name=unit.name.ar if language == "ar" else unit.name.en,
        country=world.settings.country,
        units=units,
        names={"en": unit.name.en},
        lat=unit.lat,
        lon=unit.lon,
        precision="city" if unit.level == 3 else f"admin{unit.level}",
        matched="code" if coded else "reading",
    )


def _claims(world: World, report: Report) -> Iterator[Claim]:
    # Three press reports of ten know the town and no code of its district.
    coded = report.channel == "agency" or int(report.id[1:]) % 10 >= 3
    place = place_of(world, report.place, report.language, coded)
    stock = report.kind in ("stock", "cumulative")
    for position, number in enumerate(report.numbers):
        locator: Locator
        if report.tabular:
            locator = CellLocator(
                f"{report.origin.en}.csv", "", f"{'CDE'[position]}{int(report.id[1:])}", str(number.value)
            )
        else:
            locator = TextLocator(40 * position + 10, 40 * position + 20, f"{number.value}")
        document = f"doc-{report.origin.en}-{report.released}" if report.tabular else f"doc-{report.id}"
        yield Claim(
            id=claim_id(document, locator, number.category, number.unit),
            document=document,
            locator=locator,
            channel="press" if report.carrier else report.channel,  # type: ignore[arg-type]
            category=number.category,
            low=number.value,
            high=number.value,
            qualifier="approx" if number.rounded else "exact",
            unit=number.unit,
            kind=report.kind,
            publisher=_said(report.publisher, report.language),
            source=report.source.en if report.source else None,
            source_text=_said(report.source, report.language),
            released=report.released,
            recorded=dt.datetime.combine(report.released, dt.time(12), dt.UTC),
            period_start=report.start,
            period_end=None if stock else report.end,
            as_of=report.end if stock else None,
            places=(place,),
            cause="conflict",
            dataset="tracker" if report.round is not None else None,
            operation="Marsan" if report.round is not None else None,
            round=None if report.round is None else str(report.round),
            language=report.language,
            reader=READER,
        )


def _mode(kind: int, number: int) -> str | None:
    """The kind as a report tells it: every eighth says none, and every sixteenth takes a strike for a shelling."""
    if number % 8 == 5:
        return None
    mode = KINDS[kind][1]
    if number % 16 == 9:
        return {"aerial": "heavy-weapons", "heavy-weapons": "aerial", "explosives": "heavy-weapons"}.get(mode, mode)
    return mode


def _said(name: Name | None, language: str) -> str | None:
    return None if name is None else name.ar if language == "ar" else name.en


def _event(world: World, report: Report, claims: list[Claim]) -> EventClaim | None:
    incident = report.incident
    # One report of ten gives numbers only.
    if incident is None or int(report.id[1:]) % 10 == 7:
        return None
    locator = TextLocator(0, 9, KINDS[incident.kind][0][:9])
    document = f"doc-{report.id}"
    return EventClaim(
        id=claim_id(document, locator, "event", "ASSAULT"),
        document=document,
        locator=locator,
        channel="press",
        event_type="ASSAULT",
        mode=_mode(incident.kind, int(report.id[1:])),
        contexts=("military",),
        source=(ActorName(ACTORS[incident.actor].en, world.settings.country, "MIL"),),
        target=(ActorName(ACTORS[incident.target].en, world.settings.country, "MIL"),),
        period_start=incident.day,
        period_end=incident.day,
        places=claims[0].places if claims else (),
        publisher=_said(report.publisher, report.language),
        released=report.released,
        figures=tuple(claim.id for claim in claims),
        reader=READER,
    )
