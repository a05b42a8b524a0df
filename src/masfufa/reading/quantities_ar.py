"""Quantities in Arabic: number and noun in both orders, duals, singular nouns that stand for one."""

from __future__ import annotations

from masfufa.language.tokens import SIGN, WORD
from masfufa.lexicon.matcher import Entry, Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.forms_ar import affixes, definite, joined
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense, is_thing, transparent, whole_bounds
from masfufa.reading.words import word_set
from masfufa.values.numbers import Number

_MAX_GAP = 2
_SHORTEST_PLURAL = 6
_MODEL = 200
"""Numbers below this after a dash are those of models: AK-47."""
_NO_COUNT = frozenset(("fraction", "code"))
_NATIONAL = Sense(Entry("counted", "national", {}), "sg", "noun", ())
"""The sense of an unnamed national: خطفوا أميركيا."""
_NOT_A_NOUN = frozenset(
    (
        "trigger",
        "say",
        "rise",
        "clause",
        "part",
        "according",
        "total",
        "stock",
        "future",
        "hypothetical",
        "bound",
        "agent",
    )
)


def find_quantities(marked: Annotated) -> list[Quantity]:
    """All quantities of a document, in text order."""
    out: list[Quantity] = []
    taken: set[int] = set()
    for number in marked.numbers:
        quantity = _of_number(marked, number)
        if quantity is not None:
            out.append(quantity)
            taken.update(range(quantity.first, quantity.last))
    opened = False
    follows = -1
    for i, marks in enumerate(marked.marks):
        if not marks and not opened and follows != i:
            continue
        single = None
        if i not in taken:
            single = (_one_of(marked, i) or _of_noun(marked, i)) if marks else None
            if single is None and (opened or follows == i):
                single = _of_demonym(marked, i, follows=follows == i)
        follows = i + 1 if single is not None and single.noun is _NATIONAL else -1
        opened = any(sense.entry.tag in ("part", "trigger") for sense, _ in marks)
        if single is not None and not taken & set(range(single.first, single.last)):
            out.append(single)
            taken.update(range(single.first, single.last))
    out.sort(key=lambda q: (q.first, q.last))
    return out


# ---------------------------------------------------------------------- with a number
def _of_number(marked: Annotated, number: Number) -> Quantity | None:
    tokens = marked.tokens
    bounds = whole_bounds(number)
    if bounds is None or number.kind in _NO_COUNT or _part_of_name(marked, number):
        return None
    if tokens.forms[number.first] in word_set("ar", "grammar", "names_like_numbers"):
        return None
    quantity = Quantity(
        number.first, number.last, number.start, number.end, *bounds, "bare",
        qualifier={"vague": "vague", "range": "range"}.get(number.kind, "exact"),
        prefix=number.prefix, number=number,
    )  # fmt: skip
    if number.first in marked.date_at and not (number.kind == "range" and _after_date(marked, quantity)):
        return None
    if (
        tokens.forms[number.first] in word_set("ar", "grammar", "two")
        and number.first
        and number.first - 1 not in marked.number_at
    ):
        pair = counted_sense(marked, number.first - 1)
        if pair and pair[0].number in ("du", "du|pl"):  # شرطيين اثنين
            k = number.first - 1
            quantity.shape, quantity.noun, quantity.noun_at, quantity.first = "number", pair[0], k, k
            quantity.start = tokens.inside(k, pair[0].skipped) if pair[0].skipped else tokens.starts[k]
            quantity.prefix = pair[0].prefix
            return quantity
    if number.ordinal:
        quantity.shape = "ordinal"
        quantity.low = quantity.high = 1
        return quantity
    if _is_definite(marked, quantity) and _noun_before(marked, quantity):
        return quantity
    n = len(tokens)
    j = quantity.last
    while j < n and j - quantity.last < _MAX_GAP and transparent(marked, j):
        j += 1
    if j < n and _same_sentence(marked, quantity.first, j):
        form = tokens.forms[j]
        if form in word_set("ar", "grammar", "percent") or _percent_words(marked, j):
            return None
        them = marked.tagged(j, "of_them")
        if them:
            return _of_them(marked, quantity, them[1])
        if form in word_set("ar", "grammar", "partitive") or (
            form in word_set("ar", "grammar", "among") and j == quantity.last
        ):
            return _with_partitive(marked, quantity, j)
        if _noun_after(marked, quantity, j):
            return quantity
    if quantity.low == 1 and _is_one(tokens.forms[quantity.first]):
        return None  # "one" after its noun is an adjective: شهر واحد
    if (
        quantity.low is not None
        and quantity.low < _MODEL
        and quantity.first > 1
        and _dash_before(marked, quantity.first)
    ):
        return None  # ميركافا - 4
    if (
        quantity.first > 0
        and is_thing(marked, quantity.first - 1)
        and not quantity.prefix
        and quantity.qualifier == "exact"
    ):
        return None  # تفجيرات 11 سبتمبر، القرار 2811
    return quantity


