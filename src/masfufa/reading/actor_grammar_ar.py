"""Arabic noun phrases that name actors: known names, offices, organisations, groups, demonyms.

A phrase grows from its head: the noun it governs (قوات الأمن), adjectives (العراقي), those it is loyal to
(الموالية ل…), what it belongs to (ضباط في الشرطة), and behind an office the person's name.
"""

from __future__ import annotations

from masfufa.language.tokens import SIGN, WORD
from masfufa.lexicon.actor_schema import Name
from masfufa.lexicon.matcher import Sense
from masfufa.reading.actor_ends_ar import STATES
from masfufa.reading.actor_lexicon import Opener
from masfufa.reading.actor_origins_ar import ArabicOrigins
from masfufa.reading.actor_phrase import Phrase
from masfufa.reading.actor_words_ar import LIKE_PREPOSITIONS

_DEEPEST = 5
_JOINING = ("من", "في")


class ArabicGrammar(ArabicOrigins):
    """Finds the phrases of one document."""

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
        return self._with_origin(self._with_apposition(phrase)) if phrase else None

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

    def _head(self, i: int, opener: Opener) -> tuple[Sense, int] | None:
        for sense in opener.senses:
            last = i + 1 + len(sense.rest)
            if sense.rest and tuple(self.forms[i + 1 : last]) != sense.rest:
                continue
            data = sense.data
            if self.forms[i] in LIKE_PREPOSITIONS and self._preposition(i):
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
        if kind in STATES:
            return self._state(phrase)
        if kind != "person":
            self._adjectives(phrase, definite=True)
            self._closing_quote(phrase)
        return phrase

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
        if inner is None or inner.skipped or inner.kind in STATES:
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
        if phrase.plural and phrase.role == "group" and forms[k - 1].endswith(("ون", "ين")):
            return  # a sound plural that governs has lost its ن: مستوطنو
        form = forms[k]
        if form in self.sets["wholes"] and k + 1 < len(forms) and phrase.role == "organ":
            phrase.last = k + 1
            self._construct(phrase, named=False, depth=depth + 1)
            if phrase.last == k + 1:
                phrase.last = k
            return
        opener = self.lexicon[form]
        demonym = opener.demonym if opener else None
        if demonym and not self._article(form) and (opener is None or not opener.names):
            return  # an adjective: قوات سودانية
        if form in self.sets["adjectives"]:
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
        bound = (
            phrase.role != "group" or phrase.sector is None or phrase.weak or phrase.head in self.sets["bound_groups"]
        )
        if form.startswith("ال") and len(form) > 3 and bound and form not in self.lexicon.function_words:
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

    def _absorb(self, phrase: Phrase, inner: Phrase) -> None:
        """The country of what a head governs is its own, and its sector where the head has none or a weak one."""
        phrase.last = inner.last
        if phrase.country is None or phrase.country == "NGO":
            phrase.country = inner.country or phrase.country
        if (
            inner.sector
            and (phrase.sector is None or phrase.weak)
            and inner.kind not in STATES
            and inner.sector != "CVL"
        ):
            phrase.sector = inner.sector
            phrase.weak = False
        elif phrase.sector is None:
            phrase.sector = inner.sector
        if inner.known and inner.kind == "person" and phrase.role == "rank":
            phrase.known, phrase.proper, phrase.short = inner.known, inner.proper, False

    # ------------------------------------------------------------------ what follows
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
                if inner is None or inner.skipped or inner.kind in STATES or inner.kind == "act":
                    return
                part = phrase.role == "organ" and not phrase.definite  # وفد من البرلمان
                if form == "من" and not (phrase.plural or phrase.role == "group" or part):
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
                if inner.kind in STATES and prefix == "ب":
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
                other = inner is not None and inner.country and phrase.country not in (None, inner.country)
                if other:  # استقبل الرئيس التونسي الوزير القطري
                    return phrase
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

    def _doubled(self, i: int) -> Phrase | None:
        country = self._double(i)
        form = self.forms[i]
        if country is None or not form.endswith(("ين", "ون")):
            return None
        skipped = 1 if form[:1] in "وف" else 0
        phrase = Phrase(i, i + 2, form, "group", country, "CVL", skipped, definite="ال" in form[:3], plural=True)
        phrase.role = "group"
        return phrase
