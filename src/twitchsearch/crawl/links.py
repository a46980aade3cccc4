"""Where a page leads, and what it asks of robots: links, canonical URL, robots meta tags.

Tags are read as the HTML standard's tokeniser reads them, forward only: work grows with the length of the page and
with nothing else. (The standard library's parser took 39 s for 60 KB of "<a <a <a …".)
"""

from __future__ import annotations

import codecs
import contextlib
import email.utils
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import webencodings

from twitchsearch import urls
from twitchsearch.crawl.settings import PRODUCT

MOST_LINKS = 5_000
"""Different links of one page that are taken."""
MOST_TAGS = 20_000
"""Tags of one page that are looked at."""

_MOST_ATTRIBUTES = 200
_TAG = re.compile(r"<(?:(!--)|(/?)([A-Za-z][^\s/>]*))")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=]+|=[^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?")
_OPEN_QUOTE = re.compile(r"\s*=\s*[\"']")
_TO_END = re.compile(r"[\s/]*>")
_COMMENT_END = re.compile(r"--!?>")
# What stands in these is text, whatever it looks like.
_RAW = {
    name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}
_WANTED = frozenset(("a", "area", "base", "link", "meta"))
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_AGENT = re.compile(r"\s*([A-Za-z0-9_-]+)\s*:\s*(.*)", re.DOTALL)
_UNTIL = re.compile(r"unavailable_after\s*:\s*((?:[A-Za-z]{3,9},\s*)?[A-Za-z0-9:+. -]{4,60})", re.IGNORECASE)
_NOT_AGENTS = frozenset(("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"))

Tag = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a site asks for one page: not to be found (from a time on), not to be copied, not to have links followed.

    `unavailable_after` is as it was written, "" where nothing was.
    """

    noindex: bool = False
    nofollow: bool = False
    noarchive: bool = False
    unavailable_after: str = ""

    def __or__(self, other: Wishes) -> Wishes:
        return Wishes(
            self.noindex or other.noindex,
            self.nofollow or other.nofollow,
            self.noarchive or other.noarchive,
            self.unavailable_after or other.unavailable_after,
        )

    def objection(self, now: datetime) -> str:
        """Why the page is not to be kept, or "". A corpus is a copy that is searched, so both wishes bar it."""
        if self.noindex:
            return "it asks not to be indexed"
        if self.noarchive:
            return "it asks that no copy is kept"
        until = _moment(self.unavailable_after)
        return f"it asks not to be shown after {self.unavailable_after[:40]}" if until and until < now else ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Links of a page to its own site: normalised, each once, in order. `nofollow` are those not to be followed.

    `canonical` is the URL that the page names as its own, "" where it names none on its site.
    """

    links: tuple[str, ...] = ()
    nofollow: tuple[str, ...] = ()
    canonical: str = ""
    wishes: Wishes = Wishes()


def site_key(url: str) -> str:
    """What two URLs of one site have in common: the host without "www.", with its port. Raises ValueError."""
    host = urls.host(url)
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def page_links(text: str, url: str) -> PageLinks:
    """The links of the page at `url` whose HTML is `text`. Any text is a page; what is no URL is no link."""
    return _Reader(url).read(text)


def decoded(body: bytes, declared: str) -> str:
    """The text of a page, well enough to find links: byte order mark, declared charset, meta tag, else UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    found = _META_CHARSET.search(body[:1024])
    encoding = webencodings.lookup(declared) or (found and webencodings.lookup(found[1].decode("ascii")))
    text: str = webencodings.decode(body, encoding or webencodings.UTF8, "replace")[0]
    return text


def wishes_of_headers(values: Iterable[str]) -> Wishes:
    """What X-Robots-Tag headers ask of us or of all robots; each may name the robot that it is for."""
    wishes = Wishes()
    for value in values:
        agent = ""
        for part in value.split(","):
            found = _AGENT.match(part)
            if found and found[1].lower() not in _NOT_AGENTS:
                agent, part = found[1].lower(), found[2]  # noqa: PLW2901  # the directive after the robot's name
            if agent in ("", PRODUCT, "*"):
                wishes |= _wishes(part)
        if (found := _UNTIL.search(value)) and agent in ("", PRODUCT, "*"):
            wishes |= Wishes(unavailable_after=found[1].strip())
    return wishes


def _wishes(content: str) -> Wishes:
    words = {word.strip().lower() for word in content.split(",")}
    until = _UNTIL.search(content)
    return Wishes(
        "noindex" in words or "none" in words,
        "nofollow" in words or "none" in words,
        "noarchive" in words,
        until[1].strip() if until else "",
    )


def _moment(text: str) -> datetime | None:
    """A date as site owners write it: ISO 8601, or as mails and headers have it."""
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            moment = read(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


class _Reader:
    """Collects what `page_links` promises."""

    def __init__(self, url: str) -> None:
        self._url = self._base = url
        self._site = site_key(url)
        self._links: dict[str, bool] = {}
        self._canonical = ""
        self._wishes = Wishes()
        self._based = False

    def read(self, text: str) -> PageLinks:
        for name, attributes in islice(_tags(text), MOST_TAGS):
            match name:
                case "meta":
                    self._meta(attributes)
                case "base" if not self._based and "href" in attributes:
                    self._based = True
                    self._base = self._absolute(attributes["href"]) or self._url
                case "link" if "canonical" in _words(attributes.get("rel", "")) and not self._canonical:
                    self._canonical = self._own(attributes.get("href", ""))
                case "a" | "area":
                    self._link(attributes)
                case _:
                    pass
            if len(self._links) >= MOST_LINKS:
                break
        followed = () if self._wishes.nofollow else tuple(url for url, follow in self._links.items() if follow)
        held = tuple(url for url, follow in self._links.items() if self._wishes.nofollow or not follow)
        return PageLinks(followed, held, self._canonical, self._wishes)

    def _meta(self, attributes: dict[str, str]) -> None:
        if attributes.get("name", "").strip().lower() in ("robots", PRODUCT):
            self._wishes |= _wishes(attributes.get("content", ""))

    def _link(self, attributes: dict[str, str]) -> None:
        url = self._own(attributes.get("href", ""))
        if url and url != self._url:
            follow = "nofollow" not in _words(attributes.get("rel", ""))
            self._links[url] = self._links.get(url, False) or follow

    def _own(self, reference: str) -> str:
        """The normalised URL, or "" where it is none or leads to another site."""
        url = self._absolute(reference) if reference.strip() else ""
        return url if url and site_key(url) == self._site else ""

    def _absolute(self, reference: str) -> str:
        try:
            return urls.normalise(reference, self._base)
        except ValueError:
            return ""


def _words(text: str) -> list[str]:
    return text.lower().split()


def _tags(text: str) -> Iterator[Tag]:
    """Start tags that matter, in order. What is never closed swallows the rest, as it does in a browser."""
    place = 0
    while found := _TAG.search(text, place):
        place = found.end()
        name = (found[3] or "").lower()
        if found[1]:
            end = _COMMENT_END.search(text, place - 2)
        else:
            attributes, place = _attributes(text, place, wanted=name in _WANTED and not found[2])
            if place < 0:
                return
            if name in _WANTED and not found[2]:
                yield name, attributes
            if found[2] or name not in _RAW:
                continue
            end = _RAW[name].search(text, place)
        if end is None:
            return
        place = end.end() if found[1] else end.start()


def _attributes(text: str, place: int, *, wanted: bool) -> tuple[dict[str, str], int]:
    """The attributes of a tag, the first of each name, and where the tag ends; -1 where it never does."""
    attributes: dict[str, str] = {}
    while not (end := _TO_END.match(text, place)):
        found = _ATTRIBUTE.match(text, place)
        if not found or (found.lastindex == 1 and _OPEN_QUOTE.match(text, found.end())):
            return {}, -1
        place = found.end()
        name = found[1].lower()
        if wanted and name not in attributes and len(attributes) < _MOST_ATTRIBUTES:
            attributes[name] = html.unescape(next((each for each in found.groups()[1:] if each is not None), ""))
    return attributes, end.end()
