"""The ledger's words: locator, claim, event claim, decision. One definition for workspace, tracking, exchange, desk.

A claim is one value said by one source in one document. It is never edited: decisions about it are added. `low` and
`high` bound the value as in `records.Figure`; a value that is not there says why in `absence`, so that unknown,
withheld, unresolved and zero stay four different things.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Channel = Literal["press", "agency", "field"]
Absence = Literal["blank", "not_available", "withheld", "not_assessed", "unreadable"]
Severity = Literal["warning", "error"]
Action = Literal["accept", "correct", "reject", "add", "choose", "link", "sign_off", "undo"]

CHANNELS: tuple[Channel, ...] = ("press", "agency", "field")
ABSENCES: tuple[Absence, ...] = ("blank", "not_available", "withheld", "not_assessed", "unreadable")


@dataclass(frozen=True, slots=True)
class TextLocator:
    """A stretch of a document's text: `document.text[start:end] == text` (code points, end exclusive)."""

    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """The locator in one word, stable over runs: `text:START-END`."""
        return f"text:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class CellLocator:
    """A cell of a table: `cell` in A1 notation, `sheet` the sheet's name ("" for CSV and JSON), `text` as it stands
    there.

    In JSON the "row" is the object's position in its list (the first is 2, below the header) and the column is the
    position of its key among the keys in order of first appearance. `also` holds the further cells of a value that was
    summed from several, or those beside it that say what it means (bounds, the sentence it was taken from).
    """

    file: str
    sheet: str
    cell: str
    text: str
    also: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The locator in one word, stable over runs: `cell:SHEET!A1`."""
        return f"cell:{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class SubmissionLocator:
    """An answer of a field form: `form` and `instance` are ids, `question` the full name."""

    form: str
    instance: str
    question: str
    text: str

    @property
    def key(self) -> str:
        """The locator in one word, stable over runs: `form:FORM/INSTANCE/QUESTION`."""
        return f"form:{self.form}/{self.instance}/{self.question}"


Locator = TextLocator | CellLocator | SubmissionLocator


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit: `level` 0 is the country (its code is ISO 3166 alpha-3); `scheme` is cod,
    geonames, or, for a unit that only its source knows, source or dtm."""

    level: int
    code: str | None
    name: str
    scheme: str = "cod"


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where a claim holds. `units` runs from the country down to the most exact unit that is known.

    `name` is the place as the source writes it; `names` its names by language ("ar", "en", "fr"); `country` ISO 3166
    alpha-3 or None if unresolved; `precision` as in `records.PlaceMention`; `matched` says how the place was resolved:
    code, name, coordinates, reading, or None.
    """

    name: str
    country: str | None = None
    units: tuple[Unit, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    precision: str | None = None
    confidence: float = 1.0
    matched: str | None = None

    @property
    def level(self) -> int | None:
        """The level of the most exact unit; None if not even the country is known."""
        return self.units[-1].level if self.units else None


@dataclass(frozen=True, slots=True)
class Issue:
    """What a careful reader would stop at in one row or claim. `code` is listed in docs/errors.md."""

    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value said by one source in one document.

    category, unit, kind, qualifier, modality, cause: as in `records.Figure` (docs/records.md).
    low, high: integers or None; `best` only where the source itself gives a best value beside its bounds (UCDP).
    absence: why there is no value, else None. Then low, high and best are None.
    channel: press, agency or field. publisher: who carries it. source: who gave the number, under its canonical name
    where the lexicon knows it; `source_text` as written; `chain` the sources this one passed on from, nearest first.
    released: the day the document was published or the data set released. recorded: when it came into the workspace.
    period_start, period_end: inclusive; as_of: the day a stock or cumulative value holds for.
    groups: who is counted (`records.Victims.groups`). verified: as in `records.Figure`.
    part_of: id of the claim that this one is a part of. parts: what tells this part from the rest, for example
    (("sex", "f"),) or (("reason", "conflict"),); () for a whole.
    dataset, operation, assessment, round: of agency data (dataset "dtm", "gidd" …), else None.
    reader: the version of the reader or importer that made it.
    """

    id: str
    document: str
    locator: Locator
    channel: Channel
    category: str
    low: int | None
    high: int | None
    qualifier: str
    unit: str
    kind: str
    modality: str = "asserted"
    best: int | None = None
    absence: Absence | None = None
    publisher: str | None = None
    source: str | None = None
    source_text: str | None = None
    chain: tuple[str, ...] = ()
    released: dt.date | None = None
    recorded: dt.datetime | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    as_of: dt.date | None = None
    places: tuple[ClaimPlace, ...] = ()
    groups: tuple[str, ...] = ()
    verified: bool | None = None
    cause: str | None = None
    part_of: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    dataset: str | None = None
    operation: str | None = None
    assessment: str | None = None
    round: str | None = None
    language: str | None = None
    repeats: tuple[TextLocator, ...] = ()
    issues: tuple[Issue, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class ActorName:
    """An actor of an event claim: `name` canonical where known, else as written; country and sector as in records."""

    name: str
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class EventClaim:
    """One report of one event by one document. Fields as in `records.Event` and `Claim`; `figures` are claim ids."""

    id: str
    document: str
    locator: Locator
    channel: Channel
    event_type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    source: tuple[ActorName, ...] = ()
    target: tuple[ActorName, ...] = ()
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    places: tuple[ClaimPlace, ...] = ()
    modality: str = "asserted"
    salience: str = "reported"
    publisher: str | None = None
    released: dt.date | None = None
    recorded: dt.datetime | None = None
    figures: tuple[str, ...] = ()
    dataset: str | None = None
    dataset_id: str | None = None
    issues: tuple[Issue, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person accepted, changed or rejected; append-only.

    `subject` is "claim", "event", "statement", "link", "cell", "document" or "release", and `subject_id` its id;
    `original` is the subject as it stood, `edited` the changed fields (for "correct", "add", "choose", "link"),
    `reason` a sentence. An "undo" names the id of the decision that it takes back in `edited["decision"]`.
    """

    id: int
    at: dt.datetime
    who: str
    subject: str
    subject_id: str
    action: Action
    original: Mapping[str, Any] = field(default_factory=dict)
    edited: Mapping[str, Any] | None = None
    reason: str | None = None


def claim_id(document: str, locator: Locator, *what: str) -> str:
    """A claim's id: 20 hexadecimal digits of the document's id, the locator and `what` (category, unit, parts …).

    The same value at the same place of the same document always has the same id, whatever read it and when.
    """
    words = json.dumps([document, locator.key, *what], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(words.encode("utf-8"), digest_size=10).hexdigest()
