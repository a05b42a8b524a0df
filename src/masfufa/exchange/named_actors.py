"""Actors as data sets name them, under the lexicon's name where it knows them."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import Any

from masfufa.claims import ActorName
from masfufa.exchange.place_names import country_of
from masfufa.language.fold import fold_word
from masfufa.lexicon.actor_schema import KnownActor, known_actors


@cache
def vocabularies() -> dict[str, Any]:
    """Agencies' lists of words with what they are here (exchange/vocabularies.yaml)."""
    import yaml

    text = resources.files("masfufa.exchange").joinpath("vocabularies.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _by_name() -> dict[str, KnownActor]:
    out: dict[str, KnownActor] = {}
    for actor in known_actors():
        for names in actor.names.values():
            for name in names:
                out.setdefault(_key(name), actor)
    return out


def _key(name: str) -> str:
    return " ".join(fold_word(name).replace("-", " ").split())


@lru_cache(maxsize=16384)
def actor_named(name: str, country: str | None = None, sector: str | None = None) -> ActorName:
    """An actor by the name a data set writes: "Government of Libya", "Military Forces of Libya (2015-)", "GNA".

    `country` and `sector` stand where neither the lexicon nor the name itself tells.
    """
    bare = name.partition(" (")[0].strip() or name
    acronym, _, full = bare.partition(": ")
    known = next(
        (actor for text in (name, bare, full, acronym) if text and (actor := _by_name().get(_key(text)))), None
    )
    if known is not None:
        usual = known.usual
        return ActorName(known.name("en"), usual.country or country, usual.sector or sector)
    for prefix, of_sector in vocabularies()["actor_prefixes"].items():
        if name.startswith(prefix):
            rest = [text.partition(":")[0].strip() for text in (name[len(prefix) :], bare[len(prefix) :])]
            found = next((found for text in rest if text and (found := country_of(name=text))), None)
            return ActorName(bare, found.iso3 if found else country, of_sector)
    return ActorName(bare, country, sector)
