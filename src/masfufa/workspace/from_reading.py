"""From a reading to records of the ledger: figures become claims, events event claims, statements themselves."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from masfufa import __version__
from masfufa.claims import ActorName, Claim, ClaimPlace, EventClaim, Issue, TextLocator, Unit, claim_id
from masfufa.language.fold import fold_word
from masfufa.lexicon.actor_schema import known_actors
from masfufa.lexicon.crisis import FILES, Crisis, load_crisis
from masfufa.lexicon.store import digest
from masfufa.records import ActorMention, Attribution, Document, Figure, Mention, Notice, PlaceMention, Reading
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.documents import LINE, identity
from masfufa.workspace.results import StatementClaim
from masfufa.workspace.source_again import named_before, noun_again
from masfufa.workspace.source_names import SourceNames, actors_of

ORIGIN = "reading"
"""What the ledger says of where these records come from; imports have the name of their format."""


@dataclass(frozen=True, slots=True)
class Records:
    """One document and what was read in it, ready for the ledger. `loading`: what was to tell before any reading."""

    document: StoredDocument
    reader: str
    language: str | None
    notices: tuple[Notice, ...]
    loading: tuple[Notice, ...]
    claims: tuple[Claim, ...]
    events: tuple[EventClaim, ...]
    statements: tuple[StatementClaim, ...]


def reader_word(crisis: Path | None, readers: tuple[str, ...] = ()) -> str:
    """What names a reader: its version, and a hash of the lexicon, crisis folder, gazetteer and plug-ins it goes by.

    Two readings under one word are the same; another word means that reading again may find something else.
    """
    total = hashlib.sha256(_lexicon_digest().encode("ascii"))
    own = os.environ.get("MASFUFA_GAZETTEER")
    for path in (*((crisis / name for name in FILES) if crisis else ()), *([Path(own) / "places.bin"] if own else ())):
        if path.is_file():
            total.update(f"{path.name}\n".encode())
            total.update(path.read_bytes())
    total.update(",".join(readers).encode("utf-8"))
    return f"{__version__}+{total.hexdigest()[:12]}"


@cache
def _lexicon_digest() -> str:
    return digest()


class Recorder:
    """Reads documents with a workspace's crisis folder, and makes records of what was read."""

    def __init__(self, crisis: Path | None = None) -> None:
        from masfufa.gazetteer.crisis_places import with_places
        from masfufa.gazetteer.store import Gazetteer

        self.word = reader_word(crisis)
        self._crisis = load_crisis(crisis) if crisis else None
        self._gazetteer = with_places(Gazetteer.open(), self._crisis.places) if self._crisis else None

    def read(self, document: Document, name: str, stored_id: str | None = None) -> Records:
        """The records of one document; `stored_id`: its id where it is stored already."""
        from masfufa.reading.reader import read_document

        reading = read_document(document, gazetteer=self._gazetteer, crisis=self._crisis)
        return records_of(document, reading, name=name, reader=self.word, crisis=self._crisis, stored_id=stored_id)


def read_records(crisis: Path | None, document: Document, name: str, stored_id: str | None = None) -> Records:
    """The records of one document; what the crisis folder holds is loaded once for as long as it stays as it is.

    For a worker, which calls functions of modules (masfufa.documents.guard).
    """
    own = os.environ.get("MASFUFA_GAZETTEER")
    files = [*((crisis / one for one in FILES) if crisis else ()), *([Path(own) / "places.bin"] if own else ())]
    state = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.is_file())
    return _recorder(crisis, state).read(document, name, stored_id)


@lru_cache(maxsize=1)
def _recorder(crisis: Path | None, state: tuple[tuple[str, int, int], ...]) -> Recorder:
    return Recorder(crisis)


def records_of(
    document: Document,
    reading: Reading,
    *,
    name: str,
    reader: str,
    crisis: Crisis | None = None,
    stored_id: str | None = None,
) -> Records:
    """The records of a reading. `name`: what the document is called; `stored_id`: its id where it is stored already."""
    id = stored_id or identity(document)
    stored = StoredDocument(
        id=id,
        name=name,
        media_type=document.source.media_type if document.source else LINE,
        text=document.text,
        title=document.title,
        language=document.language or reading.language,
        publisher=document.publisher,
        released=document.published,
        url=document.url,
    )
    maker = _Maker(stored, reading, reader, crisis)
    claims = maker.claims()
    events = maker.events([claim.id for claim in claims])
    statements = maker.statements([event.id for event in events])
    notices = reading.notices
    return Records(stored, reader, reading.language, notices, document.notices, claims, events, statements)


