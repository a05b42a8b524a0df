"""`masfufa import xlsform`: answers of a field form, as Kobo and ODK export them, back into claims.

The form says what each answer is. "No" is a stated 0, "doesn't know" and "prefers not to say" are absences of two
kinds, and what was never asked is a third: none of them is the other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import Absence, Claim, ClaimPlace, EventClaim, Issue, SubmissionLocator, Unit, claim_id
from masfufa.errors import UsageError
from masfufa.exchange.cells import clean, read_count, read_day
from masfufa.exchange.forms import OTHER, form_words
from masfufa.exchange.importers import ImportOptions, Release, document_id, reader_version, settle_release, stored
from masfufa.exchange.named_columns import not_read
from masfufa.exchange.place_names import country_of
from masfufa.exchange.tables import Cell, open_table
from masfufa.exchange.xlsform_form import Form, Question, read_form
from masfufa.exchange.xlsform_rows import Submission, export_sheet, submissions
from masfufa.workspace.batches import ImportBatch, RowReport

_PART_KEYS = ("sex", "age", "reason", "group")


class _Answer(NamedTuple):
    """A figure's value or why there is none, with the question whose answer says so."""

    value: int | None
    absence: Absence | None
    question: Question
    text: str
    issue: Issue | None = None


class _Context(NamedTuple):
    """What holds for every figure of a submission."""

    submission: Submission
    instance: str
    day: dt.date
    start: dt.date
    end: dt.date
    released: dt.date
    round: str | None
    place: ClaimPlace
    cause: str | None
    by: tuple[tuple[str, str], ...]
    issues: tuple[Issue, ...]


