"""A trace of reading, for explanations: the drafts behind the figures, and at which step each field got its value.

Nothing is traced unless a caller hands a Trace in; reading itself never looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.event_drafts import EventDraft
from masfufa.reading.segments import Segment
from masfufa.records import Event

FIELDS = ("kind", "places", "date", "start", "end", "as_of", "attribution", "modality", "part_of", "repeats")
"""Fields of a draft whose step is kept."""


@dataclass(slots=True)
class Trace:
    """What a reading leaves behind. `figures[n]` is the draft of figure n, `events[n]` event n with its draft.

    `step(draft, field)` names the step that gave a field its value: "sentence" (its own words), "kind", "scene",
    "series", "story", "topic", "period", "frame", "earlier", "total", "dispute" or "repeat"; "" where nothing set it.
    """

    marked: Annotated | None = None
    figures: list[Draft] = field(default_factory=list)
    events: list[tuple[Event, EventDraft]] = field(default_factory=list)
    _segments: dict[int, Segment] = field(default_factory=dict)
    _values: dict[tuple[int, str], Any] = field(default_factory=dict)
    _steps: dict[tuple[int, str], str] = field(default_factory=dict)

    def note(self, step: str, drafts: Iterable[Draft]) -> None:
        """Keep what changed since the step before."""
        for draft in drafts:
            for name in FIELDS:
                key, value = (id(draft), name), getattr(draft, name)
                if isinstance(value, Draft):
                    value = id(value)  # which total it is, not what that looks like by now
                if key not in self._values or self._values[key] != value:
                    self._values[key] = value
                    self._steps[key] = step if value not in (None, ()) else ""

    def keep_segments(self, drafts: Iterable[Draft], segments: Iterable[Segment]) -> None:
        """Keep the stretch of the sentence that speaks of each draft."""
        for draft, segment in zip(drafts, segments, strict=True):
            self._segments[id(draft)] = segment

    def segment(self, draft: Draft) -> Segment | None:
        """The stretch of the sentence that speaks of a draft."""
        return self._segments.get(id(draft))

    def step(self, draft: Draft, name: str) -> str:
        """The step that gave a field of a draft its value."""
        return self._steps.get((id(draft), name), "")
