"""One round: sources that are due are asked, what they list is fetched, host by host, and read as it comes."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from masfufa.documents.limits import Limits
from masfufa.documents.url import Answer, Fetcher, StatusError, user_agent
from masfufa.errors import DocumentError
from masfufa.gathering import lists, local
from masfufa.gathering.addresses import host_of
from masfufa.gathering.intake import Intake
from masfufa.gathering.manners import PASSING, Manners, next_attempt, seconds_of
from masfufa.gathering.originals import Archive
from masfufa.gathering.plan import FETCHED, Plan, Source
from masfufa.gathering.rows import Item, ListRow, after, dumps, now
from masfufa.gathering.state import State
from masfufa.gathering.sweep import sweep
from masfufa.workspace import Workspace

HOSTS = 8
"""So many hosts are asked at once."""
PATIENCE = 90.0
"""Seconds that a round waits for a host; one that wants more is left to the next round."""
_TIRED = 3
_DAY = 86400.0
_LIMITS = Limits(bytes=lists.LARGEST, seconds=30.0)
_LEAST_PAUSE = 15.0
"""Seconds between two rounds: a host that is left alone may have items that are due."""


@dataclass(slots=True)
class Tally:
    """What a round did: items by what became of them, sources that answered, and those that did not."""

    items: Counter[str] = field(default_factory=Counter)
    answered: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Visit:
    """A source in this round. `open`: lists and pages that stand for it and are under way."""

    source: Source
    due: bool
    open: int = 0
    fetches: int = 0
    error: DocumentError | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    visit: _Visit
    url: str
    host: str
    row: ListRow | None = None
    item: Item | None = None


class Round:
    """A round over the sources of a plan. `stop` ends it early, and loses nothing."""

    def __init__(
        self,
        workspace: Workspace,
        state: State,
        plan: Plan,
        *,
        limits: Limits = _LIMITS,
        allow_private: bool = False,
        say: Callable[[str], None] = lambda words: None,
        stop: threading.Event | None = None,
    ) -> None:
        self._workspace = workspace
        self._state = state
        self._plan = plan
        self._say = say
        self._stop = stop or threading.Event()
        self._sources = {source.name: source for source in plan.sources}
        self._intake = Intake(workspace, state, self._sources)
        self._archive = Archive(state) if plan.archive else None
        options = {"limits": limits, "hosts": plan.allow_hosts, "agent": user_agent(plan.contact)}
        self._free = Fetcher(allow_private=allow_private, **options)  # type: ignore[arg-type]
        self._manners = Manners(self._free, plan.delay)
        self._polite = Fetcher(allow_private=allow_private, check=self._manners.check, **options)  # type: ignore[arg-type]
        self._queues: dict[str, deque[_Task]] = {}
        self._queued: set[int] = set()
        self._asked: set[tuple[str, str]] = set()
        self._tired: Counter[str] = Counter()
        self._visits: dict[str, _Visit] = {}
        self.tally = Tally(self._intake.outcomes)

    def run(self, *, everything: bool = False, swept: bool = False) -> Tally:
        """Do the round. Raises DataError where it can't go on.

        `everything`: sources that are not due yet as well. `swept`: the state was held against the ledger just before.
        """
        if not swept:
            sweep(self._workspace, self._state, Archive(self._state))
        self._leftovers()
        self._state.retire([source.name for source in self._plan.sources])
        locals_: list[tuple[_Visit, Iterator[None]]] = []
        for source in self._plan.sources:
            if self._stop.is_set():
                return self.tally
            row = self._state.source(source.name, source.kind, _identity(source))
            due = everything or row.due is None or row.due <= now() or row.due > after(_DAY + source.every * 60)
            visit = self._visits[source.name] = _Visit(source, due)
            networked = source.kind in FETCHED and not (source.kind == "gdelt" and source.query is None)
            if due and networked:
                lists.begin(source, self._state, row.memory)
            elif due:
                visit.open += 1
                locals_.append((visit, local.visit(source, self._state, self._intake)))
            self._fill(visit)
        self._work(deque(locals_))
        if self._archive is not None:
            self._archive.close()
        return self.tally

    # --- what is to do

    def _leftovers(self) -> None:
        for item in self._state.fetched():
            if self._stop.is_set():
                return
            content = self._state.body(item.sha256)
            if content is None:
                self._state.put(item.id, status="waiting")
            else:
                self._intake.settle(item, content)

    def _fill(self, visit: _Visit) -> None:
        """Queue what a source has to ask and to fetch."""
        source = visit.source
        if source.kind in FETCHED and (visit.due or source.kind != "page"):
            for row in self._state.to_ask(source.name):
                if (source.name, row.url) not in self._asked:
                    self._asked.add((source.name, row.url))
                    self._put(_Task(visit, row.url, host_of(row.url), row=row))
        if source.kind in ("folder", "warc"):
            return
        for item in self._state.waiting(source.name, source.most):
            url = item.more.get("url") or item.key
            if item.more.get("page") and not visit.due:
                continue
            if item.id in self._queued or not url.startswith(("http://", "https://")) or visit.fetches >= source.most:
                continue
            self._queued.add(item.id)
            visit.fetches += 1
            self._put(_Task(visit, url, host_of(url), item=item))

    def _put(self, task: _Task) -> None:
        if task.host not in self._queues:
            self._manners.load(self._state, task.host)
            self._queues[task.host] = deque()
        if task.row is not None or (task.item and task.item.more.get("page")):
            task.visit.open += 1
        if task.row is not None:
            self._queues[task.host].appendleft(task)
        else:
            self._queues[task.host].append(task)

    # --- doing it

    def _work(self, locals_: deque[tuple[_Visit, Iterator[None]]]) -> None:
        running: dict[Future[Answer | DocumentError], _Task] = {}
        busy: set[str] = set()
        pool = ThreadPoolExecutor(HOSTS, thread_name_prefix="masfufa-fetch")
        try:
            while not self._stop.is_set():
                pause = self._start(pool, running, busy)
                stepped = self._step(locals_)
                if not running and not stepped and pause is None:
                    break
                if running:
                    done, _ = wait(running, timeout=0 if stepped else (pause or 0.5), return_when=FIRST_COMPLETED)
                    for future in done:
                        task = running.pop(future)
                        busy.discard(task.host)
                        self._done(task, future.result())
                elif not stepped and pause:
                    self._stop.wait(min(pause, 0.5))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            self._manners.save(self._state)
        for visit in self._visits.values():
            self._tell(visit)

    def _start(
        self, pool: ThreadPoolExecutor, running: dict[Future[Answer | DocumentError], _Task], busy: set[str]
    ) -> float | None:
        """Start what may start; seconds until more may, None where nothing waits for that."""
        pause: float | None = None
        for host, queue in self._queues.items():
            if not queue or host in busy:
                continue
            seconds = self._manners.wait(host)
            if seconds > PATIENCE or self._tired[host] >= _TIRED:
                self._leave(queue)
            elif seconds > 0:
                pause = seconds if pause is None else min(pause, seconds)
            elif len(running) < HOSTS:
                task = queue.popleft()
                busy.add(host)
                running[pool.submit(self._fetch, task)] = task
            else:
                pause = 0.5
        return pause

    def _leave(self, queue: deque[_Task]) -> None:
        """What waits for a host is left to the next round."""
        for task in queue:
            if task.row is not None or (task.item and task.item.more.get("page")):
                task.visit.open -= 1
                said = f"{task.host} wants to be left alone for now, or does not answer."
                task.visit.error = task.visit.error or DocumentError("host-busy", said)
        queue.clear()

    def _step(self, locals_: deque[tuple[_Visit, Iterator[None]]]) -> bool:
        """One step of the local sources; whether there was one."""
        if not locals_:
            return False
        visit, steps = locals_[0]
        try:
            next(steps)
            return True
        except StopIteration:
            pass
        except DocumentError as error:
            visit.error = error
        locals_.popleft()
        visit.open -= 1
        self._leftovers()
        self._fill(visit)
        return True

    def _fetch(self, task: _Task) -> Answer | DocumentError:
        """In a thread: no state is touched here."""
        try:
            source, row, item = task.visit.source, task.row, task.item
            if row is not None:
                manner = lists.manner(source)
                polite = manner.robots and not source.ignore_robots
                fetcher = self._polite if polite else self._free
                return fetcher.get(
                    task.url, etag=row.etag, modified=row.modified, most=lists.LARGEST, accept=manner.accept
                )
            assert item is not None
            fetcher = self._free if source.ignore_robots else self._polite
            again = item.document is not None or item.sha256 is not None
            etag, modified = (item.etag, item.modified) if again else (None, None)
            return fetcher.get(task.url, etag=etag, modified=modified)
        except DocumentError as error:
            return error
        except Exception as error:  # a defect in one fetch must not end the round
            return DocumentError("internal-error", f"A defect in masfufa ({type(error).__name__}: {str(error)[:150]}).")

    def _done(self, task: _Task, answer: Answer | DocumentError) -> None:
        pause = lists.manner(task.visit.source).pause if task.row is not None else 0.0
        self._manners.asked(task.host, pause)
        if isinstance(answer, DocumentError):
            self._mind(task, answer)
        else:
            self._tired[task.host] = 0
        self._manners.save(self._state)
        if task.row is not None:
            self._list_done(task, task.row, answer)
        else:
            assert task.item is not None
            self._item_done(task, task.item, answer)
        self._tell(task.visit)

    def _mind(self, task: _Task, error: DocumentError) -> None:
        """What an error says about the host."""
        status = error.status if isinstance(error, StatusError) else 0
        said = seconds_of(error.retry_after) if isinstance(error, StatusError) else None
        if said is not None and status in (429, 503):
            self._manners.leave_alone(self._state, task.host, said)
        if error.code in PASSING or status == 429 or status >= 500:
            self._tired[task.host] += 1

    def _list_done(self, task: _Task, row: ListRow, answer: Answer | DocumentError) -> None:
        visit = task.visit
        visit.open -= 1
        if not isinstance(answer, DocumentError):
            try:
                lists.take(visit.source, row, answer, self._state)
            except DocumentError as error:
                answer = error
        if isinstance(answer, DocumentError):
            refusal = _reliefweb_refusal(visit.source, answer)
            visit.error = visit.error or refusal
            if next_attempt(refusal, 1) is None:
                # Of no use to ask again by itself; its source's next visit begins anew.
                if visit.source.kind in ("reliefweb", "gdelt"):
                    self._state.forget_list(row.url, visit.source.name)
                else:
                    self._state.asked(row.url, visit.source.name, None, None)
            return
        self._leftovers()
        self._fill(visit)

    def _item_done(self, task: _Task, item: Item, answer: Answer | DocumentError) -> None:
        visit = task.visit
        if item.more.get("page"):
            visit.open -= 1
        if isinstance(answer, DocumentError):
            self._item_failed(visit, item, answer)
            return
        was = item.more.get("was")
        if answer.status == 304 and was:
            self._state.put(item.id, status=was[0], code=was[1], tries=0, due=None)
            self.tally.items["unchanged"] += 1
            return
        unchanged = was is not None and hashlib.sha256(answer.data).hexdigest() == item.sha256
        archived: dict[str, object] = {}
        if self._archive is not None and not unchanged:
            name, place, length = self._archive.add(answer.url, answer)
            archived = {"archive": name, "place": place, "length": length}
        more = item.more | {"final": answer.url, "media_type": answer.media_type, "charset": answer.charset}
        with self._state.together():
            if archived and self._archive is not None:
                self._state.put_archive(str(archived["archive"]), self._archive.whole)
            self._state.put(
                item.id,
                status="fetched",
                sha256=self._state.keep(answer.data),
                fetched=now(),
                etag=answer.headers.get("etag"),
                modified=answer.headers.get("last-modified"),
                more=dumps(more),
                tries=0,
                due=None,
                **archived,
            )
            if was is not None and unchanged:
                self._state.put(item.id, status=was[0], code=was[1])
        if unchanged:
            self.tally.items["unchanged"] += 1
            return
        self._intake.settle(self._state.item(item.id), answer.data)

    def _item_failed(self, visit: _Visit, item: Item, error: DocumentError) -> None:
        tries = item.tries + 1
        seconds = next_attempt(error, tries)
        page = bool(item.more.get("page"))
        if page:
            visit.error = visit.error or error  # when it is tried again is its source's business
        self._state.put(
            item.id,
            status="failed" if seconds is None else "waiting",
            tries=tries,
            due=None if seconds is None or page else after(seconds),
            code=error.code,
            message=error.message[:500],
            settled=now() if seconds is None else None,
        )
        self.tally.items["failed" if seconds is None else "later"] += 1

    def _tell(self, visit: _Visit) -> None:
        """Note how a source fared, once nothing that stands for it is under way."""
        if visit.told or not visit.due or visit.open or (self._stop.is_set() and not visit.error):
            return
        visit.told = True
        name, every = visit.source.name, visit.source.every * 60
        if visit.error is None:
            self._state.succeeded(name, after(every))
            self.tally.answered.append(name)
            return
        failures = self._state.source(name, visit.source.kind, _identity(visit.source)).failures
        seconds = min(every * 2 ** min(failures, 20), max(_DAY, every))
        if isinstance(visit.error, StatusError):
            seconds = max(seconds, seconds_of(visit.error.retry_after) or 0.0)
        self._state.failed(name, after(seconds), visit.error.code, visit.error.message)
        self.tally.failed[name] = f"{visit.error.message} [{visit.error.code}]"
        self._say(f"{name}: {visit.error.message} [{visit.error.code}]")


def _identity(source: Source) -> str:
    """What a source is, apart from how it is visited: where it changes, the source begins anew."""
    return " ".join(filter(None, (source.address, source.query, ",".join(source.countries), ",".join(source.chats))))


def _reliefweb_refusal(source: Source, error: DocumentError) -> DocumentError:
    if source.kind == "reliefweb" and isinstance(error, StatusError) and error.status == 403:
        said = "ReliefWeb does not know this appname. Ask for one: https://apidoc.reliefweb.int/parameters#appname"
        return DocumentError("reliefweb-appname", said)
    return error


def wake(state: State, plan: Plan) -> float:
    """Seconds until something is due again."""
    rows = {row.name: row for row in state.sources()}
    dues = [due for s in plan.sources if s.name in rows for due in (rows[s.name].due, state.next_due(s.name))]
    if any(source.name not in rows for source in plan.sources):
        return 0.0
    known = [dt.datetime.fromisoformat(due) for due in dues if due]
    if not known:
        return 60.0
    return min(max((min(known) - dt.datetime.now(dt.UTC)).total_seconds(), _LEAST_PAUSE), 3600.0)
