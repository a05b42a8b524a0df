"""Where in its file each entry of the lexicon stands: for explanations, and for checks that name file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from masfufa.errors import DataError
from masfufa.lexicon.matcher import Entry
from masfufa.lexicon.store import parse

FOLDER = Path(__file__).parent
"""The shipped lexicon."""
_SHAPES = ("w", "sg", "pl", "du", "past", "present", "passive", "noun", "participle", "verb", "v", "n")


class Located(NamedTuple):
    """One element of a list in a YAML file. `keys` lead to the list; `line` counts from 1; `value` is the element."""

    path: Path
    line: int
    keys: tuple[str, ...]
    value: Any

    @property
    def where(self) -> str:
        """`ar/impacts.yaml:12`."""
        return f"{self.path.parent.name}/{self.path.name}:{self.line}"


def located(path: Path) -> tuple[Located, ...]:
    """All elements of all lists of a file, those of lists inside entries left out. Raises DataError("lexicon-yaml")."""
    return tuple(_walk(path, _compose(path), ()))


def repeated_keys(path: Path) -> list[tuple[int, str]]:
    """(line, key) of every key that stands twice in one mapping: YAML keeps the last and drops the first."""
    return list(_repeats(_compose(path)))


def find(language: str, tables: tuple[str, ...], entry: Entry) -> Located | None:
    """Where an entry of a matcher was written, or None where it comes from elsewhere (a crisis folder)."""
    for name in tables:
        path = FOLDER / language / f"{name}.yaml"
        if not path.exists():
            continue
        for found in _shipped(path):
            if found.keys[:1] == (entry.tag,) and _is(found.value, entry):
                return found
    return None


def find_event_word(
    language: str, lemma: str, event_type: str, fits: Callable[[Mapping[str, Any]], bool] = lambda value: True
) -> Located | None:
    """Where a word of an event type was written in events.yaml: of several entries, the first that `fits`."""
    path = FOLDER / language / "events.yaml"
    if not path.exists():
        return None
    for found in _shipped(path):
        if found.keys == ("events", event_type) and isinstance(found.value, dict) and fits(found.value):
            for key in ("v", "n", "w", "x"):
                if any(
                    lemma in (str(text), *str(text).replace("/", " ").split()) for text in _listed(found.value.get(key))
                ):
                    return found
    return None


def find_actor(identity: str) -> Located | None:
    """Where an actor of the shipped lexicon was written."""
    for path in sorted((FOLDER / "actors").glob("*.yaml")):
        for found in _shipped(path):
            if isinstance(found.value, dict) and found.value.get("id") == identity:
                return found
    return None


@cache
def _shipped(path: Path) -> tuple[Located, ...]:
    # An explanation looks many words up in files that do not change while it is written.
    return located(path)


def _is(value: Any, entry: Entry) -> bool:
    if isinstance(value, str):
        return value == entry.word
    if not isinstance(value, dict):
        return False
    label = next((str(_listed(value[key])[0]) for key in _SHAPES if value.get(key)), "")
    return label == entry.word and all(value.get(key) == told for key, told in entry.data.items())


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _compose(path: Path) -> yaml.Node | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError:
        parse(path)  # words the error, with the line
        raise
    except UnicodeDecodeError as error:
        raise DataError("lexicon-yaml", f"{path}: not UTF-8 ({error.reason}). Save it as UTF-8.") from error
    return node


def _walk(path: Path, node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[Located]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(path, value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield Located(path, item.start_mark.line + 1, keys, _plain(item))


def _plain(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _repeats(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield key.start_mark.line + 1, name
            seen.add(name)
            yield from _repeats(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeats(item)
