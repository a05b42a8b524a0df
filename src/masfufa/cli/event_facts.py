"""What the event formats (PLOVER, POLECAT) say alike: ids, modes, sectors, sizes."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from masfufa.cli.work import Item
from masfufa.records import ActorMention, Event, Figure

SIZES = {"dead": "killed", "injured": "wounded", "arrested": "detained"}
"""PLOVER's names of sizes, with the categories of the figures that give them."""


@cache
def fields() -> dict[str, Any]:
    """The field lists of the formats, from export_fields.yaml."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("export_fields.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)
    return loaded


def event_ids(item: Item) -> list[str]:
    """One id an event, the same in every run: `MSF-<document>-<start>-<TYPE>`.

    `<document>` is a hash of the document's id and text, `<start>` the offset of the trigger. A second event of one
    trigger and type gets `-2`.
    """
    document = hashlib.sha256(f"{item.document.id}\0{item.document.text}".encode("utf-8", "surrogatepass"))
    stem = f"MSF-{document.hexdigest()[:12]}"
    seen: Counter[tuple[int, str]] = Counter()
    out = []
    for event in item.reading.events:
        key = (event.start, event.event_type)
        seen[key] += 1
        again = f"-{seen[key]}" if seen[key] > 1 else ""
        out.append(f"{stem}-{event.start}-{event.event_type}{again}")
    return out


def modes(event: Event) -> list[str]:
    """The event's mode and the auxiliary mode that its modality is; [] for a plain event without a mode."""
    auxiliary = fields()["plover"]["mode_of"].get(event.modality)
    return [mode for mode in (event.mode, auxiliary) if mode]


def sector_of(actor: ActorMention) -> str | None:
    """The sector as PLOVER calls it."""
    if actor.sector is None:
        return None
    return str(fields()["plover"]["sector_names"].get(actor.sector, actor.sector))


def size_of(event: Event, figures: tuple[Figure, ...]) -> dict[str, int | str]:
    """PLOVER sizes from the event's own figures: an integer where the number is exact, else a code such as "12+".

    Parts are not added to their totals, nor running totals to the numbers of one incident; what is denied, only
    possible or still to come counts nothing. Codes: "12+" at least, "<=12" at most, "~12" about, "10-14" a range.
    """
    own = [n for n in event.figures if 0 <= n < len(figures) and _counts(figures[n])]
    sizes: dict[str, int | str] = {}
    for name, category in SIZES.items():
        alike = [n for n in own if figures[n].category == category]
        chosen = [n for n in alike if figures[n].part_of not in alike]
        fresh = [n for n in chosen if figures[n].kind in ("incident", "increment")]
        found = [figures[n] for n in fresh or chosen[:1]]
        if found:
            sizes[name] = _size(found)
    return sizes


def _counts(figure: Figure) -> bool:
    told = figure.low is not None or figure.high is not None
    return told and figure.unit == "person" and figure.modality not in ("denied", "hypothetical", "future")


def _size(found: list[Figure]) -> int | str:
    lows, highs = [figure.low for figure in found], [figure.high for figure in found]
    low = sum(n for n in lows if n is not None) if any(n is not None for n in lows) else None
    high = None if None in highs else sum(n for n in highs if n is not None)
    if low is None:
        return f"<={high}"
    if high is None:
        return f"{low}+"
    if low != high:
        return f"{low}-{high}"
    return f"~{low}" if any(figure.qualifier == "approx" for figure in found) else low


def stretch(event: Event) -> tuple[str | None, str | None]:
    """First and last day of the event as ISO dates; None where the text does not tell or could not be resolved."""
    value = event.date.value if event.date else None
    if value is None:
        return None, None
    return (
        value.start.isoformat() if value.start else None,
        value.end.isoformat() if value.end else None,
    )
