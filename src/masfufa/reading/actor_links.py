"""Mentions of one actor in a document, joined: short names with full ones, الجيش with الجيش السوداني before it."""

from __future__ import annotations

from masfufa.reading.actor_phrase import Phrase
from masfufa.reading.annotated import Annotated


def join(marked: Annotated, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases with names, and the codes that an earlier, fuller mention gives; without unsupported short names."""
    named = {phrase.known.id for phrase in phrases if phrase.known and not phrase.short}
    kept = [phrase for phrase in phrases if not phrase.short or (phrase.known and phrase.known.id in named)]
    surnames: dict[str, Phrase] = {}
    heads: dict[str, Phrase] = {}
    for n, phrase in enumerate(kept):
        if phrase.owned and phrase.country is None:
            phrase.country = _owner(marked, kept, n)
        if phrase.known is not None:
            phrase.name = phrase.known.name(marked.language)
        elif phrase.proper is not None:
            _person(marked, phrase, surnames)
        elif phrase.definite and not phrase.plural and phrase.last - phrase.first == 1 and phrase.country is None:
            _again(phrase, heads)
        _remember(marked, phrase, surnames, heads)
    return kept


def _owner(marked: Annotated, phrases: list[Phrase], n: int) -> str | None:
    """The country of whom a pronoun means (قواته), where only one country's actors stand before it in its sentence."""
    sentence = marked.tokens.sentence_of(phrases[n].first)
    countries: set[str] = set()
    for phrase in reversed(phrases[:n]):
        if marked.tokens.sentence_of(phrase.first) != sentence:
            break
        if phrase.country is not None and phrase.stands is None and phrase.kind != "act":
            countries.add(phrase.country)
    return countries.pop() if len(countries) == 1 else None


def _person(marked: Annotated, phrase: Phrase, surnames: dict[str, Phrase]) -> None:
    assert phrase.proper is not None
    first, last = phrase.proper
    own = marked.tokens.words(first, last)
    before = surnames.get(marked.tokens.forms[last - 1])
    if before is not None and before.name:
        phrase.country = phrase.country or before.country
        phrase.sector = phrase.sector or before.sector
        phrase.name = before.name if last - first == 1 or before.known else own
    else:
        phrase.name = own


def _again(phrase: Phrase, heads: dict[str, Phrase]) -> None:
    """A bare definite head, joined to the last fuller mention with that head."""
    before = heads.get(phrase.head)
    if before is None:
        return
    phrase.country = before.country
    if phrase.sector is None or phrase.weak:
        phrase.sector = before.sector or phrase.sector
    phrase.name = before.name


def _remember(marked: Annotated, phrase: Phrase, surnames: dict[str, Phrase], heads: dict[str, Phrase]) -> None:
    tokens = marked.tokens
    if phrase.proper is not None:
        surnames.setdefault(tokens.forms[phrase.proper[1] - 1], phrase)
    if phrase.last - phrase.first > 1 and (phrase.country or phrase.known) and phrase.kind in _JOINED:
        if phrase.name is None:
            start = tokens.inside(phrase.first, phrase.skipped) if phrase.skipped else tokens.starts[phrase.first]
            phrase.name = tokens.text[start : tokens.ends[phrase.last - 1]]
        head = phrase.head
        heads[head[2:] if head.startswith("ال") else head] = phrase


_JOINED = frozenset(
    ("organ", "title", "igo", "ngo", "party", "armed_group", "media", "army", "police", "office", "ministry",
     "government", "coalition",
     "parliament", "court", "intelligence", "company", "union", "religious", "community")
)  # fmt: skip
