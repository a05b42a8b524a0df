#!/usr/bin/env python3
"""Print the requirements of a dependency group of pyproject.toml, a line each: older pips know no `--group`."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

groups = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
print("\n".join(groups["dependency-groups"][sys.argv[1]]))
