"""How far a figure is vouched for: asserted, alleged or reported, denied, hypothetical, future."""

from __future__ import annotations

from itertools import pairwise

from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set

_ORDER = ("denied", "hypothetical", "future", "alleged")
_NAMES = {"alleged": "alleged_or_reported"}
_REACH = 40
_UNREAL = frozenset(("hypothetical", "future"))
_FUTURE_FORMS = frozenset(("future",))


def modality(marked: Annotated, quantity: Quantity, trigger: tuple[int, int] | None) -> str:
    """The modality of a figure, from the cues between the start of its clause and its trigger."""
    tokens = marked.tokens
    first, _ = tokens.sentences[tokens.sentence_of(quantity.first)]
    if trigger is not None:
        for sense, _ in marked.marks[trigger[0]]:
            if sense.entry.tag == "trigger" and sense.form in _FUTURE_FORMS:
                return _forecast(marked, quantity)
            if sense.entry.tag == "trigger" and sense.form == "conditional":
                return "alleged_or_reported"
    after = range(quantity.last, trigger[1]) if trigger is not None and trigger[0] >= quantity.last else range(0)
    if marked.language == "ar" and any(_to_come(marked, k) for k in after):
        return _forecast(marked, quantity)
    for name in _ORDER:
        if name in _UNREAL and _of_release(marked, trigger):
            continue  # they are held, whoever asks for their release
        if _cue(marked, first, quantity, name, trigger) or any(_is_cue(marked, k, quantity, name) for k in after):
            return _forecast(marked, quantity) if name == "future" else _NAMES.get(name, name)
    return "asserted"


def _forecast(marked: Annotated, quantity: Quantity) -> str:
    """What is to come is hypothetical where the sentence makes it hang on a condition: إذا، في حال، if."""
    tokens = marked.tokens
    first, last = tokens.sentences[tokens.sentence_of(quantity.first)]
    conditions = word_set(marked.language, "grammar", "conditions")
    conditional = any(tokens.forms[k] in conditions for k in range(first, last))
    return "hypothetical" if conditional or _cue(marked, first, quantity, "hypothetical") else "future"


def _to_come(marked: Annotated, k: int) -> bool:
    """An unknown verb with the س of the future: ستضطر إلى النزوح."""
    form = marked.tokens.forms[k]
    return len(form) > 4 and form[0] == "س" and form[1] in "يتن" and not marked.marks[k] and k not in marked.number_at


def _of_release(marked: Annotated, trigger: tuple[int, int] | None) -> bool:
    return trigger is not None and any(
        s.entry.tag == "trigger" and s.data.get("keeps") for s, _ in marked.marks[trigger[0]]
    )


def _overtaken(marked: Annotated, quantity: Quantity, trigger: tuple[int, int] | None, k: int, tag: str) -> bool:
    """A past verb between a cue and the quantity tells what has happened: أمر باعتقالهم في أحداث قتل فيها سبعة."""
    if tag == "alleged":
        return False
    end = trigger[0] if trigger is not None and trigger[0] < quantity.first else quantity.before
    if not k < end:
        return False
    if end > k + 1 and marked.tokens.forms[end - 1] in word_set(marked.language, "grammar", "presupposing"):
        return True
    if tag not in _UNREAL:
        return False
    if any(s.entry.tag == tag and s.data.get("conditional") for s, _ in marked.marks[k]):
        return False
    if any(s.entry.tag == "cause_verb" and s.form == "past" for j in range(k + 1, end) for s, _ in marked.marks[j]):
        return True
    if trigger is None or end != trigger[0]:
        return False
    senses = [s for s, _ in marked.marks[trigger[0]] if s.entry.tag == "trigger"]
    return bool(senses) and all(s.form in ("past", "passive") for s in senses)


def _is_cue(marked: Annotated, k: int, quantity: Quantity, tag: str) -> bool:
    # "may" is a month in a date
    return (
        k not in marked.date_at
        and k not in marked.place_at
        and any(
            sense.entry.tag == tag and _in_force(marked, sense.form, k, quantity, tag) for sense, _ in marked.marks[k]
        )
    )


