"""Arabic noun phrases and prepositional phrases around a trigger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import LISTS, finite_only
from masfufa.reading.event_nouns_ar import OF, NounPhrases, facilities
from masfufa.reading.event_runs_ar import (
    describing_verb,
    ends_adverb,
    is_measure,
    past_adjectives,
    past_adverb,
)
from masfufa.reading.words import word_set

_DESCRIPTION, _MOST_JOINED = 9, 3
_PREPOSITIONS = frozenset(
    map(
        fold_word,
        ("على", "إلى", "في", "من", "عن", "مع", "بين", "ضد", "لدى", "أمام", "تجاه", "نحو", "باتجاه", "صوب", "بحق"),
    )
)
_AGENT = {
    tuple(map(fold_word, pair)): fold_word(" ".join(pair))
    for pair in (("من", "قبل"), ("على", "يد"), ("على", "أيدي"), ("من", "جانب"), ("على", "يدي"), ("من", "طرف"))
}


class Part(NamedTuple):
    """A phrase after a trigger: its preposition ("" for a bare noun phrase), who it names, and its tokens."""

    preposition: str
    actor: ActorLike
    first: int
    last: int


class Phrases(NounPhrases):
    """Finds the phrases that follow or precede a trigger."""

    # ------------------------------------------------------------------ one noun phrase
    # ------------------------------------------------------------------ what follows a trigger
    def after(self, k: int, stop: int, reach: int = 12) -> Iterator[Part]:
        """Noun and prepositional phrases after a trigger, until a boundary."""
        tokens, marked = self.tokens, self.marked
        forms, kinds = tokens.forms, tokens.kinds
        begin, commas = k, 0
        while k < stop and k - begin < reach:
            form = forms[k]
            if k in marked.date_at:
                k = marked.date_at[k].last
                continue
            if kinds[k] == SIGN and k not in self.actor_at:
                if form == "(":
                    k = self._past_bracket(k, stop)
                    continue
                if form == "," and commas == 0:
                    commas, k = 1, k + 1
                    continue
                if form in ('"', "-", ":") and k - begin < 3:
                    k += 1
                    continue
                if form == '"':
                    k += 1
                    continue
                return
            lists = LISTS[form]
            if kinds[k] == BREAK or "complement" in lists or "relatives" in lists or "clauses" in lists:
                return
            if k in self.place_end and k not in self.actor_at and form.removeprefix("ال") not in facilities():
                k = self.place_end[k]
                continue
            past = past_adverb(tokens, k, stop)
            if past > k:
                k = past
                continue
            if form in _CARRYING:  # سيارة تقل ثلاثة: they are struck too
                k += 1
                continue
            if k not in self.actor_at and describing_verb(form) and not (k + 1 < stop and forms[k + 1] == "عن"):
                k = self._past_description(k, stop)
                continue
            if is_measure(tokens, k, stop):
                k += 2
                continue
            if "=time_words" in lists and k not in self.actor_at:
                k += 1
                continue
            if "bounds" in lists and k not in self.actor_at:
                k += 2 if k + 1 < stop and forms[k + 1] in _OF_BOUND else 1
                continue
            agent = _AGENT.get((form, forms[k + 1])) if k + 1 < stop else None
            if agent or form in _PREPOSITIONS or "preposition" in lists or "=locatives" in lists:
                name, inner = (agent, k + 2) if agent else (form, k + 1)
                while inner < stop - 1 and "=locatives" in LISTS[forms[inner]]:
                    name, inner = forms[inner], inner + 1
                actor = self._object(inner, stop)
                if actor is None:
                    k = self.place_end.get(inner, inner + 1)
                    continue
                yield Part(name, actor, inner, actor.last)
                k = max(actor.last, inner + 1)
                k += k < stop and forms[k] in word_set("ar", "grammar", "others")
                continue
            glued = self.glued(k)
            if glued:
                actor = self.at(k, min(stop, k + 4)) or self._run_from(k, stop)
                if actor is not None:
                    yield Part(glued, actor, k, actor.last)
                    k = max(actor.last, k + 1)
                else:
                    k += 1
                continue
            if self.ends_phrase(k) and k not in self.actor_at and k not in self.people_at:
                if "=claims" in lists:  # هجوم تبناه التنظيم على قافلة
                    claimer = self.actor_at.get(k + 1)
                    k = claimer.last if claimer is not None else k + 1
                    continue
                if finite_only(form):
                    return
                k += 1
                continue
            actor = self.at(k, stop)
            if actor is None:
                k += 1
                continue
            if actor.first < begin:
                actor = self._cut(actor, begin, actor.last)
            if self._adverb(actor):
                k = actor.last
                continue
            joined = form[0] == "و" and k > begin and actor.mention.start > tokens.starts[k]
            yield Part("و" if joined else "", actor, k, actor.last)
            k = max(actor.last, k + 1)
            if k < stop and actor.mention.name is not None and forms[k].endswith(("ين", "ون")):
                continue  # دعت الأمم المتحدة المانحين
            k = past_adjectives(tokens, k, stop, forms[k - 1].startswith("ال"), self.actor_at.keys())
            k += k < stop and forms[k] in word_set("ar", "grammar", "others")

    def _past_description(self, k: int, stop: int) -> int:
        """The token after a verb that describes the actor before it, and after that verb's own object."""
        described = self.at(k + 1, stop) if k + 1 < stop else None
        if described is not None:
            return max(described.last, k + 1)
        behind = self.actor_at.get(k + 2)  # يرتدون زي الشرطة
        return behind.last if behind is not None and behind.first == k + 2 else k + 1

    def _adverb(self, actor: ActorLike) -> bool:
        """علنا، مؤخرا، 12 عاما: an accusative that is no object."""
        forms = self.tokens.forms
        if actor.first in self.actor_at or actor.first in self.people_at:
            return False
        head = forms[actor.first]
        alone = actor.last - actor.first == 1
        adverb = "adverbs" in LISTS[head] or (head.endswith("يا") and actor.mention.country is None)
        return (alone and adverb) or any("=durations" in LISTS[form] for form in forms[actor.first : actor.last])

    def _object(self, k: int, stop: int) -> ActorLike | None:
        if k >= stop:
            return None
        if self.tokens.forms[k] == '"' and k + 1 < stop:
            k += 1
        if k in self.marked.date_at:
            return None
        return self.at(k, stop)

    def _past_bracket(self, k: int, stop: int) -> int:
        for j in range(k, min(stop, k + 14)):
            if self.tokens.forms[j] == ")":
                return j + 1
        return k + 1

    # ------------------------------------------------------------------ what stands before
    def before(self, k: int, first: int, comma: bool = False) -> ActorLike | None:
        """The noun phrase that ends right before a token, brackets, dates, قد and كان aside (a comma too, where
        said)."""
        tokens, marked = self.tokens, self.marked
        j = k - 1
        skipped = comma
        for _ in range(12):
            if j < first:
                return None
            form = tokens.forms[j]
            if form == ")":
                while j > first and tokens.forms[j] != "(":
                    j -= 1
                j -= 1
                skipped = True
                continue
            if ends_adverb(tokens, j):
                j -= 2
                skipped = True
                continue
            if j in marked.date_at:
                j = marked.date_at[j].first - 1
                if j > first and "=during" in LISTS[tokens.forms[j]]:
                    j -= 1  # الجيش خلال الأسبوع الماضي قتل
                skipped = True
                continue
            if (
                form in _AUXILIARIES
                or form == '"'
                or (form == "," and skipped)
                or LISTS[form] & _OF_TIME
                or (tokens.kinds[j] == NUMBER and "=durations" in LISTS[tokens.forms[j + 1]])
            ):
                skipped = skipped or form != '"'
                j -= 1
                continue
            break
        described = self._described(j, first)
        if described is not None:
            return described
        actor = self.actor_at.get(j) or self.people_at.get(j)
        if actor is None and j - 1 >= first:  # one adjective more than the phrase holds
            actor = self.people_at.get(j - 1)
        if actor is not None:
            return self._whole(actor, first)
        return self._unknown_before(j, first)

    def _described(self, j: int, first: int) -> ActorLike | None:
        """Whom a verb near before a token describes: انتحاريا يقود شاحنة مفخخة (فجر نفسه)."""
        for k in range(j, max(first, j - _DESCRIPTION), -1):
            form = self.tokens.forms[k]
            if self.tokens.kinds[k] == BREAK or "complement" in LISTS[form] or "clauses" in LISTS[form]:
                return None
            if describing_verb(form) and k not in self.actor_at:
                actor = self.actor_at.get(k - 1) or self.people_at.get(k - 1)
                return self._whole(actor, first) if actor is not None else None
        return None

    def _whole(self, actor: ActorLike, first: int) -> ActorLike:
        """An actor with the quantity that it is a part of: أربعة من محامي الدفاع."""
        k = actor.first - 1
        if k > first and self.tokens.forms[k] in OF:
            return self._counted(k - 1, actor.last + 1) or actor
        return actor

    def _unknown_before(self, j: int, first: int) -> ActorLike | None:
        """A name that no lexicon knows between a boundary and a verb: ان هنية دفع."""
        forms, kinds = self.tokens.forms, self.tokens.kinds
        k = j
        while (
            k >= first
            and j - k < 4
            and kinds[k] == WORD
            and not self.ends_phrase(k)
            and "clauses" not in LISTS[forms[k]]
        ):
            if k in self.marked.date_at or k in self.marked.place_at:
                return None
            k -= 1
        if k == j or k < first:
            return None
        if "complement" in LISTS[forms[k]] or ("clauses" in LISTS[forms[k]] and forms[k] not in _WITH_ADVERBS):
            return self._run(k + 1, j + 1)
        return None

    def coordinated(self, actor: ActorLike, stop: int) -> list[ActorLike]:
        """An actor with those joined to it by و or a comma, after it, or before a subject that stands second."""
        out = [actor]
        forms = self.tokens.forms
        while actor.mention.start > self.tokens.starts[actor.first] and forms[actor.first][0] == "و":
            earlier = self.actor_at.get(actor.first - 1)
            if earlier is None or len(out) > _MOST_JOINED:
                break
            out.insert(0, earlier)
            actor = earlier
        actor = out[-1]
        k = actor.last
        while k < stop and len(out) < 6:
            if forms[k] in (",", '"', ")") and k + 1 < stop and forms[k + 1][0] == "و":
                k += 1
            following = self.actor_at.get(k)
            joined = forms[k][0] == "و" and following is not None and following.first == k
            if not joined or following is None:
                break
            if following.mention.start == self.tokens.starts[k]:  # the name itself begins with و
                break
            out.append(following)
            k = following.last
        return out


_CARRYING = frozenset(("تقل", "يقل"))
_OF_TIME = frozenset(("=time_words", "=durations"))
_OF_BOUND = frozenset(map(fold_word, ("من", "عن")))
_WITH_ADVERBS = frozenset(map(fold_word, ("حيث", "كما", "كذلك", "ثم", "وكما")))
_AUXILIARIES = frozenset(
    map(fold_word, ("قد", "كان", "كانت", "كانوا", "وقد", "أيضا", "لم", "لن", "لا", "سوف", "بدوره", "بدورها"))
)
