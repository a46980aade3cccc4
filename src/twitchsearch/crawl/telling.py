"""How far a crawl is: pages, bytes and what waits, for all sites and for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twitchsearch.crawl.lane import Lane, Surroundings
from twitchsearch.model import Step

_MOST_SITES = 4
_EVERY = 1.0  # seconds: counting what waits reads the state of the crawl


class Teller:
    """Makes the steps that a crawl reports. Stays with one thread."""

    def __init__(self, tasks: Sequence[tuple[Surroundings, Sequence[Lane]]], clock: Callable[[], float]) -> None:
        self._tasks = tasks
        self._clock = clock
        self._began = clock()
        self._counted = -_EVERY
        self._waiting: dict[str, int] = {}

    def step(self) -> Step:
        """`done` pages of those that are known and within the limits; the rest stands in `detail`."""
        done = total = size = 0
        for around, _ in self._tasks:
            pages, known, received = around.frontier.progress()
            done += pages
            total += max(pages, min(known, around.settings.max_pages))
            size += received
        now = self._clock()
        if now - self._counted >= _EVERY:
            self._counted = now
            self._waiting = {site: n for around, _ in self._tasks for site, n in around.frontier.waiting().items()}
        parts = [f"{size / 1e6:,.1f} MB", f"{sum(self._waiting.values()):,} waiting"]
        return Step("crawling", done, total, ", ".join(parts) + self._by_site(now - self._began))

    def _by_site(self, elapsed: float) -> str:
        """The busiest sites: pages, bytes, what waits, and the time that it takes at the pace so far."""
        lanes = sorted((lane for _, lanes in self._tasks for lane in lanes), key=lambda lane: (-lane.pages, lane.site))
        if len(lanes) < 2:
            return ""
        shown = [self._site(lane, elapsed) for lane in lanes[:_MOST_SITES] if lane.pages]
        return "".join(f"; {each}" for each in shown)

    def _site(self, lane: Lane, elapsed: float) -> str:
        waiting = self._waiting.get(lane.site, 0)
        left = f", {waiting * elapsed / lane.pages:,.0f} s left" if waiting and lane.pages else ""
        return f"{lane.site} {lane.pages:,} pages, {lane.bytes / 1e6:,.1f} MB, {waiting:,} waiting{left}"
