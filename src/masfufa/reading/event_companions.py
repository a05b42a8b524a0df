"""What the other events of its type in a sentence say about an event: one more main attack, or only anchors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from masfufa.reading.event_drafts import EventDraft

_REAL = frozenset(("asserted", "alleged_or_reported"))
_COUNTS = tuple(f"events of type:{k}" for k in range(1, 5))
_TELLING = ("position:", "tense:", "shape:", "before:", "leads:", "lemma:")


def add_companions(drafts: Sequence[EventDraft]) -> None:
    """Give each described draft the features "companion …" of the other drafts of its type in its sentence, and how
    many there are. Only what happened counts: asserted or reported."""
    groups: dict[tuple[int, str], list[EventDraft]] = {}
    for draft in drafts:
        if draft.modality in _REAL:
            groups.setdefault((draft.sentence, draft.event_type), []).append(draft)
    for group in groups.values():
        own = [[f for f in draft.features if f.startswith(_TELLING)] for draft in group] if len(group) > 1 else []
        for n, draft in enumerate(group):
            others = {_companion(f) for k, features in enumerate(own) if k != n for f in features}
            draft.features += sorted(others)
            draft.features += _COUNTS[: len(group)]


@lru_cache(maxsize=65536)
def _companion(feature: str) -> str:
    return f"companion {feature}"
