"""A Dask scheduler and workers as processes of their own, which tests may kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


class Cluster:
    """A scheduler and workers. `folder` takes their files and logs."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._file = folder / "scheduler.json"
        self._log = (folder / "dask.log").open("ab")
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(self._file))
        deadline = time.monotonic() + 60
        while not self._file.exists():
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.05)
        self.address = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        self.workers = [
            self._start("dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
            for _ in range(workers)
        ]

    def _start(self, module: str, *args: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", f"distributed.cli.{module}", *args, "--no-dashboard"]
        environment = {**os.environ, "MASFUFA_GUARD": "on"}
        process = subprocess.Popen(line, stdout=self._log, stderr=self._log, start_new_session=True, env=environment)
        self.processes.append(process)
        return process

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """End a process without a word."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        """End all."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        self._log.close()
