"""Reports as they would be written, in Arabic and English; and the crisis folder of their places and actors."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from conflict.names import ACTORS, COUNTRY, INCREMENTS, PAPERS, RUNNING, SOURCES, TOTALS, TRACKER, Name
from conflict.reports import Number, Report, Told
from conflict.world import World
from masfufa.records import Document

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip
_SMALL = {
    "en": ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "ar": ("", "", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
}


class _Noun(NamedTuple):
    """An Arabic noun as it stands after one, two, a few and many."""

    one: str
    two: str
    few: str
    many: str
    single: str = "واحد"


_PERSON = _Noun("شخص", "شخصان", "أشخاص", "شخصا")
_FAMILY = _Noun("أسرة", "أسرتان", "أسر", "أسرة", "واحدة")
_DEAD = _Noun("قتيل", "قتيلان", "قتلى", "قتيلا")
_HURT = _Noun("جريح", "جريحان", "جرحى", "جريحا")
_IDP = _Noun("نازح", "نازحان", "نازحين", "نازحا")


@cache
def _templates() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("templates.yaml").read_text(encoding="utf-8")
    )
    return loaded


def as_documents(world: World, told: Told) -> dict[str, tuple[Document, Report]]:
    """A document a report, by its id."""
    random = Random(world.settings.seed + 2)
    return {r.id: (_Writer(world, r, random).document(), r) for r in told.reports if is_written(r)}


def is_written(report: Report) -> bool:
    """Nobody writes that nobody was killed; and rounds come as one text a district."""
    return len(report.place) >= 6 and all(number.value for number in report.numbers if number.category != "returned")


class _Writer:
    def __init__(self, world: World, report: Report, random: Random) -> None:
        self.world, self.report, self.random = world, report, random
        self.language = report.language
        self.words = _templates()[report.language]

    def document(self) -> Document:
        report = self.report
        body = [self.sentence()]
        if report.incident is not None and self.random.random() < 0.4:
            body.append(self.attack())
        body.extend(self.random.sample(self.words["filler"], self.random.randint(1, 3)))
        if self.random.random() < 0.3:
            body.insert(0, body.pop())
        return Document(
            id=report.id, text=" ".join(body), language=self.language, published=report.released,
            publisher=self.said(report.publisher),
        )  # fmt: skip

    def sentence(self) -> str:
        report = self.report
        numbers = {(n.category, n.unit): n for n in report.numbers}
        if report.incident is not None:
            key = "both" if len(numbers) == 2 else next(iter(numbers))[0]
            if report.revises:
                key = f"revised_{key}"
        else:
            key = report.kind
            if key == "increment" and len(report.numbers) == 2:
                key = "increment_families"
        template = self.random.choice(self.words[key])
        fields = {"source": self.source(), "day": self.day(report.start), **self.kind()}
        fields |= _verbs(fields["source"])
        fields["source_has"] = "have" if report.source is None else "has"
        for number in report.numbers:
            name = "families" if number.unit == "household" and report.kind != "stock" else number.category
            if number.unit == "household" and report.kind == "stock":
                continue
            if name in fields:  # a household figure with the wrong unit: the report gives two person figures
                name = "families"
            fields[name] = self.people(number)
            fields[f"{name}_n"] = self.figure(number)
            if name in ("killed", "wounded", "displaced") and self.language == "ar":
                noun, word = {"killed": (_DEAD, "dead"), "wounded": (_HURT, "hurt"), "displaced": (_IDP, "idps")}[name]
                fields[word] = self.counted(number, noun, nominative=True)
                fields[f"{word}_g"] = self.counted(number, noun, nominative=False)
                one = f"{noun.one}ا {noun.single}ا"
                fields[f"{word}_a"] = one if number.value == 1 else fields[f"{word}_g"]
            if "was" not in fields:
                fields["was"], fields["has"] = ("was", "has") if number.value == 1 else ("were", "have")
            fields[f"{name}_g"] = self.people(number, nominative=False)
            fields[name.capitalize()] = fields[name][:1].upper() + fields[name][1:]
        place = self.world.towns.get(report.place) or self.world.districts[report.place]
        fields["town"] = fields["district"] = self.said(place.name) or ""
        if report.end is not None:
            fields["end"] = self.date(report.end)
            fields["start"] = self.date(report.start or self.world.settings.start)
        return str(template.format(**fields))

    def attack(self) -> str:
        incident = self.report.incident
        assert incident is not None
        return str(
            self.random.choice(self.words["attack"]).format(
                **_verbs(self.said(ACTORS[incident.actor])),
                actor=self.said(ACTORS[incident.actor]),
                target=self.said(ACTORS[incident.target]),
                town=self.said(self.world.towns[incident.town].name),
                day=self.day(incident.day),
            )
        )

    def said(self, name: Name) -> str:
        return name.ar if self.language == "ar" else name.en

    def source(self) -> str:
        if self.report.source is None:
            return str(self.random.choice(self.words["unnamed"]))
        return self.said(self.report.source)

    def kind(self) -> dict[str, str]:
        incident = self.report.incident
        if incident is None:
            return {}
        short, the = self.words["kind"][incident.kind]
        return {"kind": short, "kind_the": the, "kind_The": the[:1].upper() + the[1:]}

    def day(self, day: dt.date | None) -> str:
        if day is None:
            return ""
        apart = (self.report.released - day).days
        weekday = _DAYS[self.language][day.weekday()]
        if apart == 1 and self.random.random() < 0.3:
            return "أمس" if self.language == "ar" else "yesterday"
        if apart < 6 and self.random.random() < 0.6:
            return f"يوم {weekday}" if self.language == "ar" else f"on {weekday}"
        return f"في {self.date(day)}" if self.language == "ar" else f"on {self.date(day)}"

    def date(self, day: dt.date) -> str:
        return f"{day.day} {_MONTHS[self.language][day.month - 1]} {day.year}"

    def figure(self, number: Number) -> str:
        plain = f"{number.value:,}"
        if not number.rounded:
            return plain
        return f"نحو {plain}" if self.language == "ar" else f"about {plain}"

    def people(self, number: Number, nominative: bool = True) -> str:
        """The number with its noun: persons, or families."""
        if self.language == "ar":
            return self.counted(number, _FAMILY if number.unit == "household" else _PERSON, nominative)
        noun = ("family", "families") if number.unit == "household" else ("person", "people")
        value = number.value
        if value == 0:
            return f"no {noun[1]}"
        small = _SMALL["en"][value] if value < 10 and self.random.random() < 0.6 else f"{value:,}"
        return f"{'about ' if number.rounded else ''}{small} {noun[0] if value == 1 else noun[1]}"

    def counted(self, number: Number, noun: _Noun, nominative: bool) -> str:
        """An Arabic number with its noun, as the language counts."""
        value = number.value
        if value == 1:
            return f"{noun.one} {noun.single}"
        if value == 2:
            return noun.two if nominative else noun.two.removesuffix("ان") + "ين"
        bound = "نحو " if number.rounded else ""
        if 3 <= value < 11:
            small = (
                _SMALL["ar"][value]
                if value < 10 and noun.single == "واحد" and self.random.random() < 0.6
                else str(value)
            )
            return f"{bound}{small} {noun.few}"
        tail = value % 100
        return f"{bound}{value:,} {noun.few if 3 <= tail <= 10 else noun.one if tail in (0, 1, 2) else noun.many}"


_VERBS = {
    "announced": "أعلن", "counted": "أحصى", "raised": "رفع", "adjusted": "عدّل", "recorded": "سجل", "launched": "شن",
    "attacked": "هاجم",
}  # fmt: skip


def _verbs(subject: str) -> dict[str, str]:
    """Arabic verbs that agree with who they stand before."""
    feminine = subject.split()[0].endswith("ة") or subject.startswith("مصادر")
    if not feminine:
        return dict(_VERBS)
    return {key: f"{verb[:-1]}ت" if verb.endswith("ى") else f"{verb}ت" for key, verb in _VERBS.items()}


def write_crisis(world: World, folder: Path) -> Path:
    """The crisis folder of a world: its places, the sources and the armed groups."""
    folder.mkdir(parents=True, exist_ok=True)
    country = world.settings.country
    places = []
    for unit in (*world.provinces.values(), *world.districts.values(), *world.towns.values()):
        precision = {1: "admin1", 2: "admin2", 3: "city"}[unit.level]
        feature = {1: "region", 2: "district", 3: "town"}[unit.level]
        places.append(
            {"country": country, "feature": feature, "name_en": unit.name.en, "name_ar": unit.name.ar,
             "lat": unit.lat, "lon": unit.lon, "precision": precision}
        )  # fmt: skip
    actors = []
    for kind, sector, names in (
        ("ngo", "CVL", (*SOURCES, TOTALS, RUNNING, INCREMENTS, TRACKER)),
        ("armed_group", "REB", ACTORS),
        ("media", "MED", PAPERS),
    ):
        for name in names:
            actors.append(
                {"id": "sim_" + name.en.lower().replace(" ", "_"), "kind": kind, "country": country, "sector": sector,
                 "names": {"ar": [name.ar], "en": [name.en]}}
            )  # fmt: skip
    for name, rows in (("places.yaml", places), ("actors.yaml", actors)):
        text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=200)
        (folder / name).write_text(text, encoding="utf-8")
    assert COUNTRY.ar
    return folder
