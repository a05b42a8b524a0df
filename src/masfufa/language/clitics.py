"""Arabic proclitics and enclitics: every way in which a written word may hold a shorter one.

Which split is meant only a lexicon can tell; this module lists the candidates, the least stripped first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_CONJUNCTIONS = ("", "و", "ف")
_PARTICLES = ("", "ب", "ل", "ك")
_ENCLITICS = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "ي", "نا")
_SHORTEST_STEM = 2


class Split(NamedTuple):
    """One reading of a folded word: `prefix` + `stem` + `suffix` == the word, but for للـ, which is ل + ال + stem.

    `skipped` is the number of letters before the stem (its article included); `definite` tells of the article ال.
    """

    skipped: int
    prefix: str
    definite: bool
    stem: str
    suffix: str


@lru_cache(maxsize=262144)
def splits(form: str) -> tuple[Split, ...]:
    """All splits of a folded Arabic word, least stripped first; the whole word is always the first."""
    heads: list[tuple[int, str, bool]] = [(0, "", False)]
    for conjunction in _CONJUNCTIONS:
        if not form.startswith(conjunction):
            continue
        rest = form[len(conjunction) :]
        for particle in _PARTICLES:
            if not rest.startswith(particle):
                continue
            prefix, after = conjunction + particle, rest[len(particle) :]
            if prefix:
                heads.append((len(prefix), prefix, False))
            if after.startswith("ال") and particle != "ل":
                heads.append((len(prefix) + 2, prefix, True))
            elif particle == "ل" and after.startswith("ل"):
                heads.append((len(prefix) + 1, prefix, True))
    out: list[Split] = []
    for skipped, prefix, definite in heads:
        stem = form[skipped:]
        if len(stem) >= _SHORTEST_STEM:
            out.append(Split(skipped, prefix, definite, stem, ""))
    for skipped, prefix, definite in heads:
        stem = form[skipped:]
        for enclitic in _ENCLITICS:
            if not definite and stem.endswith(enclitic) and len(stem) - len(enclitic) >= _SHORTEST_STEM:
                bare = stem[: -len(enclitic)]
                out.append(Split(skipped, prefix, False, bare, enclitic))
                if bare.endswith("ت"):  # ta marbuta is written ت before an enclitic: إصابتهم holds إصابة
                    out.append(Split(skipped, prefix, False, bare[:-1] + "ه", enclitic))
    return tuple(out) or (Split(0, "", False, form, ""),)
