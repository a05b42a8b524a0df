"""The reconciled ledger of a workspace: matrices and what is behind their cells, kept with the workspace.

Made once a state, opened in a moment. The tracking itself knows no workspace (reconcile.py); this is what joins them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from masfufa import __version__
from masfufa.claims import Claim
from masfufa.errors import UsageError
from masfufa.tracking.ledger import Cell, Ledger
from masfufa.tracking.matrix import matrix, parse_cell_id
from masfufa.tracking.reconcile import reconcile
from masfufa.tracking.stored import (
    cell_shard_of,
    claim_of,
    entries,
    filled,
    pack,
    pack_cells,
    pack_difference,
    pack_matrix,
    shard_of,
    unpack,
    unpack_cells,
    unpack_difference,
)
from masfufa.tracking.vintages import Difference, compare

if TYPE_CHECKING:
    from masfufa.lexicon.actor_schema import KnownActor
    from masfufa.workspace import Workspace

FORM = 9
"""Goes up whenever what is kept changes its form or its meaning."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Which cells are meant: of what places, what periods, what categories, as known and recorded when."""

    by: str
    every: str
    category: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    as_known_on: dt.date | None
    as_recorded_on: dt.date | None


def reconciled(
    space: Workspace, *, as_known_on: dt.date | None = None, as_recorded_on: dt.date | None = None
) -> Ledger:
    """The workspace's claims, events and decisions, reconciled."""
    return reconcile(
        space.claims(as_recorded_on=as_recorded_on, decided=False),
        space.events(as_recorded_on=as_recorded_on),
        space.decisions(as_recorded_on=as_recorded_on),
        space.units(),
        as_known_on=as_known_on,
        documents=space.documents(),
        actors=_own_actors(space),
    )


def _own_actors(space: Workspace) -> tuple[KnownActor, ...]:
    """The actors of the workspace's crisis folder."""
    from masfufa.lexicon.crisis import load_crisis

    return load_crisis(space.crisis_folder).actors if space.crisis_folder else ()


def _own_word(space: Workspace) -> str:
    """Changes whenever the crisis folder's actors do: they decide which names are one source."""
    path = space.crisis_folder / "actors.yaml" if space.crisis_folder else None
    return f"{zlib.crc32(path.read_bytes()):x}" if path is not None and path.is_file() else ""


def cells_of(ledger: Ledger, frame: Frame) -> list[Cell]:
    """The matrix of `frame`."""
    return matrix(
        ledger,
        by=frame.by,  # type: ignore[arg-type]
        every=frame.every,  # type: ignore[arg-type]
        categories=frame.category,
        since=frame.since,
        until=frame.until,
    )


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Many small records and no cycles: the collector would only walk over them again and again."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


