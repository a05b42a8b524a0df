"""What the grammar of Arabic actors asks of single words: verbs, prepositions, demonyms."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.reading.actor_lexicon import ActorLexicon, Opener
from masfufa.reading.annotated import Annotated
from masfufa.reading.place_words import country_of_demonym

_VERB_FORMS = frozenset(("past", "present", "passive", "passive-present", "future"))
LIKE_PREPOSITIONS = frozenset(("امام", "وامام"))
"""Folded titles that are prepositions as well: إمام, أمام."""


class ArabicWords:
    """The words of one document as its grammar of actors sees them."""

    def __init__(self, marked: Annotated, lexicon: ActorLexicon) -> None:
        self.marked = marked
        self.lexicon = lexicon
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.sets = lexicon.sets

    def _says(self, k: int) -> bool:
        return any(
            s.entry.tag == "say" and s.form in ("past", "present") and not s.suffix for s, _ in self.marked.marks[k]
        )

    def _opens(self, k: int) -> bool:
        opener = self.lexicon[self.forms[k]]
        return bool(opener and (opener.names or any(s.tag != "quantity" for s in opener.senses)))

    def _verbal(self, k: int) -> bool:
        """True where the lexicon knows a word as a verb, or as the noun of an impact."""
        return any(
            sense.form in _VERB_FORMS or sense.entry.tag in ("trigger", "cause_verb", "say", "according")
            for sense, _ in self.marked.marks[k]
        )

    def _preposition(self, i: int) -> bool:
        """Whether a word that folds like a name or title is written as a preposition: على, أمام (علي, إمام)."""
        written = self.marked.tokens.words(i, i + 1)
        if self.forms[i] in LIKE_PREPOSITIONS:
            return "إ" not in written
        if self.forms[i] in self.lexicon.complements:  # بأن and بان (كي مون) fold alike
            return i + 1 >= len(self.forms) or self.forms[i + 1] not in self.sets["in_names"]
        return written.endswith("على")

    def _article(self, form: str) -> bool:
        """Whether a nisba has its article: not so ألماني, whose own letters look like one."""
        return form.startswith("ال") and country_of_demonym("ال" + form, "ar") is None

    def _is_demonym(self, k: int) -> bool:
        opener = self.lexicon[self.forms[k]]
        return opener is not None and opener.demonym is not None

    def _plural_demonym(self, form: str, opener: Opener | None) -> bool:
        return form.endswith(("ون", "ين")) or not form.endswith(("ي", "يه"))

    def _accusative_nisba(self, k: int) -> str | None:
        """The country of جنديا تركيا, where the accusative of an adjective is written like its country's name."""
        form = self.forms[k]
        if not form.endswith("يا") or not self.forms[k - 1].endswith("ا"):
            return None
        return country_of_demonym(form[:-1], "ar")

    def _double(self, k: int) -> str | None:
        """The country of a demonym of two words (الكوريين الجنوبيين), or None."""
        if k + 1 >= len(self.forms):
            return None
        by = self.lexicon.doubles.get(_stem(self.forms[k]))
        return by.get(_stem(self.forms[k + 1])) if by else None

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


def _stem(form: str) -> str:
    """A nisba without conjunction, article and ending."""
    form = form[1:] if form.startswith(("وال", "فال")) else form
    form = form.removeprefix("ال")
    for ending in ("ين", "ون", "ات", "ان", "ه"):
        if form.endswith("ي" + ending):
            return form[: -len(ending)]
    return form
