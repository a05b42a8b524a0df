"""Sources in sentences of Latin-script languages: the ministry said; said the ministry; according to the ministry."""

from __future__ import annotations

from itertools import pairwise

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.named_sources import NamedSource

_LONGEST_NAME = 14
_LONGEST_CLAUSE = 400
_FINITE = frozenset(("past", "present", "base"))


def sources_in(marked: Annotated, first: int, last: int) -> tuple[list[NamedSource], bool]:
    """Sources named in the token range of a sentence, and whether a pronoun speaks in it (he added that)."""
    found: list[NamedSource] = []
    pronoun = False
    k = first
    while k < last:
        step = k + 1
        for sense, after in marked.marks[k]:
            tag = sense.entry.tag
            if tag == "according":
                source = _after_preposition(marked, k, after, first, last)
            elif tag == "say" and _finite(marked, sense, k, first):
                source = _speaker(marked, sense, k, after, first, last)
                if source is None and _pronoun_before(marked, k, first):
                    pronoun = True
            elif (
                tag == "say"
                and sense.form == "participle"
                and after < last
                and marked.tokens.forms[after] in marked.grammar.by
            ):
                source = _after_preposition(marked, k, after + 1, first, last)
            else:
                continue
            if source is not None:
                found.append(source)
                step = max(step, source.last)
                break
        k = step
    _share_out(found, first)
    return found, pronoun


def _finite(marked: Annotated, sense: Sense, k: int, first: int) -> bool:
    """Whether a verb of saying heads a clause: by its form, or a participle after have where the perfect tells news."""
    if sense.form in _FINITE:
        return True
    helpers = marked.grammar.active_auxiliaries
    if sense.form != "participle" or not helpers:
        return False
    begins = _group(marked, k, first)
    return any(form in helpers for form in marked.tokens.forms[begins:k])


def _group(marked: Annotated, k: int, first: int) -> int:
    """The first token of a verb of saying with its auxiliaries and adverbs."""
    forms, grammar = marked.tokens.forms, marked.grammar
    while k > first and (forms[k - 1] in grammar.before_say or forms[k - 1].endswith(grammar.adverb_endings)):
        k -= 1
    return k


def _inverted(marked: Annotated, k: int, after: int, first: int, last: int) -> NamedSource | None:
    """The speaker after the verb: "…," said the mayor; …, a annoncé le préfet."""
    begins = _group(marked, k, first) if "inverted" in marked.grammar.traits else k
    if begins <= first or marked.tokens.forms[begins - 1] not in (",", '"', "'"):
        return None
    while after < last and (after in marked.date_at or marked.tagged(after, "medium")):
        after += 1
    end = _name_end(marked, after, last)
    if end > after and _names_source(marked, after, end):
        return NamedSource(after, end, _clause_start(marked, begins, first), begins)
    return None


def _share_out(found: list[NamedSource], first: int) -> None:
    """Where two speak in one sentence, the later one begins where its own words begin."""
    for a, b in pairwise(found):
        if b.covers_from <= a.first:
            b.covers_from = max(a.covers_to if a.covers_to < b.first else a.last, first)
        if a.covers_to > b.first:
            a.covers_to = max(min(b.covers_from, b.first), a.covers_from)


def _speaker(marked: Annotated, sense: Sense, k: int, after: int, first: int, last: int) -> NamedSource | None:
    """The subject of a verb of saying at token k, before it or, in "said the mayor", after it."""
    tokens = marked.tokens
    if "inverted" in marked.grammar.traits:
        found = _inverted(marked, k, after, first, last)
        if found is not None:
            return found
    subject = _subject(marked, k, first)
    if subject is not None and not _agrees(marked, sense, subject):
        return None
    if subject is not None:
        start, end = subject
        trailing = start > first and tokens.forms[start - 1] in (",", '"', "'")
        opening = _opens_speech(marked, after, last)
        begins = _clause_start(marked, start, first) if trailing else k
        ends = start if trailing and not opening and _closes(marked, after, last) else last
        by = _medium(marked, after, last) if sense.data.get("tells") else None
        return NamedSource(start, end, begins, ends, by=by)
    return _inverted(marked, k, after, first, last) if sense.form == "past" else None


