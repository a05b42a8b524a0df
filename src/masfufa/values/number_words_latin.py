"""English and French number expressions: words, digits, and both mixed (1.2 million, 100k, un million et demi)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from masfufa.language.tokens import NUMBER, WORD, Tokens
from masfufa.values.digits import read_digits
from masfufa.values.number_lexicon import ONE, PLURAL, Entry, NumberLexicon, Role, number_lexicon, vague_bounds
from masfufa.values.number_sum import UNLIMITED, Element, Found, State, fraction_only, scaled

_SMALL = (Role.UNIT, Role.TEEN, Role.TEN)
_BEFORE_HUNDRED = (*_SMALL, Role.DIGITS)


class _Following(NamedTuple):
    linked: bool  # "and", "et" stood before it
    of: bool  # "of", "de" or an article
    element: Element


@cache
def words_of(language: str) -> NumberLexicon:
    """The lexicon of a Latin-script language."""
    return number_lexicon(language)


def sense(form: str, language: str) -> Entry | None:
    """The number word that a folded word is (after an elided word: d'une), or None."""
    entries = words_of(language).entries
    entry = entries.get(form)
    if entry is None and language == "fr" and "'" in form:
        return entries.get(form.rpartition("'")[2])
    return entry


def element(tokens: Tokens, index: int, language: str) -> Element | None:
    """The token at `index` as part of a number, digits with their suffix (100k) included; None for other words."""
    if index >= len(tokens):
        return None
    kind, form = tokens.kinds[index], tokens.forms[index]
    if kind == WORD:
        entry = sense(form, language)
        if entry is None:
            return None
        skipped = 0 if form in words_of(language).entries else form.rindex("'") + 1
        start = tokens.inside(index, skipped) if skipped else tokens.starts[index]
        return Element(entry, index, index + 1, start, tokens.ends[index], form[skipped:])
    if kind != NUMBER:
        return None
    spaced = not (index and tokens.kinds[index - 1] == WORD and tokens.forms[index - 1] in words_of(language).months)
    scale = _scale_follows(tokens, index + 1, language)
    found = read_digits(tokens, index, language, scale, spaced)
    if len(found) != 1:
        return None
    one = found[0]
    return Element(Entry(Role.DIGITS, one.value), one.first, one.last, one.start, one.end, "", plain=one.plain)


def _scale_follows(tokens: Tokens, index: int, language: str) -> bool:
    if index >= len(tokens):
        return False
    if tokens.kinds[index] == WORD:
        entry = sense(tokens.forms[index], language)
        scale = entry is not None and entry.role == Role.SCALE
        return scale or suffix_at(tokens, index, language) > 0 or percent_at(tokens, index, language) > 0
    return tokens.forms[index] == "%"


def suffix_at(tokens: Tokens, index: int, language: str) -> int:
    """The scale that a suffix after digits stands for: k, m, bn; 0 where there is none."""
    words = words_of(language)
    if index >= len(tokens) or tokens.kinds[index] != WORD:
        return 0
    form = tokens.forms[index]
    scale = words.suffixes.get(form, 0)
    if not scale or not (tokens.glued(index) or form in words.spaced_suffixes):
        return 0
    if form == "m" and index + 1 < len(tokens) and tokens.forms[index + 1] in words.metre_words:
        return 0
    return scale


def percent_at(tokens: Tokens, index: int, language: str) -> int:
    """How many tokens say "per cent" from `index` on."""
    for phrase in words_of(language).percent:
        if tuple(tokens.forms[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _following(tokens: Tokens, index: int, language: str) -> _Following | None:
    """The element after the number so far, over hyphen, linker, article and "of"."""
    words, forms, n = words_of(language), tokens.forms, len(tokens)
    linked = of = False
    if index < n and forms[index] == "-":
        index += 1
    if index < n and forms[index] in words.linkers:
        linked, index = True, index + 1
        if index < n and forms[index] == "-":
            index += 1
    if index < n and forms[index] in words.of:
        of, index = True, index + 1
    if index < n and forms[index] in words.articles and language == "en":
        of, index = True, index + 1
        if index < n and forms[index] == "-":
            index += 1
    el = element(tokens, index, language)
    return _Following(linked, of, el) if el else None


def _begin(el: Element) -> State | None:
    role, value, form, kind = el.entry
    if role == Role.SCALE and form == ONE:
        return State(value, int(value), None, role)
    if form == PLURAL or role >= Role.VAGUE:
        return None
    return State(0, UNLIMITED, value, role, None, kind)


def _grown(state: State, after: _Following, language: str, last: Element) -> State | None:
    """`state` with the next element, or None where it begins another number."""
    linked, of, el = after
    role, value, _, kind = el.entry
    current, tail = state.current, state.tail
    if state.ordinal:
        return None
    if role == Role.FRACTION:
        return _with_fraction(state, after)
    if role == Role.SCALE:
        if linked or (of and tail not in (Role.FRACTION, Role.COLLECTIVE)):
            return None
        if last.plain and value == 1000 and last.entry.value >= 1000 and tail == Role.DIGITS:
            return None
        if tail == Role.HUNDREDS and current is None:  # the half has been added to a finished group
            return None
        return scaled(state, int(value))
    if role == Role.COLLECTIVE:
        if linked or current is None or (of and tail not in (Role.FRACTION, Role.COLLECTIVE)):
            return None
        if tail == Role.COLLECTIVE and current >= value:
            return None
        return State(state.done, state.limit, current * value, role, None, state.kind or kind)
    if of or role in (Role.VAGUE, Role.FEW, Role.BOUND_ORDINAL):
        return None
    if role == Role.ORDINAL:
        if not (isinstance(value, int) and value < 100):
            return None
        as_words = Role.UNIT if value < 10 else Role.TEEN if value < 20 else Role.TEN
        grown = _with_words(state, linked, as_words, value, language)
        return grown._replace(ordinal=True) if grown and tail != Role.DIGITS else None
    if role == Role.DIGITS:
        return None
    return _with_words(state, linked, role, int(value), language)


def _with_fraction(state: State, after: _Following) -> State | None:
    linked, of, el = after
    value, current = el.entry.value, state.current
    if linked:
        if current is None and state.tail == Role.SCALE:  # a million and a half, un million et demi
            return State(state.done + value * state.limit, state.limit, None, Role.HUNDREDS)
        if current is not None and state.tail in (Role.UNIT, Role.DIGITS, Role.TEEN, Role.TEN):
            return state._replace(current=current + value, tail=Role.FRACTION)
        return None
    if not of and current is not None and state.tail == Role.UNIT and 0 < current < value.denominator:
        return state._replace(current=current * value, tail=Role.FRACTION)  # three quarters, deux tiers
    return None


def _with_words(state: State, linked: bool, role: Role, value: int, language: str) -> State | None:
    current, tail = state.current, state.tail
    if role == Role.HUNDRED:
        if not linked and current is not None and 1 <= current < 100 and tail in _BEFORE_HUNDRED:
            return state._replace(current=current * 100, tail=role)
        if current is None and tail == Role.SCALE and state.limit > 100:  # deux mille cent
            return State(state.done, state.limit, 100, role)
        return None
    if current is None:
        if tail != Role.SCALE or value >= state.limit or (linked and language == "fr"):
            return None
        return State(state.done, state.limit, value, role)
    if tail == Role.HUNDRED and value < 100 and not (linked and language == "fr"):
        return state._replace(current=current + value, tail=role)
    if language == "fr":
        return _french(state, linked, role, value)
    if tail == Role.TEN and role == Role.UNIT and not linked and value > 0:
        return state._replace(current=current + value, tail=Role.TEEN)
    return None


def _french(state: State, linked: bool, role: Role, value: int) -> State | None:
    """Below a hundred: quatre-vingts, soixante-dix, dix-sept, vingt et un."""
    current, tail = state.current, state.tail
    assert current is not None
    rest = int(current) % 100
    if value == 20 and tail == Role.UNIT and rest == 4 and not linked:
        return state._replace(current=current - 4 + 80, tail=Role.TEN)
    if tail == Role.TEN:
        fits = value in (1, 11) or not linked
        if role == Role.UNIT and value > 0 and fits:
            return state._replace(current=current + value, tail=Role.TEEN)
        if role == Role.TEEN and rest in (60, 80) and fits:
            # soixante-dix may go on: soixante-dix-sept
            return state._replace(current=current + value, tail=Role.TEEN if value > 10 else Role.TEN_ALONE)
    # dix-sept, soixante-dix-sept
    teens = rest in (10, 70, 90) and (tail == Role.TEN_ALONE or (tail in (Role.TEEN, Role.HUNDRED) and rest == 10))
    if role == Role.UNIT and value >= 7 and not linked and teens:
        return state._replace(current=current + value, tail=Role.HUNDREDS)
    return None


def read(tokens: Tokens, index: int, language: str, joining: bool = True) -> Found | None:
    """The number expression that begins at token `index`, as long as it goes, or None.

    With `joining` False it stops before "and": for "between a thousand and …", where that begins the upper bound.
    """
    words = words_of(language)
    first = element(tokens, index, language)
    if first is None or percent_at(tokens, index, language) or (index and percent_at(tokens, index - 1, language)):
        return None
    role, form = first.entry.role, first.entry.form
    if role == Role.ORDINAL:
        value = first.entry.value
        return Found(first.first, first.last, first.start, first.end, value, value, "words", True)
    if role == Role.FEW:
        return _few(tokens, first, language)
    if role == Role.VAGUE or (form == PLURAL and role in (Role.HUNDRED, Role.SCALE, Role.COLLECTIVE)):
        needs = words.vague_needs.get(first.stem)
        if needs and not (first.last < len(tokens) and tokens.forms[first.last] in needs):
            return None
        return _vague(tokens, first, first, language)
    state = _begin(first)
    if state is None:
        return None
    steps = [(state, first, False)]
    if role == Role.DIGITS:
        suffix = suffix_at(tokens, first.last, language)
        if suffix:
            bare = state.current
            value = first.entry.value * suffix
            end = tokens.ends[first.last]
            return Found(
                first.first, first.last + 1, first.start, end, value, value, "mixed", bare=bare, unscaled=False
            )
        if _ordinal_suffix(tokens, first.last, language):
            value = first.entry.value
            return Found(
                first.first, first.last + 1, first.start, tokens.ends[first.last], value, value, "digits", True
            )
    while True:
        state, last, _ = steps[-1]
        after = _following(tokens, last.last, language)
        if after is None or (after.linked and not joining) or percent_at(tokens, after.element.first - 1, language):
            break
        grown = _grown(state, after, language, last)
        if grown is None:
            if not after.linked and after.element.entry.role in (Role.SCALE, Role.HUNDRED):
                _unwind(steps)
            break
        steps.append((grown, after.element, after.linked))
    return _finish(tokens, steps, language)


def _ordinal_suffix(tokens: Tokens, index: int, language: str) -> bool:
    return index < len(tokens) and tokens.glued(index) and tokens.forms[index] in words_of(language).ordinal_suffixes


def _unwind(steps: list[tuple[State, Element, bool]]) -> None:
    """Give back the words after the last "and": they begin the next number (one hundred and | two hundred)."""
    linked = [k for k, step in enumerate(steps) if step[2]]
    if linked:
        del steps[linked[-1] :]


def _finish(tokens: Tokens, steps: list[tuple[State, Element, bool]], language: str) -> Found | None:
    state, last, _ = steps[-1]
    first = steps[0][1]
    words = words_of(language)
    start, first_token = first.start, first.first
    article = False
    before = first.first - 1
    if before >= 0 and tokens.forms[before] == "-" and before and language == "fr":
        before -= 1
    if before >= 0 and first.entry.role in (Role.HUNDRED, Role.SCALE, Role.COLLECTIVE, Role.FRACTION):
        form = tokens.forms[before].rpartition("'")[2]
        if form in words.articles:
            article, first_token = True, before
            start = tokens.inside(before, len(tokens.forms[before]) - len(form))
    if len(steps) == 1 and not _stands_alone(tokens, first, article, language):
        return None
    digits = sum(el.entry.role == Role.DIGITS for _, el, _ in steps)
    kind = "digits" if digits == len(steps) else "mixed" if digits else "words"
    if fraction_only(state):
        kind = "fraction"
    unscaled = not any(el.entry.role in (Role.SCALE, Role.COLLECTIVE) for _, el, _ in steps)
    return Found(
        first_token, last.last, start, last.end, state.value, state.value, state.kind or kind, state.ordinal,
        bare=state.bare, unscaled=unscaled, plain=first.plain and len(steps) == 1,
    )  # fmt: skip


def _stands_alone(tokens: Tokens, el: Element, article: bool, language: str) -> bool:
    """Whether one word by itself is a number here: not the pronoun "one", not the French article "un"."""
    if el.entry.role == Role.DIGITS:
        return True
    words = words_of(language)
    if el.stem in words.bound or (el.stem in words.needs_article and not article):
        return False
    before = tokens.forms[el.first - 1] if el.first else ""
    if before in words.not_after.get(el.stem, ()):
        speech = words.opens_speech.get(before, frozenset())
        if el.first < 2 or tokens.forms[el.first - 2] not in speech:
            return False
    return not (
        el.stem in words.not_before and el.last < len(tokens) and tokens.forms[el.last] in words.not_before[el.stem]
    )


def _vague(tokens: Tokens, first: Element, start: Element, language: str) -> Found:
    """dozens, hundreds of thousands, several hundred thousand, des dizaines de milliers."""
    low, high = vague_bounds(first.entry.value)
    last, size = first, first.entry.value
    after = _following(tokens, first.last, language)
    if after is not None and not after.linked and after.element.entry.form in (PLURAL, ONE):
        role, value = after.element.entry.role, after.element.entry.value
        scale = role == Role.SCALE or (role == Role.COLLECTIVE and value == 1000)
        if scale and value > size and tokens.forms[first.last] != "-":
            low, high, last = low * int(value), (high + 1) * int(value) - 1, after.element
    return Found(start.first, last.last, start.start, last.end, low, high, "vague", unscaled=False)


def _few(tokens: Tokens, few: Element, language: str) -> Found | None:
    """several hundred, a few thousand, plusieurs dizaines; "several" alone has no number."""
    of = few.last < len(tokens) and tokens.forms[few.last] in words_of(language).of  # a couple of hundred
    after = element(tokens, few.last + of, language)
    if after is None or after.entry.role not in (Role.HUNDRED, Role.SCALE, Role.COLLECTIVE):
        return None
    if after.entry.form == PLURAL or few.stem in words_of(language).few_before:
        return _vague(tokens, after, few, language)
    return None
