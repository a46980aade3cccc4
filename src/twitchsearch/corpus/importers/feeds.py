"""Feeds that carry the full text of their articles: RSS, Atom and JSON Feed. Runs in the child that reads archives."""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from twitchsearch.corpus.importers.captured import Captured, Message, Reached, Refused
from twitchsearch.corpus.importers.records import article_of, html_of
from twitchsearch.corpus.importers.xml import read_xml
from twitchsearch.files import read_bounded

_LARGEST = 128 * 1024 * 1024
_MOST_ITEMS = 50_000
_FEW = 60
"""Words below which a text is a summary, unless the feed says that it is the content."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
_DATES = {"pubDate": "published", "published": "published", "updated": "modified", "date": "published"}
_TEXTS = {"encoded": "content", "content": "content", "description": "summary", "summary": "summary"}


def feed_records(path: Path, start: int) -> Iterator[Message]:
    """The items in the feed's order. Raises ValueError where it is no feed."""
    document = read_bounded(path, _LARGEST)
    items = _of_json(document) if document.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else _of_xml(document)
    for number, item in enumerate(items[:_MOST_ITEMS]):
        if number >= start:
            yield Reached(number)
            yield _message(item, f"{path}, item {number + 1}")


def _message(item: dict[str, str], place: str) -> Message:
    text = item.get("content") or (item.get("summary", "") if _words(item.get("summary", "")) >= _FEW else "")
    if not item.get("url"):
        return Refused(place, "it has no link")
    if not text.strip():
        return Refused(place, "the feed gives no more than a summary of it; crawl the feed instead")
    try:
        article = article_of({**item, "html": text}, f"{item['url']}/")
        body = html_of(article, item["url"])
    except ValueError as error:
        return Refused(place, str(error))
    return Captured(place, body, item["url"], charset="utf-8")


def _words(text: str) -> int:
    return len(_TAG.sub(" ", text).split())


class _Items:
    """Collects the items of RSS and Atom: the text of their elements, and markup that Atom has in the open."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self._key = ""
        self._text: list[str] = []
        self._depth = 0

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        name = path[-1]
        if self._key:
            self._text.append(f"<{name}{_attributes(attributes)}>" if len(path) > self._depth + self._wrapped else "")
        elif name in ("item", "entry"):
            self.items.append({})
        elif self.items and path[-2:-1] in (["item"], ["entry"]):
            self._begin(name, len(path), attributes)

    def _begin(self, name: str, depth: int, attributes: dict[str, str]) -> None:
        item = self.items[-1]
        if name == "link" and attributes.get("href"):
            if attributes.get("rel", "alternate") == "alternate":
                item.setdefault("url", attributes["href"])
        elif name in _TEXTS or name in _DATES or name in ("title", "link"):
            self._key, self._depth, self._text = name, depth, []
            self._wrapped = int(attributes.get("type") == "xhtml")

    def text(self, text: str) -> None:
        if self._key:
            self._text.append(escape(text, quote=False) if self._wrapped else text)

    def end(self, path: list[str]) -> None:
        if not self._key:
            return
        if len(path) > self._depth:
            self._text.append(f"</{path[-1]}>" if len(path) > self._depth + self._wrapped else "")
            return
        self._keep(self._key, "".join(self._text).strip())
        self._key = ""

    def _keep(self, name: str, text: str) -> None:
        item = self.items[-1]
        if name in _DATES:
            if day := _day(text):
                item.setdefault(_DATES[name], day)
        elif text:
            item.setdefault({"link": "url", "title": "title"}.get(name) or _TEXTS[name], text)

    _wrapped = 0


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _of_xml(document: bytes) -> list[dict[str, str]]:
    found = _Items()
    read_xml(document, start=found.start, end=found.end, text=found.text)
    return found.items


def _of_json(document: bytes) -> list[dict[str, str]]:
    try:
        feed = json.loads(document.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON that can be read") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ValueError("it is no feed: it has no list of items")
    return [_json_item(item) for item in items if isinstance(item, dict)]


def _json_item(item: dict[str, Any]) -> dict[str, str]:
    def text(key: str) -> str:
        value = item.get(key)
        return value if isinstance(value, str) else ""

    plain = "".join(f"<p>{escape(part)}</p>" for part in text("content_text").split("\n\n") if part.strip())
    found = {
        "url": text("url") or text("external_url"),
        "title": text("title"),
        "content": text("content_html") or plain,
        "published": _day(text("date_published")),
        "modified": _day(text("date_modified")),
    }
    return {key: value for key, value in found.items() if value}


def _day(text: str) -> str:
    """The day of a date as feeds write it, or ""."""
    try:
        return datetime.fromisoformat(text.strip()).date().isoformat()
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(text).astimezone(UTC).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
