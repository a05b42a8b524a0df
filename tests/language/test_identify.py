from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import masfufa.language.identify as module
from masfufa.language.identify import identify

HEADLINES = {
    "ar": [
        "مقتل ثلاثة جنود في هجوم", "قصف عنيف جنوب دمشق", "نزوح", "اشتباكات متفرقة في محيط المطار", "زلزال يضرب الساحل",
        "غوتيريش يدعو إلى هدنة", "وزير خارجية إيران يصل بغداد", "قُتِلَ رَجُلٌ", "النازحون يعودون",
        "سقوط 12 قتيلا و37 جريحا", "منظمة الصحة العالمية WHO تحذر", "طالبان تسيطر على كابل",
        "گرگان تشهد زلزالا جديدا في المدينة",
    ],
    "en": [
        "Deadly blast hits mosque in Kabul", "Sudan army retakes Khartoum", "Heavy shelling rocks Tripoli", "12 killed",
        "Aid convoy reaches besieged town", "Thousands flee fighting", "UN chief urges ceasefire", "Quake kills dozens",
        "Donâ€™t go back: 12 killed in Sanaâ€™a", "Death toll rises to 45", "Floods leave hundreds homeless",
    ],
    "fr": [
        "Trois morts dans une attaque", "Frappes aériennes sur Gaza", "Séisme en Turquie : le bilan s'alourdit",
        "Des milliers de déplacés au Soudan", "L'armée reprend Khartoum", "Nouvelle attaque contre un marché",
        "Au moins 12 civils tués à Tripoli", "Inondations meurtrières", "le 5 mars 2021", "jeudi 12 août",
    ],
    "fa": [
        "سه نفر در حمله هوایی کشته شدند", "وزير خارجه گفت كه اين توافق را امضا كرد", "دولت با این پیشنهاد موافقت کرد",
        "زلزله شدید در غرب کشور",
    ],
    "ur": ["کراچی میں دھماکے سے تین افراد ہلاک", "فوج نے شہر پر قبضہ کر لیا ہے"],
    "ku": ["سێ کەس لە هێرشێکدا کوژران", "سەرۆکی حکومەت لەگەڵ وەزیر کۆبووەوە", "Di êrîşê de sê kes hatin kuştin"],
    "ps": ["په کابل کې درې کسان ووژل شول", "ولسمشر له وزیر سره خبرې وکړې"],
    "ug": ["بۇ يىل ئۈچ ئادەم ئۆلدى", "يېڭى ھۆكۈمەت قۇرۇلدى"],
    "de": ["Mindestens drei Tote bei Angriff auf Markt", "Die Regierung ist zurückgetreten"],
    "es": ["Tres muertos tras un ataque en la ciudad", "El gobierno declara la tregua"],
    "it": ["Almeno tre morti dopo un attacco", "Il governo ha deciso che non si vota"],
    "pt": ["Três mortos após ataque em mercado", "O governo não confirmou"],
    "tr": ["Saldırıda üç kişi öldü", "Deprem bölgesinde çok sayıda ölü var"],
    "ru": ["Трое погибших"], "uk": ["Троє загиблих і п'ятеро поранених"], "he": ["שלושה הרוגים"],
    "am": ["ሦስት ሰዎች ተገደሉ"],
    "zh": ["三人死亡"], "ja": ["三人が死亡した"], "ko": ["세 명이 숨졌다"], "el": ["Τρεις νεκροί"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in HEADLINES.items() for text in texts])
def test_one_headline_is_enough(language: str, text: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", " ", "12", "a", "12 $ %", "😀😀😀😀", "...", "ء"])
def test_too_little_text(text: str) -> None:
    assert identify(text) is None


def test_most_letters_win() -> None:
    arabic, english = "قال المتحدث إن الوضع خطير في المدينة. ", "The spokesman said that it is bad. "
    assert identify(arabic * 3 + english) == "ar"
    assert identify(english * 3 + arabic) == "en"
    assert identify("UNHCR OCHA IOM WFP: " + arabic) == "ar"


def test_marks_and_presentation_forms() -> None:
    assert identify("قُـــتِـــلَ الرَّجُلُ فِي المَدِينَةِ") == "ar"
    written = "\u200f\ufee3\ufed8\ufe98\ufede \ufe9b\ufefc\ufe9b\ufe94 "
    written += "\ufed3\ufef2 \ufe8d\ufedf\ufee4\ufeaa\ufef3\ufee8\ufe94"
    assert identify(written) == "ar"


def test_digits_and_addresses_do_not_make_a_language() -> None:
    assert identify("قتل 3 https://news.example/articles/attack-in-the-town @Some_Agency a.b@mail.example") == "ar"
    assert identify("قتل 3 " + "2024-01-01 12:30 " * 50) == "ar"


@pytest.mark.parametrize(
    "unit", ["قال المسؤول إن المدينة تعرضت للقصف ", "The town was hit, officials said. ", "ا", "a", " ", "\u064e"]
)
def test_cost_does_not_grow_with_length(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    identify(text)
    start = time.perf_counter()
    for _ in range(20):
        identify(text)
    assert (time.perf_counter() - start) / 20 < 0.005


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    found = identify(text)
    assert found is None or re.fullmatch("[a-z]{2}", found)
    assert found == identify(text)


def test_the_table_of_words() -> None:
    data = yaml.safe_load(Path(module.__file__).with_name("function_words.yaml").read_text(encoding="utf-8"))
    for script in ("latin", "arabic"):
        for language, words in data[script]["words"].items():
            assert re.fullmatch("[a-z]{2}", language), language
            listed = words.split()
            assert len(set(listed)) == len(listed), sorted(word for word in listed if listed.count(word) > 1)
            assert all(word == word.lower() and word.isalpha() for word in listed), language
