"""A whole crawl: sites in parallel, each polite on its own, stopped soon and resumed where it was."""

from __future__ import annotations

import queue
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from twitchsearch import urls
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.crawl.frontier import Frontier
from twitchsearch.crawl.keeping import Keeper
from twitchsearch.crawl.lane import Judge, Lane, Surroundings
from twitchsearch.crawl.links import site_key
from twitchsearch.crawl.polite import Rest
from twitchsearch.crawl.settings import NAMED, CrawlReport, CrawlSettings, Preview, Skipped
from twitchsearch.crawl.telling import Teller
from twitchsearch.crawl.visits import Found, State
from twitchsearch.crawl.world import REAL_WORLD, World
from twitchsearch.errors import SettingsError
from twitchsearch.model import Page, Progress

SITES_AT_ONCE = 8

_LOOK = 0.2
_GRACE = 2.0
"""Seconds that a stopped crawl gives its threads; one that hangs in the system (a name that is looked up) is left."""


def any_page(_page: Page, _languages: tuple[str, ...]) -> str:
    """The judge that keeps everything."""
    return ""


def crawl(
    settings: CrawlSettings,
    store: CorpusStore,
    progress: Progress,
    *,
    world: World = REAL_WORLD,
    judge: Judge = any_page,
) -> CrawlReport:
    """Fetch the sites of `settings.starts` into `store`, politely, and say what became of every URL.

    A crawl that was interrupted (Ctrl-C, an error, kill -9) goes on where it was when it is started again with the same
    starts, depth and patterns; one that ended begins anew, and asks only for what changed. `judge` says of each page
    that is new or changed why it is no article; such a page is not kept, and never takes the place of one that is. It
    is called from several threads. `progress` is called in the calling thread; what it raises, and KeyboardInterrupt,
    end the crawl within seconds and are raised again.

    Raises SettingsError for a start that is no web address, WriterBusy where the same crawl is running, CrawlError
    where its state is damaged, DiskError and CorpusError where pages cannot be kept.
    """
    return crawl_sites((settings,), store, progress, world=world, judge=judge)[0]


def crawl_sites(
    wanted: Sequence[CrawlSettings],
    store: CorpusStore,
    progress: Progress,
    *,
    world: World = REAL_WORLD,
    judge: Judge = any_page,
) -> tuple[CrawlReport, ...]:
    """Several crawls side by side, each with its own settings, limits and state; a report for each, in order.

    Raises as `crawl` does, and SettingsError where two of them would ask the same site.
    """
    wanted = [_normalised(settings) for settings in wanted]
    refuse_shared_sites(wanted)
    with ExitStack() as stack:
        stop, news = threading.Event(), threading.Event()
        tasks = []
        for settings in wanted:
            frontier = _opened(settings, world)
            stack.callback(frontier.close)
            keeper = Keeper(frontier, store, world.clock)
            around = Surroundings(settings, world, frontier, keeper, store, judge, stop, news.set)
            tasks.append(_Task(around, tuple(_lanes(around))))
        for task in tasks:
            task.around.keeper.keep()  # what an interrupted run left
        try:
            rested = _Crew(tasks, stop, news).work(progress)
        finally:
            for task in tasks:
                task.around.keeper.keep()
        return tuple(_ended(task, rested) for task in tasks)


def preview(settings: CrawlSettings, store: CorpusStore, *, world: World = REAL_WORLD) -> Preview:
    """What a crawl that begins now would fetch, as far as that is known without fetching a page, and why not the rest.

    Asks for robots.txt and sitemaps, politely. Changes nothing. Raises as `crawl` does.
    """
    settings = _normalised(settings)
    wanted: list[str] = []
    barred: list[Skipped] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        frontier = _opened(replace(settings, state_folder=Path(folder)), world)
        stack.callback(frontier.close)
        keeper = Keeper(frontier, store, world.clock)
        around = Surroundings(settings, world, frontier, keeper, store, any_page, threading.Event(), lambda: None)
        for lane in _lanes(around):
            try:
                for url, reason in lane.preview():
                    if reason:
                        barred.append(Skipped(url, reason))
                    else:
                        wanted.append(url)
            except Rest as rest:
                barred.append(Skipped(lane.site, str(rest)))
        left = sum(frontier.waiting().values())
        passed = frontier.tally(NAMED).skipped
    named = {each.url for each in barred}
    return Preview(tuple(wanted), (*barred, *(each for each in passed if each.url not in named)), left)


