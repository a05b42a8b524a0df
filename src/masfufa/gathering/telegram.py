"""Telegram's exports (result.json, of one chat or of all): messages as documents.

https://core.telegram.org/import-export describes the form.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from masfufa.documents.garbled import garbled
from masfufa.documents.limits import DEFAULT
from masfufa.documents.text import checked
from masfufa.errors import DocumentError
from masfufa.gathering.rows import Offer
from masfufa.records import Document

LARGEST = 512 * 1024 * 1024
PUBLIC = frozenset({"public_channel", "private_channel", "public_supergroup"})
"""Chats that speak to the public, or to whoever joins; talk between persons is none of ours unless it is named."""
_PERSONS = frozenset({"from", "from_id", "reactions", "actor", "actor_id"})
"""What tells who wrote or liked a message is not kept."""


def read_export(path: Path, chats: tuple[str, ...]) -> tuple[list[Offer], int]:
    """The messages with text of an export, and how many were passed over for standing in other chats.

    `chats`: names of the chats that are wanted, whatever kind they are. Raises DocumentError "telegram-export".
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(
                "too-large", f"{path} is larger than {LARGEST:,} bytes. Export fewer chats, or a shorter time."
            )
        export = json.loads(path.read_bytes())
    except OSError as error:
        raise DocumentError("file-unreadable", f"{path} can't be opened: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise DocumentError("telegram-export", f"{path} is no whole export. Export again as JSON.") from None
    offers: list[Offer] = []
    passed = 0
    for chat in _chats(export, path):
        messages = [m for m in chat.get("messages") or () if isinstance(m, dict)]
        if chat.get("name") in chats or (not chats and chat.get("type") in PUBLIC):
            offers += [offer for message in messages if (offer := _offer(chat, message)) is not None]
        else:
            passed += len(messages)
    return offers, passed


def _chats(export: Any, path: Path) -> Iterator[dict[str, Any]]:
    if isinstance(export, dict) and isinstance(export.get("messages"), list):
        yield export
        return
    found = False
    for part in ("chats", "left_chats"):
        listed = (
            export.get(part, {}).get("list")
            if isinstance(export, dict) and isinstance(export.get(part), dict)
            else None
        )
        for chat in listed if isinstance(listed, list) else ():
            found = True
            if isinstance(chat, dict):
                yield chat
    if not found:
        raise DocumentError("telegram-export", f"{path} is no export of Telegram. Export as JSON; name result.json.")


def _offer(chat: dict[str, Any], message: dict[str, Any]) -> Offer | None:
    if message.get("type") != "message" or not text_of(message).strip():
        return None
    kept = {
        "chat": {name: chat.get(name) for name in ("id", "name", "type")},
        "message": {
            name: value for name, value in message.items() if name not in ("from", "from_id", "reactions", "actor")
        },
    }
    body = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    key = f"telegram:{chat.get('id')}/{message.get('id')}"
    changed = str(message.get("edited_unixtime") or message.get("date_unixtime") or "") or None
    return Offer(key, changed=changed and changed.zfill(12), more={"kind": "telegram"}, body=body)


def text_of(message: dict[str, Any]) -> str:
    """The text of a message, its formatted parts joined."""
    parts = message.get("text_entities") or message.get("text") or ""
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return ""
    said = (part if isinstance(part, str) else part.get("text") for part in parts if isinstance(part, str | dict))
    return "".join(part for part in said if isinstance(part, str))


def document(content: bytes, name: str) -> Document:
    """The document that a kept message holds. Raises DocumentError as text does."""
    kept = json.loads(content)
    message, chat = kept["message"], kept["chat"]
    text = checked(text_of(message), DEFAULT)
    return Document(
        id=name,
        text=text,
        published=_day(message),
        publisher=chat.get("name") if isinstance(chat.get("name"), str) else None,
        notices=garbled(text),
    )


def _day(message: dict[str, Any]) -> dt.date | None:
    try:
        if message.get("date_unixtime"):
            return dt.datetime.fromtimestamp(int(message["date_unixtime"]), dt.UTC).date()
        return dt.date.fromisoformat(str(message.get("date"))[:10])
    except (ValueError, OverflowError, OSError):
        return None
