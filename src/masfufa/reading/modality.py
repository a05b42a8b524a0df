"""How far a figure is vouched for: asserted, alleged or reported, denied, hypothetical, future."""

from __future__ import annotations

from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity

_ORDER = ("denied", "hypothetical", "future", "alleged")
_NAMES = {"alleged": "alleged_or_reported"}
_REACH = 40
_FUTURE_FORMS = frozenset(("future",))


def modality(marked: Annotated, quantity: Quantity, trigger: tuple[int, int] | None) -> str:
    """The modality of a figure, from the cues between the start of its clause and its trigger."""
    tokens = marked.tokens
    first, last = tokens.sentences[tokens.sentence_of(quantity.first)]
    if trigger is not None:
        for sense, _ in marked.marks[trigger[0]]:
            if sense.entry.tag == "trigger" and sense.form in _FUTURE_FORMS:
                return "future" if not _cue(marked, first, quantity, "hypothetical") else "hypothetical"
    for name in _ORDER:
        if _cue(marked, first, quantity, name) or (trigger and trigger[0] >= quantity.last and _between(marked, quantity.last, trigger[1], name)):
            return _NAMES.get(name, name)
    return "asserted"


def _between(marked: Annotated, first: int, last: int, tag: str) -> bool:
    return marked.has(first, last, tag)


def _cue(marked: Annotated, first: int, quantity: Quantity, tag: str) -> bool:
    """Whether a cue stands before the quantity with no boundary between them."""
    tokens = marked.tokens
    steps = 0
    for k in range(quantity.before - 1, first - 1, -1):
        steps += 1
        if steps > _REACH:
            return False
        form = tokens.forms[k]
        if form in (";", ".") or (form == ")" and tag != "alleged"):
            return False
        for sense, _ in marked.marks[k]:
            if sense.entry.tag == tag and _in_force(marked, sense.form, k, quantity, tag):
                return True
        if any(sense.entry.tag == "clause" for sense, _ in marked.marks[k]):
            return False
    return False


def _in_force(marked: Annotated, form: str, k: int, quantity: Quantity, tag: str) -> bool:
    if tag == "hypothetical" and marked.tokens.forms[k] in ("قد", "وقد", "فقد"):
        following = marked.tokens.forms[k + 1] if k + 1 < len(marked.tokens) else ""
        return following.startswith(("ي", "ت", "ن")) and any(
            s.form in ("present", "passive-present") for s, _ in marked.marks[k + 1]
        ) or following in ("يكون", "تكون", "يكونون", "تصبح", "يصبح")
    if tag == "denied" and form in ("past", "present"):
        # "he denied A, and said B": a comma and a new verb of saying end the denial
        return not any(
            s.entry.tag == "say" and s.form in ("past", "present") and s.entry.word not in ("نفى",)
            for j in range(k + 1, quantity.before)
            for s, _ in marked.marks[j]
        )
    return True
