"""Why a figure is what it is: the words and rules of the reader's own draft, told line by line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from masfufa.cli.explain_text import Sheet
from masfufa.lexicon.located import find
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.trace import Trace
from masfufa.records import DateMention, Figure, Period, PlaceMention, Reading

_TABLES = ("people", "impacts", "cues")
_BOUND_REACH = 5
_UNITS = {"person": "people", "household": "households", "home": "homes"}
_FIELDS_OF_USE = ("cat", "unit", "groups", "takes", "q")


@cache
def wording() -> dict[str, Any]:
    """What is said of rules, kinds, steps: explain.yaml."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("explain.yaml").read_text(encoding="utf-8"))
    return loaded


def explain_figure(sheet: Sheet, reading: Reading, trace: Trace, number: int) -> None:
    """Fill the sheet with the explanation of figure `number`."""
    assert trace.marked is not None
    _Figure(sheet, reading, trace, trace.marked, number).tell()


class _Figure:
    def __init__(self, sheet: Sheet, reading: Reading, trace: Trace, marked: Annotated, number: int) -> None:
        self.sheet, self.reading, self.trace, self.marked = sheet, reading, trace, marked
        self.number = number
        self.figure: Figure = reading.figures[number]
        self.draft: Draft = trace.figures[number]
        self.sentence = marked.tokens.sentences[self.draft.sentence]

    def tell(self) -> None:
        sheet, figure, draft = self.sheet, self.figure, self.draft
        bounds = f"{_or(figure.low, '?')} to {_or(figure.high, '?')}" if figure.low != figure.high else str(figure.low)
        sheet.title(
            f"Figure {self.number} ({self.number + 1} in the table): {figure.category}, {bounds} "
            f"{_UNITS[figure.unit]}, {sheet.q(figure.text)} at {figure.start} to {figure.end}"
        )
        sheet.passage("Sentence", self.marked.tokens.words(*self.sentence))
        self._counted()
        self._bounds()
        self._happened()
        if figure.part_of is not None:
            total = self.reading.figures[figure.part_of]
            how = _step(
                self.trace.step(draft, "part_of"), "the numbers add up, or the report tells one within the other"
            )
            sheet.row("Part of", f"figure {figure.part_of}, {sheet.q(total.text)}: {how}")
        self._kind()
        self._modality()
        self._where()
        self._when()
        self._source()
        self._victims()
        self._cause()
        for span in figure.repeats:
            sheet.row("Said again", f"{sheet.q(self.marked.document.text[span.start : span.end])} at {span.start}")

    # --- the number
    def _counted(self) -> None:
        sheet, quantity = self.sheet, self.draft.quantity
        told = [wording()["shapes"].get(quantity.shape, quantity.shape)]
        if quantity.number is not None:
            number = quantity.number
            text = self.marked.document.text[number.start : number.end]
            value = (
                f"{number.low}" if number.low == number.high else f"{_or(number.low, '?')} to {_or(number.high, '?')}"
            )
            told.append(f"{sheet.q(text)} is {value}")
        if quantity.noun is not None and quantity.noun_at is not None:
            told.append(self._word(quantity.noun_at, quantity.noun))
        elif quantity.unknown_noun:
            told.append("the noun is in no word list, and what is said of it shows that it is people")
        sheet.row("Counted", "; ".join(told))
        if quantity.mixed:
            sheet.row("", f"two nouns share the number: {' and '.join(quantity.mixed)}")

    def _bounds(self) -> None:
        sheet, quantity = self.sheet, self.draft.quantity
        if quantity.qualifier == "exact":
            return
        after = range(quantity.last, min(quantity.last + _BOUND_REACH, self.sentence[1]))
        found = self._tagged(range(quantity.before, quantity.first), ("bound",))
        found += [hit for hit in self._tagged(after, ("bound",)) if hit[1].data.get("after")]
        if not found:
            found = self._tagged(range(self.sentence[0], quantity.before), ("total_bound", "estimate"))
        why = self._told(found) or f"the number itself, {sheet.q(self.figure.text)}"
        sheet.row("Bounds", f"{quantity.qualifier}: {why}")

    def _happened(self) -> None:
        sheet, decision = self.sheet, self.draft.decision
        rule = wording()["rules"].get(decision.rule, decision.rule)
        sheet.row("Happened", f"{self.figure.category}: {rule}")
        if decision.sense is None:
            return
        at = decision.trigger[0] if decision.trigger is not None else None
        if at is None and decision.sense is self.draft.quantity.noun:
            return  # told with the noun
        if at is None:
            sheet.row("", f"the word there: {self._entry(decision.sense)}")
            return
        sheet.row("", self._word(at, decision.sense))
        if decision.topic is not None and decision.topic != at:
            sheet.row("", f"the words for what is counted begin at {sheet.q(self._token(decision.topic))}")

    # --- what kind of number, how sure
    def _kind(self) -> None:
        draft, kind = self.draft, self.figure.kind
        step = self.trace.step(draft, "kind")
        told = [wording()["kinds"][kind]]
        if step not in ("sentence", "kind"):
            told.append(wording()["steps"][step])
        segment = self.trace.segment(draft)
        if segment is not None and step in ("sentence", "kind"):
            cues = self._tagged(range(segment.first, segment.last), wording()["kind_cues"].get(kind, ()))
            told += [self._told(cues)] if cues else []
            since = segment.since()
            if since is not None and kind == "cumulative":
                told.append(f"it has a start: {self.sheet.q(self.marked.document.text[since.start : since.end])}")
            if kind in ("cumulative", "stock") and draft.decision.rule in ("total", "topic"):
                told.append("it is told as a total")
        self.sheet.row("Kind", f"{kind}: {'; '.join(told)}")

    def _modality(self) -> None:
        draft, name = self.draft, self.figure.modality
        told = [wording()["modalities"][name]]
        step = self.trace.step(draft, "modality")
        if step not in ("sentence", ""):
            told.append(wording()["steps"][step])
        else:
            end = max(draft.quantity.last, draft.decision.trigger[1] if draft.decision.trigger else 0)
            cues = self._tagged(range(self.sentence[0], end), wording()["modality_cues"].get(name, ()))
            told += [self._told(cues[-1:])] if cues else []
        if self.figure.verified is not None:
            tags = ("verified",) if self.figure.verified else ("unverified", "unverified_all")
            words = self._told(self._tagged(range(*self.sentence), tags)) or "the next sentence says so"
            told.append(f"{'verified' if self.figure.verified else 'not verified'}: {words}")
        self.sheet.row("How sure", f"{name}: {'; '.join(told)}")

    # --- where, when, who says
    def _where(self) -> None:
        if not self.figure.places:
            self.sheet.row("Where", "the report names no place for it")
            return
        step = _step(self.trace.step(self.draft, "places"), wording()["steps"]["sentence"])
        for place in self.figure.places:
            self.sheet.row("Where", f"{self.sheet.q(place.text)} at {place.start}: {resolved(place)}; {step}")

    def _when(self) -> None:
        figure, sheet = self.figure, self.sheet
        told = []
        if figure.date is not None:
            told.append(f"{sheet.q(figure.date.text)} at {figure.date.start}: {read_date(figure.date, self.reading)}")
        if figure.period is not None:
            step = self.trace.step(self.draft, "start") or self.trace.step(self.draft, "end")
            told.append(f"period {days(figure.period)}, {_step(step, wording()['steps']['period'])}")
        if figure.as_of is not None:
            told.append(f"as of {figure.as_of.isoformat()}")
        sheet.row("When", "; ".join(told) or "the report tells no time for it")

    def _source(self) -> None:
        said, sheet = self.figure.attribution, self.sheet
        if said is None:
            sheet.row("Source", "the report names nobody who gave the number")
            return
        tokens = self.marked.tokens
        own = tokens.sentence_of(tokens.at(said.start)) == self.draft.sentence
        told = [f"{sheet.q(said.text)} at {said.start}"]
        if own:
            near = range(
                max(tokens.at(said.start) - 4, self.sentence[0]), min(tokens.at(said.end) + 5, self.sentence[1])
            )
            cues = self._tagged(near, ("say", "according"))
            told.append(self._told(cues[:1]) or "named in the number's own sentence")
        else:
            told.append("the source of an earlier sentence, which goes on")
        told += [f"passing on from {sheet.q(link.text)}" for link in said.chain]
        sheet.row("Source", "; ".join(told))

    def _victims(self) -> None:
        who = self.figure.victims
        if who is not None:
            groups = f": {', '.join(who.groups)}" if who.groups else ""
            self.sheet.row("Who", f"{self.sheet.q(who.text)}{groups}")

    def _cause(self) -> None:
        if self.figure.cause is None:
            return
        tag = {"other": "other_cause"}.get(self.figure.cause, self.figure.cause)
        found = self._tagged(range(*self.sentence), (tag,))
        nearest = sorted(found, key=lambda hit: abs(hit[0] - self.draft.quantity.first))[:1]
        self.sheet.row("Cause", f"{self.figure.cause}: {self._told(nearest) or 'from the story'}")

    # --- words of the lexicon
    def _tagged(self, tokens: Iterable[int], tags: Iterable[str]) -> list[tuple[int, Sense, int]]:
        wanted, out = frozenset(tags), []
        for k in tokens:
            for sense, after in self.marked.marks[k]:
                if sense.tag in wanted:
                    out.append((k, sense, after))
                    break
        return out

    def _told(self, found: list[tuple[int, Sense, int]]) -> str:
        shown = []
        for k, sense, after in found[:4]:
            shown.append(f"{self.sheet.q(self.marked.tokens.words(k, after))} ({self._entry(sense, word=False)})")
        return ", ".join(shown)

    def _word(self, at: int, sense: Sense) -> str:
        last = at + 1 + len(sense.rest)
        return f"{self.sheet.q(self.marked.tokens.words(at, last))} is {self._entry(sense)}"

    def _token(self, at: int) -> str:
        return self.marked.tokens.words(at, at + 1)

    def _entry(self, sense: Sense, word: bool = True) -> str:
        return entry_told(self.sheet, self.marked.language, sense, word=word)


