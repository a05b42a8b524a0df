"""What brought the harm about: conflict, disaster or something else, as far as the sentence says."""

from __future__ import annotations

from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity


def cause_of(marked: Annotated, quantity: Quantity) -> str | None:
    """The cause whose word stands nearest to the quantity in its sentence, or None where the sentence names none."""
    tokens = marked.tokens
    first, last = tokens.sentences[tokens.sentence_of(quantity.first)]
    near: tuple[int, str] | None = None
    for name in ("conflict", "disaster", "other_cause"):
        for k, _, _ in marked.all_tagged(first, last, name):
            distance = abs(k - quantity.first)
            if near is None or distance < near[0]:
                near = (distance, name)
    if near is None:
        return None
    return "other" if near[1] == "other_cause" else near[1]
