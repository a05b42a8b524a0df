"""Whose number it is: one key for a source, however and in whatever language a report names it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from masfufa.claims import Claim
from masfufa.language.fold import fold_word
from masfufa.lexicon.actor_schema import KnownActor, known_actors, spellings
from masfufa.workspace.source_names import OF_MANY, SourceNames, names_organ

PROCLITICS = ("و", "ف", "ب", "ل", "ك")
"""Arabic letters written onto the word after them."""

_PRONOUNCED = frozenset(("igo", "ngo", "ministry", "government", "army", "police", "armed_group", "media", "office"))
"""Kinds of actors that are still the source where a report says "an official of …"."""


MOST_NAMES = 50_000
"""Names kept at hand."""


class Source(NamedTuple):
    """Key, name to show, whether the report names it, whether that is nobody in particular, whether it publishes it
    itself."""

    key: str
    name: str
    attributed: bool
    generic: bool = False
    own: bool = False


@cache
def data(name: str) -> dict[str, Any]:
    """A YAML file of this package, as plain data."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=loader)
    return loaded


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name, without signs."""
    return tuple(word for word in next(iter(spellings(text, "en"))) if word[0].isalnum())


@cache
def _generic() -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(name) for names in data("sources.yaml")["generic"].values() for name in names)


class Sources:
    """Who is who: the lexicon's actors, those of `sources.yaml`, and a crisis's own (`extra`), which come first."""

    def __init__(self, extra: Iterable[KnownActor] = ()) -> None:
        table = data("sources.yaml")
        extra = tuple(extra)
        self._names: dict[tuple[str, ...], tuple[str, str, bool]] = {}
        self._learn(extra)
        for actor, names in table["names"].items():
            for name in names:
                self._names.setdefault(words_of(name), (actor, "igo", name.isupper()))
        self._learn(known_actors())
        self._shown = {known.id: known.name("en") for known in (*known_actors(), *extra)}
        self._shown.update(table["show"])
        self._same: dict[str, str] = table["same_as"]
        self._found: dict[str, str | None] = {}
        self._organs: dict[str, tuple[str, str] | None] = {}

    def _learn(self, actors: Iterable[KnownActor]) -> None:
        """From the words of a name to actor id, kind, and whether it must be in capitals."""
        for known in actors:
            for language, names in known.names.items():
                for name in names:
                    for words in spellings(name, language):
                        # Names of all languages are looked up in one fold.
                        plain = tuple(fold_word(word) for word in words if word[0].isalnum())
                        if plain:
                            self._names.setdefault(plain, (known.id, known.kind, name.isupper()))

    def actor_of(self, text: str) -> str | None:
        """The id of the actor that a text names, whole or within ("a spokesman for the WHO"); None where none is known.

        An organ of a government or party is not it: "the justice ministry of the Government of National Accord".
        """
        if text not in self._found:
            if len(self._found) > MOST_NAMES:
                self._found.clear()
            found = self._find(text)
            self._found[text] = self._same.get(found, found) if found else None
        return self._found[text]

    def organ_of(self, text: str) -> tuple[str, str] | None:
        """The office and the actor whose it is: ("Ministry of Justice", "government_of_national_accord")."""
        if text not in self._organs:
            if len(self._organs) > MOST_NAMES:
                self._organs.clear()
            self._organs[text] = self._organ(text)
        return self._organs[text]

    def _organ(self, text: str) -> tuple[str, str] | None:
        words = words_of(text)
        found: list[tuple[int, str]] = []
        for start in range(len(words)):
            for end in range(min(len(words), start + 9), start, -1):
                for form in _forms(words[start:end]):
                    entry = self._names.get(form)
                    if entry is not None and entry[1] in OF_MANY:
                        found.append((end - start, entry[0]))
        office = (
            next((name for lang in _languages(text) if (name := _names_in(lang).office(text))), None) if found else None
        )
        return (office, max(found)[1]) if office else None

    def _find(self, text: str) -> str | None:
        names = self._names
        words = words_of(text)
        if words and words[0] in ("the", "le", "la", "l"):
            words = words[1:]
        for form in _forms(words):
            if form in names:
                return names[form][0]
        best: tuple[int, str] | None = None
        for start in range(len(words)):
            for end in range(min(len(words), start + 9), start, -1):
                if best is not None and end - start <= best[0]:
                    break
                for form in _forms(words[start:end]):
                    entry = names.get(form)
                    # A short name in capitals is also a plain word: WHO, IS.
                    if entry is None or entry[1] not in _PRONOUNCED or (entry[2] and form[0].upper() not in text):
                        continue
                    if names_organ(entry[1], (*words[:start], *words[end:]), _languages(text)):
                        continue
                    best = (end - start, entry[0])
                    break
        return best[1] if best else None

    def source_of(self, claim: Claim) -> Source:
        """Who gave a claim's number. The far end of a chain is the source; who stands before it only carries it."""
        found = self._source_of(claim)
        return found._replace(own=self._publishes(claim, found)) if found.attributed else found

    def _publishes(self, claim: Claim, source: Source) -> bool:
        """The source speaks for itself: its own bulletin or table, not a paper that quotes it."""
        if claim.channel != "press" or claim.publisher is None:
            return claim.channel != "press"
        if self.actor_of(claim.publisher) == source.key:
            return True
        publisher = words_of(claim.publisher)
        return any(text and words_of(text) == publisher for text in (claim.source, claim.source_text))

    def _source_of(self, claim: Claim) -> Source:
        said = (claim.source, claim.source_text)
        for text in (*reversed(claim.chain), *said):
            if text and (actor := self.actor_of(text)):
                return Source(actor, self._shown.get(actor, actor), True)
        if claim.dataset and (owner := data("sources.yaml")["datasets"].get(claim.dataset)):
            return Source(owner, self._shown.get(owner, owner), True)
        text = next((word for word in (*reversed(claim.chain), *said) if word), None)
        carrier = claim.publisher or claim.document
        if text is not None:
            words = words_of(text)
            if words in _generic():
                return Source(f"unnamed:{' '.join(words)}@{fold_word(carrier)}", text, True, True)
            if (organ := self.organ_of(text)) is not None:
                office, actor = organ
                shown = f"{office} ({self._shown.get(actor, actor)})"
                return Source(f"office:{fold_word(office)}@{actor}", shown, True)
            return Source("named:" + " ".join(words), text, True)
        if claim.channel != "press" or claim.dataset:
            name = claim.publisher or claim.dataset
            return Source(f"own:{fold_word(name or claim.document)}", name or claim.document, True)
        if claim.publisher:
            actor = self.actor_of(claim.publisher)
            return Source(f"press:{actor or fold_word(claim.publisher)}", claim.publisher, False)
        return Source(f"document:{claim.document}", claim.document[:12], False)


def _forms(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as they stand, and without a letter written onto the first: لمنظمة, والمنظمة, للأمم."""
    out = [words]
    if words and len(words[0]) > 4 and words[0][0] in PROCLITICS:
        first = words[0]
        out.append((first[1:], *words[1:]))
        if first.startswith(("لل", "ولل")):
            out.append(("ال" + first.split("لل", 1)[1], *words[1:]))
        if first[1] in PROCLITICS and len(first) > 5:
            out.append((first[2:], *words[1:]))
    return out


@cache
def _names_in(language: str) -> SourceNames:
    return SourceNames(language)


def _languages(text: str) -> tuple[str, ...]:
    """The languages that a name's letters leave open."""
    return ("ar",) if any("\u0621" <= sign <= "\u064a" for sign in text) else ("en", "fr")


@cache
def shipped() -> Sources:
    """The sources that come with the product, without any crisis's own."""
    return Sources()


def actor_of(text: str) -> str | None:
    """`Sources.actor_of` with the shipped actors."""
    return shipped().actor_of(text)


def source_of(claim: Claim) -> Source:
    """`Sources.source_of` with the shipped actors."""
    return shipped().source_of(claim)
