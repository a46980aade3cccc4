"""Requests as a guest makes them: with rests between, tried again but not forever, and never where robots.txt bars."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from twitchsearch import urls
from twitchsearch.crawl import robots
from twitchsearch.crawl.fetch import Fetcher, Request, Response
from twitchsearch.crawl.robots import Rules
from twitchsearch.crawl.settings import CrawlSettings
from twitchsearch.crawl.world import World
from twitchsearch.errors import FetchError, FetchRefused

RETRIES = 2
LONGEST_WAIT = 300.0
"""Seconds a site may make us wait before the next try; one that asks for more is left for the next run."""
MOST_FAILURES = 5
"""Requests that fail one after the other before a site is left for the next run."""
REDIRECTS = frozenset((301, 302, 303, 307, 308))

_RULES_LAST = 86_400.0  # RFC 9309, section 2.4
_NOT_NOW = frozenset((408, 429, 500, 502, 503, 504))
_MOST_REDIRECTS = 5


class Stopped(Exception):  # passes between a lane and its requests, never out of a crawl
    """The crawl was told to stop."""


class Rest(Exception):  # like Stopped
    """The site is to be left alone for now; the text says why."""


class Asker:
    """Makes all requests to one site, one after the other. `abort` may come from any thread."""

    def __init__(self, settings: CrawlSettings, world: World, stop: threading.Event) -> None:
        self._settings = settings
        self._world = world
        self._stop = stop
        self._fetcher = Fetcher(settings, world)
        self._delay = settings.delay
        self._free_at = world.clock()
        self._rules: dict[str, tuple[float, Rules]] = {}
        self._failures = 0

    def abort(self) -> None:
        self._fetcher.abort()

    def close(self) -> None:
        self._fetcher.close()

    def ask(self, request: Request) -> Response:
        """The answer to `request`, tried up to three times. A redirect is an answer.

        Raises FetchError and FetchRefused; Stopped; Rest where the site asks for it or fails too often.
        """
        for attempt in range(RETRIES + 1):
            self._wait()
            answer = self._tried(request)
            match answer:
                case Response() if answer.status not in _NOT_NOW:
                    self._failures = 0
                    return answer
                case FetchError() if not answer.retryable:
                    raise answer
                case _:
                    self._be_patient(answer, attempt)
        return self._failed(answer)

    def follow(self, request: Request, objection: Callable[[str], str]) -> Response:
        """Like `ask`, through up to five redirects; `objection` says why a URL may not be asked for, or ""."""
        for _ in range(_MOST_REDIRECTS + 1):
            response = self.ask(request)
            if response.status not in REDIRECTS:
                return response
            request = Request(redirected(response), request.limit, cut=request.cut, types=request.types)
            if reason := objection(request.url):
                raise FetchRefused(f"redirects to {urls.shown(request.url)}: {reason}")
        raise FetchError(f"redirects more than {_MOST_REDIRECTS} times")

    def rules(self, url: str) -> Rules:
        """What the robots.txt for this URL says; asked for once a day."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        when, rules = self._rules.get(origin, (0.0, None))
        if rules is None or self._world.clock() - when > _RULES_LAST:
            rules = self._fetched_rules(origin)
            self._rules[origin] = (self._world.clock(), rules)
            self._delay = max(
                self._settings.delay, *(min(each.delay, robots.LONGEST_DELAY) for _, each in self._rules.values())
            )
        return rules

    def _fetched_rules(self, origin: str) -> Rules:
        try:
            request = Request(f"{origin}/robots.txt", robots.LARGEST, cut=True)
            response = self.follow(request, lambda _: "")
        except FetchError as error:
            return robots.unreachable(str(error))
        return robots.rules_for(response.status, response.body, cut=response.cut)

    def _tried(self, request: Request) -> Response | FetchError:
        try:
            return self._fetcher.get(request)
        except FetchError as error:
            if self._stop.is_set():
                raise Stopped from error
            return error
        finally:
            self._free_at = self._world.clock() + self._delay

    def _be_patient(self, answer: Response | FetchError, attempt: int) -> None:
        """After a failure the next try waits longer, as long as the site asks for, and not in step with others."""
        asked = (answer.retry_after or 0.0) if isinstance(answer, Response) else 0.0
        if asked > LONGEST_WAIT:
            wait = f"{asked:.0f} s" if math.isfinite(asked) else "longer than can be counted"
            raise Rest(f"the site asks to wait {wait}; run the same crawl again after that")
        backoff = 2.0**attempt * (0.5 + self._world.chance()) if attempt < RETRIES else 0.0
        self._free_at = max(self._free_at, self._world.clock() + max(asked, backoff))

    def _failed(self, answer: Response | FetchError) -> Response:
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise Rest(f"{MOST_FAILURES} requests failed one after the other; run the same crawl again later")
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def _wait(self) -> None:
        while (rest := self._free_at - self._world.clock()) > 0 and not self._stop.is_set():
            self._world.pause(rest, self._stop)
        if self._stop.is_set():
            raise Stopped


def redirected(response: Response) -> str:
    """Where a redirect leads. Raises FetchError where that is no web address."""
    try:
        return urls.normalise(response.location, response.url) if response.location.strip() else _nowhere()
    except ValueError as error:
        raise FetchError(f"redirects to what is no web address ({error})") from error


def _nowhere() -> str:
    raise ValueError("it names none")
