"""HTML: the article of a page with its captions and pull quotes, title first; publisher and date as declared."""

from __future__ import annotations

import copy
import re
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from masfufa.documents.encoding import decode
from masfufa.documents.garbled import garbled
from masfufa.documents.html_metadata import Metadata, metadata_of, title_in
from masfufa.documents.html_prepare import prepare
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.text import Extracted, checked
from masfufa.errors import DocumentError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# XML forbids these; libxml2 would stop at the first.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHORTEST = "40"
_MOST_ELEMENTS = 10_000
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_BLOCKS = frozenset({"head", "p", "quote", "item", "code", "fw", "ab"})
_LEAST_WORDS = 8
_MOST_LINKS, _LONGEST_INDEX = 1_000, 20_000


def read_html(
    data: bytes, limits: Limits = DEFAULT, *, charset: str | None = None, url: str | None = None
) -> Extracted:
    """The article of a page, one paragraph a line, its title as the first line; rows of tables have tabs between cells.

    `charset` is the one that HTTP declared. `language` is the page's own claim. Raises DocumentError: "no-article",
    "too-large", "too-deep", "empty-document", "binary-file".
    """
    if len(data) > limits.html_bytes:
        raise DocumentError(
            "too-large", f"The page is larger than {limits.html_bytes:,} bytes. Save its article as text."
        )
    declared = _CHARSET.search(data[:4096])
    text = decode(data, charset or (declared.group(1).decode("ascii") if declared else None)).text
    root = _parsed(text, limits)
    metadata = metadata_of(root, url)
    links = [_text(link) for link in islice(root.iter("a"), _MOST_LINKS)]
    paragraphs = _paragraphs(_article(root))
    if _mostly_links(links, paragraphs):
        paragraphs = []
    title = metadata.title
    if title and paragraphs and title_in(title, paragraphs[0]):
        title = paragraphs[0]
        metadata = metadata._replace(title=title)
    if title and paragraphs and _same(paragraphs[0], title):
        paragraphs = paragraphs[1:]
    if sum(len(paragraph.split()) for paragraph in paragraphs) < _LEAST_WORDS:
        raise DocumentError("no-article", "The page holds no article. Give the address of one, or the text itself.")
    body = "\n".join([title, *paragraphs] if title else paragraphs)
    return _extracted(checked(body, limits), metadata)


def _extracted(text: str, metadata: Metadata) -> Extracted:
    return Extracted(
        text,
        title=metadata.title,
        publisher=metadata.publisher,
        published=metadata.published,
        language=metadata.language,
        notices=garbled(text),
    )


def _parsed(text: str, limits: Limits) -> Any:
    source = _CONTROLS.sub("", _DECLARATION.sub("", text))
    if not source.strip():
        raise DocumentError("empty-document", "The page is empty.")
    try:
        root = lxml_html.document_fromstring(source, parser=lxml_html.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError("no-article", f"The page can't be taken apart ({error}).") from None
    deep, many = _deeper_than(root, limits.depth)
    if many > limits.elements:
        raise DocumentError(
            "too-large", f"The page has more than {limits.elements:,} elements. Save its article as text."
        )
    if deep:
        raise DocumentError(
            "too-deep", f"The page nests elements more than {limits.depth} deep. Give its text instead."
        )
    return root


def _deeper_than(root: Any, most: int) -> tuple[bool, int]:
    """Whether elements are nested deeper, and how many there are up to where that shows."""
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > most:
            return True, count
    return False, count


def _article(root: Any) -> Any:
    """trafilatura's tree of the main text. Its dates and titles are not used: it guesses where a page says nothing."""
    import trafilatura
    import trafilatura.settings

    prepare(root)
    config = copy.deepcopy(trafilatura.settings.DEFAULT_CONFIG)
    # A report of two sentences is an article too; below the default trafilatura falls back to all text of the page.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST)
    try:
        found = trafilatura.bare_extraction(
            root,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            config=config,
            # Its second opinions cost the square of a page's length; no article is so long that it needs them.
            fast=sum(1 for _ in root.iter()) > _MOST_ELEMENTS,
        )
    except Exception:  # a page can break foreign code in ways that nobody lists; the others must go on
        found = None
    body = getattr(found, "body", None)
    if body is None:
        raise DocumentError("no-article", "The page holds no article. Give the address of one, or the text itself.")
    return body


def _mostly_links(links: list[str], paragraphs: list[str]) -> bool:
    """True for a list of links to articles, which trafilatura takes for text where a page has nothing else."""
    body = " ".join(paragraphs)
    if len(body) > _LONGEST_INDEX:
        return False
    linked = sum(len(link) for link in set(links) if len(link) > 1 and link in body)
    return linked * 10 > len(body) * 6


def _text(element: Any) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _paragraphs(body: Any) -> list[str]:
    """Block elements of the tree as lines, each row of a table as one with tabs; what is inside one is not repeated."""
    out: list[str] = []
    done: set[Any] = set()
    for element in body.iter():
        if element in done:
            continue
        if element.tag == "row":
            cells = [_text(cell) for cell in element.iter("cell")]
            line = "\t".join(cells).strip("\t")
        elif element.tag in _BLOCKS:
            line = _text_with_breaks(element)
        else:
            continue
        done.update(element.iter())
        out.extend(part for part in line.split("\n") if part)
    return out


def _text_with_breaks(element: Any) -> str:
    """The text of a block; line breaks and blocks inside it end a line."""
    parts: list[str] = []

    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if inner is not element and (inner.tag == "lb" or inner.tag in _BLOCKS):
                parts.append("\v")
            parts.append(inner.text or "")
        else:
            if inner is not element:
                parts.append(("\v" if inner.tag in _BLOCKS else "") + (inner.tail or ""))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\v"))
    return "\n".join(line for line in lines if line)


def _same(line: str, title: str) -> bool:
    return _SPACES.sub(" ", line).strip().casefold() == _SPACES.sub(" ", title).strip().casefold()
