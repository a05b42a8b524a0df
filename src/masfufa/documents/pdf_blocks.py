"""Blocks of a PDF page put together again: qalam ends one where the font changes, in the middle of a sentence too.

A block is as `pdf_worker` gives it: `{"kind", "lines", "box": [x0, y0, x1, y1], "baselines", "size"}`, in points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Block = Mapping[str, Any]

_NO_SPACE_BEFORE = frozenset(".,،؛;:!؟?)]»”%٪")
_STOP = re.compile(r"[.!؟?:؛;۔…][\"'”»)\]]*\s*$")
_AHEAD = 4
_COLUMN_JUMP = 3.0
_SAME_LINE, _WORD_GAP, _COLUMN_EDGE, _SAME_SIZE, _LEADING_SLACK, _FULL = 0.3, 0.8, 3.0, 0.1, 0.2, 0.7


def joined_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in their order, with those that continue a line, a paragraph or a column put together."""
    leading = _leading(blocks)
    columns = [block["box"] for block in blocks if len(block["baselines"]) > 1]
    waiting = [piece for number, block in enumerate(blocks) for piece in _pieces(block, number, leading)]
    out: list[Block] = []
    while waiting:
        current = waiting.pop(0)
        while True:
            ahead = waiting[:_AHEAD]
            found = next((b for b in ahead if _in_line(current, b)), None)
            if found is not None:
                waiting.remove(found)
                current = _merged(current, found, same_line=True)
                continue
            found = next((b for b in ahead if _below(current, b, leading) and _full(current, columns)), None)
            if found is None and ahead and current.get("run") is not None and current["run"] == ahead[0].get("run"):
                found = ahead[0]
            if found is None and ahead and _next_column(current, ahead[0]) and _full(current, columns):
                found = ahead[0]
            if found is None:
                break
            waiting.remove(found)
            current = _merged(current, found, same_line=False)
        out.append(current)
    return out


def _leading(blocks: Sequence[Block]) -> float:
    """The commonest distance between two lines of a block, 0 where no block has two."""
    gaps: Counter[float] = Counter()
    for block in blocks:
        lines = block["baselines"]
        gaps.update(round(above - below, 1) for above, below in pairwise(lines) if above > below)
    return gaps.most_common(1)[0][0] if gaps else 0.0


def _pieces(block: Block, number: int, leading: float) -> list[Block]:
    """A block that runs over two columns, whose lines qalam sorts by height, in its pieces; else the block itself.

    The pieces carry the number of their block as `run`: where nothing else tells their order, they stay together.
    """
    lines, baselines = block["lines"], block["baselines"]
    if not leading or not _text(block):
        return [block]
    cuts = [i + 1 for i, (above, below) in enumerate(pairwise(baselines)) if above - below > _COLUMN_JUMP * leading]
    if not cuts:
        return [block]
    return [
        {**block, "lines": lines[start:end], "baselines": baselines[start:end], "run": number}
        for start, end in pairwise([0, *cuts, len(lines)])
    ]


def _text(block: Block) -> bool:
    return block["kind"] == "text" and bool(block["lines"]) and len(block["lines"]) == len(block["baselines"])


def _in_line(before: Block, after: Block) -> bool:
    """True where `after` begins in the last line of `before`, with no more than a space between."""
    if not (_text(before) and _text(after)):
        return False
    size = min(before["size"], after["size"])
    if abs(before["baselines"][-1] - after["baselines"][0]) >= _SAME_LINE * size:
        return False
    return bool(_gap(before, after) < _WORD_GAP * size)


def _gap(before: Block, after: Block) -> float:
    """Horizontal distance of two blocks, negative where they overlap."""
    return float(max(before["box"][0], after["box"][0]) - min(before["box"][2], after["box"][2]))


def _like(before: Block, after: Block) -> bool:
    return bool(abs(before["size"] - after["size"]) <= _SAME_SIZE * max(before["size"], after["size"]))


def _below(before: Block, after: Block, leading: float) -> bool:
    """True where `after` is the line below `before` in the same paragraph: the usual distance, and no stop between."""
    if not (leading and _text(before) and _text(after) and _like(before, after)) or _gap(before, after) >= 0:
        return False
    distance = before["baselines"][-1] - after["baselines"][0]
    return bool(abs(distance - leading) < _LEADING_SLACK * leading) and not _STOP.search(before["lines"][-1])


def _next_column(before: Block, after: Block) -> bool:
    """True where a sentence runs on at the head of the next column."""
    if not (_text(before) and _text(after) and _like(before, after)) or _STOP.search(before["lines"][-1]):
        return False
    first = after["lines"][0][:1]
    runs_on = first.islower() or "\u0620" <= first <= "\u06d3"
    return runs_on and after["baselines"][0] > before["baselines"][-1] and _gap(before, after) > 0


def _full(block: Block, columns: Sequence[Sequence[float]]) -> bool:
    """True where the last line of a block reaches from edge to edge of a column, as far as can be told."""
    if not _text(block):
        return False
    lines = block["lines"]
    if len(lines) > 1:
        return bool(len(lines[-1]) >= _FULL * max(map(len, lines)))
    slack = _COLUMN_EDGE * block["size"]
    x0, _, x1, _ = block["box"]
    return any(abs(x0 - column[0]) < slack and abs(x1 - column[2]) < slack for column in columns)


def _merged(before: Block, after: Block, *, same_line: bool) -> Block:
    first, second = before["box"], after["box"]
    box = [min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3])]
    lines, baselines = list(before["lines"]), list(before["baselines"])
    rest = list(after["lines"])
    if same_line:
        glue = "" if rest[0][:1] in _NO_SPACE_BEFORE else " "
        lines[-1] = lines[-1] + glue + rest[0]
        rest, baselines = rest[1:], [*baselines, *after["baselines"][1:]]
    else:
        baselines += after["baselines"]
    size = max(before["size"], after["size"])
    kept = {"lines": [*lines, *rest], "box": box, "baselines": baselines, "size": size}
    return {"kind": "text", "run": after.get("run"), **kept}
