"""Accuracy of one's own material: decisions become numbers, the numbers come again from the exported gold file."""

from __future__ import annotations

import json

import pytest

from masfufa.cli.main import main
from masfufa.desk.views import accuracy as view
from masfufa.desk.words import words
from masfufa.evaluation.gold import read
from masfufa.evaluation.rates import Rate
from masfufa.evaluation.reading import evaluate
from masfufa.evaluation.reviewed import measure, reviewed

from .conftest import ARABIC, ENGLISH


def the_id(workspace, text: str) -> str:
    (found,) = [d.id for d in workspace.documents() if d.text == text]
    return found


def decide_all(space, document: str, *, but: tuple[str, ...] = ()) -> None:
    for record in space.review(document).records:
        if record.kind == "claim" and record.id not in but and not record.decisions:
            space.decide("Ana", "claim", record.id, "accept")


def measured(space):
    (found,) = measure(reviewed(space))
    return found


@pytest.fixture
def reviewed_crisis(own_desk):
    """Twelve reports of the example reviewed to the end with accepted, corrected, rejected and added figures; another
    begun only, another done with figures left open."""
    space = own_desk.app.state.desk.workspace
    documents = [d.id for d in space.documents(text=False) if d.text is None and d.media_type != "text/csv"]
    documents = [id for id in documents if len([r for r in space.review(id).records if r.kind == "claim"]) >= 2][:14]
    for n, id in enumerate(documents):
        claims = [r for r in space.review(id).records if r.kind == "claim"]
        if n == 12:  # begun only
            space.decide("Ana", "claim", claims[0].id, "accept")
            continue
        if n == 13:  # done without an end
            space.decide("Ana", "claim", claims[0].id, "accept")
            space.set_state(id, "done", "Ana")
            continue
        if n % 4 == 0:
            space.decide("Ana", "claim", claims[0].id, "correct", edited={"source": "WHO", "low": 1, "high": 99})
        if n % 4 == 1:
            space.decide("Ana", "claim", claims[1].id, "reject", reason="no figure")
        if n % 4 == 2:
            space.decide("Ana", "claim", claims[0].id, "correct", edited={"kind": "stock", "part_of": None})
        decide_all(space, id)
        if n == 3:
            first = claims[0].original
            plain = {
                "document": id, "channel": "press", "category": "wounded", "low": 7, "high": 7, "qualifier": "exact",
                "unit": "person", "kind": "incident", "locator": {"type": "text", "start": 0, "end": 4, "text": "?"},
                "publisher": first.publisher, "language": first.language,
            }  # fmt: skip
            space.decide("Ana", "claim", "", "add", edited=plain)
        space.set_state(id, "done", "Ana")
    return own_desk, documents


def test_review_gold_evaluate_gives_the_same_numbers(reviewed_crisis, tmp_path, capsys):
    desk, documents = reviewed_crisis
    space = desk.app.state.desk.workspace
    mine = measured(space)
    assert len(mine.full.total.documents) == 12
    assert len(mine.all.total.documents) == 14
    assert [id for id, _ in mine.unfinished] == [documents[13]]
    assert mine.verdicts["corrected"] == 6 and mine.verdicts["rejected"] == 3 and mine.verdicts["added"] == 1
    total = mine.full.total
    assert total.precision.of - total.precision.right == 6, "three bounds corrected, three rejected"
    assert total.recall.of - total.recall.right == 4, "three bounds corrected, one added"
    assert total.precision.right - total.whole.right == 3, "three with another kind"
    answer = desk.client.get("/accuracy/gold")
    assert "reviewed.gold.jsonl" in answer.headers["content-disposition"]
    assert "Ana" not in answer.text
    path = tmp_path / "reviewed.gold.jsonl"
    path.write_bytes(answer.content)
    again = evaluate(read(path), space.crisis_folder)
    assert again.reader == mine.reader and again.reviewed_by == {mine.reader}
    assert again.report.plain() == mine.full.plain()
    capsys.readouterr()
    assert main(["evaluate", str(path), "--workspace", str(space.folder), "--format", "json", "--errors"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["precision"] == total.precision.plain() and told["documents"] == 12
    assert sorted(one["what"] for one in told["errors"] if one["what"] != "right") == (
        ["invented"] * 3 + ["missed"] + ["wrong"] * 3
    )
    assert main(["evaluate", str(path)]) == 0
    assert "not of this reader with this crisis" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_gives_every_share_with_its_cases(reviewed_crisis, language):
    desk, documents = reviewed_crisis
    space = desk.app.state.desk.workspace
    desk.post("/language", language=language)
    t = words(language)
    text = desk.client.get("/accuracy").text
    total = measured(space).full.total
    assert f"{total.precision.right} / {total.precision.of}" in text
    assert t("accuracy.few") in text and t("accuracy.title") in text
    assert f'href="/documents/{documents[13]}"' in text
    everything = desk.client.get("/accuracy?scope=all").text
    assert t("accuracy.recall_hint") in text and t("accuracy.recall_hint") not in everything


def test_nothing_decided_says_so(browser):
    assert words("en")("accuracy.nothing") in browser.client.get("/accuracy").text
    assert browser.client.get("/accuracy/gold").text == ""


def test_purged_documents_are_in_nothing(browser, workspace):
    id, other = the_id(workspace, ENGLISH), the_id(workspace, ARABIC)
    for one in (id, other):
        decide_all(workspace, one)
        workspace.set_state(one, "done", "Ana")
    assert len(measured(workspace).full.total.documents) == 2
    workspace.purge(id, "asked for", "Ana")
    assert measured(workspace).full.total.documents == {other}
    lines = [json.loads(line) for line in browser.client.get("/accuracy/gold").text.splitlines()]
    assert [line["id"] for line in lines] == [other]
    assert "Gharyan" not in browser.client.get("/accuracy/gold").text


def test_undone_decisions_do_not_count(workspace):
    id = the_id(workspace, ENGLISH)
    decide_all(workspace, id)
    workspace.set_state(id, "done", "Ana")
    record = next(r for r in workspace.review(id).records if r.kind == "claim")
    workspace.decide("Ana", "claim", record.id, "undo", edited={"decision": record.holding[-1].id})
    found = measured(workspace)
    assert found.unfinished == [(id, 1)] and not found.full.total.documents


def test_a_document_without_figures_counts_as_left_alone(workspace):
    from .conftest import report

    added = workspace.add_document(report("The committee met on Monday and drank tea.", "three"), None)
    workspace.set_state(added.document, "done", "Ana")
    assert measured(workspace).full.clean == Rate(1, 1)


def test_versions_stand_apart(workspace):
    id, other = the_id(workspace, ENGLISH), the_id(workspace, ARABIC)
    for one in (id, other):
        decide_all(workspace, one)
        workspace.set_state(one, "done", "Ana")
    found = list(reviewed(workspace))
    from dataclasses import replace

    two = measure([found[0], replace(found[1], reader="0.2+abc")])
    assert {m.reader for m in two} == {found[0].reader, "0.2+abc"}
    assert all(len(m.full.total.documents) == 1 for m in two)


def test_shares_in_words():
    assert view.share(Rate(3, 4)) == view.Share("", "", "3 / 4")
    assert view.share(Rate(0, 0)) == view.Share("", "", "")
    many = view.share(Rate(142, 151))
    assert (many.share, many.interval, many.cases) == ("94 %", "89–97 %", "142 / 151")
