"""Small cases that the simulation (tests/simulation) showed: each was wrong there in dozens of districts' weeks."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from masfufa.claims import ActorName, Claim, ClaimPlace, EventClaim, TextLocator, Unit, claim_id
from masfufa.tracking.ledger import Cell, Ledger
from masfufa.tracking.matrix import matrix
from masfufa.tracking.reconcile import reconcile
from masfufa.workspace.batches import AdminRow

UNITS = (
    AdminRow("NRU", "cod", 0, "NRU", "Marsan"),
    AdminRow("NRU", "cod", 1, "XM01", "Tarsulbur", parent="NRU", lat=20.0, lon=-42.0),
    AdminRow("NRU", "cod", 2, "XM0101", "Kormadan", parent="XM01", lat=20.0, lon=-42.0),
)
NAMES = {"en": "Belroren", "ar": "بيلرورين"}
MONDAY = dt.date(2030, 1, 7)


def report(
    number: int,
    source: str,
    day: int,
    killed: int | None = None,
    wounded: int | None = None,
    *,
    after: int = 1,
    language: str = "en",
    mode: str | None = None,
    actors: tuple[str, str] = ("Falcon Brigade", "Marsan army"),
    publisher: str | None = None,
    named: bool = True,
    coded: bool = True,
) -> tuple[list[Claim], list[EventClaim]]:
    """A report of one incident in Belroren: `day` counts from the Monday, `after` is how much later it came out."""
    units = (Unit(0, "NRU", "Marsan"), Unit(1, "XM01", "Tarsulbur"), Unit(2, "XM0101", "Kormadan"))
    place = ClaimPlace(
        NAMES[language], "NRU", units if coded else units[:1], {"en": NAMES["en"]}, 20.1, -42.0, precision="city",
    )  # fmt: skip
    happened = MONDAY + dt.timedelta(days=day)
    document = f"doc{number}"
    claims = []
    for at, (category, value) in enumerate((("killed", killed), ("wounded", wounded))):
        if value is None:
            continue
        locator = TextLocator(40 * at + 10, 40 * at + 20, str(value))
        claims.append(
            Claim(
                claim_id(document, locator, category), document, locator, "press", category, value, value, "exact",
                "person", "incident", publisher=publisher or source, source=source if named else None,
                released=happened + dt.timedelta(days=after), period_start=happened, period_end=happened,
                places=(place,), cause="conflict", language=language,
            )
        )  # fmt: skip
    events = []
    if mode is not None:
        locator = TextLocator(0, 8, "attacked")
        events.append(
            EventClaim(
                claim_id(document, locator, "event"), document, locator, "press", "ASSAULT", mode,
                source=(ActorName(actors[0]),), target=(ActorName(actors[1]),), period_start=happened,
                period_end=happened, places=(place,), publisher=publisher or source,
                released=happened + dt.timedelta(days=after), figures=tuple(claim.id for claim in claims),
            )
        )  # fmt: skip
    return claims, events


def ledger(*reports: tuple[list[Claim], list[EventClaim]]) -> Ledger:
    return reconcile(
        [claim for claims, _ in reports for claim in claims], [event for _, events in reports for event in events],
        (), UNITS,
    )  # fmt: skip


def cell(of: Ledger, category: str = "killed") -> Cell:
    [found] = [c for c in matrix(of, by="adm2", every="week", categories=(category,)) if c.population == "all"]
    return found


def test_a_source_that_counts_one_killed_on_monday_and_one_on_tuesday_counts_two() -> None:
    of = ledger(report(1, "River Rights Monitor", 0, 1), report(2, "River Rights Monitor", 1, 1))
    assert cell(of).best == 2
    assert of.contradictions == ()


def test_two_attacks_of_one_day_with_equal_tolls_are_two_where_their_kinds_differ() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 1, 2, mode="aerial"),
        report(2, "River Rights Monitor", 0, 1, 2, mode="firearms", actors=("Front of the Plateau", "Marsan army")),
        report(3, "Marsan Relief Society", 0, 1, 2, mode="firearms", actors=("Front of the Plateau", "Marsan army")),
    )
    assert cell(of).best == 2
    assert cell(of, "wounded").best == 4


def test_one_source_never_contradicts_itself_over_two_attacks() -> None:
    of = ledger(
        report(1, "Marsan Relief Society", 0, 5, mode="aerial"),
        report(2, "Marsan Relief Society", 0, 4, mode="firearms", actors=("Front of the Plateau", "Marsan army")),
    )
    assert cell(of).best == 9
    assert of.contradictions == ()


def test_one_town_under_its_arabic_and_english_name_is_one_place() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 1, mode="aerial"),
        report(2, "Plateau Doctors Network", 0, 1, mode="aerial"),
        report(3, "Marsan Relief Society", 0, 10, language="ar", mode="aerial", coded=False),
    )
    assert cell(of).best == 1
    # One place, so the counts differ; 1 and 10 without another number beside them are no contradiction.
    assert "counts_differ" in {flag.code for flag in of.flags}
    assert of.contradictions == ()


def test_an_early_toll_and_the_later_one_of_its_source_are_one_attack() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 12, 25, mode="aerial", after=1),
        report(2, "River Rights Monitor", 0, 22, 25, mode="aerial", after=3),
        report(3, "Marsan Relief Society", 0, 22, 25, mode="aerial", after=2),
    )
    assert cell(of).best == 22
    assert of.contradictions == ()


def test_an_early_toll_says_nothing_against_another_source_once_it_was_raised() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 9, mode="aerial", after=1),
        report(2, "Marsan Relief Society", 0, 17, mode="aerial", after=2),
        report(3, "River Rights Monitor", 0, 17, mode="aerial", after=4),
    )
    assert cell(of).best == 17
    assert of.contradictions == ()


def test_attacks_on_other_days_are_no_update_of_a_toll() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 4, 9, mode="heavy-weapons", after=1),
        report(2, "River Rights Monitor", 1, 3, 4, mode="explosives", after=1),
        report(3, "Plateau Doctors Network", 1, 3, 4, mode="explosives", after=2),
    )
    assert cell(of).best == 7
    assert cell(of, "wounded").best == 13
    assert of.contradictions == ()


def test_two_sources_that_each_tell_one_of_two_attacks_do_not_disagree() -> None:
    of = ledger(
        report(1, "Marsan Health Directorate", 0, 1, 1, mode="aerial"),
        report(
            2, "Plateau Doctors Network", 0, 2, 4, mode="firearms", actors=("Front of the Plateau", "Falcon Brigade")
        ),
    )
    assert cell(of).best == 3
    assert of.contradictions == ()


def test_a_slip_of_a_factor_ten_is_the_same_attack() -> None:
    of = ledger(
        report(1, "River Rights Monitor", 0, 2, 5, mode="explosives"),
        report(2, "Plateau Doctors Network", 0, 2, 5, mode="explosives"),
        report(3, "Marsan Relief Society", 0, 20, 5, mode="explosives"),
    )
    assert cell(of).best == 2
    assert {flag.code for flag in of.contradictions} == {"sources_disagree"}


def test_a_district_that_a_report_only_names_is_found_by_its_name() -> None:
    claims, _ = report(1, "Displacement Watch", 0, 7)
    place = ClaimPlace(
        "كورمادان", "NRU", (Unit(0, "NRU", "Marsan"),), {"en": "Kormadan"}, 20.0, -42.0, precision="admin2",
    )  # fmt: skip
    of = ledger(([dataclasses.replace(claims[0], places=(place,))], []))
    assert cell(of).place.code == "XM0101"


def test_a_raised_toll_that_reads_as_a_running_total_is_still_one_attack() -> None:
    """A toll "has risen to 12" is cumulative to the reader; it began on the day of the attack."""
    first, events = report(1, "River Rights Monitor", 0, 8, mode="aerial")
    later, _ = report(2, "River Rights Monitor", 0, 12, after=3)
    other = report(3, "Marsan Relief Society", 0, 12, mode="aerial", after=2)
    raised = dataclasses.replace(later[0], kind="cumulative", period_end=MONDAY + dt.timedelta(days=3))
    of = ledger((first, events), ([raised], []), other)
    assert cell(of).best == 12
    assert of.contradictions == ()


def test_an_attack_of_no_told_kind_can_be_one_of_any_kind() -> None:
    """A report that only says "attacked" (ASSAULT without a mode) speaks of the air strike that others tell of."""
    plain = report(2, "Plateau Doctors Network", 0, 3, 4, mode="aerial", after=2)
    unknown = [dataclasses.replace(event, mode=None) for event in plain[1]]
    of = ledger(
        report(1, "River Rights Monitor", 0, 3, 4, mode="aerial"),
        (plain[0], unknown),
        report(3, "Marsan Relief Society", 0, 3, 4),
    )
    assert cell(of).best == 3
    assert cell(of, "wounded").best == 4


def test_a_slip_in_a_report_of_no_told_kind_is_still_the_same_attack() -> None:
    slip = report(2, "Plateau Doctors Network", 0, 30, 4, mode="aerial", after=2)
    unknown = [dataclasses.replace(event, mode=None) for event in slip[1]]
    of = ledger(
        report(1, "River Rights Monitor", 0, 3, 4, mode="aerial"),
        (slip[0], unknown),
        report(3, "Marsan Relief Society", 0, 3, 4, mode="aerial"),
    )
    assert cell(of).best == 3


def test_reports_that_give_no_day_join_the_strike_of_the_days_before() -> None:
    """Rival tolls of one strike, three of them undated: the days after are when the press still tells of it."""
    dated = report(1, "Coast Courier", 1, 44, 80, after=1, named=False)
    undated = []
    for number, (source, killed, wounded, after) in enumerate(
        (("United Nations", 53, 130, 2), ("Justice Ministry", 60, 77, 2), ("IOM", 53, 87, 3)), 2
    ):
        claims, _ = report(number, source, 1, killed, wounded, after=after, publisher=f"Paper {number}")
        undated.append(([dataclasses.replace(c, period_start=None, period_end=None) for c in claims], []))
    of = ledger(dated, *undated)
    assert 44 <= (cell(of).best or 0) <= 60
    assert 77 <= (cell(of, "wounded").best or 0) <= 130


def test_a_toll_read_as_an_incident_that_continues_a_running_total_is_one() -> None:
    """A reader may take "have left 205 dead" for one incident; its source's running totals tell that it is none."""
    tolls = []
    for number, (day, killed, kind) in enumerate(
        ((0, 174, "cumulative"), (2, 205, "incident"), (4, 213, "cumulative"), (6, 264, "cumulative")), 1
    ):
        claims, _ = report(number, "World Health Organization", day, killed, after=0)
        undated = dataclasses.replace(claims[0], kind=kind, period_start=None, period_end=None)
        tolls.append(([undated], []))
    of = ledger(*tolls)
    flows = [c for c in matrix(of, by="adm2", every="week", categories=("killed",)) if c.measure == "flow"]
    assert [c.best for c in flows if (c.best or 0) >= 200] == []


