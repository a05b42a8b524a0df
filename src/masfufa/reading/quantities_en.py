"""Quantities in English: number and noun with the words between them, "of" phrases, singular nouns that stand for one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set
from masfufa.values.numbers import Number

_PHRASE = 7
"""Longest noun phrase after a number, in words."""
_ONE_PHRASE = 5
_UNUSED_KINDS = frozenset(("code", "fraction"))


def find_quantities(marked: Annotated) -> list[Quantity]:
    """All quantities of a document, in text order."""
    out: list[Quantity] = []
    taken: set[int] = set()
    for number in marked.numbers:
        quantity = _of_number(marked, number)
        if quantity is not None:
            out.append(quantity)
            taken.update(range(quantity.first, quantity.last))
    determiners = word_set("en", "grammar", "one_determiners") | word_set("en", "grammar", "own_determiners")
    for i, form in enumerate(marked.tokens.forms):
        if form in determiners and i not in taken:
            single = _of_determiner(marked, i, taken)
            if single is not None:
                out.append(single)
                taken.update(range(single.first, single.last))
    out.sort(key=lambda q: (q.first, q.last))
    return out


@dataclass(slots=True)
class _Phrase:
    """The noun phrase after a number: its head, where it ends, and what an adjective in it says of the people."""

    last: int
    noun: Sense | None = None
    noun_at: int | None = None
    quality: str | None = None
    thing: bool = False
    unknown: bool = False
    of_them: bool = False


# ------------------------------------------------------------------ numbers
def _of_number(marked: Annotated, number: Number) -> Quantity | None:
    tokens = marked.tokens
    if number.ordinal or number.kind in _UNUSED_KINDS or number.low is None or number.low != int(number.low):
        return None
    if number.first in marked.date_at or _is_measure(marked, number):
        return None
    high = None if number.high is None else int(number.high)
    quantity = Quantity(
        number.first, number.last, number.start, number.end, int(number.low), high, "bare",
        qualifier={"vague": "vague", "range": "range", "about": "approx"}.get(number.kind, "exact"), number=number,
    )  # fmt: skip
    _take_determiners(marked, quantity)
    age = _age_after(marked, number.last)
    phrase = _phrase(marked, age or number.last, one=quantity.high == 1 or age is not None)
    if age is not None:
        return _aged(marked, quantity, age, phrase)
    if phrase is None:
        return None if _parenthetic_age(marked, quantity) else quantity
    quantity.last, quantity.thing, quantity.unknown_noun = phrase.last, phrase.thing, phrase.unknown
    quantity.quality = phrase.quality
    if not phrase.thing:
        quantity.end = tokens.ends[phrase.last - 1]
        quantity.shape = "of_them" if phrase.of_them else "number"
        quantity.noun, quantity.noun_at = phrase.noun, phrase.noun_at
    return quantity


def _is_measure(marked: Annotated, number: Number) -> bool:
    """Numbers of ages, sums, scores, names and times: what stands right before or after says so."""
    tokens = marked.tokens
    forms, first, last = tokens.forms, number.first, number.last
    if first > 0:
        before = first - 1
        if forms[before] == "(" and before > 0:
            before -= 0
        for k in (before, before - 1):
            if k >= 0:
                found = marked.tagged(k, "distance")
                if found and found[1] == first and tokens.sentence_of(k) == tokens.sentence_of(first):
                    return True
        if tokens.glued(first) and tokens.kinds[before] == SIGN and forms[before] in ("-", "/", ":", ".", "'", "+"):
            if before > 0 and tokens.glued(before) and not (forms[before] == "." and tokens.kinds[before - 1] == WORD):
                return True
    if last + 1 < len(forms) and forms[last] == "-" and tokens.glued(last) and tokens.glued(last + 1):
        if tokens.kinds[last + 1] == WORD and _age_after(marked, last) is None:
            return True  # a 57-storey tower, a 300-strong force
    if last < len(forms):
        if forms[last] in ("%", "°") or (
            forms[last] in ("/", ":") and last + 1 < len(forms) and tokens.kinds[last + 1] == NUMBER
        ):
            return True
        if forms[last] in ("per", "percent") and forms[last : last + 2] != ["per", "day"]:
            return True
    return False


def _take_determiners(marked: Annotated, quantity: Quantity) -> None:
    """Let the figure begin at another, an additional, a further; pass over the, all, a total of."""
    forms = marked.tokens.forms
    k = quantity.first
    while k > 0 and forms[k - 1] in ("another", "additional", "further"):
        k -= 1
    if k != quantity.first and k > 0 and forms[k - 1] in ("a", "an"):
        k -= 1
    if k != quantity.first:
        quantity.first, quantity.start = k, marked.tokens.starts[k]
    # "a total of", "the", "all" belong to the quantity but not to its text
    if k >= 3 and forms[k - 3 : k] in (["a", "total", "of"], ["the", "total", "of"]):
        quantity.first = k - 3
    elif k >= 2 and forms[k - 2 : k] in (["total", "of"], ["figure", "of"], ["all", "the"]):
        quantity.first = k - 2
    elif k and forms[k - 1] in ("the", "all", "these", "those", "its", "their", "his", "her"):
        quantity.first = k - 1


def _age_after(marked: Annotated, last: int) -> int | None:
    """Index after "-year-old(s)" that follows a number."""
    forms = marked.tokens.forms
    rest = forms[last : last + 6]
    for shape in (
        ["-", "year", "-", "old"],
        ["year", "old"],
        ["-", "year", "old"],
        ["-", "month", "-", "old"],
        ["year", "-", "old"],
    ):
        if rest[: len(shape)] == shape:
            return last + len(shape)
    return None


def _aged(marked: Annotated, quantity: Quantity, age: int, phrase: _Phrase | None) -> Quantity | None:
    """A 19-year-old, a 19-year-old student: one person."""
    tokens = marked.tokens
    if quantity.first == 0 or tokens.forms[quantity.first - 1] not in word_set("en", "grammar", "one_determiners"):
        return None
    quantity.low = quantity.high = 1
    quantity.shape, quantity.qualifier, quantity.number = "one", "exact", None
    quantity.first -= 1
    quantity.last, quantity.end = age, tokens.ends[age - 1]
    if phrase is not None and phrase.noun is not None:
        quantity.noun, quantity.noun_at = phrase.noun, phrase.noun_at
        quantity.last, quantity.end = phrase.last, tokens.ends[phrase.last - 1]
    return quantity


def _parenthetic_age(marked: Annotated, quantity: Quantity) -> bool:
    """ "The driver, 31, said": a small bare number between commas or brackets after a word."""
    forms, first, last = marked.tokens.forms, quantity.first, quantity.last
    if first == 0 or last >= len(forms) or (quantity.high or 0) > 110 or quantity.low != quantity.high:
        return False
    return (forms[first - 1], forms[last]) in ((",", ","), ("(", ")"))


# ------------------------------------------------------------------ the noun phrase
def _phrase(marked: Annotated, j: int, *, one: bool) -> _Phrase | None:
    """The noun phrase that begins at token j; None where no noun of people, homes or things stands there."""
    tokens = marked.tokens
    forms, kinds, n = tokens.forms, tokens.kinds, len(tokens)
    stop_words, partitive = word_set("en", "grammar", "function_words"), False
    if j < n and forms[j] == "of":
        j, partitive = _after_of(marked, j), True
        if j < 0:
            return _Phrase(-j, of_them=True)
    quality: str | None = None
    candidate: tuple[Sense, int, int] | None = None
    run: list[int] = []
    k, broke = j, False
    while k < n and k - j < _PHRASE:
        form = forms[k]
        if kinds[k] == BREAK:
            if broke or k > j + 1 or k + 1 >= n:
                break
            k, broke = k + 1, True
            continue
        if kinds[k] == SIGN:
            if form == "-" and tokens.glued(k) and k + 1 < n and tokens.glued(k + 1) and kinds[k + 1] == WORD and run:
                k += 1
                continue
            if form in ('"', "(", "[") and k == j and not (form == "(" and k + 1 < n and kinds[k + 1] == NUMBER):
                k += 1
                continue
            break
        if kinds[k] == NUMBER or k in marked.number_at or k in marked.date_at:
            break
        if (
            run
            and forms[k - 1] == "-"
            and tokens.glued(k)
            and k + 1 < n
            and forms[k + 1] == "-"
            and tokens.glued(k + 1)
        ):
            k += 2  # the middle of a compound: mud-and-thatch
            continue
        named = _nouns(marked, k)
        if named is not None:
            sense, after, plural, thing = named
            if sense.data.get("nominal") and _noun_follows(marked, after):
                quality = quality or str(sense.data["cat"])
                run.append(k)
                k = after
                continue
            if not plural and not one:
                if not thing:
                    candidate = (sense, k, after)
                run.append(k)
                k = after
                continue
            if one and not plural and _noun_follows(marked, after):
                run.append(k)
                k = after
                continue
            if thing:
                return _Phrase(after, noun_at=k, thing=True)
            follower = _nouns(marked, after) if after < n and not sense.data.get("plain") else None
            if (
                follower is not None
                and follower[2]
                and not follower[0].data.get("nominal")
                and not one
                and forms[after] not in stop_words
            ):
                sense, k, after, thing = follower[0], after, follower[1], follower[3]
                if thing:
                    return _Phrase(after, noun_at=k, thing=True)
            return _Phrase(after, sense, k, quality)
        adjective = _participle(marked, k)
        if adjective is not None:
            if not _noun_follows(marked, adjective[1]):
                break
            quality = quality or adjective[0]
            run.append(k)
            k = adjective[1]
            continue
        if form in stop_words and not (
            form in ("newly", "mostly", "also") or (form == "and" and run and _noun_follows(marked, k + 1))
        ):
            break
        if form in stop_words and form == "and" and not _pair_of_adjectives(marked, k, run):
            break
        if _stops(marked, k) or (form.endswith("ly") and not _noun_follows(marked, k + 1)):
            break
        run.append(k)
        k += 1
    return _fallback(marked, run, candidate, quality, partitive=partitive, one=one, j=j)


def _fallback(
    marked: Annotated, run: list[int], candidate: tuple[Sense, int, int] | None, quality: str | None,
    *, partitive: bool, one: bool, j: int,
) -> _Phrase | None:  # fmt: skip
    """No known noun in the plural: a demonym, a noun for people by its ending, or an unknown noun."""
    forms = marked.tokens.forms
    for k in reversed(run):
        form = forms[k]
        singular = form[:-1] if form.endswith("s") else form
        if country_of_demonym(form, "en") or country_of_demonym(singular, "en"):
            if k == run[-1] or form.endswith(("s", "ese")):
                return _Phrase(k + 1, None, k, quality)
        if looks_like_people(form, plural=not one):
            return _Phrase(k + 1, None, k, quality)
    if candidate is not None and (partitive or candidate[1] == run[-1]) and candidate[0].data.get("cat"):
        return _Phrase(candidate[2], candidate[0], candidate[1], quality)
    if not run:
        return None
    last = run[0]
    if forms[last] == "more" and len(run) == 1:
        return None
    head = next((k for k in run if forms[k].endswith("s") and len(forms[k]) > 3), None)
    if head is not None:
        return _Phrase(head + 1, None, head, quality, unknown=True)
    if candidate is not None and candidate[0].data.get("unit"):
        return None
    return _Phrase(run[-1] + 1, None, run[-1], quality, unknown=True) if forms[run[0]] not in ("more", "new") else None


def _after_of(marked: Annotated, j: int) -> int:
    """Index where the noun of "dozens of the …" begins; minus the index after "of them" where a pronoun stands there."""
    forms = marked.tokens.forms
    k = j + 1
    while k < len(forms) and k - j < 3 and forms[k] in word_set("en", "grammar", "determiners"):
        k += 1
    if k < len(forms) and forms[k] in ("them", "whom", "these", "those", "which", "us") and k == j + 1:
        return -(k + 1)
    return k


def _nouns(marked: Annotated, k: int) -> tuple[Sense, int, bool, bool] | None:
    """(sense, index after, plural, is a thing) of a counted noun or thing at a token."""
    if k >= len(marked.marks):
        return None
    for sense, after in marked.marks[k]:
        tag = sense.entry.tag
        if tag == "counted":
            number = sense.data.get("number") or sense.number
            return sense, after, number != "sg", False
        if tag == "things":
            return sense, after, sense.number != "sg", True
    return None


def _participle(marked: Annotated, k: int) -> tuple[str, int] | None:
    """(category, index after) of a participle or adjective that may stand before its noun: displaced, missing."""
    for sense, after in marked.marks[k]:
        if (
            sense.entry.tag == "trigger"
            and sense.data.get("cat")
            and (
                sense.form == "participle"
                or (sense.form == "" and not sense.rest and sense.data.get("role") != "active")
            )
        ):
            return str(sense.data["cat"]), after
    return None


def _noun_follows(marked: Annotated, k: int) -> bool:
    """Whether a noun of people or homes stands within two words, with nothing but adjectives before it."""
    tokens = marked.tokens
    for step in range(k, min(k + 3, len(tokens))):
        if tokens.kinds[step] != WORD or step in marked.number_at:
            return False
        if _nouns(marked, step) is not None:
            return True
        form = tokens.forms[step]
        if looks_like_people(form, plural=True) or country_of_demonym(form.removesuffix("s"), "en"):
            return True
        if form in word_set("en", "grammar", "function_words") or any(
            s.entry.tag == "say" for s, _ in marked.marks[step]
        ):
            return False
    return False


def _pair_of_adjectives(marked: Annotated, k: int, run: list[int]) -> bool:
    """Black and white students; but not "12 killed and people …"."""
    return bool(run) and run[-1] == k - 1 and _participle(marked, k - 1) is None and _nouns(marked, k - 1) is None


def _stops(marked: Annotated, k: int) -> bool:
    """A verb or a small word that can't stand between a number and its noun."""
    for sense, _ in marked.marks[k]:
        tag, form = sense.entry.tag, sense.form
        verb = form in ("past", "present", "gerund", "base", "noun") or sense.data.get("role") == "active"
        if tag == "trigger" and (verb or sense.rest):
            return True
        if tag in ("clause", "part", "adds", "rise") or (tag == "say" and form in ("past", "present")):
            return True
    return False


