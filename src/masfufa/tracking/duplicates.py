"""Near-duplicate and syndicated documents: MinHash over word shingles proposes, a comparison of the words decides.

Cost is near-linear: each document is compared with the few originals that share a band of its sketch, and copies are
never compared with one another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from rapidfuzz import fuzz
from rensa import RMinHash, RMinHashLSH

from masfufa.language.fold import fold_word
from masfufa.tracking.ledger import Copy
from masfufa.workspace.batches import StoredDocument

PERMUTATIONS, BANDS, SEED = 64, 32, 20190404
SHINGLE = 4
SIMILAR = 0.72
"""The least share of a text that stands in the other one in the same order: below it two texts are two texts."""

_WORD = re.compile(r"\w+")
_COMPARED = 6000


def find_copies(documents: Iterable[StoredDocument]) -> list[Copy]:
    """The copies among documents with text; the earliest released (then by id) is the original. Sorted by document."""
    texts = [document for document in documents if document.text]
    texts.sort(key=lambda d: (d.released or dt.date.max, d.id))
    lsh = RMinHashLSH(0.5, PERMUTATIONS, BANDS)
    kept: list[tuple[StoredDocument, str]] = []
    out: list[Copy] = []
    exact: dict[str, StoredDocument] = {}
    for document in texts:
        words = _WORD.findall(fold_word(document.text or ""))
        plain = " ".join(words)[:_COMPARED]
        if not words:
            continue
        if plain in exact:
            out.append(Copy(document.id, exact[plain].id, 1.0))
            continue
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update([" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))])
        best: tuple[float, int] | None = None
        for index in sorted(lsh.query(sketch))[:20]:
            original, other = kept[index]
            if original.language and document.language and original.language != document.language:
                continue
            score = fuzz.ratio(plain, other, score_cutoff=SIMILAR * 100) / 100
            if score >= SIMILAR and (best is None or score > best[0]):
                best = (score, index)
        if best is not None:
            out.append(Copy(document.id, kept[best[1]][0].id, round(best[0], 3)))
            continue
        exact[plain] = document
        lsh.insert(len(kept), sketch)
        kept.append((document, plain))
    return sorted(out, key=lambda copy: copy.document)
