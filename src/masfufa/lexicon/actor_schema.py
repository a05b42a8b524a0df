"""Named actors: what an entry of `lexicon/actors/*.yaml` may say, its checks, and the index of names in one language.

An entry: {id, kind, country, sector, names: {ar, en, fr}, short?: {ar, en, fr}, from?, to?,
was?: [{country?, sector?, from?, to?}]}.
`names` always mean this actor, the first of a language being the one that records give; `short` are names that mean it
only where a title or a full name of it stands in the document (صالح، عون). `from` and `to` (a year or a date) bound
the time of a person's office or a group's existence; who left an office is of the elite (ELI) from then on. `was` gives
other readings in other times, and comes first. French falls back on English names where an entry has none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from masfufa.errors import DataError
from masfufa.language.fold import fold_word
from masfufa.lexicon.phrases import fold_phrase
from masfufa.lexicon.store import LANGUAGES, table, table_names
from masfufa.ontology.actors import SECTORS, SUPRANATIONAL

KINDS = (
    "state", "government", "capital", "ministry", "office", "parliament", "court", "army", "police", "intelligence",
    "armed_group", "party", "coalition", "igo", "ngo", "media", "company", "union", "religious", "community", "person",
)  # fmt: skip
"""What a named actor is."""

FORMER = "ELI"
"""The sector of persons out of office, as CAMEO has it."""

FIELDS = ("id", "kind", "country", "sector", "names", "short", "from", "to", "was")
_READING_FIELDS = ("country", "sector", "from", "to")
_CODE = re.compile(r"[A-Z]{3}\Z")
_ID = re.compile(r"[a-z0-9_]+\Z")


class Reading(NamedTuple):
    """How an actor is coded in a time; `start` and `end` are inclusive, None where open."""

    country: str | None
    sector: str | None
    start: dt.date | None
    end: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """True on a day inside the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, eq=False)
class KnownActor:
    """One checked entry. `names` and `short` lead from a language to its names as written."""

    id: str
    kind: str
    usual: Reading
    was: tuple[Reading, ...]
    names: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """The name that records give in a language: its first one there, else the English one, else any."""
        for wanted in (language, "en", *self.names):
            if self.names.get(wanted):
                return self.names[wanted][0]
        return self.id

    def on(self, day: dt.date | None) -> Reading:
        """The reading that held on a day; the usual one where the day is unknown, or before an office."""
        if day is not None:
            for reading in self.was:
                if reading.holds(day):
                    return reading
            if self.kind == "person" and self.usual.end is not None and day > self.usual.end:
                return self.usual._replace(sector=FORMER)
        return self.usual

    def possible(self, day: dt.date | None) -> bool:
        """False where the entry did not exist, or hold its office, on a day."""
        return day is None or self.usual.holds(day) or any(reading.holds(day) for reading in self.was)


class Name(NamedTuple):
    """One folded name: the words after its first one, whom it names, and whether it is a short one.

    `letters` tells how its first word must be written: 2 all in capitals (WHO), 1 with a capital, 0 in any way.
    """

    rest: tuple[str, ...]
    actor: KnownActor
    short: bool
    letters: int = 0


def check_code(code: Any, where: str) -> str | None:
    """A country code as given. Raises DataError("actor-code") where it is none."""
    if (
        code is None
        or code in SUPRANATIONAL
        or (isinstance(code, str) and _CODE.match(code) and code in country_codes())
    ):
        return code  # type: ignore[no-any-return]
    raise DataError(
        "actor-code",
        f"{where}: country {code!r} is no code. Write ISO 3166 alpha-3 in capitals (LBY), IGO, NGO, IMG, or null.",
    )


def check_sector(sector: Any, where: str) -> str | None:
    """A sector as given. Raises DataError("actor-sector") where it is none."""
    if sector is None or sector in SECTORS:
        return sector  # type: ignore[no-any-return]
    raise DataError("actor-sector", f"{where}: sector {sector!r} is none. Write one of {', '.join(SECTORS)}, or null.")


@cache
def country_codes() -> frozenset[str]:
    """Every alpha-3 code that the lexicon knows: those of its states."""
    return frozenset(str(entry["country"]) for entry in table("actors", "states"))


def check_fields(raw: Any, known: Iterable[str], where: str) -> None:
    """Raises DataError("actor-field") where an entry is no mapping or holds a field that is not known."""
    known = tuple(known)
    if not isinstance(raw, Mapping):
        raise DataError(
            "actor-field", f"{where}: {raw!r} is no entry. Write a mapping with the fields {', '.join(known)}."
        )
    for key in raw:
        if key not in known:
            raise DataError("actor-field", f"{where}: unknown field {key!r}. Write one of {', '.join(known)}.")


