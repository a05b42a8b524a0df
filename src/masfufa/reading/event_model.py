"""Whether a trigger is a particular happening, and whether it is its sentence's news: two small logistic models.

A feature is a phrase ("position:relative", "date") and its weight one number of event_weights.json, so that anyone
can see what speaks for and against. scripts/train_events.py makes the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from masfufa.reading.event_words_ar import WORD_FEATURE

_WEIGHTS = Path(__file__).with_name("event_weights.json")


@cache
def _model(language: str) -> Mapping[str, Any]:
    models: dict[str, Any] = json.loads(_WEIGHTS.read_text(encoding="utf-8")) if _WEIGHTS.exists() else {}
    return dict(models.get(language, {}))


@cache
def worded(language: str) -> frozenset[str]:
    """The event types whose model weighs the words of the sentence (features "word …")."""
    news_models: Mapping[str, Any] = _model(language).get("news", {})
    return frozenset(kind for kind, m in news_models.items() if any(f.startswith(WORD_FEATURE) for f in m["weights"]))


def score(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """Probability that a logistic model gives to a set of features; unknown ones count nothing."""
    get = weights.get
    total = get("", 0.0) + sum([get(feature, 0.0) for feature in set(features)])
    return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))


def happening(language: str, event_type: str, features: Iterable[str]) -> bool:
    """Whether a trigger tells a particular happening: what is news is one. True where a language has no model."""
    model = _model(language).get("happening")
    if model is None or score(model["weights"], features) >= model["threshold"]:
        return True
    return news(language, event_type, features, False)


def news(language: str, event_type: str, features: Iterable[str], foreground: bool) -> bool:
    """Whether an event is what its sentence tells. `foreground` decides for the types that have no model."""
    model = _model(language).get("news", {}).get(event_type)
    if model is None:
        return foreground
    return score(model["weights"], features) >= float(model["threshold"])
