"""What a crawl is asked to do, and what it answers. Light: values only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from twitchsearch._version import __version__
from twitchsearch.errors import SettingsError

PRODUCT = "twitchsearch"
"""The name that site owners address in robots.txt and in robots meta tags."""

MEBIBYTE = 1 << 20
NAMED = 10_000
"""How many skipped and failed URLs a report names, each; more are counted."""

_PROXY = re.compile(r"http://([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:]+\]):([0-9]{1,5})/?")
_HEADER_TEXT = re.compile(r"[\x20-\x7e]{1,300}")


def check_user_agent(text: str) -> None:
    """Raises SettingsError for what cannot stand in a header."""
    if not _HEADER_TEXT.fullmatch(text):
        raise SettingsError("the user agent is 1 to 300 printable ASCII characters")


def check_proxy(url: str) -> None:
    """Raises SettingsError for what is no HTTP proxy; "" stands for none."""
    if url and not _PROXY.fullmatch(url):
        raise SettingsError("a proxy looks like http://proxy.example:3128")


def user_agent(contact: str = "") -> str:
    """How the crawler names itself: honestly, with the version, and with a URL or mail address where one is given."""
    return f"{PRODUCT}/{__version__} (+{contact})" if contact else f"{PRODUCT}/{__version__}"


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """One crawl: from `starts`, within their sites, at most `max_pages` pages and `max_depth` links away.

    `delay` is the least number of seconds between two requests to one site (robots.txt may ask for more); `timeout`
    how many seconds of silence a server may keep, `total_time` how long one response may take in all; `max_bytes` how
    large a page may be after decompression, `budget` how many bytes of bodies are fetched in all. `allow` and `deny`
    are as in `Patterns`; starts are visited whatever they say. `sitemap_urls` are read besides those that the sites
    name, where `sitemaps` says that any are; feeds serve as well. `languages` are those wanted ("en"), all where it is
    empty. With `revisit`, pages of an earlier crawl to which no link leads any more are asked for, too. `proxy` is the
    URL of an HTTP proxy, "" for none: the environment is not asked. The state of an unfinished crawl is kept in
    `state_folder`.

    Raises SettingsError for values that make no sense.
    """

    starts: tuple[str, ...]
    max_pages: int = field(default=200, kw_only=True)
    max_depth: int = field(default=3, kw_only=True)
    delay: float = field(default=1.0, kw_only=True)
    timeout: float = field(default=20.0, kw_only=True)
    total_time: float = field(default=120.0, kw_only=True)
    max_bytes: int = field(default=10 * MEBIBYTE, kw_only=True)
    private_addresses: bool = field(default=False, kw_only=True)
    sitemaps: bool = field(default=True, kw_only=True)
    budget: int = field(default=2048 * MEBIBYTE, kw_only=True)
    allow: tuple[str, ...] = field(default=(), kw_only=True)
    deny: tuple[str, ...] = field(default=(), kw_only=True)
    sitemap_urls: tuple[str, ...] = field(default=(), kw_only=True)
    languages: tuple[str, ...] = field(default=(), kw_only=True)
    revisit: bool = field(default=False, kw_only=True)
    proxy: str = field(default="", kw_only=True)
    user_agent: str = field(default_factory=user_agent, kw_only=True)
    state_folder: Path = field(kw_only=True)

    def __post_init__(self) -> None:
        if not self.starts:
            raise SettingsError("a crawl needs a URL to start from")
        if self.max_pages < 1 or self.max_depth < 0 or min(self.max_bytes, self.budget) < 1:
            raise SettingsError("a crawl needs at least one page, a depth from 0, and a size above 0")
        if not (0 <= self.delay <= 86_400 and 0 < self.timeout <= 3_600 and 0 < self.total_time <= 86_400):
            raise SettingsError("the delay of a crawl is 0 s to a day, its timeout above 0 s, to an hour")
        check_user_agent(self.user_agent)
        if bad := [each for each in (*self.allow, *self.deny) if not each.startswith(("/", "*"))]:
            raise SettingsError(f"the pattern {bad[0]!r} does not begin with / or *, as a path does")
        check_proxy(self.proxy)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A URL that gave no page, and why."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What became of a crawl, over all its interruptions.

    `fetched` pages are new or changed, `unchanged` ones stayed as they were on disk, `gone` ones were kept before and
    are no longer offered. `skipped` were not wanted or not allowed, `failed` could not be had; all by URL, at most
    `NAMED` each, `unnamed` more are counted only. `left` URLs
    are known and waiting: with `rested` empty, because a limit was reached; else `rested` says which sites asked for a
    rest or stopped answering, and the next run goes on with them. `bytes` were received as page bodies.
    """

    fetched: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Skipped, ...] = ()
    left: int = 0
    bytes: int = 0
    unnamed: int = 0
    rested: tuple[Skipped, ...] = ()
    gone: tuple[Skipped, ...] = ()
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a crawl would do: URLs `wanted` in its order, those `skipped` with the reason; `left` more are beyond its
    limits. Pages that are linked alone are not known before the pages are fetched that link them."""

    wanted: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    left: int = 0
