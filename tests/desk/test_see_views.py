"""Views of matrix, map, time and actors without a server."""

from __future__ import annotations

import datetime as dt
import json
import threading

from masfufa.desk.ledgers import Ledgers
from masfufa.desk.pages.map import data_block
from masfufa.desk.views import actors, frame, map, matrix, time
from masfufa.desk.words import words
from masfufa.tracking.ledger import Cell, Estimate, PlaceName

EN, AR = words("en"), words("ar")
TRIPOLI = PlaceName("LBY.X", "LBY", 1, None, "Tripoli", "cod", {"ar": "طرابلس"})


def cell(period: str, best: int | None, **more) -> Cell:
    year, month = (int(part) for part in period.split("-"))
    start = dt.date(year, month, 1)
    end = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    values = {
        "place": TRIPOLI, "period": period, "period_start": start, "period_end": end,
        "cell_id": f"LBY.X/{period}/killed/person", "category": "killed", "unit": "person", "measure": "flow",
        "population": "all", "estimate": Estimate(best, best, best, "period_total", (), sources=("who",)),
        "channels": {"press": best}, "claims": (), **more,
    }  # fmt: skip
    return Cell(**values)


def test_an_address_says_what_is_asked_and_back():
    asked = frame.asked_of(
        {"by": "adm2", "every": "week", "known": "2019-05-01", "page": "3", "since": "nonsense"},
        ["killed", "nothing", "killed"],
    )
    assert (asked.by, asked.every, asked.categories, asked.page) == ("adm2", "week", ("killed",), 3)
    assert asked.known == dt.date(2019, 5, 1) and asked.since is None
    assert asked.query(page=1) == "by=adm2&every=week&category=killed&known=2019-05-01"
    assert frame.asked_of({"page": "-1", "by": "x"}, []).categories == frame.USUAL


def test_unknown_is_never_a_number():
    assert frame.number(None, EN) == "unknown"
    assert frame.number(0, EN) == "0"
    assert frame.interval(None, None, None, EN) == ""
    assert frame.interval(5, 5, None, EN) == "≥ 5"
    assert frame.interval(53, 44, 60, EN) == "44–60"


def test_the_grid_tells_unknown_from_unsaid_from_zero():
    made = matrix.grid([cell("2019-04", 0), cell("2019-06", None)], frame.Asked(), EN)
    assert made.periods == ("2019-04", "2019-06")
    zero, unknown = made.rows[0].slots
    assert zero is not None and zero.known and zero.best == "0"
    assert unknown is not None and not unknown.known and unknown.best == "unknown"
    other = cell("2019-04", 3, category="wounded", cell_id="LBY.X/2019-04/wounded/person")
    rows = matrix.grid([cell("2019-04", 0), cell("2019-06", None), other], frame.Asked(), AR).rows
    assert rows[1].slots[1] is None
    assert rows[0].place == "طرابلس"


def test_disagreement_is_marked():
    rival = cell("2019-04", 53, flags=("sources_disagree",))
    slot = matrix.slot_of(rival, frame.Asked(), EN)
    assert slot.disagrees and slot.flags == ("independent sources disagree",)
    assert not matrix.slot_of(cell("2019-04", 53), frame.Asked(), EN).disagrees


def test_rows_are_paged():
    cells = [cell("2019-04", 1, cell_id=f"LBY.U{n}/2019-04/killed/person") for n in range(matrix.ROWS + 5)]
    made = matrix.grid(cells, frame.Asked(page=2), EN)
    assert (made.page, made.pages, len(made.rows)) == (2, 2, 5)
    assert matrix.grid(cells, frame.Asked(page=9), EN).page == 2


def test_units_of_the_map_go_by_name_or_by_what_lies_in_them():
    murzuq = PlaceName("LBY.M", "LBY", 1, None, "Murzuq", "source")
    found = map.unit_id(murzuq, {})
    shapes = {f["properties"]["unit"]: f["properties"] for f in json.loads(map.outlines_geojson(("LBY",)))["features"]}
    assert len(shapes) == 22
    assert found is not None and shapes[found]["name_en"] == "Murzuq"
    nameless = PlaceName("LBY.Z", "LBY", 1, None, "Zzz", "source")
    assert map.unit_id(nameless, {}) is None
    inside = map.unit_id(nameless, {"LBY.Z": (32.887, 13.187)})
    assert inside is not None and shapes[inside]["name_en"] == "Tripoli District"
    assert map.unit_id(PlaceName("LBY", "LBY", 0, "LBY", "Libya", "iso3"), {}) is None


def test_a_data_block_can_not_be_ended_from_inside():
    block = str(data_block({"name": "</script><script>alert(1)</script>"}))
    assert "<" not in block
    assert json.loads(block) == {"name": "</script><script>alert(1)</script>"}


def test_a_chart_keeps_measures_apart_and_gaps_open():
    cells = [
        cell("2019-04", 376), cell("2019-06", None),
        cell("2019-04", 345, measure="cumulative", cell_id="LBY.X/2019-04/killed/person/cumulative"),
    ]  # fmt: skip
    made = time.charts(cells, "LBY.X", ("killed",), EN, None)
    assert [c.measure for c in made] == ["flow", "cumulative"]
    assert [s["best"] for s in made[0].plain["steps"]] == [376, None]
    assert made[0].plain["steps"][0]["end"] == "2019-05-01"
    assert made[0].rows[1].best == "unknown"
    assert time.charts(cells, "LBY", ("killed",), EN, None) == []


def test_actors_by_kind_of_deed():
    found = [["A", "B", "ASSAULT", 3, "d", "e"], ["A", "B", "CONSULT", 1, "d", "f"], ["C", None, "AID", 2, "d", "g"]]
    first, second = actors.pairs(found, None, EN)
    assert (first.who, first.whom, first.quads, first.total) == ("A", "B", (1, 0, 0, 3), 4)
    assert (second.whom, second.quads) == ("not said", (0, 2, 0, 0))
    assert [p.total for p in actors.pairs(found, 4, EN)] == [3]
    drawn = actors.network(found, None)
    assert [n["name"] for n in drawn["nodes"]] == ["A", "B"]
    assert [(e["quad"], e["value"]) for e in drawn["edges"]] == [(4, 3), (1, 1)]


class _Space:
    word = "one"

    def tracked_state(self) -> str:
        return self.word


def test_the_last_answer_stays_while_the_next_is_reckoned():
    space, go = _Space(), threading.Event()
    kept = Ledgers(space, patience=5)  # type: ignore[arg-type]
    assert kept.ask(("x",), lambda _: "first").value == "first"
    space.word = "two"
    kept.patience = 0.02

    def slow(_: Ledgers) -> str:
        go.wait(5)
        return "second"

    old = kept.ask(("x",), slow)
    assert (old.value, old.stale) == ("first", True)
    none = kept.ask(("y",), lambda _: "y")
    assert not none.ready and none.stale
    go.set()
    kept.patience = 5
    new = kept.ask(("x",), slow)
    assert (new.value, new.stale) == ("second", False)
    kept.stop()


def test_a_failure_is_told_and_tried_again():
    kept = Ledgers(_Space(), patience=5)  # type: ignore[arg-type]

    def fails(_: Ledgers) -> None:
        raise ValueError("no")

    for _ in range(2):
        try:
            kept.ask(("x",), fails)
        except ValueError as error:
            assert str(error) == "no"
        else:
            raise AssertionError("not told")
    assert kept.ask(("x",), lambda _: 7).value == 7
    kept.stop()
