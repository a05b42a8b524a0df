"""Accounts, tokens and the audit log as plain data for templates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from masfufa.desk.words import Words
from masfufa.workspace.accounts_log import AuditEntry, Token

KINDS = ("decision", "account")
COLUMNS = ("at", "kind", "number", "who", "what", "subject", "detail", "address")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token; state: holds, expired or revoked."""

    token: Token
    role: str
    state: str
    called: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the audit log; address: of the page that it is about, "" without one."""

    at: dt.datetime
    who: str
    what: str
    subject: str
    detail: str
    came_from: str
    link: str


def tokens(found: Iterable[Token], t: Words) -> list[TokenRow]:
    """The rows, the latest first."""
    now = dt.datetime.now(dt.UTC)
    rows = []
    for token in found:
        state = "revoked" if token.revoked else "holds" if token.holds(now) else "expired"
        rows.append(TokenRow(token, t.of("roles", token.role), state, str(t("accounts.token_states")[state])))
    return rows


def entries(found: Iterable[AuditEntry], t: Words) -> list[EntryRow]:
    """The rows, the latest first."""
    return [_entry(entry, t) for entry in found]


def _entry(entry: AuditEntry, t: Words) -> EntryRow:
    if entry.kind == "decision":
        subject, _, id = entry.subject.partition(" ")
        called = t("accounts.subjects").get(subject, subject)
        what = f"{t.of('actions', entry.what)}: {called} {id[:12]}"
        link = f"/documents/{id}" if subject == "document" else f"/cells/{id}" if subject == "cell" else ""
        return EntryRow(entry.at, entry.who, what, "", str(entry.detail.get("reason", "")), "", link)
    words = t("accounts.events")
    detail = dict(entry.detail)
    for name in ("role", "before", "after"):
        if name in detail:
            detail[name] = t.of("roles", detail[name])
    called = t("accounts.details")
    told = (", " if t.language == "en" else "، ").join(f"{called.get(n, n)}: {value}" for n, value in detail.items())
    subject = entry.subject if entry.subject != entry.who else ""
    return EntryRow(entry.at, entry.who, str(words.get(entry.what, entry.what)), subject, told, entry.address, "")


def row(entry: AuditEntry) -> tuple[object, ...]:
    """A line for a file, under COLUMNS."""
    detail = json.dumps(dict(entry.detail), ensure_ascii=False, sort_keys=True) if entry.detail else ""
    return (
        entry.at.isoformat(timespec="seconds"),
        entry.kind,
        entry.number,
        entry.who,
        entry.what,
        entry.subject,
        detail,
        entry.address,
    )