def entry_told(sheet: Sheet, language: str, sense: Sense, *, word: bool = True) -> str:
    """`a past form of “قتل”, ar/impacts.yaml:9, trigger, cat killed`: an entry of the lexicon and where it stands."""
    found = find(language, _TABLES, sense.entry)
    where = found.where if found else "the lexicon"
    form = {"": "", "noun": ""}.get(sense.form, f"a {sense.form} form of ")
    uses = [f"{name} {_value(sense.data[name])}" for name in _FIELDS_OF_USE if sense.data.get(name)]
    parts = [f"{form}{sheet.q(sense.entry.word)}"] if word else []
    return ", ".join([*parts, where, f"section {sense.tag}", *uses])


def read_date(date: DateMention, reading: Reading) -> str:
    """How a date was read: absolute, counted from the day of publication, or not resolved."""
    if date.value is None:
        needs = "the day of publication is not known" if date.relative and reading.published is None else "too vague"
        return f"not resolved, {needs}"
    if date.relative:
        start = f"counted from {reading.published.isoformat()}" if reading.published else "counted from another date"
        return f"{days(date.value)}, {start}"
    return days(date.value)


def days(period: Period) -> str:
    """`2024-01-31`, `2024-01-01 to 2024-01-31`, with "?" for an open side."""
    start = period.start.isoformat() if period.start else "?"
    end = period.end.isoformat() if period.end else "?"
    return start if start == end else f"{start} to {end}"


def resolved(place: PlaceMention) -> str:
    """What the gazetteer made of a name, and how sure it is."""
    if place.country is None:
        return "not in the gazetteer"
    units = ", ".join(unit.name for unit in reversed(place.admin))
    inside = f" in {units}" if units else ""
    return f"{place.name or place.text}, {place.country}{inside} ({place.precision}, confidence {place.confidence:.2f})"


def _step(step: str, otherwise: str) -> str:
    return str(wording()["steps"].get(step, otherwise)) if step else otherwise


def _or(value: int | float | None, otherwise: str) -> str:
    return otherwise if value is None else str(value)


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
