"""The cases that reconciling is for: each was written before the code that gets it right."""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
from dataclasses import replace

from made import LIBYA, TAJOURA, TRIPOLI, WEST, day, district, paper, row, said, units

from masfufa.claims import Claim, ClaimPlace, EventClaim, TextLocator, Unit
from masfufa.tracking import matrix, reconcile, why
from masfufa.tracking.ledger import Cell, Ledger
from masfufa.tracking.sayings import said_in
from masfufa.workspace.batches import AdminRow


def cell(ledger: Ledger, cell_id: str, by: str = "adm2", every: str = "week") -> Cell:
    found = {c.cell_id: c for c in matrix(ledger, by=by, every=every)}  # type: ignore[arg-type]
    assert cell_id in found, sorted(found)
    return found[cell_id]


def links(ledger: Ledger, kind: str) -> set[tuple[str, str, str]]:
    return {(link.rule, link.from_id, link.to_id) for link in ledger.links if link.kind == kind}


def test_a_running_total_a_day_later_supersedes_and_contradicts_nothing() -> None:
    first = [said(174, kind="cumulative", as_of="04-15", released="04-16", document="a"),
             said(756, "wounded", kind="cumulative", as_of="04-15", released="04-16", document="a", at=1)]  # fmt: skip
    later = [said(174, kind="cumulative", as_of="04-16", released="04-17", document="b"),
             said(758, "wounded", kind="cumulative", as_of="04-16", released="04-17", document="b", at=1)]  # fmt: skip
    ledger = reconcile([*first, *later])
    assert not ledger.contradictions
    wounded = cell(ledger, "LBY.LY0101/2019-W16/wounded/person/cumulative")
    assert (wounded.best, wounded.low, wounded.high) == (758, 758, 758)
    assert ("later_as_of", later[1].id, first[1].id) in links(ledger, "supersedes")
    killed = cell(ledger, "LBY.LY0101/2019-W16/killed/person/cumulative")
    assert killed.best == 174 and killed.estimate.sources == ("world_health_organization",)
    # Never added up: 174 said twice is 174, and wounded of two days are not 1,514.
    assert ledger.of_claim[later[0].id] == first[0].id


def test_one_source_with_two_numbers_for_one_day_on_one_day_contradicts_itself() -> None:
    one = said(756, "wounded", kind="cumulative", as_of="04-16", released="04-16", document="a")
    two = said(758, "wounded", kind="cumulative", as_of="04-16", released="04-16", document="b")
    ledger = reconcile([one, two])
    assert [flag.code for flag in ledger.contradictions] == ["source_contradicts_itself"]


def test_verified_civilians_are_another_population_than_all() -> None:
    everybody = said(254, kind="cumulative", as_of="04-23", released="04-23", document="a")
    civilians = said(
        30,
        kind="cumulative",
        as_of="04-23",
        released="04-23",
        document="b",
        source="OCHA",
        groups=("civilians",),
        verified=True,
    )
    ledger = reconcile([everybody, civilians])
    assert not ledger.contradictions
    assert cell(ledger, "LBY.LY0101/2019-W17/killed/person/cumulative").best == 254
    own = cell(ledger, "LBY.LY0101/2019-W17/killed/person/cumulative/civilians+verified")
    assert (own.best, own.population) == (30, "civilians+verified")


def test_households_and_people_are_side_by_side_and_increments_fill_the_running_total() -> None:
    iom = {"source": "IOM", "kind": "cumulative", "unit": "household"}
    claims = [
        said(895, "displaced", as_of="04-09", released="04-10", document="d1", **iom),
        said(1615, "displaced", as_of="04-10", released="04-11", document="d2", **iom),
        said(720, "displaced", source="IOM DTM", kind="increment", unit="household", as_of="04-10", released="04-11", document="d2", at=1),
        said(2725, "displaced", as_of="04-12", released="04-12", document="d3", **iom),
        said(1110, "displaced", source="IOM", kind="increment", unit="household", as_of="04-12", released="04-12", document="d3", at=1),
        said(13625, "displaced", source="IOM", kind="cumulative", as_of="04-12", released="04-12", document="d3", at=2),
    ]  # fmt: skip
    ledger = reconcile(claims)
    assert not ledger.contradictions
    assert cell(ledger, "LBY.LY0101/2019-W15/displaced/household/cumulative").best == 2725
    assert cell(ledger, "LBY.LY0101/2019-W15/displaced/person/cumulative").best == 13625
    sums = {check.message for check in ledger.checks if check.rule == "increment_fills" and check.holds}
    assert sums == {"895 + 720 = 1,615", "1,615 + 1,110 = 2,725"}
    size = next(check for check in ledger.checks if check.rule == "household_size")
    assert size.holds and "= 5.0 each" in size.message
    flow = cell(ledger, "LBY.LY0101/2019-W15/displaced/household")
    assert flow.best == 1830 and flow.measure == "flow"


