#!/usr/bin/env python3
"""Train the weights that tell particular happenings and news, and report them cross-validated.

    python scripts/train_events.py [--shared FOLDER] [--write]

Training data: the dev halves of detection_ar and events_ar in FOLDER/bench (default: ../shared beside the checkout),
and our own sentences in event_sentences_ar.txt beside this script; nothing else. Folds are made by sentence text over
all sets, since one sentence stands in several. What is printed is 10-fold cross-validated, thresholds chosen inside
each training part; --write then trains on all folds and writes src/masfufa/reading/event_weights.json. Needs numpy,
which the product itself does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from masfufa.gazetteer.store import Gazetteer
from masfufa.language.tokens import Tokens
from masfufa.reading.actors import find_actors
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import EventDraft
from masfufa.reading.event_model import score
from masfufa.reading.event_words_ar import WORD_FEATURE
from masfufa.reading.events import weigh
from masfufa.reading.figures import find_figures
from masfufa.reading.places import find_places
from masfufa.records import Document, Event, as_plain
from masfufa.values.dates import find_dates
from masfufa.values.numbers import find_numbers

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "masfufa" / "reading" / "event_weights.json"
OWN = Path(__file__).with_name("event_sentences_ar.txt")
SHARED = ROOT.parent / "shared"
FOLDS = 10
REAL = ("asserted", "alleged_or_reported")
PRECISE = 0.6
"""The beta of the F that the threshold of happenings is chosen by: below 1 minds precision more."""
SMOOTH = 14
RAREST = 4
"""A feature that stands in fewer training items gets no weight."""


@dataclass
class Item:
    """One sentence of a set with its drafts."""

    set: str
    row: dict[str, Any]
    pairs: list[tuple[Event, EventDraft]]
    fold: int
    matched: list[bool] = field(default_factory=list)


def read_text(name: str, text: str) -> list[tuple[Event, EventDraft]]:
    """All drafts of a text, none weighed out."""
    document = Document(name, text, language="ar")
    tokens = Tokens(text)
    numbers, dates = find_numbers(tokens, "ar"), find_dates(tokens, "ar", None)
    marked = Annotated(document, "ar", tokens, numbers, dates, find_places(tokens, "ar", gazetteer(), None))
    return weigh(marked, find_actors(marked), find_figures(marked), keep_all=True)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that the reader uses."""
    return Gazetteer.open()


def read_set(folder: Path, name: str) -> list[Item]:
    """The dev half of a set, every sentence read with all drafts kept."""
    out = []
    for line in (folder / f"{name}_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fold = int(hashlib.sha256(" ".join(row["text"].split()).encode()).hexdigest(), 16) % FOLDS
        out.append(Item(name, row, read_text(row["id"], row["text"]), fold))
    return out


def own_sentences() -> tuple[list[Item], list[Item]]:
    """Our own sentences as items of events_ar (nothing happens, or one type does) and of detection_ar."""
    lines = [
        line.split("\t") for line in OWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    events, detection = [], []
    for n, (label, text) in enumerate(lines):
        kind = label.removeprefix("past ")
        pairs = read_text(f"own-{n}", text)
        events.append(Item("own", {"id": f"own-{n}"}, pairs, -1, [e.event_type == kind for e, _ in pairs]))
        if kind == "none":
            events[-1].matched = [False] * len(pairs)
            kinds = [k for k in TYPES if any(e.event_type == k for e, _ in pairs)]
        else:
            kinds = [kind]
        for k in (k for k in kinds if k in TYPES):
            word = "yes" if label == k else "easy no"
            detection.append(Item("own", {"id": f"own-{n}", "event_type": k, "label": word}, pairs, -1))
    return events, detection


def match(item: Item) -> list[bool]:
    """Which drafts are events of the gold: same type or an alternative, overlapping triggers, one to one."""
    gold = item.row["events"]
    used: set[int] = set()
    out = []
    for event, draft in item.pairs:
        hit = None
        spans = [(event.start, event.end)] + [_span(event, draft, part) for part in draft.parts]
        for n, g in enumerate(gold):
            types = [g["event_type"], *(g.get("alternatives") or [])]
            places = [(g["start"], g["end"])] + [(t["start"], t["end"]) for t in g.get("trigger_alt") or []]
            if (
                n not in used
                and event.event_type in types
                and any(a < d and c < b for a, b in spans for c, d in places)
            ):
                hit = n
                break
        if hit is None:
            alone = [n for n, g in enumerate(gold) if g["event_type"] == event.event_type]
            if (
                len(alone) == 1
                and alone[0] not in used
                and sum(e.event_type == event.event_type for e, _ in item.pairs) == 1
            ):
                hit = alone[0]
        if hit is not None:
            used.add(hit)
        out.append(hit is not None)
    return out


def _span(event: Event, draft: EventDraft, part: tuple[int, int]) -> tuple[int, int]:
    # only the leading trigger is known by offset; its parts count where they are next to it
    return (event.start, event.end)


# ---------------------------------------------------------------------- logistic regression
def fit(
    rows: Sequence[Sequence[str]],
    labels: Sequence[int],
    strength: float,
    weight: Sequence[float] | None = None,
    allowed: Callable[[str], bool] = lambda name: True,
) -> dict[str, float]:
    """Weights of a logistic model with an L2 penalty (`strength`), by Newton's method; "" is the intercept."""
    counts = Counter(f for row in rows for f in set(row))
    names = ["", *sorted(f for f, n in counts.items() if f and n >= RAREST and allowed(f))]
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    x[:, 0] = 1.0
    for r, row in enumerate(rows):
        for f in row:
            if f in index:
                x[r, index[f]] = 1.0
    y = np.array(labels, dtype=float)
    s = np.ones(len(rows)) if weight is None else np.array(weight)
    penalty = np.full(len(names), strength)
    penalty[0] = 1e-3
    w = np.zeros(len(names))
    for _ in range(12):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (s * (p - y)) + penalty * w
        # single precision is enough to step by: where the steps end, the gradient alone decides
        bent = (x * np.sqrt(s * p * (1 - p))[:, None]).astype(np.float32)
        hessian = (bent.T @ bent).astype(float) + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(v), 4) for name, v in zip(names, w, strict=True) if name == "" or abs(v) >= 5e-4}


