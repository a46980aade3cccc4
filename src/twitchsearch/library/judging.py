"""Whether a fetched page is an article: what a crawl asks before it keeps one.

The page is read by an extraction process, as a hostile page may end or stall that; its verdict is then a matter of
counting words, and of a few marks that log-ins, consent walls and lists bear.
"""

from __future__ import annotations

import contextlib
import re
import threading
from html import unescape
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from twitchsearch.extract.frames import page_head, read_frame, write_frame
from twitchsearch.library.languages import language_of
from twitchsearch.model import Article, Page
from twitchsearch.model.records import article_from
from twitchsearch.processes import Child, running
from twitchsearch.text import clean

FEWEST_WORDS = 40
"""Words below which a page is nearly empty."""
SHORT = 200
"""Words below which a page that bears the marks of something else is taken to be that."""
BARE = 70
"""Words below which a page where a password can be typed is a log-in whatever its title; news have corners, too."""

_LIST_LINES, _LIST_SHARE = 8, 0.4
_SECONDS = 20.0
_START_SECONDS = 60.0
_PASSWORD = re.compile(rb"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_LOG_IN = re.compile(r"(?i)\b(log|sign)[ -]?(in|on|up)\b|\b(register|password|account|members? only)\b")
_CONSENT = re.compile(
    r"(?i)\b(accept (all )?(the )?cookies|cookie (consent|settings|preferences)|we value your privacy"
    r"|before you continue|manage (your )?(consent|choices|preferences)|consent to (the|our) use"
    r"|verify (that )?you are (a )?human)\b"
)
_NOT_THERE = re.compile(r"(?i)\b(404|page not found|not found|no longer (available|exists)|page does ?n[o']t exist)\b")
_ANCHOR = re.compile(r"<a\b[^<>]{0,2000}>([^<>]{1,300})</a>", re.IGNORECASE)
_SEARCH_KEYS = frozenset(("q", "query", "s", "search", "searchterm", "keywords"))


class Judge:
    """Says why a page is no article in a wanted language, or "". Use it as a context manager; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._end()

    def __call__(self, page: Page, languages: tuple[str, ...]) -> str:
        if reason := _by_address(page.url):
            return reason
        with self._lock:
            found = self._read(page)
        return found if isinstance(found, str) else verdict(page, found, languages)

    def _read(self, page: Page) -> Article | str:
        """The page's article, or why it has none."""
        reader = self._started()
        answer = None
        with contextlib.suppress(OSError), _Alarm(reader, _SECONDS):
            write_frame(reader.inlet, page_head(page) | {"seconds": _SECONDS * 2}, page.body)
            answer = read_frame(reader.outlet)
        if answer is None:
            self._end()
            return "no article could be read from it: the reader ended or took too long"
        return _article(answer[0])

    def _started(self) -> Child:
        if self._reader is None:
            self._reader = Child(running("twitchsearch.extract.worker"))
            with _Alarm(self._reader, _START_SECONDS):
                read_frame(self._reader.outlet)  # it is ready, or it is gone: then the page says so
        return self._reader

    def _end(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


class _Alarm:
    """Ends a child that is not done in time."""

    def __init__(self, child: Child, seconds: float) -> None:
        self._timer = threading.Timer(seconds, child.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def verdict(page: Page, article: Article, languages: tuple[str, ...]) -> str:
    """Why the article that was read from this page is none to keep, or ""."""
    text = "\n".join(section.text for section in article.sections)
    words = len(text.split())
    if words < SHORT:
        if _PASSWORD.search(page.body) and (words < BARE or _LOG_IN.search(article.facts.title)):
            return "it is a log-in"
        if _CONSENT.search(text) or _CONSENT.search(article.facts.title):
            return "it asks for consent and shows nothing else"
        if _NOT_THERE.search(article.facts.title):
            return "it says that there is no such page"
    if words < FEWEST_WORDS:
        return f"it is nearly empty ({words} words)"
    if _is_list(page, article):
        return "it is a list of links"
    return _foreign(article, text, languages)


def _by_address(url: str) -> str:
    parts = urlsplit(url)
    keys = {key.lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=1_000)}
    searched = keys & _SEARCH_KEYS or parts.path.rstrip("/").lower().endswith("/search")
    return "it is a search" if searched else ""


def _is_list(page: Page, article: Article) -> bool:
    """Whether many of its lines and headings are, word for word, the texts of its links."""
    links = {clean(unescape(text)) for text in _ANCHOR.findall(page.body.decode("utf-8", "replace"))}
    lines = [line for section in article.sections for line in (section.heading, *section.text.split("\n")) if line]
    linked = sum(line in links for line in lines)
    return linked >= _LIST_LINES and linked >= _LIST_SHARE * len(lines)


def _foreign(article: Article, text: str, languages: tuple[str, ...]) -> str:
    if not languages:
        return ""
    wanted = {each.lower().partition("-")[0] for each in languages}
    found = article.facts.language.lower().partition("-")[0] or language_of(text)
    return f"it is in another language ({found})" if found and found not in wanted else ""


def _article(answer: dict[str, Any]) -> Article | str:
    if "article" not in answer:
        return str(answer.get("reason", "no article was found in it"))
    return article_from(answer["article"])
