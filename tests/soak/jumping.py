"""`python jumping.py SEED COMMAND …`: masfufa with a clock that jumps days ahead and back while it works."""

from __future__ import annotations

import datetime as dt
import random
import sys
import time

_true = time.time
_started = time.monotonic()
_seed = sys.argv[1] if len(sys.argv) > 1 else "0"


def _offset() -> float:
    """Seconds that the clock is wrong by now: another every two seconds, up to thirty days either way."""
    step = int((time.monotonic() - _started) / 2)
    return random.Random(f"{_seed}/{step}").choice((0.0, 3600.0, -3600.0, 86400.0 * 30, -86400.0 * 30))


_plain = dt.datetime


class _AnyDatetime(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _plain)


class Jumping(dt.datetime, metaclass=_AnyDatetime):
    """A datetime whose now() goes by the clock that jumps."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """This moment, wrongly."""
        return _plain.fromtimestamp(_true() + _offset(), tz)


if __name__ == "__main__":
    dt.datetime = Jumping  # type: ignore[misc]
    time.time = lambda: _true() + _offset()
    from masfufa.cli.main import main

    sys.exit(main(sys.argv[2:]))
