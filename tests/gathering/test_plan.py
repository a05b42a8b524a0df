"""sources.yaml: what it says, and every mistake told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masfufa.errors import DataError
from masfufa.gathering.plan import read_plan

DOCS = Path(__file__).resolve().parents[2] / "docs" / "gathering.md"


def plan(tmp_path: Path, text: str, **options: float):
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, **options)


def test_the_documented_example_is_read(tmp_path):
    example = re.search(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    found = plan(tmp_path, example.group(1))
    assert [s.kind for s in found.sources] == [
        "feed", "sitemap", "page", "page", "folder", "warc", "reliefweb", "gdelt", "telegram",
    ]  # fmt: skip
    assert found.contact == "desk@agency.example" and found.sources[0].every == 30 and found.sources[2].every == 360
    assert found.sources[6].countries == ("LBY",) and str(found.sources[6].since) == "2026-11-01"
    assert found.sources[4].address == str(Path("/srv/reports")) or Path(found.sources[4].address).is_absolute()
    assert plan(tmp_path, example.group(1), every=5).sources[2].every == 5


GOOD = "contact: a@b.example\nsources:\n- name: a\n  feed: https://x.example/rss\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD + "  every: soon\n", 5, "every must be a number"),
        (GOOD + "  every: 0\n", 5, "between 1 and 44640"),
        (GOOD + "  color: red\n", 5, "'color' is no key"),
        (GOOD + "  since: yesterday\n", 5, "since must be a day"),
        (GOOD + "  language: de\n", 5, "one of ar, en, fr"),
        (GOOD + "  updates: maybe\n", 5, "yes or no"),
        (GOOD + "  chats: [a]\n", 5, "'chats' is no key"),
        (GOOD + "  name: b\n", 5, "twice"),
        (GOOD + "- name: a\n  folder: x\n", 5, "two sources named a"),
        (GOOD + "- name: b\n  feed: ftp://x\n", 6, "https://"),
        (GOOD + "- name: b\n", 5, "exactly one of"),
        (GOOD + "- name: b\n  feed: https://x.example\n  page: https://x.example\n", 5, "feed and page"),
        (GOOD + "- feed: https://x.example\n", 5, "name must be given"),
        (GOOD + "- name: 'a b'\n  folder: x\n", 5, "name must be given"),
        (GOOD + "- name: b\n  reliefweb: {countries: [LBY]}\n", 6, "appname is missing"),
        (GOOD + "- name: b\n  appname: x\n  reliefweb: {countries: [Libya]}\n", 7, "no country"),
        (GOOD + "- name: b\n  gdelt: {}\n", 6, "query or a list"),
        (GOOD + "archive: zip\n", 5, "archive can only be warc"),
        (GOOD + "surprise: 1\n", 5, "'surprise' is no key"),
        ("sources: []\n", 1, "at least one source"),
        ("sources:\n- name: a\n  feed: https://x.example/rss\n", 1, "contact is missing"),
        ("- a\n", 1, "must be a mapping"),
        ("", 1, "must be a mapping"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path, text, line, said):
    with pytest.raises(DataError) as caught:
        plan(tmp_path, text)
    assert caught.value.code == "sources-field"
    assert f"line {line}:" in caught.value.message and said in caught.value.message


def test_no_yaml_and_no_file(tmp_path):
    with pytest.raises(DataError) as caught:
        plan(tmp_path, "contact: [a\nsources: x\n")
    assert caught.value.code == "sources-yaml" and "line 2" in caught.value.message
    with pytest.raises(DataError) as caught:
        read_plan(tmp_path / "none.yaml")
    assert caught.value.code == "sources-missing"
    (tmp_path / "latin.yaml").write_bytes(b"contact: caf\xe9\n")
    with pytest.raises(DataError) as caught:
        read_plan(tmp_path / "latin.yaml")
    assert caught.value.code == "sources-missing"
