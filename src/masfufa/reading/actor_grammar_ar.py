"""Arabic noun phrases that name actors: known names, offices, organisations, groups, demonyms.

A phrase grows from its head: the noun it governs (قوات الأمن), adjectives (العراقي), those it is loyal to
(الموالية ل…), what it belongs to (ضباط في الشرطة), and behind an office the person's name.
"""

from __future__ import annotations

import re

from masfufa.language.tokens import NUMBER, SIGN, WORD
from masfufa.lexicon.actor_schema import Name
from masfufa.lexicon.matcher import Sense
from masfufa.reading.actor_lexicon import ActorLexicon, Opener
from masfufa.reading.actor_phrase import PLACE, TOWARD, Phrase
from masfufa.reading.annotated import Annotated
from masfufa.reading.place_words import country_of_demonym

_LONGEST_QUOTE = 7
_LONGEST_NAME = 5
_DEEPEST = 5
_NISBA = ("ي", "يه", "يون", "يين", "يات")
_VERB_FORMS = frozenset(("past", "present", "passive", "passive-present", "future"))
_UNNAMELIKE = ("است", "ال", "وال", "بال", "لل", "سي", "ست", "سن", "ي", "ت")
_STATES = ("state", "capital")
_RELATIVE = frozenset(("التي", "الذي", "الذين", "اللذين", "اللتين", "اللذان", "اللتان", "اللواتي", "اللاتي"))
_JOINING = ("من", "في")
_VERBAL_NOUN = re.compile("ا..ا.|است..ا.|ان..ا.|ا.ت.ا.|ت..ي.|ت..يه")
"""Folded patterns of verbal nouns that no unknown person is named by: إرسال، تنفيذ."""
_LIKE_PREPOSITIONS = frozenset(("امام", "وامام"))


