"""Arabic words of saying: which written words are one, and how their verbs agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.statement_sentence_ar import Sentence
from masfufa.reading.statement_words import Cue


def verb_of_saying(s: Sentence, i: int) -> Cue | None:
    """The verb or participle of saying at token i, or None where the word is none here (denied, a noun, passive)."""
    forms = s.forms
    negated = i > s.first and s.is_in(i - 1, "negations")
    for sense in s.words.cue_senses(forms[i]):
        if sense.entry.tag != "verb" or sense.form in ("future", "passive", "passive-present"):
            continue
        data = sense.data
        if negated and not data.get("negated"):
            continue
        if sense.suffix and not (data.get("object") or data.get("addressee") == "object"):
            continue
        adverb = sense.form == "participle" or bool(data.get("adverb"))
        if adverb:
            if not forms[i].endswith(("ا", "ه", "ين")) or sense.prefix not in ("", "و") or sense.suffix:
                continue
            if not _adverbial(s, i, data):
                continue
            after = forms[i + 1] if i + 1 < s.last else ""
            if data.get("object_next") and (after in s.words["prepositions"] or after[:1] == "ب"):
                continue
            cue = Cue(i, i + 1, sense, "")
        else:
            if sense.prefix not in ("", "و", "ف"):
                continue
            cue = Cue(i, i + 1, sense, agreement(forms[i], sense))
            noun = sense.form == "past" and cue.agrees == "m" and i > s.first and s.is_in(i - 1, "prepositions")
            women = sense.form == "past" and forms[i].endswith("ين")  # written like numbers: اثنين
            if cue.agrees == "we" or noun or women:
                continue
        cue.opens_clause = i == s.first or s.kinds[i - 1] in (SIGN, BREAK) or s.is_in(i - 1, "clause_starts")
        only = data.get("only")
        cue.takes = list(data["takes"])
        if only and sense.form not in only:
            marked = cue.agrees in ("f", "pl") or (i + 1 < s.last and s.is_in(i + 1, "that"))
            if not ("past-marked" in only and marked) and "that" not in only:
                continue
            if "that" in only and sense.form == "present":
                cue.takes = ["that"]
        bare = sense.form == "past" and (cue.agrees == "m" or (cue.agrees == "pl" and forms[i].endswith("ا")))
        verbal = cue.joined or (cue.agrees != "pl" and (cue.opens_clause or _subject_near(s, i)))
        if data.get("alike") and bare and not verbal:
            continue
        return cue
    return None


def _adverbial(s: Sentence, i: int, data: Mapping[str, Any]) -> bool:
    """True where a participle tells what someone says, rather than describing a noun (منطقة مهددة بالجفاف)."""
    if i > s.first and (s.forms[i - 1] in (",", '"', ")") or s.forms[i].startswith("و")):
        return True
    if data.get("comma") or i == s.first:
        return False
    return s.forms[i].endswith("ا") or any(cue.agrees for cue in s.cue_at.values())


def _subject_near(s: Sentence, i: int) -> bool:
    """True where the words before a verb that looks like a noun can be its subject."""
    after = min(i + 1, s.last - 1)
    if i - 1 in s.actor_at or s.forms[i - 1].startswith("ال") or s.passing(i - 1) or s.is_in(after, "that"):
        return True
    if any(s.is_in(k, "documents") for k in range(max(s.first, i - 6), i)):
        return True
    known = s.forms[after].startswith("ال") or s.is_in(after, "body_heads") or after in s.actor_at
    return i - 1 in s.marked.place_at and known


def agreement(form: str, sense: Sense) -> str:
    """m, f or pl, by the ending and the prefix of the written verb."""
    word = form[len(sense.prefix) :]
    if sense.suffix:
        word = word[: -len(sense.suffix)]
    if sense.form == "past":
        if word.endswith(("وا", "ون")):
            return "pl"
        base = fold_word(sense.entry.word)
        if word == base or word == base[:-1]:
            return "m"
        if word.endswith(("تا", "ا", "نا")) and len(word) > len(base):
            return "pl"
        return "f" if word.endswith("ت") else "m"
    if word.endswith(("ون", "وا", "ان")) and len(word) > 4:
        return "pl"
    return "f" if word.startswith("ت") else "we" if word.startswith("ن") else "m"
