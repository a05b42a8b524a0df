"""Arabic statements by phrase: according to somebody, as somebody said."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import BREAK, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.statement_contents_ar import content_end, opening
from masfufa.reading.statement_cues_ar import agreement
from masfufa.reading.statement_sentence_ar import Sentence
from masfufa.reading.statement_words import Cue, FoundStatement, Part


def according(s: Sentence, at: Sequence[int], said: list[FoundStatement]) -> list[FoundStatement]:
    """The statements that such phrases among the tokens `at` make; none about words that `said` holds already."""
    out: list[FoundStatement] = []
    for i in at:
        if i in s.quotes.inside or any(other.cue.first < i < other.content.first for other in said):
            continue
        sense, after = _phrase(s, i)
        if sense is None or after >= s.last:
            continue
        cue = Part(i, after, sense.skipped if not sense.rest else 0)
        if sense.entry.tag == "as_said":
            k = after
            while k < s.last and (s.passing(k) or s.is_in(k, "auxiliaries")):
                k += 1
            verb = s.cue_at.get(k) or (_with_object(s, k) if k < s.last else None)
            if verb is None or verb.sense.form not in ("past", "present"):
                continue
            cue, after = Part(k, k + 1), k + 1
            while after < s.last and (s.forms[after] in ("به", "عنه") or s.passing(after)):
                after += 1
        if after >= s.last or s.kinds[after] == BREAK or s.is_in(after, "prepositions", "that", "relatives"):
            continue
        if s.kinds[after] == SIGN and s.forms[after] != '"':
            continue
        end = s.name_end(after, s.last)
        if s.forms[after] == '"' and end == after:
            end = s.quotes.close.get(after, after) + 1
        if end <= after:
            continue
        skipped = 1 if s.forms[after].startswith("ل") and sense.rest and len(s.forms[after]) > 4 else 0
        found = _spoken_about(s, i, cue, Part(after, end, skipped))
        if found is not None and not any(_overlap(found.content, other.content) for other in said):
            out.append(found)
    return out


def _with_object(s: Sentence, k: int) -> Cue | None:
    """وفق ما قاله فلان: a verb with the pronoun that stands for what was said."""
    for sense in s.words.cue_senses(s.forms[k]):
        if sense.entry.tag == "verb" and sense.form in ("past", "present") and sense.suffix in ("ه", "ها"):
            return Cue(k, k + 1, sense, agreement(s.forms[k], sense))
    return None


def _phrase(s: Sentence, i: int) -> tuple[Sense | None, int]:
    for tag in ("as_said", "according"):
        after = s.tagged(i, tag)
        if after is not None:
            for sense in s.words.cue_senses(s.forms[i]):
                if sense.entry.tag == tag and (not sense.rest or i + 1 + len(sense.rest) == after):
                    return sense, after
    return None, i


def _spoken_about(s: Sentence, i: int, cue: Part, speaker: Part) -> FoundStatement | None:
    if i - s.first <= 2 and all(s.kinds[k] == SIGN or s.is_in(k, "clause_starts") for k in range(s.first, i)):
        first = speaker.last
        while first < s.last and (s.kinds[first] == SIGN or s.passing(first)):
            first += 1
        if first < s.last and s.forms[first] in ("فان", "ان"):
            first += 1
        end = content_end(s, first, s.last) if first < s.last else first
        for k in sorted(s.cue_at):
            if k > first and s.cue_at[k].joined and opening(s, s.cue_at[k]) is not None:
                end = min(end, k)
                break
        return FoundStatement(cue, Part(first, end), speaker) if end > first else None
    first = i
    while first > s.first and s.forms[first - 1] not in (";", ":") and s.kinds[first - 1] != BREAK:
        first -= 1
    skipped = 1 if s.forms[first][:1] == "و" and len(s.forms[first]) > 4 else 0
    return FoundStatement(cue, Part(first, i, skipped), speaker) if i - first >= 3 else None


def _overlap(a: Part, b: Part) -> bool:
    shared = min(a.last, b.last) - max(a.first, b.first)
    return shared * 2 > min(a.last - a.first, b.last - b.first)
