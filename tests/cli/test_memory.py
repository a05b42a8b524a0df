"""Memory does not grow with the number of documents."""

from __future__ import annotations

import gc
import json

from masfufa.cli.inputs import Job
from masfufa.cli.settings import Settings
from masfufa.cli.work import Worker

TEXTS = (
    "قُتل {} شخصا وأصيب 30 آخرون بجروح في طرابلس أمس، ونزحت 250 أسرة من سبها.",
    "{} people were killed and 30 wounded in Tripoli yesterday; 250 families fled Sabha.",
)


def test_nothing_of_a_document_is_kept():
    worker = Worker(Settings("jsonl", include=frozenset({"numbers"})))

    def objects_after(first: int, last: int) -> int:
        for number in range(first, last):
            line = json.dumps({"text": TEXTS[number % 2].format(10 + number % 50), "published": "2019-04-08"}).encode()
            result = worker.do((Job(f"1.{number}", line=(number, line)),))
            assert not result.failures
        gc.collect()
        return len(gc.get_objects())

    warm = objects_after(0, 200)
    assert objects_after(200, 600) - warm < 200, "less than one object for two documents"
