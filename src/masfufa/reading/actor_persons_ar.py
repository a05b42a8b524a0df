"""Names of persons in Arabic: where one begins and ends."""

from __future__ import annotations

import re

from masfufa.language.tokens import WORD
from masfufa.reading.actor_lexicon import Opener
from masfufa.reading.actor_phrase import Phrase
from masfufa.reading.actor_words_ar import ArabicWords

_LONGEST_NAME = 5
_UNNAMELIKE = ("است", "ال", "وال", "بال", "لل", "سي", "ست", "سن", "ي", "ت")
_VERBAL_NOUN = re.compile("ا..ا.|است..ا.|ان..ا.|ا.ت.ا.|ت..ي.|ت..يه")
"""Folded patterns of verbal nouns that no unknown person is named by: إرسال، تنفيذ."""


class ArabicPersons(ArabicWords):
    """Finds the names of persons."""

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

    def _name(self, phrase: Phrase, first: int, last: int) -> None:
        phrase.last = last
        phrase.proper = (first, last)

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
