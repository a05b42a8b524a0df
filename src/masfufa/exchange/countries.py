"""Countries by code and name, and which country a file, a P-code or a name belongs to."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise


@cache
def alpha2() -> dict[str, str]:
    """ISO 3166 alpha-3 by alpha-2, as the shipped gazetteer has them."""
    from masfufa.gazetteer.store import shipped

    pairs: dict[str, str] = shipped().meta["alpha2"]
    return dict(pairs)


@cache
def alpha3() -> dict[str, str]:
    """ISO 3166 alpha-2 by alpha-3."""
    return {three: two for two, three in alpha2().items()}


@cache
def country_name(code: str) -> str:
    """The English name of a country (alpha-3); the code itself where it is none."""
    from masfufa.gazetteer.store import Gazetteer

    place = Gazetteer.open().country(code)
    return place.name if place is not None else code


@cache
def country_of(text: str) -> str | None:
    """The alpha-3 code of a country given by alpha-3, alpha-2 or name (any language of the gazetteer)."""
    from masfufa.gazetteer.store import Gazetteer

    word = text.strip()
    if word.upper() in alpha3():
        return word.upper()
    if len(word) == 2 and word.upper() in alpha2():
        return alpha2()[word.upper()]
    for place in Gazetteer.open().candidates(word):
        if place.feature == "country":
            return place.country
    return None


def country_of_pcode(code: str) -> str | None:
    """The country whose letters a P-code begins with: LY0201, CMR004, NG002001; None for other codes."""
    match = re.match(r"([A-Z]{2,3})\d", code.strip().upper())
    if not match:
        return None
    return match[1] if match[1] in alpha3() else alpha2().get(match[1])


def country_in_name(name: str) -> str | None:
    """The one country that a file's name tells: by a code of three letters, else by a name of one or two words."""
    words = [word for word in re.split(r"[\W_\d]+", name) if word]
    codes = {word.upper() for word in words if len(word) == 3 and word.upper() in alpha3()}
    if len(codes) == 1:
        return codes.pop()
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    named = {found for word in [*pairs, *(w for w in words if len(w) > 3)] if (found := country_of(word)) is not None}
    return named.pop() if len(named) == 1 else None