def parse_entry(raw: Any, where: str) -> KnownActor:
    """One entry checked. `where` names file and line in the messages. Raises DataError."""
    check_fields(raw, FIELDS, where)
    identity = raw.get("id")
    if not isinstance(identity, str) or not _ID.match(identity):
        raise DataError("actor-field", f"{where}: id {identity!r} must be small Latin letters, digits and _ (burhan).")
    if raw.get("kind") not in KINDS:
        raise DataError("actor-field", f"{where}: kind {raw.get('kind')!r} is none. Write one of {', '.join(KINDS)}.")
    names, short = _names(raw.get("names"), "names", where), _names(raw.get("short"), "short", where)
    if not any(names.values()):
        raise DataError("actor-field", f"{where}: no names. Write names: {{ar: [...], en: [...]}}.")
    country, sector = check_code(raw.get("country"), where), check_sector(raw.get("sector"), where)
    usual = Reading(country, sector, _day(raw.get("from"), False, where), _day(raw.get("to"), True, where))
    was = []
    for other in raw.get("was") or ():
        check_fields(other, _READING_FIELDS, where)
        was.append(
            Reading(
                check_code(other.get("country", country), where),
                check_sector(other.get("sector", sector), where),
                _day(other.get("from"), False, where),
                _day(other.get("to"), True, where),
            )
        )
    return KnownActor(identity, raw["kind"], usual, tuple(was), names, short)


def _names(raw: Any, field: str, where: str) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    if raw is None:
        return out
    check_fields(raw, LANGUAGES, f"{where}, {field}")
    for language, listed in raw.items():
        listed = [listed] if isinstance(listed, str) else listed
        if not isinstance(listed, list) or not all(isinstance(name, str) and name.strip() for name in listed):
            raise DataError(
                "actor-field", f"{where}: {field}.{language} must be a list of names in quotes or plain words."
            )
        out[language] = tuple(listed)
    return out


def _day(raw: Any, last: bool, where: str) -> dt.date | None:
    """A year, a month or a day as a date: its first day, or its last one."""
    if raw is None or isinstance(raw, dt.date):
        return raw
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(raw))
    if match is None:
        raise DataError("actor-date", f"{where}: {raw!r} is no time. Write a year (2019) or a date (2019-04-11).")
    year, month, day = match.groups()
    try:
        if day:
            return dt.date(int(year), int(month), int(day))
        if month:
            after = dt.date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
            return after - dt.timedelta(days=1) if last else dt.date(int(year), int(month), 1)
    except ValueError as error:
        raise DataError("actor-date", f"{where}: {raw!r} is no date ({error}).") from error
    return dt.date(int(year), 12, 31) if last else dt.date(int(year), 1, 1)


@cache
def known_actors() -> tuple[KnownActor, ...]:
    """All actors of the lexicon, checked; ids are unique. Raises DataError."""
    out: dict[str, KnownActor] = {}
    for name in table_names("actors"):
        for number, raw in enumerate(table("actors", name) or (), 1):
            actor = parse_entry(raw, f"actors/{name}.yaml, entry {number}")
            if actor.id in out:
                raise DataError("actor-duplicate", f"actors/{name}.yaml, entry {number}: the id {actor.id} is taken.")
            out[actor.id] = actor
    return tuple(out.values())


def name_index(language: str, extra: Iterable[KnownActor] = ()) -> dict[str, tuple[Name, ...]]:
    """From the first folded word of a name to the names that begin with it, longest first, `extra` before others."""
    found: dict[str, dict[tuple[tuple[str, ...], str], Name]] = {}
    for actor in (*extra, *known_actors()):
        for kind, short in ((actor.names, False), (actor.short, True)):
            listed = kind.get(language) or (kind.get("en", ()) if language != "ar" else ())
            for name in listed:
                first = name.split()[0]
                letters = 2 if first.isupper() and len(first) > 1 else 1 if first[0].isupper() else 0
                for words in spellings(name, language):
                    found.setdefault(words[0], {}).setdefault(
                        (words[1:], actor.id), Name(words[1:], actor, short, letters)
                    )
    return {first: tuple(sorted(names.values(), key=lambda n: -len(n.rest))) for first, names in found.items()}


_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*(?:'(?=\s))?|\d+|[^\s\w]")


def spellings(name: str, language: str) -> Iterator[tuple[str, ...]]:
    """The folded token forms of a name, with the spellings that the press varies."""
    folded = fold_phrase(name, language) if language == "fr" else fold_word(name)
    words = tuple(_WORDS.findall(folded))
    yield words
    if language == "ar":
        if len(words) > 1:
            yield from _abd(words)
        return
    if "al" in words or "el" in words:
        at = next(i for i, word in enumerate(words) if word in ("al", "el"))
        for article in ("al", "el"):
            if words[at + 1 : at + 2] == ("-",):
                yield (*words[:at], article, "-", *words[at + 2 :])
                yield (*words[:at], article, *words[at + 2 :])


def _abd(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """عبد الله and عبدالله, أبو بكر and أبوبكر."""
    for i, word in enumerate(words[:-1]):
        if word in ("عبد", "ابو") and (word == "ابو" or words[i + 1].startswith("ال")):
            yield (*words[:i], word + words[i + 1], *words[i + 2 :])
