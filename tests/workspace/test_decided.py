"""The log of decisions: what holds of any sequence of them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masfufa.claims import Decision
from masfufa.claims_plain import claim_to_plain
from masfufa.workspace import create_workspace
from masfufa.workspace.decided import apply, effective

from .samples import batch, cell_claim

CLAIMS = [cell_claim(row, 10 * row) for row in range(2, 6)]
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

step = st.one_of(
    st.tuples(st.just("accept"), st.integers(0, 3)),
    st.tuples(st.just("reject"), st.integers(0, 3)),
    st.tuples(st.just("correct"), st.integers(0, 3), st.integers(0, 999)),
    st.tuples(st.just("undo"), st.integers(0, 30)),
)
steps = st.lists(step, max_size=16)


def log_of(taken: list[tuple]) -> list[Decision]:
    """Decisions as a workspace would number them; an undo of what is not there is left out."""
    log: list[Decision] = []
    for action, which, *value in taken:
        number = len(log) + 1
        if action == "undo":
            if which >= len(log):
                continue
            other = log[which]
            log.append(Decision(number, NOW, "x", "claim", other.subject_id, "undo", {}, {"decision": other.id}))
            continue
        claim = CLAIMS[which]
        edited = {"low": value[0], "high": value[0]} if value else None
        log.append(Decision(number, NOW, "x", "claim", claim.id, action, claim_to_plain(claim), edited))
    return log


def expected(taken: list[Decision]) -> dict[str, int]:
    """The plain way: play the log from its start each time something is taken back."""

    def undone(number: int) -> bool:
        return any(d.action == "undo" and d.edited["decision"] == number and not undone(d.id) for d in taken)

    standing = [d for d in taken if d.action != "undo" and not undone(d.id)]
    values: dict[str, int | None] = {c.id: c.low for c in CLAIMS}
    shown = dict.fromkeys(values, True)
    for decision in standing:
        if decision.action == "reject":
            shown[decision.subject_id] = False
        else:
            shown[decision.subject_id] = True
            if decision.action == "correct":
                values[decision.subject_id] = decision.edited["low"]
    return {id: value for id, value in values.items() if shown[id]}


@given(steps)
def test_the_outcome_is_that_of_playing_the_log(taken):
    log = log_of(taken)
    assert {c.id: c.low for c in apply(CLAIMS, log)} == expected(log)


@given(steps, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_handed_over_does_not_matter(taken, random):
    log = log_of(taken)
    shuffled, claims = list(log), list(CLAIMS)
    random.shuffle(shuffled)
    random.shuffle(claims)
    assert sorted(apply(claims, shuffled), key=lambda c: c.id) == sorted(apply(CLAIMS, log), key=lambda c: c.id)


@given(steps)
def test_taking_everything_back_gives_the_claims_as_they_were(taken):
    log = log_of(taken)
    for decision in effective(log):
        number = len(log) + 1
        log.append(Decision(number, NOW, "x", "claim", decision.subject_id, "undo", {}, {"decision": decision.id}))
    assert effective(log) == []
    assert list(apply(CLAIMS, log)) == CLAIMS


@given(steps, st.integers(0, 3))
def test_a_claim_nobody_decided_about_is_not_touched(taken, spared):
    log = [d for d in log_of(taken) if d.subject_id != CLAIMS[spared].id]
    assert CLAIMS[spared] in list(apply(CLAIMS, log))


@given(steps, st.integers(0, 3), st.integers(0, 99))
def test_what_was_accepted_stands_whatever_is_read_later(taken, which, later):
    claim = CLAIMS[which]
    log = log_of([*taken, ("accept", which)])
    before = next(c for c in apply(CLAIMS, log) if c.id == claim.id)
    now = [dataclasses.replace(c, low=later, high=later) if c is claim else c for c in CLAIMS]
    after = next(c for c in apply(now, log) if c.id == claim.id)
    assert (after.low, after.high) == (before.low, before.high)
    said = [issue.code for issue in after.issues]
    assert said == (["claim-changed-since"] if later != claim.low else [])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_workspace_means_the_same_by_its_log(tmp_path_factory, taken):
    with create_workspace(tmp_path_factory.mktemp("log") / "ws") as workspace:
        workspace.add_import(batch(*CLAIMS))
        made: list[Decision] = []
        states = [(workspace.imports()[0].at, {c.id: c.low for c in CLAIMS})]
        for action, which, *value in taken:
            if action == "undo":
                if which >= len(made):
                    continue
                subject, edited = made[which].subject_id, {"decision": made[which].id}
            else:
                subject, edited = CLAIMS[which].id, {"low": value[0], "high": value[0]} if value else None
            made.append(workspace.decide("x", "claim", subject, action, edited=edited))
            states.append((made[-1].at, expected(made)))
        assert workspace.decisions() == made
        assert {c.id: c.low for c in workspace.claims()} == expected(made)
        for at, holding in states:
            assert {c.id: c.low for c in workspace.claims(as_recorded_on=at)} == holding