def _agrees(marked: Annotated, sense: Sense, subject: tuple[int, int]) -> bool:
    """Report and claim are nouns too: as verbs in the present they agree with a source as their subject."""
    if sense.form in ("past", "participle"):
        return True
    last = marked.tokens.forms[subject[1] - 1]
    if not any(s.entry.tag == "source" for k in range(*subject) for s, _ in marked.marks[k]):
        return sense.form == "present" and sense.entry.word.startswith("say")
    return sense.form == "present" or last.endswith("s") or last in marked.grammar.collectives


def _subject(marked: Annotated, verb: int, first: int) -> tuple[int, int] | None:
    """Token range of the noun phrase right before a verb; None where it can't speak."""
    tokens = marked.tokens
    forms, kinds = tokens.forms, tokens.kinds
    if verb > first and forms[verb - 1] in marked.grammar.passive_auxiliaries:
        return None
    boundary = marked.grammar.subject_boundary
    skip = _over_bracket(marked, _group(marked, verb, first), first)
    if skip > first and forms[skip - 1] == ",":
        skip = _over_apposition(marked, skip, first)
    start = skip
    while start > first and skip - start < _LONGEST_NAME:
        k = start - 1
        if kinds[k] == BREAK or kinds[k] == NUMBER or k in marked.date_at or k in marked.number_at:
            break
        if kinds[k] == SIGN and forms[k] not in ("-", "'", "."):
            break
        if forms[k] == "." and not (k > first and len(forms[k - 1]) <= 3):
            break
        if _is_who(marked, k):
            start = k
            continue
        if forms[k] in boundary or any(
            s.entry.tag in ("clause", "say") and s.form != "base" for s, _ in marked.marks[k]
        ):
            break
        start = k
    while start < skip and (forms[start] in marked.grammar.before_speaker or start in marked.date_at):
        start += 1
    return (start, skip) if start < skip and _names_source(marked, start, skip) else None


def _over_bracket(marked: Annotated, k: int, first: int) -> int:
    """Step back over the short name in brackets: the International Organization for Migration (IOM) said."""
    forms = marked.tokens.forms
    if k - 3 > first and forms[k - 1] == ")":
        for back in range(k - 2, max(first, k - 6), -1):
            if forms[back] == "(":
                return back
    return k


def _over_apposition(marked: Annotated, k: int, first: int) -> int:
    """Step back over ", the mayor of Zuwara," to the name before it."""
    forms = marked.tokens.forms
    for back in range(k - 2, max(first, k - _LONGEST_NAME), -1):
        if forms[back] in (";", ":", '"', "."):
            return k
        if forms[back] == ",":
            return back
    return k


def _names_source(marked: Annotated, start: int, end: int) -> bool:
    """An agency, office, document or capitalised name; no pronoun, no possessive alone."""
    tokens = marked.tokens
    if _is_who(marked, end - 1):
        return True
    if tokens.forms[end - 1].endswith("'s") or tokens.forms[start] in marked.grammar.speaking_pronouns:
        return False
    if any(s.entry.tag == "source" for k in range(start, end) for s, _ in marked.marks[k]):
        return not _only_acts(marked, start, end)
    head = start + 1 if tokens.forms[start] in marked.grammar.all_articles and end - start > 1 else start
    return (
        tokens.kinds[head] == WORD
        and tokens.capital(head)
        and (head > start or not _opens_sentence_lower(marked, start, end))
    )


def _is_who(marked: Annotated, k: int) -> bool:
    """The WHO is no pronoun."""
    tokens = marked.tokens
    return tokens.forms[k] == "who" and tokens.text[tokens.starts[k] : tokens.ends[k]].isupper()


