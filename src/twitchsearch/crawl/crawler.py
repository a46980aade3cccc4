"""A whole crawl: sites in parallel, each polite on its own, stopped soon and resumed where it was."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable

from twitchsearch import urls
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.crawl.frontier import Found, Frontier, State
from twitchsearch.crawl.lane import Lane, Surroundings
from twitchsearch.crawl.links import site_key
from twitchsearch.crawl.settings import NAMED, CrawlReport, CrawlSettings, Skipped
from twitchsearch.crawl.world import REAL_WORLD, World
from twitchsearch.errors import SettingsError
from twitchsearch.model import Progress, Step

SITES_AT_ONCE = 8

_LOOK = 0.2
_GRACE = 2.0
"""Seconds that a stopped crawl gives its threads; one that hangs in the system (a name that is looked up) is left."""


def crawl(settings: CrawlSettings, store: CorpusStore, progress: Progress, *, world: World = REAL_WORLD) -> CrawlReport:
    """Fetch the sites of `settings.starts` into `store`, politely, and say what became of every URL.

    A crawl that was interrupted (Ctrl-C, an error, kill -9) goes on where it was when it is started again with the same
    starts and depth; one that ended begins anew, and asks only for what changed. `progress` is called in the calling
    thread; what it raises, and KeyboardInterrupt, end the crawl within seconds and are raised again.

    Raises SettingsError for a start that is no web address, WriterBusy where the same crawl is running, CrawlError
    where its state is damaged, DiskError and CorpusError where pages cannot be kept.
    """
    starts = _normalised(settings.starts)
    name = "\n".join([*sorted(starts), str(settings.max_depth), str(settings.sitemaps)])
    frontier = Frontier(settings.state_folder, name, settings.max_depth, world.now())
    try:
        frontier.add(Found(start, site_key(start), 0) for start in starts)
        rested = _Crew(settings, store, frontier, world).work(starts, progress)
        if not rested:
            frontier.finish()
        return _report(frontier, rested)
    finally:
        frontier.close()


class _Crew:
    """The threads of one crawl. The calling thread only watches, so that it can be interrupted."""

    def __init__(self, settings: CrawlSettings, store: CorpusStore, frontier: Frontier, world: World) -> None:
        self._settings = settings
        self._frontier = frontier
        self._stop = threading.Event()
        self._news = threading.Event()
        self._around = Surroundings(settings, world, frontier, store, self._stop, self._news.set)
        self._waiting: queue.SimpleQueue[Lane] = queue.SimpleQueue()
        self._lanes: list[Lane] = []
        self._rested: list[Skipped] = []
        self._error: BaseException | None = None

    def work(self, starts: Iterable[str], progress: Progress) -> tuple[Skipped, ...]:
        """Run every lane to its end; returns the sites that were left for later. Raises what a lane raised."""
        by_site: dict[str, list[str]] = {}
        for start in starts:
            by_site.setdefault(site_key(start), []).append(start)
        self._lanes = [Lane(site, own, self._around) for site, own in by_site.items()]
        for lane in self._lanes:
            self._waiting.put(lane)
        threads = [
            threading.Thread(target=self._run_lanes, name=f"crawl-{number}", daemon=True)
            for number in range(min(SITES_AT_ONCE, len(self._lanes)))
        ]
        for thread in threads:
            thread.start()
        self._watch(threads, progress)
        if self._error:
            raise self._error
        return tuple(sorted(self._rested, key=lambda each: each.url))

    def _watch(self, threads: list[threading.Thread], progress: Progress) -> None:
        try:
            while any(thread.is_alive() for thread in threads) and not self._error:
                if self._news.wait(_LOOK):
                    self._news.clear()
                    self._tell(progress)
            self._tell(progress)
        finally:
            self._stop.set()
            for lane in self._lanes:
                lane.abort()
            until = time.monotonic() + _GRACE
            for thread in threads:
                thread.join(max(0.0, until - time.monotonic()))

    def _tell(self, progress: Progress) -> None:
        done, known = self._frontier.progress()
        progress(Step("crawling", done, max(done, min(known, self._settings.max_pages))))

    def _run_lanes(self) -> None:
        while not self._stop.is_set():
            try:
                lane = self._waiting.get_nowait()
            except queue.Empty:
                break
            try:
                if reason := lane.run():
                    self._rested.append(Skipped(lane.site, reason))
            except BaseException as error:  # noqa: BLE001  # raised again by the thread that watches
                self._error = self._error or error
                break
        self._news.set()


def _normalised(starts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for start in starts:
        try:
            found[urls.normalise(start)] = None
        except ValueError as error:
            raise SettingsError(
                f"cannot crawl {urls.shown(start)}: {error}; a start looks like https://example.org/health/"
            ) from error
    return tuple(found)


def _report(frontier: Frontier, rested: tuple[Skipped, ...]) -> CrawlReport:
    tally = frontier.tally(NAMED)
    count = tally.counts.get
    lost = sum(count(state, 0) for state in (State.SKIPPED, State.BARRED, State.PASSED, State.FAILED))
    return CrawlReport(
        fetched=count(State.FETCHED, 0),
        unchanged=count(State.UNCHANGED, 0),
        skipped=tally.skipped,
        failed=tally.failed,
        left=sum(count(state, 0) for state in (State.WAITING, State.TAKEN)) + tally.forgotten,
        bytes=tally.bytes,
        unnamed=lost - len(tally.skipped) - len(tally.failed),
        rested=rested,
        resumed=frontier.resumed,
    )
