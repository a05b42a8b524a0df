"""The lexicon of actors: entries are sound, names lead to one actor, and a crisis folder says what is wrong in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from masfufa.errors import DataError
from masfufa.lexicon.actor_schema import known_actors, name_index, parse_entry, spellings
from masfufa.lexicon.crisis import load_crisis

# One written name may mean two actors; the text or the date tells which.
SHARED = {("jem",), ("hollande",)}


def _by_id(identity: str):  # type: ignore[no-untyped-def]
    return next(actor for actor in known_actors() if actor.id == identity)


def test_entries_are_many_and_named_in_arabic_and_english() -> None:
    actors = known_actors()
    assert len(actors) >= 1200
    assert [actor.id for actor in actors if not actor.names.get("en")] == []
    assert [actor.id for actor in actors if not actor.names.get("ar")] == []


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_full_name_means_one_actor(language: str) -> None:
    by_name: dict[tuple[str, ...], set[str]] = {}
    for first, names in name_index(language).items():
        for name in names:
            if not name.short:
                by_name.setdefault((first, *name.rest), set()).add(name.actor.id)
    assert {name: ids for name, ids in by_name.items() if len(ids) > 1 and name not in SHARED} == {}


def test_readings_change_with_the_date() -> None:
    sharaa = _by_id("ahmed_al_sharaa")
    assert sharaa.on(dt.date(2020, 5, 1)).sector == "REB"
    assert sharaa.on(dt.date(2025, 5, 1)).sector == "GOV"
    assert sharaa.on(None).sector == "GOV"
    bashir = _by_id("omar_al_bashir")
    assert (bashir.on(dt.date(2018, 1, 1)).sector, bashir.on(dt.date(2020, 1, 1)).sector) == ("GOV", "ELI")
    taliban = _by_id("taliban")
    assert (taliban.on(dt.date(2007, 1, 1)).sector, taliban.on(dt.date(2023, 1, 1)).sector) == ("REB", "GOV")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "planet"}, "actor-field"),
        ({"country": "XXX"}, "actor-code"),
        ({"country": "ly"}, "actor-code"),
        ({"sector": "ARMY"}, "actor-sector"),
        ({"from": "last year"}, "actor-date"),
        ({"from": "2020-13"}, "actor-date"),
        ({"names": {}}, "actor-field"),
        ({"names": {"de": ["Heer"]}}, "actor-field"),
        ({"nickname": "x"}, "actor-field"),
        ({"id": "Al-Burhan"}, "actor-field"),
    ],
)
def test_a_bad_entry_is_told_with_its_place(change: dict[str, object], code: str) -> None:
    entry = {"id": "x", "kind": "army", "country": "LBY", "sector": "MIL", "names": {"en": ["X Army"]}}
    assert parse_entry(entry, "here:1").usual.country == "LBY"
    with pytest.raises(DataError, match="here:1") as caught:
        parse_entry({**entry, **change}, "here:1")
    assert caught.value.code == code


def _crisis(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


ACTOR = "- {id: %s, kind: armed_group, country: LBY, sector: REB, names: {ar: [%s], en: [%s]}}\n"
PLACE = "- {country: LBY, feature: town, name_en: Upper Wells, name_ar: الآبار العليا, lat: 31.5, lon: 15.25}\n"


def test_a_crisis_folder_is_read(tmp_path: Path) -> None:
    roles = "ar:\n  group:\n    - {sg: كشاف, pl: [كشافة], sector: SOC}\nen:\n  organ:\n    - {sg: shura, sector: GOV}\n"
    crisis = load_crisis(
        _crisis(tmp_path, actors=ACTOR % ("wells", "كتيبة الآبار", "Wells Brigade"), roles=roles, places=PLACE)
    )
    assert [actor.names["ar"] for actor in crisis.actors] == [("كتيبة الآبار",)]
    assert crisis.roles["en"]["organ"] == [{"sg": "shura", "sector": "GOV"}]
    assert crisis.places[0]["lon"] == 15.25


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        ({"actors": ACTOR % ("a", "أ ب", "A B") + ACTOR % ("a", "ت ث", "C D")}, "actor-duplicate", "actors.yaml:2"),
        (
            {"actors": ACTOR % ("a", "أحمر", "A B") + "\n" + ACTOR % ("b", "احمر", "C D")},
            "actor-duplicate",
            "actors.yaml:3",
        ),
        ({"actors": "- {id: a, sort: x}\n"}, "actor-field", "actors.yaml:1"),
        ({"actors": "id: a\n"}, "crisis-entry", "actors.yaml:1"),
        ({"actors": "- {id: a\n"}, "lexicon-yaml", "actors.yaml:2"),
        ({"roles": "ar:\n  group:\n    - {sg: كشاف}\n    - {sg: كشاف}\n"}, "actor-duplicate", "roles.yaml:4"),
        ({"roles": "ar:\n  group:\n    - {sg: كشاف, sector: XYZ}\n"}, "actor-sector", "roles.yaml:3"),
        ({"roles": "ar:\n  groups: []\n"}, "actor-field", "roles.yaml:1"),
        ({"places": PLACE + PLACE}, "actor-duplicate", "places.yaml:2"),
        ({"places": PLACE.replace("31.5", "131.5")}, "crisis-place", "places.yaml:1"),
        ({"places": PLACE.replace("LBY", "LIB")}, "actor-code", "places.yaml:1"),
        ({"places": PLACE.replace("feature", "sort")}, "actor-field", "places.yaml:1"),
    ],
)
def test_a_crisis_folder_says_what_is_wrong_and_where(
    tmp_path: Path, files: dict[str, str], code: str, line: str
) -> None:
    with pytest.raises(DataError) as caught:
        load_crisis(_crisis(tmp_path, **files))
    assert caught.value.code == code
    assert line in caught.value.message


def test_a_crisis_folder_must_hold_something_known(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds none"):
        load_crisis(tmp_path)
    with pytest.raises(DataError, match="is no folder"):
        load_crisis(tmp_path / "nothing")
    _crisis(tmp_path, actors="", actor="")
    with pytest.raises(DataError, match="no such file"):
        load_crisis(tmp_path)


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Khalifa Haftar", "khalifa_haftar"), ("Kadhafi", "muammar_gaddafi"), ("Bachar el-Assad", "bashar_al_assad"),
        ("Abdel Fattah al-Burhane", "abdel_fattah_al_burhan"), ("OIM", "international_organization_for_migration"),
        ("HCR", "united_nations_high_commissioner_for_refugees"), ("OMS", "world_health_organization"),
        ("PAM", "world_food_programme"), ("Otan", "nato"), ("Union africaine", "african_union"),
        ("Forces de soutien rapide", "rapid_support_forces"), ("Syrie", "state_syr"),
        ("Conseil de sécurité", "un_security_council"), ("Fathi Bachagha", "fathi_bashagha"),
        ("brigade 444", "444_brigade"), ("Volodymyr Zelensky", "volodymyr_zelensky"),
    ],
)  # fmt: skip
def test_french_names_lead_to_their_actors(name: str, identity: str):
    words = next(iter(spellings(name, "fr")))
    assert identity in [found.actor.id for found in name_index("fr")[words[0]] if found.rest == words[1:]]


def test_an_office_is_that_of_the_day():
    assert _by_id("joe_biden").on(dt.date(2010, 5, 1)).sector == "GOV"
    assert _by_id("joe_biden").on(dt.date(2005, 5, 1)).sector == "LEG"
    assert _by_id("joe_biden").on(dt.date(2019, 5, 1)).sector == "ELI"
    assert _by_id("barham_salih").on(dt.date(2026, 2, 1)).country == "IGO"
    assert _by_id("nicolas_maduro").on(dt.date(2026, 2, 1)).sector == "ELI"
