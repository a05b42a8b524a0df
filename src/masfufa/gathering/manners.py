"""Manners towards hosts: robots.txt, the time between requests, and being left alone when asked to."""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from masfufa.documents.encoding import decode
from masfufa.documents.url import Fetcher, StatusError
from masfufa.errors import DocumentError
from masfufa.gathering.addresses import host_of
from masfufa.gathering.rows import after, now
from masfufa.gathering.state import State

AGENT = "masfufa"
_DAY = 86400.0
_AGAIN = 3600.0
_LARGEST = 500 * 1024
_LONGEST_DELAY = 60.0
_WAITS = (60.0, 240.0, 960.0, 3840.0, 15360.0, 61440.0, _DAY, _DAY)
"""Seconds before the next attempt, by the number of those that failed; then no more."""
PASSING = frozenset({"url-timeout", "url-unreachable", "url-cut-off", "robots-unreachable"})
_PASSING_STATUS = frozenset({408, 425, 429})
_GONE = frozenset({404, 410})


@dataclass(slots=True)
class _Host:
    rules: Any = None
    text: str | None = None
    asked: str | None = None
    code: str | None = None
    new: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Manners:
    """What is due to each host. Threads share it; `load` and `save` are for the one that holds the state."""

    def __init__(self, fetcher: Fetcher, delay: float) -> None:
        self._fetcher = fetcher
        self._delay = delay
        self._hosts: dict[str, _Host] = {}
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def load(self, state: State, host: str) -> None:
        """Take over what the state knows of a host."""
        if host in self._hosts or not host:
            return
        rules, asked, until = state.host(host)
        self._hosts[host] = _Host(None if rules is None else _parsed(rules), rules, asked)
        if until and now() < until <= after(2 * _DAY):
            left = (dt.datetime.fromisoformat(until) - dt.datetime.now(dt.UTC)).total_seconds()
            self._next[host] = time.monotonic() + left

    def save(self, state: State) -> None:
        """Have the state keep what was learned."""
        for name, host in list(self._hosts.items()):
            if host.new:
                state.put_host(name, rules=host.text, asked=host.asked)
                host.new = False

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked again."""
        return max(self._next.get(host, 0.0) - time.monotonic(), 0.0)

    def asked(self, host: str, least: float = 0.0) -> None:
        """A request to the host has just ended."""
        known = self._hosts.get(host)
        told = known.rules.crawl_delay(AGENT) if known and known.rules is not None else None
        pause = max(self._delay, least, min(float(told or 0.0), _LONGEST_DELAY))
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + pause)

    def leave_alone(self, state: State, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)
        state.put_host(host, until=after(seconds))

    def check(self, url: str) -> None:
        """Whether robots.txt lets us ask for `url`; it is asked for first where it was not today."""
        name = host_of(url)
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            if host.asked is None or not _fresh(host):
                self._ask(name, host)
        if host.code is not None:
            raise DocumentError(
                "robots-unreachable", f"{name}/robots.txt did not answer ({host.code}): not asked further."
            )
        if host.rules is not None and not host.rules.can_fetch(url, AGENT):
            raise DocumentError(
                "robots-disallowed", f"{name}/robots.txt forbids {url[:200]}. Ask the site's keeper, or leave it out."
            )

    def _ask(self, name: str, host: _Host) -> None:
        host.asked, host.new, host.code = now(), True, None
        try:
            answer = self._fetcher.get(f"{name}/robots.txt", most=_LARGEST, accept="text/plain,*/*;q=0.5")
            host.text = decode(answer.data, "utf-8").text
        except StatusError as error:
            if error.status >= 500 or error.status == 429:
                host.code, host.text = f"status {error.status}", None
            else:
                host.text = ""
        except DocumentError as error:
            if error.code in PASSING:
                host.code, host.text = error.code, None
            else:
                host.text = ""
        host.rules = None if host.text is None else _parsed(host.text)


def _parsed(text: str) -> Any:
    from protego import Protego

    try:
        return Protego.parse(text)
    except Exception:  # rules that nobody can read forbid nothing
        return None


def _fresh(host: _Host) -> bool:
    assert host.asked is not None
    # The text is None where the host did not answer, also when it was another run that asked.
    if host.text is None and host.code is None:
        return False
    age = (dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(host.asked)).total_seconds()
    return 0 <= age < (_AGAIN if host.text is None else _DAY)


def seconds_of(said: str | None) -> float | None:
    """What a Retry-After header says, in seconds, a day at most; None where it says nothing."""
    if not said:
        return None
    try:
        seconds = (
            float(said)
            if said.strip().isdigit()
            else (parsedate_to_datetime(said) - dt.datetime.now(dt.UTC)).total_seconds()
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _DAY)


def next_attempt(error: DocumentError, tries: int) -> float | None:
    """Seconds until what failed for the `tries`-th time is tried again, None where that is of no use."""
    status = error.status if isinstance(error, StatusError) else 0
    if status in _GONE:
        return _WAITS[2] if tries < 2 else None
    if error.code not in PASSING and status not in _PASSING_STATUS and status < 500:
        return None
    if tries >= len(_WAITS):
        return None
    said = seconds_of(error.retry_after) if isinstance(error, StatusError) else None
    return _WAITS[tries - 1] if said is None else max(said, 1.0)
