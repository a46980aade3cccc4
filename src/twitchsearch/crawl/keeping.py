"""Pages on their way into the corpus: in groups, as flushing each alone was what a fast crawl waited for.

Until its group is flushed, a page stands in the state of the crawl, in the same transaction that says it was visited:
killing the crawl at any moment repeats no page that had come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from twitchsearch.corpus.store import CorpusStore
from twitchsearch.crawl.frontier import Frontier

GROUP_PAGES = 64
GROUP_BYTES = 8 * 1024 * 1024
LONGEST = 2.0
"""Seconds that a page waits for others."""


class Keeper:
    """Moves pages from the state of one crawl into the corpus. Safe to share between threads."""

    def __init__(self, frontier: Frontier, store: CorpusStore, clock: Callable[[], float]) -> None:
        self._frontier = frontier
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._since = clock()

    def keep_soon(self) -> None:
        """Keep what waits if that is enough, or has waited long; if another thread is at it, leave it to that one."""
        pages, size = self._frontier.spooled()
        if pages and (pages >= GROUP_PAGES or size >= GROUP_BYTES or self._clock() - self._since >= LONGEST):
            self._keep(wait=False)

    def keep(self) -> None:
        """Keep everything that waits. Raises as `CorpusStore.add_all` does."""
        self._keep(wait=True)

    def _keep(self, *, wait: bool) -> None:
        if not self._lock.acquire(blocking=wait):
            return
        try:
            while group := self._frontier.spool(GROUP_PAGES, GROUP_BYTES):
                for _ in self._store.add_all(group):
                    pass
                self._frontier.unspool(page.url for page in group)
            self._since = self._clock()
        finally:
            self._lock.release()
