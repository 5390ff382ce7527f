"""One thread that saves, first in first out, so that two saves can never finish out of order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

Job = Callable[[], Any]
Done = Callable[[Any, BaseException | None], None]


class Writer:
    """A queue of jobs and the one thread that does them. ``done(result, error)`` is called in that thread."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[tuple[Job, Done] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="rrsa-writer", daemon=True)
        self._thread.start()

    def put(self, job: Job, done: Done) -> None:
        self._jobs.put((job, done))

    @property
    def busy(self) -> bool:
        return self._jobs.unfinished_tasks > 0

    def close(self, timeout: float = 10.0) -> None:
        """Waits until everything that was asked for is saved."""
        self._jobs.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            entry = self._jobs.get()
            try:
                if entry is None:
                    return
                job, done = entry
                try:
                    result = job()
                except BaseException as error:
                    done(None, error)
                else:
                    done(result, None)
            finally:
                self._jobs.task_done()
