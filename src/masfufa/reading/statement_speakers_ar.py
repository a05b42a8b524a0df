"""Who speaks, in Arabic: the subject of a word of saying, after it, before it, or in an earlier clause."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.statement_sentence_ar import Sentence
from masfufa.reading.statement_words import Cue, Part

_DATELINE = 9
_OBJECT_OF = {"الذي": "ه", "التي": "ها", "الذين": "هم"}


def after_verb(s: Sentence, cue: Cue, stop: int) -> Part | None:
    """The subject that follows its verb, before `stop` (where what is said begins); None where no subject does."""
    if cue.agrees in ("pl", "") or cue.sense.form not in ("past", "present"):
        return None
    j = _skip_circumstances(s, cue, cue.last, stop)
    if j >= stop or s.kinds[j] == BREAK:
        return None
    form = s.forms[j]
    if s.kinds[j] == SIGN and not (form == '"' and s.quotes.close.get(j, stop) < stop):
        return None
    if s.is_in(j, "prepositions", "that", "relatives", "glued_pronouns", "auxiliaries", "negations"):
        return None
    if form[:1] == "ب" and s.by_noun(j) and j not in s.actor_at:
        return None
    if cue.sense.data.get("free") and j not in s.actor_at and s.is_deed(j):
        return None
    end = s.name_end(j, stop)
    if form == '"' and end == j:
        end = s.quotes.close[j] + 1
    return Part(j, end) if end > j else None


def _skip_circumstances(s: Sentence, cue: Cue, j: int, stop: int) -> int:
    """Over time, manner, medium and addressee between a verb and its subject."""
    while j < stop:
        medium = s.tagged(j, "medium")
        if s.passing(j) and j not in s.actor_at:
            j += 1
        elif medium is not None and medium < stop and s.kinds[medium] != SIGN and not s.is_in(medium, "that"):
            j = medium
        elif cue.sense.data.get("addressee") == "ل" and (s.forms[j] == "ل" or s.forms[j] in s.words["hearers"]):
            after = s.quotes.close.get(j + 1, j) + 1 if s.forms[j] == "ل" else s.name_end(j, stop)
            if after >= stop or after <= j:
                return j
            j = after
        elif s.forms[j] in ("له", "لها", "لهم"):
            j += 1
        else:
            return j
    return j


def fits(s: Sentence, cue: Cue, subject: Part) -> bool:
    """False where a verb in the masculine stands before a feminine noun: then the noun is its object."""
    if cue.agrees != "m":
        return True
    head = s.forms[subject.first]
    feminine = head.endswith(("ه", "ات")) and (head.startswith("ال") or head in s.words["body_heads"])
    return not feminine


def before_verb(s: Sentence, cue: Cue) -> tuple[Part | None, str]:
    """The subject that stands before its verb, with how it was found: "relative", "clause" (inside another's words),
    "own" or, without a subject, "pronoun"; "none" where the verb only repeats what "what" stands for (ما أعلنه)."""
    if cue.joined:
        return None, "pronoun"
    forms = s.forms
    k = cue.first - 1
    while k >= s.first and (s.is_in(k, "auxiliaries") or s.passing(k)):
        k -= 1
    if k < s.first:
        return None, "pronoun"
    if forms[k] in ("ما", "كما", "ثم", "حيث"):
        return None, "none" if forms[k] == "ما" else "pronoun"
    if forms[k] in s.words["relatives"]:
        if cue.sense.suffix and _OBJECT_OF.get(forms[k].lstrip("و"), cue.sense.suffix) == cue.sense.suffix:
            return None, "about"  # الذي وصفه: the antecedent is whom it is about
        return _antecedent(s, k), "relative"
    if forms[k] == "," and k > s.first:
        return _across_comma(s, k, cue)
    floor = _boundary(s, k)
    if floor > k:
        return None, "pronoun"
    inner = floor > s.first and s.is_in(floor - 1, "that")
    if any(j in s.cue_at and s.cue_at[j].agrees for j in range(floor, k)):  # نقلت عن مصادر قالت إنها
        return Part(s.name_start(k, floor), k + 1), "relative"
    how = "clause" if inner else "own"
    part = _first_name(s, floor, k + 1)
    return (part, how) if part else (None, "pronoun")


def _antecedent(s: Sentence, relative: int) -> Part | None:
    end = relative
    while end > s.first and s.forms[end - 1] in (",", '"'):
        end -= 1
    if end <= s.first:
        return None
    return Part(s.name_start(end - 1, s.first), end)


def _across_comma(s: Sentence, comma: int, cue: Cue) -> tuple[Part | None, str]:
    """A subject parted from its verb by a comma: وكان رئيس الأركان، قد أعلن."""
    for k in range(comma - 1, max(s.first, comma - 8), -1):  # الجيش الذي، منذ زمن، يطالب
        if s.forms[k] == "," and s.forms[k - 1] in s.words["relatives"]:
            return _antecedent(s, k - 1), "relative"
    floor = _boundary(s, comma - 1)
    if floor < comma and (cue.first > comma + 1 or (floor > s.first and s.is_in(floor - 1, "be", "boundaries"))):
        part = _first_name(s, floor, comma)
        if part is not None:
            return part, "own"
    return None, "pronoun"


def _boundary(s: Sentence, k: int) -> int:
    """The first token of the clause that token k stands in."""
    j = k
    while j >= s.first:
        form = s.forms[j]
        if j in s.quotes.inside and k not in s.quotes.inside:
            j = s.quotes.inside[j] - 1
            continue
        if s.kinds[j] == BREAK or form in (",", ";", ":", "?", "!") or s.quotes.inside.get(k, -1) == j:
            return j + 1
        if form in s.words["boundaries"] or form in s.words["be"] or form in s.words["that"]:
            return j + 1
        cue = s.cue_at.get(j)
        if cue is not None and cue.agrees and cue.joined and j < k:
            return j
        j -= 1
    return s.first


def _first_name(s: Sentence, first: int, last: int) -> Part | None:
    """The noun phrase that a clause begins with, or, where time words part it, the one next to its verb."""
    while last > first and (s.passing(last - 1) or (s.kinds[last - 1] == SIGN and s.forms[last - 1] not in ('"', ")"))):
        last -= 1
    start = first
    for k in range(first, last):
        if s.passing(k) and k not in s.actor_at:
            start = k + 1
    while start < last and s.is_in(start, "clause_starts", "auxiliaries"):
        start += 1
    if start >= last or s.forms[start].endswith("وا"):  # ورفعوا شعارات تندد: a verb begins the clause
        return None
    if s.is_in(start, "prepositions", "glued_pronouns"):
        actors = [s.actor_at[k] for k in range(start, last) if k in s.actor_at]
        return Part(*actors[-1]) if actors and actors[-1][1] <= last and actors[-1][0] > start + 1 else None
    if not s.forms[start].startswith("ال") and start not in s.actor_at and start == s.first:
        # A verb may open the clause; then the noun next to the verb of saying is its subject: تلقى تقريرا ذكر أن.
        actors = [s.actor_at[k] for k in range(start, last) if k in s.actor_at and s.actor_at[k][1] <= last]
        if actors and actors[0][0] == start + 1 and actors[-1] != actors[0]:
            return Part(*actors[-1])
    return s.part(start, s.name_end(start, last))


def of_clause(s: Sentence, cue: Cue) -> Part | None:
    """The subject of the clause that a joined verb goes on: لأن فلانا وضع خطة وطلب كذا."""
    k = cue.first - 1
    if k < s.first:
        return None
    floor = _boundary(s, k)
    if floor > k:
        return None
    wanted = {"f": "التي", "m": "الذي", "pl": "الذين"}.get(cue.agrees)
    for j in range(k, floor, -1):
        if s.forms[j] == wanted:
            end = j - 1 if s.forms[j - 1] == "," else j
            if end - 1 in s.actor_at:
                return Part(s.actor_at[end - 1][0], end)
    if floor > s.first and (s.is_in(floor - 1, "boundaries") or s.is_in(floor - 1, "that")):
        while floor < k and s.is_in(floor, "clause_starts", "auxiliaries"):
            floor += 1
        if not s.passing(floor) and not s.is_in(floor, "prepositions", "glued_pronouns"):
            return s.part(floor, s.name_end(floor, k + 1))
    return None


def of_sentence(s: Sentence, before: int) -> Part | None:
    """The subject of the sentence's first verb or its first noun, for a later verb that has none (… ووعدت بكذا)."""
    k = s.first
    for j in range(s.first, min(s.first + _DATELINE, before)):
        if s.forms[j] == ":" and j not in s.quotes.inside:
            k = j + 1
    while k < before and s.forms[k] in ('"', "*"):
        k = s.quotes.close.get(k, k) + 1
    while k < before and (
        s.kinds[k] in (SIGN, BREAK) or s.is_in(k, "clause_starts", "boundaries", "be", "auxiliaries")
    ):
        k += 1
    if k + 1 >= before:
        return None
    if s.is_in(k, "prepositions", "glued_pronouns", "that", "negations") or s.passing(k):
        for j in range(k, min(before, k + 12)):
            if s.forms[j] == "," and j + 2 < before:
                k = j + 1
                break
        else:
            return None
    if k in s.actor_at or s.forms[k].startswith("ال") or s.forms[k] in s.words["body_heads"]:
        part = s.part(k, s.name_end(k, before))
        return part if part.last < before else None
    k += 1
    while k < before and s.passing(k):
        k += 1
    if k < before and (k in s.actor_at or s.forms[k].startswith("ال") or s.forms[k] in s.words["body_heads"]):
        end = s.name_end(k, before)
        return Part(k, end) if end < before else None
    return None
