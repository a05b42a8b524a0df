"""What is said, in Arabic: where the words begin after a word of saying, and where they end."""

from __future__ import annotations

from typing import NamedTuple

from masfufa.language.fold import fold_word
from masfufa.language.tokens import NUMBER, SIGN
from masfufa.reading.statement_sentence_ar import Sentence
from masfufa.reading.statement_words import Cue

_REACH = 45
"""Tokens between a word of saying and what is said."""
_REACH_OF_NOUN = 30


class Opening(NamedTuple):
    """Where what is said begins: the token that introduces it, its own first token, letters of that token to leave
    out, and what introduces it (that, quote, by, noun, or a preposition)."""

    at: int
    first: int
    skipped: int
    kind: str


def opening(sentence: Sentence, cue: Cue) -> Opening | None:
    """The beginning of what is said after a word of saying, or None where nothing is."""
    data = cue.sense.data
    found = _introduced(sentence, cue)
    if "noun" in cue.takes:
        stop = found.at if found else sentence.last
        noun = _bare_noun(sentence, cue, stop)
        if noun is not None and not (
            found and noun.at == cue.last and cue.agrees in ("m", "f") and found.kind != "quote"
        ):
            found = noun
    if found is None:
        return None
    needs = data.get("needs")
    if needs:
        wanted = fold_word(needs)
        if not any(wanted in form for form in sentence.forms[cue.last : min(sentence.last, cue.last + _REACH_OF_NOUN)]):
            return None
    return found


def _introduced(s: Sentence, cue: Cue) -> Opening | None:
    takes, forms, kinds, words = cue.takes, s.forms, s.kinds, s.words
    prepositions = {fold_word(t) for t in takes} - {"that", "quote", "noun", "ب", "ل"}
    j, limit, other = cue.last, min(s.last, cue.last + _REACH), 0
    while j < limit:
        form = forms[j]
        if form == '"' and j in s.quotes.close:
            if "quote" in takes and not s.names_quote(j):
                return Opening(j, j + 1, 0, "quote")
            j = s.quotes.close[j] + 1
            continue
        if form == "(":
            j = s.closing_bracket(j)
            continue
        if form == ":":
            if j + 1 < s.last and kinds[j + 1] != NUMBER:
                return Opening(j, j + 1, 0, "quote") if "quote" in takes or j == cue.last else None
        elif form == ";":
            return None
        elif form in words["that"] and not (form == "بان" and j + 1 < s.last and forms[j + 1] in words["after_ban"]):
            if _introduces(s, j, cue, prepositions):
                if not other:
                    return Opening(j, j + 1, 0, "that")
                other -= 1
        elif (
            form == "الا"
            and s.words
            and cue.sense.data.get("plover") == "REQUEST"
            and j + 1 < s.last
            and (forms[j + 1][:1] in ("ي", "ت", "ن"))
        ):
            return Opening(j, j, 0, "that")
        elif form in prepositions and j + 1 < s.last:
            opened = _after_preposition(s, j, cue)
            if opened is not None:
                return opened
        elif "ب" in takes and form[:1] == "ب" and s.by_noun(j):
            clause = _later_clause(s, cue, j, limit)
            if clause is not None:
                return clause
            return Opening(j, j + 1, 0, "by") if form == "ب" else Opening(j, j, 1, "by")
        elif "ل" in takes and form[:1] == "ل" and len(form) > 3 and s.is_deed(j) is False and _for_deed(s, j):
            return Opening(j, j, 1, "for")
        elif j in s.cue_at and j > cue.first:
            nested = s.cue_at[j]
            if not nested.agrees:
                if nested.sense.entry.word != "قال":
                    return None
            elif nested.joined or forms[j - 1] == "," or s.is_in(j - 1, "auxiliaries", "breakers"):
                return None
            other += bool(nested.agrees)
        j += 1
    return None


def _later_clause(s: Sentence, cue: Cue, by: int, limit: int) -> Opening | None:
    """The clause that a verb introduces with "that" after a "by" that only tells a place: أبلغ النائب بالبرلمان أن."""
    if "that" not in cue.takes or by == cue.last or s.is_deed_after(by, 1) or s.forms[by] == "ب":
        return None
    for k in range(by + 1, min(limit, by + 20)):
        if s.forms[k] in (",", ";", ":", '"') or k in s.cue_at:
            return None
        if s.forms[k] in s.words["that"]:
            fits = s.forms[k - 1] not in s.words["not_that"]
            return Opening(k, k + 1, 0, "that") if fits else None
    return None


def _introduces(s: Sentence, j: int, cue: Cue, prepositions: set[str]) -> bool:
    before = s.forms[j - 1] if j > s.first else ""
    if j == cue.last:
        return True
    if before in prepositions:
        return True
    if s.forms[j].startswith("با") and "ب" not in cue.takes and ("that" not in cue.takes or not cue.agrees):
        return False
    if "that" not in cue.takes and not s.forms[j].startswith("با"):
        return False
    return before not in s.words["not_that"]


def _after_preposition(s: Sentence, j: int, cue: Cue) -> Opening | None:
    """What a preposition of the verb introduces; None where the preposition makes an adverb (من جهته)."""
    forms = s.forms
    after = j + 1
    if forms[after] in s.words["not_after"] or (s.tagged(j, "medium") is not None and j != cue.last):
        return None
    if s.tagged(j, "voice") is not None or forms[after] in s.words["glued_pronouns"]:
        return None
    if after in s.marked.date_at and forms[j] in ("من", "في"):
        return None
    name = _fold_from(forms[j])
    if forms[after] in s.words["that"]:
        return Opening(j, after + 1, 0, "that")
    if forms[j] == "من" and j != cue.last and after + 1 < s.last and not forms[cue.last].startswith("ال"):
        # مصدر من الوزارة: "from" that belongs to the speaker; the next one introduces.
        for k in range(after + 1, min(s.last, after + 10)):
            if forms[k] == "من" and s.kinds[k - 1] != SIGN:
                return _after_preposition(s, k, cue)
    return Opening(j, after, 0, name)


