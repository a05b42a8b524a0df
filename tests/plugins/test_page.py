"""The examples of docs/plugins.md do what the page says."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest

from masfufa.plugins import contract, llm, llm_client

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")


def blocks(section: str) -> list[str]:
    (text,) = re.findall(rf"^## {section}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("section", "printed"), [("spaCy", 2), ("Plug-in readers", 1)])
def test_examples_print_what_their_comments_say(section: str, printed: int):
    if section == "spaCy":
        pytest.importorskip("spacy")
    space: dict[str, object] = {}
    shown = 0
    for code in blocks(section):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "docs/plugins.md", "exec"), space)
        expected = re.findall(r"^# (.*)$", code, re.MULTILINE)
        assert said.getvalue().splitlines() == expected
        shown += bool(expected)
    assert shown == printed


def test_the_entry_point_is_written_as_it_is_read():
    (block,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert list(tomllib.loads(block)["project"]["entry-points"]) == [contract.GROUP]


def test_limits_are_those_in_force():
    told = " ".join(PAGE.split())
    assert f"longer than {contract.SECONDS:g} seconds" in told
    assert f"more than {contract.MOST_RECORDS:,} records" in told
    assert f"some {llm.CHUNK:,} characters" in told
    assert f"take; {llm.SECONDS:g} if not said" in told
    assert f"over {llm_client.MOST_BYTES // 1024**2} MB" in told
    assert (contract.MOST_TOLD, llm_client.TRIES) == (10, 3)