class _Maker:
    """Makes the records of one document."""

    def __init__(self, document: StoredDocument, reading: Reading, reader: str, crisis: Crisis | None) -> None:
        self.document = document
        self.reading = reading
        self.reader = reader
        self.names = _source_names(reading.language or "en", crisis)
        self.actors = actors_of(reading)
        self.text = document.text or ""
        self._seen: Counter[str] = Counter()

    def claims(self) -> tuple[Claim, ...]:
        """A claim a figure, in their order; parts name their totals by id."""
        figures = self.reading.figures
        ids = [self._id(figure.start, figure.end, figure.category, figure.unit) for figure in figures]
        return tuple(self._claim(figure, ids[n], ids) for n, figure in enumerate(figures))

    def _claim(self, figure: Figure, id: str, ids: list[str]) -> Claim:
        said = figure.attribution
        nothing = figure.low is None and figure.high is None
        return Claim(
            id=id,
            document=self.document.id,
            locator=TextLocator(figure.start, figure.end, figure.text),
            channel="press",
            category=figure.category,
            low=figure.low,
            high=figure.high,
            absence="unreadable" if nothing else None,
            qualifier=figure.qualifier,
            unit=figure.unit,
            kind=figure.kind,
            modality=figure.modality,
            publisher=self.document.publisher,
            source=self._source(said) if said else None,
            source_text=said.text if said else None,
            chain=tuple(self._source(link) for link in said.chain) if said else (),
            released=self.document.released,
            period_start=figure.period.start if figure.period else None,
            period_end=figure.period.end if figure.period else None,
            as_of=figure.as_of,
            places=tuple(place_of(place) for place in figure.places),
            groups=figure.victims.groups if figure.victims else (),
            verified=figure.verified,
            cause=figure.cause,
            part_of=None if figure.part_of is None else ids[figure.part_of],
            language=self.reading.language,
            repeats=tuple(TextLocator(s.start, s.end, self.text[s.start : s.end]) for s in figure.repeats),
            issues=self._issues(figure.start, figure.end),
            reader=self.reader,
        )

    def events(self, claims: list[str]) -> tuple[EventClaim, ...]:
        """An event claim an event; figures are named by the ids of their claims."""
        return tuple(
            EventClaim(
                id=self._id(event.start, event.end, "event", event.event_type),
                document=self.document.id,
                locator=TextLocator(event.start, event.end, event.text),
                channel="press",
                event_type=event.event_type,
                mode=event.mode,
                contexts=event.contexts,
                source=tuple(self._actor(actor) for actor in event.source),
                target=tuple(self._actor(actor) for actor in event.target),
                period_start=event.date.value.start if event.date and event.date.value else None,
                period_end=event.date.value.end if event.date and event.date.value else None,
                places=tuple(place_of(place) for place in event.places),
                modality=event.modality,
                salience=event.salience,
                publisher=self.document.publisher,
                released=self.document.released,
                figures=tuple(claims[n] for n in event.figures),
                issues=self._issues(event.start, event.end),
                reader=self.reader,
            )
            for event in self.reading.events
        )

    def statements(self, events: list[str]) -> tuple[StatementClaim, ...]:
        """The statements; events are named by the ids of their event claims."""
        return tuple(
            StatementClaim(
                id=self._id(said.start, said.end, "statement"),
                document=self.document.id,
                locator=TextLocator(said.start, said.end, said.text),
                speaker=self._actor(said.speaker) if said.speaker else None,
                addressee=self._actor(said.addressee) if said.addressee else None,
                cue=said.cue.text,
                direct=said.direct,
                medium=said.medium.text if said.medium else None,
                events=tuple(events[n] for n in said.events),
                publisher=self.document.publisher,
                released=self.document.released,
                reader=self.reader,
            )
            for said in self.reading.statements
        )

    def _id(self, start: int, end: int, *what: str) -> str:
        # Two records of one kind on the same words are told apart by their order, which reading keeps.
        id = claim_id(self.document.id, TextLocator(start, end, ""), *what)
        self._seen[id] += 1
        again = self._seen[id]
        return id if again == 1 else claim_id(self.document.id, TextLocator(start, end, ""), *what, f"#{again}")

    def _source(self, said: Attribution | Mention) -> str:
        known = self.names.canonical(said.text, said.start, self.actors)
        if known is None and (noun := noun_again(said.text, self.names.language)) is not None:
            before = [(words, name) for at, words, name in self._named if at < said.start]
            known = named_before(noun, before, self.names.language)
        return known or said.text

    @cached_property
    def _named(self) -> list[tuple[int, str, str]]:
        """Where the document names a source that is known: offset, words, canonical name."""
        said = [a for f in self.reading.figures if (a := f.attribution) is not None]
        names = ((s.start, s.text, self.names.canonical(s.text, s.start, self.actors)) for s in said)
        return [(start, text, name) for start, text, name in names if name is not None]

    def _actor(self, actor: ActorMention) -> ActorName:
        return ActorName(actor.name or actor.text, actor.country, actor.sector)

    def _issues(self, start: int, end: int) -> tuple[Issue, ...]:
        return tuple(
            Issue(notice.kind, "warning", notice.message)
            for notice in self.reading.notices
            if any(span.start < end and start < span.end for span in notice.spans)
        )


@cache
def _source_names(language: str, crisis: Crisis | None) -> SourceNames:
    return SourceNames(language, crisis)


def place_of(place: PlaceMention) -> ClaimPlace:
    """A place mention as the place of a claim: its units from the country down, names by language."""
    units: tuple[Unit, ...] = ()
    if place.country:
        units = (
            Unit(0, place.country, _country_names().get(place.country, place.country)),
            *(Unit(unit.level, unit.pcode, unit.name, unit.scheme) for unit in place.admin),
        )
    return ClaimPlace(
        name=place.text,
        country=place.country,
        units=units,
        names={_script(place.name): place.name} if place.name else {},
        lat=place.lat,
        lon=place.lon,
        geonameid=place.geonameid,
        precision=place.precision,
        confidence=place.confidence,
        matched="reading" if place.country else None,
    )


@cache
def _country_names() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for actor in known_actors():
        if actor.kind == "state" and actor.usual.country:
            # The plainest of a state's names is the longest of its first ones: Emirates, not UAE.
            named.setdefault(actor.usual.country, actor.name("en"))
    return named


def _script(name: str) -> str:
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in fold_word(name)) else "en"
