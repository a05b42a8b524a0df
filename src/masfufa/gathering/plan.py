"""What is gathered: sources.yaml as data, every mistake in it told with its line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from masfufa.errors import DataError

KINDS = ("feed", "sitemap", "page", "folder", "warc", "reliefweb", "gdelt", "telegram")
FETCHED = frozenset({"feed", "sitemap", "page", "reliefweb", "gdelt"})
_TOP = ("contact", "every", "archive", "allow_hosts", "delay", "sources")
_COMMON = ("name", "publisher", "language", "include", "exclude", "since", "every", "most", "keep")
_OWN: dict[str, tuple[str, ...]] = {
    "feed": ("updates", "robots"),
    "sitemap": ("updates", "robots"),
    "page": ("updates", "robots", "follow"),
    "folder": (),
    "warc": (),
    "reliefweb": ("appname", "files"),
    "gdelt": ("robots",),
    "telegram": ("chats",),
}
_NAME = re.compile(r"[\w-]{1,60}\Z")
_COUNTRY = re.compile(r"[A-Z]{3}\Z")
_LONGEST = 44640


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `address` is an URL, a path or a pattern of paths; `every` is in minutes; `countries` alpha-3."""

    name: str
    kind: str
    address: str = ""
    every: float = 60
    publisher: str | None = None
    language: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: dt.date | None = None
    most: int = 500
    keep_all: bool = False
    follow: tuple[str, ...] = ()
    updates: bool = False
    ignore_robots: bool = False
    appname: str | None = None
    countries: tuple[str, ...] = ()
    query: str | None = None
    chats: tuple[str, ...] = ()
    files: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole file. `delay`: seconds between two requests to one host."""

    sources: tuple[Source, ...]
    contact: str | None = None
    archive: bool = False
    allow_hosts: frozenset[str] = frozenset()
    delay: float = 2.0
    path: Path = field(default_factory=Path)


def read_plan(path: Path, every: float | None = None) -> Plan:
    """What sources.yaml says; `every` (minutes) wins over what it says. Raises DataError "sources-…"."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError("sources-missing", f"There is no file {path}. docs/gathering.md has an example.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("sources-missing", f"{path} can't be read ({error}). It must be a text in UTF-8.") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        said = getattr(error, "problem", None) or "it is no YAML"
        raise DataError(
            "sources-yaml", f"{path}{where}: {said}. Mend it; see the example in docs/gathering.md."
        ) from None
    return _Reader(path, every).plan(node)


