"""What is behind a cell, in words for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from masfufa.cli import bidi
from masfufa.cli.labels import labels
from masfufa.cli.matrix_words import bounds, counted, notes, place_name, words

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell

Plain = dict[str, Any]


def told(cell: Cell, found: Plain, language: str) -> str:
    """Lines: the cell, its sum, the claims used, those set aside, links, sums, notes, happenings, decisions."""
    from masfufa.tracking.sayings import said_in

    block = words(language)

    def tell(saying: str) -> str:
        return said_in(saying, language, lambda name: labels(language).of("category", name))

    lines = [
        f"{place_name(cell.place, cell.cell_id, language)}, {cell.period}: {counted(cell, language)} "
        f"{bounds(cell, language)}",
        f"{cell.cell_id}  {block['columns']['rule']}: {found['rule']}",
    ]
    if cell.flags:
        lines.append(f"{block['columns']['flags']}: {notes(cell, language)}")
    if found["steps"]:
        lines += ["", f"{block['sum']}:", *(f"  {tell(step)}" for step in found["steps"])]
    used = [c for c in found["claims"] if c["used"]]
    aside = [c for c in found["claims"] if not c["used"] and c["set_aside"]]
    others = [c for c in found["claims"] if not c["used"] and not c["set_aside"]]
    for title, claims in ((block["used"], used), (block["set_aside"], aside), (block["others"], others)):
        if claims:
            lines += ["", f"{title}:"]
            for claim in claims:
                lines += claim_lines(claim, found["sentences"], block, tell)
    if found["left_out"]:
        lines.append(f"  … {found['left_out']:,} {block['more']}")
    if found["checks"]:
        lines += ["", f"{block['checks']}:"]
        lines += [
            f"  {tell(c['message'])}  ({c['rule']}: {block['holds' if c['holds'] else 'fails']})"
            for c in found["checks"]
        ]
    if found["links"]:
        lines += ["", f"{block['links']}:"]
        lines += [
            f"  {k['from'][:8]} {k['kind']} {k['to'][:8]}  ({k['rule']}) {tell(k['evidence'])}" for k in found["links"]
        ]
    if found["flags"]:
        lines += ["", f"{block['notes']}:", *(f"  {f['code']}: {tell(f['message'])}" for f in found["flags"])]
    if found["happenings"]:
        lines += ["", f"{block['happenings']}:"]
        for happening in found["happenings"]:
            what = ", ".join(happening["types"]) or "–"
            lines.append(f"  {happening['happening']}  {happening['start']}  {happening['node']}  {what}")
            lines += [f"    {estimate}" for estimate in happening["estimates"]]
    if found["decisions"]:
        lines += ["", f"{block['decisions']}:"]
        lines += [
            f"  {d['at'][:16]} {d['who']}: {d['action']}. {d['reason'] or ''}".rstrip() for d in found["decisions"]
        ]
    return "\n".join(bidi.clean(line) if line else "" for line in lines)


def claim_lines(
    found: Plain, sentences: dict[str, str], block: dict[str, Any], tell: Callable[[str], str]
) -> list[str]:
    """A claim: value, source, where it stands, its sentence, who carries it."""
    claim = found["claim"]
    head = f"  {claim['id'][:8]}  {value_of(claim)}  {found['source_name']}"
    days = [day for day in (found["start"], found["end"]) if day]
    head += f"  {'–'.join(dict.fromkeys(days))}" if days else ""
    head += f"  {claim.get('kind')}, {found['place']}"
    lines = [head]
    if found["set_aside"]:
        lines.append(f"      {found['set_aside']}: {tell(found['detail'])}")
    lines.append(f"      {locator_of(claim)}" + (f", {claim['released']}" if claim.get("released") else ""))
    if (sentence := sentences.get(claim["id"])) is not None:
        lines.append(f"      “{sentence}”")
    if found["carriers"]:
        names = [f"{c.get('publisher') or c['document'][:12]} ({c['how']})" for c in found["carriers"][:12]]
        more = f" … {len(found['carriers']) - 12} more" if len(found["carriers"]) > 12 else ""
        lines.append(f"      {block['carried_by']} {len(found['carriers'])}: {', '.join(names)}{more}")
    return lines


def value_of(claim: Plain) -> str:
    """The value as the source gives it."""
    if claim.get("absence"):
        return str(claim["absence"])
    low, high = claim.get("low"), claim.get("high")
    if low is not None and low == high:
        return ("≈ " if claim["qualifier"] == "approx" else "") + f"{low:,}"
    if high is None:
        return f"≥ {low:,}"
    return f"≤ {high:,}" if low is None else f"{low:,}–{high:,}"


def locator_of(claim: Plain) -> str:
    """Where it stands: document and characters, file and cell, form and answer."""
    locator = claim["locator"]
    who = claim.get("publisher") or ""
    if locator["type"] == "text":
        return f"{who} {claim['document'][:12]}, {locator['start']}–{locator['end']}".strip()
    if locator["type"] == "cell":
        sheet = f"{locator['sheet']}!" if locator["sheet"] else ""
        return f"{locator['file']} {sheet}{locator['cell']}"
    return f"{locator['form']} {locator['instance']} {locator['question']}"