def fit_words(
    rows: Sequence[Sequence[str]], labels: Sequence[int], weight: Sequence[float], strength: float, words: float
) -> dict[str, float]:
    """As `fit`, with a penalty of their own (`words`) for the features "word …". There are more of these than
    sentences, so the same optimum is sought in the space of sentences."""
    counts = Counter(f for row in rows for f in set(row))
    names = ["", *sorted(f for f, n in counts.items() if f and n >= RAREST)]
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    x[:, 0] = 1.0
    for r, row in enumerate(rows):
        x[r, [index[f] for f in row if f in index]] = 1.0
    penalty = np.array([1e-3 if not n else words if n.startswith(WORD_FEATURE) else strength for n in names])
    scaled = x / penalty
    kernel = scaled @ x.T
    y, s = np.array(labels, dtype=float), np.array(weight)
    f, a = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(12):
        p = 1.0 / (1.0 + np.exp(-np.clip(f, -30, 30)))
        bend = np.maximum(p * (1 - p), 1e-6)
        step = np.linalg.solve(kernel + np.diag(1 / (s * bend)), f + (y - p) / bend)
        moved = np.abs(step - a).max()
        a = step
        f = kernel @ a
        if moved < 1e-5:
            break
    w = scaled.T @ a
    return {name: round(float(v), 4) for name, v in zip(names, w, strict=True) if name == "" or abs(v) >= 5e-4}


def best_threshold(scored: Sequence[tuple[float, int]], beta: float = 1.0) -> float:
    """The threshold at which F is highest, in the middle of the gap it lies in."""
    ordered = sorted(scored, reverse=True)
    total = sum(y for _, y in ordered)
    best, at, tp = -1.0, 0.5, 0
    for n, (p, y) in enumerate(ordered, 1):
        tp += y
        f = (1 + beta**2) * tp / (n + beta**2 * total) if total else 0.0
        if f > best:
            best = f
            at = (p + (ordered[n][0] if n < len(ordered) else 0.0)) / 2
    return at


def news_curve(scored: Sequence[tuple[float, str]]) -> list[float]:
    """By threshold in hundredths: the mean of two F1, against the easy no's and against all no's."""
    total = sum(label == "yes" for _, label in scored)

    def mean(at: float) -> float:
        said = [label for p, label in scored if p >= at]
        tp, hard = said.count("yes"), said.count("difficult no")
        return tp / (len(said) - hard + total) + tp / (len(said) + total)

    return [mean(step / 100) for step in range(100)]


def best_news_threshold(scored: Sequence[tuple[float, str]]) -> float:
    """The threshold at which the mean of two F1 is highest: against the easy no's, and against all no's."""
    curve = news_curve(scored)
    # a few sentences make a peak: the middle of a high stretch predicts better than its top
    smooth = {n: sum(curve[n - SMOOTH : n + SMOOTH + 1]) for n in range(SMOOTH, 100 - SMOOTH)}
    return max(smooth, key=lambda n: smooth[n]) / 100


