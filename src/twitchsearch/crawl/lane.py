"""The crawl of one site: what is visited, what is kept, where it leads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from twitchsearch import urls
from twitchsearch.corpus.store import LARGEST_BODY, Added, CorpusStore
from twitchsearch.crawl import traps
from twitchsearch.crawl.fetch import Request, Response
from twitchsearch.crawl.frontier import Found, Frontier, Outcome, Rank, State, Ticket
from twitchsearch.crawl.links import PageLinks, Wishes, decoded, page_links, site_key, wishes_of_headers
from twitchsearch.crawl.polite import REDIRECTS, Asker, Rest, Stopped, redirected
from twitchsearch.crawl.settings import MEBIBYTE, CrawlSettings
from twitchsearch.crawl.sitemaps import Sitemap, read_sitemap
from twitchsearch.crawl.world import World
from twitchsearch.errors import FetchError, FetchRefused, NotFound, PageDamaged
from twitchsearch.model import Page

MOST_REDIRECTS = 10
MOST_SITEMAPS = 50
"""Sitemaps of one site that are read."""

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_PAGES = _HTML | {"text/plain"}
_SITEMAP_BYTES = 10 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lanes of a crawl share. `tell` says that something happened; `stop` that all should end."""

    settings: CrawlSettings
    world: World
    frontier: Frontier
    store: CorpusStore
    stop: threading.Event
    tell: Callable[[], None]


