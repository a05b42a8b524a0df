"""One question to an OpenAI-compatible server, within limits of time, size and tries."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from typing import IO, Any

from masfufa.errors import MasfufaError, UsageError

TRIES = 3
PAUSE = 0.5
"""Seconds before the second try; each further pause is twice as long."""
LONGEST_PAUSE = 30.0
MOST_BYTES = 4 * 1024 * 1024
"""The largest answer that is read."""
MOST_TOKENS = 4096
"""The longest answer that is asked for."""

_PIECE = 65536
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_NOT_UNDERSTOOD = frozenset((400, 415, 422, 500, 501))
_FORMATS = ("json_schema", "json_object", "text")


class ServerError(MasfufaError):
    """The server gave no answer that can be used. `hopeless`: no other question will fare better."""

    def __init__(self, message: str, hopeless: bool = False) -> None:
        super().__init__("llm-server", message)
        self.hopeless = hopeless

    def __reduce__(self) -> tuple[type[ServerError], tuple[str, bool]]:  # type: ignore[override]
        return type(self), (self.message, self.hopeless)


class Unreadable(Exception):
    """The answer is no JSON object, or half of one."""


class Client:
    """Asks `model` at `url`; `key` is sent as a bearer token and appears nowhere else.

    Remembers which way of asking for JSON the server understands. Raises UsageError("llm-settings") for a URL that is
    none.
    """

    def __init__(self, url: str, model: str, key: str | None, *, pause: float = PAUSE) -> None:
        self._url = _endpoint(url)
        self._model = model
        self._key = key
        self._pause = pause
        self._format = 0
        self._down = False
        self._opener = _opener(self._url)

    def ask(self, system: str, user: str, schema: dict[str, Any], deadline: float) -> dict[str, Any]:
        """The object that the model answers with. `deadline` is on the monotonic clock.

        Raises ServerError, or Unreadable where the answer came but is not one whole JSON object.
        """
        first = self._format
        for number in range(first, len(_FORMATS)):
            body = self._body(system, user, schema, _FORMATS[number])
            try:
                answer = self._post(body, deadline)
            except _Refused as refused:
                if refused.status in _NOT_UNDERSTOOD and number + 1 < len(_FORMATS):
                    continue  # many servers know only some of the ways to ask for JSON
                # Text that is too long for the model is answered with 400 or 413; shorter text may do.
                raise ServerError(refused.told, hopeless=refused.status not in (400, 413, 422)) from None
            self._format = number
            return _content(answer)
        raise AssertionError("every way of asking returns or raises")

    def _body(self, system: str, user: str, schema: dict[str, Any], kind: str) -> bytes:
        if kind != "json_schema":
            system = f"{system}\n\nThe answer's JSON schema:\n{json.dumps(schema, separators=(',', ':'))}"
        asked: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }
        if kind == "json_schema":
            asked["response_format"] = {
                "type": kind,
                "json_schema": {"name": "reading", "strict": True, "schema": schema},
            }
        elif kind == "json_object":
            asked["response_format"] = {"type": kind}
        return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")

    def _post(self, body: bytes, deadline: float) -> bytes:
        tries = 1 if self._down else TRIES
        for number in range(tries):
            last = number + 1 == tries
            wait = self._pause * 2**number
            try:
                answer = self._once(body, deadline)
                self._down = False
                return answer
            except _Refused as refused:
                self._down = refused.status in _AGAIN and last
                if refused.status not in _AGAIN or last:
                    raise
                wait = max(wait, refused.after)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, TimeoutError) and time.monotonic() >= deadline:
                    raise ServerError("the language model took too long", hopeless=True) from None
                if last:
                    # A server that is not there is not waited for again with every document.
                    self._down = True
                    raise ServerError(f"the language model can't be reached ({self._clean(error)})", True) from None
            if time.monotonic() + wait >= deadline:
                raise ServerError("the language model took too long", hopeless=True)
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, body: bytes, deadline: float) -> bytes:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(self._url, body, headers)
        if self._key:
            request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        try:
            with self._opener.open(request, timeout=remaining) as response:
                return _read(response, deadline)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, OSError):
                raise error.reason from None
            raise OSError(str(error.reason)) from None

    def _refusal(self, error: urllib.error.HTTPError) -> _Refused:
        try:
            said = error.read1(2048).decode("utf-8", "replace") if error.fp is not None else ""
        except (OSError, http.client.HTTPException, AttributeError):
            said = ""
        after = error.headers.get("Retry-After", "") if error.headers else ""
        seconds = float(after) if after.isascii() and after.isdigit() else 0.0
        hint = f": {self._clean(' '.join(said.split()))}" if said.strip() else ""
        return _Refused(
            error.code, f"the language model's server answered {error.code}{hint}", min(seconds, LONGEST_PAUSE)
        )

    def _clean(self, said: object) -> str:
        """What a server or the system said, for a message: short, and never with the key, should it be echoed."""
        text = str(said)
        return (text.replace(self._key, "…") if self._key else text)[:160]


class _Refused(Exception):
    def __init__(self, status: int, told: str, after: float) -> None:
        super().__init__(told)
        self.status, self.told, self.after = status, told, after


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Text and key go to the address that was given, and to no other."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def _opener(url: str) -> urllib.request.OpenerDirector:
    host = urllib.parse.urlsplit(url).hostname or ""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if _is_loopback(host):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _endpoint(url: str) -> str:
    try:
        parts = urllib.parse.urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urllib.parse.urlsplit("")
    plain = all(c.isprintable() and c != " " for c in url.strip())
    if parts.scheme not in ("http", "https") or not host or not plain or parts.username is not None or parts.query:
        raise UsageError(
            "llm-settings",
            "MASFUFA_LLM_URL is no address of a server. Write it like http://localhost:11434/v1, without a password.",
        )
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions"
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _read(response: Any, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise ServerError(f"the language model's answer is larger than {MOST_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
        pieces.append(piece)
    return b"".join(pieces)


def _content(answer: bytes) -> dict[str, Any]:
    """The JSON object inside the answer's message, past what some models put around it."""
    try:
        choice = json.loads(answer)["choices"][0]
        content = choice["message"]["content"]
        if choice.get("finish_reason") == "length":
            raise Unreadable("the answer was cut off")
        content = content.rpartition("</think>")[2]
        found = json.loads(content[content.index("{") : content.rindex("}") + 1])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Unreadable("the answer is not the JSON that was asked for") from None
    if not isinstance(found, dict):
        raise Unreadable("the answer is no object")
    return found


def from_environment(*, url: str | None, model: str | None) -> tuple[str, str, str | None]:
    """Address, model and key: as given, else MASFUFA_LLM_URL and MASFUFA_LLM_MODEL; the key only MASFUFA_LLM_KEY.

    Raises UsageError("llm-settings") where one that is needed is missing.
    """
    url, model = url or os.environ.get("MASFUFA_LLM_URL"), model or os.environ.get("MASFUFA_LLM_MODEL")
    missing = [name for name, value in (("MASFUFA_LLM_URL", url), ("MASFUFA_LLM_MODEL", model)) if not value]
    if missing or url is None or model is None:
        raise UsageError(
            "llm-settings",
            f"The reader llm needs {' and '.join(missing)}. Set the address of an OpenAI-compatible server, such as "
            "http://localhost:11434/v1, and the name of a model that it has.",
        )
    key = os.environ.get("MASFUFA_LLM_KEY") or None
    if key is not None and not (key.isascii() and key.isprintable()):
        raise UsageError("llm-settings", "MASFUFA_LLM_KEY holds characters that can't be sent. Set it anew.")
    return url, model, key
