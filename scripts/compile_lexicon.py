#!/usr/bin/env python3
"""Compile the lexicon's YAML into the file that the reader loads, as a build of the package does."""

from __future__ import annotations

import json
from pathlib import Path

from masfufa.lexicon import store

target = Path(store.__file__).with_name("compiled.json")
target.write_text(json.dumps(store.compile_tables(), ensure_ascii=False), encoding="utf-8")
