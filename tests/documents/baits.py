"""Texts made to make a reader run for ever: each is a run of something that a rule has to look along.

`BAITS` gives by name the language and a function from a length in characters to a text of about that length. A reader
whose cost is linear takes twice as long for twice the length, whatever is in it.
"""

from __future__ import annotations

import random
from collections.abc import Callable

Bait = tuple[str, Callable[[int], str]]


def again(piece: str) -> Callable[[int], str]:
    """`piece` over and over."""
    return lambda size: piece * (size // len(piece) + 1)


def nested(opening: str, inner: str, closing: str) -> Callable[[int], str]:
    """All the openings, then what is inside, then all the closings."""
    each = len(opening) + len(closing)
    return lambda size: opening * (size // each) + inner + closing * (size // each)


def mixed(*pieces: str) -> Callable[[int], str]:
    """Pieces in an order without a rule, the same each time."""

    def made(size: int) -> str:
        chance, out, length = random.Random(size), [], 0
        while length < size:
            out.append(chance.choice(pieces))
            length += len(out[-1])
        return "".join(out)

    return made


def numbered(pattern: str) -> Callable[[int], str]:
    """`pattern` with rising numbers: no two alike, so that no cache helps."""

    def made(size: int) -> str:
        out, length, n = [], 0, 10
        while length < size:
            out.append(pattern.format(n=n))
            length += len(out[-1])
            n += 1
        return "".join(out)

    return made


_NAMES_AR = (
    "دمشق ",
    "حلب ",
    "حمص ",
    "بغداد ",
    "غزة ",
    "رفح ",
    "طرابلس ",
    "بنغازي ",
    "الخرطوم ",
    "صنعاء ",
    "عدن ",
    "بيروت ",
)
_NAMES_EN = (
    "Aleppo ",
    "Homs ",
    "Gaza ",
    "Tripoli ",
    "Benghazi ",
    "Khartoum ",
    "Aden ",
    "Paris ",
    "Springfield ",
    "San Jose ",
)
_FOLK_AR = ("مقاتل ", "طفل ", "جندي ", "مدني ", "شخص ", "قتيل ", "جريح ", "نازح ", "و", "من ", "في ", "12 ", "ثلاثة ")
_FOLK_EN = (
    "killed ",
    "people ",
    "12 ",
    "wounded ",
    "soldiers ",
    "and ",
    "of ",
    "the ",
    "by ",
    "displaced ",
    "children ",
)
_FOLK_FR = (
    "tués ",
    "personnes ",
    "12 ",
    "blessés ",
    "soldats ",
    "et ",
    "de ",
    "les ",
    "par ",
    "déplacées ",
    "enfants ",
)

BAITS: dict[str, Bait] = {
    "digits": ("en", again("7")),
    "digits_spaced": ("en", again("7 ")),
    "digits_grouped": ("en", again("123,")),
    "digits_dotted": ("fr", again("123.")),
    "digits_thin": ("fr", again("123\u202f")),
    "digits_arabic": ("ar", again("٤٥٦٬")),
    "digits_slash": ("en", again("12/")),
    "digits_hyphen": ("en", again("12-")),
    "digits_colon": ("ar", again("12:")),
    "commas": ("en", again(",")),
    "commas_arabic": ("ar", again("،")),
    "brackets_open": ("en", again("(")),
    "brackets": ("en", nested("(", "12 people killed", ")")),
    "square": ("ar", nested("[", "12 قتيلا", "]")),
    "quotes": ("en", again('"')),
    "quotes_open": ("ar", again("«")),
    "quotes_nested": ("ar", nested("«قال ", "قتل 12 شخصا", "»")),
    "quotes_nested_en": ("en", nested("“he said: ", "12 people were killed", "” ")),
    "quotes_never_closed": ("en", again('"He said the minister announced ')),
    "apostrophes": ("fr", again("l'")),
    "diacritics": ("ar", lambda size: "قتل" + "ً" * size + " 12 شخصا"),
    "diacritics_many": ("ar", again("قُتِلَ ")),
    "marks_latin": ("en", lambda size: "a" + "\u0301" * size),
    "tatweel": ("ar", lambda size: "قتـ" + "ـ" * size + "ل 12 شخصا"),
    "spaces": ("en", lambda size: "12" + " " * size + "people were killed"),
    "spaces_arabic": ("ar", lambda size: "قتل" + "\u00a0" * size + "12"),
    "newlines": ("en", again("\n")),
    "newlines_words": ("en", again("a\n")),
    "tabs": ("ar", again("\t12")),
    "dashes": ("en", again("—")),
    "dots": ("en", again(".")),
    "ellipses": ("ar", again("… ")),
    "one_word": ("en", again("a")),
    "one_word_arabic": ("ar", again("و")),
    "one_word_clitics": ("ar", again("وبال")),
    "abbreviations": ("en", again("U.S. Gen. ")),
    "initials": ("en", again("A. ")),
    "hyphenated": ("en", again("a-")),
    "and_numbers": ("ar", again("وثلاثة ")),
    "and_numbers_digits": ("ar", numbered("و{n} ")),
    "and_hundreds": ("ar", again("ومئة وألف ")),
    "number_words": ("en", again("hundred thousand ")),
    "number_words_and": ("en", again("and five hundred ")),
    "number_words_fr": ("fr", again("quatre-vingt-")),
    "number_words_fr_et": ("fr", again("cent et mille ")),
    "million": ("en", again("million ")),
    "ranges": ("en", again("between 12 and ")),
    "ranges_to": ("ar", again("من 10 إلى ")),
    "one_sentence_en": ("en", mixed(*_FOLK_EN)),
    "one_sentence_ar": ("ar", mixed(*_FOLK_AR)),
    "one_sentence_fr": ("fr", mixed(*_FOLK_FR)),
    "figures_one_sentence": ("en", numbered("{n} people were killed and ")),
    "figures_one_sentence_ar": ("ar", numbered("مقتل {n} شخصا و")),
    "figures_one_sentence_fr": ("fr", numbered("{n} personnes ont été tuées et ")),
    "figures_sentences": ("en", numbered("{n} people were killed. ")),
    "figures_sentences_ar": ("ar", numbered("قتل {n} شخصا. ")),
    "figures_same": ("en", again("12 people were killed. ")),
    "figures_lines": ("ar", numbered("{n} قتيلا\n")),
    "figures_including": ("en", numbered("including {n} children, ")),
    "figures_including_ar": ("ar", numbered("بينهم {n} طفلا ")),
    "totals": ("en", numbered("bringing the total to {n} killed; ")),
    "totals_ar": ("ar", numbered("وبذلك يرتفع العدد إلى {n} قتيلا، ")),
    "triggers": ("en", again("killed ")),
    "triggers_ar": ("ar", again("مقتل ")),
    "triggers_fr": ("fr", again("tué ")),
    "of": ("en", again("of ")),
    "of_ar": ("ar", again("من ")),
    "the": ("en", again("the ")),
    "which": ("ar", again("الذين ")),
    "said": ("en", again("said ")),
    "said_ar": ("ar", again("قال إن ")),
    "said_fr": ("fr", again("a déclaré que ")),
    "said_chain": ("en", again("the minister said that the army told ")),
    "according": ("ar", again("وفقا لوزارة الصحة نقلا عن ")),
    "according_en": ("en", again("according to the UN, citing ")),
    "ministers": ("en", again("prime minister ")),
    "ministers_ar": ("ar", again("وزير خارجية ")),
    "persons": ("en", again("General John Smith ")),
    "persons_ar": ("ar", again("العميد محمد أحمد ")),
    "capitals": ("en", again("Aa ")),
    "nationalities": ("en", again("Syrian Russian ")),
    "attacks": ("en", again("the army attacked rebels and ")),
    "attacks_ar": ("ar", again("هاجم الجيش المسلحين و")),
    "attacks_fr": ("fr", again("l'armée a attaqué les rebelles et ")),
    "protests_ar": ("ar", again("تظاهر مئات في حلب و")),
    "places": ("en", mixed(*_NAMES_EN)),
    "places_ar": ("ar", mixed(*_NAMES_AR)),
    "places_commas": ("en", mixed(*(name.strip() + ", " for name in _NAMES_EN))),
    "places_in": ("ar", mixed(*("في " + name for name in _NAMES_AR))),
    "places_containers": ("en", again("in the town of Sarmin in the province of Idlib, ")),
    "place_kind_again": ("ar", again("في المحافظة 12 قتيلا قرب دمشق. ")),
    "place_kind_again_en": ("en", again("In the camp 12 were killed near Homs. ")),
    "place_unknown": ("ar", numbered("بلدة قققق{n} ")),
    "place_kinds": ("ar", again("بلدة قرية مدينة ")),
    "place_names_long": ("en", again("San ")),
    "dates": ("en", numbered("5 May 2024, ")),
    "dates_ar": ("ar", again("الثلاثاء 5 أيار ")),
    "dates_fr": ("fr", again("mardi 5 mai ")),
    "dates_months": ("en", again("May ")),
    "dates_weekdays": ("ar", again("الأحد ")),
    "dates_ago": ("en", again("two days ago ")),
    "dates_between": ("ar", again("بين 3 و5 أيار ")),
    "dates_numeric": ("en", again("3/4/2024 ")),
    "negations": ("ar", again("لا لم لن ")),
    "bidi": ("ar", again("\u202eقتل\u202c 12 \u2067شخصا\u2069 ")),
    "bidi_marks": ("en", again("\u200f\u200e\u202e")),
    "joiners": ("ar", again("\u200d\u200c")),
    "letters_of_all_kinds": ("en", lambda size: "".join(chr(33 + i * 7 % 0xD000) for i in range(size))),
    "words_all_different": ("en", numbered("w{n} ")),
    "words_all_different_ar": ("ar", numbered("قكل{n}م ")),
    "nul": ("en", again("12\0people ")),
    "table": ("en", numbered("Aleppo\t{n}\t{n} killed\n")),
    "table_ar": ("ar", numbered("حلب\t{n}\tقتيل\n")),
    "percent": ("en", again("12% of ")),
    "currency": ("en", again("$12 ")),
    "addresses": ("en", again("http://a.b/c?d=e&")),
    "entities": ("en", again("&amp;")),
}
"""By name: the language to read as, and the text of a length."""
