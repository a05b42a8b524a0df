"""The noun phrase after a number in English and French: its head, and what an adjective in it says of the people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import country_of_demonym
from masfufa.reading.words import grammar as grammar_of

_LONGEST = 7
_SHORTEST_NOUN = 5


@dataclass(slots=True)
class Phrase:
    """The noun phrase after a number: its head, where it ends, and what an adjective in it says of the people."""

    last: int
    noun: Sense | None = None
    noun_at: int | None = None
    quality: str | None = None
    thing: bool = False
    unknown: bool = False
    of_them: bool = False


def noun_phrase(marked: Annotated, j: int, *, one: bool) -> Phrase | None:
    """The noun phrase that begins at token j (`one`: in the singular); None where no noun stands there."""
    tokens = marked.tokens
    forms, kinds, n = tokens.forms, tokens.kinds, len(tokens)
    grammar = marked.grammar
    stop_words, partitive, head_first = grammar.function_words, False, "head_first" in grammar.traits
    if j < n and forms[j] in grammar.of:
        j, partitive = _after_of(marked, j), True
        if j < 0:
            return Phrase(-j, of_them=True)
        whole = marked.number_at.get(j)
        if whole is not None and forms[j - 1] in grammar.definite:  # three of the five hostages
            j = whole.last
    quality: str | None = None
    candidate: tuple[Sense, int, int] | None = None
    run: list[int] = []
    k, broke = j, False
    while k < n and k - j < _LONGEST:
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
        named = noun_at(marked, k)
        if named is not None:
            sense, after, plural, thing = named
            if head_first:
                if sense.data.get("other") and noun_at(marked, after) is not None:
                    k = after
                    continue
                return Phrase(after, noun_at=k, thing=True) if thing else Phrase(after, sense, k, quality)
            if sense.data.get("nominal") and _noun_follows(marked, after):
                quality = quality or str(sense.data["cat"])
                run.append(k)
                k = after
                continue
            if sense.data.get("nominal") and not partitive:
                break  # 1,400 displaced by attacks: a predicate
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
                return Phrase(after, noun_at=k, thing=True)
            follower = noun_at(marked, after) if after < n and not sense.data.get("plain") else None
            if (
                follower is not None
                and follower[2]
                and not follower[0].data.get("nominal")
                and not one
                and forms[after] not in stop_words
            ):
                sense, k, after, thing = follower[0], after, follower[1], follower[3]
                if thing:
                    return Phrase(after, noun_at=k, thing=True)
            return Phrase(after, sense, k, quality)
        adjective = adjective_at(marked, k)
        if adjective is not None:
            if not _noun_follows(marked, adjective[1]):
                break
            quality = quality or adjective[0]
            run.append(k)
            k = adjective[1]
            continue
        if form in stop_words and not (
            form in grammar.inside_phrase or (form in grammar.conjoining and run and _noun_follows(marked, k + 1))
        ):
            break
        if form in stop_words and form in grammar.conjoining and not _pair_of_adjectives(marked, k, run):
            break
        if stops_phrase(marked, k) or (form.endswith(grammar.adverb_endings) and not _noun_follows(marked, k + 1)):
            break
        if head_first and form in grammar.linkers:
            break
        if head_first and form not in grammar.before_noun:
            return _unknown_head(marked, k, quality, one=one)
        run.append(k)
        k += 1
    return _fallback(marked, run, candidate, quality, partitive=partitive, one=one, j=j)


def _unknown_head(marked: Annotated, k: int, quality: str | None, *, one: bool) -> Phrase:
    """A noun that the lexicon does not have, where nouns come first: a demonym, one for people, another."""
    form = marked.tokens.forms[k]
    known = country_of_demonym(fold_word(form), marked.language) is not None
    people = known or looks_like_people(form, marked.language, plural=not one)
    return Phrase(k + 1, None, k, quality, unknown=not people)


def _fallback(
    marked: Annotated, run: list[int], candidate: tuple[Sense, int, int] | None, quality: str | None,
    *, partitive: bool, one: bool, j: int,
) -> Phrase | None:  # fmt: skip
    """No known noun in the plural: a demonym, a noun for people by its ending, or an unknown noun."""
    forms = marked.tokens.forms
    for k in reversed(run):
        form = forms[k]
        singular = form[:-1] if form.endswith("s") else form
        demonym = country_of_demonym(form, marked.language) or country_of_demonym(singular, marked.language)
        if demonym and (k == run[-1] or form.endswith(("s", "ese"))):
            return Phrase(k + 1, None, k, quality)
        if looks_like_people(form, marked.language, plural=not one):
            return Phrase(k + 1, None, k, quality)
    if candidate is not None and (partitive or candidate[1] == run[-1]) and candidate[0].data.get("cat"):
        return Phrase(candidate[2], candidate[0], candidate[1], quality)
    if not run:
        return None
    last = run[0]
    if forms[last] in marked.grammar.more and len(run) == 1:
        return None
    head = next((k for k in run if forms[k].endswith("s") and len(forms[k]) > 3), None)
    if head is not None:
        return Phrase(head + 1, None, head, quality, unknown=True)
    if candidate is not None and candidate[0].data.get("unit"):
        return None
    return (
        Phrase(run[-1] + 1, None, run[-1], quality, unknown=True)
        if forms[run[0]] not in marked.grammar.more_new
        else None
    )


def _after_of(marked: Annotated, j: int) -> int:
    """Index where the noun of "dozens of the …" begins; minus the index after "of them" for a pronoun."""
    forms = marked.tokens.forms
    k = j + 1
    while k < len(forms) and k - j < 3 and forms[k] in marked.grammar.determiners:
        k += 1
    if k + 1 < len(forms) and forms[k] in marked.grammar.of_among and forms[k + 1] in marked.grammar.them:
        return -(k + 2)
    if k < len(forms) and forms[k] in marked.grammar.them and k == j + 1:
        return -(k + 1)
    return k


def noun_at(marked: Annotated, k: int) -> tuple[Sense, int, bool, bool] | None:
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


def adjective_at(marked: Annotated, k: int) -> tuple[str, int] | None:
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
        if noun_at(marked, step) is not None:
            return True
        form = tokens.forms[step]
        if looks_like_people(form, marked.language, plural=True) or country_of_demonym(
            form.removesuffix("s"), marked.language
        ):
            return True
        if form in marked.grammar.function_words or any(s.entry.tag == "say" for s, _ in marked.marks[step]):
            return False
    return False


def _pair_of_adjectives(marked: Annotated, k: int, run: list[int]) -> bool:
    """Black and white students; but not "12 killed and people …"."""
    return bool(run) and run[-1] == k - 1 and adjective_at(marked, k - 1) is None and noun_at(marked, k - 1) is None


def stops_phrase(marked: Annotated, k: int) -> bool:
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
def looks_like_people(form: str, language: str, *, plural: bool) -> bool:
    """Whether an unknown word ends as nouns for people do: herders, pharmacist."""
    words = grammar_of(language)
    if len(form) < _SHORTEST_NOUN or form in words.not_people or form in words.function_words:
        return False
    return form.endswith(words.people_plural_endings if plural else words.people_endings)
