"""Invented names of places, sources, papers and armed groups, in Arabic and English."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Syllables that make no common word of either language when joined; letters that both scripts write one way.
_FIRST = (
    ("Tar", "تار"), ("Bel", "بيل"), ("Kor", "كور"), ("Zim", "زيم"), ("Mor", "مور"), ("Dul", "دول"), ("Gar", "غار"),
    ("Ner", "نير"), ("Fol", "فول"), ("Sab", "ساب"), ("Lum", "لوم"), ("Rad", "راد"), ("Tib", "تيب"), ("Wur", "وور"),
    ("Yar", "يار"), ("Hes", "هيس"), ("Jom", "جوم"), ("Kid", "كيد"), ("Nub", "نوب"), ("Ruk", "روك"),
    ("Zor", "زور"), ("Fir", "فير"), ("Lod", "لود"), ("Bur", "بور"), ("Kal", "كال"), ("Dim", "ديم"), ("Sut", "سوت"),
)  # fmt: skip
_MIDDLE = (
    ("ma", "ما"),
    ("sul", "سول"),
    ("di", "دي"),
    ("ro", "رو"),
    ("bi", "بي"),
    ("la", "لا"),
    ("gu", "غو"),
    ("te", "تي"),
)
_LAST = (
    ("san", "سان"),
    ("mir", "مير"),
    ("zut", "زوت"),
    ("ren", "رين"),
    ("kash", "كاش"),
    ("bur", "بور"),
    ("dan", "دان"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in English and Arabic."""

    en: str
    ar: str


SOURCES = (
    Name("Marsan Health Directorate", "مديرية الصحة في مرسان"),
    Name("Marsan Relief Society", "جمعية الإغاثة في مرسان"),
    Name("River Rights Monitor", "مرصد النهر للحقوق"),
    Name("Marsan Civil Defence", "الدفاع المدني في مرسان"),
    Name("Plateau Doctors Network", "شبكة أطباء الهضبة"),
    Name("Valley Documentation Centre", "مركز الوادي للتوثيق"),
    Name("Marsan Ambulance Service", "جهاز الإسعاف في مرسان"),
)
TOTALS = Name("Health Statistics Office", "مكتب الإحصاء الصحي")
RUNNING = Name("Casualty Register", "سجل الضحايا")
INCREMENTS = Name("Displacement Watch", "مرصد النزوح")
TRACKER = Name("Marsan Displacement Tracker", "متتبع النزوح في مرسان")
PAPERS = (
    Name("Northern Wire", "وكالة الشمال"),
    Name("Harbour Gazette", "جريدة المرفأ"),
    Name("The Plateau Post", "بريد الهضبة"),
    Name("Evening Lantern", "قنديل المساء"),
    Name("Delta Courier", "ساعي الدلتا"),
    Name("Marsan Today", "مرسان اليوم"),
    Name("Voice of the Steppe", "صوت السهوب"),
    Name("Morning Anchor", "مرساة الصباح"),
    Name("Border Dispatch", "رسالة الحدود"),
    Name("Green Hill Journal", "مجلة التل الأخضر"),
)
ACTORS = (
    Name("Falcon Brigade", "لواء الصقر"),
    Name("Marsan army", "جيش مرسان"),
    Name("Front of the Plateau", "جبهة الهضبة"),
)
COUNTRY = Name("Marsan", "مرسان")


def places(random: Random, count: int) -> list[Name]:
    """`count` different names."""
    all_ = [Name(a + b + c, x + y + z) for a, x in _FIRST for b, y in _MIDDLE for c, z in _LAST]  # 1,512 of them
    if count > len(all_):
        raise ValueError(f"{count} places asked for, {len(all_)} names there")
    random.shuffle(all_)
    return all_[:count]
