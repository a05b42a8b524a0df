"""Build hook: compiles the lexicon's YAML into the file that the reader loads and, with MASFUFA_COMPILE=1, the
reader's modules into a wheel for this Python and platform."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLexicon(BuildHookInterface[Any]):
    """Writes src/masfufa/lexicon/compiled.bin before the wheel is packed, and adds compiled modules where asked."""

    def dependencies(self) -> list[str]:
        """What a build needs besides: for compiled modules only."""
        return ["mypy[mypyc]>=1.18", "types-PyYAML"] if self._compiles() else []

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
        compile_tables()
        build_data.setdefault("artifacts", []).append("src/masfufa/lexicon/compiled.bin")
        # An editable installation would leave the compiled modules beside sources that change.
        if self._compiles() and version != "editable":
            self._add_compiled(root, build_data)

    def _compiles(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("MASFUFA_COMPILE", "") not in ("", "0")

    def _add_compiled(self, root: Path, build_data: dict[str, Any]) -> None:
        folder = root / "build" / "compiled-modules"
        subprocess.run([sys.executable, str(root / "scripts" / "compile_modules.py"), str(folder)], check=True)
        built = folder / "lib"
        for path in sorted(file for file in built.rglob("*") if file.is_file()):
            build_data["force_include"][str(path)] = path.relative_to(built).as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
