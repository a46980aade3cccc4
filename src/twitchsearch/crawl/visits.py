"""What passes between the queue of a crawl and those who visit: what was found, what is visited now, how that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from twitchsearch.crawl.settings import Skipped
from twitchsearch.model import Page


class State(StrEnum):
    """What became of a URL. `BARRED` and `PASSED` were never asked for: by robots.txt, or not worth it when found."""

    WAITING = "waiting"
    TAKEN = "taken"
    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    REDIRECTED = "redirected"
    SKIPPED = "skipped"
    BARRED = "barred"
    PASSED = "passed"
    FAILED = "failed"
    GONE = "gone"


class Rank(StrEnum):
    """Of two URLs equally far from the start, the one that a page links comes before one that a sitemap lists, and
    that before one that is known from an earlier crawl alone."""

    LINK = "0"
    SITEMAP = "1"
    KNOWN = "2"


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that was found, `depth` links from a start; with `passed`, why it will not be asked for."""

    url: str
    site: str
    depth: int
    rank: Rank = Rank.LINK
    chain: int = 0
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A URL to be visited now. `trail` are the URLs that redirected to it, first to last."""

    url: str
    site: str
    depth: int
    chain: int = 0
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit ended, and what was found on the page. `page` is one that is to be kept."""

    state: State
    reason: str = ""
    bytes: int = 0
    found: Sequence[Found] = ()
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is visited at most: pages, and bytes of bodies."""

    pages: int
    bytes: float = inf


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the whole crawl, and names in order of finding."""

    counts: dict[State, int]
    bytes: int
    skipped: tuple[Skipped, ...]
    failed: tuple[Skipped, ...]
    gone: tuple[Skipped, ...]
    forgotten: int