def inner(
    items: Sequence[Any], train: Callable[[Sequence[Any]], Any], apply: Callable[[Any, Any], list[Any]]
) -> list[Any]:
    """Held-out scores of 5 inner folds, for choosing the threshold of happenings."""
    out: list[Any] = []
    for k in range(5):
        # our own sentences teach, but the threshold is chosen on news as it comes
        model = train([i for n, i in enumerate(items) if n % 5 != k or i.set == "own"])
        for n, i in enumerate(items):
            if n % 5 == k and i.set != "own":
                out.extend(apply(model, i))
    return out


# ---------------------------------------------------------------------- the two models
def train_happening(items: Sequence[Item]) -> dict[str, float]:
    """Is a trigger a particular happening: the events of events_ar against its other triggers."""
    rows, labels = [], []
    for item in items:
        for (_, draft), hit in zip(item.pairs, item.matched, strict=True):
            rows.append(draft.features)
            labels.append(int(hit))
    return fit(rows, labels, STRENGTH_HAPPENING, allowed=lambda f: "lemma:" not in f and not f.startswith(WORD_FEATURE))


def apply_happening(model: dict[str, float], item: Item) -> list[tuple[float, int]]:
    return [(score(model, d.features), int(h)) for (_, d), h in zip(item.pairs, item.matched, strict=True)]


def candidates(item: Item) -> list[EventDraft]:
    """Drafts of the type that a detection sentence is labelled for, which may be its news."""
    return [d for e, d in item.pairs if e.event_type == item.row["event_type"] and e.modality in REAL]


def train_news(items: Sequence[Item], words: float | None = None) -> dict[str, float]:
    """Is an event its sentence's news: a sentence is as newsy as its newsiest draft, so the choice is made again each
    round. `words` is the penalty of the weights of the sentence's words, None without them."""
    return _with_words(items, _train_grammar(items), words)


def _train_grammar(items: Sequence[Item]) -> dict[str, float]:
    """The model without words."""
    usable = [i for i in items if candidates(i) and i.row["label"] in WEIGHT_OF]
    model: dict[str, float] = {}
    before: list[Sequence[str]] = []
    for _ in range(4):
        rows, labels, weights = _newsiest(usable, model)
        if all(a is b for a, b in zip(rows, before, strict=False)) and before:
            break  # the same drafts are chosen again
        before = rows
        model = fit(
            rows,
            labels,
            STRENGTH_NEWS[items[0].row["event_type"]],
            weights,
            allowed=lambda f: not f.startswith(WORD_FEATURE),
        )
    return model


def _with_words(items: Sequence[Item], model: dict[str, float], words: float | None) -> dict[str, float]:
    """The model with words, for the drafts that the model without them (`model`) holds to be the newsiest."""
    if words is None:
        return model
    usable = [i for i in items if candidates(i) and i.row["label"] in WEIGHT_OF]
    return fit_words(*_newsiest(usable, model), STRENGTH_NEWS[items[0].row["event_type"]], words)


def _newsiest(items: Sequence[Item], model: dict[str, float]) -> tuple[list[Sequence[str]], list[int], list[float]]:
    """(features of the newsiest draft, label, weight) of each sentence."""
    rows: list[Sequence[str]] = []
    for item in items:
        drafts = candidates(item)
        rows.append(max(drafts, key=lambda d: (score(model, d.features) if model else 0.0, d.foreground)).features)
    return rows, [int(i.row["label"] == "yes") for i in items], [WEIGHT_OF[i.row["label"]] for i in items]


def choose_words(items: Sequence[Item]) -> tuple[float | None, float]:
    """(the penalty of words that does best on inner folds, the news threshold with it).

    None, no words, where none does better by WORTH: words are many and the sentences few.
    """
    scored: dict[float | None, list[tuple[float, str]]] = {words: [] for words in STRENGTHS_WORDS}
    for k in range(5):
        # our own sentences teach, but the threshold is chosen on news as it comes
        taught = [i for n, i in enumerate(items) if n % 5 != k or i.set == "own"]
        held_out = [i for n, i in enumerate(items) if n % 5 == k and i.set != "own"]
        grammar = _train_grammar(taught)
        for words, out in scored.items():
            model = _with_words(taught, grammar, words)
            out.extend(pair for i in held_out for pair in apply_news(model, i))
    quality = {words: max(news_curve(pairs)) for words, pairs in scored.items()}
    best = max(quality, key=lambda words: quality[words])
    if quality[best] - quality[None] < WORTH:
        best = None
    return best, best_news_threshold(scored[best])


