#!/usr/bin/env python3
"""Check that every link between the project's Markdown files leads to a file, and to a heading where it names one."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def pages() -> list[Path]:
    """The Markdown files of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def anchors(text: str) -> set[str]:
    """What the headings are called in links, as GitHub has it: small letters, no punctuation, dashes for spaces."""
    found: set[str] = set()
    for heading in HEADING.findall(CODE.sub("", text)):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).casefold()
        kept = "".join(c for c in plain if c in " -_" or unicodedata.category(c)[0] in "LNM")
        name, number = kept.replace(" ", "-"), 0
        while (anchor := name if not number else f"{name}-{number}") in found:
            number += 1
        found.add(anchor)
    return found


def broken_links() -> list[str]:
    """One line for each link that leads nowhere."""
    problems = []
    for page in pages():
        for match in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
            target = unquote(match.group(1) or match.group(2))
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists():
                problems.append(f"{page.relative_to(ROOT)}: {target}: no such file")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
                problems.append(f"{page.relative_to(ROOT)}: {target}: no such heading")
    return problems


if __name__ == "__main__":
    found = broken_links()
    print("\n".join(found) or f"{len(pages())} pages, all links lead somewhere.")
    sys.exit(1 if found else 0)