def test_a_later_rounded_toll_replaces_an_earlier_exact_one_of_its_source() -> None:
    """15 on Tuesday and about 20 on Thursday: the source has not gone back to 15, and says nothing against 19."""
    early = report(1, "Marsan Relief Society", 0, None, 15, mode="aerial", after=1)
    later = report(2, "Marsan Relief Society", 0, None, 20, mode="aerial", after=3)
    about = [dataclasses.replace(claim, qualifier="approx") for claim in later[0]]
    of = ledger(early, (about, later[1]), report(3, "Marsan Health Directorate", 0, None, 19, mode="aerial", after=3))
    assert cell(of, "wounded").best == 19
    assert of.contradictions == ()


@pytest.mark.parametrize(("early", "late"), [((6, 6), (11, 12)), ((2, 4), (5, 9)), ((1, 1), (3, 3))])
def test_a_raised_toll_takes_its_sources_early_report_along(early: tuple[int, int], late: tuple[int, int]) -> None:
    """The early report fits badly by itself; the later one of its source says where it belongs, in one piece."""
    first, attacked = report(1, "Plateau Doctors Network", 0, *early, mode="firearms", after=1)
    unknown = [dataclasses.replace(event, mode=None, source=(), target=()) for event in attacked]
    raised, _ = report(2, "Plateau Doctors Network", 0, *late, after=3)
    tolls = [dataclasses.replace(c, kind="cumulative", period_end=MONDAY + dt.timedelta(days=3)) for c in raised]
    of = ledger(
        (first, unknown),
        (tolls, []),
        report(3, "Marsan Relief Society", 0, *late, mode="firearms", after=1),
        report(4, "River Rights Monitor", 0, *late, mode="firearms", after=2),
    )
    flows = [c for c in matrix(of, by="adm2", every="week", categories=("killed", "wounded")) if c.measure == "flow"]
    assert {(c.category, c.best) for c in flows} == {("killed", late[0]), ("wounded", late[1])}


