"""Arabic number expressions: words in every gender and case, digits, and both mixed (3 آلاف و500, مليون ونصف)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from masfufa.language.clitics import splits
from masfufa.language.tokens import NUMBER, WORD, Tokens
from masfufa.values.digits import read_digits
from masfufa.values.number_lexicon import BOTH, PLURAL, Entry, Role, number_lexicon, vague_bounds
from masfufa.values.number_sum import UNLIMITED, Element, Found, State, fraction_only, scaled

_LETTERS = "وفبلك"
_HAMZA = frozenset("\u0626\u0654\ufe89\ufe8a\ufe8b\ufe8c")
_ALEF_HAMZA = frozenset("\u0623\ufe83\ufe84\u0654")
_TANWIN = "\u064b"
_MULTIPLIERS = frozenset({Role.SCALE, Role.HUNDRED, Role.COLLECTIVE})


class Sense(NamedTuple):
    """A word as a number word: `skipped` letters stand before its stem."""

    skipped: int
    prefix: str
    definite: bool
    stem: str
    entry: Entry


@lru_cache(maxsize=65536)
def sense(form: str) -> Sense | None:
    """The number word that a folded word holds under its proclitics, or None."""
    words = number_lexicon("ar")
    if form in words.not_words:
        return None
    for split in splits(form):
        entry = words.entries.get(split.stem)
        if entry is None:
            continue
        if not split.suffix:
            return Sense(split.skipped, split.prefix, split.definite, split.stem, entry)
        if split.suffix in words.pronouns and split.stem in words.with_pronoun:  # ثلاثتهم: the three of them
            if form[split.skipped :].startswith(split.stem + split.suffix):
                continue
            return Sense(split.skipped, split.prefix, True, split.stem, entry)
    return None


@lru_cache(maxsize=4096)
def proclitic(form: str) -> tuple[str, bool] | None:
    """(prefix, article) for a word of nothing but proclitics, as it stands before digits: ول in ولـ66, ال in الـ42."""
    rest = form
    for article, definite in (("ال", True), ("لل", True), ("", False)):
        if form.endswith(article):
            rest = form[: len(form) - len(article)]
            if len(rest) <= 2 and all(letter in _LETTERS for letter in rest):
                prefix = rest + ("ل" if article == "لل" else "")
                return (prefix, definite) if prefix or definite else None
    return None


def element(tokens: Tokens, index: int) -> Element | None:
    """The token at `index` as part of a number; None for other words and for tokens that hold several numbers."""
    if index >= len(tokens):
        return None
    if tokens.kinds[index] == NUMBER:
        found = read_digits(tokens, index, "ar", _scale_follows(tokens, index + 1))
        if len(found) != 1:
            return None
        one = found[0]
        prefix, definite = "", False
        if tokens.glued(index) and tokens.kinds[index - 1] == WORD:
            prefix, definite = proclitic(tokens.forms[index - 1]) or ("", False)
        entry = Entry(Role.DIGITS, one.value)
        return Element(entry, one.first, one.last, one.start, one.end, "", prefix, definite, one.plain)
    if tokens.kinds[index] != WORD:
        return None
    word = sense(tokens.forms[index])
    if word is None:
        return None
    if word.entry.role == Role.UNIT and word.stem.startswith("و"):
        word = _and_one(tokens, index, word)
    start, end = tokens.inside(index, word.skipped) if word.skipped else tokens.starts[index], tokens.ends[index]
    if word.stem in number_lexicon("ar").needs_hamza and not _HAMZA.intersection(tokens.text[start:end]):
        return None
    if word.definite and tokens.forms[index][: word.skipped].endswith("ال"):
        start = tokens.inside(index, word.skipped - 2)  # the article belongs to the number: العشرة
    return Element(word.entry, index, index + 1, start, end, word.stem, word.prefix, word.definite)


def _and_one(tokens: Tokens, index: int, word: Sense) -> Sense:
    """وأحد عشر folds to واحد عشر: told apart by the hamza as written, or by the ten after it."""
    bound = number_lexicon("ar").entries.get(word.stem[1:])
    if bound is None or bound.role != Role.BOUND_UNIT:
        return word
    after = sense(tokens.forms[index + 1]) if index + 1 < len(tokens) else None
    teen = after is not None and after.entry.role == Role.TEN_ALONE and not after.prefix
    if not teen and not _ALEF_HAMZA.intersection(tokens.text[tokens.starts[index] : tokens.ends[index]]):
        return word
    return Sense(word.skipped + 1, word.prefix + "و", False, word.stem[1:], bound)


def _scale_follows(tokens: Tokens, index: int) -> bool:
    """Whether a scale word or per cent comes next, so that 1.234 before it is a decimal."""
    if index >= len(tokens):
        return False
    if tokens.kinds[index] == WORD:
        word = sense(tokens.forms[index])
        return (word is not None and word.entry.role == Role.SCALE and not word.prefix) or percent_at(tokens, index) > 0
    return tokens.forms[index] == "%"


def percent_at(tokens: Tokens, index: int) -> int:
    """How many tokens say "per cent" from `index` on: في المئة, بالمئة."""
    for phrase in number_lexicon("ar").percent:
        if tuple(tokens.forms[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _counted(tokens: Tokens, index: int) -> bool:
    """Whether a noun that is counted stands at `index`: ألفا شخص is two thousand, ألفا من … one thousand."""
    if index >= len(tokens) or tokens.kinds[index] != WORD:
        return False
    form = tokens.forms[index]
    return not form.startswith(("و", "ال")) and form not in number_lexicon("ar").not_counted and sense(form) is None


def _both(tokens: Tokens, el: Element) -> tuple[int, int]:
    """(value, scale) of ألفا without a multiplier before it: singular in the accusative, or dual before a noun."""
    scale = int(el.entry.value)
    dual = _TANWIN not in tokens.text[el.start : el.end] and _counted(tokens, el.last)
    return (2 * scale if dual else scale), scale


def _begin(tokens: Tokens, el: Element) -> State | None:
    role, value, form, kind = el.entry
    if role == Role.SCALE:
        if form == PLURAL:
            return None
        amount, limit = _both(tokens, el) if form == BOTH else (int(value), int(value))
        return State(amount, limit, None, Role.SCALE)
    if role == Role.DUAL_SCALE:
        return State(value, int(value) // 2, None, Role.DUAL_SCALE)
    if form == PLURAL or role >= Role.VAGUE:
        return None
    return State(0, UNLIMITED, value, role, None, kind)


def _joined(tokens: Tokens, state: State, el: Element) -> State | None:
    """`state` with `el` after و."""
    role, value, form, _ = el.entry
    if role == Role.FRACTION:
        if form == PLURAL or value != value.limit_denominator(4):  # type: ignore[union-attr]
            return None
        if state.current is None and state.tail in (Role.SCALE, Role.DUAL_SCALE):
            return State(state.done + value * state.limit, state.limit, None, Role.FRACTION)
        if state.current is not None and state.tail == Role.COLLECTIVE:
            return state._replace(current=state.current + 12 * value, tail=Role.HUNDREDS)
        if state.current is not None and state.tail in (Role.UNIT, Role.DIGITS, Role.TEEN, Role.TEN_ALONE):
            return state._replace(current=state.current + value, tail=Role.FRACTION)
        return None
    if form == PLURAL or role >= Role.COLLECTIVE:
        return None
    if state.current is None:
        if state.tail not in (Role.SCALE, Role.DUAL_SCALE):
            return None
        if role == Role.SCALE:
            amount, scale = _both(tokens, el) if form == BOTH else (int(value), int(value))
            return State(state.done + amount, scale, None, role) if scale < state.limit else None
        if role == Role.DUAL_SCALE:
            scale = int(value) // 2
            return State(state.done + value, scale, None, role) if scale < state.limit else None
        return State(state.done, state.limit, value, role) if value < state.limit else None
    if role in (Role.SCALE, Role.DUAL_SCALE):
        return None
    if role == Role.TEN and state.tail in (Role.UNIT, Role.BOUND_UNIT):
        return state._replace(current=state.current + value, tail=Role.TEEN)
    if state.tail in (Role.HUNDRED, Role.HUNDREDS) and role != Role.HUNDRED and value < 100:
        return state._replace(current=state.current + value, tail=role)
    return None


def _beside(state: State, el: Element) -> State | None:
    """`state` with `el` right after it."""
    role, value, form, kind = el.entry
    if role == Role.SCALE:
        if state.tail == Role.FRACTION and state.current is None and value == state.limit:  # مليون ونصف المليون
            return state._replace(tail=Role.COLLECTIVE)
        if el.plain or state.tail == Role.BOUND_UNIT or (form == BOTH and state.current is None):
            return None
        return scaled(state, int(value))
    if state.current is None:
        return None
    if role == Role.TEN_ALONE and state.tail in (Role.UNIT, Role.BOUND_UNIT) and state.current % 100 in range(1, 10):
        return state._replace(current=state.current + 10, tail=Role.TEEN)
    if role == Role.HUNDRED and state.tail in (Role.UNIT, Role.DIGITS) and 1 < state.current < 10:
        return state._replace(current=state.current * 100, tail=role)
    if role == Role.FRACTION and form == PLURAL and state.tail == Role.UNIT and state.current < value.denominator:
        return state._replace(current=state.current * value, tail=role)
    if role == Role.COLLECTIVE and state.tail not in (Role.FRACTION, Role.COLLECTIVE) and state.done == 0:
        return state._replace(current=state.current * value, tail=role, kind=kind)
    if role == Role.COLLECTIVE and fraction_only(state):
        return state._replace(current=state.current * value, tail=role, kind=kind)
    return None


def _next(tokens: Tokens, index: int) -> tuple[bool, Element] | None:
    """(joined by و, element) at `index`; None where the expression ends."""
    linked = False
    if index < len(tokens) and tokens.kinds[index] == WORD:
        form = tokens.forms[index]
        if form == "و":
            linked, index = True, index + 1
        elif index + 1 < len(tokens) and tokens.kinds[index + 1] == NUMBER and tokens.glued(index + 1):
            if form not in ("وال", "ال"):
                return None
            linked, index = form == "وال", index + 1
    el = element(tokens, index)
    if el is None:
        return None
    if el.entry.role == Role.DIGITS:
        return (linked, el) if linked else None
    if linked:
        return (True, el) if not el.prefix else None
    if el.prefix == "و":
        return True, el
    return (False, el) if not el.prefix else None


def _fits(tokens: Tokens, first: Element, last: Element, el: Element, linked: bool) -> bool:
    """Article and year: an article inside a compound needs one at its head, and "2011 ألف" is no product."""
    role = el.entry.role
    if el.definite and not first.definite and role in (Role.UNIT, Role.TEN, Role.TEN_ALONE, Role.DIGITS):
        return False
    if linked and el.definite and not first.definite:
        return False
    if not linked and role == Role.SCALE and last.plain and last.entry.value >= 1000 and el.entry.value == 1000:
        return False
    return percent_at(tokens, el.first) == 0 and percent_at(tokens, el.first - 1) == 0


def read(tokens: Tokens, index: int, joining: bool = True) -> Found | None:
    """The number expression that begins at token `index`, as long as it goes, or None.

    With `joining` False it stops before a و: for "بين ألف و…", where that begins the upper bound.
    """
    first = element(tokens, index)
    if first is None:
        return None
    role = first.entry.role
    if role >= Role.ORDINAL:
        return _ordinal(tokens, first)
    if role == Role.FEW:
        return _few(tokens, first)
    if role == Role.VAGUE or (first.entry.form == PLURAL and role in (Role.HUNDRED, Role.SCALE)):
        return _vague(tokens, first)
    state = _begin(tokens, first)
    if state is None or percent_at(tokens, index) or (index and first.definite and percent_at(tokens, index - 1)):
        return None
    steps: list[tuple[State, Element, bool]] = [(state, first, False)]
    while True:
        last = steps[-1][1]
        following = _next(tokens, last.last)
        if following is None:
            break
        linked, el = following
        if linked and not joining:
            break
        if not _fits(tokens, first, last, el, linked):
            break
        grown = _joined(tokens, steps[-1][0], el) if linked else _beside(steps[-1][0], el)
        if grown is None:
            if not linked and el.entry.role in _MULTIPLIERS:
                _unwind(steps, el.entry.role)
            break
        steps.append((grown, el, linked))
    while steps and steps[-1][0].tail == Role.BOUND_UNIT:
        steps.pop()
    return _finish(tokens, steps) if steps else None


def _unwind(steps: list[tuple[State, Element, bool]], role: Role) -> None:
    """Give back what belongs to the next number: in "50 ألفا و650 ألفا" the second thousand can't multiply a 650
    that has been added to the first, so the 650 begins a number of its own."""
    if role == Role.SCALE:
        whole = [k for k, (state, _, _) in enumerate(steps) if state.current is None]
        if whole and steps[-1][0].current is not None:
            del steps[whole[-1] + 1 :]
    elif steps[-1][2]:
        steps.pop()


def _finish(tokens: Tokens, steps: list[tuple[State, Element, bool]]) -> Found | None:
    state, last, _ = steps[-1]
    first = steps[0][1]
    if len(steps) == 1 and not _stands_alone(tokens, first):
        return None
    digits = sum(el.entry.role == Role.DIGITS for _, el, _ in steps)
    kind = "digits" if digits == len(steps) else "mixed" if digits else "words"
    if fraction_only(state):
        kind = "fraction"
    unscaled = not any(el.entry.role in (Role.SCALE, Role.DUAL_SCALE, Role.COLLECTIVE) for _, el, _ in steps)
    return Found(
        first.first, last.last, first.start, last.end, state.value, state.value, state.kind or kind, False,
        first.definite, first.prefix, state.bare, unscaled, first.plain and len(steps) == 1,
    )  # fmt: skip


def _stands_alone(tokens: Tokens, el: Element) -> bool:
    """Whether one word by itself is a number here: not الاثنين (Monday), أي واحد, صفر as a month."""
    if el.entry.role == Role.DIGITS:
        return True
    words, index = number_lexicon("ar"), el.first
    if el.definite and el.stem in words.not_definite:
        return False
    before = tokens.forms[index - 1] if index else ""
    if before in words.not_after.get(el.stem, ()):
        return False
    if el.stem in words.months:
        return not (index and tokens.kinds[index - 1] == NUMBER)
    if el.entry.role == Role.SCALE and el.entry.value == 1000 and not el.definite and el.last < len(tokens):
        # "ألف الكتاب": wrote the book
        return not (tokens.forms[el.last].startswith("ال") and sense(tokens.forms[el.last]) is None)
    return True


def _vague(tokens: Tokens, first: Element, start: Element | None = None) -> Found:
    """عشرات, مئات, آلاف, عشرات الآلاف, مئات الملايين."""
    low, high = vague_bounds(first.entry.value)
    last, definite, size = first, first.definite, int(first.entry.value)
    after = element(tokens, first.last)
    if after and not after.prefix and after.entry.role == Role.SCALE and after.entry.value > size:
        scale = int(after.entry.value)
        low, high = low * scale, (high + 1) * scale - 1
        last, definite = after, definite or after.definite
    head = start or first
    return Found(
        head.first, last.last, head.start, last.end, low, high, "vague", False, definite, head.prefix, None, False
    )


def _few(tokens: Tokens, few: Element) -> Found | None:
    """بضع عشرات, عدة مئات, بضعة آلاف; بضعة عشر is 13 to 19. بضعة alone has no number."""
    after = element(tokens, few.last)
    if after is None or after.prefix:
        return None
    if after.entry.role == Role.TEN_ALONE:
        return Found(
            few.first, after.last, few.start, after.end, 13, 19, "vague", False, False, few.prefix, None, False
        )
    if after.entry.role == Role.VAGUE or (
        after.entry.form == PLURAL and after.entry.role in (Role.HUNDRED, Role.SCALE)
    ):
        return _vague(tokens, after, few)
    return None


def _ordinal(tokens: Tokens, first: Element) -> Found | None:
    """الثالث, الثانية عشرة, الخامس والعشرون: read so that their parts are not taken for numbers."""
    value, last = first.entry.value, first
    after = _next(tokens, first.last)
    if after is not None:
        linked, el = after
        teen = not linked and el.entry.role == Role.TEN_ALONE
        tens = linked and el.entry.role == Role.TEN and el.definite == first.definite
        if teen or tens:
            value, last = value + el.entry.value, el
    if last is first and first.entry.role == Role.BOUND_ORDINAL:
        return None
    return Found(
        first.first, last.last, first.start, last.end, value, value, "words", True, first.definite, first.prefix
    )
