"""Arabic statements: words of saying, their speakers and what they said, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.statement_according_ar import according
from masfufa.reading.statement_contents_ar import Opening, content_end, opening
from masfufa.reading.statement_cues_ar import agreement, verb_of_saying
from masfufa.reading.statement_sentence_ar import Sentence
from masfufa.reading.statement_speakers_ar import after_verb, before_verb, fits, of_clause, of_sentence
from masfufa.reading.statement_words import Cue, FoundStatement, Part, beyond_sentence, words

_LIGHT_REACH = 14
_SHORT_QUOTE = 8


@dataclass(slots=True)
class _Draft:
    """A statement whose words still lack their end."""

    cue: Cue
    opening: Opening
    speaker: Part | None
    how: str
    begins: int
    about: int = -1
    """The first token of whom the words are about, where they begin with it."""
    """The first token of the clause of saying: where the words of the one before end."""


class ArabicStatements:
    """Finds the statements of a document, sentence by sentence. `actor_at` maps tokens to the actors they are in."""

    def __init__(self, marked: Annotated, actor_at: dict[int, tuple[int, int]]) -> None:
        self.marked = marked
        self.words = words("ar")
        self.actor_at = actor_at

    def in_sentence(self, first: int, last: int, at: Sequence[int]) -> list[FoundStatement]:
        """The statements of the token range first:last; `at` are the tokens that may be words of saying."""
        s = Sentence(self.marked, self.words, self.actor_at, first, last)
        for i in at:
            cue = verb_of_saying(s, i)
            if cue is not None:
                s.cue_at[i] = cue
        drafts: list[_Draft] = []
        for i in at:
            draft = self._draft_came(s, i) if s.tagged(i, "came") is not None else None
            cue = s.cue_at.get(i)
            if draft is not None:
                s.cue_at.pop(i, None)
            elif cue is not None:
                draft = self._draft(s, cue, drafts)
            elif any(sense.entry.tag == "noun" for sense in self.words.cue_senses(s.forms[i])):
                draft = self._draft_noun(s, i, drafts)
            if draft is not None and not any(d.cue.first == draft.cue.first for d in drafts):
                drafts.append(draft)
        out = self._finish(s, drafts)
        return out + according(s, at, out)

    # ------------------------------------------------------------------ verbs
    def _draft(self, s: Sentence, cue: Cue, drafts: list[_Draft]) -> _Draft | None:
        data = cue.sense.data
        if (
            cue.agrees
            and cue.last in s.cue_at
            and s.cue_at[cue.last].sense.entry.word == "قال"
            and not s.cue_at[cue.last].agrees
        ):
            s.cue_at.pop(cue.last)  # أضاف قائلا
            cue.last += 1
            cue.takes = ["that", "quote"]
        opened = opening(s, cue)
        for k in range(cue.last, opened.at if opened else cue.last):  # أضاف الوزير قائلا
            if k in s.cue_at and s.cue_at[k].sense.entry.word == "قال" and not s.cue_at[k].agrees:
                s.cue_at.pop(k)
        if opened is None:
            return self._quote_before(s, cue)
        how = "own"
        speaker = after_verb(s, cue, opened.at)
        if speaker is not None and data.get("object") and not fits(s, cue, speaker) and (cue.joined or drafts):
            speaker = None
        if speaker is not None and opened.kind == "noun" and speaker.last > opened.at:
            speaker = None
        voice = self._voice(s, cue, opened)
        if voice is not None:
            speaker = voice
        elif data.get("relays"):
            own_word = any(s.is_in(k, "own_saying") for k in range(cue.last, opened.at))
            carried = self._relayed(s, speaker, opened) if speaker is not None else None
            if carried is None and own_word:  # نقلت الوكالة قوله: whom "his" means is said elsewhere
                return _Draft(cue, opened, None, "unsaid", self._clause_begin(s, cue))
            speaker = carried or speaker
        if speaker is None:
            speaker, how = before_verb(s, cue) if cue.agrees else (None, "pronoun")
            if how == "none" or (how == "about" and cue.first in s.quotes.inside):
                return None
        if data.get("quoted") and opened.kind != "quote" and not cue.agrees:
            return None
        if how == "relative" or how == "clause":
            if speaker is not None and cue.agrees != "pl" and data.get("object") and not self._can_speak(s, speaker):
                return None
            if speaker is not None and sense_is_vague(cue) and not self._can_speak(s, speaker):
                return None
            if speaker is not None and how == "relative" and not self._can_speak(s, speaker):
                speaker = None  # الاحتفالات التي تقول إنها: someone else says
        if speaker is None and how != "noun":
            speaker = self._antecedent(s, cue, drafts)
        if data.get("free") and opened.kind == "noun" and how == "pronoun" and cue.agrees and not cue.sense.suffix:
            adverb = s.is_in(cue.last, "prepositions", "glued_pronouns") or s.passing(cue.last)
            if s.kinds[cue.last] != SIGN and not adverb:
                opened = Opening(cue.last, cue.last, 0, "noun")
        draft = _Draft(cue, opened, speaker, how, self._clause_begin(s, cue))
        draft.about = self._object(s, cue, opened, speaker)
        return draft

    def _can_speak(self, s: Sentence, part: Part) -> bool:
        """An actor or a paper; without a list of actors, anything."""
        if not self.actor_at:
            return True
        if part.last - 1 in s.actor_at:
            return True
        return any(s.forms[k] in self.words["documents"] for k in range(part.first, part.last))

    def _object(self, s: Sentence, cue: Cue, opened: Opening, speaker: Part | None) -> int:
        """Where the words begin with whom they are about (اتهم الجيش الحركة بكذا), or -1."""
        if not cue.sense.data.get("object") or cue.sense.suffix or opened.kind in ("quote", "noun"):
            return -1
        if opened.kind == "that" and not s.forms[opened.at].startswith("با"):
            return -1
        follows = speaker is not None and speaker.first >= cue.last
        after = start = speaker.last if speaker is not None and follows else cue.last
        while after < opened.at and (s.passing(after) or s.kinds[after] == SIGN):
            after += 1
        if after >= opened.at or s.tagged(after, "medium") is not None:
            return -1
        if s.is_in(after, "prepositions", "glued_pronouns", "relatives"):
            return -1
        if follows and after == start and s.actor_at.get(after, (-1, 0))[0] != after:
            return -1
        return after

    def _quote_before(self, s: Sentence, cue: Cue) -> _Draft | None:
        """A quotation that closes right before its verb: «…»، قال الوزير."""
        k = cue.first - 1
        while k > s.first and (s.forms[k] == "," or s.is_in(k, "clause_starts")):
            k -= 1
        if k <= s.first or s.forms[k] != '"' or "quote" not in cue.takes or cue.joined:
            return None
        start = next((o for o, c in s.quotes.close.items() if c == k), None)
        if start is None or k - start < 4:
            return None
        speaker = after_verb(s, cue, s.last)
        return _Draft(cue, Opening(start, start + 1, 0, "quote"), speaker, "own", cue.first)

    def _voice(self, s: Sentence, cue: Cue, opened: Opening) -> Part | None:
        """على لسان فلان: who lends the voice."""
        for k in range(max(s.first, cue.first - 1), opened.at):
            after = s.tagged(k, "voice")
            if after is not None and after < opened.at:
                return Part(after, s.name_end(after, opened.at))
        return None

    def _relayed(self, s: Sentence, carrier: Part, opened: Opening) -> Part | None:
        """نقلت الصحيفة عن المسؤول أن: the one who is quoted."""
        for k in range(carrier.last, min(opened.at, carrier.last + 6)):
            if s.forms[k] == "عن" and k + 1 < opened.at:
                return Part(k + 1, s.name_end(k + 1, opened.at))
        return None

    def _antecedent(self, s: Sentence, cue: Cue, drafts: list[_Draft]) -> Part | None:
        """Whom a verb without a subject speaks for: the speaker before it in the sentence, or its first subject."""
        if cue.joined and not any(draft.how == "own" for draft in drafts):
            found = of_clause(s, cue)
            if found is not None:
                return found
        for draft in reversed(drafts):
            if draft.how in ("relative", "clause") and any(other.how == "own" for other in drafts):
                continue
            if draft.speaker is None:
                return None if draft.how == "pronoun" else draft.speaker
            if cue.agrees in ("m", "f") and draft.cue.agrees in ("m", "f") and cue.agrees != draft.cue.agrees:
                continue
            return draft.speaker
        if cue.joined or not cue.agrees or cue.opens_clause:
            if cue.first - s.first < 3:
                return None
            return of_sentence(s, cue.first)
        return None

    def _clause_begin(self, s: Sentence, cue: Cue) -> int:
        k = cue.first
        while k > s.first + 1:
            j = k - 1
            if (
                (s.kinds[j] == SIGN and s.forms[j] in (",", "-"))
                or s.is_in(j, "auxiliaries", "breakers", "breaker_phrases")
            ) or s.forms[j] in ("كما", "ثم", "حيث", "اذ", "في", "وفي", "لكن", "ولكن", "كان", "وكان", "كانت", "وكانت"):
                k = j
            else:
                break
        return k

    # ------------------------------------------------------------------ nouns
    def _draft_came(self, s: Sentence, i: int) -> _Draft | None:
        """جاء في البيان أن …: the paper speaks."""
        if i + 2 >= s.last or s.forms[i + 1] not in ("في", "علي"):
            return None
        for sense in self.words.cue_senses(s.forms[i]):
            if sense.entry.tag != "came" or sense.form != "past" or sense.suffix:
                continue
            cue = Cue(i, i + 1, sense, "m", takes=list(sense.data["takes"]))
            opened = opening(s, cue)
            if opened is None or opened.at - i > _LIGHT_REACH:
                return None
            speaker = Part(i + 2, s.name_end(i + 2, opened.at))
            named = any(s.is_in(k, "documents") for k in range(i + 2, speaker.last))
            if speaker.last <= speaker.first or not (named or i + 2 in s.actor_at):
                return None
            return _Draft(cue, opened, speaker, "own", self._clause_begin(s, cue))
        return None

    def _draft_noun(self, s: Sentence, i: int, drafts: list[_Draft]) -> _Draft | None:
        """A verbal noun of saying with a speaker: one of its own, or that of a light verb before it."""
        for sense in self.words.cue_senses(s.forms[i]):
            if sense.entry.tag != "noun":
                continue
            cue = Cue(i, i + 1, sense, "", takes=list(sense.data["takes"]))
            opened = opening(s, cue)
            if opened is None or opened.at - i > _LIGHT_REACH + 6:
                return None
            speaker = self._lightly(s, i)
            if speaker is None:
                speaker = self._owner(s, cue, opened)
            if speaker is None or any(d.opening.at <= i and d.cue.first < i < d.opening.at for d in drafts):
                return None
            return _Draft(cue, opened, speaker, "noun", self._clause_begin(s, cue))
        return None

    def _lightly(self, s: Sentence, noun: int) -> Part | None:
        for k in range(noun - 1, max(s.first, noun - _LIGHT_REACH) - 1, -1):
            if s.forms[k] in (",", ";", ":"):
                return None
            for sense in self.words.cue_senses(s.forms[k]):
                if sense.entry.tag == "light" and sense.form in ("past", "present") and not sense.suffix:
                    cue = Cue(k, k + 1, sense, agreement(s.forms[k], sense))
                    return after_verb(s, cue, noun) or before_verb(s, cue)[0] or of_sentence(s, k)
        return None

    def _owner(self, s: Sentence, cue: Cue, opened: Opening) -> Part | None:
        """مطالبة الحكومة بكذا: the noun that a noun of saying belongs to."""
        sense = cue.sense
        if sense.definite or sense.suffix or cue.last >= opened.at or sense.entry.word not in _OWNED:
            return None
        k = cue.last
        if not (s.forms[k].startswith("ال") or k in s.actor_at or s.forms[k] in self.words["body_heads"]):
            return None
        end = s.name_end(k, opened.at)
        return Part(k, end) if end > k else None

    # ------------------------------------------------------------------ ends
    def _finish(self, s: Sentence, drafts: list[_Draft]) -> list[FoundStatement]:
        out: list[FoundStatement] = []
        for n, draft in enumerate(drafts):
            first = draft.opening.first
            limit, nested = s.last, False
            quoted = s.quotes.inside.get(first, -1)
            if quoted < 0 and first - 1 in s.quotes.close and draft.opening.kind == "quote":
                quoted = first - 1
            for before in out:
                if before.content.first <= draft.cue.first < before.content.last and before.content.first < first:
                    nested = True
                    limit = min(limit, before.content.last)
            for outer in drafts[:n]:  # نقلت عن مصادر قالت إنها … أن: the outer words go on where its own "that" stands
                if outer.cue.first < draft.cue.first < outer.opening.at:
                    limit = min(limit, outer.opening.at) if first < outer.opening.at else limit
            own = self._end(s, draft, drafts[n + 1 :], limit)
            content, direct = self._quotation(s, draft, own)
            if not direct and draft.about >= 0:
                content = Part(draft.about, content.last)
            if content.last <= content.first:
                continue
            data = draft.cue.sense.data
            cue = Part(draft.cue.first, draft.cue.last, draft.cue.sense.skipped)
            out.append(
                FoundStatement(
                    cue,
                    content,
                    draft.speaker,
                    direct,
                    self._addressee(s, draft),
                    self._medium(s, draft),
                    data.get("plover"),
                    nested,
                )
            )
        return out

    def _end(self, s: Sentence, draft: _Draft, later: list[_Draft], limit: int) -> int:
        first = draft.opening.first
        for other in later:
            at = other.cue.first
            if at < first or at >= limit:
                continue
            if at in s.quotes.inside and s.quotes.inside[at] >= first - 1:
                continue
            if other.how in ("relative", "clause", "noun"):
                continue
            apart = other.cue.joined or not other.cue.agrees or other.cue.opens_clause
            if not apart:
                continue
            if other.speaker is None and other.how == "pronoun" and draft.speaker is not None:
                continue
            limit = max(other.begins, first)
            break
        return content_end(s, first, limit, draft.opening.kind)

    def _quotation(self, s: Sentence, draft: _Draft, end: int) -> tuple[Part, bool]:
        """The words said up to `end`, cut to a quotation where they are one, and whether they are direct speech."""
        first, skipped = draft.opening.first, draft.opening.skipped
        opens = first if first in s.quotes.close else first - 1 if first - 1 in s.quotes.close else -1
        if opens < 0:
            direct = draft.opening.kind == "quote" and s.forms[draft.opening.at] == ":"
            if s.quotes.inside.get(first, -1) == draft.opening.at and draft.opening.at >= 0:
                direct = True
            return Part(first, end, skipped), direct
        close = s.quotes.close[opens]
        begin = opens + 1
        if begin < min(close, s.last) and s.is_in(begin, "that") and draft.opening.kind != "by":  # «أن …»
            begin += 1
        lead = int(draft.opening.kind in ("by", "quote") and "ب" in draft.cue.takes and s.forms[begin][:3] == "بال")
        if close >= s.last:
            close = beyond_sentence(s.tokens, opens, s.last)
            return Part(begin, close, lead), True
        rest = [k for k in range(close + 1, end) if s.kinds[k] not in (SIGN, BREAK)]
        if not rest or (close - opens > _SHORT_QUOTE and s.kinds[close + 1] == SIGN):
            return Part(begin, close, lead), True
        if draft.opening.kind == "quote" and opens == draft.opening.at and close - opens > _SHORT_QUOTE // 2:
            return Part(begin, close, lead), True
        return Part(begin, end, lead), False

    def _addressee(self, s: Sentence, draft: _Draft) -> Part | None:
        cue, data = draft.cue, draft.cue.sense.data
        wanted = data.get("addressee")
        if wanted in ("ل", "من"):
            for k in range(cue.last, min(draft.opening.at, cue.last + 20)):
                if draft.speaker is not None and draft.speaker.first <= k < draft.speaker.last:
                    continue
                form = s.forms[k]
                if form in self.words["hearers"]:
                    return Part(k, s.name_end(k, draft.opening.at))
                if wanted == "من" and form == "من" and k + 1 < draft.opening.at:
                    return Part(k + 1, s.name_end(k + 1, draft.opening.at))
                if (
                    wanted == "ل"
                    and form == "ل"
                    and k + 1 in s.quotes.close
                    and s.quotes.close[k + 1] < draft.opening.at
                ):
                    return Part(k + 2, s.quotes.close[k + 1])
        elif wanted == "object" and not cue.sense.suffix:
            after = draft.speaker.last if draft.speaker is not None and draft.speaker.first >= cue.last else cue.last
            if draft.about >= 0 and draft.about in s.actor_at:
                return Part(*s.actor_at[draft.about])
            before = draft.opening.at - 1
            if draft.opening.kind == "that" and s.forms[before] == '"' and before > after:  # أبلغ الوزير «الصحيفة» أن
                start = next((o for o, c in s.quotes.close.items() if c == before), before)
                return Part(start + 1, before) if before > start + 1 else None
            while after < s.last and s.passing(after):
                after += 1
            apart = after != (draft.speaker.last if draft.speaker else -1) or draft.opening.kind == "noun"
            if apart and after < max(draft.opening.at, draft.opening.first + 1) and after in s.actor_at:
                return Part(*s.actor_at[after])
        return None

    def _medium(self, s: Sentence, draft: _Draft) -> Part | None:
        for k in range(draft.cue.last, min(max(draft.opening.at, draft.cue.last), draft.cue.last + 30)):
            after = s.tagged(k, "medium")
            if after is not None:
                return Part(k, after)
        return None


_OWNED = frozenset(("مطالبة", "دعوة", "إعلان", "تأكيد", "تصريح", "تعهد"))


def sense_is_vague(cue: Cue) -> bool:
    """True for verbs that things do too: تشير الأرقام، تظهر الصور."""
    return bool(cue.sense.data.get("things"))
