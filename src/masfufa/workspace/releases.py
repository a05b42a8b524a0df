"""Releases: vintages that one person proposed and another signed off. What was decided stands in the log of decisions;
the files lie in the workspace's folder `releases/`, byte for byte as they were proposed.

A file that quotes documents (their words, names, publishers) goes when one of these documents is purged, and leaves
its name and hash; a file of values alone stays for ever.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from masfufa.claims import Decision
from masfufa.errors import DataError, UsageError
from masfufa.workspace import decision_log
from masfufa.workspace.decided import effective
from masfufa.workspace.inbox import check_expected
from masfufa.workspace.transactions import Transactions

FOLDER = "releases"
SUBJECT = "release"
ABOUT = "about.json"
"""In a release's folder: the documents that its quoting files rest on, and which files were withdrawn when."""
State = Literal["proposed", "signed", "refused"]
LONGEST_NAME = 120
_ID = re.compile(r"[0-9a-f]{12}\Z")
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}\Z")


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release. `quotes`: whether it holds words or names of documents, not values alone."""

    name: str
    bytes: int
    sha256: str
    quotes: bool


@dataclass(frozen=True, slots=True)
class Release:
    """A release. `frame`: what it is of, as plain data (known, by, every, category, since, until, languages).

    `sha256` is the hash of name, frame and the files' hashes: what is signed. `at` and `by` are those of the signing
    off or the refusal, `reason` is the refusal's. `last` is the number of the last decision about it.
    """

    id: str
    name: str
    frame: Mapping[str, Any]
    files: tuple[ReleaseFile, ...]
    sha256: str
    proposed_by: str
    proposed_at: dt.datetime
    state: State = "proposed"
    by: str | None = None
    at: dt.datetime | None = None
    reason: str | None = None
    last: int = 0

    def file(self, name: str) -> ReleaseFile | None:
        """One of its files."""
        return next((file for file in self.files if file.name == name), None)

    @property
    def known(self) -> dt.date:
        """The day that it is as known on."""
        return dt.date.fromisoformat(self.frame["known"])


@dataclass(frozen=True, slots=True)
class Content:
    """What is proposed: files by name with whether they quote; `documents`: those that the quoting ones rest on."""

    files: Mapping[str, tuple[bytes, bool]]
    documents: frozenset[str] = field(default_factory=frozenset)


class ReleaseSide(Transactions):
    """What `Workspace` has for releases."""

    folder: Path

    def propose_release(
        self, who: str, name: str, frame: Mapping[str, Any], content: Content, *, made_of: str | None = None
    ) -> Release:
        """Propose a release: its files are kept from now on as they are. `made_of`: the state they were made of.

        Raises UsageError "release-name", "decision-who", "release-outdated" (the ledger changed since `made_of`);
        DataError "release-unwritable".
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise UsageError("release-name", f"A release needs a name of at most {LONGEST_NAME} characters.")
        if not who.strip():
            raise UsageError("decision-who", "A decision needs a name: who made it?")
        files = tuple(
            ReleaseFile(file, len(data), hashlib.sha256(data).hexdigest(), quotes)
            for file, (data, quotes) in sorted(content.files.items())
        )
        frame = json.loads(json.dumps(dict(frame), default=str))
        stamp = hashlib.sha256(f"{_hash(name, frame, files)}{dt.datetime.now(dt.UTC).isoformat()}".encode())
        identity = stamp.hexdigest()[:12]
        edited = {"name": name, "frame": frame, "files": [_plain(file) for file in files]}
        kept = _keep(self.folder, identity, content)
        try:
            with self._writing(tracked=False) as change:
                if made_of is not None and self._tracked_state(change.connection) != made_of:
                    raise UsageError(
                        "release-outdated", "The ledger was changed while the release was made. Propose it again."
                    )
                decision = decision_log.append(
                    change.connection, change.now, who, SUBJECT, identity, "add", edited, None, {}
                )
        except BaseException:
            shutil.rmtree(kept, ignore_errors=True)
            raise
        return _releases([decision])[0]

    def sign_release(self, identity: str, who: str, *, expected: int | None = None) -> Release:
        """Sign a proposed release off: another person than the one who proposed it.

        Raises UsageError "release-unknown", "release-decided", "release-same-person", "decision-conflict"; DataError
        "release-damaged" where a file is not any more what was proposed.
        """
        found = self.release(identity)
        for file in found.files:
            if file_state(self.folder, found, file.name) == "kept":
                read_file(self.folder, found, file.name)
        return self._conclude(identity, who, "sign_off", None, expected)

    def refuse_release(self, identity: str, who: str, reason: str, *, expected: int | None = None) -> Release:
        """Turn a proposed release down, with a reason; who proposed it may take it back so.

        Raises UsageError "release-unknown", "release-decided", "release-reason", "decision-conflict".
        """
        if not reason.strip():
            raise UsageError("release-reason", "Say why the release is turned down.")
        return self._conclude(identity, who, "reject", reason.strip(), expected)

    def _conclude(self, identity: str, who: str, action: str, reason: str | None, expected: int | None) -> Release:
        with self._writing(tracked=False) as change:
            check_expected(change.connection, SUBJECT, identity, expected)
            found = _one(decision_log.read(change.connection, subject_id=identity), identity)
            if found.state != "proposed":
                raise UsageError("release-decided", f"{found.name} was {found.state} by {found.by} already.")
            if action == "sign_off" and same_person(who, found.proposed_by):
                raise UsageError(
                    "release-same-person",
                    f"{found.proposed_by} proposed it: a second person signs it off (--who NAME, or an own account).",
                )
            decision_log.append(
                change.connection, change.now, who, SUBJECT, identity, action, {"sha256": found.sha256}, reason, {}
            )
            return _one(decision_log.read(change.connection, subject_id=identity), identity)

    def releases(self) -> list[Release]:
        """All releases, the latest proposed first."""
        with self._reading() as connection:
            return _releases(decision_log.read(connection, subject=SUBJECT))[::-1]

    def release(self, identity: str) -> Release:
        """One release. Raises UsageError("release-unknown")."""
        with self._reading() as connection:
            return _one(decision_log.read(connection, subject_id=identity), identity)

    def release_file(self, identity: str, name: str) -> bytes:
        """The bytes of one of a release's files, as they were proposed.

        Raises UsageError "release-unknown", "release-file"; DataError "release-damaged".
        """
        return read_file(self.folder, self.release(identity), name)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: letters' case, width and spaces make no other person."""

    def folded(name: str) -> str:
        return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

    return folded(one) == folded(other)


