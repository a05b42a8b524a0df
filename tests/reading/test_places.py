"""Places of a document: found with their spans, told apart, resolved; and what is no place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.gazetteer.store import SHIPPED, Gazetteer, Layer
from masfufa.language.tokens import Tokens
from masfufa.reading.places import FoundPlace, country_of_demonym, find_places
from masfufa.records import PlaceMention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer([Layer(SHIPPED)])


def places(text: str, gazetteer: Gazetteer, language: str = "ar", title: str | None = None) -> list[PlaceMention]:
    found = find_places(Tokens(text), language, gazetteer, title)
    for place in found:
        assert text[place.mention.start : place.mention.end] == place.mention.text
    assert [place.first for place in found] == sorted(place.first for place in found)
    return [place.mention for place in found]


def named(
    text: str, gazetteer: Gazetteer, language: str = "ar", title: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    return [(m.text, m.name, m.country) for m in places(text, gazetteer, language, title)]


class TestSpans:
    def test_proclitics_are_no_part(self, gazetteer: Gazetteer) -> None:
        found = named("وصل نازحون إلى نيالا وبالفاشر وللخرطوم من السودان", gazetteer)
        assert [text for text, _, _ in found] == ["نيالا", "الفاشر", "لخرطوم", "السودان"]

    def test_diacritics_and_old_spellings(self, gazetteer: Gazetteer) -> None:
        assert named("قُتل 3 في بَغْدَاد", gazetteer) == [("بَغْدَاد", "Baghdad", "IRQ")]
        assert named("وصل إلى ابو ظبي وأبوظبي", gazetteer)[0][2] == "ARE"

    def test_hashtag_of_a_name_without_its_space(self, gazetteer: Gazetteer) -> None:
        assert named("أمطار غزيرة #حفرالباطن", gazetteer) == [("حفرالباطن", "Hafar Al-Batin", "SAU")]
        assert named("أمطار غزيرة على #حفر_الباطن", gazetteer)[0][0] == "حفر_الباطن"

    def test_possessive(self, gazetteer: Gazetteer) -> None:
        assert named("South Sudan's army left Juba.", gazetteer, "en") == [
            ("South Sudan", "South Sudan", "SSD"),
            ("Juba", "Juba", "SSD"),
        ]

    def test_french_elision(self, gazetteer: Gazetteer) -> None:
        found = named("Des habitants d'El Fasher ont fui vers l'Égypte et le Tchad.", gazetteer, "fr")
        assert [(text, country) for text, _, country in found] == [
            ("El Fasher", "SDN"),
            ("Égypte", "EGY"),
            ("Tchad", "TCD"),
        ]


class TestWhichPlace:
    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("قتل أربعة في طرابلس، وقالت وزارة الصحة الليبية إن بينهم طفلا", "LBY"),
            ("قتل أربعة في طرابلس، وقال الجيش اللبناني إنه انتشر في لبنان", "LBN"),
            ("اندلعت اشتباكات في طرابلس بلبنان", "LBN"),
            ("اندلعت اشتباكات في طرابلس (لبنان)", "LBN"),
        ],
    )
    def test_tripoli_by_the_document(self, text: str, country: str, gazetteer: Gazetteer) -> None:
        assert next(m for m in places(text, gazetteer) if m.text == "طرابلس").country == country

    def test_containment_in_english(self, gazetteer: Gazetteer) -> None:
        text = "Libyan officials met in Tripoli. In Tripoli, Lebanon, three people were wounded."
        assert [m.country for m in places(text, gazetteer, "en")] == ["LBY", "LBN", "LBN"]

    def test_title_is_evidence_and_no_mention(self, gazetteer: Gazetteer) -> None:
        assert named("اشتباكات في طرابلس", gazetteer, title="لبنان: الجيش اللبناني ينتشر") == [
            ("طرابلس", "Tripoli", "LBN")
        ]

    def test_the_word_before_tells_the_kind(self, gazetteer: Gazetteer) -> None:
        province, city = places("نزح المئات من محافظة حلب إلى مدينة حلب في سوريا", gazetteer)[:2]
        assert (province.precision, city.feature) == ("admin1", "city")

    def test_a_country_beats_its_capital_of_the_same_name(self, gazetteer: Gazetteer) -> None:
        assert places("أمطار في الكويت", gazetteer)[0].precision == "country"
        assert places("أمطار في مدينة الكويت", gazetteer)[0].precision == "city"

    def test_the_capital_by_its_demonym(self, gazetteer: Gazetteer) -> None:
        assert named("قصف شرق العاصمة السورية", gazetteer) == [("العاصمة", "Damascus", "SYR")]

    def test_the_kingdom_by_the_document(self, gazetteer: Gazetteer) -> None:
        assert ("المملكة", "Jordan", "JOR") in named("السلطات الأردنية: حالات جديدة في المملكة", gazetteer)
        assert named("حالات جديدة في المملكة", gazetteer) == []

    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("A U.S. strike", "USA"),
            ("Floods in Niger State, Nigeria", "NGA"),
            ("Fighting near Goma, Congo", "COD"),
            ("They met in the UK.", "GBR"),
        ],
    )
    def test_names_of_several_senses(self, text: str, country: str, gazetteer: Gazetteer) -> None:
        assert {m.country for m in places(text, gazetteer, "en")} == {country}

    def test_admin_units_say_their_scheme(self, gazetteer: Gazetteer) -> None:
        unit = places("اشتباكات في بنغازي", gazetteer)[0].admin[0]
        assert (unit.level, unit.scheme, unit.pcode) == (1, "geonames", None)


class TestNoPlace:
    @pytest.mark.parametrize(
        "text",
        [
            "وقالت الحكومة إن السوق مفتوحة وإن عين الماء جفت",
            "قتل 20 شخصا في هجوم بسيارة مفخخة",
            "وقال الوزير خالد صالح إن العدد كبير",
            "نشرت صحيفة الرياض الخبر",
            "وارتفعت الأسعار في السوق بنسبة خمسة في المائة",
            "قال نصر الله إن الحرب انتهت",
        ],
    )
    def test_words_and_persons(self, text: str, gazetteer: Gazetteer) -> None:
        assert named(text, gazetteer) == []

    def test_a_common_word_with_evidence_is_a_place(self, gazetteer: Gazetteer) -> None:
        assert named("وقع حادث في العين بالإمارات", gazetteer)[0][2] == "ARE"

    def test_demonyms_are_no_places(self, gazetteer: Gazetteer) -> None:
        assert named("قال الجيش الليبي والشرطة العراقية", gazetteer) == []
        assert named("Somali and Iraqi officials said", gazetteer, "en") == []

    def test_a_topic_tag_gives_evidence(self, gazetteer: Gazetteer) -> None:
        found = named("ضحايا في الأردن #سيول_الأردن", gazetteer)
        assert found == [("الأردن", "Jordan", "JOR")]

    @pytest.mark.parametrize(
        "text",
        ["Mr. Chad Miller spoke.", "The Vice President spoke.", "Police said many died.", "Mail info@paris.example"],
    )
    def test_english_words_and_names(self, text: str, gazetteer: Gazetteer) -> None:
        assert named(text, gazetteer, "en") == []

    def test_a_capital_for_its_government_is_a_place(self, gazetteer: Gazetteer) -> None:
        assert named("Washington said it would not attend.", gazetteer, "en") == [("Washington", "Washington", "USA")]


class TestFacilities:
    def test_takes_the_coordinates_of_the_place_it_is_put_in(self, gazetteer: Gazetteer) -> None:
        clinic, town = places("قصف مستشفى النخبة الحديث في مدينة زليتن بليبيا", gazetteer)[:2]
        assert clinic.text == "مستشفى النخبة الحديث"
        assert (clinic.lat, clinic.lon, clinic.precision) == (town.lat, town.lon, town.precision)
        assert (clinic.feature, clinic.geonameid) == ("hospital", None)
        assert clinic.confidence < town.confidence

    def test_unresolved_where_the_text_says_nowhere(self, gazetteer: Gazetteer) -> None:
        (clinic,) = places("قصف مستشفى النخبة الحديث", gazetteer)
        assert (clinic.name, clinic.country, clinic.lat, clinic.feature) == (None, None, None, "hospital")

    def test_several_villages_of_one_head(self, gazetteer: Gazetteer) -> None:
        found = places("نزحت أسر من قرى أم طويلة والقرضة وود الزين في محلية شيكان بشمال كردفان بالسودان", gazetteer)
        assert [m.text for m in found][:3] == ["قرى أم طويلة", "القرضة", "ود الزين"]
        assert {m.country for m in found} == {"SDN"}

    def test_english(self, gazetteer: Gazetteer) -> None:
        hospital = places("Shelling hit Al-Noor Hospital in Omdurman, Sudan.", gazetteer, "en")[0]
        assert (hospital.text, hospital.country, hospital.feature) == ("Al-Noor Hospital", "SDN", "hospital")

    def test_a_hamza_tells_words_apart(self, gazetteer: Gazetteer) -> None:
        assert named("وأدى المحازبون الصلاة في إحياء الذكرى", gazetteer) == []

    def test_figures_of_speech(self, gazetteer: Gazetteer) -> None:
        assert named("انهيار سوق العمل عن طريق المفاوضات", gazetteer) == []


class TestLists:
    def test_names_joined_to_a_place_of_the_country(self, gazetteer: Gazetteer) -> None:
        found = named("نزح 9 آلاف شخص من محليات الفاشر ومليط وكتم بشمال دارفور", gazetteer)
        assert {"كتم", "مليط"} <= {text for text, _, country in found if country == "SDN"}

    def test_spellings_that_the_gazetteer_lacks(self, gazetteer: Gazetteer) -> None:
        found = named("In Libya, people fled from Zintan to Ajdabyah.", gazetteer, "en")
        assert found[-1] == ("Ajdabyah", "Ajdabiya", "LBY")


class TestDemonyms:
    @pytest.mark.parametrize(
        ("form", "language", "country"),
        [
            ("ليبيه", "ar", "LBY"), ("الليبيه", "ar", "LBY"), ("الليبيون", "ar", "LBY"), ("وللسودانيين", "ar", "SDN"),
            ("سوريات", "ar", "SYR"), ("الاتراك", "ar", "TUR"), ("الامريكيين", "ar", "USA"), ("ليبيا", "ar", None),
            ("سوريا", "ar", None), ("libyan", "en", "LBY"), ("libyans", "en", "LBY"), ("south sudanese", "en", "SSD"),
            ("libyenne", "fr", "LBY"), ("soudanais", "fr", "SDN"), ("turques", "fr", "TUR"), ("table", "en", None),
        ],
    )  # fmt: skip
    def test_forms(self, form: str, language: str, country: str | None) -> None:
        assert country_of_demonym(form, language) == country


_WORDS = [
    "في",
    "طرابلس",
    "ليبيا",
    "#",
    "_",
    "(",
    ")",
    "،",
    "مدينة",
    "مستشفى",
    "الشفاء",
    "و",
    "العاصمة",
    "Tripoli",
    "in",
    "Hospital",
    "’s",
    "\n",
    ".",
    "ـ",
    "\u200f",
    "12",
    "d'",
    "عن",
]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)),
    st.sampled_from(["ar", "en", "fr"]),
)
def test_any_text_keeps_its_spans(text: str, language: str) -> None:
    gazetteer = Gazetteer([Layer(SHIPPED)])
    found = find_places(Tokens(text), language, gazetteer)
    last = 0
    for place in found:
        assert isinstance(place, FoundPlace)
        assert text[place.mention.start : place.mention.end] == place.mention.text
        assert last <= place.first < place.last
        assert 0.0 <= place.mention.confidence <= 1.0
        last = place.last
    assert found == find_places(Tokens(text), language, gazetteer)
