"""A page made ready for trafilatura, which drops captions, pull quotes and text that stands in no paragraph."""

from __future__ import annotations

import re
from typing import Any

from lxml import html as lxml_html

_PULL_QUOTE = re.compile(r"pull-?_?quote", re.I)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-)?caption(?:-text)?(?:$|[\s_-])", re.I)
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_CONTAINERS = ("div", "section", "article", "main", "td", "blockquote", "center", "body")
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "wbr"),
    ]
)
_MOST_CAPTION_PARTS = 5


def prepare(root: Any) -> None:
    """Changes the tree in place: captions, pull quotes and loose text become paragraphs of their own."""
    _wrap_loose_text(root)
    last: dict[Any, Any] = {}
    for element in list(root.iter("figcaption", "aside", "div", "p", "span")):
        name = element.get("class") or ""
        if element.tag == "figcaption" or (_CAPTION.search(name) and len(element) < _MOST_CAPTION_PARTS):
            _keep_caption(element, last)
        elif element.tag in ("aside", "div") and _PULL_QUOTE.search(name):
            element.tag = "blockquote"
            element.attrib.clear()


def _keep_caption(element: Any, last: dict[Any, Any]) -> None:
    """A caption as a paragraph behind its picture; `last` holds what the next caption of a picture follows."""
    text = _text(element)
    if not text:
        return
    holder = next(
        (a for a in element.iterancestors() if a.tag == "figure" or _CAPTION.search(a.get("class") or "")), None
    )
    if holder is None or holder.getparent() is None:
        if element.tag != "div" or not len(element):
            element.tag = "p"
        element.attrib.clear()
        return
    caption = lxml_html.Element("p")
    caption.text = text
    element.drop_tree()
    before = last.get(holder, holder)
    caption.tail, before.tail = before.tail, None
    before.addnext(caption)
    last[holder] = caption


def _wrap_loose_text(root: Any) -> None:
    """Text that stands in a container beside blocks or line breaks becomes paragraphs; a break ends one."""
    for element in list(root.iter(*_CONTAINERS)):
        loose = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
        if not loose or all(child.tag in _INLINE for child in element):
            continue
        _wrap(element)


def _wrap(element: Any) -> None:
    children = list(element)
    paragraph = lxml_html.Element("p")
    paragraph.text, element.text = element.text, None
    out: list[Any] = []

    def finish() -> None:
        nonlocal paragraph
        if len(paragraph) or (paragraph.text or "").strip():
            out.append(paragraph)
        paragraph = lxml_html.Element("p")

    for child in children:
        tail, child.tail = child.tail, None
        element.remove(child)
        if child.tag == "br":
            finish()
            paragraph.text = tail
        elif child.tag in _INLINE:
            paragraph.append(child)
            child.tail = tail
        else:
            finish()
            out.append(child)
            paragraph.text = tail
    finish()
    element.extend(out)


def _text(element: Any) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()
