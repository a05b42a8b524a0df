"""Handing Arabic to a terminal: who puts the letters in order, the terminal or we.

Three kinds of terminal are about. Those that order right-to-left text by the Unicode algorithm get the text as it is,
each cell inside an isolate (FSI … PDI) so that a row's cells are not ordered as one sentence. Those that order text but
take no isolates (VTE: GNOME Terminal and its kin) are told to leave the order alone (ECMA-48 BDSM, explicit) and get
what terminals that order nothing get: letters in their joined shapes, put in visual order here. What is unknown gets
the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

MODES = ("auto", "isolate", "visual", "plain")
FSI, PDI = "\u2068", "\u2069"
EXPLICIT, IMPLICIT = "\x1b[8l", "\x1b[8h"
_FORMAT_CHARACTERS = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x200B, 0xFEFF], None
)
_CONTROLS = {code: " " if code in (9, 10, 11, 12, 13, 0x85) else "\ufffd" for code in [*range(32), *range(127, 160)]}
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_CLEAN = {**_FORMAT_CHARACTERS, **_CONTROLS, 0x2028: " ", 0x2029: " "}


def detect(environment: Mapping[str, str]) -> str:
    """The mode for the terminal that the environment variables tell of (table in docs/cli.md)."""
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or environment.get("STY") or term.startswith(("tmux", "screen")):
        return "plain"  # the terminal around the multiplexer, which is unknown, has the last word
    if environment.get("KONSOLE_VERSION") or term.startswith("mlterm"):
        return "isolate"
    if program in ("Apple_Terminal", "iTerm.app", "mlterm"):
        return "isolate"
    if environment.get("VTE_VERSION", "").isdecimal() and int(environment["VTE_VERSION"]) >= 5800:
        return "visual"
    if (
        program == "vscode"
        or environment.get("XTERM_VERSION")
        or term in ("linux", "alacritty")
        or term.startswith("foot")
    ):
        return "visual"
    return "plain"


def clean(text: str) -> str:
    """`text` without what could steer the terminal: control characters, line ends, bidi overrides."""
    return text.translate(_CLEAN)


def steady_dates(text: str) -> str:
    """`text` with a left-to-right mark before each ISO date, which would be turned round after an Arabic word."""
    return _DATE.sub("\u200e\\g<0>", text)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def present(line: str, mode: str) -> str:
    """One line of one cell, made ready for `mode`; "visual" makes it shorter by a column for each lam-alef."""
    if line.isascii():
        return line
    if mode == "isolate":
        return FSI + line + PDI if any(unicodedata.bidirectional(c) in ("R", "AL") for c in line) else line
    return reorder(shape(line)) if mode == "visual" else line


# --- joined letters


@cache
def _shapes() -> dict[str, dict[str, str]]:
    # Unicode's compatibility letters name the plain letter and the form they stand for: <initial> 0628.
    shapes: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        form, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if form in ("<isolated>", "<final>", "<initial>", "<medial>") and letters:
            plain = "".join(chr(int(letter, 16)) for letter in letters.split())
            if not plain.startswith(" "):
                shapes.setdefault(plain, {})[form] = chr(code)
    return shapes


def shape(text: str) -> str:
    """`text` with every Arabic letter in the shape that its neighbours give it; lam and alef become one letter."""
    shapes = _shapes()
    out: list[str] = []
    joined = False  # the letter before reaches out to this one
    at = 0
    while at < len(text):
        character = text[at]
        following = _next_letter(text, at)
        if character == "ل" and following is not None and "ل" + text[following] in shapes:
            forms = shapes["ل" + text[following]]
            out.append(forms["<final>" if joined and "<final>" in forms else "<isolated>"])
            out.append(text[at + 1 : following])
            joined, at = False, following + 1
            continue
        if unicodedata.combining(character):
            out.append(character)
        elif character == "ـ":
            out.append(character)
            joined = True
        elif character in shapes:
            forms = shapes[character]
            reaches = "<initial>" in forms and following is not None and _takes_join(text[following], shapes)
            form = ("<medial>" if reaches else "<final>") if joined else ("<initial>" if reaches else "<isolated>")
            out.append(forms.get(form, forms.get("<isolated>", character)))
            joined = reaches
        else:
            out.append(character)
            joined = False
        at += 1
    return "".join(out)


def _next_letter(text: str, at: int) -> int | None:
    at += 1
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at if at < len(text) else None


def _takes_join(character: str, shapes: dict[str, dict[str, str]]) -> bool:
    return character == "ـ" or "<final>" in shapes.get(character, {})


# --- visual order: the Unicode algorithm without explicit codes, two levels deep, which is all that cleaned text needs


def reorder(line: str) -> str:
    """`line` in the order in which a terminal that orders nothing must print it."""
    clusters = _clusters(line)
    base = 1 if is_right_to_left(line) else 0
    kinds = _kinds([cluster[0] for cluster in clusters], base)
    levels = _levels(kinds, base)
    # Trailing spaces keep to the end of the paragraph (rule L1).
    at = len(levels)
    while at and kinds[at - 1] == "WS":
        at -= 1
        levels[at] = base
    order = list(range(len(clusters)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    shown = "".join(_mirrored(clusters[i]) if levels[i] % 2 else clusters[i] for i in order)
    return shown.replace("\u200e", "")


def _clusters(line: str) -> list[str]:
    clusters: list[str] = []
    for character in line:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


_SEPARATED = {("CS", "EN"), ("CS", "AN"), ("ES", "EN")}


def _kinds(characters: list[str], base: int) -> list[str]:
    kinds = [unicodedata.bidirectional(character) or "L" for character in characters]
    strong = "L"
    for at, kind in enumerate(kinds):  # W2, W3: digits after an Arabic letter are Arabic digits
        if kind in ("L", "R", "AL"):
            strong = kind
            kinds[at] = "R" if kind == "AL" else kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    for at in range(1, len(kinds) - 1):  # W4: one separator between digits of one kind
        before, after = kinds[at - 1], kinds[at + 1]
        if before == after and (kinds[at], before) in _SEPARATED:
            kinds[at] = before
    for order in (
        range(1, len(kinds)),
        range(len(kinds) - 2, -1, -1),
    ):  # W5: % and $ go with European digits beside them
        for at in order:
            if kinds[at] == "ET" and kinds[at - order.step] == "EN":
                kinds[at] = "EN"
    strong = "R" if base else "L"
    for at, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return [kind if kind in ("L", "R", "EN", "AN", "WS") else "ON" for kind in kinds]


def _levels(kinds: list[str], base: int) -> list[int]:
    direction = "R" if base else "L"
    sides = ["R" if kind in ("R", "EN", "AN") else kind for kind in kinds]
    at = 0
    while at < len(sides):  # N1, N2: what is neutral follows its neighbours where they agree
        end = at
        while end < len(sides) and sides[end] in ("WS", "ON"):
            end += 1
        if end > at:
            before = sides[at - 1] if at else direction
            after = sides[end] if end < len(sides) else direction
            sides[at:end] = [before if before == after else direction] * (end - at)
        at = max(end, at + 1)
    levels = []
    for kind, side in zip(kinds, sides, strict=True):
        if kind in ("EN", "AN"):
            levels.append(2)
        elif side == "R":
            levels.append(1)
        else:
            levels.append(2 if base else 0)
    return levels


_MIRROR = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")


def _mirrored(cluster: str) -> str:
    return cluster.translate(_MIRROR)
