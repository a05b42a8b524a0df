"""What the code offers is documented: commands, options, settings, columns, fields, values, error codes, notices."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import masfufa
from masfufa import records
from masfufa.cli import status
from masfufa.cli.csv_out import COLUMNS
from masfufa.cli.jsonl_out import FIELDS
from masfufa.cli.main import cli
from masfufa.ontology import actors, figures, plover

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(masfufa.__file__).parent
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
RECORDS = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+\Z")
CODE_AT = {
    "MasfufaError": 0,
    "DocumentError": 0,
    "DataError": 0,
    "UsageError": 0,
    "Failure": 1,
    "Notice": 0,
    "notice": 0,
}
"""Which argument of a call holds the code or the kind of notice."""


def commands(command: click.Command = cli, path: str = "masfufa") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands())


def section(path: str) -> str:
    """The part of docs/cli.md under the command's own heading; for a command without one, under its group's."""
    found = re.search(rf"^(#+) {re.escape(path)}$(.*?)(?=^\1 |\Z)", CLI, re.MULTILINE | re.DOTALL)
    if found:
        return found.group(2)
    return section(path.rpartition(" ")[0]) if " " in path else CLI


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_documented(path: str):
    assert path in CLI
    text = section(path)
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            for name in (*parameter.opts, *parameter.secondary_opts):
                assert f"`{name}`" in text or f"`{name} " in text, name


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_has_its_own_help(path: str):
    assert COMMANDS[path].help
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in ("help", "version"), parameter.name


def test_no_option_is_documented_that_is_not_there():
    known = {name for command in COMMANDS.values() for p in command.params for name in (*p.opts, *p.secondary_opts)}
    assert set(re.findall(r"`(--[a-z-]+)", CLI)) - known - {"--help", "--version"} == set()


def test_every_setting_is_documented_and_nothing_else():
    used = set()
    for path in SOURCE.rglob("*.py"):
        used |= set(re.findall(r"\bMASFUFA_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert used == set(re.findall(r"\bMASFUFA_[A-Z_]+\b", CLI))


def codes() -> dict[str, set[str]]:
    """Codes by kind ("Notice", "Failure" …), as the calls in the source give them."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = CODE_AT.get(name)
            if at is not None and len(node.args) > at:
                value = node.args[at]
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.match(value.value):
                    found.setdefault(name, set()).add(value.value)
    return found


def test_every_error_code_and_notice_is_documented():
    listed = set(re.findall(r"^\| `([a-z0-9-]+)` \|", ERRORS, re.MULTILINE))
    used = set().union(*codes().values())
    assert len(used) > 20
    assert used - listed == set(), "missing in docs/errors.md"
    constants = {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert listed - constants == set(), "documented, but not in the code"


def test_every_exit_status_is_documented():
    statuses = {value for name, value in vars(status).items() if name.isupper() and isinstance(value, int)}
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", CLI, re.MULTILINE)} == statuses


def test_every_column_is_documented():
    listed = re.findall(r"`([a-z_]+)`", CLI[CLI.index("| column | holds |") : CLI.index("### Exit status")])
    assert set(listed) == set(COLUMNS)


@pytest.mark.parametrize(
    "record",
    [
        "Reading",
        "Figure",
        "Victims",
        "Attribution",
        "PlaceMention",
        "AdminUnit",
        "DateMention",
        "Notice",
        "Source",
        "Event",
        "ActorMention",
        "Statement",
    ],
)
def test_every_field_of_a_record_is_documented(record: str):
    for field in dataclasses.fields(getattr(records, record)):
        assert f"`{field.name}`" in RECORDS, field.name
    assert all(f"`{name}`" in RECORDS for name in FIELDS)


@pytest.mark.parametrize(
    "values",
    [
        figures.CATEGORIES,
        figures.UNITS,
        figures.QUALIFIERS,
        figures.KINDS,
        figures.MODALITIES,
        figures.CAUSES,
        figures.VICTIM_GROUPS,
        plover.EVENT_TYPES,
        plover.CONTEXTS,
        plover.EVENT_MODALITIES,
        plover.SALIENCES,
        actors.SECTORS,
    ],
)
def test_every_closed_value_is_documented(values):
    for value in values:
        assert f"`{value}`" in RECORDS, value


def test_links_lead_somewhere():
    spec = importlib.util.spec_from_file_location("check_docs", ROOT / "scripts" / "check_docs.py")
    assert spec and spec.loader
    check_docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check_docs)
    assert check_docs.broken_links() == []