def read_xlsform(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims and events of an export (csv, xlsx, JSON, zip) of the form `options.form`.

    Submissions without consent, not approved, or given twice are skipped with that reason. Raises DocumentError (table
    codes, form-sheets, form-question, form-claims, form-mismatch) and UsageError("form-needed").
    """
    if options.form is None:
        raise UsageError("form-needed", "Say which form the answers were collected with: --form FORM.xlsx.")
    form = read_form(options.form)
    opened = open_table(path)
    sheet, columns, header_row = export_sheet(opened, form)
    rows: list[RowReport] = not_read(opened, sheet)
    kept: dict[str, Submission] = {}
    times: list[dt.date] = []
    days: list[dt.date] = []
    for submission in submissions(sheet, columns, header_row, form):
        times += [day] if (day := _submitted(submission)) else []
        days += [day] if (day := _day(form, submission, "date")) else []
        report = _skipped(form, submission, sheet.name, options)
        if report is not None:
            rows.append(report)
        elif not _superseded(rows, kept, submission, sheet.name):
            kept[_instance(submission)] = submission
    release = settle_release(options, path.name, max(times, default=None), days)
    document = stored(opened, publisher=form.title, released=release.day, title=form.title)
    claims: list[Claim] = []
    events: list[EventClaim] = []
    for instance, submission in kept.items():
        context = _context(form, submission, instance, release)
        if isinstance(context, Issue):
            rows.append(RowReport(sheet.name, submission.row, "rejected", context.code, context.message, None, "error"))
            continue
        made, issues = _claims(document.id, form, context)
        claims += made
        event = _event(document.id, form, context, made)
        events += [event] if event else []
        told = [*context.issues, *issues]
        rows.append(
            RowReport(sheet.name, submission.row, "taken", told[0].code, "; ".join(issue.message for issue in told),
                      None, "warning") if told else RowReport(sheet.name, submission.row, "taken")
        )  # fmt: skip
    rows.sort(key=lambda report: report.row)
    mapping = {"form": form.id, "version": form.version, "sha256": form.sha256}
    return ImportBatch(document, "xlsform", tuple(claims), tuple(events), rows=tuple(rows), mapping=mapping,
                       released=release.day, released_from=release.source,
                       notices=tuple(filter(None, (release.notice,))))  # fmt: skip


def _instance(submission: Submission) -> str:
    """The submission's own id; one made of its answers where the export has none."""
    given = submission.meta.get("instance", "").removeprefix("uuid:")
    if given:
        return given
    words = "\x1f".join(f"{name}={cell.text}" for name, cell in sorted(submission.answers.items()))
    return "row-" + document_id(words.encode("utf-8"))[:16]


def _skipped(form: Form, submission: Submission, sheet: str, options: ImportOptions) -> RowReport | None:
    words = form_words()

    def skip(code: str, message: str) -> RowReport:
        return RowReport(sheet, submission.row, "skipped", code, message)

    status = submission.meta.get("status", "").casefold()
    if status in words["not_approved"]:
        return skip("not-approved", "the submission was not approved")
    consent = form.role("consent")
    if consent is not None and clean(submission.text(consent)).casefold() not in (
        "yes",
        *_labels(form, consent, "yes"),
    ):
        return skip("no-consent", "the informant did not agree to be interviewed")
    country = form.role("country")
    code = _chosen(form, country, submission.text(country)) if country else ""
    if options.countries and code and code not in options.countries:
        return skip("other-country", f"{code} is not of this workspace")
    return None


def _superseded(rows: list[RowReport], kept: dict[str, Submission], submission: Submission, sheet: str) -> bool:
    """Whether the submission came before: the one that was sent last counts, the other is reported as skipped."""
    first = kept.get(_instance(submission))
    if first is None:
        return False
    later = submission.meta.get("submitted", "") > first.meta.get("submitted", "")
    old, new = (first, submission) if later else (submission, first)
    rows.append(
        RowReport(sheet, old.row, "skipped", "repeated-row", f"the submission stands in row {new.row} too; that counts")
    )
    return not later


def _labels(form: Form, question: Question, name: str) -> Iterable[str]:
    choice = form.choices.get(question.choices or "", {}).get(name)
    return [clean(label).casefold() for label in choice.labels.values()] if choice else []


def _chosen(form: Form, question: Question | None, text: str) -> str:
    """The name of the choice that was made, whether the export gives its name or its label."""
    if question is None or not text:
        return ""
    choice = form.choice(question, text)
    return choice.name if choice else text


def _submitted(submission: Submission) -> dt.date | None:
    text = submission.meta.get("submitted", "")
    return read_day(Cell(text, text, submission.row, 1)).value if text else None


def _day(form: Form, submission: Submission, role: str) -> dt.date | None:
    question = form.role(role)
    if question is None or question.name not in submission.answers:
        return None
    return read_day(submission.answers[question.name]).value


def _context(form: Form, submission: Submission, instance: str, release: Release) -> _Context | Issue:
    issues: list[Issue] = []
    submitted = _submitted(submission)
    day = _day(form, submission, "date")
    if day is None:
        if submitted is None:
            return Issue("no-date", "error", f"row {submission.row}: no date of assessment and none of submission")
        issues.append(
            Issue("no-date", "warning", f"no date of assessment; the day of submission, {submitted}, is taken")
        )
        day = submitted
    start, end = _day(form, submission, "from") or day, _day(form, submission, "to") or day
    if end < start:
        issues.append(Issue("period-turned", "warning", f"it ends on {end}, before it begins on {start}"))
        start, end = end, start
    if submission.meta.get("status", "").casefold() in form_words()["doubtful"]:
        issues.append(Issue("submission-on-hold", "warning", "the submission is on hold or has issues"))
    cause = form.role("cause")
    by = form.role("by")
    chosen = _chosen(form, by, submission.text(by))
    place = _place(form, submission, issues)
    told = _chosen(form, cause, submission.text(cause)) or None
    return _Context(
        submission, instance, day, start, end, submitted or release.day, submission.text(form.role("round")) or None,
        place, told if told in ("conflict", "disaster", "other") else None,
        ((by.name, chosen),) if by is not None and chosen else (), tuple(issues),
    )  # fmt: skip


def _place(form: Form, submission: Submission, issues: list[Issue]) -> ClaimPlace:
    """The units that were chosen, the name that was written and the position that was taken."""
    question = form.role("country")
    code = _chosen(form, question, submission.text(question))
    country = country_of(code, code)
    if country is None:
        issues.append(Issue("unknown-country", "warning", f"{code or 'nothing'!r} is no country known"))
    units = [Unit(0, country.code, country.name, "geonames")] if country else []
    names: dict[str, str] = {}
    for level in range(1, 5):
        asked = form.role(f"admin{level}")
        value = submission.text(asked)
        if asked is None or not value:
            continue
        choice = form.choice(asked, value)
        if choice is None:
            issues.append(Issue("unknown-choice", "warning", f"{value!r} is no choice of {asked.name}"))
            break
        if choice.name == OTHER:
            break
        labels = {column.rpartition("(")[2].rstrip(")"): label for column, label in choice.labels.items()}
        names = {language: label for language, label in labels.items() if language in ("ar", "en", "fr")}
        name = names.get("en") or next(iter(choice.labels.values()), choice.name)
        units.append(Unit(level, choice.columns.get("code") or None, name, choice.columns.get("scheme") or "source"))
    written = submission.text(form.role("place"))
    lat, lon = _position(form, submission)
    name = written or (units[-1].name if units else "")
    precision = (
        ("point" if lat is not None else "city")
        if written
        else f"admin{units[-1].level}"
        if len(units) > 1
        else "country"
    )
    return ClaimPlace(name, country.iso3 if country else None, tuple(units), {} if written else names, lat, lon,
                      precision=precision, matched="code" if units else None)  # fmt: skip


def _position(form: Form, submission: Submission) -> tuple[float | None, float | None]:
    lat, lon = submission.gps
    if not lat or not lon:
        parts = submission.text(form.role("gps")).replace(",", " ").split()
        lat, lon = (parts[0], parts[1]) if len(parts) > 1 else ("", "")
    try:
        found = float(lat), float(lon)
    except ValueError:
        return None, None
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else (None, None)


def _claims(document: str, form: Form, context: _Context) -> tuple[list[Claim], list[Issue]]:
    issues: list[Issue] = []
    made: dict[str, Claim] = {}
    sums: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    figures = [question for question in form.questions if "figure" in question.claim and not question.repeated]
    for question in sorted(figures, key=lambda question: "part_of" in question.claim):
        answer = _answer(form, context.submission, question)
        total = made.get(question.claim.get("part_of", ""))
        if "part_of" in question.claim and (total is None or answer.absence in ("blank", "not_assessed")):
            continue  # a breakdown that was not asked for says nothing beside its total
        if answer.issue:
            issues.append(answer.issue)
        claim = _claim(document, form, context, question, answer, total)
        made[question.name] = claim
        if total is not None and answer.value is not None:
            keys = tuple(key for key in _PART_KEYS if key in question.claim)
            sums[question.claim["part_of"], keys].append(answer.value)
    for (name, keys), parts in sums.items():
        whole = made[name].low
        if whole is None:
            continue
        if sum(parts) > whole or (len(parts) > 1 and sum(parts) != whole):
            message = f"{name} is {whole}, but its parts by {' and '.join(keys)} add up to {sum(parts)}"
            issues.append(Issue("sum-differs", "warning", message))
    return list(made.values()), issues


def _answer(form: Form, submission: Submission, question: Question) -> _Answer:
    """The number that was answered, or what the question that stands before it says."""
    words = form_words()
    cell = submission.answers.get(question.name)
    text = clean(cell.text).casefold() if cell else ""
    for absence, listed in words["absence_answers"].items():
        if text and text in listed:
            return _Answer(None, absence, question, cell.text if cell else "")
    count = read_count(cell) if cell else None
    if count is not None and count.absence != "blank":
        issue = count.issue and Issue(count.issue.code, "warning", f"{question.name}: {count.issue.message}")
        return _Answer(count.value, count.absence, question, cell.text if cell else "", issue)
    for before in form.questions:
        if question.name not in before.claim.get("answers", "").split(","):
            continue
        given = submission.text(before)
        name = _chosen(form, before, given).casefold()
        if name in words["zero_answers"]:
            return _Answer(0, None, before, given)
        for absence, listed in words["absence_answers"].items():
            if name in listed:
                return _Answer(None, absence, before, given)
        if not given:
            return _Answer(None, "not_assessed", before, "")
    return _Answer(None, "blank", question, "")


def _claim(document: str, form: Form, context: _Context, question: Question, answer: _Answer,
           total: Claim | None) -> Claim:  # fmt: skip
    told = question.claim
    kind, category, unit = told.get("kind", "stock"), told["figure"], told.get("unit", "person")
    locator = SubmissionLocator(form.id, context.instance, "/".join(answer.question.path), answer.text)
    parts = (*((key, told[key]) for key in _PART_KEYS if key in told), *context.by)
    dated = kind in ("stock", "cumulative")
    return Claim(
        id=claim_id(document, locator, category, unit, kind, *(f"{key}={value}" for key, value in parts)),
        document=document,
        locator=locator,
        channel="field",
        category=category,
        low=answer.value,
        high=answer.value,
        qualifier="exact",
        unit=unit,
        kind=kind,
        absence=answer.absence,
        publisher=form.title,
        source=form.id,
        released=context.released,
        period_start=None if dated else context.start,
        period_end=None if dated else context.end,
        as_of=context.day if dated else None,
        places=(context.place,),
        groups=tuple(filter(None, told.get("groups", "").split(","))),
        cause=told.get("cause") or context.cause,
        part_of=total.id if total else None,
        parts=parts,
        dataset="xlsform",
        assessment=form.id,
        round=context.round,
        issues=(*context.issues, *([answer.issue] if answer.issue else [])),
        reader=reader_version("xlsform"),
    )


def _event(document: str, form: Form, context: _Context, claims: list[Claim]) -> EventClaim | None:
    """The event that a report tells of, where its kind is one of PLOVER's."""
    question = form.role("event")
    text = context.submission.text(question)
    known = form_words()["events"].get(_chosen(form, question, text)) if question else None
    if question is None or known is None:
        return None
    locator = SubmissionLocator(form.id, context.instance, "/".join(question.path), text)
    return EventClaim(
        id=claim_id(document, locator, "event", known["type"]),
        document=document,
        locator=locator,
        channel="field",
        event_type=known["type"],
        mode=known.get("mode"),
        period_start=context.start,
        period_end=context.end,
        places=(context.place,),
        publisher=form.title,
        released=context.released,
        figures=tuple(claim.id for claim in claims if claim.low is not None and claim.part_of is None),
        dataset="xlsform",
        dataset_id=context.instance,
        issues=context.issues,
        reader=reader_version("xlsform"),
    )
