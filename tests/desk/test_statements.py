"""A statement is corrected: who said it, to whom, how it is told; what was read stays beside it."""

from __future__ import annotations

import dataclasses

import pytest

from masfufa.errors import UsageError
from masfufa.workspace import Workspace

from .conftest import ARABIC, Browser


def _one(workspace: Workspace):
    id = next(d.id for d in workspace.documents() if d.text == ARABIC)
    return id, next(r for r in workspace.review(id).records if r.kind == "statement")


def test_a_statement_is_corrected_and_taken_back(browser: Browser, workspace: Workspace):
    id, said = _one(workspace)
    page = browser.client.get(f"/documents/{id}?record={said.id}&do=edit")
    assert 'name="speaker"' in page.text and 'name="places"' not in page.text and 'name="period_start"' not in page.text
    here = f"/documents/{id}/records/{said.id}"
    direct = str(not said.original.direct).lower()
    form = {"expected": 0, "speaker": "الأمم المتحدة", "addressee": "المجلس", "direct": direct}
    assert browser.post(f"{here}/correct", **form).status_code == 200
    now = next(s for s in workspace.statements() if s.id == said.id)
    assert (now.speaker.name, now.addressee.name, now.direct) == ("الأمم المتحدة", "المجلس", not said.original.direct)
    _, again = _one(workspace)
    assert again.original == dataclasses.replace(said.original) and again.current == now
    page = browser.client.get(f"/documents/{id}?record={said.id}").text
    assert "الأمم المتحدة" in page and "corrected" in page and (said.original.speaker is None or "was" in page)
    assert browser.post(f"{here}/undo", expected=again.expected).status_code == 200
    assert next(s for s in workspace.statements() if s.id == said.id) == said.original


def test_the_same_again_is_accepted_and_nobody_may_be_the_speaker(browser: Browser, workspace: Workspace):
    id, said = _one(workspace)
    here = f"/documents/{id}/records/{said.id}"
    names = {n: (a.name if (a := getattr(said.original, n)) else "") for n in ("speaker", "addressee")}
    form = {"expected": 0, **names, "direct": str(said.original.direct).lower()}
    assert browser.post(f"{here}/correct", **form).status_code == 200
    assert workspace.decisions()[0].action == "accept"
    _, again = _one(workspace)
    form |= {"expected": again.expected, "speaker": ""}
    browser.post(f"{here}/correct", **form)
    assert next(s for s in workspace.statements() if s.id == said.id).speaker is None


@pytest.mark.parametrize(
    "edited", [{}, {"text": "x"}, {"speaker": {"name": ""}}, {"speaker": {"nom": "x"}}, {"speaker": "x"}, {"id": "y"}]
)
def test_what_is_no_field_of_a_statement_is_refused(workspace: Workspace, edited):
    _, said = _one(workspace)
    with pytest.raises(UsageError) as error:
        workspace.decide("Ana", "statement", said.id, "correct", edited=edited)
    assert error.value.code == "decision-field"


def test_a_purge_takes_the_names_of_a_correction(workspace: Workspace):
    id, said = _one(workspace)
    workspace.decide("Ana", "statement", said.id, "correct", edited={"speaker": {"name": "Somebody Named"}})
    workspace.purge(id, "a witness", "Ana")
    assert list(workspace.statements(document=id)) == []
    assert "Somebody" not in repr(workspace.decisions())
