"""The HTTP API under /api/v1: the desk's operations as JSON, for programs with a token (docs/api.md)."""

from __future__ import annotations

from masfufa.desk.api.application import create_api

__all__ = ["create_api"]