class ArabicGrammar:
    """Finds the phrases of one document."""

    def __init__(self, marked: Annotated, lexicon: ActorLexicon) -> None:
        self.marked = marked
        self.lexicon = lexicon
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.sets = lexicon.sets

    def phrases(self) -> list[Phrase]:
        """All phrases in text order, not overlapping."""
        out: list[Phrase] = []
        lexicon, date_at = self.lexicon, self.marked.date_at
        openers = [lexicon[form] for form in self.forms]
        done = 0
        for i, opener in enumerate(openers):
            if i < done or i in date_at:
                continue
            if opener is None:
                if not i or not self.marked.marks[i - 1]:
                    continue
                phrase = self._speaker(i)
            else:
                phrase = self._top(i, opener)
            if phrase is None:
                continue
            self._count(phrase, done)
            done = phrase.last
            out.append(phrase)
        return out

    # ------------------------------------------------------------------ whole phrases
    def _top(self, i: int, opener: Opener) -> Phrase | None:
        if self.forms[i] in self.lexicon.never_first and self.lexicon.never_at(self.forms, i):
            return None
        phrase = self._phrase(i, opener, 0) or self._act(i, opener) or self._bare_name(i, opener)
        return self._with_apposition(phrase) if phrase else None

    def _speaker(self, i: int) -> Phrase | None:
        """An unknown name right behind a verb of saying, before a preposition or أن: أعرب شيفر عن."""
        if i == 0 or self.kinds[i] != WORD or not self._says(i - 1):
            return None
        end = i
        while end < len(self.forms) and end - i < 3 and self.kinds[end] == WORD and self._namelike(end, False):
            end += 1
        if end == i or end >= len(self.forms) or self.forms[end] not in self.lexicon.function_words:
            return None
        phrase = Phrase(i, end, self.forms[i], "person", definite=True, proper=(i, end))
        phrase.role = "person"
        return phrase

    def _says(self, k: int) -> bool:
        return any(
            s.entry.tag == "say" and s.form in ("past", "present") and not s.suffix for s, _ in self.marked.marks[k]
        )

    def _phrase(self, i: int, opener: Opener, depth: int) -> Phrase | None:
        if depth > _DEEPEST:
            return None
        name = self._known(i, opener)
        head = self._head(i, opener)
        if name and (head is None or i + 1 + len(name[1].rest) >= head[1]):
            return self._from_name(i, *name)
        if head:
            return self._from_head(i, *head, depth)
        return self._doubled(i) or self._from_demonym(i, opener, depth)

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

    def _head(self, i: int, opener: Opener) -> tuple[Sense, int] | None:
        for sense in opener.senses:
            last = i + 1 + len(sense.rest)
            if sense.rest and tuple(self.forms[i + 1 : last]) != sense.rest:
                continue
            data = sense.data
            if self.forms[i] in _LIKE_PREPOSITIONS and self._preposition(i):
                continue
            accusing = data.get("not") == "participle" and not sense.definite
            if accusing and last < len(self.forms) and self.forms[last].startswith("ال"):
                continue  # متهمين الجنود: they accuse
            if data.get("definite") and not sense.definite and not sense.rest:
                continue
            if data.get("plural") and "pl" not in sense.number:
                continue
            if data.get("not") == "verb" and not sense.definite and sense.number == "sg" and self._follows_clause(i):
                continue
            if sense.suffix and (
                sense.tag == "quantity" or (len(sense.suffix) > 1 and sense.suffix not in ("ها", "هم", "هما", "نا"))
            ):
                continue
            return sense, last
        return None

    def _follows_clause(self, i: int) -> bool:
        """True where a word that is also a verb stands where a verb would: طالب المحتجون."""
        return (
            i == 0
            or self.kinds[i - 1] != WORD
            or (i + 1 < len(self.forms) and self.forms[i + 1].startswith(("ال", "ب")))
        )

    # ------------------------------------------------------------------ names
    def _from_name(self, i: int, skipped: int, name: Name) -> Phrase | None:
        reading = name.actor.on(self.marked.document.published)
        last = i + 1 + len(name.rest)
        kind = name.actor.kind
        phrase = Phrase(i, last, self.forms[i][skipped:], kind, reading.country, reading.sector, skipped, definite=True)
        phrase.known, phrase.short = name.actor, name.short
        if kind == "person":
            phrase.proper = (i, last)
            phrase.role = "person"
        if kind in _STATES:
            return self._state(phrase)
        if kind != "person":
            self._adjectives(phrase, definite=True)
            self._closing_quote(phrase)
        return phrase

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

    # ------------------------------------------------------------------ heads
    def _from_head(self, i: int, sense: Sense, last: int, depth: int) -> Phrase | None:
        if sense.tag == "quantity":
            return self._quantity(i, sense, last, depth)
        skipped = sense.skipped - 1 if sense.definite and sense.prefix.endswith("ل") else sense.skipped
        data = sense.data
        head = self.forms[i][sense.skipped + (2 if sense.definite and not sense.prefix.endswith("ل") else 0) :]
        phrase = Phrase(i, last, head, sense.tag, data.get("country"), data.get("sector"), max(skipped, 0))
        phrase.weak = bool(data.get("weak")) or phrase.sector is None
        phrase.plural = "pl" in sense.number or sense.number == "du"
        phrase.role = "rank" if data.get("rank") else sense.tag
        article = self.forms[i][sense.skipped :].startswith("ال") or (
            bool(sense.rest) and sense.rest[-1].startswith("ال")
        )
        phrase.definite = sense.definite or bool(sense.suffix) or article
        if sense.suffix:
            phrase.owned = True
            self._adjectives(phrase, definite=True)
        else:
            if not phrase.definite:
                self._construct(phrase, named=bool(data.get("named")), depth=depth)
            elif data.get("named"):
                self._quoted(phrase)
            self._adjectives(phrase, phrase.definite)
        if not sense.suffix:
            self._bound(phrase, depth)
        if (
            data.get("governs")
            and phrase.last == last
            and not sense.suffix
            and not sense.definite
            and not data.get("sector")
        ):
            return None
        return phrase

    def _quantity(self, i: int, sense: Sense, k: int, depth: int) -> Phrase | None:
        """عدد من المتظاهرين, عشرات الجنود: the phrase of what is counted, from the word that counts on."""
        forms = self.forms
        if k < len(forms) and forms[k] in ("اخر", "كبير", "كبيره", "قليل", "اكبر"):
            k += 1
        if k < len(forms) and forms[k] == "من":
            k += 1
        if k >= len(forms):
            return None
        opener = self.lexicon[forms[k]]
        inner = self._phrase(k, opener, depth + 1) if opener else None
        if inner is None or inner.skipped or inner.kind in _STATES:
            return None
        inner.first, inner.skipped, inner.plural = i, sense.skipped, True
        inner.definite = False
        return inner

    def _construct(self, phrase: Phrase, *, named: bool, depth: int) -> None:
        """What an indefinite head governs: a phrase, a place, a portfolio, a proper name."""
        forms, k = self.forms, phrase.last
        if k >= len(forms):
            return
        if self.kinds[k] == SIGN:
            self._quoted(phrase)
            return
        if self.kinds[k] != WORD or k in self.marked.date_at:
            return
        form = forms[k]
        opener = self.lexicon[form]
        demonym = opener.demonym if opener else None
        if demonym and not form.startswith("ال") and (opener is None or not opener.names):
            return  # an adjective: قوات سودانية
        if form in self.sets["adjectives"] and not named:
            return
        if form in self.sets["portfolios"] and phrase.role != "group":
            phrase.last = k + 1
            self._construct(phrase, named=False, depth=depth + 1)
            return
        inner = self._phrase(k, opener, depth + 1) if opener and self._may_be_governed(phrase, form) else None
        if inner is not None and inner.definite and inner.role == "title" and not inner.plural:
            inner = self._with_apposition(inner)  # حكومة الرئيس فلان
        if inner and not inner.skipped and inner.kind != "act":
            self._absorb(phrase, inner)
            phrase.definite = phrase.definite or inner.definite or inner.known is not None
            return
        place = self.marked.place_at.get(k)
        if (
            place is not None
            and place.first == k
            and (phrase.role in ("organ", "title") or (phrase.role == "group" and phrase.plural))
            and place.mention.start == self.marked.tokens.starts[k]
        ):
            phrase.last = place.last
            phrase.country = phrase.country or place.mention.country
            phrase.definite = True
            return
        if form.startswith("ال") and len(form) > 3 and (phrase.role != "group" or phrase.sector is None or phrase.weak):
            phrase.last = k + 1
            phrase.definite = True
        elif named and form not in self.lexicon.function_words and not self._verbal(k):
            phrase.last = k + 1
            phrase.definite = True
            if (
                k + 1 < len(forms)
                and self.kinds[k + 1] == WORD
                and forms[k + 1].startswith("ال")
                and k + 1 not in self.marked.date_at
            ) and not self._opens(k + 1):
                phrase.last = k + 2

    def _may_be_governed(self, phrase: Phrase, form: str) -> bool:
        """A group of people governs an office or organisation, but no other group without its article: رجال مسلحون."""
        return phrase.role != "group" or form.startswith("ال") or phrase.weak or phrase.sector is None

    def _opens(self, k: int) -> bool:
        opener = self.lexicon[self.forms[k]]
        return bool(opener and (opener.names or any(s.tag != "quantity" for s in opener.senses)))

    def _absorb(self, phrase: Phrase, inner: Phrase) -> None:
        """The country of what a head governs is its own, and its sector where the head has none or a weak one."""
        phrase.last = inner.last
        if phrase.country is None or phrase.country == "NGO":
            phrase.country = inner.country or phrase.country
        if (
            inner.sector
            and (phrase.sector is None or phrase.weak)
            and inner.kind not in _STATES
            and inner.sector != "CVL"
        ):
            phrase.sector = inner.sector
            phrase.weak = False
        elif phrase.sector is None:
            phrase.sector = inner.sector
        if inner.known and inner.kind == "person" and phrase.role == "rank":
            phrase.known, phrase.proper, phrase.short = inner.known, inner.proper, False

    # ------------------------------------------------------------------ what follows
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
            elif demonym and not form.startswith("ال"):
                phrase.country = phrase.country or demonym
            elif state := self._accusative_nisba(k):
                phrase.country = phrase.country or state
            elif form in sets["adjectives"] or (form.endswith("ا") and form[:-1] in sets["adjectives"]):
                self._refine(phrase, form if form in sets["adjectives"] else form[:-1])
            else:
                break
            k += 1
            phrase.last = k

    def _accusative_nisba(self, k: int) -> str | None:
        """The country of جنديا تركيا, where the accusative of an adjective is written like its country's name."""
        form = self.forms[k]
        if not form.endswith("يا") or not self.forms[k - 1].endswith("ا"):
            return None
        return country_of_demonym(form[:-1], "ar")

    def _is_demonym(self, k: int) -> bool:
        opener = self.lexicon[self.forms[k]]
        return opener is not None and opener.demonym is not None

    def _refine(self, phrase: Phrase, adjective: str) -> None:
        """An adjective that is an actor of its own makes a weak or missing sector plain: عناصر مسلحة، مصدر أمني."""
        sector = self.lexicon.adjective_sectors.get(adjective)
        if sector and (phrase.weak or (phrase.sector in (None, "CVL") and sector != "CVL")):
            phrase.sector = sector
            phrase.weak = False

    def _plural_demonym(self, form: str, opener: Opener | None) -> bool:
        return form.endswith(("ون", "ين")) or not form.endswith(("ي", "يه"))

    def _bound(self, phrase: Phrase, depth: int) -> None:
        """Whom the actor is loyal to, belongs to, or speaks for."""
        forms, n = self.forms, len(self.forms)
        for _ in range(3):
            k = phrase.last
            if k >= n or self.kinds[k] != WORD or depth >= _DEEPEST:
                return
            form = forms[k]
            if form in self.sets["loyal"] or form in self.sets["against"]:
                against = form in self.sets["against"]
                k += 1
                if k < n and forms[k] in ("من", "ل", "ب", "في", "تحت", "الي", "مع"):
                    k += 1
                inner = self._inner(k, depth)
                if inner is None or (
                    inner.skipped and self.forms[k][inner.skipped - 1 : inner.skipped] not in ("ل", "ب")
                ):
                    return
                if against:
                    phrase.last = inner.last
                    phrase.country = phrase.country or inner.country
                    if phrase.sector is None or phrase.weak:
                        phrase.sector, phrase.weak = "OPP", False
                else:
                    inner.sector = (
                        inner.sector if phrase.role != "organ" or phrase.sector not in ("MIL", "REB") else None
                    )
                    self._absorb(phrase, inner)
                continue
            if form == "باسم" or form == "لدي" or form in _JOINING:
                inner = self._inner(k + 1, depth)
                if inner is None or inner.skipped or inner.kind in _STATES or inner.kind == "act":
                    return
                if form == "من" and not (phrase.plural or phrase.role == "group"):
                    return
                if form in _JOINING and not (
                    inner.role == "organ" or (inner.known and inner.kind != "person") or (form == "من" and inner.plural)
                ):
                    return
                if form == "في" and phrase.role == "organ":
                    return
                self._absorb(phrase, inner)
                continue
            prefix = form[:1]
            if prefix in ("ل", "ب") and (
                phrase.role == "title"
                or (prefix == "ل" and phrase.role == "organ")
                or (prefix == "ب" and phrase.role == "group")
            ):
                opener = self.lexicon[form]
                if opener is None or opener.demonym:
                    return
                inner = self._phrase(k, opener, depth + 1)
                whole = form.startswith("لل") and inner is not None
                if (
                    inner is None
                    or not (inner.skipped or whole)
                    or inner.kind == "act"
                    or (inner.plural and inner.role == "group")
                ):
                    return
                if inner.kind in _STATES and prefix == "ب":
                    return
                if phrase.role == "organ" and inner.kind == "person":
                    return
                self._absorb(phrase, inner)
                continue
            return

    def _inner(self, k: int, depth: int) -> Phrase | None:
        if k >= len(self.forms) or self.kinds[k] != WORD or k in self.marked.date_at:
            return None
        opener = self.lexicon[self.forms[k]]
        return self._phrase(k, opener, depth + 1) if opener else None

    # ------------------------------------------------------------------ quotes
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

    # ------------------------------------------------------------------ persons
    def _with_apposition(self, phrase: Phrase) -> Phrase:
        """An office with the person who holds it, or a person and the office: one actor."""
        for _ in range(3):
            if phrase.role not in ("title", "rank", "group") or phrase.plural or phrase.proper:
                return phrase
            k = phrase.last
            comma = False
            if (
                k < len(self.forms)
                and self.forms[k] in (",", '"')
                and phrase.role == "title"
                and phrase.last - phrase.first > 1
            ):
                k += 1
                comma = True
            if k >= len(self.forms) or self.kinds[k] != WORD or k in self.marked.date_at:
                return phrase
            opener = self.lexicon[self.forms[k]]
            known = self._known(k, opener) if opener else None
            if known and known[0] == 0 and known[1].actor.kind == "person":
                self._name(phrase, k, k + 1 + len(known[1].rest))
                phrase.known = known[1].actor
                phrase.short = False
                reading = known[1].actor.on(self.marked.document.published)
                phrase.country = phrase.country or reading.country
                if phrase.sector is None or phrase.weak or phrase.role == "rank":
                    phrase.sector = reading.sector or phrase.sector
                return phrase
            head = self._head(k, opener) if opener else None
            if (
                head
                and head[0].tag == "title"
                and not head[0].skipped
                and head[0].number in ("sg", "")
                and (head[0].data.get("rank") or head[0].definite)
            ):
                inner = self._from_head(k, *head, 1)
                if inner is not None and (inner.role == "rank" or not comma):
                    phrase.last = inner.last
                    phrase.country = phrase.country or inner.country
                    if phrase.weak or phrase.sector is None:
                        phrase.sector, phrase.weak = inner.sector or phrase.sector, inner.weak
                    continue
            end = self._name_end(k, sure=comma or phrase.role == "group")
            if end > k:
                self._name(phrase, k, end)
            return phrase
        return phrase

    def _name(self, phrase: Phrase, first: int, last: int) -> None:
        phrase.last = last
        phrase.proper = (first, last)

    def _bare_name(self, i: int, opener: Opener) -> Phrase | None:
        """A person named without an office: a given name and at least one more."""
        if not opener.first_name or self._preposition(i):
            return None
        skipped = 0 if self.forms[i] in self.lexicon.first_names else 1
        end = self._name_end(i, sure=True, first=True)
        if end - i < 2:
            return None
        phrase = Phrase(i, end, self.forms[i], "person", skipped=skipped, definite=True, proper=(i, end))
        phrase.role = "person"
        return phrase

    def _preposition(self, i: int) -> bool:
        """Whether a word that folds like a name or title is written as a preposition: على, أمام (علي, إمام)."""
        written = self.marked.tokens.words(i, i + 1)
        if self.forms[i] in _LIKE_PREPOSITIONS:
            return "إ" not in written
        if self.forms[i] in self.lexicon.complements:  # بأن and بان (كي مون) fold alike
            return i + 1 >= len(self.forms) or self.forms[i + 1] not in self.sets["in_names"]
        return written.endswith("على")

    def _name_end(self, k: int, *, sure: bool, first: bool = False) -> int:
        """Where a person's name that begins at a token ends; the token itself where none does.

        `sure` asks for a given name or a word of names at its start.
        """
        start, forms = k, self.forms
        given = False
        while k < len(forms) and k - start < _LONGEST_NAME and self.kinds[k] == WORD and k not in self.marked.date_at:
            form = forms[k]
            if self._preposition(k):
                break
            known = form in self.lexicon.first_names or form in self.sets["in_names"] or (first and k == start)
            if not known:
                if k == start and sure:
                    break
                if not self._namelike(k, given):
                    break
            given = given or known
            k += 1
            if not given and k - start >= 3:
                break
        if k - start and forms[k - 1] in self.sets["in_names"] and forms[k - 1] != "الدين":
            k -= 1
        if not given and k - start > 3:
            return start
        return k

    def _namelike(self, k: int, given: bool) -> bool:
        form = self.forms[k]
        opener = self.lexicon[form]
        functional = self.lexicon.function_words
        if form in functional or (form[0] in "وفبلك" and form[1:] in functional) or len(form) < 2 or self._verbal(k):
            return False
        if form in self.sets["not_names"] or (not given and _VERBAL_NOUN.fullmatch(form)):
            return False
        if form.startswith("ال") and given:
            return len(form) > 4 and not (opener and opener.senses) and not form.endswith("يه")
        if form.startswith(_UNNAMELIKE) or (opener and (opener.senses or opener.demonym or opener.names)):
            return False
        written = self.marked.tokens.words(k, k + 1)
        return (
            not written.endswith(("ة", "اً", "ًا", "ه", "ات", "ون", "ين", "هم", "ها"))
            and form not in self.sets["adjectives"]
        )

    def _verbal(self, k: int) -> bool:
        """True where the lexicon knows a word as a verb, or as the noun of an impact."""
        return any(
            sense.form in _VERB_FORMS or sense.entry.tag in ("trigger", "cause_verb", "say", "according")
            for sense, _ in self.marked.marks[k]
        )

    # ------------------------------------------------------------------ demonyms
    def _from_demonym(self, i: int, opener: Opener, depth: int) -> Phrase | None:
        """The people of a country (الفلسطينيون, 7 فلسطينيين), or one of them where a noun must stand."""
        if opener.demonym is None:
            return None
        form = self.forms[i]
        bare = form.lstrip("وف") if form.startswith(("وال", "فال")) else form
        skipped = len(form) - len(bare)
        definite = bare.startswith("ال")
        plural = bare.endswith(("ون", "ين")) or (definite and not bare.endswith(("ي", "يه")))
        before = i - 1
        if depth == 0 and not self._noun_stands(i, definite, plural):
            return None
        if depth and not (definite and plural):
            return None
        if bare.endswith(("يه", "ات", "ان", "تان", "تين")) and not (before >= 0 and before in self.marked.number_at):
            return None
        phrase = Phrase(i, i + 1, bare, "group", opener.demonym, "CVL", skipped, definite=definite, plural=plural)
        phrase.role = "group"
        self._adjectives(phrase, definite)
        self._bound(phrase, depth)
        return phrase

    def _double(self, k: int) -> str | None:
        """The country of a demonym of two words (الكوريين الجنوبيين), or None."""
        if k + 1 >= len(self.forms):
            return None
        by = self.lexicon.doubles.get(_stem(self.forms[k]))
        return by.get(_stem(self.forms[k + 1])) if by else None

    def _doubled(self, i: int) -> Phrase | None:
        country = self._double(i)
        form = self.forms[i]
        if country is None or not form.endswith(("ين", "ون")):
            return None
        skipped = 1 if form[:1] in "وف" else 0
        phrase = Phrase(i, i + 2, form, "group", country, "CVL", skipped, definite="ال" in form[:3], plural=True)
        phrase.role = "group"
        return phrase

    def _noun_stands(self, i: int, definite: bool, plural: bool) -> bool:
        """True where a nisba must be a noun: after a number, a preposition, a verb, or as a plural with its article."""
        before = i - 1
        if before < 0 or before in self.marked.number_at:
            return before >= 0 or (definite and plural)
        form = self.forms[before]
        if self.kinds[before] != WORD:
            return definite and plural
        if definite and plural and not (form.startswith("ال") and form.endswith(("ين", "ون", "ات"))):
            return not (form.startswith("ال") and self._opens(before))
        if form in self.lexicon.function_words:
            return plural or not definite
        return (
            not definite
            and self._verbal(before)
            and any(s.form in _VERB_FORMS or not s.definite for s, _ in self.marked.marks[before])
        )

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
            or phrase.kind in _STATES
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


def _stem(form: str) -> str:
    """A nisba without conjunction, article and ending."""
    form = form[1:] if form.startswith(("وال", "فال")) else form
    form = form.removeprefix("ال")
    for ending in ("ين", "ون", "ات", "ان", "ه"):
        if form.endswith("ي" + ending):
            return form[: -len(ending)]
    return form