def signed(releases: Iterable[Release]) -> Release | None:
    """The release that was signed off last."""
    return max((r for r in releases if r.state == "signed" and r.at is not None), key=lambda r: r.last, default=None)


def file_state(folder: Path, release: Release, name: str) -> Literal["kept", "withdrawn", "missing"]:
    """Whether a file is there, was withdrawn with a document that it quoted, or lies in another copy of the folder."""
    here = folder / FOLDER / release.id
    if (here / name).is_file():
        return "kept"
    return "withdrawn" if name in _about(here).get("withdrawn", {}) else "missing"


def read_file(folder: Path, release: Release, name: str) -> bytes:
    """The bytes of a release's file. Raises UsageError "release-file", DataError "release-damaged"."""
    file = release.file(name)
    if file is None:
        raise UsageError("release-file", f"The release {release.name} has no file {name!r}.")
    where = file_state(folder, release, name)
    if where == "withdrawn":
        raise UsageError("release-file", f"{name} was withdrawn: a document that it quoted was purged.")
    if where == "missing":
        raise UsageError(
            "release-file", f"{name} is not in the folder {FOLDER}/ of this workspace. Copy that folder here as well."
        )
    try:
        data = (folder / FOLDER / release.id / name).read_bytes()
    except OSError as error:
        raise DataError("release-damaged", f"{name} can't be read: {error.strerror or error}.") from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DataError("release-damaged", f"{name} is not any more what was proposed: its hash differs.")
    return data


