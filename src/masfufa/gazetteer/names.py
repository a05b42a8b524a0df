"""Place names as keys: one normal form for look-up, and a looser one for transliterations.

A key is folded (masfufa.language.fold), without apostrophes, its words joined by one space, so that a name in running
text, in a hashtag and in a source table meet.
"""

from __future__ import annotations

import re
from functools import lru_cache

from masfufa.language.fold import fold_word

MAX_WORDS = 6
"""Names of more words are not indexed."""

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_APART = re.compile(r"[^\w']|_")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_FOREIGN_ARABIC = re.compile(
    "[\u0679\u067e\u0686\u0688\u0691\u0698\u06af\u06ba\u06be\u06c1-\u06c8\u06cb\u06ce\u06d0\u06d5\u06ad\u06b5\u0695]"
)
_LATIN_ARTICLE = re.compile(r"^(?:al|el|ul|as|es|ash|esh|ach|ech|ad|ed|adh|at|et|ath|an|en|ar|er|az|ez)(?: |$)")
_GLUED_ARTICLE = re.compile(r"^(?:[ae]l(?=[^aeiou])|(?:a|e)(?=(?:sh|ss|ch|dd|dh|tt|th|nn|rr|zz|kh)))")
_DIGRAPHS = (
    ("tch", "c"), ("sch", "s"), ("kh", "x"), ("gh", "g"), ("ch", "s"), ("sh", "s"), ("dh", "d"), ("th", "t"),
    ("dj", "j"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ck", "k"), ("qu", "k"),
)  # fmt: skip
_LETTERS = str.maketrans(
    {
        "q": "g",
        "k": "g",
        "c": "g",
        "x": "h",
        "z": "d",
        "v": "w",
        "w": "",
        "y": "",
        "p": "b",
        "e": "",
        "i": "",
        "a": "",
        "o": "",
        "u": "",
        "'": "",
    }
)
_PLAIN_LETTERS = str.maketrans(
    {"q": "g", "k": "g", "c": "g", "x": "h", "y": "i", "w": "u", "o": "u", "e": "i", "v": "b", "p": "b", "'": ""}
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The look-up key of a name as written; "" where nothing is left of it or it has more than `MAX_WORDS` words."""
    folded = _BRACKETS.sub(" ", fold_word(name))
    words = _APART.sub(" ", folded).replace("'", "").split()
    return " ".join(words) if len(words) <= MAX_WORDS else ""


def is_arabic(name: str) -> bool:
    """True for a name with Arabic letters."""
    return _ARABIC.search(name) is not None


def has_foreign_letters(name: str) -> bool:
    """True for letters that Persian, Urdu, Kurdish or Uyghur have and Arabic has not."""
    return _FOREIGN_ARABIC.search(name) is not None


def has_latin_article(name: str) -> bool:
    """True for "Al Khartum", "Ar Raqqah": the Arabic name begins with ال."""
    return _LATIN_ARTICLE.match(key_of(name)) is not None


def arabic_variants(key: str) -> list[str]:
    """Further spellings of an Arabic key that writers use: compounds joined (ابوظبي, عبدالله) or apart."""
    words = key.split(" ")
    out = []
    for at, word in enumerate(words[:-1]):
        if word in ("ابو", "عبد", "ام", "ذو") and len(words) <= 4:
            out.append(" ".join([*words[:at], word + words[at + 1], *words[at + 2 :]]))
    if len(words) == 1:
        for head in ("ابو", "عبد"):
            if (
                key.startswith(head)
                and len(key) - len(head) >= 3
                and key[len(head) :].startswith(("ال", "ظ", "ح", "س", "ق"))
            ):
                out.append(f"{head} {key[len(head) :]}")
    return out


def latin_variants(key: str) -> list[str]:
    """Further spellings of a Latin key: its article apart, joined, or as al/el; compounds joined."""
    match = _LATIN_ARTICLE.match(key)
    if match is None or match.end() >= len(key):
        return []
    rest = key[match.end() :]
    if len(rest) < 3:
        return []
    return [f"al {rest}", f"el {rest}", f"al{rest}", f"el{rest}", match.group().strip() + rest]


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """What transliterations of one Arabic name share: consonants, with those that vary between systems made one.

    "" where fewer than three are left. Two names with one skeleton may still differ: see `alike`.
    """
    out = []
    for word in _without_article(key).split():
        for digraph, letter in _DIGRAPHS:
            word = word.replace(digraph, letter)
        word = word.translate(_LETTERS)
        if len(word) > 1 and word.endswith("h"):
            word = word[:-1]
        out.append(word)
    bones = _DOUBLED.sub(r"\1", "".join(out))
    return bones if len(bones) >= 3 else ""


def _without_article(key: str) -> str:
    words = []
    rest = key
    while True:
        match = _LATIN_ARTICLE.match(rest)
        if match and match.end() < len(rest):
            rest = rest[match.end() :]
        word, _, tail = rest.partition(" ")
        stripped = _GLUED_ARTICLE.sub("", word)
        words.append(stripped if len(stripped) >= 4 else word)
        if not tail:
            return " ".join(words)
        rest = tail


def alike(one: str, other: str) -> float:
    """How alike two Latin keys sound, 0..1: one minus edit distance over length, after vowels are evened out."""
    a, b = _sound(one), _sound(other)
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    return 1.0 - _distance(a, b) / longest if longest else 0.0


@lru_cache(maxsize=16384)
def _sound(key: str) -> str:
    word = _without_article(key).replace(" ", "")
    for digraph, letter in _DIGRAPHS:
        word = word.replace(digraph, letter)
    return _DOUBLED.sub(r"\1", word.translate(_PLAIN_LETTERS)).removesuffix("h")


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