def _fold_from(form: str) -> str:
    return {"عن": "about", "علي": "on", "الي": "to", "من": "of"}.get(form, form)


def _for_deed(s: Sentence, j: int) -> bool:
    form = s.forms[j][1:]
    return form in s.words["content_nouns"] or form[:1] == "ل"


def _bare_noun(s: Sentence, cue: Cue, stop: int) -> Opening | None:
    """A noun that is itself what is said: أعلن المتحدث اعتقال …"""
    data, forms, kinds = cue.sense.data, s.forms, s.kinds
    own = cue.agrees in ("pl", "") or bool(cue.sense.suffix)
    free = bool(data.get("free"))
    j, limit = cue.last, min(stop, cue.last + _REACH_OF_NOUN)
    after_break = own
    if cue.sense.suffix and not data.get("object"):
        return None
    while j < limit:
        form = forms[j]
        if kinds[j] == SIGN:
            if form == '"' and j in s.quotes.close:
                if free and after_break and j > cue.last and not s.names_quote(j):
                    return Opening(j, j + 1, 0, "noun")
                j = s.quotes.close[j] + 1
            elif form == "(":
                j = s.closing_bracket(j)
            elif form in (";", ":", "?"):
                return None
            else:
                j += 1
            after_break = after_break and form == ","
            continue
        voice = s.tagged(j, "voice")
        if voice is not None and voice < limit:
            j, after_break = s.name_end(voice, limit), False
            continue
        medium = s.tagged(j, "medium")
        if medium is not None:
            j, after_break = medium, True
            while j < limit and forms[j].endswith(("ي", "يه")) and not forms[j].startswith("ال") and not s.is_deed(j):
                j += 1  # في حديث إذاعي
            continue
        if s.passing(j):
            j, after_break = j + 1, True
            continue
        if form in s.words["prepositions"] or form in s.words["glued_pronouns"]:
            if free and form in s.words["glued_pronouns"]:
                after_break = True
            j += 2 if form in s.words["prepositions"] else 1
            if j < limit and free and kinds[min(j, s.last - 1)] != SIGN and form == "من" and j - 2 == cue.last:
                j = max(j, s.name_end(j - 1, limit))
                after_break = True
            continue
        if j in s.cue_at and s.cue_at[j].sense.form in ("past", "present") and s.cue_at[j].agrees and j > cue.last:
            return None
        if _begins_content(s, cue, j, after_break, free):
            return Opening(j, j, 0, "noun")
        if j in s.actor_at and s.actor_at[j][1] < limit:
            deed = next((k for k in range(j + 1, s.actor_at[j][1]) if _deed_in_name(s, k)), None)
            if deed is not None:
                return Opening(deed, deed, 0, "noun")
            j = s.actor_at[j][1]
            after_break = (
                free
                and (j in s.actor_at or bool(data.get("object")))
                and form not in s.words["documents"]
                and s.forms[j][:1] != "و"
            )
            continue
        j, after_break = j + 1, False
    return None


def _deed_in_name(s: Sentence, k: int) -> bool:
    """True where an indefinite verbal noun follows a definite noun: one name can't hold both (الوزير إرسال قوات)."""
    form, before = s.forms[k], s.forms[k - 1]
    return before.startswith("ال") and not form.startswith("ال") and s.is_deed(k)


def _begins_content(s: Sentence, cue: Cue, j: int, after_break: bool, free: bool) -> bool:
    forms = s.forms
    form = forms[j]
    before = forms[j - 1]
    if s.is_in(j, "that", "relatives", "auxiliaries", "be", "negations") and form not in s.words["content_nouns"]:
        return False
    if free and after_break and (j > cue.last or cue.agrees in ("pl", "") or cue.sense.suffix):
        return True
    if j in s.actor_at and s.actor_at[j][0] <= j and s.actor_at[j][1] - s.actor_at[j][0] > 1:
        return False
    if not s.is_deed(j):
        return False
    if form.startswith("ال"):
        if j == cue.last:
            return False
        return before not in s.words["body_heads"] and (
            before.startswith("ال") or after_break or s.kinds[j - 1] == SIGN or j - 1 in s.actor_at
        )
    return before not in s.words["body_heads"]


def content_end(s: Sentence, first: int, limit: int, kind: str = "that") -> int:
    """The end of reported words that begin at `first`, not after `limit`: at a clause that leaves them.

    `kind` is that of the opening: a thing said ends where the next clause begins, a clause said may go on in it.
    """
    forms = s.forms
    thing = kind not in ("that", "quote")
    for k in range(first + 1, limit):
        if forms[k] in s.words["bare_breakers"] and k not in s.quotes.inside:
            return k
        if (
            thing
            and forms[k] in ("في", "خلال")
            and k > first + 1 - (kind != "noun")
            and s.tagged(k, "medium") is not None
        ):
            return k
        if forms[k] != "," or k in s.quotes.inside or k + 1 >= limit:
            continue
        if forms[k + 1] in s.words["breakers"] or (thing and forms[k + 1] in s.words["new_clause"]):
            return k
        if forms[k + 1] in s.words["breaker_alone"] and k + 2 < limit and forms[k + 2] in s.words["breaker_phrases"]:
            return k
        if s.tagged(k + 1, "according") is not None or s.tagged(k + 1, "as_said") is not None:
            return k
    return limit
