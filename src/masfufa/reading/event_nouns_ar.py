"""Arabic noun phrases around a trigger: known actors, counted people, any other run of nouns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD, Tokens
from masfufa.lexicon.store import table
from masfufa.reading.actor_phrase import PLACE
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike, Phrase
from masfufa.reading.event_lexicon_ar import CLASSES, LISTS, event_matcher
from masfufa.reading.event_runs_ar import conjunction, describing_verb, is_measure, past_adverb, thing_sector
from masfufa.reading.places import country_of_demonym
from masfufa.records import ActorMention, Figure

_LONGEST = 5
OF = frozenset(map(fold_word, ("من",)))
_AFTER_PREFIX = frozenset(("heads", "possessions", "instruments"))
_WEAPONS = frozenset(("fire", "missiles"))


@cache
def facilities() -> frozenset[str]:
    """Words for buildings and crossings, which can be struck though they are places."""
    return frozenset(fold_word(word) for words in table("ar", "places")["facilities"].values() for word in words)


class NounPhrases:
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
            and forms[at] not in OF
            and ("quantities" in LISTS[forms[at]] or at in self.marked.number_at)
        ):
            at += 1
        if forms[at] not in OF:
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
        if k in self.place_end and forms[k].removeprefix("ال") not in facilities():
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
                new = k - first > 1 and not form.startswith("ال") and getattr(named, "kind", "") in ("group", "title")
                if counted or new or named.mention.start > tokens.starts[k]:
                    break
            if k > first and (lists := LISTS[form]) and ("protest_against" in lists or self._begins_thing(first, k)):
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
        if owner is None and place is not None and place.first in (first, first + 1) and place.last >= k:
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

    def _begins_thing(self, first: int, k: int) -> bool:
        """Whether a thing that can be struck begins a noun phrase of its own: (طيران مسير) قافلة تابعة."""
        return k - first > 1 and "=possessions" in LISTS[self.tokens.forms[k]]

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
        if "=with_pronoun" in lists and self.tokens.text[self.tokens.ends[k] - 1] == "ة":
            return False  # آلية is no إليه
        return "ends phrase" in lists or ("ends phrase unless named" in lists and k not in self.actor_at)

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
