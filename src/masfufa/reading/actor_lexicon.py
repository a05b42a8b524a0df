"""What the lexicon knows of actors in one language, with a crisis folder's additions: names, roles, word classes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from masfufa.language.clitics import splits
from masfufa.language.fold import fold_in, fold_word
from masfufa.lexicon.actor_schema import Name, name_index
from masfufa.lexicon.crisis import Crisis
from masfufa.lexicon.matcher import Matcher, Sense
from masfufa.lexicon.store import table
from masfufa.reading.place_words import country_of_demonym, place_words

ROLES = ("title", "group", "organ", "quantity")
"""Sections of roles.yaml that hold words which begin a phrase; the others hold words within or around one."""


class Opener(NamedTuple):
    """What a word may begin: names (letters skipped, name), roles, a demonym as a noun or adjective, a first name."""

    names: tuple[tuple[int, Name], ...]
    senses: tuple[Sense, ...]
    demonym: str | None
    first_name: bool


class ActorLexicon(dict[str, Opener | None]):
    """Look-up of written forms, filled by vocabulary; `sets` are the closed classes of words, folded."""

    def __init__(self, language: str, crisis: Crisis | None) -> None:
        super().__init__()
        self.language = language
        roles = table(language, "roles")
        own = crisis.roles.get(language, {}) if crisis else {}
        sections = {tag: [*roles.get(tag, ()), *own.get(tag, ())] for tag in ROLES}
        self._roles = Matcher(language, sections)
        self.names = name_index(language, crisis.actors if crisis else ())
        self.sets: dict[str, frozenset[str]] = {
            tag: _folded([*words, *own.get(tag, ())], language)
            for tag, words in roles.items()
            if (tag not in ROLES or tag == "quantity") and isinstance(words, list)
        }
        self.acts: dict[str, str] = {
            fold_in(word, language): sector for sector, words in roles.get("acts", {}).items() for word in words
        }
        self.adjective_sectors: dict[str, str] = {
            fold_word(word): sector for sector, words in roles.get("adjective_sectors", {}).items() for word in words
        }
        self.doubles: dict[str, dict[str, str]] = {
            fold_word(first): {fold_word(second): code for second, code in by.items()}
            for first, by in roles.get("double_demonyms", {}).items()
        }
        places = place_words(language)
        self.first_names = self.sets["first_names"] | places.first_names
        self.function_words = (
            _folded(table(language, "grammar").get("function_words", ()), language) | places.prepositions
        )
        self.complements = _folded(table(language, "grammar").get("complement", ()), language)
        self._never = tuple(phrase.split() for phrase in self.sets.get("never", ()))
        self.never_first = frozenset(words[0] for words in self._never)

    def __missing__(self, form: str) -> Opener | None:
        if len(self) > 300_000:
            self.clear()
        found = self._opener(form)
        self[form] = found
        return found

    def never_at(self, forms: list[str], index: int) -> bool:
        """True where a phrase that only looks like an actor begins at a token."""
        return any(forms[index : index + len(words)] == words for words in self._never)

    def _opener(self, form: str) -> Opener | None:
        if form in self.function_words and form not in self.names:
            return None
        senses = self._roles.senses(form)
        demonym = country_of_demonym(form, self.language)
        if self.language == "ar":
            names, first = self._arabic_names(form)
            senses = tuple(s for s in senses if not _is_never(form, s))
        else:
            bare = form[:-2] if form.endswith("'s") else form[:-1] if form.endswith("'") else form
            listed = self.names.get(form, ()) + (self.names.get(bare, ()) if bare != form else ())
            names = tuple((0, name) for name in sorted(listed, key=lambda name: -len(name.rest)))
            first = form in self.first_names
            if bare != form:
                senses = self._roles.senses(bare)
                demonym = country_of_demonym(bare, self.language)
        if (
            self.doubles
            and demonym is None
            and form.endswith(("يين", "يون"))
            and form.removeprefix("و").removeprefix("ال")[:-2] in self.doubles
        ):
            return Opener(names, senses, None, first)
        if not (names or senses or demonym or first):
            return None
        return Opener(names, senses, demonym, first)

    def _arabic_names(self, form: str) -> tuple[tuple[tuple[int, Name], ...], bool]:
        found: list[tuple[int, Name]] = []
        first = form in self.first_names
        for split in splits(form):
            if split.suffix:
                continue
            stem = "ال" + split.stem if split.definite else split.stem
            listed = self.names.get(stem)
            if listed is None:
                continue
            skipped = split.skipped
            if split.definite:
                skipped = split.skipped - (1 if split.prefix.endswith("ل") else 2)
                if split.prefix.endswith("ل"):
                    skipped -= 1  # للجيش stays whole: its article is written with the preposition
                    skipped = max(skipped, 0)
            elif split.prefix and len(split.stem) < _SHORTEST_AFTER_PROCLITIC:
                continue
            found.extend((skipped, name) for name in listed)
        if not first and form[:1] in ("و", "ل", "ب"):
            first = form[1:] in self.first_names and form[:1] != "ب"
        found.sort(key=lambda pair: -len(pair[1].rest))
        return tuple(found), first


_SHORTEST_AFTER_PROCLITIC = 3


def _is_never(form: str, sense: Sense) -> bool:
    """True for a form of an entry that means something else: قوة is force, قوات are forces."""
    never: list[str] = sense.data.get("never") or []
    return bool(never) and form[len(form) - len(fold_word(never[0])) :] in _folded(never, "ar")


def _folded(words: Iterable[Any], language: str) -> frozenset[str]:
    return frozenset(" ".join(fold_in(part, language) for part in str(word).split()) for word in words)


@cache
def actor_lexicon(language: str, crisis: Crisis | None = None) -> ActorLexicon:
    """The lexicon of a language; one for each crisis."""
    return ActorLexicon(language, crisis)