class Lane:
    """Crawls one site in the thread that calls `run`; lanes know nothing of each other."""

    def __init__(self, site: str, starts: Iterable[str], around: Surroundings) -> None:
        self.site = site
        self._starts = tuple(starts)
        self._around = around
        self._frontier = around.frontier
        self._settings = around.settings
        self._asker = Asker(around.settings, around.world, around.stop)

    def run(self) -> str:
        """Visit until nothing is left or enough was visited. Returns why the site was left for later, or ""."""
        try:
            self._read_sitemaps()
            while ticket := self._frontier.take(self.site, self._settings.max_pages):
                self._visit(ticket)
                self._around.tell()
        except Stopped:
            pass
        except Rest as rest:
            return str(rest)
        finally:
            self._asker.close()
        return ""

    def abort(self) -> None:
        self._asker.abort()

    def _visit(self, ticket: Ticket | None) -> None:
        """One URL, and those it redirects to: each is a request with its own rest, rules and entry in the frontier."""
        while ticket:
            try:
                outcome = self._outcome(ticket)
            except FetchRefused as error:
                outcome = Outcome(State.SKIPPED, str(error))
            except FetchError as error:
                outcome = Outcome(State.FAILED, str(error))
            except BaseException:
                self._frontier.put_back(ticket)
                raise
            if isinstance(outcome, Outcome):
                self._frontier.end(ticket, outcome)
                return
            ticket = self._frontier.redirect(ticket, outcome)

    def _outcome(self, ticket: Ticket) -> Outcome | str:
        """What became of the URL, or where it redirects to."""
        if reason := self._asker.rules(ticket.url).objection(ticket.url):
            return Outcome(State.BARRED, reason)
        kept = self._kept(ticket.url)
        response = self._asker.ask(self._request(ticket.url, kept))
        if response.status in REDIRECTS:
            return self._target(ticket, response)
        if response.status == 304 and kept:
            found = _links(kept.body, kept.content_type, kept.charset, ticket.url)
            return Outcome(self._unchanged(kept), found=self._found(ticket, found, response))
        if response.status in (200, 203):
            return self._taken(ticket, response, kept)
        return Outcome(State.FAILED, f"the answer was {response.status}")

    def _kept(self, url: str) -> Page | None:
        try:
            return self._around.store.get(url)
        except (NotFound, PageDamaged):
            return None

    def _request(self, url: str, kept: Page | None) -> Request:
        return Request(
            url,
            min(self._settings.max_bytes, LARGEST_BODY),
            types=_PAGES,
            etag=kept.etag if kept else "",
            last_modified=kept.last_modified if kept else "",
        )

    def _taken(self, ticket: Ticket, response: Response, kept: Page | None) -> Outcome:
        links = _links(response.body, response.content_type, response.charset, ticket.url)
        found = self._found(ticket, links, response)
        if (links.wishes | wishes_of_headers(response.robots_tags)).noindex:
            return Outcome(State.SKIPPED, "it asks not to be indexed", found=found)
        page = Page(
            url=ticket.url,
            body=response.body,
            fetched_at=self._around.world.now(),
            final_url=ticket.url,
            redirects=ticket.trail,
            status=response.status,
            content_type=response.content_type,
            charset=response.charset,
            etag=response.etag,
            last_modified=response.last_modified,
            source="crawl",
        )
        added = self._around.store.add(page)
        state = self._unchanged(kept) if kept and added is Added.UNCHANGED else State.FETCHED
        return Outcome(state, bytes=response.received, found=found)

    def _unchanged(self, kept: Page) -> State:
        """A page that this very crawl had stored before it was interrupted is new to whoever reads the report."""
        return State.FETCHED if kept.fetched_at > self._frontier.started else State.UNCHANGED

    def _target(self, ticket: Ticket, response: Response) -> str:
        target = redirected(response)
        shown = urls.shown(target)
        if target == ticket.url or target in ticket.trail:
            raise FetchError(f"redirects in a circle (to {shown})")
        if len(ticket.trail) >= MOST_REDIRECTS:
            raise FetchError(f"redirects more than {MOST_REDIRECTS} times")
        if site_key(target) != self.site:
            raise FetchRefused(f"redirects to another site ({shown}); name that as a start to crawl it")
        if ticket.url.startswith("https:") and target.startswith("http:"):
            raise FetchRefused(f"redirects from https to http ({shown}); name that as a start to take it")
        if reason := traps.objection(target):
            raise FetchRefused(f"redirects to {shown}: {reason}")
        return target

    def _found(self, ticket: Ticket, links: PageLinks, response: Response) -> tuple[Found, ...]:
        held = wishes_of_headers(response.robots_tags).nofollow
        depth = ticket.depth + 1
        canonical = (links.canonical,) if links.canonical not in ("", ticket.url) else ()
        return (
            *(self._link(url, ticket, ticket.depth) for url in canonical),
            *(self._link(url, ticket, depth, passed=_HELD * held) for url in links.links),
            *(self._link(url, ticket, depth, passed=_HELD) for url in links.nofollow),
        )

    def _link(self, url: str, ticket: Ticket, depth: int, passed: str = "") -> Found:
        chain = traps.chain(url, ticket.url, ticket.chain)
        if chain > traps.LONGEST_CHAIN:
            passed = passed or f"more than {traps.LONGEST_CHAIN} pages in a row differ from it in numbers alone"
        return Found(url, self.site, depth, chain=chain, passed=passed or traps.objection(url))

    def _read_sitemaps(self) -> None:
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
        named = self._asker.rules(start).sitemaps
        for each in named or ("/sitemap.xml",):
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
        self._frontier.add(Found(each, self.site, 1, Rank.SITEMAP, passed=traps.objection(each)) for each in pages)
        return tuple(self._own(sitemap.sitemaps, url))

    def _fetched_sitemap(self, url: str) -> Sitemap:
        if reason := self._sitemap_objection(url):
            raise FetchRefused(reason)
        limit = max(self._settings.max_bytes, _SITEMAP_BYTES)
        response = self._asker.follow(Request(url, limit, cut=True), self._sitemap_objection)
        if response.status != 200:
            raise FetchError(f"the answer was {response.status}")
        return read_sitemap(response.body, limit)

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


_HELD = "every link to it says nofollow"


def _links(body: bytes, content_type: str, charset: str, url: str) -> PageLinks:
    """Plain text has no links, and no wishes."""
    return page_links(decoded(body, charset), url) if content_type in _HTML else PageLinks(wishes=Wishes())
