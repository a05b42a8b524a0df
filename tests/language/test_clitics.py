from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.language.clitics import Split, splits
from masfufa.language.fold import fold_word

WORDS = st.text(st.sampled_from("ابتحدرسعفكلمنهوي"), min_size=1, max_size=12)


def stems(word: str) -> set[tuple[str, str, bool, str]]:
    return {(s.prefix, s.stem, s.definite, s.suffix) for s in splits(fold_word(word))}


@pytest.mark.parametrize(
    ("word", "prefix", "stem", "definite", "suffix"),
    [
        ("قتلى", "", "قتلي", False, ""),
        ("والقتلى", "و", "قتلي", True, ""),
        ("بالفاشر", "ب", "فاشر", True, ""),
        ("وبالفاشر", "وب", "فاشر", True, ""),
        ("للنازحين", "ل", "نازحين", True, ""),
        ("وللنازحين", "ول", "نازحين", True, ""),
        ("فقتل", "ف", "قتل", False, ""),
        ("كالعادة", "ك", "عاده", True, ""),
        ("لطرابلس", "ل", "طرابلس", False, ""),
        ("إصابتهم", "", "اصابه", False, "هم"),
        ("وإصابتها", "و", "اصابه", False, "ها"),
        ("مقتلهما", "", "مقتل", False, "هما"),
        ("بقتله", "ب", "قتل", False, "ه"),
        ("منازلنا", "", "منازل", False, "نا"),
    ],
)
def test_splits_that_news_needs(word: str, prefix: str, stem: str, definite: bool, suffix: str) -> None:
    assert (prefix, stem, definite, suffix) in stems(word)


def test_the_whole_word_is_first() -> None:
    assert splits("وبالفاشر")[0] == Split(0, "", False, "وبالفاشر", "")
    assert splits("و") == (Split(0, "", False, "و", ""),)
    assert splits("") == (Split(0, "", False, "", ""),)


@given(WORDS)
def test_every_split_puts_the_word_together(word: str) -> None:
    found = splits(word)
    assert found[0] == Split(0, "", False, word, "")
    assert len(set(found)) == len(found)
    for split in found:
        rest = word[split.skipped :]
        changed = split.stem[:-1] + "ت" + split.suffix if split.stem.endswith("ه") else None
        assert rest in (split.stem + split.suffix, changed)
        article = word[len(split.prefix) : split.skipped]
        assert word.startswith(split.prefix)
        assert article in (("ال", "ل") if split.definite else ("",))
        assert not (split.definite and split.suffix)
        assert split.stem


@given(WORDS)
def test_the_least_stripped_come_first(word: str) -> None:
    bare = [split for split in splits(word) if not split.suffix]
    assert [split.skipped for split in bare] == sorted(split.skipped for split in bare)
    suffixed = [bool(split.suffix) for split in splits(word)]
    assert suffixed == sorted(suffixed)


@given(WORDS, st.sampled_from(["", "و", "ف"]), st.sampled_from(["", "ب", "ل", "ك"]))
def test_what_was_put_on_is_taken_off(stem: str, conjunction: str, particle: str) -> None:
    if len(stem) < 2:
        return
    prefix = conjunction + particle
    found = {(s.prefix, s.stem, s.definite) for s in splits(prefix + stem)}
    assert (prefix, stem, False) in found
    definite = prefix + ("ل" if particle == "ل" else "ال") + stem
    assert (prefix, stem, True) in {(s.prefix, s.stem, s.definite) for s in splits(definite)}
