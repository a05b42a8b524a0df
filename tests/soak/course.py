"""The course of a soak: put in, gather and add under faults, reconcile, export, check, compare. It can be resumed."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from masfufa.gathering.state import State

from . import faults
from .compare import differences, wanted
from .faults import Ended
from .given import Given, given
from .server import Unreliable

_CALM = 2
"""Rounds without a fault that must find nothing new at the end."""


@dataclass
class Notes:
    """What a soak remembers, in notes.json beside what it made."""

    path: Path
    told: dict[str, Any] = field(default_factory=dict)

    def save(self) -> None:
        """Write them, whole or not at all."""
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self.told, indent=1), encoding="utf-8")
        temporary.replace(self.path)


class Soak:
    """A soak in a folder. What was begun there with the same numbers is gone on with."""

    def __init__(self, folder: Path, documents: int, seed: int, kills: int, *, full_disks: int, jumps: int) -> None:
        self.folder, self.documents, self.seed = folder, documents, seed
        self.planned = {"kill": kills, "full": full_disks if faults.can_fill_disks() else 0, "jump": jumps}
        self.given: Given = given(documents, seed)
        self.workspace = folder / "workspace"
        self.log = folder / "commands.log"
        frame = {"documents": documents, "seed": seed}
        path = folder / "notes.json"
        told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if told.get("frame") != frame:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            told = {"frame": frame, "done": [], "runs": [], "harm": {}, "seconds": {}}
        self.notes = Notes(path, told)
        self.chance = Random(f"{seed}/{len(told['runs'])}")

    def go(self) -> list[str]:
        """The whole course; what was wrong, nothing if nothing was."""
        for name, step in (
            ("prepare", self._prepare),
            ("gather", self._gather),
            ("add", self._add),
            ("reconcile", self._reconcile),
            ("export", self._export),
            ("check", self._check),
        ):
            if name in self.notes.told["done"]:
                continue
            began = time.monotonic()
            step()
            seconds = self.notes.told["seconds"]
            seconds[name] = round(seconds.get(name, 0.0) + time.monotonic() - began, 1)
            self.notes.told["done"].append(name)
            self.notes.save()
            print(f"{name}: {seconds[name]:,.0f} s", flush=True)
        counts, wrong = differences(self.workspace, self.given, self.folder / "claims.csv")
        self.notes.told |= {"wanted": wanted(self.given), "counts": counts, "wrong": wrong[:100]}
        self.notes.save()
        return wrong

    # --- steps

    def _prepare(self) -> None:
        self.given.write(self.folder)
        shutil.rmtree(self.workspace, ignore_errors=True)
        self._must("init", self.workspace, "--countries", "LBY", "--onset", "2026-01-01")
        with self._server() as site:
            self.notes.told["port"] = site.port
            plan = (
                "contact: soak@example.org\nallow_hosts: [127.0.0.1]\ndelay: 0\narchive: warc\nsources:\n"
                f"  - name: site\n    sitemap: {site.url}/index.xml\n    most: 1000000\n"
                f"  - name: archives\n    warc: {self.folder.absolute().as_posix()}/warc/*.warc.gz\n"
                f"  - name: folder\n    folder: {(self.folder / 'reports').absolute().as_posix()}\n    most: 1000000\n"
            )
        (self.folder / "sources.yaml").write_text(plan, encoding="utf-8")

    def _gather(self) -> None:
        watch = ("watch", self.folder / "sources.yaml", "--workspace", self.workspace, "--once", "--all")
        with self._server() as site:
            try:
                calm, last = 0, -1
                while calm < _CALM:
                    with State(self.workspace) as state:
                        _no_waits(state)
                    fault = self._next()
                    self._harmed(watch, fault)
                    with State(self.workspace) as state:
                        here = sum(state._do("SELECT count(*) FROM item").fetchone())
                        open_ = len(state.items("waiting")) + len(state.items("fetched"))
                    calm = calm + 1 if fault is None and not open_ and here == last else 0
                    last = here
            finally:
                harm = Counter(self.notes.told["harm"]) + site.done
                self.notes.told["harm"] = dict(harm)
                self.notes.save()

    def _add(self) -> None:
        add = ("add", self.folder / "lines", "--workspace", self.workspace, "--jobs", "2")
        self._quota = {name: max(1, count // 3) if count else 0 for name, count in self.planned.items()}
        while (fault := self._next("add")) is not None:
            self._harmed(add, fault, "add")
        self._must(*add, name="add")
        again = self._must(*add, name="add")
        if " added" in again.said:
            raise RuntimeError(f"A second run added what was there: {again.said}")

    def _reconcile(self) -> None:
        self._must("reconcile", "--workspace", self.workspace, "--format", "json", "--limit", "0")

    def _export(self) -> None:
        where = ("--workspace", self.workspace, "--output")
        self._must("export", "claims", *where, self.folder / "claims.csv")
        self._must("export", "csv", "--by", "place", "--every", "week", *where, self.folder / "matrix.csv")

    def _check(self) -> None:
        self._must("check", "--workspace", self.workspace)

    # --- harm

    def _next(self, step: str = "gather") -> str | None:
        """The next fault of a step, None when all that is planned was done."""
        planned = self.planned if step == "gather" else self._quota
        had = Counter(run["fault"] for run in self.notes.told["runs"] if run["step"] == step)
        left = [name for name, count in planned.items() for _ in range(count - had[name])]
        return self.chance.choice(left) if left else None

    def _harmed(self, args: tuple[str | Path, ...], fault: str | None, step: str = "gather") -> None:
        began = time.monotonic()
        # The later kills come later, so that all of the way is exposed to them.
        after = self.chance.uniform(1.5, 6.0 + self.documents / 40 / max(1, self.planned["kill"]))
        if fault == "kill":
            ended = faults.run(faults.command(*args), self.log, kill_after=after)
        elif fault == "full":
            spare = self.chance.choice((0, 100_000, 700_000, 3_000_000))
            ended = faults.run_on_full_disk(faults.command(*args), self.workspace, spare, self.log)
            if ended.status == 3 and "workspace-full" not in ended.said:
                raise RuntimeError(f"A full disk was called something else:\n{ended.said[-800:]}")
        elif fault == "jump":
            ended = faults.run(faults.command(*args, jump=self.chance.randrange(10**6)), self.log, kill_after=after * 4)
        else:
            ended = faults.run(faults.command(*args), self.log)
        self._note(step, fault, ended)
        if "Traceback" in ended.said:
            raise RuntimeError(f"{fault or 'no fault'}: a traceback\n{ended.said[-2000:]}")
        told = fault or "calm"
        print(
            f"{step}: {told}, status {ended.status}, {time.monotonic() - began:.0f} s, {ended.peak:.0f} MB", flush=True
        )

    def _must(self, *args: str | Path, name: str | None = None) -> Ended:
        ended = faults.run(faults.command(*args), self.log)
        self._note(name or str(args[0]), None, ended)
        if ended.status != 0:
            raise RuntimeError(f"masfufa {args[0]} ended with {ended.status}:\n{ended.said[-2000:]}")
        return ended

    def _note(self, step: str, fault: str | None, ended: Ended) -> None:
        thin = ended.samples[:: max(1, len(ended.samples) // 200)]
        self.notes.told["runs"].append(
            {
                "step": step,
                "fault": fault,
                "status": ended.status,
                "seconds": round(ended.seconds, 1),
                "peak_mb": round(ended.peak),
                "mb": [round(one) for one in thin],
            }
        )
        self.notes.save()

    def _server(self) -> Any:
        from contextlib import closing

        return closing(Unreliable(self.given.site, self.seed, self.notes.told.get("port", 0)))


def _no_waits(state: State) -> None:
    """As if the minutes between two tries were over."""
    state._do("UPDATE item SET due = NULL")
    state._do("UPDATE host SET until = NULL")