def _only_acts(marked: Annotated, start: int, end: int) -> bool:
    """A trigger within the phrase: no name then, but a clause of its own."""
    return any(
        s.entry.tag in ("trigger", "cause_verb") and s.form == "past"
        for k in range(start, end)
        for s, _ in marked.marks[k]
    )


def _opens_sentence_lower(marked: Annotated, start: int, end: int) -> bool:
    """A capital at the start of a sentence is no name where an ordinary word stands there."""
    tokens = marked.tokens
    opens = tokens.sentences[tokens.sentence_of(start)][0] == start
    return opens and end - start == 1 and start not in marked.place_at and bool(marked.marks[start])


def _pronoun_before(marked: Annotated, k: int, first: int) -> bool:
    return k > first and marked.tokens.forms[k - 1] in marked.grammar.speaking_pronouns


def _opens_speech(marked: Annotated, k: int, last: int) -> bool:
    if k >= last:
        return False
    form = marked.tokens.forms[k]
    return form in (":", '"') or form in marked.grammar.that


def _closes(marked: Annotated, k: int, last: int) -> bool:
    """Nothing but when and how it was said follows the verb; a number is what was said (the network counted five)."""
    forms = marked.tokens.forms
    steps = 0
    while k < last and steps < _LONGEST_NAME:
        if k in marked.number_at and k not in marked.date_at:
            return False
        if forms[k] in (".", ";") or marked.tokens.kinds[k] == BREAK:
            return True
        if forms[k] == ",":
            return k + 1 >= last
        k += 1
        steps += 1
    return k >= last


def _clause_start(marked: Annotated, k: int, first: int) -> int:
    """Start of what a speaker named at the end vouches for: the sentence, or what follows its last semicolon."""
    forms = marked.tokens.forms
    lowest = max(first, k - _LONGEST_CLAUSE)
    while k > lowest and forms[k - 1] != ";":
        k -= 1
    return k


def _name_end(marked: Annotated, k: int, last: int) -> int:
    """Where a source's name that begins at token k ends."""
    tokens = marked.tokens
    start = k
    while k < last and k - start < _LONGEST_NAME:
        kind, form = tokens.kinds[k], tokens.forms[k]
        if kind in (BREAK, NUMBER) or k in marked.date_at or k in marked.number_at:
            break
        if (
            kind == SIGN
            and form not in ("-", "'")
            and not (form == "." and k > start and len(tokens.forms[k - 1]) <= 3 and k + 1 < last)
        ):
            break
        if k > start and (
            (form in marked.grammar.not_in_name and not (k + 1 < last and tokens.capital(k + 1)))
            or _ends_name(marked, k)
        ):
            break
        k += 1
    return k


def _ends_name(marked: Annotated, k: int) -> bool:
    if any(sense.rest and sense.entry.tag == "source" for sense, _ in marked.marks[k]):
        return False  # the porte of a porte-parole is no verb
    for sense, _ in marked.marks[k]:
        tag = sense.entry.tag
        if tag == "source_end" or (
            tag in ("say", "clause", "rise", "trigger", "cause_verb")
            and sense.form in ("past", "present", "participle")
        ):
            return True
    return False


def _medium(marked: Annotated, k: int, last: int) -> tuple[int, int] | None:
    """(told) AFP."""
    end = k
    while (
        end < last
        and end - k < 4
        and marked.tokens.kinds[end] == WORD
        and (marked.tokens.capital(end) or marked.tokens.forms[end] in marked.grammar.article)
    ):
        end += 1
    return (k, end) if end > k else None


def _after_preposition(marked: Annotated, at: int, k: int, first: int, last: int) -> NamedSource | None:
    """According to X: at the start for what follows, else for what stands before."""
    tokens = marked.tokens
    end = _name_end(marked, k, last)
    if end <= k or tokens.forms[k] in marked.grammar.speaking_pronouns:
        return None
    if at - first <= 1:
        return NamedSource(k, end, at, last)
    return NamedSource(
        k, end, _clause_start(marked, at, first), last if end < last and tokens.forms[end] == "," else at
    )