def test_rival_tolls_of_one_strike() -> None:
    strike = {"on": "07-02", "place": TAJOURA}
    claims = [
        said(44, released="07-03", source=None, qualifier="at_least", document="a", **strike),
        said(53, released="07-04", source="United Nations", document="b", **strike),
        said(60, released="07-04", source="Justice Ministry", document="b", at=1, **strike),
        said(53, released="07-05", source="IOM", document="c", **strike),
        said(130, "wounded", released="07-04", source="United Nations", document="b", at=2, **strike),
        said(130, "wounded", released="07-05", source="IOM", document="c", at=1, **strike),
    ]
    ledger = reconcile(claims)
    assert len(ledger.happenings) == 1
    toll = cell(ledger, "LBY.LY0101/2019-W27/killed/person")
    assert (toll.best, toll.low, toll.high) == (53, 44, 60)
    assert toll.estimate.rule == "most_agree" and "sources_disagree" in toll.flags
    happening = next(iter(ledger.happenings.values()))
    assert happening.deaths is not None and happening.deaths.best == 53
    explanation = why(ledger, toll.cell_id)
    assert {item.claim for item in explanation.cell.estimate.set_aside} == {claims[0].id, claims[2].id}


ENGLISH = (
    "The World Health Organization said on Thursday that 205 people had been killed and 913 wounded since fighting began "
    "around the capital. Hospitals in the south of the city are short of staff, and field teams work close to the front."
)
ARABIC = (
    "قالت منظمة الصحة العالمية يوم الخميس إن 205 أشخاص قتلوا وأصيب 913 منذ بدء القتال حول العاصمة. وتعاني المستشفيات في جنوب المدينة من نقص "
    "في العاملين بينما تعمل الفرق الميدانية قرب خط الجبهة."
)


def bulletin() -> list[Claim]:
    texts = {
        "who": ("WHO", "World Health Organization", 205, "exact"),
        "p1": ("Paper One", "World Health Organization", 205, "exact"),
        "p2": ("Paper Two", "the WHO", 205, "exact"),
        "p3": ("الصحيفة", "منظمة الصحة العالمية", 205, "exact"),
        "p4": ("الجريدة", "لمنظمة الصحة العالمية", 205, "exact"),
        "p5": ("اليوم", "الصحة العالمية", 200, "at_least"),
        "p6": ("Paper Six", "WHO", 200, "at_least"),
        "p7": ("Paper Seven", None, 205, "exact"),
        "p8": ("Le Journal", "Organisation mondiale de la santé", 205, "exact"),
        "p9": ("Paper Nine", "a spokesman for the World Health Organization", 205, "exact"),
        "p10": ("Paper Ten", "World Health Organisation", 205, "exact"),
    }
    out = []
    for number, (identity, (publisher, source, value, qualifier)) in enumerate(texts.items()):
        out.append(
            said(
                value, kind="cumulative", as_of="04-18" if number % 3 else "04-17", document=identity, publisher=publisher,
                source=source, qualifier=qualifier, released="04-18" if number < 5 else "04-19",
                channel="agency" if identity == "who" else "press",
            )
        )  # fmt: skip
    return out


def test_one_bulletin_in_ten_papers_is_one_claim_with_ten_carriers() -> None:
    claims = bulletin()
    ledger = reconcile(claims)
    assert len(ledger.canonical) == 1
    only = next(iter(ledger.canonical.values()))
    assert only.claim.document == "who" and len(only.carriers) == 10
    how = sorted(carrier.how for carrier in only.carriers)
    assert how.count("rounded") == 2 and how.count("presumed") == 1 and how.count("same_source") == 7
    assert "presumed_repeat" in only.flags
    found = cell(ledger, "LBY.LY0101/2019-W16/killed/person/cumulative")
    assert (found.best, found.low, found.high, len(found.estimate.sources), len(found.claims)) == (205, 205, 205, 1, 11)
    assert found.channels["press"] == 205 and found.channels["agency"] == 205
    assert not ledger.contradictions