def _is_one(form: str) -> bool:
    ones = word_set("ar", "grammar", "one")
    return form in ones or form[1:] in ones


def _dash_before(marked: Annotated, first: int) -> bool:
    tokens = marked.tokens
    before = tokens.forms[first - 1] in word_set("ar", "grammar", "dashes")
    return before and tokens.kinds[first - 2] == WORD and first - 2 not in marked.place_at


def _after_date(marked: Annotated, quantity: Quantity) -> bool:
    """من أكتوبر 2023 إلى 62,192: the "range" begins in a date, only its end is a quantity."""
    tokens = marked.tokens
    first = marked.date_at[quantity.first].last + 1
    if first >= quantity.last or first in marked.date_at:
        return False
    quantity.first, quantity.start = first, tokens.starts[first]
    quantity.low, quantity.qualifier = quantity.high, "exact"
    return True


def _percent_words(marked: Annotated, j: int) -> bool:
    forms = marked.tokens.forms
    return forms[j] in word_set("ar", "grammar", "percent_in") and bool(
        set(forms[j + 1 : j + 2]) & word_set("ar", "grammar", "percent_whole")
    )


def _part_of_name(marked: Annotated, number: Number) -> bool:
    """Numbers of codes (U2), and those that a word such as "distance", "aged" or "resolution" claims."""
    tokens = marked.tokens
    before = number.first - 1
    if before < 0:
        return False
    if tokens.glued(number.first) and tokens.kinds[before] == WORD and tokens.forms[before].isascii():
        return True
    for back in range(before, max(before - 4, -1), -1):
        found = marked.tagged(back, "distance")
        if found and found[1] == number.first and tokens.sentence_of(back) == tokens.sentence_of(number.first):
            return True
    return False


def _same_sentence(marked: Annotated, i: int, j: int) -> bool:
    return marked.tokens.sentence_of(i) == marked.tokens.sentence_of(j) and marked.tokens.kinds[j] != 3


def _of_them(marked: Annotated, quantity: Quantity, last: int) -> Quantity:
    """ثلاثة منهم، خمسون منهم راهبا: a part, with the noun that may follow."""
    tokens = marked.tokens
    quantity.shape, quantity.last, quantity.end = "of_them", last, tokens.ends[last - 1]
    if last < len(tokens) and _same_sentence(marked, quantity.first, last):
        found = counted_sense(marked, last)
        if found and not found[0].prefix and not found[0].definite:
            quantity.noun, quantity.noun_at, quantity.last = found[0], last, found[1]
    return quantity


def _noun_after(marked: Annotated, quantity: Quantity, j: int) -> bool:
    """Take the word at token j as what the number counts; False where it is no such noun."""
    tokens = marked.tokens
    if tokens.kinds[j] != WORD:
        return False
    for sense, last in marked.marks[j]:
        if sense.entry.tag == "things" and not sense.prefix and j not in marked.date_at:
            quantity.thing, quantity.last = True, last
            return True
        if sense.entry.tag == "counted" and not sense.prefix:
            _set_noun(marked, quantity, sense, j, last)
            return True
    form = tokens.forms[j]
    national = _national(form)
    if national or _may_be_noun(marked, j):
        quantity.unknown_noun = not national and not _people_by_form(form, quantity)
        quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", j, j + 1, tokens.ends[j]
        return True
    return False


