"""The modules that MASFUFA_COMPILE=1 compiles keep to what mypyc takes: told here in a second, by a build late."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from compile_modules import chosen, compiled_modules  # noqa: E402

_MIXED = frozenset(("ABC", "Protocol", "NamedTuple", "Enum", "IntEnum"))


def unfit(tree: ast.Module) -> Iterator[str]:
    """What mypyc refuses, or compiles into something that fails when it runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = [base for base in node.bases if not (isinstance(base, ast.Name) and base.id in _MIXED)]
            if len(bases) > 1:
                yield f"line {node.lineno}: {node.name} has {len(bases)} bases; a compiled class has one"
            names = {getattr(item, "name", "") for item in node.body}
            if names & {"__getattr__", "__getattribute__", "__setattr__"}:
                yield f"line {node.lineno}: {node.name} makes attributes up"
            if any(isinstance(item, ast.If) for item in node.body):
                yield f"line {node.lineno}: if in the body of {node.name}"
        if isinstance(node, ast.Compare):
            for operator, right in zip(node.ops, node.comparators, strict=True):
                within = isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.Tuple | ast.List)
                if within and any(isinstance(item, ast.Starred) for item in right.elts):
                    yield f"line {node.lineno}: * in what `in` looks into; use a set or two conditions"
        if isinstance(node, ast.Attribute) and node.attr == "__new__":
            yield f"line {node.lineno}: __new__ called by hand"
        if isinstance(node, ast.ImportFrom | ast.Import) and "weakref" in ast.unparse(node):
            yield f"line {node.lineno}: compiled objects have no weak references"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("class A(B, C): ...", "2 bases"),
        ("class A(B, ABC): ...", ""),
        ("a in (*b, 1)", "* in what"),
        ("for a in (*b, 1): ...", ""),
        ("object.__new__(A)", "__new__"),
        ("class A:\n def __getattr__(self, n): ...", "makes attributes up"),
        ("class A:\n if B:\n  c: int", "if in the body"),
        ("from weakref import WeakKeyDictionary", "weak references"),
    ],
)
def test_unfit(text, says):
    found = list(unfit(ast.parse(text)))
    assert (len(found) == 1 and says in found[0]) if says else found == []


def test_the_modules_are_fit():
    modules = list(compiled_modules())
    assert len(modules) > 130 and "masfufa/reading/reader.py" in modules
    found = {
        name: problems
        for name in modules
        if (problems := list(unfit(ast.parse((ROOT / "src" / name).read_text(encoding="utf-8")))))
    }
    assert found == {}


def test_what_is_left_out_exists():
    for name in chosen()["interpreted"]:
        package, _, module = name.partition(".")
        assert package in chosen()["packages"]
        assert (ROOT / "src" / "masfufa" / package / f"{module}.py").is_file(), name