def test_copies_of_a_document_are_carriers_whoever_they_name() -> None:
    documents = [
        paper("o", ENGLISH, "04-18"),
        paper("c", ENGLISH.replace("on Thursday ", "").replace("short of staff", "badly short of staff"), "04-19"),
        paper("x", "Rain fell on the coast all week and the harbour stayed closed to the small boats that feed the market.", "04-19"),
    ]  # fmt: skip
    claims = [
        said(12, on="04-17", document="o", source="Ministry of Health", released="04-18"),
        said(12, on="04-17", document="c", source=None, released="04-19"),
        said(12, on="04-18", document="x", source=None, released="04-19", place=TAJOURA),
    ]
    ledger = reconcile(claims, documents=documents)
    assert [(copy.document, copy.original) for copy in ledger.copies] == [("c", "o")]
    assert ("copy", claims[1].id, claims[0].id) in links(ledger, "repeats")


def test_rounds_of_stock_follow_one_another_and_rows_are_summed_from_the_lowest_level() -> None:
    rows = [row(number * 100, f"E{number + 1}", district(number)) for number in range(1, 5)]
    rows.append(row(1000, "E9", TRIPOLI))
    older = [
        row(number * 200, f"E{number + 1}", district(number), file="old.xlsx", number="38", as_of="2021-10-31", released="2021-11-20")
        for number in range(1, 5)
    ]  # fmt: skip
    press = said(1000, "displaced", kind="stock", source="IOM", as_of="2021-12-31", released="2022-01-25", document="n")
    wrong = said(4000, "displaced", kind="stock", source="IOM", as_of="2021-12-31", released="2022-01-26", document="w")
    ledger = reconcile([*rows, *older, press])
    months = {c.cell_id: c for c in matrix(ledger, by="adm2", every="month")}
    assert months["LBY.LY0101/2021-12/displaced/person/stock"].best == 1000
    assert months["LBY.LY0101/2021-10/displaced/person/stock"].best == 2000
    assert "levels_differ" not in months["LBY.LY0101/2021-12/displaced/person/stock"].flags
    year = cell(ledger, "LBY/2021/displaced/person/stock", by="country", every="year")
    assert year.best == 1000, "rounds are not added, levels are not added"
    rounds = {c.cell_id: c.best for c in matrix(ledger, by="adm2", every="round")}
    assert rounds == {
        "LBY.LY0101/round-38/displaced/person/stock": 2000,
        "LBY.LY0101/round-39/displaced/person/stock": 1000,
    }
    differs = cell(reconcile([*rows, wrong]), "LBY.LY0101/2021-12/displaced/person/stock", every="month")
    assert differs.best == 1000 and {"levels_differ", "press_differs_from_rows"} & set(differs.flags)


def test_a_running_total_that_falls() -> None:
    text = "Deaths were revised down to 120 after duplicates were found in the lists."
    claims = [
        said(121, kind="cumulative", as_of="04-14", released="04-14", document="a"),
        said(147, kind="cumulative", as_of="04-15", released="04-15", document="b"),
        said(120, kind="cumulative", as_of="04-16", released="04-16", document="c"),
        said(174, kind="cumulative", as_of="04-18", released="04-18", document="d"),
    ]
    silent = reconcile(claims)
    assert "cumulative_falls" in {flag.code for flag in silent.contradictions}
    stated = reconcile(
        [replace(c, locator=TextLocator(28, 31, "120")) if c.document == "c" else c for c in claims],
        documents=[paper("c", text, "04-16")],
    )
    assert not stated.contradictions
    assert "corrected_down" in {link.rule for link in stated.links}
    assert cell(stated, "LBY.LY0101/2019-04-16/killed/person/cumulative", every="day").best == 120


def test_a_weekly_total_holds_the_incidents_that_were_reported_one_by_one() -> None:
    incidents = [
        said(4, on="04-09", source="Red Crescent", released="04-10", document="a"),
        said(11, on="04-11", source="Red Crescent", released="04-12", document="b", place=TAJOURA),
        said(2, on="04-16", source="Red Crescent", released="04-17", document="c"),
    ]
    total = said(20, kind="period", start="04-08", end="04-14", released="04-15", document="t")
    ledger = reconcile([*incidents, total])
    week = cell(ledger, "LBY.LY0101/2019-W15/killed/person")
    assert week.best == 20 and week.estimate.rule == "period_total"
    assert (week.low, week.high) == (15, 20)
    aside = {item.claim: item.reason for item in week.estimate.set_aside}
    assert aside == {incidents[0].id: "part_of_total", incidents[1].id: "part_of_total"}
    month = cell(ledger, "LBY.LY0101/2019-04/killed/person", every="month")
    assert month.best == 22