def _people_by_form(form: str, quantity: Quantity) -> bool:
    """An unknown sound masculine plural, which only people take: ثمانية حطابين; not the broken plural of قوانين."""
    if (
        len(form) < _SHORTEST_PLURAL
        or form[-4] in word_set("ar", "grammar", "broken_plural_vowel")
        or not form.endswith(affixes("sound_plurals"))
    ):
        return False
    few = quantity.low is not None and 2 < quantity.low <= 10
    return few or quantity.qualifier == "vague" or definite(form)


def _national(form: str) -> bool:
    """A demonym, also in the accusative, where it may look like a country: 311 سوريا."""
    return country_of_demonym(form, "ar") is not None or (
        form.endswith(affixes("nisba_accusative")) and country_of_demonym(form[:-1], "ar") is not None
    )


def _set_noun(marked: Annotated, quantity: Quantity, sense: Sense, j: int, last: int) -> None:
    """Give the quantity its noun, with the nouns that are counted with it: 68 قتيلا وجريحا، 30 ألف امرأة وطفل."""
    tokens = marked.tokens
    quantity.shape, quantity.noun, quantity.noun_at, quantity.last = "number", sense, j, last
    quantity.end = tokens.ends[last - 1]
    n = len(tokens)
    k = last
    while k < n and _same_sentence(marked, j, k):
        if tokens.forms[k] in word_set("ar", "grammar", "among") and sense.data.get("plain"):
            k += 1
            continue
        if k + 1 < n and tokens.forms[k] in word_set("ar", "grammar", "and") and not tokens.glued(k + 1):
            k += 1
        found = counted_sense(marked, k)
        if (
            found is None
            or not (
                found[0].prefix in word_set("ar", "grammar", "and")
                or tokens.forms[k - 1] in word_set("ar", "grammar", "and") | word_set("ar", "grammar", "among")
            )
            or k in marked.number_at
        ):
            break
        other, after = found
        if not _counted_together(sense, other, quantity):
            break
        first_category, second = sense.data.get("cat"), other.data.get("cat")
        if first_category != second and {first_category, second} <= {
            "killed",
            "wounded",
            "missing",
            "casualties",
            None,
        }:
            quantity.mixed = (*quantity.mixed, *(c for c in (first_category, second) if c))
        quantity.groups = (*quantity.groups, *other.data.get("groups", ()))
        quantity.last, quantity.end = after, tokens.ends[after - 1]
        k = after
    if quantity.last < n and (them := marked.tagged(quantity.last, "of_them")) is not None:
        quantity.shape, quantity.last = "of_them", them[1]


def _counted_together(sense: Sense, other: Sense, quantity: Quantity) -> bool:
    """Whether "N noun and noun" counts both nouns with one number, and not one more person."""
    if sense.data.get("unit", "person") != other.data.get("unit", "person"):
        return False
    if other.number == "sg":
        return sense.number == "sg" and (quantity.low is None or quantity.low > 10)
    return (
        other.number in ("pl", "du|pl") and sense.number in ("pl", "du|pl", "sg") and other.definite == sense.definite
    )