def apply_news(model: dict[str, float], item: Item) -> list[tuple[float, str]]:
    if item.row["label"] not in WEIGHT_OF:
        return []
    drafts = candidates(item)
    p = max((score(model, d.features) for d in drafts), default=0.0)
    return [(p, str(item.row["label"]))]


STRENGTH_HAPPENING = 8.0
STRENGTH_NEWS = {"ASSAULT": 20.0, "PROTEST": 25.0}
STRENGTHS_WORDS: tuple[float | None, ...] = (None, 40.0)
"""Penalties of words that are tried for each type, None for no words."""
WORTH = 0.01
"""By how much the mean of both F1 on inner folds must rise for words to be taken."""
WEIGHT_OF = {"yes": 1.0, "easy no": 1.0, "difficult no": 0.6}
TYPES = ("ASSAULT", "PROTEST")
TASKS = {"events_ar": "events", "detection_ar": "detection", "actors_ar": "actors"}
"""The sets that are predicted cross-validated, and what the scorer calls their task."""


@dataclass
class Models:
    """Weights and thresholds of both models."""

    happening: dict[str, float]
    happening_threshold: float
    news: dict[str, tuple[dict[str, float], float]]

    def plain(self) -> dict[str, Any]:
        """As event_weights.json has it."""

        def tidy(w: dict[str, float]) -> dict[str, float]:
            return dict(sorted(w.items()))

        return {
            "happening": {"threshold": round(self.happening_threshold, 4), "weights": tidy(self.happening)},
            "news": {t: {"threshold": round(at, 4), "weights": tidy(w)} for t, (w, at) in self.news.items()},
        }


def train(events: list[Item], detection: list[Item]) -> Models:
    """Both models, thresholds chosen on inner folds."""
    happening = train_happening(events)
    at = best_threshold(inner(events, train_happening, apply_happening), PRECISE)
    news = {}
    for kind in TYPES:
        own = [i for i in detection if i.row["event_type"] == kind]
        words, threshold = choose_words(own)
        news[kind] = (train_news(own, words), threshold)
    return Models(happening, at, news)


def predict(models: Models, item: Item) -> dict[str, Any]:
    """What the reader would print for a sentence with these models."""
    out = []
    for event, draft in item.pairs:
        weights, at = models.news.get(event.event_type, ({}, 2.0))
        newsy = score(weights, draft.features) >= at
        if not newsy and score(models.happening, draft.features) < models.happening_threshold:
            continue
        plain = as_plain(event)
        if weights:
            plain["salience"] = "reported" if newsy else "background"
        out.append(plain)
    return {"id": item.row["id"], "events": out}


def read_all(shared: Path) -> tuple[dict[str, list[Item]], tuple[list[Item], list[Item]]]:
    """(the dev halves by name, our own sentences for both models)."""
    sets = {name: read_set(shared / "bench", name) for name in TASKS}
    for item in sets["events_ar"]:
        item.matched = match(item)
    return sets, own_sentences()


def cross_validate(sets: dict[str, list[Item]], own: tuple[list[Item], list[Item]]) -> dict[str, list[dict[str, Any]]]:
    """What models that never saw a sentence predict for it, by set."""
    predictions: dict[str, list[dict[str, Any]]] = {name: [] for name in sets}
    for fold in range(FOLDS):
        models = train(
            [i for i in sets["events_ar"] if i.fold != fold] + own[0],
            [i for i in sets["detection_ar"] if i.fold != fold] + own[1],
        )
        for name, items in sets.items():
            predictions[name].extend(predict(models, i) for i in items if i.fold == fold)
    return predictions


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--write", action="store_true", help="train on all folds and write the weights")
    arguments = parser.parse_args()
    bench = arguments.shared / "bench"
    sets, own = read_all(arguments.shared)
    predictions = cross_validate(sets, own)
    for name, task in TASKS.items():
        print(f"{name}, {FOLDS}-fold cross-validated")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pred.jsonl"
            path.write_text("\n".join(json.dumps(p, ensure_ascii=False) for p in predictions[name]), encoding="utf-8")
            ran = subprocess.run(
                [sys.executable, str(bench / "score.py"), task, str(path), str(bench / f"{name}_dev.jsonl")],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=True,
            )
            print("\n".join("  " + line for line in ran.stdout.splitlines()[:-1]))
    if arguments.write:
        models = train(sets["events_ar"] + own[0], sets["detection_ar"] + own[1])
        known = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
        known["ar"] = models.plain()
        WEIGHTS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
