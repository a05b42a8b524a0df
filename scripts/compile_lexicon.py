#!/usr/bin/env python3
"""Compile the lexicon's YAML into the file that the reader loads, as a build of the package does."""

from __future__ import annotations

from masfufa.lexicon.store import compile_tables

compile_tables()