class _Reader:
    def __init__(self, path: Path, every: float | None) -> None:
        self._path = path
        self._every = every

    def wrong(self, node: Any, message: str) -> NoReturn:
        line = node.start_mark.line + 1 if node is not None else 1
        raise DataError("sources-field", f"{self._path}, line {line}: {message}")

    def plan(self, node: Any) -> Plan:
        top = self.mapping(node, _TOP, "the file")
        default = self.number(top.get("every"), 60, 1, _LONGEST, "every")
        listed = top.get("sources")
        if listed is None or not isinstance(listed, yaml.SequenceNode) or not listed.value:
            self.wrong(listed or node, "sources must be a list with at least one source.")
        sources: list[Source] = []
        for each in listed.value:
            source = self.source(each, default)
            if any(source.name == other.name for other in sources):
                self.wrong(each, f"there are two sources named {source.name}. Give each a name of its own.")
            sources.append(source)
        contact = self.text(top.get("contact"), "contact")
        if contact is None and any(s.kind in FETCHED and s.address.startswith("http") for s in sources):
            self.wrong(
                node,
                "contact is missing: an address where the keeper of a site reaches you (contact: you@example.org).",
            )
        archive = self.text(top.get("archive"), "archive")
        if archive not in (None, "warc"):
            self.wrong(top["archive"], "archive can only be warc.")
        hosts = frozenset(host.lower() for host in self.texts(top.get("allow_hosts"), "allow_hosts"))
        delay = self.number(top.get("delay"), 2.0, 0, 3600, "delay")
        return Plan(tuple(sources), contact, archive == "warc", hosts, delay, self._path)

    def source(self, node: Any, default: float) -> Source:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "a source must be a mapping, like - name: x and below it feed: https://…")
        keys = [key.value for key, _ in node.value]
        kinds = [key for key in keys if key in KINDS]
        if len(kinds) != 1:
            named = " and ".join(kinds) or "none"
            self.wrong(node, f"a source has exactly one of {', '.join(KINDS)}; here there is {named}.")
        kind = kinds[0]
        fields = self.mapping(node, (*_COMMON, *_OWN[kind], kind), f"a source with {kind}")
        if kind not in fields:
            self.wrong(node, f"{kind} is empty. Say what is to be read there.")
        name = self.text(fields.get("name"), "name")
        if not name or not _NAME.match(name):
            self.wrong(fields.get("name", node), "name must be given: letters, digits, - and _ only.")
        every = self._every or self.number(fields.get("every"), default, 1, _LONGEST, "every")
        language = self.choice(fields.get("language"), ("ar", "en", "fr"), "language")
        common: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "every": every,
            "publisher": self.text(fields.get("publisher"), "publisher"),
            "language": language,
            "include": self.texts(fields.get("include"), "include"),
            "exclude": self.texts(fields.get("exclude"), "exclude"),
            "since": self.day(fields.get("since"), "since"),
            "most": int(self.number(fields.get("most"), 500, 1, 1_000_000, "most")),
            "keep_all": self.choice(fields.get("keep"), ("reports", "all"), "keep") == "all",
            "follow": self.texts(fields.get("follow"), "follow"),
            "updates": self.yes(fields.get("updates"), False, "updates"),
            "files": self.yes(fields.get("files"), True, "files"),
            "ignore_robots": self.choice(fields.get("robots"), ("obey", "ignore"), "robots") == "ignore",
            "chats": self.texts(fields.get("chats"), "chats"),
        }
        return Source(**(common | self.own(kind, fields)))

    def own(self, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        node = fields[kind]
        if kind in ("feed", "sitemap", "page"):
            return {"address": self.url(node, kind)}
        if kind in ("folder", "warc", "telegram"):
            return {"address": self.place(node, kind)}
        if kind == "reliefweb":
            inner = self.mapping(node, ("countries", "since", "query", "url"), "reliefweb")
            appname = self.text(fields.get("appname"), "appname")
            if not appname:
                self.wrong(node, "appname is missing: ask for one at https://apidoc.reliefweb.int/parameters#appname")
            countries = tuple(code.upper() for code in self.texts(inner.get("countries"), "countries"))
            for code in countries:
                if not _COUNTRY.match(code):
                    self.wrong(
                        inner["countries"], f"{code!r} is no country. Write three-letter codes, like [LBY, SDN]."
                    )
            found: dict[str, Any] = {
                "appname": appname,
                "countries": countries,
                "query": self.text(inner.get("query"), "query"),
                "address": self.url(inner["url"], "url") if "url" in inner else "https://api.reliefweb.int/v2/reports",
            }
            since = self.day(inner.get("since"), "since")
            return found | ({"since": since} if since else {})
        inner = self.mapping(node, ("query", "list", "url"), "gdelt")
        query = self.text(inner.get("query"), "query")
        if (query is None) == ("list" not in inner):
            self.wrong(node, "gdelt wants a query or a list, one of them.")
        if "list" in inner:
            return {"address": self.place(inner["list"], "list")}
        default = "https://api.gdeltproject.org/api/v2/doc/doc"
        return {"query": query, "address": self.url(inner["url"], "url") if "url" in inner else default}

    # --- values

    def mapping(self, node: Any, keys: tuple[str, ...], what: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} must be a mapping: lines like key: value.")
        out: dict[str, Any] = {}
        for key, value in node.value:
            if key.value not in keys:
                self.wrong(key, f"{key.value!r} is no key of {what}; there are {', '.join(keys)}.")
            if key.value in out:
                self.wrong(key, f"{key.value} stands here twice.")
            if not (isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:null"):
                out[key.value] = value
        return out

    def text(self, node: Any, name: str) -> str | None:
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, f"{name} must be a text.")
        return str(node.value).strip() or None

    def texts(self, node: Any, name: str) -> tuple[str, ...]:
        if node is None:
            return ()
        if isinstance(node, yaml.ScalarNode):
            return (str(node.value).strip(),)
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f'{name} must be a list, like ["one", "two"].')
        return tuple(self.text(each, name) or "" for each in node.value)

    def number(self, node: Any, default: float, least: float, most: float, name: str) -> float:
        if node is None:
            return default
        try:
            value = float(self.text(node, name) or "")
        except ValueError:
            self.wrong(node, f"{name} must be a number.")
        if not least <= value <= most:
            self.wrong(node, f"{name} must be between {least:g} and {most:g}.")
        return value

    def choice(self, node: Any, among: tuple[str, ...], name: str) -> str | None:
        value = self.text(node, name)
        if value is not None and value not in among:
            self.wrong(node, f"{name} must be one of {', '.join(among)}.")
        return value

    def yes(self, node: Any, default: bool, name: str) -> bool:
        value = self.text(node, name)
        if value is None:
            return default
        if value.lower() in ("yes", "true", "on"):
            return True
        if value.lower() not in ("no", "false", "off"):
            self.wrong(node, f"{name} must be yes or no.")
        return False

    def day(self, node: Any, name: str) -> dt.date | None:
        value = self.text(node, name)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.wrong(node, f"{name} must be a day, like 2026-11-01.")

    def url(self, node: Any, name: str) -> str:
        value = self.text(node, name) or ""
        if not re.match(r"https?://[^\s/]+", value):
            self.wrong(node, f"{name} must be an address that begins with https:// or http://.")
        return value

    def place(self, node: Any, name: str) -> str:
        value = self.text(node, name)
        if not value:
            self.wrong(node, f"{name} must be a path.")
        return str(Path(self._path.resolve().parent, Path(value).expanduser()))
