"""Arabic noun phrases and prepositional phrases around a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD, Tokens
from masfufa.lexicon.store import table
from masfufa.reading.actor_phrase import PLACE
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike, Phrase
from masfufa.reading.event_lexicon_ar import CLASSES, LISTS, event_matcher, finite_only
from masfufa.reading.event_runs_ar import (
    conjunction,
    describing_verb,
    ends_adverb,
    is_measure,
    past_adjectives,
    past_adverb,
    thing_sector,
)
from masfufa.reading.places import country_of_demonym
from masfufa.reading.words import word_set
from masfufa.records import ActorMention, Figure

_LONGEST = 5
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


@cache
def _facilities() -> frozenset[str]:
    """Words for buildings and crossings, which can be struck though they are places."""
    return frozenset(fold_word(word) for words in table("ar", "places")["facilities"].values() for word in words)


class Part(NamedTuple):
    """A phrase after a trigger: its preposition ("" for a bare noun phrase), who it names, and its tokens."""

    preposition: str
    actor: ActorLike
    first: int
    last: int


class Phrases:
    """Finds noun phrases: known actors first, counted people next, any other run of nouns last."""

    def __init__(self, marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure]) -> None:
        self.marked = marked
        self.tokens: Tokens = marked.tokens
        self.actor_at: dict[int, ActorLike] = {}
        acting = [actor for actor in actors if not self._only_place(actor)]
        self.place_end = {k: place.last for k, place in marked.place_at.items()}
        for actor in actors:
            if getattr(actor, "stands", None) == PLACE:
                self.place_end.update(dict.fromkeys(range(actor.first, actor.last), actor.last))
        for actor in sorted(map(self._trimmed, acting), key=lambda a: a.last - a.first):
            for k in range(actor.first, actor.last):
                self.actor_at[k] = actor
        self.people_at: dict[int, ActorLike] = {}
        told: tuple[int, str | None, str | None] = (-1, "CVL", None)
        for figure in sorted(figures, key=lambda f: f.start):
            if figure.category.startswith("homes_"):
                continue
            start, end = figure.start, figure.end
            if figure.victims is not None and abs(figure.victims.start - end) <= 2:
                end = max(end, figure.victims.end)
            first, last = self.tokens.range_of(start, end)
            sentence = self.tokens.sentence_of(first)
            named = next((a for k in range(first, last + 1) if (a := self.actor_at.get(k)) and a.mention.sector), None)
            if named is not None:
                told = (sentence, named.mention.sector, named.mention.country)
            elif told[0] != sentence:
                told = (sentence, "CVL", None)  # a bare count is of persons, as شخص is
            _, sector, country = told  # others are of the kind counted before them
            mention = ActorMention(self.tokens.text[start:end], start, end, None, country, sector)
            phrase = Phrase(first, last, mention)
            for k in range(first, last):
                self.people_at.setdefault(k, phrase)

    def _only_place(self, actor: ActorLike) -> bool:
        """Whether an actor's name stands for a place here (في ليبيا), or is part of a place's name (مدينة الصدر)."""
        place = self.marked.place_at.get(actor.first)
        return getattr(actor, "stands", None) == PLACE or (place is not None and place.first < actor.first)

    def _trimmed(self, actor: ActorLike) -> ActorLike:
        """An actor without a relative pronoun at its end."""
        last = actor.last
        while last - actor.first > 1 and "relatives" in LISTS[self.tokens.forms[last - 1]]:
            last -= 1
        return actor if last == actor.last else self._cut(actor, actor.first, last)

    def _cut(self, actor: ActorLike, first: int, last: int) -> ActorLike:
        """Part of an actor's words, with its codes."""
        start = actor.mention.start if first == actor.first else self._begin(first)
        end = self.tokens.ends[last - 1]
        m = actor.mention
        return Phrase(first, last, ActorMention(self.tokens.text[start:end], start, end, m.name, m.country, m.sector))

    # ------------------------------------------------------------------ one noun phrase
    def at(self, k: int, stop: int) -> ActorLike | None:
        """The noun phrase that begins (or runs) at a token, or None where no noun stands there."""
        actor = self.actor_at.get(k)
        people = self.people_at.get(k)
        if actor is None or actor.first == k:
            counted = self._counted(k, stop)
            if counted is not None:
                return counted
        if people is not None and (actor is None or people.first < actor.first):
            return people
        if actor is not None:
            return actor
        return self._run(k, stop)

    def _counted(self, k: int, stop: int) -> ActorLike | None:
        """A quantity with whom it is taken from: اثنين من القيادات، عددا من نشطاء اليمين."""
        forms = self.tokens.forms
        if not ("quantities" in LISTS[forms[k]] or self.tokens.kinds[k] == NUMBER) or k + 2 >= stop:
            return None
        at = k + 1
        while (
            at < stop - 1
            and at - k < 3
            and forms[at] not in _OF
            and ("quantities" in LISTS[forms[at]] or at in self.marked.number_at)
        ):
            at += 1
        if forms[at] not in _OF:
            return None
        inner = self.actor_at.get(at + 1) or self.people_at.get(at + 1)
        if inner is None:
            return None
        start, end = self._begin(k), inner.mention.end
        mention = inner.mention
        return Phrase(
            k,
            inner.last,
            ActorMention(self.tokens.text[start:end], start, end, mention.name, mention.country, mention.sector),
        )

    def _begin(self, k: int) -> int:
        skipped = conjunction(self.tokens.forms[k])
        return self.tokens.inside(k, skipped) if skipped else self.tokens.starts[k]

    def _run(self, k: int, stop: int) -> ActorLike | None:
        tokens = self.tokens
        forms, kinds = tokens.forms, tokens.kinds
        first = k
        if describing_verb(forms[k]) or is_measure(tokens, k, stop):
            return None
        if k in self.place_end and forms[k] not in _facilities():
            return None
        while k < stop and k - first < _LONGEST:
            form, kind = forms[k], kinds[k]
            if k > first and (describing_verb(form) or past_adverb(tokens, k, stop) > k or "belonging" in LISTS[form]):
                break
            if kind == BREAK or (kind == SIGN and (form != '"' or k - first > 3)):
                break
            if kind == WORD and (self.ends_phrase(k) or (k > first and form[0] == "و" and k not in self.actor_at)):
                break
            if k in self.marked.date_at or (k > first and k in self.actor_at and self.actor_at[k].first < k):
                break
            if k > first and (CLASSES[form] & _WEAPONS or (form[0] == "ب" and "event word" in LISTS[form])):
                break
            named = self.actor_at.get(k) if k > first else None
            if named is not None and named.first == k:
                counted = k in self.marked.number_at or "quantities" in LISTS[form]
                if counted or named.mention.start > tokens.starts[k]:
                    break
            if named is None and k > first and k in self.people_at and self.people_at[k].first == k:
                break
            k += 1
        while k > first and kinds[k - 1] == SIGN:
            k -= 1
        if k <= first or kinds[first] == SIGN or (kinds[first] == NUMBER and k - first == 1):
            return None
        skipped = conjunction(forms[first])
        country: str | None = None
        sector: str | None = None
        owner = self._owner(first, k, stop)
        if owner is not None:
            k = owner.last
        start, end = tokens.inside(first, skipped), owner.mention.end if owner is not None else tokens.ends[k - 1]
        place = self.marked.place_at.get(first) or (self.marked.place_at.get(first + 1) if k > first + 1 else None)
        if owner is None and place is not None and place.first in (first, first + 1) and place.last > k:
            k, end, country = place.last, place.mention.end, place.mention.country
        if owner is not None:
            country, sector = owner.mention.country, owner.mention.sector
        elif country is None:
            country = country_of_demonym(forms[k - 1], "ar") if k - first > 1 else None
            if k - first == 1 and forms[first].endswith("يا"):  # أميركيا: an American
                country = country_of_demonym(forms[first][skipped:-1], "ar")
                sector = "CVL" if country else None
        sector = sector or thing_sector(tokens, first, k)
        return Phrase(first, k, ActorMention(tokens.text[start:end], start, end, None, country, sector))

    def _owner(self, first: int, k: int, stop: int) -> ActorLike | None:
        """Whose a thing or group is: حافلة تابعة للشرطة، دورية للجيش الأميركي، موكب الشيخ."""
        forms = self.tokens.forms
        k = past_adverb(self.tokens, k, stop) if k < stop else k  # طائرة بدون طيار تابعة للجيش
        bound = k < stop and "belonging" in LISTS[forms[k]]
        if not bound and "possessions" not in LISTS[forms[first]]:
            return None
        for j in range(first + 1, k):
            actor = self.actor_at.get(j)
            if actor is not None and actor.first == j and not forms[j - 1].startswith("ال"):
                return actor
        k += bound
        actor = self.actor_at.get(k) if k < stop else None
        if actor is not None and actor.first == k and self.glued(k) == "ل" and forms[k][0] != "و":
            return actor
        return None

    def ends_phrase(self, k: int) -> bool:
        """Whether a word cannot be part of a run of nouns: function words, finite verbs, words of time."""
        lists = LISTS[self.tokens.forms[k]]
        return "ends phrase" in lists or ("ends phrase unless named" in lists and k not in self.actor_at)

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
            if k in self.place_end and k not in self.actor_at and form not in _facilities():
                k = self.place_end[k]
                continue
            past = past_adverb(tokens, k, stop)
            if past > k:
                k = past
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
                if finite_only(form) or "=claims" in lists:
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

    def _run_from(self, k: int, stop: int) -> ActorLike | None:
        """A noun phrase whose first word carries a preposition: للقوات الأميركية."""
        tokens = self.tokens
        k_end = k + 1
        while k_end < stop and k_end - k < _LONGEST and tokens.kinds[k_end] == WORD and not self.ends_phrase(k_end):
            if k_end in self.actor_at or k_end in self.marked.date_at or tokens.forms[k_end][0] == "و":
                break
            k_end += 1
        start, end = tokens.inside(k, 1), tokens.ends[k_end - 1]
        return Phrase(k, k_end, ActorMention(tokens.text[start:end], start, end))

    def glued(self, k: int) -> str:
        """ب or ل where a word carries one: by its actor's span, or by the article after it."""
        tokens = self.tokens
        form = tokens.forms[k]
        actor = self.actor_at.get(k)
        if actor is not None:
            if actor.first == k and actor.mention.start > tokens.starts[k]:
                head = tokens.forms[k][:2]
                return "ب" if "ب" in head else "ل" if "ل" in head else ""
            if actor.first == k and form.startswith("لل"):
                return "ل"
            return ""
        if tokens.kinds[k] != WORD or len(form) < 4:
            return ""
        bare = form[1:] if form[0] == "و" else form
        if bare.startswith("لل"):
            return "ل"
        if bare.startswith("بال"):
            return "ب"
        if bare[0] not in "بل":
            return ""
        if LISTS[bare[1:]] & _AFTER_PREFIX:
            return bare[0]
        senses = [s for s in event_matcher().senses(form) if not s.rest] or [
            s for s, _ in self.marked.marks[k] if not s.rest
        ]
        return bare[0] if senses and all(s.prefix[-1:] == bare[0] for s in senses) else ""

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
        if k > first and self.tokens.forms[k] in _OF:
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


_AFTER_PREFIX = frozenset(("heads", "possessions", "instruments"))
_WEAPONS = frozenset(("fire", "missiles"))
_OF_TIME = frozenset(("=time_words", "=durations"))
_OF = frozenset(map(fold_word, ("من",)))
_OF_BOUND = frozenset(map(fold_word, ("من", "عن")))
_WITH_ADVERBS = frozenset(map(fold_word, ("حيث", "كما", "كذلك", "ثم", "وكما")))
_AUXILIARIES = frozenset(
    map(fold_word, ("قد", "كان", "كانت", "كانوا", "وقد", "أيضا", "لم", "لن", "لا", "سوف", "بدوره", "بدورها"))
)
