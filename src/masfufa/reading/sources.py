"""Who gave a number: sources named in a sentence, what each of them covers, and who is meant across sentences."""

from __future__ import annotations

import itertools

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.forms_ar import affixes, definite
from masfufa.reading.named_sources import NamedSource
from masfufa.reading.sources_latin import sources_in as latin_sources
from masfufa.reading.words import word_set
from masfufa.records import Attribution, Mention

_LONGEST_NAME = 14
_DOCUMENT = 5
"""Tokens among which a document is followed by whose it is."""
_NO_NAMES = ("complement", "prepositions", "prepositional_pronouns", "demonstratives")
_VERBS = frozenset(("past", "present", "passive", "base"))


class Sources:
    """The sources of a document; `of(token)` tells who vouches for what stands there."""

    def __init__(self, marked: Annotated) -> None:
        self.marked = marked
        self.by_sentence: list[list[NamedSource]] = []
        self.pronoun: list[bool] = []
        for first, last in marked.tokens.sentences:
            found, pronoun = self._in_sentence(first, last)
            self.by_sentence.append(found)
            self.pronoun.append(pronoun)
        self.paragraph = self._paragraphs()

    def _paragraphs(self) -> list[int]:
        tokens, out, paragraph = self.marked.tokens, [], 0
        for n, (first, _) in enumerate(tokens.sentences):
            if n and first and tokens.kinds[first - 1] == BREAK:
                paragraph += 1
            out.append(paragraph)
        return out

    def of(self, token: int) -> Attribution | None:
        """The attribution of what stands at a token, or None."""
        sentence = self.marked.tokens.sentence_of(token)
        here = self._covering(sentence, token)
        if here is not None:
            return self._mention(here)
        if self.by_sentence[sentence] and not self.pronoun[sentence]:
            return None
        return self._carried(sentence)

    def _covering(self, sentence: int, token: int) -> NamedSource | None:
        best: NamedSource | None = None
        for source in self.by_sentence[sentence]:
            if not source.covers_from <= token < source.covers_to or source.first <= token < source.last:
                continue
            if best is None or source.covers_to - source.covers_from <= best.covers_to - best.covers_from:
                best = source
        return best

    def _carried(self, sentence: int) -> Attribution | None:
        """The source of the sentence before, within a paragraph, or across one where the speaker goes on (وأضاف أن)."""
        pronoun = self.pronoun[sentence]
        back = sentence - 1
        while back >= 0:
            apart = self.paragraph[sentence] - self.paragraph[back]
            if apart > (1 if pronoun else 0) or sentence - back > 4:
                return None
            if self.by_sentence[back]:
                return self._mention(self.by_sentence[back][-1])
            pronoun = pronoun or self.pronoun[back]
            back -= 1
        return None

    def _mention(self, source: NamedSource) -> Attribution:
        tokens = self.marked.tokens
        start = tokens.inside(source.first, source.skipped) if source.skipped else tokens.starts[source.first]
        end = tokens.ends[source.last - 1]
        chain: tuple[Mention, ...] = ()
        if source.by:
            a, b = tokens.span(*source.by)
            chain = (Mention(tokens.text[a:b], a, b),)
        return Attribution(tokens.text[start:end], start, end, chain)

    def source_tokens(self) -> set[int]:
        """All tokens that stand in the name of a source."""
        return {k for found in self.by_sentence for s in found for k in range(s.first, s.last)}

    def definite_again(self, said: Attribution) -> bool:
        """True where a source is named by a short definite noun, as one already known: المنظمة، التقرير."""
        words = said.text.split()
        return (len(words) <= 3 and definite(words[-1])) or words[0].lower() in word_set("en", "grammar", "article")

    # ------------------------------------------------------------------ finding
    def _in_sentence(self, first: int, last: int) -> tuple[list[NamedSource], bool]:
        marked = self.marked
        if marked.language != "ar":
            return latin_sources(marked, first, last)
        found: list[NamedSource] = []
        pronoun = False
        k = first
        while k < last:
            step = k + 1
            for sense, after in marked.marks[k]:
                tag = sense.entry.tag
                if tag == "according":
                    source = self._after_preposition(k, after, first, last)
                    if source:
                        found.append(source)
                        step = max(step, source.last)
                    break
                if tag == "say" and (sense.form in _VERBS or sense.data.get("participle_say")) and not sense.suffix:
                    source = self._after_verb(k, after, first, last)
                    if (
                        source is not None
                        and not self._is_source(source.first)
                        and not sense.data.get("participle_say")
                    ):
                        source = self._before_verb(k, after, first, last, strict=True) or source
                    if source is not None and not self._surely(source, sense.data.get("strict")):
                        break
                    if source is None and not sense.data.get("participle_say"):
                        source = self._before_verb(k, after, first, last)
                    if source:
                        found.append(source)
                        step = max(step, source.last) if source.first > k else step
                    elif self._opens_speech(after, last):
                        pronoun = True
                    break
            k = step
        self._limit(found, last)
        return found, pronoun

    def _surely(self, source: NamedSource, strict: str | None) -> bool:
        """Whether an ambiguous verb of saying is one: بين is mostly "between", سجل mostly "scored"."""
        said = self._opens_speech(source.last, len(self.marked.tokens))
        return (
            strict is None
            or said
            or (strict == "source" and (self._is_source(source.first) or self._definite(source.first)))
        )

    def _definite(self, k: int) -> bool:
        return definite(self.marked.tokens.forms[k])

    def _limit(self, found: list[NamedSource], last: int) -> None:
        """Where one source begins to speak, the one before ends."""
        opening = [s for s in found if s.covers_to == last]
        for a, b in itertools.pairwise(opening):
            a.covers_to = max(min(b.covers_from, b.first), a.covers_from)

    def _opens_speech(self, k: int, last: int) -> bool:
        if k >= last:
            return False
        form, language = self.marked.tokens.forms[k], self.marked.language
        openers = (word_set(language, "grammar", "complement"), (":", '"'), word_set("ar", "grammar", "letter_by"))
        return any(form in words for words in openers)

    def _name_end(self, k: int, last: int, *, commas: bool = False) -> int:
        """Where the name that begins at token k ends."""
        marked, tokens = self.marked, self.marked.tokens
        start = k
        while k < last and k - start < _LONGEST_NAME:
            kind, form = tokens.kinds[k], tokens.forms[k]
            if kind == BREAK or (kind == SIGN and form not in ('"', "-", "'")):
                break
            if kind == NUMBER or k in marked.date_at or self._counts(k):
                break
            if k > start and self._harmed(k):
                break
            if form == '"' and k > start and not self._closes_name(start, k):
                break
            if k > start or marked.language != "ar":
                stop = False
                for sense, _ in marked.marks[k]:
                    tag = sense.entry.tag
                    if tag in ("source_end", "toll") or (
                        tag in ("say", "clause", "rise") and (sense.form in _VERBS or not sense.form)
                    ):
                        stop = True
                    if (
                        tag in ("trigger", "cause_verb")
                        and not sense.definite
                        and (sense.form == "noun" or sense.form in _VERBS)
                        and (
                            not sense.prefix
                            or sense.prefix in word_set("ar", "grammar", "letter_by")
                            or sense.form in _VERBS
                        )
                    ):
                        stop = True
                if stop:
                    break
            k += 1
        loose = word_set("ar", "grammar", "and") | word_set("ar", "grammar", "locative") | {"-", "'"}
        while k > start and tokens.forms[k - 1] in loose:
            k -= 1
        return k

    def _counts(self, k: int) -> bool:
        """A number in words that is no part of a name: not النائب الأول, not لجنة الستة."""
        number = self.marked.number_at.get(k)
        return number is not None and not number.ordinal and not number.definite

    def _harmed(self, k: int) -> bool:
        """An indefinite noun that says by itself what befell its people is what was said: أحصت الشبكة قتيلين."""
        marks = self.marked.marks[k]
        return any(s.entry.tag == "counted" and s.data.get("strong") and not s.definite for s, _ in marks)

    def _closes_name(self, start: int, k: int) -> bool:
        """A quotation mark within a name: منظمة «ألارم» المحلية."""
        forms = self.marked.tokens.forms
        quotes = sum(1 for j in range(start, k) if forms[j] == '"')
        return quotes % 2 == 1 or (k + 3 < len(forms) and '"' in forms[k + 1 : k + 3])

    def _plausible(self, k: int) -> bool:
        tokens = self.marked.tokens
        form = tokens.forms[k]
        if tokens.kinds[k] in (SIGN, BREAK, NUMBER) or k in self.marked.number_at:
            return False
        grammar = self.marked.language
        if any(form in word_set(grammar, "grammar", name) for name in _NO_NAMES):
            return False
        tags = {sense.entry.tag for sense, _ in self.marked.marks[k] if not sense.definite}
        if "source" in tags or not tags & {"source_end", "trigger", "part", "stock", "cause_verb"}:
            return not self._addressed(k)
        # a noun of people may speak (شهود), the name of a deed may not (أعلن إصابة 70)
        return "counted" in tags and "trigger" not in tags

    def _addressed(self, k: int) -> bool:
        """وقال للأعضاء إن: those spoken to."""
        if self.marked.language != "ar" or not self.marked.tokens.forms[k].startswith(affixes("to_the")):
            return False
        return not any(s.entry.tag == "source" and s.skipped == 0 for s, _ in self.marked.marks[k])

    def _after_verb(self, verb: int, k: int, first: int, last: int) -> NamedSource | None:
        marked, tokens = self.marked, self.marked.tokens
        if k >= last or not self._plausible(k) or self._introduced(k):
            return None
        end = self._name_end(k, last)
        if end <= k:
            return None
        if marked.language == "ar" and not self._may_speak(k, end):
            return None
        source = NamedSource(k, end, verb, last)
        passed_on = marked.tagged(end, "according") if end < last else None
        if passed_on and self._plausible(passed_on[1]) and self._is_source(passed_on[1]):
            return NamedSource(passed_on[1], self._name_end(passed_on[1], last), verb, last, by=(k, end))
        if (
            end < last
            and tokens.forms[end] in word_set("ar", "grammar", "about")
            and end + 1 < last
            and self._plausible(end + 1)
        ):
            quoted_end = self._name_end(end + 1, last)
            if quoted_end > end + 1 and self._is_source(end + 1):
                return NamedSource(end + 1, quoted_end, verb, last, by=(k, end))
        return source

    def _introduced(self, k: int) -> bool:
        """تمسكت بحصيلة أعلى: what was said, brought in by ب, and not who said it."""
        if self.marked.language != "ar" or not self.marked.tokens.forms[k].startswith(affixes("letter_by")):
            return False
        return not any(s.entry.tag == "source" and not s.prefix for s, _ in self.marked.marks[k])

    def _may_speak(self, k: int, end: int) -> bool:
        """An agency, office, person or document; or a definite or long name."""
        return (
            self._is_source(k) or self._definite(k) or end - k >= 2 or self._opens_speech(end, len(self.marked.tokens))
        )

    def _is_source(self, k: int) -> bool:
        return any(sense.entry.tag == "source" for sense, _ in self.marked.marks[k])

    def _before_verb(self, verb: int, after: int, first: int, last: int, *, strict: bool = False) -> NamedSource | None:
        """Noun first: منظمة محلية حذرت من …"""
        marked, tokens = self.marked, self.marked.tokens
        start = verb - 1
        while start >= first and verb - start <= _LONGEST_NAME:
            form, kind = tokens.forms[start], tokens.kinds[start]
            if kind in (BREAK, NUMBER) or (kind == SIGN and form in ",;:.!?()"):
                break
            if any(s.entry.tag in ("clause", "say") and s.prefix == "" for s, _ in marked.marks[start]):
                break
            start -= 1
        start += 1
        if start >= verb:
            return None
        while start < verb and not self._is_source(start):
            if self._definite(start) and start not in marked.date_at:
                break
            start += 1
        if start >= verb or not (self._is_source(start) or (self._definite(start) and not strict)):
            return None
        if start in marked.number_at or start in marked.date_at:
            return None
        while start > first and self._owned(start - 1, start):
            start -= 1
        if not self._opens_speech(after, last) and not self._is_source(start):
            return None
        end = self._name_end(start, verb)
        skipped = 0
        for sense, _ in marked.marks[start]:
            if sense.entry.tag == "source":
                skipped = sense.skipped
                break
        return NamedSource(start, end, verb, last, skipped=skipped) if end > start else None

    def _owned(self, k: int, owner: int) -> bool:
        """A noun right before its definite owner: والد الضحية, one of the name's own words."""
        marked = self.marked
        if marked.tokens.kinds[k] in (SIGN, BREAK, NUMBER) or not self._definite(owner):
            return False
        conjunctions = word_set("ar", "grammar", "conjunctions")
        return any(
            s.entry.tag in ("counted", "source") and not s.definite and (not s.prefix or s.prefix in conjunctions)
            for s, _ in marked.marks[k]
        )

    def _after_preposition(self, at: int, k: int, first: int, last: int) -> NamedSource | None:
        tokens = self.marked.tokens
        if k < last and tokens.forms[k] in word_set("ar", "grammar", "what"):
            k += 1
            while k < last and any(s.entry.tag == "say" for s, _ in self.marked.marks[k]):
                k += 1
            if k < last and tokens.forms[k] in word_set("ar", "grammar", "of_it"):
                k += 1
        while k < last and tokens.forms[k] in word_set(self.marked.language, "grammar", "prepositional_pronouns"):
            k += 1
        if k >= last or (tokens.kinds[k] in (SIGN, BREAK, NUMBER) and tokens.forms[k] != '"'):
            return None
        k = self._issuer(k, last)
        end = self._name_end(k, last)
        if end <= k:
            return None
        form = tokens.forms[k]
        skipped = 1 if form.startswith(affixes("letter_to")) and len(form) > 3 and not self._is_unsplit(k) else 0
        leading = at - first <= 2 or tokens.forms[at - 1] in (".",)
        if leading:
            return NamedSource(k, end, at, last, skipped)
        begin = at
        while begin > first and not (
            any(s.entry.tag in ("clause", "according") for s, _ in self.marked.marks[begin - 1])
            or tokens.forms[begin - 1] == ";"
        ):
            begin -= 1
        return NamedSource(k, end, begin, at, skipped)

    def _issuer(self, k: int, last: int) -> int:
        """Step over a document to whose it is: أحدث حصيلة لمنظمة …, النشرة الأسبوعية الصادرة عن مكتب …"""
        marked, forms = self.marked, self.marked.tokens.forms
        for j in range(k + 1, min(k + _DOCUMENT, last)):
            if marked.tokens.kinds[j] != WORD or j in marked.number_at or j in marked.date_at:
                return k
            issued = marked.tagged(j, "according")
            if issued is not None:
                return issued[1] if issued[1] < last and self._is_source(issued[1]) else k
            owned = self._document(j - 1) and forms[j].startswith(affixes("letter_to")) and not self._is_unsplit(j)
            if owned and any(s.entry.tag == "source" and s.skipped for s, _ in marked.marks[j]):
                return j
        return k

    def _document(self, k: int) -> bool:
        return any(s.entry.tag == "source" and s.data.get("kind") == "document" for s, _ in self.marked.marks[k])

    def _is_unsplit(self, k: int) -> bool:
        return any(s.entry.tag == "source" and s.skipped == 0 for s, _ in self.marked.marks[k])
