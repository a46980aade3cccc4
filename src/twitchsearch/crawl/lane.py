"""The crawl of one site: what is visited, what is kept, where it leads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from twitchsearch import urls
from twitchsearch.corpus.store import LARGEST_BODY, CorpusStore, Entry, Gone
from twitchsearch.crawl import traps
from twitchsearch.crawl.fetch import Request, Response
from twitchsearch.crawl.frontier import Frontier
from twitchsearch.crawl.keeping import Keeper
from twitchsearch.crawl.links import PageLinks, Wishes, decoded, page_links, site_key, wishes_of_headers
from twitchsearch.crawl.patterns import Patterns
from twitchsearch.crawl.polite import REDIRECTS, Asker, Rest, Stopped, redirected
from twitchsearch.crawl.settings import CrawlSettings
from twitchsearch.crawl.survey import read_sitemaps
from twitchsearch.crawl.visits import Found, Limits, Outcome, Rank, State, Ticket
from twitchsearch.crawl.world import World
from twitchsearch.errors import FetchError, FetchRefused, NotFound, PageDamaged
from twitchsearch.model import Page

MOST_REDIRECTS = 10

Judge = Callable[[Page, tuple[str, ...]], str]
"""Why a page is no article in one of these languages (any where there are none), or ""."""

_GONE = frozenset((404, 410))
_PERMANENT = frozenset((301, 308))
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_PAGES = _HTML | {"text/plain"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lanes of a crawl share. `tell` says that something happened; `stop` that all should end."""

    settings: CrawlSettings
    world: World
    frontier: Frontier
    keeper: Keeper
    store: CorpusStore
    judge: Judge
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
        self._patterns = Patterns(around.settings.allow, around.settings.deny)
        self._limits = Limits(around.settings.max_pages, around.settings.budget)
        self.pages = self.bytes = 0

    def run(self) -> str:
        """Visit until nothing is left or enough was visited. Returns why the site was left for later, or ""."""
        try:
            read_sitemaps(self.site, self._starts, self._around, self._asker)
            self._visit_all()
            if self._settings.revisit:
                self._remember()
                self._visit_all()
        except Stopped:
            pass
        except Rest as rest:
            return str(rest)
        finally:
            self._asker.close()
        return ""

    def abort(self) -> None:
        self._asker.abort()

    def preview(self) -> Iterator[tuple[str, str]]:
        """What `run` would begin with: each URL that is known without visiting pages, and why it would not be fetched
        ("" where it would). Asks for robots.txt and sitemaps, and for no page."""
        read_sitemaps(self.site, self._starts, self._around, self._asker)
        self._remember()
        try:
            while ticket := self._frontier.take(self.site, self._limits):
                reason = self._asker.rules(ticket.url).objection(ticket.url)
                self._frontier.end(ticket, Outcome(State.BARRED if reason else State.UNCHANGED))
                yield ticket.url, reason
        finally:
            self._asker.close()

    def _visit_all(self) -> None:
        while ticket := self._frontier.take(self.site, self._limits):
            self._visit(ticket)
            self._around.keeper.keep_soon()
            self._around.tell()

    def _remember(self) -> None:
        """Pages of earlier crawls to which no link led: their sites may offer them still, or no longer."""
        note = f"known of {self.site}"
        if not self._frontier.noted(note):
            known = (url for host in (self.site, f"www.{self.site}") for url in self._crawled(host))
            depth = self._settings.max_depth
            self._frontier.add(Found(url, self.site, depth, Rank.KNOWN, passed=self._objection(url)) for url in known)
            self._frontier.note(note, "yes")

    def _crawled(self, host: str) -> Iterator[str]:
        for entry in self._around.store.entries_of(host):
            if isinstance(entry, Entry) and not entry.gone_at:
                with suppress(NotFound, PageDamaged):
                    if self._around.store.facts(entry).page.source == "crawl":
                        yield entry.url

    def _visit(self, ticket: Ticket | None) -> None:
        """One URL, and those it redirects to: each is a request with its own rest, rules and entry in the frontier."""
        moved: list[str] = []
        while ticket:
            try:
                outcome = self._outcome(ticket, moved)
            except FetchRefused as error:
                outcome = Outcome(State.SKIPPED, str(error))
            except FetchError as error:
                outcome = Outcome(State.FAILED, str(error))
            except BaseException:
                self._frontier.put_back(ticket)
                raise
            if isinstance(outcome, Outcome):
                self._frontier.end(ticket, outcome)
                self.pages, self.bytes = self.pages + 1, self.bytes + outcome.bytes
                if outcome.state in (State.FETCHED, State.UNCHANGED):
                    self._note_moves(moved, ticket.url)
                return
            ticket = self._frontier.redirect(ticket, outcome)

    def _note_moves(self, moved: Iterable[str], target: str) -> None:
        """What moved for good, and was kept under its old URL, is kept under the new one now."""
        for url in moved:
            if url != target:
                self._bury(url, f"it moved to {urls.shown(target)}")

    def _outcome(self, ticket: Ticket, moved: list[str]) -> Outcome | str:
        """What became of the URL, or where it redirects to; those that do for good are added to `moved`."""
        if reason := self._asker.rules(ticket.url).objection(ticket.url):
            return Outcome(State.BARRED, reason)
        kept = self._kept(ticket.url)
        response = self._asker.ask(self._request(ticket.url, kept))
        if response.status in REDIRECTS:
            moved += [ticket.url] * (response.status in _PERMANENT)
            return self._target(ticket, response)
        if response.status == 304 and kept:
            return self._same(ticket, response, kept)
        if response.status in (200, 203):
            return self._taken(ticket, response, kept)
        return self._missing(ticket.url, response.status)

    def _missing(self, url: str, status: int) -> Outcome:
        reason = f"the answer was {status}"
        if status not in _GONE:
            return Outcome(State.FAILED, reason)
        if self._around.store.is_gone(url):
            return Outcome(State.SKIPPED, f"{reason}, as before")
        return Outcome(State.GONE if self._bury(url, reason) else State.FAILED, reason)

    def _bury(self, url: str, reason: str) -> bool:
        """Mark a page as gone; False where none is kept."""
        try:
            return self._around.store.mark_gone(url, Gone(self._around.world.now(), reason))
        except (NotFound, PageDamaged):
            return False

    def _same(self, ticket: Ticket, response: Response, kept: Page) -> Outcome:
        found = _links(kept.body, kept.content_type, kept.charset, ticket.url)
        links = self._found(ticket, found, response)
        wishes = found.wishes | wishes_of_headers(response.robots_tags)
        if reason := wishes.objection(self._around.world.now()):
            return Outcome(State.GONE if self._bury(ticket.url, reason) else State.SKIPPED, reason, found=links)
        return Outcome(self._unchanged(kept), found=links)

    def _kept(self, url: str) -> Page | None:
        """The copy that the server is asked to compare with: one that is good, and not marked as gone."""
        try:
            return None if self._around.store.is_gone(url) else self._around.store.get(url)
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
        wishes = links.wishes | wishes_of_headers(response.robots_tags)
        if reason := wishes.objection(self._around.world.now()):
            gone = kept and self._bury(ticket.url, reason)
            return Outcome(State.GONE if gone else State.SKIPPED, reason, response.received, found)
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
        if kept and self._around.store.holds(page):
            return Outcome(self._unchanged(kept), bytes=response.received, found=found)
        if reason := self._around.judge(page, self._settings.languages):
            stays = f"; the copy of {kept.fetched_at:%Y-%m-%d} stays" if kept else ""
            return Outcome(State.SKIPPED, reason + stays, response.received, found)
        return Outcome(State.FETCHED, bytes=response.received, found=found, page=page)

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
        if reason := self._objection(target):
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
        return Found(url, self.site, depth, chain=chain, passed=passed or self._objection(url))

    def _objection(self, url: str) -> str:
        return traps.objection(url) or self._patterns.objection(url)


_HELD = "every link to it says nofollow"


def _links(body: bytes, content_type: str, charset: str, url: str) -> PageLinks:
    """Plain text has no links, and no wishes."""
    return page_links(decoded(body, charset), url) if content_type in _HTML else PageLinks(wishes=Wishes())
