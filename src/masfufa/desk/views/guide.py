"""The guided first review: which steps are done, from what stands in the workspace."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from masfufa.desk.views.review import status_of
from masfufa.desk.words import Words, load
from masfufa.workspace.inbox import ReviewDocument

STEPS = ("open", "look", "accept", "decide", "done", "next")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its instruction and keys, and whether it is done, the current one, or to come."""

    id: str
    name: str
    told: str
    keys: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The guide on a page. number: of the current step, from 1."""

    steps: tuple[Step, ...]
    current: Step
    number: int
    words: Mapping[str, Any]


class Guide:
    """The guide of one desk: `on` with the example crisis only, until a session ends it."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._ended: set[str] = set()
        self._lock = threading.Lock()

    def end(self, session: str) -> None:
        """Show it no more to this session."""
        with self._lock:
            self._ended.add(session)

    def on_inbox(self, session: str, t: Words, done: int) -> Shown | None:
        """The guide beside the inbox; `done`: how many documents are."""
        return self._shown(session, t, "next" if done else "open", 0)

    def on_review(self, session: str, t: Words, found: ReviewDocument) -> Shown | None:
        """The guide beside a document."""
        open_ = sum(status_of(record) == "open" for record in found.records)
        if found.state == "done":
            return self._shown(session, t, "next", open_)
        if not open_:
            return self._shown(session, t, "done", open_)
        return self._shown(session, t, "decide" if open_ < len(found.records) else "look", open_)

    def _shown(self, session: str, t: Words, at: str, open_: int) -> Shown | None:
        if not self.on or session in self._ended:
            return None
        words = load("guide.yaml")[t.language]
        number = STEPS.index(at)
        steps = tuple(
            Step(
                id=id,
                name=words["steps"][id]["name"],
                told=words["steps"][id]["told"].replace("{open}", f"{open_:,}"),
                keys=tuple(words["steps"][id]["keys"]),
                state="done" if n < number else "current" if n == number else "ahead",
            )
            for n, id in enumerate(STEPS)
        )
        return Shown(steps, steps[number], number + 1, words)
