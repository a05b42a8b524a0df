"""How an Arabic actor's noun phrase goes on behind its head: adjectives, quotes; states, acts, and numbers before."""

from __future__ import annotations

from masfufa.language.tokens import NUMBER, WORD
from masfufa.lexicon.actor_schema import Name
from masfufa.reading.actor_lexicon import Opener
from masfufa.reading.actor_persons_ar import ArabicPersons
from masfufa.reading.actor_phrase import PLACE, TOWARD, Phrase

STATES = ("state", "capital")
"""Kinds of actors that are places as well."""
_LONGEST_QUOTE = 7
_NISBA = ("ي", "يه", "يون", "يين", "يات")
_RELATIVE = frozenset(("التي", "الذي", "الذين", "اللذين", "اللتين", "اللذان", "اللتان", "اللواتي", "اللاتي"))


class ArabicEnds(ArabicPersons):
    """What is taken into a phrase once its head is found."""

    def _known(self, i: int, opener: Opener) -> tuple[int, Name] | None:
        day = self.marked.document.published
        best: tuple[int, Name] | None = None
        for skipped, name in opener.names:
            last = i + 1 + len(name.rest)
            if name.rest and tuple(self.forms[i + 1 : last]) != name.rest:
                continue
            if best is not None and (
                len(best[1].rest) > len(name.rest) or (best[1].actor.possible(day) and not best[1].short)
            ):
                break
            best = skipped, name
        return best

    def _state(self, phrase: Phrase) -> Phrase | None:
        """A country or capital: a government, unless the words before it make it a place."""
        i = phrase.first
        before = self.forms[i - 1] if i else ""
        if (phrase.skipped and self.forms[i][phrase.skipped - 1] == "ب") or (
            before in self.sets["locative"]
            or (before[1:] in self.sets["locative"] and before[:1] in ("و", "ب", "ل", "ف"))
        ):
            phrase.stands = PLACE
        elif before in self.sets["toward"]:
            phrase.stands = TOWARD
        if phrase.kind == "capital" and phrase.stands is None and not self._acts(phrase):
            phrase.stands = TOWARD if i and self.kinds[i - 1] == WORD else PLACE
        return phrase

    def _acts(self, phrase: Phrase) -> bool:
        """True where a verb of the feminine stands beside a capital, or it stands between or beside governments."""
        i, last = phrase.first, phrase.last
        before = self.forms[i - 1] if i else ""
        after = self.forms[last] if last < len(self.forms) else ""
        if before in ("بين", "مع", "لدى", "عن", "ان", "قبل", "جانب") or (before[:1] in "وفت" and before.endswith("ت")):
            return True
        if len(before) > 3 and (before.endswith("ت") or before.startswith(("ت", "ست"))) and not before.endswith("ات"):
            return True
        return len(after) > 3 and ((after.endswith("ت") and not after.endswith("ات")) or after.startswith(("ست", "ت")))

    def _adjectives(self, phrase: Phrase, definite: bool) -> None:
        forms, kinds, k = self.forms, self.kinds, phrase.last
        sets, shown = self.sets, False
        while k < len(forms) and kinds[k] == WORD and k not in self.marked.date_at:
            form = forms[k]
            opener = self.lexicon[form]
            demonym = opener.demonym if opener else None
            shown = shown or (k > phrase.first and self._is_demonym(k - 1))
            if form in self.lexicon.function_words or form in _RELATIVE:
                break
            if definite:
                if not form.startswith("ال"):
                    break
                if demonym is None and (double := self._double(k)):
                    phrase.country = double
                    phrase.last = k = k + 2
                    continue
                if demonym and not self._plural_demonym(form, opener):
                    phrase.country = (
                        demonym if phrase.country in (None, "NGO") or phrase.known is None else phrase.country
                    )
                elif form in sets["loyal"] or form in sets["against"]:
                    break
                elif demonym and phrase.plural:
                    phrase.country = phrase.country or demonym
                elif form in sets["definite_adjectives"] or form[2:] in sets["adjectives"]:
                    self._refine(phrase, form[2:])
                elif (
                    phrase.role == "title"
                    and k == phrase.first + 1
                    and form.endswith("ه")
                    and not phrase.plural
                    and (not phrase.head.endswith("ه"))
                ):
                    break  # does not agree: الرئيس العملية
                elif opener and (opener.names or opener.senses or demonym):
                    if not (phrase.plural and opener.senses and opener.senses[0].tag == "group" and not opener.names):
                        break
                    if not phrase.weak and phrase.sector is not None and phrase.role != "group":
                        break
                    self._refine(phrase, form[2:])
                elif shown or (
                    not form.endswith(_NISBA if phrase.known is None else _NISBA[:2])
                    and (phrase.known is not None or not form.startswith("الم"))
                ):
                    break  # behind a demonym comes no unknown adjective, but the object: القوات الأردنية القرية
            elif double := self._double(k):
                phrase.country = phrase.country or double
                k += 1
            elif demonym and not self._article(form):
                phrase.country = phrase.country or demonym
            elif state := self._accusative_nisba(k):
                phrase.country = phrase.country or state
            elif form in sets["adjectives"] or (form.endswith("ا") and form[:-1] in sets["adjectives"]):
                self._refine(phrase, form if form in sets["adjectives"] else form[:-1])
            else:
                break
            k += 1
            phrase.last = k

    def _refine(self, phrase: Phrase, adjective: str) -> None:
        """An adjective that is an actor of its own makes a weak or missing sector plain: عناصر مسلحة، مصدر أمني."""
        sector = self.lexicon.adjective_sectors.get(adjective)
        if sector and (phrase.weak or (phrase.sector in (None, "CVL") and sector != "CVL")):
            phrase.sector = sector
            phrase.weak = False

    def _quoted(self, phrase: Phrase) -> None:
        """A proper name in quotation marks: حركة «حماس», with what the lexicon knows of it."""
        forms, k = self.forms, phrase.last
        if k >= len(forms) or forms[k] not in ('"', "("):
            return
        closing = {'"': '"', "(": ")"}[forms[k]]
        for end in range(k + 2, min(k + _LONGEST_QUOTE, len(forms))):
            if forms[end] == closing:
                opener = self.lexicon[forms[k + 1]]
                known = self._known(k + 1, opener) if opener else None
                if known and k + 2 + len(known[1].rest) == end:
                    reading = known[1].actor.on(self.marked.document.published)
                    phrase.known = known[1].actor
                    phrase.country, phrase.sector, phrase.weak = reading.country, reading.sector, False
                elif forms[k] == "(":
                    return
                phrase.last = end + 1
                phrase.definite = True
                return

    def _closing_quote(self, phrase: Phrase) -> None:
        """A name that began inside marks ends with them: تنظيم «القاعدة» keeps its last mark."""
        forms = self.forms
        if phrase.last < len(forms) and forms[phrase.last] == '"' and '"' in forms[phrase.first : phrase.last]:
            phrase.last += 1

    def _act(self, i: int, opener: Opener) -> Phrase | None:
        """An adjective that alone names the actor: غارة إسرائيلية, and arms of a state: مروحيات إسرائيلية."""
        if opener.demonym is None or i == 0 or self.kinds[i - 1] != WORD:
            return None
        before = self.forms[i - 1]
        if before.endswith(_NISBA) and i > 1 and self.kinds[i - 2] == WORD and before not in self.sets["equipment"]:
            before = self.forms[i - 2]  # ضربة جوية إسرائيلية
        for k in (before, before[1:] if before[:1] in ("و", "ف", "ب", "ل", "ك") else ""):
            k = k[2:] if k.startswith("ال") else k
            if k in self.sets["equipment"] and before is self.forms[i - 1]:
                return Phrase(
                    i - 1, i + 1, k, "equipment", opener.demonym, "MIL", 1 if before[0] in "وفب" and k != before else 0
                )
            sector = self.lexicon.acts.get(k)
            if sector:
                return Phrase(i, i + 1, self.forms[i], "act", opener.demonym, sector)
        return None

    def _count(self, phrase: Phrase, done: int) -> None:
        """The number before a group belongs to it: ثلاثة جنود."""
        at = phrase.first - 1
        number = self.marked.number_at.get(at)
        if (
            number is None
            or phrase.kind in STATES
            or at in self.marked.date_at
            or phrase.skipped
            or number.first < done
        ):
            return
        if phrase.role not in ("group", "title", "organ", "quantity") or (phrase.definite and not phrase.plural):
            return
        if self.kinds[number.first] not in (NUMBER, WORD):
            return
        if number.last != phrase.first:
            return
        phrase.first = number.first
        phrase.skipped = self._number_skip(number.first, number.start)

    def _number_skip(self, index: int, start: int) -> int:
        """Letters of a number's first token that stand before it (وثلاثة)."""
        begin = self.marked.tokens.starts[index]
        return max(start - begin, 0) if start >= begin else 0
