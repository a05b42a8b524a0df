"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A slow machine must not fail a test that is about correctness; the same examples every time make failures repeatable.
settings.register_profile("masfufa", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("masfufa")

# Small matrices: threads of the linear algebra cost more than they give, and the tests run side by side already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Commands that tests call read in this process, where monkeypatching reaches: a worker for each would take a second.
# tests/documents/test_guard.py has it on.
os.environ.setdefault("MASFUFA_GUARD", "off")