@lru_cache(maxsize=65536)
def looks_like_people(form: str, *, plural: bool) -> bool:
    """Whether an unknown word ends as nouns for people do: herders, pharmacist."""
    if (
        len(form) < 5
        or form in word_set("en", "grammar", "not_people")
        or form in word_set("en", "grammar", "function_words")
    ):
        return False
    section = "people_plural_endings" if plural else "people_endings"
    return form.endswith(tuple(word_set("en", "grammar", section)))


# ------------------------------------------------------------------ one person
def _of_determiner(marked: Annotated, i: int, taken: set[int]) -> Quantity | None:
    """ "A soldier", "another young woman", "his wife": one person; whether a figure is for the category to decide."""
    tokens = marked.tokens
    forms, kinds, n = tokens.forms, tokens.kinds, len(tokens)
    head: tuple[Sense | None, int, int] | None = None
    k = i + 1
    while k < n and k - i <= _ONE_PHRASE and k not in taken and k not in marked.date_at:
        if kinds[k] != WORD:
            if not (forms[k] == "-" and tokens.glued(k)):
                break
            k += 1
            continue
        named = _nouns(marked, k)
        if named is not None:
            sense, after, plural, thing = named
            if plural and (sense.data.get("number") or sense.number) == "pl":
                return None
            head = None if thing else (sense, k, after)
            k = after
            continue
        form = forms[k]
        small = form in word_set("en", "grammar", "function_words") and not (form == "us" and tokens.capital(k))
        if small or _stops(marked, k) or _participle(marked, k) is not None:
            break
        head = (None, k, k + 1) if looks_like_people(form, plural=False) and not tokens.capital(k) else None
        k += 1
    if head is None:
        if forms[i] == "another" and k == i + 1:
            return Quantity(i, k, tokens.starts[i], tokens.ends[i], 1, 1, "one", noun_at=None)
        return None
    sense_, at, after = head
    if sense_ is not None and (sense_.data.get("unit") or sense_.data.get("event") or sense_.data.get("number_only")):
        return None
    # a name follows: "a man, Ali …" stays, "a judge Ali …" is a person given by name
    if (
        after < n
        and kinds[after] == WORD
        and tokens.capital(after)
        and after not in marked.date_at
        and not tokens.capital(at)
    ):
        if after not in marked.place_at:
            return None
    if _named_in_apposition(marked, after) or _names_before(marked, i):
        return None
    start, value = tokens.starts[at], int(sense_.data.get("value", 1)) if sense_ is not None else 1
    if value > 1 and after < n and forms[after] == "of":
        return None  # a couple of
    return Quantity(i, after, start, tokens.ends[after - 1], value, value, "one", noun=sense_, noun_at=at)


def _named_in_apposition(marked: Annotated, after: int) -> bool:
    """His friend, the journalist Ali Hassan: a name of two words within a comma's reach."""
    tokens = marked.tokens
    if after >= len(tokens) or tokens.forms[after] != ",":
        return False
    for k in range(after + 1, min(after + 6, len(tokens) - 1)):
        if tokens.kinds[k] != WORD:
            return False
        if all(
            tokens.kinds[j] == WORD and tokens.capital(j) and j not in marked.place_at and j not in marked.date_at
            for j in (k, k + 1)
        ):
            return True
    return False


def _names_before(marked: Annotated, i: int) -> bool:
    """Nasrin Sotoudeh, a lawyer: who was named before the comma."""
    tokens = marked.tokens
    return (
        i > 2
        and tokens.forms[i - 1] == ","
        and tokens.kinds[i - 2] == WORD
        and tokens.capital(i - 2)
        and tokens.capital(i - 3)
        and i - 2 not in marked.place_at
        and i - 2 not in marked.date_at
    )
