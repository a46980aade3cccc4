"""What a site says that it has: its sitemaps and feeds, read before its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from twitchsearch import urls
from twitchsearch.crawl import traps
from twitchsearch.crawl.fetch import Request
from twitchsearch.crawl.frontier import Frontier
from twitchsearch.crawl.links import site_key
from twitchsearch.crawl.patterns import Patterns
from twitchsearch.crawl.polite import Asker
from twitchsearch.crawl.settings import MEBIBYTE, CrawlSettings
from twitchsearch.crawl.sitemaps import Sitemap, read_sitemap
from twitchsearch.crawl.visits import Found, Rank
from twitchsearch.errors import FetchError, FetchRefused

MOST_SITEMAPS = 50
"""Sitemaps of one site that are read."""

_SITEMAP_BYTES = 10 * MEBIBYTE


class Around(Protocol):
    """What reading sitemaps needs of a crawl."""

    @property
    def settings(self) -> CrawlSettings: ...
    @property
    def frontier(self) -> Frontier: ...


def read_sitemaps(site: str, starts: Iterable[str], around: Around, asker: Asker) -> None:
    """Remember the pages that the sitemaps of a site name; once in a crawl.

    Raises Stopped and Rest as `asker` does; a sitemap that cannot be had or read is remembered as such.
    """
    _Survey(site, starts, around, asker).run()


class _Survey:
    """The sitemaps of one site, one after the other."""

    def __init__(self, site: str, starts: Iterable[str], around: Around, asker: Asker) -> None:
        self.site = site
        self._starts = tuple(starts)
        self._frontier = around.frontier
        self._settings = around.settings
        self._patterns = Patterns(around.settings.allow, around.settings.deny)
        self._asker = asker

    def run(self) -> None:
        note = f"sitemaps of {self.site}"
        if not self._settings.sitemaps or self._settings.max_depth == 0 or self._frontier.noted(note):
            return
        queue = {url: guessed for start in self._starts for url, guessed in self._named_sitemaps(start)}
        done: set[str] = set()
        while (url := next((each for each in queue if each not in done), "")) and len(done) < MOST_SITEMAPS:
            done.add(url)
            for further in self._read_sitemap(url, guessed=queue[url]):
                queue.setdefault(further, False)
        self._frontier.note(note, str(len(done)))

    def _named_sitemaps(self, start: str) -> Iterator[tuple[str, bool]]:
        """Sitemaps that robots.txt names, else the usual place; and whether it was guessed."""
        set_for_it = [each for each in self._settings.sitemap_urls if site_key(each) == self.site]
        yield from ((each, False) for each in set_for_it)
        named = self._asker.rules(start).sitemaps
        for each in named or (() if set_for_it else ("/sitemap.xml",)):
            try:
                yield urls.normalise(each, start), not named
            except ValueError:
                continue

    def _read_sitemap(self, url: str, *, guessed: bool) -> tuple[str, ...]:
        """Remember the pages it names; returns the sitemaps it names."""
        try:
            sitemap = self._fetched_sitemap(url)
        except FetchError as error:
            if not guessed:
                self._frontier.add([Found(url, self.site, 1, passed=f"as a sitemap: {error}")])
            return ()
        pages = self._own(sitemap.pages, url)
        self._frontier.add(Found(each, self.site, 1, Rank.SITEMAP, passed=self._objection(each)) for each in pages)
        return tuple(self._own(sitemap.sitemaps, url))

    def _fetched_sitemap(self, url: str) -> Sitemap:
        if reason := self._sitemap_objection(url):
            raise FetchRefused(reason)
        limit = max(self._settings.max_bytes, _SITEMAP_BYTES)
        response = self._asker.follow(Request(url, limit, cut=True), self._sitemap_objection)
        if response.status != 200:
            raise FetchError(f"the answer was {response.status}")
        return read_sitemap(response.body, limit)

    def _objection(self, url: str) -> str:
        return traps.objection(url) or self._patterns.objection(url)

    def _sitemap_objection(self, url: str) -> str:
        if site_key(url) != self.site:
            return "it lies on another site"
        return self._asker.rules(url).objection(url)

    def _own(self, named: Iterable[str], base: str) -> Iterator[str]:
        for each in named:
            try:
                url = urls.normalise(each, base)
            except ValueError:
                continue
            if site_key(url) == self.site:
                yield url
