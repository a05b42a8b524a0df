"""Dates and periods in text: spans, what they mean, and what a careful reader would stop at.

    find_dates(tokens, "ar", published) -> [Date, …]

Rules for what is ambiguous are in docs/dates.md; the words are in `lexicon/<language>/dates.yaml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from masfufa.language.tokens import NUMBER, SIGN, Tokens
from masfufa.notices import notice
from masfufa.records import DateMention, Notice, Period, Span
from masfufa.values.date_atoms import SIGNS, Atom, build
from masfufa.values.date_expressions import Expression, is_relative
from masfufa.values.date_lexicon import DateLexicon, Entry, date_lexicon
from masfufa.values.date_ranges import PeriodParser
from masfufa.values.date_resolve import Context, resolve

_LANGUAGES = ("ar", "en", "fr")
_SUFFIXES = frozenset({"s", "st", "nd", "rd", "th", "'"})
_LONGEST_RUN = 400
_DECADE_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Date:
    """A date or period in the text.

    `first` to `last` is the token range (half-open), `start` to `end` the offsets in the text as given, where `start`
    may lie inside a token after a proclitic (kept in `prefix`). `value` is None where the expression was found but
    can't be resolved. `granularity`: day, week, weekend, month, quarter, half, season, year, decade, range, open.
    `relative` tells that another date was needed. `connective` is the word that opened a period: since, until,
    before, after, during, from_to; for "منذ أسبوعين" (since) the value is the day that it began.
    """

    first: int
    last: int
    start: int
    end: int
    value: Period | None
    granularity: str
    relative: bool
    prefix: str = ""
    connective: str | None = None
    weekday: int | None = None


class _Found(NamedTuple):
    expression: Expression
    first: int
    last: int
    skip: int
    prefix: str
    during: bool


def find_dates(tokens: Tokens, language: str, published: dt.date | None) -> list[Date]:
    """All dates of a text, in text order, not overlapping. Languages other than ar, en, fr have none."""
    if language not in _LANGUAGES:
        return []
    context = Context(language, published)
    out = []
    sentence = -1
    for found in _expressions(tokens, language):
        here = tokens.sentence_of(found.first)
        if here != sentence:
            sentence, context.year, context.in_sentence = here, None, False
        date = _dated(tokens, found, context)
        if found.expression.kind == "year" and date.value is not None and date.value.start is not None:
            context.year = date.value.start.year
        out.append(date)
    return out


def to_mention(tokens: Tokens, date: Date) -> DateMention:
    """The record of a date."""
    text = tokens.text[date.start : date.end]
    return DateMention(text, date.start, date.end, date.value, date.granularity, date.relative)


def parse_single(text: str, language: str | None = None) -> dt.date | None:
    """The one complete absolute date in a short text such as a byline; None where there is none, or more than one.

    Nothing is guessed: a year alone is no date, and digits that can be read in two orders are none either, unless
    `language` is "ar" or "fr", which write the day first.
    """
    order: tuple[str, ...]
    if language is None:
        order = ("ar", "fr", "en") if any("\u0600" <= c <= "\u06ff" for c in text) else ("en", "fr")
    else:
        order = (language,)
    tokens = Tokens(text)
    for name in order:
        if name not in _LANGUAGES:
            continue
        days = set()
        for found in _expressions(tokens, name):
            x = found.expression
            if x.kind != "day" or is_relative(x):
                continue
            value = resolve(x, Context(name, None))
            unclear = x.ambiguous and (language not in ("ar", "fr") or _short_year(tokens, found))
            days.add(None if unclear or value is None else value[0])
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def date_notices(tokens: Tokens, dates: Sequence[Date], published: dt.date | None) -> list[Notice]:
    """What contradicts itself or the publication date, and what would need one.

    Kinds: "date-after-publication" (a complete date, no period, more than a day after it), "weekday-mismatch",
    "unknown-publication-date" (once, for all relative dates).
    """
    out = []
    unknown = []
    for date in dates:
        value = date.value
        words = tokens.text[date.start : date.end]
        span = Span(date.start, date.end)
        if date.relative and published is None and value is None:
            unknown.append(span)
        if value is None or date.granularity != "day" or value.start is None:
            continue
        if published is not None and not date.relative and (value.start - published).days > 1:
            out.append(
                notice("date-after-publication", "", (span,), words=words, date=value.start, published=published)
            )
        if date.weekday is not None and value.start.weekday() != date.weekday:
            said, real = _WEEKDAYS[date.weekday], _WEEKDAYS[value.start.weekday()]
            out.append(notice("weekday-mismatch", "", (span,), words=words, said=said, date=value.start, real=real))
    if unknown:
        out.append(notice("unknown-publication-date", spans=tuple(unknown)))
    return out


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _short_year(tokens: Tokens, found: _Found) -> bool:
    return not any(len(form) == 4 for form in tokens.forms[found.first : found.last]) and not any(
        len(part) == 4 for part in tokens.forms[found.first].split(".")
    )


# ---------------------------------------------------------------- finding
def _expressions(tokens: Tokens, language: str) -> list[_Found]:
    lexicon = date_lexicon(language)
    forms, kinds = tokens.forms, tokens.kinds
    entries = [lexicon[form] for form in forms]
    out: list[_Found] = []
    done, n = 0, len(forms)
    month_first: bool | None = None
    for i, entry in enumerate(entries):
        if i < done:
            continue
        if entry is None:
            if kinds[i] != NUMBER or not _number_trigger(tokens, entries, i):
                continue
        elif not entry.trigger:
            continue
        first = i
        while (
            first > done
            and i - first < _LONGEST_RUN
            and _belongs(entries[first - 1], kinds[first - 1], forms[first - 1])
        ):
            first -= 1
        last = i + 1
        while last < n and last - i < _LONGEST_RUN and _belongs(entries[last], kinds[last], forms[last]):
            last += 1
        if month_first is None:
            month_first = language == "en" and not _day_first_shown(tokens)
        out.extend(_run(tokens, lexicon, first, last, month_first))
        done = last
    return out


def _belongs(entry: object, kind: int, form: str) -> bool:
    return entry is not None or kind == NUMBER or (kind == SIGN and form in SIGNS)


def _number_trigger(tokens: Tokens, entries: Sequence[Entry | None], i: int) -> bool:
    """Whether a date may stand at a number: a year, an ordinal, a decade, digits joined by / - or dots."""
    form, n = tokens.forms[i], len(tokens)
    if not form.isdigit():
        dots = form.count(".")
        before = entries[i - 1] if i else None
        return dots == 2 or (dots == 1 and before is not None and before.on)
    if len(form) == 4:
        return form[0] in "12"
    if len(form) <= 2 and i and tokens.forms[i - 1] in ("le", "the"):
        return True
    if i + 1 >= n or len(form) > 2:
        return False
    after = tokens.forms[i + 1]
    if after in _SUFFIXES:
        return tokens.glued(i + 1)
    return after in ("/", "-") and i + 2 < n and tokens.kinds[i + 2] == NUMBER and len(tokens.forms[i + 2]) in (1, 2, 4)


def _day_first_shown(tokens: Tokens) -> bool:
    """True where some date in digits of the text has a day above 12 in front, and none has it second."""
    forms, first, second = tokens.forms, 0, 0
    for i in range(len(forms) - 4):
        if (
            forms[i + 1] in ("/", "-")
            and forms[i + 3] == forms[i + 1]
            and len(forms[i + 4]) == 4
            and forms[i + 4].isdigit()
        ):
            a, b = forms[i], forms[i + 2]
            if a.isdigit() and b.isdigit() and len(a) <= 2 and len(b) <= 2:
                first += 12 < int(a) <= 31
                second += 12 < int(b) <= 31
    return first > 0 and second == 0


def _run(tokens: Tokens, lexicon: DateLexicon, first: int, last: int, month_first: bool) -> list[_Found]:
    atoms = build(tokens, lexicon, first, last)
    parser = PeriodParser(tokens, lexicon, atoms, month_first)
    out = []
    i = 0
    while i < len(atoms):
        got = parser.expression(i) if atoms[i].kinds else None
        if got is None:
            i += 1
            continue
        x, j = got
        if atoms[j - 1].kinds.get("sep") == "." and j > i + 1:
            j -= 1
        atom: Atom = atoms[i]
        if _place(parser, atom, x):
            i = j
            continue
        before = atoms[i - 1].kinds if i else {}
        out.append(_Found(x, atom.first, atoms[j - 1].last, atom.skip, atom.prefix, "during" in before))
        i = j
    return out


def _place(parser: PeriodParser, atom: Atom, x: Expression) -> bool:
    """True where a day and month name a place or a street: مدينة 6 أكتوبر."""
    named = parser.lexicon.language == "ar" and x.kind == "day" and not x.has_year and "num" in atom.kinds
    return named and atom.first > 0 and parser.names(atom.first - 1, parser.lexicon.not_after)


# ---------------------------------------------------------------- meaning
def _dated(tokens: Tokens, found: _Found, context: Context) -> Date:
    x = found.expression
    got = resolve(x, context)
    value = Period(*got) if got is not None else None
    connective = x.connective
    if connective is None and found.during:
        connective = "during"
    if x.kind == "shift" and tokens.forms[found.first][found.skip :] == "منذ":
        connective = "since"
    start, end = tokens.span(found.first, found.last)
    if found.skip:
        start = tokens.inside(found.first, found.skip)
    if got is not None and (got[0] is not None or got[1] is not None):
        low, high = got[0] or got[1], got[1] or got[0]
        if low is not None and high is not None and (high - low).days < _DECADE_DAYS:
            context.last, context.in_sentence = (low, high), True
            if x.kind in ("range", "last") or (high - low).days in range(5, 31):
                context.last_period = (low, high)
    granularity = _granularity(x)
    inner = x.of if x.kind == "open" and x.of is not None else x
    weekday = inner.weekday if inner.kind in ("day", "offset", "shift") else None
    return Date(
        found.first, found.last, start, end, value, granularity, is_relative(x), found.prefix, connective, weekday
    )


def _granularity(x: Expression) -> str:
    if x.kind in ("day", "weekday", "offset", "daynum", "now", "shift"):
        return "day"
    if x.kind in ("month", "year", "season", "decade", "range", "open"):
        return x.unit if x.unit == "century" else x.kind
    if x.kind in ("unit", "same"):
        return {"halfyear": "half", "fortnight": "range", "period": "range"}.get(x.unit, x.unit)
    if x.kind == "nth":
        if x.weekday is not None:
            return "day"
        unit = {"halfyear": "half"}.get(x.unit, x.unit)
        return unit if x.count == 1 else "range"
    return "week" if x.kind == "weekof" else "range"