def test_incident_sums_are_never_added_to_running_totals() -> None:
    claims = [
        said(100, kind="cumulative", as_of="04-07", released="04-08", document="a"),
        said(121, kind="cumulative", as_of="04-14", released="04-14", document="b"),
        said(9, on="04-09", source="Red Crescent", released="04-10", document="c"),
    ]
    week = cell(reconcile(claims), "LBY.LY0101/2019-W15/killed/person")
    assert week.best == 21 and week.estimate.rule == "cumulative_difference" and week.low == 9


def test_ten_killed_among_them_three_children() -> None:
    whole = said(10, on="04-16", document="a", source="Red Crescent", released="04-17")
    part = said(
        3,
        on="04-16",
        document="a",
        source="Red Crescent",
        at=1,
        groups=("children",),
        part_of=whole.id,
        released="04-17",
    )
    ledger = reconcile([whole, part])
    assert len(ledger.happenings) == 1
    assert ("stated_part", part.id, whole.id) in links(ledger, "part_of")
    assert cell(ledger, "LBY.LY0101/2019-W16/killed/person").best == 10
    assert [c.cell_id for c in matrix(ledger, by="adm2", every="week")] == ["LBY.LY0101/2019-W16/killed/person"]
    too_many = reconcile([whole, replace(part, low=13, high=13)])
    assert [flag.code for flag in too_many.contradictions] == ["parts_exceed_total"]


def test_two_strikes_on_one_city_on_one_day() -> None:
    one = said(3, on="04-16", document="a", source="Red Crescent", released="04-17")
    two = said(25, on="04-16", document="a", source="Red Crescent", at=1, released="04-17")
    again = said(25, on="04-16", document="b", source="Health Ministry", released="04-17")
    ledger = reconcile([one, two, again])
    assert len(ledger.happenings) == 2
    assert cell(ledger, "LBY.LY0101/2019-W16/killed/person").best == 28
    assert not ledger.contradictions

    def event(claim: Claim, mode: str) -> EventClaim:
        return EventClaim(
            f"e-{claim.id}", claim.document, TextLocator(0, 6, "strike"), "press", "ASSAULT", mode, period_start=day("04-16"),
            period_end=day("04-16"), places=(TRIPOLI,), released=claim.released, figures=(claim.id,),
        )  # fmt: skip

    bomb = said(6, on="04-16", document="c", source="Police", released="04-17")
    shells = said(5, on="04-16", document="d", source="Health Ministry", released="04-17")
    apart = reconcile([bomb, shells], [event(bomb, "explosives"), event(shells, "heavy-weapons")])
    assert len(apart.happenings) == 2


def test_a_place_at_two_levels() -> None:
    wide = said(17, on="04-16", source="Army", document="a", place=WEST, released="04-17")
    near = said(17, on="04-16", source="Red Crescent", document="b", place=TRIPOLI, released="04-17")
    alone = said(6, on="04-20", source="Army", document="c", place=WEST, released="04-21")
    ledger = reconcile([wide, near, alone])
    assert len(ledger.happenings) == 2
    cells = {c.cell_id: c for c in matrix(ledger, by="adm2", every="week")}
    assert {key: c.best for key, c in cells.items()} == {
        "LBY.LY0101/2019-W16/killed/person": 17,
        "LBY.LY01:only/2019-W16/killed/person": 6,
    }
    assert "place_wider" in cells["LBY.LY01:only/2019-W16/killed/person"].flags
    assert cell(ledger, "LBY.LY01/2019-W16/killed/person", by="adm1").best == 23


def test_nothing_is_dropped_silently() -> None:
    nowhere = said(8, on="04-16", source="Army", document="a", place=None)
    undated = replace(said(5, source="Army", document="b", kind="period"), released=None)
    long = said(90, kind="period", start="04-01", end="04-30", source="Army", document="c", released="05-02")
    ledger = reconcile([nowhere, undated, long])
    cells = {c.cell_id: c for c in matrix(ledger, by="adm2", every="week")}
    assert cells["none/2019-W16/killed/person"].best == 8
    assert "place_not_said" in cells["none/2019-W16/killed/person"].flags
    assert cells["LBY.LY0101/undated/killed/person"].best == 5
    assert cells["LBY.LY0101/2019-04-01..2019-04-30/killed/person"].best == 90
    for key in cells:
        assert why(ledger, key).cell == cells[key]