def _cue(marked: Annotated, first: int, quantity: Quantity, tag: str, trigger: tuple[int, int] | None = None) -> bool:
    """Whether a cue stands before the quantity with no boundary between them."""
    tokens = marked.tokens
    for k in range(quantity.before - 1, max(first, quantity.before - _REACH) - 1, -1):
        form = tokens.forms[k]
        if form in (";", ".") or (form == ")" and tag != "alleged"):
            return False
        if _is_cue(marked, k, quantity, tag) and not _overtaken(marked, quantity, trigger, k, tag):
            return True
        if any(sense.entry.tag == "clause" for sense, _ in marked.marks[k]):
            return False
    return False


def _in_force(marked: Annotated, form: str, k: int, quantity: Quantity, tag: str) -> bool:
    language, forms = marked.language, marked.tokens.forms
    if tag == "hypothetical" and language == "ar" and forms[k] in word_set(language, "grammar", "may"):
        # قد before a past verb says that it has happened; before a present verb, that it may
        return k + 1 < len(forms) and (
            any(s.form in ("present", "passive-present") for s, _ in marked.marks[k + 1])
            or forms[k + 1] in word_set(language, "grammar", "may_be")
        )
    if tag == "alleged" and forms[k] in word_set(language, "grammar", "claims_or_names"):
        return k + 1 < len(forms) and forms[k + 1] in word_set(language, "grammar", "complement")
    if tag == "denied" and form in ("past", "present"):
        # "he denied A, and said B": a comma and a new verb of saying end the denial
        return not any(
            s.entry.tag == "say" and s.form in ("past", "present") and marked.tagged(j, "denied") is None
            for j in range(k + 1, quantity.before)
            for s, _ in marked.marks[j]
        )
    return True


def verified(marked: Annotated, quantity: Quantity) -> bool | None:
    """True or False where the sentence, or for "unverified" the one after, says so of the number; else None."""
    tokens = marked.tokens
    n = tokens.sentence_of(quantity.first)
    first, last = tokens.sentences[n]
    if marked.has(first, last, "unverified"):
        return False
    if n + 1 < len(tokens.sentences) and marked.has(*tokens.sentences[n + 1], "unverified_all"):
        return False
    for k in range(quantity.before - 1, max(first, quantity.before - 8) - 1, -1):
        if marked.tagged(k, "verified"):
            return True
        if marked.tagged(k, "clause"):
            break
    return None


def settle_disputes(marked: Annotated, drafts: list[Draft]) -> None:
    """Numbers that two sources give differently for one thing are both reported, not asserted."""
    for n, draft in enumerate(drafts):
        if draft.modality != "asserted" or draft.decision.rule != "rival":
            continue
        draft.modality = "alleged_or_reported"
        before = next((d for d in reversed(drafts[:n]) if d.like(draft) and d.sentence >= draft.sentence - 1), None)
        if before is not None and before.modality == "asserted":
            before.modality = "alleged_or_reported"
    for a, b in pairwise(drafts):
        if _rivals(marked, a, b):
            for draft in (a, b):
                if draft.modality == "asserted":
                    draft.modality = "alleged_or_reported"


def _rivals(marked: Annotated, a: Draft, b: Draft) -> bool:
    """Two neighbouring figures of one thing from two sources, with a word of contrast between them."""
    if not (a.category == b.category and a.part_of is None and b.part_of is None and b.sentence - a.sentence <= 1):
        return False
    if a.value == b.value or a.attribution is None or b.attribution is None:
        return False
    if a.attribution.text == b.attribution.text or (a.unit != b.unit and "person" not in (a.unit, b.unit)):
        return False
    if a.own_places and b.own_places and {p.text for p in a.places} != {p.text for p in b.places}:
        return False
    opening = marked.tokens.sentences[a.sentence][0] if a.sentence == b.sentence else a.quantity.last
    return marked.has(a.quantity.last, b.quantity.first, "dispute") or any(
        marked.tagged(k, "dispute") for k in range(opening, min(opening + 3, a.quantity.first))
    )
