"""The reader `llm`: a language model behind an OpenAI-compatible server, held to the words of the text.

It runs only where it is named (`--reader llm`). The model's answer is taken as hints to what the text says: every
quotation must stand in the text and every number must be read there, so text that gives the model orders can make it
miss figures, but not bring in any.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence

from masfufa.errors import UsageError
from masfufa.language.tokens import Tokens
from masfufa.notices import notice
from masfufa.plugins.contract import MOST_TOLD, Record
from masfufa.plugins.llm_client import PAUSE, Client, ServerError, Unreadable, from_environment
from masfufa.plugins.llm_records import Answer
from masfufa.plugins.llm_schema import prompt, schema
from masfufa.records import Document, Event, Figure, Reading, Span

CHUNK = 4_000
"""Characters of text in one question: what models with small context windows can take beside the schema."""
LONGEST_SENTENCE = 2_000
SECONDS = 300.0
"""For one document, where MASFUFA_LLM_SECONDS does not say otherwise."""

_GRACE = 10.0
_HALVINGS = 2


class LlmReader:
    """Asks `model` at `url` (else MASFUFA_LLM_MODEL, MASFUFA_LLM_URL), `limit` seconds at most for one document.

    Raises UsageError("llm-settings") where a setting is missing or wrong.
    """

    name = "llm"
    version = "1.0"

    def __init__(
        self, url: str | None = None, model: str | None = None, *, limit: float | None = None, pause: float = PAUSE
    ) -> None:
        url, model, key = from_environment(url=url, model=model)
        self._limit = _seconds() if limit is None else limit
        self.seconds = self._limit + _GRACE  # its own limit comes first, since then what was read is kept
        self._client = Client(url, model, key, pause=pause)

    def read(self, document: Document, base: Reading) -> list[Record]:
        """The records of all chunks that the model answers in time; a notice tells which it did not.

        Raises ServerError where it answers none.
        """
        deadline = time.monotonic() + self._limit
        todo = [(chunk, 0) for chunk in reversed(chunks(document.text))]
        out: list[Record] = []
        missed: list[Span] = []
        told: str | None = None
        answered = False
        figures, events = len(base.figures), len(base.events)
        while todo:
            sentences, halved = todo.pop()
            try:
                answer = self._client.ask(prompt(), question(document, sentences), schema(), deadline)
            except Unreadable as error:
                if len(sentences) > 1 and halved < _HALVINGS:  # a shorter text has a shorter answer
                    middle = len(sentences) // 2
                    todo += [(sentences[middle:], halved + 1), (sentences[:middle], halved + 1)]
                    continue
                told = told or str(error)
                missed += sentences
                continue
            except ServerError as error:
                told = told or error.message
                missed += sentences
                if error.hopeless:
                    missed += [span for chunk, _ in reversed(todo) for span in chunk]
                    break
                continue
            answered = True
            records = Answer(document, base, sentences, figures, events).records(answer)
            figures += sum(isinstance(record, Figure) for record in records)
            events += sum(isinstance(record, Event) for record in records)
            out += records
        if missed:
            if not answered:
                raise ServerError(told or "the language model gave no answer")
            out.append(notice("plugin-incomplete", spans=_joined(missed), why=told))
        return out


def chunks(text: str) -> list[list[Span]]:
    """The sentences of a text in groups of at most CHUNK characters; a longer sentence is cut between words."""
    tokens = Tokens(text)
    out: list[list[Span]] = []
    size = CHUNK
    for first, last in tokens.sentences:
        for span in _cut(text, tokens.starts[first], tokens.ends[last - 1]):
            length = span.end - span.start
            if size + length > CHUNK:
                out.append([])
                size = 0
            out[-1].append(span)
            size += length
    return out


def _cut(text: str, start: int, end: int) -> list[Span]:
    out = []
    while end - start > LONGEST_SENTENCE:
        at = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        at = at if at > start else start + LONGEST_SENTENCE
        out.append(Span(start, at))
        start = at
    return [*out, Span(start, end)]


def question(document: Document, sentences: Sequence[Span]) -> str:
    """What the model is shown of a document: its date, its title, and the sentences, numbered from 1."""
    lines = [f"Published: {document.published.isoformat() if document.published else 'not known'}"]
    if document.title:
        lines.append(f"Title: {_on_one_line(document.title[:300])}")
    lines += ["Sentences:"]
    lines += [f"[{n}] {_on_one_line(document.text[span.start : span.end])}" for n, span in enumerate(sentences, 1)]
    return "\n".join(lines)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Spans that follow each other as one; at most as many as are told of anything."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if out and span.start - out[-1].end < 3:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out[:MOST_TOLD])


def _seconds() -> float:
    said = os.environ.get("MASFUFA_LLM_SECONDS", "")
    if not said:
        return SECONDS
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 80_000:
        raise UsageError("llm-settings", "MASFUFA_LLM_SECONDS must be a number of seconds above 0, such as 300.")
    return seconds
