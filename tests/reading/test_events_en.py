"""English events: who did what to whom, in sentences of our own."""

from __future__ import annotations

import pytest

from masfufa.language.tokens import Tokens
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import EventDraft
from masfufa.reading.events_latin import find_drafts
from masfufa.records import Document


def drafts(text: str) -> list[EventDraft]:
    marked = Annotated(Document(id="t", text=text), "en", Tokens(text), [], [], [])
    return find_drafts(marked, [], [])


def told(text: str) -> list[tuple[str, str, str, str]]:
    """(type, trigger, sources, targets) of what each sentence tells as its news."""
    marked = [d for d in drafts(text) if d.foreground]
    tokens = Tokens(text)
    return [
        (
            d.event_type,
            tokens.words(d.first, d.last),
            "; ".join(a.mention.text for a in d.source),
            "; ".join(a.mention.text for a in d.target),
        )
        for d in marked
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mayor of Zawiya accused the militia of looting.", ("ACCUSE", "accused", "mayor of Zawiya", "militia")),
        ("Chad, which hosts refugees, rejected the offer from Ankara.", ("REJECT", "rejected", "Chad", "offer")),
        ("Gunmen quickly released two pilots in Kufra.", ("RETREAT", "released", "Gunmen", "two pilots")),
        ("Two pilots were released by gunmen in Kufra.", ("RETREAT", "released", "gunmen", "Two pilots")),
        ("Norway has imposed new sanctions on Mali.", ("SANCTION", "imposed", "Norway", "Mali")),
        ("Sanctions were imposed on Mali by Norway.", ("SANCTION", "imposed", "Norway", "Mali")),
        ("Norway refused to meet the envoys of Mali.", ("REJECT", "refused", "Norway", "envoys of Mali")),
        ("Norway threatened to expel Chad from the league.", ("THREATEN", "threatened", "Norway", "Chad")),
        ("Norway provided food and medicine to Malian refugees.", ("AID", "provided", "Norway", "Malian refugees")),
        ("Police detained four students near the market.", ("COERCE", "detained", "Police", "four students")),
        ("Norway will deliver vaccines to Chad in May.", ("AGREE", "deliver", "Norway", "Chad")),
        ("Norway will not recognise the council.", ("REJECT", "recognise", "Norway", "council")),
        ("Norway launched an attack on Mali overnight.", ("ASSAULT", "launched", "Norway", "Mali")),
        ("Norway ordered the release of the sailors.", ("RETREAT", "release", "Norway", "sailors")),
        ("Norway says Mali must release the sailors.", ("REQUEST", "must", "Norway", "Mali")),
        ("Norway said Mali should ensure order.", ("REQUEST", "should", "Norway", "Mali")),
        ("The UNHCR accused Mali of looting.", ("ACCUSE", "accused", "UNHCR", "Mali")),
        ("A Malian armed group attacked Norway.", ("ASSAULT", "attacked", "Malian armed group", "Norway")),
        ("Norway cancelled a planned visit to Mali.", ("REJECT", "cancelled", "Norway", "Mali")),
        ("Norway offered to send troops to Mali.", ("AGREE", "offered", "Norway", "Mali")),
        ("Norway launched a scathing attack on Mali.", ("ACCUSE", "launched", "Norway", "Mali")),
        ("Norway said Malian rebels were responsible.", ("ACCUSE", "were responsible", "Norway", "Malian rebels")),
        ("Norway carried out attacks on Mali, state media said.", ("ASSAULT", "carried out", "Norway", "Mali")),
        ("Norway signed a fishing agreement with Mali.", ("SUPPORT", "signed", "Norway", "Mali")),
        ("Norway will sign a fishing agreement with Mali.", ("AGREE", "sign", "Norway", "Mali")),
        ("Mali has received medical supplies from Norway.", ("AID", "received", "Norway", "Mali")),
        ("Norway withdrew peacekeepers from Mali.", ("SANCTION", "withdrew", "Norway", "Mali")),
    ],
)
def test_main_event(text: str, wanted: tuple[str, str, str, str]) -> None:
    assert wanted in told(text)


def test_meeting_is_mutual() -> None:
    ((kind, trigger, sources, targets),) = told("The president of Chad held talks with the king of Norway on Monday.")
    assert (kind, trigger, sources, targets) == ("CONSULT", "held", "president of Chad", "king of Norway")


def test_talks_between() -> None:
    ((kind, _, sources, _),) = told("Talks between Chad and Norway collapsed.")
    assert (kind, sources) == ("CONSULT", "Chad; Norway")


def test_noun_with_of_and_by() -> None:
    ((kind, trigger, sources, targets),) = told("The killing of three nurses by gunmen shocked the town.")
    assert (kind, trigger, sources, targets) == ("ASSAULT", "killing", "gunmen", "three nurses")


def test_what_an_act_is_about_is_no_event() -> None:
    kinds = [d.event_type for d in drafts("Norway urged Mali to release the sailors and lift the ban.")]
    assert kinds == ["REQUEST"]


def test_relative_clause_is_background() -> None:
    found = {d.event_type: d.foreground for d in drafts("Norway praised the medics who treated the hostages.")}
    assert found["SUPPORT"] is True
    assert not found.get("AID", False)


def test_reported_content() -> None:
    (draft,) = [d for d in drafts("The minister said that rebels attacked a village.") if d.event_type == "ASSAULT"]
    assert (draft.modality, draft.foreground) == ("alleged_or_reported", True)


def test_negated_deed_is_denied() -> None:
    (draft,) = [d for d in drafts("The army did not attack the village.") if d.event_type == "ASSAULT"]
    assert draft.modality == "denied"


def test_future_gift_is_an_agreement() -> None:
    (draft,) = drafts("Norway will donate tents to Chad.")
    assert (draft.event_type, draft.modality) == ("AGREE", "future")


def test_names_are_no_verbs() -> None:
    assert told("The Support Mission in Tripoli opened an office.") == []


def test_headline() -> None:
    assert ("CONCEDE", "Lifts", "Norway", "Mali") in told("Norway Lifts Travel Ban on Mali.")


def test_shared_subject_and_pronoun() -> None:
    found = told("Norway condemned the coup and expelled two diplomats.")
    assert [(k, s) for k, _, s, _ in found] == [("ACCUSE", "Norway"), ("SANCTION", "Norway")]
    assert ("AGREE", "Hungary") in [(k, s) for k, _, s, _ in told("Hungary says it will release the pilots.")]


def test_no_event() -> None:
    assert drafts("The weather in Oslo was mild and the harvest good.") == []


def test_trigger_is_found_in_the_text() -> None:
    text = "“Norway” praised Chad.\nNorway’s army shelled a village."
    tokens = Tokens(text)
    for draft in drafts(text):
        assert text[draft.start : tokens.ends[draft.last - 1]] in ("praised", "shelled")
