"""Who a figure counts: the words for them, and the groups they belong to."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense
from masfufa.records import Victims

_REACH = 4
_GROUP_OF_CATEGORY = {"migrants": "migrants", "refugees": "refugees"}


def victims(marked: Annotated, quantity: Quantity, inherited: Victims | None = None) -> Victims | None:
    """The victims that a quantity names; None where it only says persons, killed, wounded or others."""
    noun, at = quantity.noun, quantity.noun_at
    if at is None:
        return None
    groups: list[str] = list(noun.data.get("groups", ())) if noun else []
    groups += quantity.groups
    tokens = marked.tokens
    first, last = at, max(quantity.last, at + 1)
    for k in range(quantity.last, min(quantity.last + _REACH, len(tokens))):
        if tokens.kinds[k] != WORD or k in marked.number_at or k in marked.date_at:
            break
        form = tokens.forms[k]
        counted = counted_sense(marked, k)
        if counted and counted[0].prefix == "" and counted[0].form == "noun" and counted[0].data.get("groups"):
            groups += counted[0].data["groups"]
            last = k + 1
        elif country_of_demonym(form, marked.language) is not None:
            last = k + 1
        else:
            break
    if noun is not None and not groups:
        groups += _of_force(marked, quantity.last)
    if noun is not None and noun.data.get("unit"):
        return None
    if (
        noun is not None
        and (noun.data.get("plain") or noun.data.get("strong"))
        and not groups
        and last <= quantity.last
    ):
        return None
    if inherited is not None:
        groups += [g for g in inherited.groups if g in ("migrants", "refugees") and g not in groups]
    start = tokens.inside(first, noun.skipped) if noun and noun.skipped else tokens.starts[first]
    end = tokens.ends[last - 1]
    return Victims(marked.document.text[start:end], start, end, tuple(dict.fromkeys(groups)))


def _of_force(marked: Annotated, after: int) -> list[str]:
    """The groups of the force that people belong to: عنصرا من تنظيم داعش."""
    for k in range(after, min(after + _REACH, len(marked.tokens))):
        if marked.tokens.kinds[k] != WORD:
            return []
        found = marked.tagged(k, "force")
        if found:
            return list(found[0].data["groups"])
        if marked.tagged(k, "trigger"):
            return []
    return []
