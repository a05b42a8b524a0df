"""Events and statements made by hand, so that the formats are tested apart from the reader."""

from __future__ import annotations

import dataclasses
import datetime as dt

from masfufa.cli.work import Item
from masfufa.records import (
    ActorMention,
    AdminUnit,
    DateMention,
    Document,
    Event,
    Figure,
    Mention,
    Period,
    PlaceMention,
    Reading,
    Span,
    Statement,
)

from .samples import mention

STORY = (
    "قصفت قوات حفتر مدينة الزاوية أمس، ما أسفر عن مقتل 12 مدنيا بينهم 3 أطفال وإصابة أكثر من 20.\n"
    'وقال وزير الصحة لوكالة رويترز في بيان: "ندين هذا الهجوم". ولم يعتقل الجيش أحدا.'
)


def event_item(key: str = "1") -> Item:
    place = PlaceMention(
        *mention(STORY, "الزاوية"), name="Az Zāwīyah", country="LBY", admin=(AdminUnit(1, "Zawiya", None, "geonames"),),
        lat=32.7571, lon=-12.72764, geonameid=2218970, feature="city", precision="city", confidence=0.9,
    )  # fmt: skip
    day = Period(dt.date(2019, 4, 7), dt.date(2019, 4, 7))
    when = DateMention(*mention(STORY, "أمس"), day, "day", True)
    forces = ActorMention(*mention(STORY, "قوات حفتر"), name="الجيش الوطني الليبي", country="LBY", sector="REB")
    civilians = ActorMention(*mention(STORY, "مدنيا"), country=None, sector="CVL")
    minister = ActorMention(*mention(STORY, "وزير الصحة"), country="LBY", sector="HLH")
    agency = ActorMention(*mention(STORY, "وكالة رويترز"), name="رويترز", country="GBR", sector="MED")
    army = ActorMention(*mention(STORY, "الجيش"), country="LBY", sector="MIL")
    plain = Figure(
        *mention(STORY, "12 مدنيا"), category="killed", low=12, high=12, qualifier="exact", unit="person",
        kind="incident", modality="asserted", places=(place,), period=day, date=when,
    )  # fmt: skip
    part = dataclasses.replace(plain, **_span("3 أطفال"), low=3, high=3, part_of=0)
    hurt = dataclasses.replace(
        plain, **_span("أكثر من 20"), category="wounded", low=20, high=None, qualifier="at_least", part_of=None
    )
    first = Span(0, STORY.index("\n"))
    second = Span(first.end + 1, STORY.index(" ولم يعتقل"))
    third = Span(second.end + 1, len(STORY))
    assault = Event(
        *mention(STORY, "قصفت"), event_type="ASSAULT", mode="heavy-weapons", contexts=("military",), source=(forces,),
        target=(civilians,), date=when, places=(place,), modality="asserted", sentence=first, salience="reported",
        figures=(0, 1, 2),
    )  # fmt: skip
    accuse = Event(
        *mention(STORY, "ندين"), event_type="ACCUSE", mode="disapprove", contexts=(), source=(minister,), target=(),
        date=None, places=(), modality="alleged_or_reported", sentence=second, salience="reported",
    )  # fmt: skip
    arrest = Event(
        *mention(STORY, "يعتقل"), event_type="COERCE", mode="arrest", contexts=("legal",), source=(army, agency),
        target=(), date=None, places=(), modality="denied", sentence=third, salience="background",
    )  # fmt: skip
    said = Statement(
        *mention(STORY, "ندين هذا الهجوم"), speaker=minister, addressee=agency, cue=Mention(*mention(STORY, "قال")),
        direct=True, medium=Mention(*mention(STORY, "في بيان")), events=(1,),
    )  # fmt: skip
    reading = Reading(
        "خبر.txt", "ar", dt.date(2019, 4, 8), None, "1.2.3", (plain, part, hurt), events=(assault, accuse, arrest),
        statements=(said,), places=(place,), dates=(when,),
    )  # fmt: skip
    return Item(
        key, Document("خبر.txt", STORY, publisher="=وكالة\tالأنباء", published=reading.published), reading, False
    )


def _span(words: str) -> dict[str, object]:
    return dict(zip(("text", "start", "end"), mention(STORY, words), strict=True))
