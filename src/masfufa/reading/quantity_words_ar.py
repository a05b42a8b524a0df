"""Quantities in Arabic without a number: singulars, duals, one of several, demonyms."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.lexicon.matcher import Entry, Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.forms_ar import affixes, definite, joined
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense
from masfufa.reading.words import word_set

NATIONAL = Sense(Entry("counted", "national", {}), "sg", "noun", ())
"""The sense of an unnamed national: خطفوا أميركيا."""


def one_of(marked: Annotated, i: int) -> Quantity | None:
    """أحدهم، إحداهن; أحد المواطنين."""
    found = marked.tagged(i, "one_of")
    if found is None:
        return None
    tokens, (sense, last) = marked.tokens, found
    start = tokens.inside(i, sense.skipped) if sense.skipped else tokens.starts[i]
    if sense.data.get("alone"):
        return Quantity(i, last, start, tokens.ends[i], 1, 1, "of_them", prefix=sense.prefix)
    if last >= len(tokens):
        return None
    counted = counted_sense(marked, last)
    if counted is None:  # an unknown plural will do: أحد المهربين
        form = tokens.forms[last]
        if not (definite(form) and form.endswith(affixes("definite_plurals"))) or marked.marks[last]:
            return None
        noun = NATIONAL._replace(prefix=sense.prefix)
        return Quantity(
            i,
            last + 1,
            start,
            tokens.ends[last],
            1,
            1,
            "one",
            noun=noun,
            noun_at=last,
            prefix=sense.prefix,
            chosen=True,
        )
    if counted[0].number == "sg" or not (counted[0].definite or counted[0].suffix or _owned(marked, *counted)):
        return None
    noun = counted[0]._replace(prefix=sense.prefix)
    end = tokens.ends[counted[1] - 1]
    return Quantity(i, counted[1], start, end, 1, 1, "one", noun=noun, noun_at=last, prefix=sense.prefix, chosen=True)


def _owned(marked: Annotated, sense: Sense, after: int) -> bool:
    """A plural made definite by its owner: أحد أعضاء المجلس."""
    if any(definite(word) for word in sense.rest):
        return True
    return after < len(marked.tokens) and (definite(marked.tokens.forms[after]) or after in marked.place_at)


def of_noun(marked: Annotated, i: int) -> Quantity | None:
    """A dual, or a singular that may stand for one person; whether it does is for the category to decide."""
    found = counted_sense(marked, i)
    if found is None:
        return None
    sense, last = found
    if sense.data.get("body") and sense.suffix:
        return None  # جثته is someone's who was named
    if sense.data.get("number_only") or (sense.data.get("event") and sense.number != "du"):
        return None
    if sense.number == "sg" and not sense.prefix and not sense.definite and i and _thing_only(marked, i - 1):
        return None  # هجوم انتحاري: an adjective
    tokens = marked.tokens
    start = tokens.inside(i, sense.skipped) if sense.skipped else tokens.starts[i]
    if (
        sense.data.get("body")
        and last < len(tokens)
        and (whose := counted_sense(marked, last))
        and (whose[0].number == "sg" or sense.number == "du")
    ):
        last = whose[1]  # جثة امرأة is one person
        if (
            sense.number == "du"
            and last < len(tokens)
            and (second := counted_sense(marked, last))
            and second[0].prefix in word_set("ar", "grammar", "and")
        ):
            last = second[1]
        sense = sense._replace(
            entry=sense.entry._replace(data={**sense.data, "groups": whose[0].data.get("groups", [])})
        )
    end = tokens.ends[last - 1]
    if sense.number == "sg" and sense.suffix:  # طفلاه is no accusative: that takes no pronoun
        sense = next(
            (s for s, _ in marked.marks[i] if s.entry.tag == "counted" and s.number == "du+" and s.suffix), sense
        )
    if (
        sense.number == "du"
        or (sense.number == "du+" and sense.suffix in word_set("ar", "grammar", "dual_owners"))
        or (sense.number == "du|pl" and _two_follows(marked, last))
    ):
        quantity = Quantity(i, last, start, end, 2, 2, "dual", noun=sense, noun_at=i, prefix=sense.prefix)
        if last in marked.number_at and marked.number_at[last].low == 2:
            quantity.last, quantity.end = last + 1, tokens.ends[last]
        return quantity
    if sense.data.get("other"):
        if tokens.forms[i] not in word_set("ar", "grammar", "one_other"):
            return None
    elif sense.number != "sg" or sense.data.get("never_one"):
        return None
    if last < len(tokens) and tokens.forms[last] in word_set("ar", "grammar", "one") and not sense.definite:
        return Quantity(
            i, last + 1, start, tokens.ends[last], 1, 1, "number", noun=sense, noun_at=i, prefix=sense.prefix
        )
    return Quantity(i, last, start, end, 1, 1, "one", noun=sense, noun_at=i, prefix=sense.prefix)


def _thing_only(marked: Annotated, i: int) -> bool:
    """An indefinite singular thing, which the next word describes."""
    senses = [sense for sense, _ in marked.marks[i]]
    if any(sense.entry.tag in ("counted", "trigger", "cause_verb") for sense in senses) or i in marked.date_at:
        return False
    return any(sense.entry.tag == "things" and sense.number == "sg" and not sense.definite for sense in senses)


def _two_follows(marked: Annotated, after: int) -> bool:
    """-ين is a dual where the word for two follows."""
    forms = marked.tokens.forms
    return any(form in word_set("ar", "grammar", "two") for form in forms[after : after + 2])


def of_demonym(marked: Annotated, i: int, *, follows: bool) -> Quantity | None:
    """An unnamed national as one person, right after a verb or a part marker: خطفوا أميركيا، بينهم سعودي وأفغاني."""
    tokens = marked.tokens
    if tokens.kinds[i] != WORD or i == 0:
        return None
    before = i - 1
    opened = follows and joined(tokens.forms[i])
    for back in (before, before - 1):
        if back >= 0 and not opened:
            opened = any(s.entry.tag in ("part", "trigger") and last == i for s, last in marked.marks[back])
    if not opened or (tokens.forms[i].endswith(affixes("nisba_feminine")) and not _after_verb(marked, i)):
        return None
    form = tokens.forms[i]
    bare = form[1:] if joined(form) and country_of_demonym(form[1:], "ar") else form
    if definite(bare) or country_of_demonym(bare, "ar") is None or not bare.endswith(affixes("nisba")):
        return None
    skipped = len(form) - len(bare)
    start = tokens.inside(i, skipped) if skipped else tokens.starts[i]
    return Quantity(i, i + 1, start, tokens.ends[i], 1, 1, "one", noun=NATIONAL, noun_at=i, prefix=form[:skipped])


def _after_verb(marked: Annotated, i: int) -> bool:
    return any(s.entry.tag == "trigger" and s.form in ("past", "passive") for s, _ in marked.marks[i - 1])