@dataclass(frozen=True, slots=True)
class _Task:
    around: Surroundings
    lanes: tuple[Lane, ...]


def _opened(settings: CrawlSettings, world: World) -> Frontier:
    parts = [*sorted(settings.starts), str(settings.max_depth), str(settings.sitemaps)]
    parts += [*settings.allow, "-", *settings.deny] if settings.allow or settings.deny else []
    frontier = Frontier(settings.state_folder, "\n".join(parts), settings.max_depth, world.now())
    frontier.add(Found(start, site_key(start), 0) for start in settings.starts)
    return frontier


def _lanes(around: Surroundings) -> Iterator[Lane]:
    by_site: dict[str, list[str]] = {}
    for start in around.settings.starts:
        by_site.setdefault(site_key(start), []).append(start)
    return (Lane(site, starts, around) for site, starts in by_site.items())


def refuse_shared_sites(wanted: Iterable[CrawlSettings]) -> None:
    """Raise SettingsError where two crawls would ask the same site: they would not know of each other's rests."""
    met: set[str] = set()
    for settings in map(_normalised, wanted):
        sites = {site_key(start) for start in settings.starts}
        if shared := sites & met:
            raise SettingsError(f"two crawls ask {min(shared)}; put their starts into one, so that it is asked by one")
        met |= sites


class _Crew:
    """The threads of crawls side by side. The calling thread only watches, so that it can be interrupted."""

    def __init__(self, tasks: Sequence[_Task], stop: threading.Event, news: threading.Event) -> None:
        self._stop = stop
        self._news = news
        self._lanes = [lane for task in tasks for lane in task.lanes]
        self._teller = Teller([(task.around, task.lanes) for task in tasks], time.monotonic)
        self._waiting: queue.SimpleQueue[Lane] = queue.SimpleQueue()
        self._rested: dict[Lane, Skipped] = {}
        self._error: BaseException | None = None

    def work(self, progress: Progress) -> dict[Lane, Skipped]:
        """Run every lane to its end; returns those that were left for later. Raises what a lane raised."""
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
        return self._rested

    def _watch(self, threads: list[threading.Thread], progress: Progress) -> None:
        try:
            while any(thread.is_alive() for thread in threads) and not self._error:
                if self._news.wait(_LOOK):
                    self._news.clear()
                    progress(self._teller.step())
            progress(self._teller.step())
        finally:
            self._stop.set()
            for lane in self._lanes:
                lane.abort()
            until = time.monotonic() + _GRACE
            for thread in threads:
                thread.join(max(0.0, until - time.monotonic()))

    def _run_lanes(self) -> None:
        while not self._stop.is_set():
            try:
                lane = self._waiting.get_nowait()
            except queue.Empty:
                break
            try:
                if reason := lane.run():
                    self._rested[lane] = Skipped(lane.site, reason)
            except BaseException as error:  # noqa: BLE001  # raised again by the thread that watches
                self._error = self._error or error
                break
        self._news.set()


def _normalised(settings: CrawlSettings) -> CrawlSettings:
    return replace(
        settings,
        starts=tuple(dict.fromkeys(_web_address(start) for start in settings.starts)),
        sitemap_urls=tuple(dict.fromkeys(_web_address(each) for each in settings.sitemap_urls)),
    )


def _web_address(url: str) -> str:
    try:
        return urls.normalise(url)
    except ValueError as error:
        raise SettingsError(
            f"cannot crawl {urls.shown(url)}: {error}; a start looks like https://example.org/health/"
        ) from error


def _ended(task: _Task, rests: dict[Lane, Skipped]) -> CrawlReport:
    frontier = task.around.frontier
    rested = tuple(sorted((rests[lane] for lane in task.lanes if lane in rests), key=lambda each: each.url))
    if not rested:
        frontier.finish()
    tally = frontier.tally(NAMED)
    count = tally.counts.get
    lost = sum(count(state, 0) for state in (State.SKIPPED, State.BARRED, State.PASSED, State.FAILED, State.GONE))
    return CrawlReport(
        fetched=count(State.FETCHED, 0),
        unchanged=count(State.UNCHANGED, 0),
        skipped=tally.skipped,
        failed=tally.failed,
        left=sum(count(state, 0) for state in (State.WAITING, State.TAKEN)) + tally.forgotten,
        bytes=tally.bytes,
        unnamed=lost - len(tally.skipped) - len(tally.failed) - len(tally.gone),
        rested=rested,
        gone=tally.gone,
        resumed=frontier.resumed,
    )
