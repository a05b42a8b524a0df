"""`--help` as a newcomer meets it: one width, one example a command that parses, every command in the overview."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from masfufa.cli.main import cli, main
from masfufa.cli.usage import EXAMPLES, SECTIONS


def commands(command: click.Command = cli, path: str = "masfufa") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands())


def help_of(path: str) -> str:
    context = click.Context(COMMANDS[path], info_name=path, terminal_width=80, max_content_width=80)
    return COMMANDS[path].get_help(context)


def examples(path: str) -> list[str]:
    """The lines of a help text that begin as a command line does and are no usage line."""
    return re.findall(r"^ +(masfufa .+?)(?:  +.*)?$", help_of(path), re.MULTILINE)


@pytest.mark.parametrize("path", COMMANDS)
def test_help_fits_eighty_columns(path: str):
    for line in help_of(path).splitlines():
        # What a path or an address makes too long is not broken by click either.
        assert len([c for c in line if not unicodedata.combining(c)]) <= 80 or len(line.split()) == 1, line


@pytest.mark.parametrize("path", COMMANDS)
def test_help_has_an_example(path: str):
    assert [line for line in examples(path) if line.startswith(path)] or path == "masfufa completion"


def parse(words: list[str]) -> click.Context:
    """Parse a command line without running it."""
    command: click.Command = cli
    context = click.Context(cli, info_name="masfufa")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        assert inner is not None, words[0]
        command, words = inner, words[1:]
    return command.make_context(command.name, list(words), parent=context)


@pytest.mark.parametrize("line", sorted({line for path in COMMANDS for line in examples(path)}))
def test_examples_parse(line: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)[1:]
    if "|" in words:
        words = words[: words.index("|")]
    for name in words:
        # Some options ask for a file that is there.
        if re.search(r"\.(yaml|jsonl|xlsx|csv|txt|html|pdf|backup)$", name):
            if not name.startswith(("/", "..")):
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).touch()
        elif name.endswith("/") and not name.startswith((".", "http")):
            (tmp_path / name).mkdir(parents=True, exist_ok=True)
    try:
        parse(words)
    except click.exceptions.Exit:
        assert words[-1] in ("--help", "--version")
    except click.UsageError as wrong:
        assert "COMMAND" in line or len(words) == 1, wrong.message


def test_every_example_is_of_a_command():
    assert {f"masfufa {path}" for path in EXAMPLES} <= set(COMMANDS)


def test_the_overview_lists_every_command_once():
    listed = [name for lines in SECTIONS.values() for name in lines]
    assert sorted(listed) == sorted(cli.list_commands(click.Context(cli)))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_script(shell: str):
    done = subprocess.run([sys.executable, "-m", "masfufa", "completion", shell], capture_output=True, check=True)
    assert b"_MASFUFA_COMPLETE" in done.stdout
    assert f"{shell}_complete".encode() in done.stdout


@pytest.mark.parametrize(
    ("shell", "words", "typed", "expected"),
    [
        ("bash", "masfufa mat", "1", "plain,matrix"),
        ("powershell", "masfufa mat", "mat", "matrix\t"),
        ("powershell", "masfufa matrix --by adm", "adm", "adm1\nadm2\nadm3\nadm4"),
        ("powershell", "masfufa matrix --ev", "--ev", "--every\t"),
        ("powershell", "masfufa add ", "", ""),
    ],
)
def test_completion_words(shell: str, words: str, typed: str, expected: str):
    import os

    environment = {**os.environ, "_MASFUFA_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": typed}
    done = subprocess.run([sys.executable, "-m", "masfufa"], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().strip().startswith(expected.strip())


def test_the_example_is_copied_once(tmp_path):
    assert main(["demo", "--files", str(tmp_path / "example")]) == 0
    assert (tmp_path / "example" / "reports" / "tajoura.html").is_file()
    assert main(["demo", "--files", str(tmp_path / "example")]) == 2


def written_commands() -> list[str]:
    """The commands that read-me, how-to and quick start show, without comments and what they are piped into."""
    root = Path(__file__).resolve().parents[2]
    found = set()
    for name in ("README.md", "README.ar.md", "docs/formats.md", "docs/ar/formats.md", "docs/team.md"):
        text = (root / name).read_text(encoding="utf-8")
        found |= set(re.findall(r"`(masfufa [^`]+)`", text))
        found |= set(re.findall(r"^    (masfufa .+)$", text, re.MULTILINE))
    commands = {re.split(r"  +#|  +[a-z]| [|>] ", line)[0].strip() for line in found}
    return sorted(line for line in commands if "COMMAND" not in line)


@pytest.mark.parametrize("line", written_commands())
def test_written_commands_parse(line: str, tmp_path, monkeypatch):
    test_examples_parse(line, tmp_path, monkeypatch)
