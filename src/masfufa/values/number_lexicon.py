"""The number words of one language, loaded from its lexicon and folded for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from masfufa.language.fold import fold_word
from masfufa.lexicon import table

Value = int | Fraction
"""Values while they are being added up; decimals are kept exact."""


class Role(IntEnum):
    """What a number word does inside a number."""

    DIGITS = 0
    UNIT = 1
    BOUND_UNIT = 2  # a unit only inside a compound: أحد عشر
    TEN_ALONE = 3  # عشر: ten, or the second half of a teen
    TEEN = 4
    TEN = 5
    HUNDRED = 6
    HUNDREDS = 7  # خمسمئة, مئتان
    SCALE = 8
    DUAL_SCALE = 9
    FRACTION = 10
    COLLECTIVE = 11  # dozen, دزينة, vingtaine
    VAGUE = 12  # only ever vague: عشرات, scores
    FEW = 13
    ORDINAL = 14
    BOUND_ORDINAL = 15


ONE, PLURAL, BOTH = "one", "plural", "both"


class Entry(NamedTuple):
    """One number word. `form` is one, plural, or both (Arabic ألفا, one or two); `kind` is set for collectives."""

    role: Role
    value: Value
    form: str = ONE
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NumberLexicon:
    """All that the number readers take from a language's `numbers.yaml`, folded. Fields are named as in that file."""

    entries: dict[str, Entry]
    needs_hamza: frozenset[str]
    not_after: dict[str, frozenset[str]]
    opens_speech: dict[str, frozenset[str]]
    not_before: dict[str, frozenset[str]]
    not_definite: frozenset[str]
    not_words: frozenset[str]
    not_counted: frozenset[str]
    with_pronoun: frozenset[str]
    pronouns: frozenset[str]
    percent: tuple[tuple[str, ...], ...]
    suffixes: dict[str, int]
    spaced_suffixes: frozenset[str]
    metre_words: frozenset[str]
    vague_needs: dict[str, frozenset[str]]
    few_before: frozenset[str]
    needs_article: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    ordinal_suffixes: frozenset[str]
    linkers: frozenset[str]
    bound: frozenset[str]
    between: frozenset[str]
    from_: frozenset[str]
    to: frozenset[str]
    and_: frozenset[str]
    change: frozenset[str]
    months: frozenset[str]


def _words(data: Any, name: str) -> frozenset[str]:
    return frozenset(fold_word(str(word)) for word in data.get(name) or ())


def _sets(data: Any, name: str) -> dict[str, frozenset[str]]:
    out = {}
    for key, words in (data.get(name) or {}).items():
        out[fold_word(key)] = frozenset(fold_word(word) for word in words)
    return out


def _entries(data: Any) -> dict[str, Entry]:
    out: dict[str, Entry] = {}

    def put(words: Any, entry: Entry) -> None:
        for word in words or ():
            out.setdefault(fold_word(word), entry)

    for name, role in (
        ("units", Role.UNIT),
        ("compound_units", Role.BOUND_UNIT),
        ("teens", Role.TEEN),
        ("tens", Role.TEN),
        ("hundreds", Role.HUNDREDS),
        ("vague", Role.VAGUE),
        ("ordinals", Role.ORDINAL),
        ("compound_ordinals", Role.BOUND_ORDINAL),
    ):
        for value, words in (data.get(name) or {}).items():
            put(words, Entry(role, int(value)))
    put(data.get("ten"), Entry(Role.TEN_ALONE, 10))
    put(data.get("vague_tens"), Entry(Role.VAGUE, 10))
    put(data.get("few"), Entry(Role.FEW, 0))
    for form, words in data["hundred"].items():
        put(words, Entry(Role.HUNDRED, 100, form))
    for head, stems in (data.get("fused_heads") or {}).items():
        for stem in stems:
            put([stem + tail for tail in data["fused_tails"]], Entry(Role.HUNDREDS, 100 * int(head)))
    for scale, forms in data["scales"].items():
        for form, words in forms.items():
            role, value = (Role.DUAL_SCALE, 2 * int(scale)) if form == "two" else (Role.SCALE, int(scale))
            put(words, Entry(role, value, ONE if form == "two" else form))
    for size, forms in (data.get("collectives") or {}).items():
        for form in (ONE, PLURAL):
            put(forms[form], Entry(Role.COLLECTIVE, int(size), form, forms["kind"]))
    for form, words in (data.get("dozen") or {}).items():
        size = 24 if form == "two" else 12
        put(words, Entry(Role.COLLECTIVE, size, ONE if form == "two" else form, "dozen"))
    for name, form in (("fractions", ONE), ("fraction_plurals", PLURAL)):
        for share, words in (data.get(name) or {}).items():
            put(words, Entry(Role.FRACTION, Fraction(share), form))
    return out


@cache
def number_lexicon(language: str) -> NumberLexicon:
    """The number words of `language` ("ar", "en", "fr"). Raises DataError("lexicon-missing") for others."""
    data = table(language, "numbers")
    suffixes = {fold_word(word): int(value) for value, words in (data.get("suffixes") or {}).items() for word in words}
    return NumberLexicon(
        entries=_entries(data),
        needs_hamza=_words(data, "needs_hamza"),
        not_after=_sets(data, "not_after"),
        opens_speech=_sets(data, "opens_speech"),
        not_before=_sets(data, "not_before"),
        not_definite=_words(data, "not_definite"),
        not_words=_words(data, "not_words"),
        not_counted=_words(data, "not_counted"),
        with_pronoun=_words(data, "with_pronoun"),
        pronouns=_words(data, "pronouns"),
        percent=tuple(tuple(fold_word(word) for word in phrase) for phrase in data.get("percent") or ()),
        suffixes=suffixes,
        spaced_suffixes=_words(data, "spaced_suffixes"),
        metre_words=_words(data, "metre_words"),
        vague_needs=_sets(data, "vague_needs"),
        few_before=_words(data, "few_before"),
        needs_article=_words(data, "fraction_needs_article"),
        articles=_words(data, "articles"),
        of=_words(data, "of"),
        ordinal_suffixes=_words(data, "ordinal_suffixes"),
        linkers=_words(data, "linkers"),
        bound=_words(data, "bound"),
        between=_words(data["range"], "between"),
        from_=_words(data["range"], "from"),
        to=_words(data["range"], "to"),
        and_=_words(data["range"], "and"),
        change=_words(data, "change"),
        months=_words(data, "months"),
    )


def vague_bounds(value: Value) -> tuple[int, int]:
    """Bounds of a plural without a number: tens 20..99, hundreds 200..999, thousands 2000..9999 … (docs/records.md)."""
    size = 10 if value == 12 else int(value)  # "dozens" is said like "tens"
    if size == 20:  # scores
        size = 10
    return 2 * size, 10 * size - 1