def _with_partitive(marked: Annotated, quantity: Quantity, j: int) -> Quantity:
    """Number + من + plural (خمسة من رجال الشرطة، 3 من كبار السياسيين); number + بين قتيل وجريح."""
    tokens = marked.tokens
    k = j + 1
    steps = 0
    while (
        k < len(tokens)
        and steps < _MAX_GAP
        and (transparent(marked, k) or tokens.forms[k] in word_set("ar", "grammar", "partitive_heads"))
        and not counted_sense(marked, k)
    ):
        k, steps = k + 1, steps + 1
    if k >= len(tokens) or not _same_sentence(marked, j, k):
        return quantity
    found = counted_sense(marked, k)
    if tokens.forms[j] in word_set("ar", "grammar", "among"):
        if found and found[0].data.get("cat"):
            quantity.shape = "number"
            _set_noun(marked, quantity, found[0], k, found[1])
        return quantity
    if found and not found[0].prefix and found[0].number != "sg":
        quantity.shape = "number"
        _set_noun(marked, quantity, found[0], k, found[1])
    elif is_thing(marked, k) and not found:
        quantity.thing, quantity.last = True, k + 1
    elif tokens.forms[k] in word_set("ar", "grammar", "collectives"):
        last = (
            k + 2 if k + 1 < len(tokens) and definite(tokens.forms[k + 1]) and k + 1 not in marked.place_at else k + 1
        )
        quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", k, last, tokens.ends[last - 1]
    elif tokens.kinds[k] == WORD and k not in marked.place_at:
        form = tokens.forms[k]
        national = country_of_demonym(form, "ar") is not None
        if national or definite(form):
            quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", k, k + 1, tokens.ends[k]
            quantity.unknown_noun = not national and not _people_by_form(form, quantity)
    return quantity


def _is_definite(marked: Annotated, quantity: Quantity) -> bool:
    tokens, first = marked.tokens, quantity.first
    if quantity.number is not None and quantity.number.definite:
        return True
    return first > 0 and tokens.forms[first - 1] in word_set("ar", "grammar", "article") and tokens.glued(first)


def _noun_before(marked: Annotated, quantity: Quantity) -> bool:
    """The noun of a definite number that follows it: الأجانب الخمسة، الجنود البريطانيين الـ15، عناصر طالبان الخمسة."""
    tokens = marked.tokens
    first = quantity.first
    if first > 0 and tokens.forms[first - 1] in word_set("ar", "grammar", "article") and tokens.glued(first):
        first -= 1
    for k in range(first - 1, max(first - 4, -1), -1):
        if not _same_sentence(marked, quantity.first, k) or (tokens.kinds[k] == SIGN and not transparent(marked, k)):
            return False
        found = counted_sense(marked, k)
        if found and found[0].number in ("pl", "du|pl", "du") and not (found[0].data.get("number_only")):
            quantity.shape, quantity.noun, quantity.noun_at, quantity.first = "number", found[0], k, k
            quantity.start = tokens.inside(k, found[0].skipped) if found[0].prefix else tokens.starts[k]
            quantity.prefix = found[0].prefix
            return True
        if is_thing(marked, k):
            quantity.thing = True
            return True
        form = tokens.forms[k]
        if form in word_set("ar", "grammar", "function_words") or marked.tagged(k, "bound") or k in marked.number_at:
            return False
        if any(s.entry.tag == "trigger" and s.form in ("past", "passive") for s, _ in marked.marks[k]):
            return False  # قتلى وأصيب العشرات
        if k < first - 1 and not definite(form) and country_of_demonym(form, "ar") is None:
            return False
    return False


def _may_be_noun(marked: Annotated, j: int) -> bool:
    """An unknown word after a number is its noun unless it is known to be something else."""
    tokens = marked.tokens
    form = tokens.forms[j]
    if len(form) < 3 or j in marked.number_at or j in marked.place_at or j in marked.date_at:
        return False
    if form in word_set("ar", "grammar", "function_words") or form.startswith(affixes("joined_articles")):
        return False
    if any(sense.prefix for sense, _ in marked.marks[j]):
        return False
    return not _NOT_A_NOUN & {sense.entry.tag for sense, _ in marked.marks[j]}


# ---------------------------------------------------------------------- without a number
def _one_of(marked: Annotated, i: int) -> Quantity | None:
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
        noun = _NATIONAL._replace(prefix=sense.prefix)
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


def _of_noun(marked: Annotated, i: int) -> Quantity | None:
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


def _of_demonym(marked: Annotated, i: int, *, follows: bool) -> Quantity | None:
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
    return Quantity(i, i + 1, start, tokens.ends[i], 1, 1, "one", noun=_NATIONAL, noun_at=i, prefix=form[:skipped])


def _after_verb(marked: Annotated, i: int) -> bool:
    return any(s.entry.tag == "trigger" and s.form in ("past", "passive") for s, _ in marked.marks[i - 1])