class Kept:
    """One vintage of a workspace's ledger."""

    def __init__(
        self, space: Workspace, as_known_on: dt.date | None = None, as_recorded_on: dt.date | None = None
    ) -> None:
        self._space = space
        self._known, self._recorded = as_known_on, as_recorded_on
        self._vintage = f"{__version__}.{FORM}{_own_word(space)}:{as_known_on or ''}:{as_recorded_on or ''}"
        self._state = space.tracked_state()
        self._ledger: Ledger | None = None
        self._shards: dict[int, dict[str, Any]] = {}
        self._levels: dict[str, int] | None = None
        self._made: dict[int, bytes] = {}
        self._damaged = False
        self._refused = False

    def ledger(self) -> Ledger:
        """The reconciled ledger, made now if it was not yet."""
        if self._ledger is None:
            with _no_collector():
                self._ledger = reconciled(self._space, as_known_on=self._known, as_recorded_on=self._recorded)
        return self._ledger

    def cells(self, by: str, every: str) -> list[Cell]:
        """All cells by a level and period, from what is kept, else made and kept."""
        key = f"matrix:{by}:{every}:{self._vintage}"
        blob = self._kept(key)
        if blob is not None:
            with _no_collector():
                return unpack_cells(blob)
        frame = Frame(by, every, (), None, None, self._known, self._recorded)
        with _no_collector():
            found = cells_of(self.ledger(), frame)
            whole, shards = pack_matrix(found)
        for number, blob in shards.items():
            self._keep(f"cells:{number}:{by}:{every}:{self._vintage}", blob)
        self._keep(key, whole)
        return found

    def finish(self) -> None:
        """Keep what is behind the cells as well, where the ledger is at hand: for who has shown the matrix already."""
        if self._ledger is not None:
            self._keep_entries()

    def chosen(self, frame: Frame) -> list[Cell]:
        """The cells of a frame, in the matrix's order."""
        wanted = frozenset(frame.category)
        return [
            cell
            for cell in self.cells(frame.by, frame.every)
            if (not wanted or cell.category in wanted)
            and not (frame.since and cell.period_end and cell.period_end < frame.since)
            and not (frame.until and cell.period_start and cell.period_start > frame.until)
        ]

    def counted(self, frame: Frame) -> list[Cell]:
        """The cells of what lies within a frame's days alone: of claims and happenings outside them nothing is counted.

        `chosen` gives whole cells that touch these days instead.
        """
        words = (frame.by, frame.every, ",".join(frame.category), frame.since or "", frame.until or "")
        key = f"counted:{':'.join(map(str, words))}:{self._vintage}"
        blob = self._kept(key)
        if blob is None:
            blob = pack_cells(cells_of(self.ledger(), frame))
            self._keep(key, blob)
        return unpack_cells(blob)

    def changes(self, before: Kept, by: str, every: str, categories: tuple[str, ...] = ()) -> Difference:
        """What changed since another vintage of the same workspace."""
        key = f"changes:{by}:{every}:{','.join(categories)}:{before._vintage}:{self._vintage}"
        blob = self._kept(key)
        if blob is None:
            one, two = before.ledger(), self.ledger()
            found = compare(one, two, by=by, every=every, categories=categories)  # type: ignore[arg-type]
            blob = pack_difference(found)
            self._keep(key, blob)
        return unpack_difference(blob)

    def plain(self, name: str, make: Callable[[Ledger], Any]) -> Any:
        """Plain data made from the ledger, from what is kept, else made and kept. JSON turns tuples into lists."""
        key = f"{name}:{self._vintage}"
        blob = self._kept(key)
        if blob is None:
            blob = pack(make(self.ledger()))
            self._keep(key, blob)
        return unpack(blob)

    @property
    def state(self) -> str:
        """The workspace's `tracked_state` that this is of."""
        return self._state

    def entry(self, identity: str) -> dict[str, Any] | None:
        """What is known of a claim or happening, None where nothing is."""
        number = shard_of(identity)
        if number not in self._shards:
            blob = self._made.get(number) or self._kept(self._key(number))
            if blob is None:
                self._keep_entries()
                blob = self._made.get(number)
            self._shards[number] = unpack(blob) if blob is not None else {}
        found = self._shards[number].get(identity)
        return None if found is None else filled(found)

    def claim(self, identity: str) -> Claim | None:
        """A claim as far as it is kept (`stored.claim_of`), also one that repeats another; None for an unknown one."""
        entry = self.entry(identity)
        first = self.entry(entry["of"]) if entry is not None and "of" in entry else entry
        if first is None or "claim" not in first:
            return None
        for plain in (first["claim"], *first["carriers"]):
            if plain["id"] == identity:
                return claim_of(plain)
        return None

    def cell(self, cell_id: str) -> Cell:
        """A cell by its id. Raises UsageError("cell-unknown")."""
        by, every = self._frame_of(cell_id)
        blob = self._kept(f"cells:{cell_shard_of(cell_id)}:{by}:{every}:{self._vintage}")
        for cell in unpack_cells(blob) if blob is not None else self.cells(by, every):
            if cell.cell_id == cell_id:
                return cell
        raise UsageError(
            "cell-unknown", f"{cell_id}: the matrix has no such cell. masfufa matrix --format csv lists them."
        )

    def _frame_of(self, cell_id: str) -> tuple[str, str]:
        if self._levels is None:
            blob = self._kept(f"levels:{self._vintage}")
            if blob is not None:
                self._levels = unpack(blob)
            else:
                self._keep_entries()
        _, _, by, every, _ = parse_cell_id(cell_id, self._levels or {})
        return by, every

    def _key(self, number: int) -> str:
        return f"behind:{number}:{self._vintage}"

    def _keep_entries(self) -> None:
        """Keep what is behind the cells, unless it is kept. Where the state has changed meanwhile nothing is kept."""
        last = f"levels:{self._vintage}"
        if self._made or (self._kept(last) is not None and not self._damaged):
            return
        ledger = self.ledger()
        with _no_collector():
            # At hand also where nothing can be kept (a full disk, another writer).
            self._made = entries(ledger)
        self._shards.clear()
        self._levels = {key: place.level for key, place in ledger.places.items()}
        for number, blob in self._made.items():
            self._keep(self._key(number), blob)
        self._keep(last, pack(self._levels))

    def _kept(self, key: str) -> bytes | None:
        """What is kept under a key; what was damaged on the disk counts as not kept."""
        blob = self._space.cached(key)
        if blob is not None:
            try:
                zlib.decompress(blob)
            except zlib.error:
                self._damaged = True
                return None
        return blob

    def _keep(self, key: str, blob: bytes) -> None:
        # After one refusal no more is tried: each try may wait for another writer.
        if not self._refused:
            self._refused = not self._space.cache(key, blob, state=self._state)