def withdraw(folder: Path, document: str) -> list[str]:
    """Remove the quoting files of all releases that rest on a purged document; `RELEASE/FILE` of each."""
    out = []
    for path in sorted((folder / FOLDER).glob(f"*/{ABOUT}")):
        here = path.parent
        about = _about(here)
        if document not in about.get("documents", ()):
            continue
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        gone = {name: at for name in about.get("quotes", ()) if (here / name).is_file()}
        about["withdrawn"] = {**about.get("withdrawn", {}), **gone}
        _write(path, json.dumps(about, indent=1).encode("utf-8"))
        for name in gone:
            (here / name).unlink(missing_ok=True)
            out.append(f"{here.name}/{name}")
    return out


def packed(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files of releases with their path below `releases/`, for a package."""
    for path in sorted((folder / FOLDER).glob("*/*")):
        if path.is_file() and _ID.match(path.parent.name) and (path.name == ABOUT or _FILE.match(path.name)):
            yield f"{path.parent.name}/{path.name}", path.read_bytes()


def unpack(folder: Path, files: Mapping[str, bytes], purged: Iterable[str]) -> int:
    """Take in what `packed` gave; a release that is there stays as it is. `purged`: documents purged here."""
    parts: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        identity, _, name = path.partition("/")
        if not _ID.match(identity) or not (name == ABOUT or _FILE.match(name)):
            raise DataError("package-broken", f"The package holds {path!r}, which is no file of a release.")
        parts.setdefault(identity, {})[name] = data
    count = 0
    for identity, inside in parts.items():
        if not (folder / FOLDER / identity).exists():
            _place(folder, identity, inside)
            count += 1
    for document in purged:
        withdraw(folder, document)
    return count


def _keep(folder: Path, identity: str, content: Content) -> Path:
    for name in content.files:
        if not _FILE.match(name) or name == ABOUT:
            raise UsageError("release-file", f"{name!r} can't be the name of a release's file.")
    about = {
        "documents": sorted(content.documents),
        "quotes": sorted(name for name, (_, quotes) in content.files.items() if quotes),
        "withdrawn": {},
    }
    inside = {name: data for name, (data, _) in content.files.items()}
    return _place(folder, identity, {**inside, ABOUT: json.dumps(about, indent=1).encode("utf-8")})


def _place(folder: Path, identity: str, files: Mapping[str, bytes]) -> Path:
    """Write a release's folder, whole or not at all."""
    to = folder / FOLDER / identity
    try:
        to.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".part-") as part:
            made = Path(part) / identity
            made.mkdir()
            for name, data in files.items():
                _write(made / name, data)
            made.rename(to)
    except OSError as error:
        raise DataError("release-unwritable", f"{to} can't be written: {error.strerror or error}.") from error
    return to


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _about(here: Path) -> dict[str, Any]:
    try:
        found = json.loads((here / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(name: str, frame: Mapping[str, Any], files: Iterable[ReleaseFile]) -> str:
    plain = {"name": name, "frame": frame, "files": [_plain(file) for file in files]}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(file: ReleaseFile) -> dict[str, Any]:
    return {"name": file.name, "bytes": file.bytes, "sha256": file.sha256, "quotes": file.quotes}


def _one(decisions: Iterable[Decision], identity: str) -> Release:
    found = [release for release in _releases(decisions) if release.id == identity]
    if not found:
        raise UsageError("release-unknown", f"There is no release {identity}. masfufa release list shows them.")
    return found[0]


def _releases(decisions: Iterable[Decision]) -> list[Release]:
    out: dict[str, Release] = {}
    for decision in effective(d for d in decisions if d.subject == SUBJECT):
        told = decision.edited or {}
        if decision.action == "add" and decision.subject_id not in out:
            files = tuple(ReleaseFile(f["name"], f["bytes"], f["sha256"], f["quotes"]) for f in told["files"])
            name, frame = str(told["name"]), told["frame"]
            out[decision.subject_id] = Release(
                decision.subject_id, name, frame, files, _hash(name, frame, files), decision.who, decision.at,
                last=decision.id,
            )  # fmt: skip
            continue
        found = out.get(decision.subject_id)
        if found is not None and found.state == "proposed" and decision.action in ("sign_off", "reject"):
            word: State = "signed" if decision.action == "sign_off" else "refused"
            out[found.id] = Release(
                found.id, found.name, found.frame, found.files, found.sha256, found.proposed_by, found.proposed_at,
                word, decision.who, decision.at, decision.reason, decision.id,
            )  # fmt: skip
    return list(out.values())
