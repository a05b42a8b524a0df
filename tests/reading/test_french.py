"""French as a whole: elided words apart, verbs in their forms, figures, actors and events of sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.language.fold import fold_in
from masfufa.language.tokens import Tokens
from masfufa.lexicon.inflect_fr import agreeing, plural, verb_forms
from masfufa.lexicon.phrases import elided_words, fold_phrase
from masfufa.reading.reader import read
from masfufa.records import Reading

PUBLISHED = dt.date(2019, 4, 17)


def french(text: str) -> Reading:
    return read(text, language="fr", published=PUBLISHED)


def test_elided_words_stand_apart_and_names_stay_whole() -> None:
    tokens = Tokens("L’armée n'a pas quitté N'Djamena, aujourd'hui, jusqu'à l'aube.").parted(elided_words("fr"))
    assert tokens.forms[:6] == ["l'", "armee", "n'", "a", "pas", "quitté"]
    assert tokens.words(0, 2) == "L’armée"
    assert "n'djamena" in tokens.forms
    assert "aujourd'hui" in tokens.forms
    assert tokens.forms[-4:] == ["à", "l'", "aube", "."]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="lLdqunjaàéeè'’ .-12A", max_size=40))
def test_parted_tokens_cover_the_same_text(text: str) -> None:
    whole = Tokens(text)
    parted = whole.parted(elided_words("fr"))
    assert "".join(parted.forms).replace("é", "e").replace("à", "a") == "".join(whole.forms)
    assert [parted.words(*s) for s in parted.sentences] == [whole.words(*s) for s in whole.sentences]
    assert all(a < b for a, b in zip(parted.starts, parted.ends, strict=True))


def test_accents_that_part_words_are_kept() -> None:
    assert [fold_in(word, "fr") for word in ("Tué", "tués", "tuée", "à", "Où", "forêt")] == [
        "tué", "tués", "tuee", "à", "où", "foret",
    ]  # fmt: skip
    assert fold_in("café", "en") == "cafe"
    assert fold_phrase("porte-parole de l'armée", "fr") == "porte - parole de l' armee"


def test_verbs_and_nouns_have_their_forms() -> None:
    kill = dict(verb_forms("tuer"))
    assert (kill["tua"], kill["tuaient"], kill["tuées"], kill["tuant"], kill["tueront"]) == (
        "past", "past", "participle", "gerund", "future",
    )  # fmt: skip
    die = dict(verb_forms("mourir/mort/meurt/meurent/mourut/mour/mourr"))
    assert (die["moururent"], die["mortes"], die["mourraient"]) == ("past", "participle", "conditional")
    assert dict(verb_forms("interroger"))["interrogea"] == "past"
    assert dict(verb_forms("employer"))["emploient"] == "present"
    assert dict(verb_forms("périr"))["périssent"] == "present"
    assert [plural(word) for word in ("hôpital", "bureau", "pays", "casque")] == [
        "hôpitaux",
        "bureaux",
        "pays",
        "casques",
    ]
    assert agreeing("mis") == ("mis", "mise", "mises")


FIGURES: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Quatre-vingt-dix-sept personnes ont été tuées lundi à Tripoli, a annoncé l'OMS.",
        [{"category": "killed", "low": 97, "high": 97, "source": "l'OMS"}],
    ),
    ("L'armée a démenti la mort de 15 civils.", [{"category": "killed", "low": 15, "modality": "denied"}]),
    ("Vingt combattants auraient péri.", [{"category": "killed", "low": 20, "modality": "alleged_or_reported"}]),
    ("Les autorités prévoient d'évacuer 8 000 habitants.", [{"category": "evacuated", "modality": "future"}]),
    (
        "Une frappe a fait un mort et 12\u202f000 déplacés.",
        [{"category": "killed", "low": 1, "high": 1}, {"category": "displaced", "low": 12000}],
    ),
    (
        "Six personnes, dont un bébé, se sont noyées.",
        [{"category": "killed", "low": 6}, {"category": "killed", "low": 1, "part_of": 0}],
    ),
    (
        "L'inondation a détruit 40 maisons et endommagé une centaine d'autres.",
        [{"category": "homes_destroyed", "low": 40}, {"category": "homes_damaged", "low": 100}],
    ),
    (
        "Trois des cinq otages ont été relâchés.",
        [{"category": "abducted", "low": 3, "high": 3}],
    ),
    (
        "Le bilan s'élève à 205 morts, portant à 30 000 le nombre de familles déplacées.",
        [{"category": "killed", "low": 205, "kind": "cumulative"}, {"category": "displaced", "unit": "household"}],
    ),
    ("La mort du chef rebelle a été confirmée.", []),
    ("Le convoi de 30 camions transportait 420 tonnes de farine.", []),
]


@pytest.mark.parametrize(("text", "wanted"), FIGURES, ids=[text for text, _ in FIGURES])
def test_figures(text: str, wanted: list[dict[str, Any]]) -> None:
    figures = french(text).figures
    assert len(figures) == len(wanted)
    for figure, want in zip(figures, wanted, strict=True):
        assert text[figure.start : figure.end] == figure.text
        told = {"source": figure.attribution.text if figure.attribution else None}
        assert {name: told.get(name, getattr(figure, name, None)) for name in want} == want


EVENTS = [
    ("L'armée syrienne a bombardé un hôpital d'Alep.", "ASSAULT", "L'armée syrienne", "asserted"),
    ("Deux employés ont été enlevés par des miliciens.", "ASSAULT", "des miliciens", "asserted"),
    ("Les talibans n'ont pas attaqué le consulat.", "ASSAULT", "Les talibans", "denied"),
    ("Des rebelles auraient attaqué la base.", "ASSAULT", "Des rebelles", "alleged_or_reported"),
    ("L'aviation israélienne a mené des frappes contre le port.", "ASSAULT", "L'aviation israélienne", "asserted"),
    ("Le Rwanda a rejeté la proposition de l'Angola.", "REJECT", "Le Rwanda", "asserted"),
    ("Les États-Unis ont gelé les avoirs de deux dirigeants.", "SANCTION", "Les États-Unis", "asserted"),
    ("La police va arrêter les manifestants.", "THREATEN", "La police", "future"),
]


@pytest.mark.parametrize(("text", "kind", "source", "modality"), EVENTS, ids=[text for text, *_ in EVENTS])
def test_events(text: str, kind: str, source: str, modality: str) -> None:
    (event,) = french(text).events
    assert (event.event_type, [actor.text for actor in event.source], event.modality) == (kind, [source], modality)
    assert text[event.start : event.end] == event.text


def test_actors_have_codes_where_the_head_stands_first() -> None:
    (event,) = french("Le porte-parole de l'armée soudanaise a accusé les rebelles.").events
    (speaker,) = event.source
    assert (speaker.text, speaker.country, speaker.sector) == ("Le porte-parole de l'armée soudanaise", "SDN", "MIL")


def test_places_begin_after_the_elided_word() -> None:
    (place,) = french("Des combats ont éclaté près d'Alep.").places
    assert (place.text, place.country) == ("Alep", "SYR")


@pytest.mark.parametrize(
    "text",
    [
        "Les combats ont fait 653 morts depuis avril, selon l'OMS. Elle avait auparavant fait état de 562 morts.",
        "Le bilan des combats s'élève à 653 morts depuis avril. Un précédent bilan faisait état de 562 morts.",
    ],
)
def test_a_number_told_as_an_earlier_one_is_a_running_total_without_a_day(text: str) -> None:
    now, before = french(text).figures
    assert (now.kind, before.kind, before.low, before.as_of) == ("cumulative", "cumulative", 562, None)
    assert before.period is None or before.period.end is None


@pytest.mark.parametrize(
    "text",
    [
        "Les affrontements autour de Kidal ont fait 90 morts, dont douze civils, et 210 blessés depuis leur reprise.",
        "Clashes around Kidal left 90 dead, including twelve civilians, and 210 wounded since they resumed.",
    ],
)
def test_what_stands_after_the_parts_is_no_part_but_of_the_same_kind(text: str) -> None:
    killed, civilians, wounded = read(text, published=PUBLISHED).figures
    assert (killed.category, killed.low, civilians.low, wounded.category, wounded.low) == (
        "killed",
        90,
        12,
        "wounded",
        210,
    )
    assert (killed.part_of, civilians.part_of, wounded.part_of) == (None, 0, None)
    assert [f.kind for f in (killed, civilians, wounded)] == ["cumulative"] * 3
