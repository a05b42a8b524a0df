#!/usr/bin/env python3
"""The reader, timed on request: for each name of a set of texts on standard input, the seconds of reading it once.

    python scripts/speed_reader.py TEXTS

TEXTS is a JSON object, "LANGUAGE" or "LANGUAGE: name" to lists of texts. All but the largest sets are read once before
the first answer, "ready", so that what is timed is steady reading. Seconds are those of the processor, one thread.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from masfufa.reading.reader import read_document
from masfufa.records import Document

WARMING = 2_000_000
"""Characters of a set that may be read before: larger ones hold the same words as those of their language."""
sets = {
    name: [Document(str(at), text, language=name[:2]) for at, text in enumerate(texts)]
    for name, texts in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).items()
}


def seconds(name: str) -> float:
    """Seconds of reading a set once."""
    started = time.process_time()
    for document in sets[name]:
        read_document(document)
    return time.process_time() - started


for name in sets:
    if sum(len(document.text) for document in sets[name]) <= WARMING:
        seconds(name)
print("ready", flush=True)
for line in sys.stdin:
    print(seconds(line.strip()), flush=True)
