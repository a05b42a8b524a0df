"""Every failure that the desk can show has its meaning in Arabic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masfufa.desk.failures import meaning
from masfufa.desk.words import load, words

ERRORS = (Path(__file__).resolve().parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
COMMAND_LINE = {
    "backup", "gold", "release-unasked", "gathering", "gdelt", "host", "item", "reliefweb", "robots", "source",
    "sources", "telegram", "warc", "watch", "feed", "llm", "plugin", "overlay", "gazetteer", "lexicon", "form", "desk",
    "cluster", "scheduler", "partition", "demo",
}  # fmt: skip
"""Beginnings of codes that only commands can tell; some of their kind are told on the desk too."""
ONLY_COMMANDS = {
    "brief-empty", "archive-broken", "archive-version", "bad-scheduler", "input-changed", "not-for-partitions",
    "document-ambiguous", "document-which", "example-missing",
    "method-not-allowed", "no-documents", "not-found", "output-is-input", "output-needed", "purge-reason",
    "purge-unasked", "record-unknown", "token-missing", "unknown-language", "workspace-address",
    "workspace-driver", "workspace-exists", "workspace-missing", "workspace-settings",
}  # fmt: skip
"""Told on the command line or by the HTTP API, which speak English."""


def section(title: str) -> list[str]:
    part = ERRORS.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([a-z0-9-]+)` \|", part, re.MULTILINE)


def reachable() -> set[str]:
    """The codes that the desk can show: all but those that only commands can tell."""
    run = {
        code
        for code in section("The run can't go on")
        if code not in ONLY_COMMANDS and code.partition("-")[0] not in COMMAND_LINE
    }
    rest = ("A document that can't be read", "Issues of claims", "Rows of imports")
    return run.union(*map(section, rest))


def test_every_code_that_the_desk_can_show_is_told_in_arabic():
    assert len(reachable()) > 150
    assert reachable() - set(load("failures.yaml")["ar"]) == set()


def test_no_text_stands_for_a_code_that_is_no_more():
    every = set(re.findall(r"^\| `([a-z0-9-]+)` \|", ERRORS, re.MULTILINE))
    assert set(load("failures.yaml")["ar"]) - every == set()


@pytest.mark.parametrize("code", sorted(load("failures.yaml")["ar"]))
def test_texts_are_arabic_sentences(code):
    text = load("failures.yaml")["ar"][code]
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    assert text.endswith(".") and arabic > len(text) / 3


def test_the_own_message_stands_beside_it(browser):
    browser.post("/language", language="ar")
    text = browser.client.get("/documents/nothing").text
    assert load("failures.yaml")["ar"]["document-unknown"] in text
    assert "There is no document nothing in this workspace." in text and "document-unknown" in text
    browser.post("/language", language="en")
    assert text.count("There is no document nothing") == browser.client.get("/documents/nothing").text.count(
        "There is no document nothing"
    )


def test_notices_are_told_as_on_the_command_line():
    told = "The publication date is not known, so relative dates are not resolved. Give it with the document."
    assert "تاريخ النشر غير معروف" in meaning("unknown-publication-date", told, words("ar"))
    assert meaning("unknown-publication-date", told, words("en")) == ""
    assert meaning("of-a-plug-in", "Something.", words("ar")) == ""
