"""Gold files: documents with the figures that are in them. Lines of JSON, as docs/evaluating.md lays down.

A file that the desk exports labels every field of a figure; one that was labelled by hand may label fewer. What a file
does not label is not measured.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masfufa.claims import Claim, ClaimPlace, TextLocator
from masfufa.claims_plain import place_from_plain, place_to_plain
from masfufa.documents.jsonl import Failure, lines, parse_line
from masfufa.errors import DataError
from masfufa.language.fold import fold_word
from masfufa.records import Document

PLAIN_LABELS = ("kind", "modality", "qualifier", "verified", "cause")
"""Fields whose label is compared as it is."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a field should be: `value` where it is compared exactly, else a word in common with `words` will do."""

    value: Any = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure that is in a document. labels: the further fields that are labelled, by name (`scoring.FIELDS`)."""

    start: int
    end: int
    text: str
    category: str
    low: int | None
    high: int | None
    unit: str
    repeats: tuple[tuple[int, int], ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int | None, int | None, str]:
        """What makes a figure right."""
        return self.category, self.low, self.high, self.unit


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with its figures. reader: the word of the reader whose reading was reviewed, None in other files.

    complete: whether every figure of the document is here; recall is measured only then.
    """

    id: str
    language: str | None
    publisher: str | None
    figures: tuple[GoldFigure, ...]
    reader: str | None = None
    complete: bool = True
    document: Document | None = None


def figure_of(plain: Mapping[str, Any]) -> GoldFigure:
    """A figure of a line. Raises KeyError, TypeError, ValueError, DataError for what is none."""
    category, unit = plain["category"], plain.get("unit", "person")
    if not isinstance(category, str) or not isinstance(unit, str):
        raise TypeError("category and unit are words")
    start = int(plain["start"])
    labels: dict[str, Label] = {name: Label(plain[name]) for name in PLAIN_LABELS if plain.get(name) is not None}
    if "places" in plain:  # a whole label says also what is not there
        labels |= {name: Label(plain[name]) for name in PLAIN_LABELS if name in plain}
        labels["place"] = Label(frozenset(place_key(place_from_plain(p)) for p in plain["places"]))
    elif "place_texts" in plain or "place_text" in plain:
        labels["place"] = Label(words=" ".join(plain.get("place_texts") or ()) or plain.get("place_text") or "")
    if "source" in plain:
        labels["source"] = Label(_folded(plain["source"]))
    elif "attribution_text" in plain:
        labels["source"] = Label(words=plain["attribution_text"] or "")
    if "period_start" in plain:
        labels["date"] = Label(tuple(plain.get(name) or None for name in ("period_start", "period_end", "as_of")))
    if "groups" in plain:
        labels["groups"] = Label(frozenset(plain["groups"] or ()))
    if "part_of" in plain:
        labels["part_of"] = Label(None if plain["part_of"] is None else int(plain["part_of"]))
    return GoldFigure(
        start=start,
        end=int(plain["end"]),
        text=str(plain.get("figure_text") or ""),
        category=category,
        low=_bound(plain.get("low")),
        high=_bound(plain.get("high")),
        unit=unit,
        repeats=tuple((int(span["start"]), int(span["end"])) for span in plain.get("repeats") or ()),
        labels=labels,
    )


def _bound(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError("bounds are whole numbers")
    return value


def _folded(value: str | None) -> str | None:
    return fold_word(value).strip() if value else None


def place_key(place: ClaimPlace) -> str:
    """What tells a place from others: its number in GeoNames, its unit's code, else its country and name."""
    if place.geonameid is not None:
        return f"geonames:{place.geonameid}"
    if place.units and place.units[-1].code:
        unit = place.units[-1]
        return f"{unit.scheme}:{place.country}:{unit.level}:{unit.code}:{fold_word(place.name)}"
    return f"{place.country or ''}:{fold_word(place.name)}"


def plain_figures(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims on a text as the figures of a line, in the order of the text, every field labelled.

    Numbers of `part_of` count in this order. Where a total does not hold any more, nobody said what the part is a part
    of: then it has no such label.
    """
    ordered = sorted((c for c in claims if isinstance(c.locator, TextLocator)), key=order)
    numbers = {claim.id: n for n, claim in enumerate(ordered)}
    out: list[dict[str, Any]] = []
    for claim in ordered:
        assert isinstance(claim.locator, TextLocator)
        out.append({
            "category": claim.category, "low": claim.low, "high": claim.high, "unit": claim.unit,
            "qualifier": claim.qualifier, "kind": claim.kind, "modality": claim.modality, "cause": claim.cause,
            "verified": claim.verified, "groups": list(claim.groups),
            "period_start": _iso(claim.period_start), "period_end": _iso(claim.period_end), "as_of": _iso(claim.as_of),
            "source": claim.source,
            "attribution_text": claim.source_text if claim.source_text and claim.source else claim.source,
            "places": [place_to_plain(place) for place in claim.places],
            "place_texts": [place.name for place in claim.places],
            "start": claim.locator.start, "end": claim.locator.end, "figure_text": claim.locator.text,
            "repeats": [{"start": span.start, "end": span.end} for span in claim.repeats],
        })  # fmt: skip
        if claim.part_of is None or claim.part_of in numbers:
            out[-1]["part_of"] = None if claim.part_of is None else numbers[claim.part_of]
    return out


def order(claim: Claim) -> tuple[Any, ...]:
    """The order of a document's claims: that of its text, then a fixed one."""
    at = (claim.locator.start, claim.locator.end) if isinstance(claim.locator, TextLocator) else (-1, -1)
    return (*at, claim.category, claim.unit, claim.low or 0, claim.high or 0, claim.id)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def line_of(document: Document, figures: list[dict[str, Any]], reader: str, reviewed: dt.date | None) -> str:
    """A document with its figures as a line of a gold file."""
    plain = {
        "id": document.id, "title": document.title, "language": document.language,
        "published": _iso(document.published), "publisher": document.publisher, "url": document.url,
        "reader": reader, "reviewed": _iso(reviewed), "text": document.text, "figures": figures,
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False) + "\n"


def read(path: Path) -> Iterator[GoldDocument]:
    """The documents of a gold file, one at a time. Raises DataError "gold-unreadable", "gold-broken"."""
    try:
        with path.open("rb") as stream:
            for one in lines(stream):
                if isinstance(one, Failure):
                    raise DataError("gold-broken", f"{path}: {one.message}")
                yield _document(path, *one)
    except OSError as error:
        raise DataError("gold-unreadable", f"{path} can't be read ({error.strerror}). Name another file.") from error


def _document(path: Path, number: int, line: bytes) -> GoldDocument:
    document = parse_line(line, number)
    if isinstance(document, Failure):
        raise DataError("gold-broken", f"{path}: {document.message}")
    plain: dict[str, Any] = json.loads(line)
    given = plain.get("figures")
    if not isinstance(given, list):
        raise DataError(
            "gold-broken", f'{path}: line {number} has no list "figures". Only files that label figures are scored.'
        )
    figures = []
    for at, one in enumerate(given):
        try:
            figures.append(figure_of(one))
        except (AttributeError, KeyError, TypeError, ValueError, DataError) as error:
            told = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            raise DataError("gold-broken", f"{path}: line {number}, figure {at}: {told}.") from error
    reader = plain.get("reader")
    return GoldDocument(
        id=document.id,
        language=document.language,
        publisher=document.publisher,
        figures=tuple(figures),
        reader=reader if isinstance(reader, str) else None,
        document=document,
    )
