"""`nlp.add_pipe("masfufa")`: a spaCy component that puts a reading on each Doc. Needs masfufa[spacy].

    Doc._.masfufa           the Reading; None before the component has run
    Doc._.figures, .events, .statements, .places, .dates    its lists
    Doc.spans["masfufa_figures"] …                          the same as spans; `span.id_` is the index in the list
    Doc._.masfufa_published                                 publication date of this Doc, to be set beforehand

A Doc holds the reading as plain data, so that it goes through `Doc.to_bytes`, DocBin and several processes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from masfufa.errors import UsageError
from masfufa.lexicon.store import LANGUAGES
from masfufa.plugins.contract import Reader
from masfufa.plugins.load import load
from masfufa.plugins.run import add_readings
from masfufa.plugins.shape import from_plain
from masfufa.reading.reader import read_document
from masfufa.records import Document, Reading, as_plain

LISTS = ("figures", "events", "statements", "places", "dates")
"""The lists of a reading that stand on the Doc, each as an extension and as a group of spans."""

_KEY = "masfufa"
_PUBLISHED = "masfufa_published"


class MasfufaComponent:
    """Reads each Doc. `language` ("ar", "en", "fr") and `published` ("YYYY-MM-DD") hold for all of them.

    Without `language` that of the pipeline is taken, or told from the text where the pipeline's is none of these.
    `readers` are names of plug-in readers that add to the reading. Raises UsageError for a wrong setting.
    """

    def __init__(
        self,
        pipeline_language: str,
        *,
        language: str | None = None,
        published: str | None = None,
        readers: Iterable[str] = (),
    ) -> None:
        if language is not None and language not in LANGUAGES:
            raise UsageError(
                "unknown-language", f"{language!r} is not read. Give one of {', '.join(LANGUAGES)}, or none."
            )
        self._language = language or (pipeline_language if pipeline_language in LANGUAGES else None)
        self._published = _day(published)
        self._readers: list[Reader] = load(readers)

    def __call__(self, doc: Doc) -> Doc:
        """Put the reading on a Doc, in place of one that is there already."""
        document = Document(
            id="text",
            text=doc.text,
            language=self._language,
            published=_day(doc.user_data.get(_PUBLISHED)) or self._published,
        )
        reading = add_readings(document, read_document(document), self._readers)
        doc.user_data[_KEY] = as_plain(reading)
        for name in LISTS:
            doc.spans[f"masfufa_{name}"] = list(_spans(doc, getattr(reading, name)))
        return doc


def _spans(doc: Doc, records: tuple[Any, ...]) -> Iterable[Any]:
    for n, record in enumerate(records):
        # Arabic proclitics are part of spaCy's tokens but not of a record: such a span takes the whole token.
        span = doc.char_span(record.start, record.end, label=_label(record), alignment_mode="expand", span_id=str(n))
        if span is not None:
            yield span


def _label(record: Any) -> str:
    for field in ("category", "event_type", "precision", "granularity"):
        value = getattr(record, field, None)
        if value:
            return str(value)
    return ""


def _day(value: str | dt.date | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise UsageError("bad-published", f"{value!r} is not a date; write it like 2019-04-08.") from None


def _reading(doc: Doc) -> Reading | None:
    plain = doc.user_data.get(_KEY)
    return None if plain is None else from_plain(Reading, plain)


def _list_of(name: str) -> Any:
    def of(doc: Doc) -> tuple[Any, ...]:
        reading = _reading(doc)
        return () if reading is None else tuple(getattr(reading, name))

    return of


def _get_published(doc: Doc) -> dt.date | None:
    return _day(doc.user_data.get(_PUBLISHED))


def _set_published(doc: Doc, value: str | dt.date | None) -> None:
    day = _day(value)
    doc.user_data[_PUBLISHED] = None if day is None else day.isoformat()


def _extend() -> None:
    # An extension of that name that somebody else has set is theirs; the reading itself is under a name of our own.
    Doc.set_extension("masfufa", getter=_reading, force=True)
    Doc.set_extension(_PUBLISHED, getter=_get_published, setter=_set_published, force=True)
    for name in LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=_list_of(name))


def _create(
    nlp: Language, name: str, language: str | None, published: str | None, readers: list[str]
) -> MasfufaComponent:
    return MasfufaComponent(nlp.lang, language=language, published=published, readers=readers)


_extend()
create = Language.factory(
    "masfufa",
    default_config={"language": None, "published": None, "readers": []},
    assigns=["doc._.masfufa"],
    func=_create,
)
"""What spaCy's entry points group `spacy_factories` leads to; importing this module is enough without it."""