def test_an_air_strike_that_a_report_calls_shelling_is_the_same_attack() -> None:
    """One word stands for both in Arabic (قصف); equal counts of one place and day tell more than the kind."""
    of = ledger(
        report(1, "Coast Courier", 1, 53, 130, mode="aerial", named=False),
        report(2, "Justice Ministry", 1, 60, 77, mode="heavy-weapons", language="ar"),
        report(3, "United Nations", 1, 53, 130, mode="heavy-weapons", language="ar", after=2),
    )
    assert cell(of).best in (53, 60)
    assert cell(of, "wounded").best in (77, 130)


def test_a_toll_until_a_day_is_a_running_total_whatever_kind_it_was_read_as() -> None:
    """ "510 killed by 19 May": a period with an end and no start is no incident of that day."""
    tolls = []
    for number, (day, killed) in enumerate(((0, 345), (2, 392), (5, 510)), 1):
        claims, _ = report(number, "World Health Organization", day, killed, after=1)
        tolls.append(([dataclasses.replace(claims[0], period_start=None)], []))
    of = ledger(*tolls)
    cells = {c.measure: c for c in matrix(of, by="adm2", every="week", categories=("killed",))}
    assert cells["cumulative"].best == 510
    assert "flow" not in cells or (cells["flow"].best or 0) <= 165
