"""Build hook: compiles the lexicon's YAML into the JSON file that the reader loads."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLexicon(BuildHookInterface[Any]):
    """Writes src/masfufa/lexicon/compiled.json before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile with the package's own code, loaded by path: the package is not installed yet."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            spec = importlib.util.find_spec("masfufa.lexicon.store")
            if spec is None:
                raise RuntimeError("src/masfufa/lexicon/store.py is missing")
            from masfufa.lexicon.store import compile_tables
        finally:
            sys.path.pop(0)
        target = root / "src" / "masfufa" / "lexicon" / "compiled.json"
        # Whole or not at all: a masfufa that runs from this checkout may be reading it.
        scratch = target.with_name(f"compiled.{os.getpid()}.tmp")
        scratch.write_text(json.dumps(compile_tables(), ensure_ascii=False), encoding="utf-8")
        scratch.replace(target)
        build_data.setdefault("artifacts", []).append("src/masfufa/lexicon/compiled.json")
