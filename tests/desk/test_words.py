"""The interface's words: the same keys in every language, and the same names as the command line's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masfufa import desk
from masfufa.cli.labels import labels
from masfufa.desk.words import INTERFACES, load, words

HERE = Path(desk.__file__).parent


def keys(block, path=""):
    if not isinstance(block, dict):
        return {path}
    return {key for name, inner in block.items() for key in keys(inner, f"{path}.{name}")}


@pytest.mark.parametrize("name", ["words.yaml", "vocabulary.yaml"])
def test_every_language_has_the_same_keys(name):
    blocks = load(name)
    assert set(blocks) == set(INTERFACES)
    assert keys(blocks["ar"]) == keys(blocks["en"])
    lengths = {language: [len(v) for k, v in blocks[language].items() if isinstance(v, list)] for language in blocks}
    assert lengths["ar"] == lengths["en"]


@pytest.mark.parametrize("language", INTERFACES)
def test_closed_values_are_called_as_on_the_command_line(language):
    for name, block in load("vocabulary.yaml")[language].items():
        for value, called in block.items():
            assert labels(language).of("cause_value" if name == "cause" else name, value) == called, (name, value)


def test_every_word_that_templates_ask_for_is_there_and_none_is_idle():
    sources = [p.read_text(encoding="utf-8") for p in (*HERE.rglob("*.html"), *HERE.rglob("*.py"))]
    whole = "\n".join(sources)
    t = words("en")
    for key in set(re.findall(r"""\bt\(['"]([a-z_.]+)['"]\)""", whole)):
        t(key)
    for key in load("words.yaml")["en"]:
        asked = key.removesuffix("_title")  # a problem's title goes by its name
        assert re.search(rf"""['".]{asked}['".~]""", whole), f"{key} is used nowhere"


def test_templates_hold_no_style_no_script_and_physical_sides_are_not_used():
    for path in HERE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|\|\s*safe|https?://(?!\")", text), path
    css = (HERE / "static" / "desk.css").read_text(encoding="utf-8")
    assert not re.search(
        r"(?<![-a-z])(left|right|(margin|padding|border)-(left|right|top|bottom)|width|height)\s*:", css
    )


def _luminance(colour: str) -> float:
    colour = colour.lstrip("#")
    colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_of_wcag_aa(scheme):
    css = (HERE / "static" / "desk.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))
    pairs = [("ink", b) for b in ("back", "paper", "claim", "event", "statement", "good-back", "accent-soft")]
    pairs += [("soft", "back"), ("soft", "paper"), ("accent", "paper"), ("accent", "back"), ("accent-ink", "accent")]
    pairs += [(n, f"{n}-back") for n in ("good", "bad", "warn", "own")] + [("bad", "paper"), ("accent", "accent-soft")]
    for front, back in pairs:
        light, dark = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back)