def test_denied_hypothetical_and_future_claims_never_count() -> None:
    claims = [said(value, on="04-16", source="Army", document=modality, modality=modality)
              for value, modality in ((50, "denied"), (60, "hypothetical"), (70, "future"))]  # fmt: skip
    ledger = reconcile(
        [*claims, said(4, on="04-16", source="Red Crescent", document="x", modality="alleged_or_reported")]
    )
    week = cell(ledger, "LBY.LY0101/2019-W16/killed/person")
    assert week.best == 4 and "alleged" in week.flags
    assert {item.reason for item in ledger.set_aside} == {"denied", "hypothetical", "future"}


def test_a_place_of_the_press_goes_to_the_loaded_units_and_says_how() -> None:
    from masfufa.claims import ClaimPlace, Unit

    zawiya = ClaimPlace(
        "الزاوية", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, None, "Zawiya", "geonames")), {}, 32.757, 12.727, 1, "city"
    )
    near = ClaimPlace("Ain Zara", "LBY", (Unit(0, "LBY", "Libya"),), {}, 32.80, 13.28, None, "point")
    ledger = reconcile(
        [said(3, on="04-16", place=zawiya, document="a"), said(4, on="04-17", place=near, document="b")], units=units()
    )
    how = {c.claim.document: (c.node.path[-1], c.node.how) for c in ledger.canonical.values()}
    assert how == {"a": ("LY0102", "name"), "b": ("LY0101", "nearest")}
    assert cell(ledger, "LBY/2019-W16/killed/person", by="country").best == 7
    assert LIBYA.country == "LBY" and dt.date(2019, 4, 16) == day("04-16")


def test_a_mistyped_total_gives_way_to_the_very_sum_and_stays_within_its_bounds() -> None:
    total = said(80, kind="period", start="04-08", end="04-14", source="WHO", released="04-15", document="t")
    one = said(8, on="04-09", source="Red Crescent", released="04-10", document="a")
    week = cell(reconcile([total, one]), "LBY.LY0101/2019-W15/killed/person")
    assert (week.best, week.low, week.high) == (8, 8, 80) and "slip_suspected" in week.flags
    open_above = said(8, on="04-09", source="Red Crescent", released="04-10", document="a", qualifier="at_least")
    assert cell(reconcile([total, open_above]), "LBY.LY0101/2019-W15/killed/person").high is None


def _in_the_west(name: str, lat: float, lon: float) -> ClaimPlace:
    units = (Unit(0, "LBY", "Libya"), Unit(1, "LY01", "West"))
    return ClaimPlace(name, "LBY", units, {"en": name}, lat, lon, None, "city")


def test_a_total_of_one_town_holds_no_happening_of_another() -> None:
    zliten, zuwara = _in_the_west("Zliten", 32.47, 14.57), _in_the_west("Zuwara", 32.93, 12.08)
    ledger = reconcile(
        [
            said(16, kind="period", start="04-08", end="04-14", released="04-15", document="a", place=zliten),
            said(4, on="04-09", source="Red Crescent", released="04-10", document="b", place=zliten),
            said(6, on="04-10", source="Red Crescent", released="04-11", document="c", place=zuwara),
        ]
    )
    assert cell(ledger, "LBY.LY01/2019-W15/killed/person", by="adm1").best == 22  # 16 in Zliten with the 4, and 6


def test_totals_of_two_towns_by_one_source_are_both_counted() -> None:
    zliten, zuwara = _in_the_west("Zliten", 32.47, 14.57), _in_the_west("Zuwara", 32.93, 12.08)
    ledger = reconcile(
        [
            said(n, kind="period", start="04-08", end="04-12", released="04-15", document="a", place=place, at=n)
            for n, place in ((16, zliten), (9, zuwara))
        ]
    )
    assert cell(ledger, "LBY.LY01/2019-W15/killed/person", by="adm1").best == 25


def test_an_increment_does_not_hold_what_its_source_had_counted_before() -> None:
    ledger = reconcile(
        [
            said(45, "wounded", on="04-10", released="04-10", document="a"),
            said(2, "wounded", kind="increment", on="04-10", released="04-12", document="b"),
        ]
    )
    assert cell(ledger, "LBY.LY0101/2019-W15/wounded/person").best == 47


