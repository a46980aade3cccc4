"""Extraction in processes of its own: one page's crash or endless loop costs that page.

The parsers are imported by the workers only; who asks for articles stays light.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from twitchsearch.extract.frames import page_head, read_frame, write_frame
from twitchsearch.model import Article, Page
from twitchsearch.model.records import article_from
from twitchsearch.processes import Child, running

COMMAND = running("twitchsearch.extract.worker")
_START_LIMIT = 60.0  # seconds until a new worker must have loaded the parsers
_AHEAD = 4  # pages read ahead of the oldest unfinished one, per worker: bounds memory
_TICK = 0.1
_GRACE = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page: its article, or None and the reason."""

    url: str
    article: Article | None
    reason: str = ""


def extract_pages(
    pages: Iterable[Page], *, workers: int | None = None, time_limit: float = 20.0
) -> Generator[Outcome, None, None]:
    """One outcome for each page, in the order of the pages, however they finish.

    `workers` processes are started as they are needed (default: one for each processor). A page on which a worker dies
    or takes longer than `time_limit` seconds is tried once more in a fresh worker that has done nothing else; if that
    fails too, the outcome says why. Pages are taken from `pages` only a little ahead of what was handed out. The
    workers end when the iterator does: exhausted, closed, or left by an exception such as KeyboardInterrupt.
    """
    pool = _Pool(workers or os.cpu_count() or 1, time_limit)
    try:
        yield from pool.run(pages)
    finally:
        pool.close()


@dataclass(slots=True)
class _Job:
    """One page on its way. `tries` counts the workers it was given to."""

    number: int
    page: Page
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Message:
    """What a worker's thread tells the pool: a frame, or None when the worker is gone."""

    worker: _Worker
    frame: dict[str, Any] | None


class _Worker:
    """One process, and the thread that talks to it so that the pool never blocks on a pipe."""

    def __init__(self, messages: queue.SimpleQueue[_Message], time_limit: float) -> None:
        self.job: _Job | None = None
        self.served = 0
        self.ready = False
        self.overdue = False
        self.deadline = time.monotonic() + _START_LIMIT
        self._time_limit = time_limit
        self._messages = messages
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._child = Child(COMMAND)
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def give(self, job: _Job) -> None:
        job.tries += 1
        self.job = job
        if self.ready:
            self.deadline = time.monotonic() + self._time_limit
        self._jobs.put(job)

    def note_ready(self) -> None:
        self.ready = True
        if self.job:
            self.deadline = time.monotonic() + self._time_limit

    def kill(self) -> None:
        """End the process at once; its thread then reports that it is gone."""
        self._child.kill()

    def close(self) -> None:
        """End the process, and let go of everything."""
        self.kill()
        self._jobs.put(None)
        self._thread.join(_GRACE)
        self._child.close()

    @property
    def exit_status(self) -> int | None:
        return self._child.status()

    def _talk(self) -> None:
        pipe_in, pipe_out = self._child.inlet, self._child.outlet
        frame: tuple[dict[str, Any], bytes] | None = None
        with contextlib.suppress(OSError, ValueError):
            frame = read_frame(pipe_out)
            while frame:
                self._messages.put(_Message(self, frame[0]))
                if (job := self._jobs.get()) is None:
                    return
                write_frame(pipe_in, page_head(job.page) | {"seconds": self._time_limit * 2}, job.page.body)
                frame = read_frame(pipe_out)
        self._messages.put(_Message(self, None))


class _Pool:
    """Gives pages to workers and puts their outcomes in order. All state is of the one thread that iterates."""

    def __init__(self, size: int, time_limit: float) -> None:
        self._size = size
        self._time_limit = time_limit
        self._messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._waiting: deque[_Job] = deque()
        self._done: dict[int, Outcome] = {}

    def run(self, pages: Iterable[Page]) -> Iterator[Outcome]:
        numbered = enumerate(pages)
        taken = given = 0
        more = True
        while more or given < taken:
            while more and taken - given < self._size * _AHEAD:
                number, page = next(numbered, (0, None))
                more = page is not None
                if page is not None:
                    self._waiting.append(_Job(number, page))
                    taken += 1
            self._assign()
            while given in self._done:
                yield self._done.pop(given)
                given += 1
            if given < taken:
                self._listen()

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.close()
        self._workers.clear()

    def _assign(self) -> None:
        idle = [worker for worker in self._workers if worker.job is None]
        while self._waiting:
            job = self._waiting[0]
            if job.tries:  # again, alone: in a worker that has done nothing else
                idle_fresh = next((worker for worker in idle if not worker.served), None)
                if not idle_fresh and len(self._workers) >= self._size and idle:
                    self._dismiss(idle.pop())
                worker = idle_fresh or self._hired()
            else:
                worker = idle[0] if idle else self._hired()
            if worker is None:
                return
            if worker in idle:
                idle.remove(worker)
            self._waiting.popleft()
            worker.give(job)

    def _hired(self) -> _Worker | None:
        if len(self._workers) >= self._size:
            return None
        self._workers.append(_Worker(self._messages, self._time_limit))
        return self._workers[-1]

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.close()

    def _listen(self) -> None:
        """End the workers that are late, then wait for the next message, a short time at most."""
        self._end_late_workers()
        try:
            message = self._messages.get(timeout=_TICK)
        except queue.Empty:
            return
        worker = message.worker
        if worker not in self._workers:
            return
        if message.frame is None:
            self._lose(worker)
        elif "ready" in message.frame:
            worker.note_ready()
        else:
            self._finish(worker, message.frame)

    def _end_late_workers(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if worker.job and now > worker.deadline and not worker.overdue:
                worker.overdue = True
                worker.kill()

    def _finish(self, worker: _Worker, frame: dict[str, Any]) -> None:
        job, worker.job = worker.job, None
        worker.served += 1
        if job is None:
            return
        if "article" in frame:
            self._done[job.number] = Outcome(job.page.url, article_from(frame["article"]))
        else:
            self._done[job.number] = Outcome(job.page.url, None, str(frame.get("reason", "")))

    def _lose(self, worker: _Worker) -> None:
        """A worker is gone: its page is tried once more, then given up."""
        job, status = worker.job, worker.exit_status
        self._dismiss(worker)
        if job is None:
            return
        if job.tries < 2:
            self._waiting.appendleft(job)
            return
        late = f"extraction took longer than {self._time_limit:g} seconds"
        died = f"the extraction process ended unexpectedly, twice (exit status {status})"
        self._done[job.number] = Outcome(job.page.url, None, late if worker.overdue else died)
