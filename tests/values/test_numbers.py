"""Numbers in Arabic, English and French: what is read, what is left alone, and that offsets hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.language.tokens import Tokens
from masfufa.values.numbers import KINDS, Number, find_numbers, printable


def read(text: str, language: str) -> list[Number]:
    return find_numbers(Tokens(text), language)


def values(text: str, language: str) -> list[object]:
    """Exact numbers as themselves, the others as (low, high); ordinals and codes left out."""
    return [
        n.low if n.low == n.high else (n.low, n.high)
        for n in read(text, language)
        if not n.ordinal and n.kind not in ("code", "fraction")
    ]


MILLION, BILLION = 10**6, 10**9

ARABIC = [
    # digits and separators
    ("نزح 66,000 شخص", [66000]),
    ("نزح 66.000 شخص", [66000]),
    ("نزح 66 000 شخص", [66000]),
    ("نزح 66'000 شخص", [66000]),
    ("نزح ٦٦٬٠٠٠ شخص", [66000]),
    ("نزح ۶۶۰۰۰ شخص", [66000]),
    ("بلغ عددهم 1,250,300 نسمة", [1250300]),
    ("بلغ عددهم 1.250.300 نسمة", [1250300]),
    ("بلغ عددهم ١،٢٥٠ نسمة", [1250]),
    ("نسبة 12.5 في المئة", [12.5]),
    ("نسبة 12,5 بالمئة", [12.5]),
    ("نسبة ١٢٫٥٪", [12.5]),
    ("نسبة 1.234%", [1.234]),
    ("في الأعوام 2011, 2012, 2013", [2011, 2012, 2013]),
    # proclitics
    ("ولـ66 عائلة", [66]),
    ("قُدر بـ35 قتيلا", [35]),
    ("الأسرى الـ42", [42]),
    ("المحتجزين الـ100 ألف", [100000]),
    ("وعشرين جريحا", [20]),
    ("لسبعة أيام", [7]),
    ("بخمسمئة خيمة", [500]),
    ("فثلاثة منهم", [3]),
    # digits and words
    ("66 ألفا من النازحين", [66000]),
    ("1.2 مليون لاجئ", [1200000]),
    ("1,2 مليون لاجئ", [1200000]),
    ("1.234 مليون لاجئ", [1234000]),
    ("1,900 مليون دولار", [1900 * MILLION]),
    ("3 آلاف و500 جريح", [3500]),
    ("ألف و200 أسرة", [1200]),
    ("مليون و250 ألف شخص", [1250000]),
    ("4 ملايين و75 ألفا", [4075000]),
    ("10آلاف خيمة", [10000]),
    ("12 مليارا", [12 * BILLION]),
    ("في عام 2011 ألف قتيل", [2011, 1000]),
    # fractions of a scale
    ("مليون ونصف", [1500000]),
    ("مليون ونصف المليون", [1500000]),
    ("مليون ونصف مليون", [1500000]),
    ("مليونين ونصف المليون", [2500000]),
    ("خمسة ملايين ونصف", [5500000]),
    ("ثلاثة ونصف مليون", [3500000]),
    ("مليون وربع المليون", [1250000]),
    ("ربع مليون", [250000]),
    ("نصف مليون نازح", [500000]),
    ("ثلاثة أرباع المليون", [750000]),
    ("نصف مليار", [BILLION // 2]),
    # units, gender, case
    ("ثلاثة وعشرون", [23]),
    ("ثلاثا وثلاثين", [33]),
    ("ثلاث وعشرين", [23]),
    ("إحدى وعشرين امرأة", [21]),
    ("أحد عشر كوكبا", [11]),
    ("إحدى عشرة سنة", [11]),
    ("اثنا عشر رجلا", [12]),
    ("اثني عشر رجلا", [12]),
    ("اثنتي عشرة امرأة", [12]),
    ("اثنتا عشرة امرأة", [12]),
    ("الاثني عشر", [12]),
    ("مئة وأحد عشر", [111]),
    ("مئة وواحد", [101]),
    ("ثمان نساء", [8]),
    ("ثماني نساء", [8]),
    ("ثمانية رجال", [8]),
    ("ثماني عشرة امرأة", [18]),
    ("تسعة عشر ألفا", [19000]),
    ("واحد وثلاثون", [31]),
    ("قتل جندي واحد", [1]),
    ("وواحدة أخرى", [1]),
    ("ثلاثتهم من عائلة واحدة", [3, 1]),
    # hundreds
    ("مئتا شخص", [200]),
    ("مئتي شخص", [200]),
    ("مائتين وخمسين شخصا", [250]),
    ("خمسمئة", [500]),
    ("خمسمائة", [500]),
    ("خمس مئة", [500]),
    ("ثمانيمائة وأربعة", [804]),
    ("ثلاث مئات", [300]),
    ("مئة وثلاثة وأربعون", [143]),
    ("الثلاثمئة والثلاثين", [330]),
    ("المئة ألف", [100000]),
    # thousands and up
    ("ألفان", [2000]),
    ("ألفي قتيل", [2000]),
    ("قتل ألفا شخص", [2000]),
    ("أكثر من خمسين ألفا", [50000]),
    ("كانوا ألفا من العمال", [1000]),
    ("ألفا وتسعمئة رضيع", [1900]),
    ("مليونا ومئة ألف", [1100000]),
    ("مئة واثنين وعشرين ألفا وخمسمئة", [122500]),
    ("الثمانية آلاف شخص", [8000]),
    ("سبعة ملايين وثلاثمئة ألف وأربعة وستون", [7300064]),
    ("ألف مليون", [BILLION]),
    ("ملياران ومئتا مليون", [2200 * MILLION]),
    ("ثلاثة تريليونات", [3 * 10**12]),
    ("مئة و خمسة و عشرون", [125]),
    # vague
    ("عشرات القتلى", [(20, 99)]),
    ("المئات من الأسر", [(200, 999)]),
    ("آلاف النازحين", [(2000, 9999)]),
    ("عشرات الآلاف", [(20000, 99999)]),
    ("عشرات آلاف المنازل", [(20000, 99999)]),
    ("مئات الألوف", [(200000, 999999)]),
    ("ملايين اللاجئين", [(2 * MILLION, 10 * MILLION - 1)]),
    ("عشرات الملايين", [(20 * MILLION, 100 * MILLION - 1)]),
    ("بضع عشرات", [(20, 99)]),
    ("عدة مئات من الجرحى", [(200, 999)]),
    ("بضعة آلاف", [(2000, 9999)]),
    ("بضعة عشر رجلا", [(13, 19)]),
    ("بضعة أشخاص", []),
    # dozens
    ("دزينتان من البيض", [24]),
    ("نصف دزينة", [6]),
    ("دزينة ونصف", [18]),
    # ranges
    ("بين 20 و30 قتيلا", [(20, 30)]),
    ("ما بين عشرين وثلاثين قتيلا", [(20, 30)]),
    ("من 20 إلى 30 أسرة", [(20, 30)]),
    ("20-30 أسرة", [(20, 30)]),
    ("15ـ20 ألفا", [(15000, 20000)]),
    ("بين 180 و200 ألف شخص", [(180000, 200000)]),
    ("بين خمسة وستة آلاف", [(5000, 6000)]),
    ("بين 50 ألفا و60 ألفا", [(50000, 60000)]),
    ("بين نصف مليون ومليون", [(500000, MILLION)]),
    ("بين ألفين وثلاثة آلاف", [(2000, 3000)]),
    ("بين خمسة وعشرين وثلاثين", [(25, 30)]),
    ("خمسمئة إلى سبعمئة شخص", [(500, 700)]),
    ("بين مئة ومئتين وخمسين", [(100, 250)]),
    ("بين 1000 و 5000", [(1000, 5000)]),
    ("ما بين 3 ملايين و 4 ملايين", [(3 * MILLION, 4 * MILLION)]),
    ("بين الـ20 والـ30", [(20, 30)]),
    ("بين 5 و7 من مايو", [5, 7]),
    ("وارتفعت الحصيلة من 20 إلى 30", [20, 30]),
    # no ranges
    ("ارتفع العدد من 20 إلى 30", [20, 30]),
    ("من 9 إلى 11 نوفمبر", [9, 11]),
    ("بين 2011 و2019", [2011, 2019]),
    ("موسم 2019-2020", [2019, 2020]),
    ("في 10/12/2023", [10, 12, 2023]),
    ("الساعة 10:30", [10, 30]),
    ("خمسة أو ستة", [5, 6]),
    ("خمسة قتلى وعشرون جريحا", [5, 20]),
    ("7 أكتوبر 2023", [7, 2023]),
    # words that only look like numbers
    ("أحد الجنود", []),
    ("يوم الأحد", []),
    ("يوم الاثنين", []),
    ("كل واحد منهم", []),
    ("الساعة الواحدة", []),
    ("لست هناك", []),
    ("شهر صفر", []),
    ("في بئر السبع", []),
    ("عثر على ميتين", []),
    ("شركة ميتا", []),
    ("ألف الكتاب", []),
    ("60 في المئة", [60]),
    ("الإصدار 2.0.1", []),
]

ENGLISH = [
    ("66,000 people", [66000]),
    ("66 000 people", [66000]),
    ("66'000 people", [66000]),
    ("66.000 people", [66000]),
    ("1.234.567 people", [1234567]),
    ("1.5 metres", [1.5]),
    ("3.142", [3.142]),
    ("0.125", [0.125]),
    ("1,674.5", [1674.5]),
    ("2,14,000 people", [214000]),
    ("pages 22,24 and 26", [22, 24, 26]),
    ("$20", [20]),
    ("100k people", [100000]),
    ("1.2m people", [1200000]),
    ("3 bn", [3 * BILLION]),
    ("waves 5m high", [5]),
    ("1.2 million", [1200000]),
    ("2.14 lakh", [214000]),
    ("2-million", [2 * MILLION]),
    ("5 hundred", [500]),
    ("two", [2]),
    ("forty-two", [42]),
    ("forty two", [42]),
    ("one hundred and twenty-three thousand", [123000]),
    ("one hundred twenty-three thousand four hundred and fifty-six", [123456]),
    ("three thousand and four hundred", [3400]),
    ("twelve hundred", [1200]),
    ("three million two hundred thousand and one", [3200001]),
    ("two billion", [2 * BILLION]),
    ("a hundred", [100]),
    ("a thousand people", [1000]),
    ("a million", [MILLION]),
    ("half a million", [500000]),
    ("half a dozen", [6]),
    ("a quarter of a million", [250000]),
    ("one and a half million", [1500000]),
    ("two and a half million", [2500000]),
    ("a million and a half", [1500000]),
    ("three quarters of a million", [750000]),
    ("a dozen", [12]),
    ("two dozen", [24]),
    ("five dozens", [60]),
    ("dozens of people", [(20, 99)]),
    ("scores of people", [(20, 99)]),
    ("he scores twice", []),
    ("tens of people", [(20, 99)]),
    ("hundreds", [(200, 999)]),
    ("thousands", [(2000, 9999)]),
    ("tens of thousands", [(20000, 99999)]),
    ("hundreds of thousands", [(200000, 999999)]),
    ("tens of millions", [(20 * MILLION, 100 * MILLION - 1)]),
    ("several hundred people", [(200, 999)]),
    ("a few thousand people", [(2000, 9999)]),
    ("several hundred thousand", [(200000, 999999)]),
    ("several people", []),
    ("a couple of hundred", [(200, 999)]),
    ("$1.2m-$1.5m", [(1200000, 1500000)]),
    ("between 20 and 30 people", [(20, 30)]),
    ("from 20 to 30 people", [(20, 30)]),
    ("20 to 30 people", [(20, 30)]),
    ("20-30 people", [(20, 30)]),
    ("5–7 thousand", [(5000, 7000)]),
    ("1.5 to 2 million", [(1500000, 2000000)]),
    ("between two and three thousand", [(2000, 3000)]),
    ("between one hundred and two hundred", [(100, 200)]),
    ("between 1,200 and 2,000", [(1200, 2000)]),
    ("rose from 20 to 30", [20, 30]),
    ("March 5-7", [5, 7]),
    ("5-7 March 2019", [5, 7, 2019]),
    ("2019-2020", [2019, 2020]),
    ("from 2011 to 2014", [2011, 2014]),
    ("10:30", [10, 30]),
    ("10-12-2023", [10, 12, 2023]),
    ("won 3-1", [3, 1]),
    ("three killed and ten wounded", [3, 10]),
    ("one person", [1]),
    ("no one came", []),
    ("this one", []),
    ("one another", []),
    ("a second attack", []),
    ("the 21st attack", []),
    ("the twenty-first attack", []),
    ("two thirds of them", []),
    ("an attack", []),
    ("Covid-19 and F-16", []),
    ("mid-2019", [2019]),
    ("60 per cent", [60]),
    ("call +218 912 345", [218, 912, 345]),
]

FRENCH = [
    ("66 000 personnes", [66000]),
    ("66.000 personnes", [66000]),
    ("1 234 567", [1234567]),
    ("1,2 million", [1200000]),
    ("1,234 million", [1234000]),
    ("2,5 %", [2.5]),
    ("1,5", [1.5]),
    ("10k", [10000]),
    ("3 milliards", [3 * BILLION]),
    ("deux", [2]),
    ("dix-sept", [17]),
    ("dix sept", [17]),
    ("vingt et un", [21]),
    ("vingt-deux", [22]),
    ("soixante-dix", [70]),
    ("soixante et onze", [71]),
    ("soixante-dix-sept", [77]),
    ("quatre-vingts", [80]),
    ("quatre-vingt-un", [81]),
    ("quatre-vingt-dix", [90]),
    ("quatre-vingt-dix-neuf", [99]),
    ("septante-deux", [72]),
    ("nonante", [90]),
    ("cent", [100]),
    ("cent un", [101]),
    ("cent dix-sept", [117]),
    ("cent quatre-vingts", [180]),
    ("deux cents", [200]),
    ("trois cent vingt-quatre", [324]),
    ("mille", [1000]),
    ("mille deux cents", [1200]),
    ("deux mille cent", [2100]),
    ("trois cent quatre mille", [304000]),
    ("quatre-vingt-dix mille", [90000]),
    ("trois millions deux cent mille", [3200000]),
    ("un million", [MILLION]),
    ("un million et demi", [1500000]),
    ("deux millions et demi", [2500000]),
    ("un demi-million", [500000]),
    ("un quart de million", [250000]),
    ("une vingtaine de personnes", [20]),
    ("d'une vingtaine", [20]),
    ("une centaine de morts", [100]),
    ("une douzaine", [12]),
    ("cinq douzaines", [60]),
    ("une demi-douzaine", [6]),
    ("un millier", [1000]),
    ("une dizaine de milliers", [10000]),
    ("des dizaines de morts", [(20, 99)]),
    ("des centaines", [(200, 999)]),
    ("plusieurs milliers", [(2000, 9999)]),
    ("des dizaines de milliers", [(20000, 99999)]),
    ("des centaines de milliers", [(200000, 999999)]),
    ("entre 20 et 30 personnes", [(20, 30)]),
    ("de 20 à 30 personnes", [(20, 30)]),
    ("entre cinq et six mille", [(5000, 6000)]),
    ("passé de 20 à 30", [20, 30]),
    ("du 5 au 7 mars", [5, 7]),
    ("un homme et une femme", []),
    ("la deuxième fois", []),
    ("le 1er mai", []),
    ("20 pour cent", [20]),
]


@pytest.mark.parametrize(("text", "expected"), ARABIC)
def test_arabic(text: str, expected: list[object]) -> None:
    assert values(text, "ar") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: list[object]) -> None:
    assert values(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french(text: str, expected: list[object]) -> None:
    assert values(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "language", "span", "prefix", "definite", "kind"),
    [
        ("ولـ66 عائلة", "ar", "66", "ول", False, "digits"),
        ("قال وعشرين جريحا", "ar", "عشرين", "و", False, "words"),
        ("وبالعشرة رجال", "ar", "العشرة", "وب", True, "words"),
        ("الأسرى الـ42", "ar", "42", "", True, "digits"),
        ("نحو عشرات الآلاف منهم", "ar", "عشرات الآلاف", "", True, "vague"),
        ("قُتِلَ خَمْسَةٌ وعشرونَ", "ar", "خَمْسَةٌ وعشرونَ", "", False, "words"),
        ("وصل مليون ونصف المليون نازح", "ar", "مليون ونصف المليون", "", False, "words"),
        ("عاد 3 آلاف و500 نازح", "ar", "3 آلاف و500", "", False, "mixed"),
        ("كانوا ما بين 20 و30 رجلا", "ar", "بين 20 و30", "", False, "range"),
        ("about 1.2m people", "en", "1.2m", "", False, "mixed"),
        ("half a million people", "en", "half a million", "", False, "words"),
        ("more than a dozen people", "en", "a dozen", "", False, "dozen"),
        ("près d'une vingtaine de morts", "fr", "une vingtaine", "", False, "about"),
        ("il y a un million et demi", "fr", "un million et demi", "", False, "words"),
    ],
)
def test_span(text: str, language: str, span: str, prefix: str, definite: bool, kind: str) -> None:
    (number,) = read(text, language)
    assert (text[number.start : number.end], number.prefix, number.definite) == (span, prefix, definite)
    assert number.kind == kind


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("الجندي الرابع", "ar", 4),
        ("اليوم الحادي عشر", "ar", 11),
        ("الذكرى الخامسة والعشرين", "ar", 25),
        ("the 22nd", "en", 22),
        ("the twenty-first", "en", 21),
        ("la troisième", "fr", 3),
    ],
)
def test_ordinals_are_marked_and_not_printed(text: str, language: str, value: int) -> None:
    (number,) = read(text, language)
    assert (number.low, number.ordinal) == (value, True)
    assert printable([number]) == []


def test_several_numbers_in_one_token() -> None:
    text = "exercises 22,24,26"
    assert [text[n.start : n.end] for n in read(text, "en")] == ["22", "24", "26"]


def test_printable_leaves_out_what_is_no_number() -> None:
    text = "Dozens of F-16s, half of them new, hit 12 towns and killed 20 to 30 people"
    assert [(n.low, n.high) for n in printable(read(text, "en"))] == [(12, 12), (20, 30)]


def test_unknown_language_and_absurd_digits() -> None:
    assert read("12 people", "tlh") == []
    assert read("9" * 6000, "en") == []
    assert {n.high for n in read("1" + " 000" * 3000, "en")} == {0, 1}  # no grouping of thousands is that long
    assert all(n.high is not None and n.high < 10**40 for n in read("dozen " * 5000 + "thousand " * 5000, "en"))
    assert values("22,24,26,31,33,35,37,41,43,47", "en") == [22, 24, 26, 31, 33, 35, 37, 41, 43, 47]


# An independent writer of Arabic numerals: masculine or feminine counted noun, nominative or oblique.
_MASCULINE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_HEADS = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def spell_small(n: int, feminine: bool, oblique: bool, fused: bool) -> list[str]:
    parts = []
    hundreds, rest = divmod(n, 100)
    if hundreds == 1:
        parts.append("مئة")
    elif hundreds == 2:
        parts.append("مئتين" if oblique else "مئتان")
    elif hundreds:
        parts.append(_HEADS[hundreds - 3] + ("مئة" if fused else " مئة"))
    units = list(_FEMININE if feminine else _MASCULINE)
    if oblique:
        units[2] = "اثنتين" if feminine else "اثنين"
    if 0 < rest <= 10:
        parts.append(units[rest])
    elif rest < 20 and rest:
        ten = "عشرة" if feminine else "عشر"
        first = {
            11: "إحدى" if feminine else "أحد",
            12: ("اثنتي" if feminine else "اثني") if oblique else ("اثنتا" if feminine else "اثنا"),
        }.get(rest, units[rest - 10])
        parts.append(f"{first} {ten}")
    elif rest:
        ten, unit = divmod(rest, 10)
        if unit:
            parts.append(("إحدى" if feminine else "واحد") if unit == 1 else units[unit])
        parts.append(_TENS[ten - 2] + ("ين" if oblique else "ون"))
    return parts


def spell_scale(n: int, one: str, plural: str, oblique: bool, fused: bool) -> str:
    if n == 1:
        return one
    if n == 2:
        return one + ("ين" if oblique else "ان")
    words = " و".join(spell_small(n, False, oblique, fused))
    if 3 <= n <= 10:
        return f"{words} {plural}"
    return f"{words} {one}" + ("ا" if n % 100 >= 11 else "")


def spell(n: int, feminine: bool, oblique: bool, fused: bool, spaced: bool) -> str:
    if n == 0:
        return "صفر"
    parts = []
    millions, rest = divmod(n, MILLION)
    thousands, rest = divmod(rest, 1000)
    if millions:
        parts.append(spell_scale(millions, "مليون", "ملايين", oblique, fused))
    if thousands:
        parts.append(spell_scale(thousands, "ألف", "آلاف", oblique, fused))
    if rest:
        parts += spell_small(rest, feminine, oblique, fused)
    return (" و " if spaced else " و").join(parts)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.integers(0, 9999), st.integers(0, 10**7)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_spelled_arabic_reads_back(n: int, feminine: bool, oblique: bool, fused: bool, spaced: bool) -> None:
    written = spell(n, feminine, oblique, fused, spaced)
    text = f"بلغ العدد {written}."
    (number,) = read(text, "ar")
    assert (number.low, number.high) == (n, n)
    assert text[number.start : number.end] == written


_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell_english(n: int, with_and: bool) -> str:
    if n < 20:
        return _EN_SMALL[n]
    if n < 100:
        ten, unit = divmod(n, 10)
        return _EN_TENS[ten - 2] + (f"-{_EN_SMALL[unit]}" if unit else "")
    for scale, name in ((MILLION, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            head, rest = divmod(n, scale)
            link = " and " if with_and and rest < 100 else " "
            return f"{spell_english(head, with_and)} {name}" + (link + spell_english(rest, with_and) if rest else "")
    raise AssertionError(n)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**8), st.booleans())
def test_spelled_english_reads_back(n: int, with_and: bool) -> None:
    written = spell_english(n, with_and)
    (number,) = read(f"there were {written}.", "en")
    assert (number.low, number.high) == (n, n)


_FR_SMALL = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]


def spell_french(n: int) -> str:
    if n < 20:
        return _FR_SMALL[n]
    if n < 100:
        if n == 71:
            return "soixante et onze"
        if 70 <= n < 80:
            return "soixante-" + _FR_SMALL[n - 60]
        if n >= 80:
            return "quatre-vingts" if n == 80 else "quatre-vingt-" + _FR_SMALL[n - 80]
        ten, unit = divmod(n, 10)
        return _FR_TENS[ten - 2] + (" et un" if unit == 1 else f"-{_FR_SMALL[unit]}" if unit else "")
    for scale, name in ((MILLION, "million"), (1000, "mille"), (100, "cent")):
        if n >= scale:
            head, rest = divmod(n, scale)
            bare = head == 1 and scale < MILLION
            words = name if bare else f"{spell_french(head)} {name}" + ("s" if head > 1 and scale == MILLION else "")
            return words + (f" {spell_french(rest)}" if rest else "")
    raise AssertionError(n)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 10**8))
def test_spelled_french_reads_back(n: int) -> None:
    (number,) = read(f"il y avait {spell_french(n)}.", "fr")
    assert (number.low, number.high) == (n, n)


_SCRAPS = st.sampled_from(
    [
        "بين",
        "من",
        "إلى",
        "و",
        "ول",
        "الـ",
        "ألف",
        "ألفا",
        "آلاف",
        "مليون",
        "نصف",
        "ربع",
        "أرباع",
        "خمسة",
        "وعشرين",
        "عشر",
        "مئة",
        "المئة",
        "عشرات",
        "بضع",
        "دزينة",
        "ثالث",
        "أحد",
        "1",
        "20",
        "1,900",
        "1.234",
        "22,24",
        "15ـ20",
        "-",
        "/",
        ":",
        "%",
        ".",
        "،",
        "2019",
        "مايو",
        "hundred",
        "and",
        "a",
        "half",
        "dozen",
        "two",
        "of",
        "quatre",
        "vingt",
        "dix",
        "et",
        "un",
        "k",
        "m",
        "th",
        "twenty",
        "first",
        "scores",
        "une",
        "d'une",
        "1.2.3",
        "½",
        "٣٠",
        "ـ",
        "\u200f",
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(_SCRAPS, max_size=14).map(" ".join), st.lists(_SCRAPS, max_size=10).map("".join)
    ),
    st.sampled_from(["ar", "en", "fr"]),
)
def test_any_text(text: str, language: str) -> None:
    tokens = Tokens(text)
    found = find_numbers(tokens, language)
    for number in found:
        assert 0 <= number.start < number.end <= len(text)
        assert 0 <= number.first < number.last <= len(tokens)
        assert tokens.starts[number.first] <= number.start
        assert number.end <= tokens.ends[number.last - 1]
        assert number.kind in KINDS
        assert number.low is not None and number.high is not None and number.low <= number.high
    for before, after in pairwise(found):
        assert before.end <= after.start
    assert find_numbers(Tokens(text), language) == found
