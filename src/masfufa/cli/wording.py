"""A figure's fields in the words of the interface: what the table and the page show alike."""

from __future__ import annotations

import datetime as dt

from masfufa.cli.labels import Labels
from masfufa.records import Event, Figure, Period, PlaceMention, Reading

SIGNS = {"at_least": "≥", "at_most": "≤", "approx": "~"}


def value_of(figure: Figure) -> str:
    """`12`, `≥ 12`, `≤ 12`, `~ 12`, `10–12`, for vague words `20–99 ?`; "?" alone where no bound is known."""
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        text = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        if figure.qualifier == "approx":
            text = f"~ {text}"
    elif low is not None:
        text = f"≥ {low:,}"
    elif high is not None:
        text = f"≤ {high:,}"
    else:
        return "?"
    return f"{text} ?" if figure.qualifier == "vague" else text


def kind_of(figure: Figure, words: Labels) -> str:
    """`incident`, with the modality where it is not plainly stated, and whether the report calls it verified."""
    parts = [words.of("kind", figure.kind)]
    if figure.modality != "asserted":
        parts.append(words.of("modality", figure.modality))
    if figure.verified is not None:
        parts.append(words["verified" if figure.verified else "unverified"])
    return ", ".join(parts) if not words.right_to_left else "، ".join(parts)


def resolved(place: PlaceMention) -> str:
    """The name on the map where it differs from the words of the report, and the country; "" where unresolved."""
    name = [place.name] if place.name and place.name.casefold() != place.text.casefold() else []
    return ", ".join(name + ([place.country] if place.country else []))


def places_of(record: Figure | Event) -> list[str]:
    """All places of the record, each followed by what it was resolved to."""
    return [text for place in record.places for text in (place.text, resolved(place)) if text]


def span_of(period: Period, words: Labels) -> str:
    """`2019-04-05`, `2019-04-05 – 2019-04-08`, `from 2019-04-05`, `until 2019-04-08`."""
    if period.start and period.end:
        same = period.start == period.end
        return period.start.isoformat() if same else f"{period.start.isoformat()} – {period.end.isoformat()}"
    if period.start:
        return f"{words['from']} {period.start.isoformat()}"
    return f"{words['until']} {period.end.isoformat()}" if period.end else ""


def when_of(figure: Figure, words: Labels) -> str:
    """The period and the as-of date; the words of the date where they could not be resolved; "" where none is said."""
    parts = [span_of(figure.period, words)] if figure.period else []
    if figure.as_of and not (figure.period and figure.period.end == figure.as_of):
        parts.append(f"{words['as_of']} {figure.as_of.isoformat()}")
    if not any(parts) and figure.date:
        parts = [figure.date.text]
    return "; ".join(part for part in parts if part)


def name_of(reading: Reading, words: Labels) -> str:
    """The document's id, in words where it is "-"."""
    return words["stdin"] if reading.id == "-" else reading.id


def published_of(published: dt.date | None, words: Labels) -> str:
    """`published 2019-04-08`, or that it is not known."""
    if published is None:
        return words["published_unknown"]
    return f"{words['published']} {published.isoformat()}"


def said_by(figure: Figure, words: Labels) -> str:
    """Who gave the number, and whom they cite; "" where the report does not say."""
    if figure.attribution is None:
        return ""
    chain = [figure.attribution.text, *(link.text for link in figure.attribution.chain)]
    return f" ({words['citing']}) ".join(chain)
