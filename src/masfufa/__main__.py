"""`python -m masfufa`."""

from __future__ import annotations

import sys

from masfufa.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
