"""A cell opened, as plain data: rule and arithmetic, claims with where they stand, what a person may choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from masfufa.desk.views.frame import counted, interval, number
from masfufa.desk.words import Words
from masfufa.exchange.wording import flag_words
from masfufa.tracking.sayings import said_in

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim behind a cell. role: used, aside or other; `value` as the source gives it, `plain` its number or None."""

    id: str
    role: str
    value: str
    plain: int | None
    source: str
    channel: str
    kind: str
    place: str
    days: str
    where: str
    document: str
    record: str
    publisher: str
    released: str
    sentence: str
    reason: str
    detail: str
    carriers: tuple[tuple[str, str, str], ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything behind a cell, in words."""

    rule: str
    rule_code: str
    steps: tuple[str, ...]
    used: tuple[ClaimRow, ...]
    aside: tuple[ClaimRow, ...]
    others: tuple[ClaimRow, ...]
    links: tuple[tuple[str, str, str, str, str], ...]
    checks: tuple[tuple[str, bool], ...]
    flags: tuple[tuple[str, str], ...]
    happenings: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    decisions: tuple[tuple[str, str, str, str], ...] = field(default=())
    left_out: int = 0


def value_of(claim: Plain, t: Words) -> str:
    """The value as the source gives it."""
    if claim.get("absence"):
        return t.of("absence", claim["absence"])
    low, high = claim.get("low"), claim.get("high")
    if low is None and high is None:
        return str(t("see.unknown"))
    if low == high:
        return ("≈ " if claim.get("qualifier") == "approx" else "") + f"{low:,}"
    if high is None:
        return f"≥ {low:,}"
    return f"≤ {high:,}" if low is None else f"{low:,}–{high:,}"


def plain_value(claim: Plain) -> int | None:
    """The one number of a claim, as tracking takes it."""
    if claim.get("best") is not None:
        return int(claim["best"])
    low, high = claim.get("low"), claim.get("high")
    if low is None or high is None:
        return low if low is not None else high
    return int(low + high) // 2


def where_of(claim: Plain, t: Words) -> str:
    """Where it stands: characters, cell, answer."""
    locator = claim["locator"]
    if locator["type"] == "text":
        return f"{t('see.characters')} {locator['start']}–{locator['end']}"
    if locator["type"] == "cell":
        sheet = f"{locator['sheet']}!" if locator["sheet"] else ""
        return f"{locator['file']} {sheet}{locator['cell']}"
    return f"{locator['form']} {locator['instance']} {locator['question']}"


def _row(found: Plain, said: Mapping[str, str], t: Words) -> ClaimRow:
    claim = found["claim"]
    days = "–".join(dict.fromkeys(day for day in (found["start"], found["end"]) if day))
    role = "used" if found["used"] else "aside" if found["set_aside"] else "other"
    reason = found["set_aside"] or ""
    return ClaimRow(
        id=claim["id"],
        role=role,
        value=value_of(claim, t),
        plain=plain_value(claim),
        source=str(found["source_name"]),
        channel=t("see.channel")[claim["channel"]],
        kind=t.of("kind", claim["kind"]),
        place=str(found["place"]),
        days=days,
        where=where_of(claim, t),
        document=claim["document"],
        record=claim["id"],
        publisher=claim.get("publisher") or "",
        released=claim.get("released") or "",
        sentence=said.get(claim["id"]) or str(claim["locator"].get("text") or ""),
        reason=str(t("see.aside").get(reason, reason.replace("_", " "))) if reason else "",
        detail=said_in(found["detail"], t.language, _category(t)),
        carriers=tuple(
            (c["document"], c.get("publisher") or c["document"][:12], str(t("see.how").get(c["how"], c["how"])))
            for c in found["carriers"]
        ),
        flags=tuple(flag_words(flag, t.language) for flag in found["flags"]),
    )


def _category(t: Words) -> Callable[[str], str]:
    return lambda name: t.of("category", name)


def opened(found: Plain, said: Mapping[str, str], t: Words) -> Opened:
    """A cell in words. `found` is what `tracking.stored.behind` gives, `said` the sentences by claim id."""
    rows = [_row(claim, said, t) for claim in found["claims"]]
    by_id = {row.id: f"{row.value} ({row.source})" for row in rows}
    rules = t("see.rule")
    code = found["rule"]
    called = _category(t)
    return Opened(
        rule=str(rules.get(code, code.replace("_", " "))),
        rule_code=code,
        steps=tuple(said_in(step, t.language, called) for step in found["steps"]),
        used=tuple(row for row in rows if row.role == "used"),
        aside=tuple(row for row in rows if row.role == "aside"),
        others=tuple(row for row in rows if row.role == "other"),
        links=tuple(
            (
                by_id.get(link["from"], link["from"][:8]),
                str(t("see.link")[link["kind"]]),
                by_id.get(link["to"], link["to"][:8]),
                str(link["rule"]),
                said_in(str(link["evidence"]), t.language, called),
            )
            for link in found["links"]
        ),
        checks=tuple(
            (said_in(check["message"], t.language, called), bool(check["holds"])) for check in found["checks"]
        ),
        flags=tuple(
            (flag_words(flag["code"], t.language), said_in(flag["message"], t.language, called))
            for flag in found["flags"]
        ),
        happenings=tuple(
            (
                h["happening"],
                h["start"] or str(t("see.unknown")),
                ", ".join(_type(name, t) for name in h["types"]) or "–",
                tuple(_count(said_, t) for said_ in h["estimates"]),
            )
            for h in found["happenings"]
        ),
        decisions=tuple(_decided(d, t) for d in found["decisions"]),
        left_out=found["left_out"],
    )


_COUNT = re.compile(r"(\S+)/(\S+)/(\S+) (\S+) \[(\S+), (\S+)\] (\S+)")


def _count(said: str, t: Words) -> str:
    """`killed/person/all 121 [121, None] most_agree` in words."""
    found = _COUNT.fullmatch(said)
    if found is None:
        return said
    category, unit, population, *numbers, rule = found.groups()
    best, low, high = (None if word == "None" else int(word) for word in numbers)
    bounds = interval(best, low, high, t)
    words = f"{counted(category, unit, 'flow', population, t)}: \u2068{number(best, t)}\u2069"
    return words + (f" [\u2066{bounds}\u2069]" if bounds else "") + f" · {_rule(rule, t)}"


def _rule(code: str, t: Words) -> str:
    return str(t("see.rule").get(code, code.replace("_", " "))).rstrip(".")


def _type(name: str, t: Words) -> str:
    called = t.of("event_type", name)
    return called if called != name else t.of("mode", name)


def _decided(decision: Plain, t: Words) -> tuple[str, str, str, str]:
    action = t("actions").get(decision["action"], decision["action"])
    return decision["at"][:16].replace("T", " "), decision["who"], str(action), decision["reason"] or ""


def candidates(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The claims that a person may choose: those with a number."""
    return [row for row in rows if row.plain is not None]