def test_a_town_named_with_its_unit_is_the_town_and_not_several_places() -> None:
    zliten = _in_the_west("Zliten", 32.47, 14.57)
    one = said(40, "wounded", on="04-10", source="Red Crescent", released="04-11", document="a", place=zliten)
    other = said(44, "wounded", on="04-10", source="Doctors", released="04-11", document="b", place=zliten)
    ledger = reconcile([one, replace(other, places=(zliten, WEST))])
    [happening] = ledger.happenings.values()
    assert happening.node.path == ("LBY", "LY01") and happening.node.spot
    week = cell(ledger, "LBY.LY01/2019-W15/wounded/person", by="adm1")
    assert (week.best, week.high) == (44, 44) and "several_places" not in week.flags


def test_a_number_told_of_a_country_and_a_town_is_the_countrys() -> None:
    both = replace(said(420, on="04-10", document="a"), places=(LIBYA, TRIPOLI))
    [happening] = reconcile([both]).happenings.values()
    assert happening.node.path == ("LBY",)


def test_a_state_is_found_in_loaded_units_without_the_word_for_what_it_is() -> None:
    state = ClaimPlace(
        "ولاية القضارف", "SDN", (Unit(0, "SDN", "Sudan"), Unit(1, None, "Al Qadarif", "geonames")),
        {"en": "Gedaref State"}, 13.9, 35.1, None, "admin1",
    )  # fmt: skip
    loaded = [
        AdminRow("SDN", "cod", 0, "SDN", "Sudan", {}, None),
        AdminRow("SDN", "cod", 1, "SD12", "Gedaref", {}, None),
    ]
    ledger = reconcile([said(9000, "displaced", kind="stock", as_of="04-10", place=state)], (), (), loaded)
    stock = cell(ledger, "SDN.SD12/2019-04/displaced/person/stock", by="adm1", every="month")
    assert stock.best == 9000 and stock.place.code == "SD12"


def test_a_town_in_a_matrix_by_places_bears_its_name_and_not_a_number() -> None:
    town = replace(_in_the_west("Zliten", 32.47, 14.57), geonameid=2208791, names={"en": "Zliten", "ar": "زليتن"})
    [found] = list(matrix(reconcile([said(3, on="04-10", place=town)]), by="place", every="week"))
    assert found.place.name == "Zliten, West" and found.place.names["ar"] == "زليتن، West"


def test_a_number_that_its_own_source_denies_later_counts_no_more() -> None:
    told = said(50, on="04-10", released="04-10", source="Ministry of Health", document="a")
    no = said(50, on="04-10", released="04-12", source="Ministry of Health", document="b", modality="denied")
    assert [c.best for c in matrix(reconcile([told]), by="adm2", every="week")] == [50]
    after = reconcile([told, no])
    assert not [c for c in matrix(after, by="adm2", every="week") if c.best is not None]
    assert {(aside.claim, aside.reason) for aside in after.set_aside} == {(told.id, "denied"), (no.id, "denied")}
    before = reconcile([told, no], as_known_on=day("04-11"))
    assert [c.best for c in matrix(before, by="adm2", every="week")] == [50]
    other = replace(no, source="Red Crescent")
    assert [c.best for c in matrix(reconcile([told, other]), by="adm2", every="week")] == [50]


def test_an_earlier_total_beside_the_one_that_holds_is_no_value_of_the_day() -> None:
    now = said(653, kind="cumulative", as_of="06-12", released="06-12", document="a")
    before = said(562, kind="cumulative", released="06-12", document="a", at=1)
    ledger = reconcile([now, before])
    assert not ledger.contradictions
    found = cell(ledger, "LBY.LY0101/2019-06/killed/person/cumulative", every="month")
    assert (found.best, found.low, found.high) == (653, 653, 653)
    (aside,) = ledger.set_aside
    assert (aside.claim, aside.reason) == (before.id, "told_before")
    assert "653" in aside.detail and "653" in said_in(aside.detail, "ar") != aside.detail
    # Told by a day of its own, or as what another report gave for one, it is that day's.
    dated = said(562, kind="cumulative", as_of="05-29", released="06-12", document="a", at=1)
    assert not reconcile([now, dated]).set_aside
    first = said(562, kind="cumulative", as_of="05-29", released="05-30", document="b")
    ledger = reconcile([now, before, first])
    assert "LBY.LY0101/2019-05/killed/person/cumulative" in {
        c.cell_id for c in matrix(ledger, by="adm2", every="month")
    }
    assert not ledger.contradictions
