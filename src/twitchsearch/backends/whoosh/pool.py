"""Runs written by processes of their own, one for each processor: for a corpus that makes several.

A job is all articles of one run. Whichever worker is free takes the next, so what a run holds does not depend on who
was quick. What a worker cannot do, or dies of, is done again in this process: no error is a worker's alone.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from twitchsearch.backends.whoosh.frames import Job, packed, unpacked, write_job, write_pack
from twitchsearch.model import Article
from twitchsearch.processes import Child, running

COMMAND = running("twitchsearch.backends.whoosh.worker")

_PACK = 1 << 17
"""How many characters are handed over at once: what a worker has unpacked is done before the next comes."""


class Jobless(Exception):
    """A pool was closed before this job was done."""


class Packing:
    """Articles of one job as packs, until there are enough."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._articles: list[Article] = []
        self._characters = 0
        self.characters = 0
        self.articles = 0

    def add(self, article: Article) -> None:
        characters = len(article.facts.title) + sum(len(each.text) for each in article.sections)
        self._articles.append(article)
        self._characters += characters
        self.characters += characters
        self.articles += 1
        if self._characters >= _PACK:
            self._close_pack()

    def packs(self) -> list[bytes]:
        """All of them. Nothing comes after this."""
        self._close_pack()
        return self._packs

    def _close_pack(self) -> None:
        if self._articles:
            self._packs.append(packed(self._articles))
            self._articles, self._characters = [], 0


class Pool:
    """Up to `size` workers, started with the first job, ended with the context."""

    def __init__(self, size: int) -> None:
        self.size = size if sys.executable else 0
        self._closed = False
        self._room = threading.BoundedSemaphore(max(1, size) + 1)  # one job waits while the others are done
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they do. Closing twice does no harm."""
        self._closed = True
        for worker in self._workers:
            worker.kill()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def submit(self, job: Job, packs: Sequence[bytes], here: Callable[[Iterator[Article]], int]) -> Future[int]:
        """How many sections the run has, when it is written. Waits while all are busy.

        `here` does it in this process. Raised by the result: what `here` raises; Jobless.
        """
        threads = self._threads or self._started()
        self._room.acquire()
        done = threads.submit(self._done, job, packs, here)
        done.add_done_callback(lambda _: self._room.release())
        return done

    def _started(self) -> ThreadPoolExecutor:
        for _ in range(self.size):
            worker = None
            with contextlib.suppress(OSError):
                worker = _Worker()
                self._workers.append(worker)
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(self.size)
        return self._threads

    def _done(self, job: Job, packs: Sequence[bytes], here: Callable[[Iterator[Article]], int]) -> int:
        worker = self._idle.get()
        try:
            if worker is not None:
                with contextlib.suppress(OSError, ValueError):
                    return worker.do(job, packs)
                worker.close()  # so that it writes no more
                worker = None
            if self._closed:
                raise Jobless
            return here(each for pack in packs for each in unpacked(pack))
        finally:
            self._idle.put(worker)


class _Worker(Child):
    """One process, used by one thread at a time."""

    def __init__(self) -> None:
        super().__init__(COMMAND)

    def do(self, job: Job, packs: Sequence[bytes]) -> int:
        """How many sections the run has. Raises OSError or ValueError where the process is gone."""
        write_job(self.inlet, job)
        for pack in packs:
            write_pack(self.inlet, pack)
        self.inlet.flush()
        return int(self.outlet.readline())


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
