"""What every page has at hand: the workspace, the sessions, the templates, what is being added."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from masfufa import __version__
from masfufa.desk.failures import meaning
from masfufa.desk.help import absent, everywhere, help_of_template, word
from masfufa.desk.ledgers import Ledgers
from masfufa.desk.permissions import Permission, allows
from masfufa.desk.sessions import AccountSessions, Session, Sessions
from masfufa.desk.settings import DeskSettings
from masfufa.desk.views.guide import Guide
from masfufa.desk.words import INTERFACES, Words, words
from masfufa.errors import MasfufaError
from masfufa.workspace import Workspace
from masfufa.workspace.accounts import Accounts
from masfufa.workspace.accounts_log import AccountLog

if TYPE_CHECKING:
    from masfufa.desk.adding import Adder
    from masfufa.gazetteer.store import Gazetteer

_DROPPED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�")
_DROPPED.update(dict.fromkeys(range(55296, 57344), "�"))


def exact(text: str) -> Markup:
    """Text of a document for a page, letter for letter: the browser counts as many characters as the text has.

    HTML would read a carriage return as a line feed, or two of them as one; it takes a reference to one as it is.
    Control characters and half surrogate pairs are shown as U+FFFD.
    """
    return Markup(str(escape(text.translate(_DROPPED))).replace("\r", "&#13;"))


def clean(text: object) -> str:
    """Text of others outside of the document's own pane: in one line, without control characters."""
    return " ".join(str(text).translate(_DROPPED).split())


def day(value: dt.date | dt.datetime | None) -> str:
    """A day as ISO 8601 writes it; of a moment its minute too, in local time."""
    if isinstance(value, dt.datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    return "" if value is None else value.isoformat()


class Desk:
    """One desk on one workspace. Threads of requests share it."""

    def __init__(self, workspace: Workspace, settings: DeskSettings, adder: Adder) -> None:
        self.workspace = workspace
        self.settings = settings
        self.adder = adder
        self.ledgers = Ledgers(workspace)
        self.guide = Guide(on=settings.guide)
        self.accounts = Accounts.of(workspace)
        self.log = AccountLog.of(workspace)
        # What need not be written before the answer: another program may hold the database, and no page should wait.
        self._later = ThreadPoolExecutor(1, thread_name_prefix="masfufa-later")
        self.sessions: Sessions | AccountSessions = (
            AccountSessions(workspace, settings.secret, self.later)
            if settings.accounts
            else Sessions(settings.token, settings.who)
        )
        self.cookie = settings.cookie
        self._lock = threading.Lock()
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("masfufa.desk"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["failure"] = meaning
        self._environment.filters.update(exact=exact, clean=clean, day=day, number=lambda n: f"{n:,}")

    def later(self, write: Callable[[], object]) -> None:
        """Write something small soon, in a thread of its own; where the database can't be written, not at all."""

        def tried() -> None:
            with suppress(MasfufaError):
                write()

        with suppress(RuntimeError):  # the desk is ending
            self._later.submit(tried)

    def stop(self) -> None:
        """Wait for what is being written and reckoned."""
        self._later.shutdown(wait=True)
        self.ledgers.stop()

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        from masfufa.gazetteer.crisis_places import with_places
        from masfufa.gazetteer.store import Gazetteer
        from masfufa.lexicon.crisis import load_crisis

        crisis = load_crisis(self.workspace.crisis_folder) if self.workspace.crisis_folder else None
        return with_places(Gazetteer.open(), crisis.places) if crisis else Gazetteer.open()

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer with the crisis's own places, opened once."""
        with self._lock:
            return self._gazetteer

    def language(self, request: Request) -> str:
        """The language of a page: what the session chose (without one, the address), what the desk was started with,
        what the browser asks for.
        """
        session: Session | None = getattr(request.state, "session", None)
        if session is not None and session.language in INTERFACES:
            return session.language
        if session is None and (asked := request.query_params.get("language")) in INTERFACES:
            return str(asked)
        if self.settings.interface in INTERFACES:
            return self.settings.interface
        for part in request.headers.get("accept-language", "").split(","):
            code = part.split(";")[0].strip().lower()[:2]
            if code in INTERFACES:
                return code
        return INTERFACES[0]

    def words(self, request: Request) -> Words:
        """The words of a page."""
        return words(self.language(request))

    def render(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page or a part of one. Every template has `t`, `session`, `here` (the address), `desk`, and
        `can('decide')`: whether the session's role may do that (masfufa.desk.permissions)."""
        session: Session | None = getattr(request.state, "session", None)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        t = self.words(request)
        common = {
            "t": t,
            "helps": {
                "page": help_of_template(template, t),
                "absent": absent(t),
                "everywhere": everywhere(t),
                "word": lambda key: word(key, t),
            },
            "session": session,
            "csrf": session.csrf if session else "",
            "here": here if request.method in ("GET", "HEAD") else request.url.path,
            "version": __version__,
            "desk": self,
            "can": lambda what: session is not None and allows(session.role, Permission(what)),
        }
        html = self._environment.get_template(template).render({**common, **context})
        return HTMLResponse(html, status)

    def problem(self, request: Request, what: str, status: int, *, code: str = "", told: str = "") -> HTMLResponse:
        """A page that says what went wrong. `what` is a word of words.yaml; `code`, `told`: of an error."""
        t = self.words(request)
        titled = ("denied", "not_found", "refused", "failed", "forbidden", "signed_out")
        title = t(f"{what}_title") if what in titled else t("refused_title")
        sign_in = what == "signed_out"
        return self.render(
            request, "problem.html", status, title=title, text=t(what), code=code, told=told, sign_in=sign_in
        )

    def set_cookie(self, answer: Response, session: Session) -> Response:
        """Give a browser its session."""
        answer.set_cookie(
            self.cookie,
            session.id,
            max_age=self.sessions.lasts,
            httponly=True,
            secure=self.settings.secure,
            samesite="strict",
            path="/",
        )
        return answer

    def note(self, request: Request, what: str, subject: str = "", **detail: Any) -> None:
        """Write into the audit log that whoever asks did something; `detail` holds no words of documents."""
        session: Session | None = getattr(request.state, "session", None)
        who = session.who if session else ""
        self.log.note(who, what, subject, detail, getattr(request.state, "address", ""))
