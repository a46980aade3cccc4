"""Which URL a saved page says it had. Looks at the head alone, with the standard library's parser."""

from __future__ import annotations

import codecs
import contextlib
import re
from html.parser import HTMLParser
from typing import NamedTuple

_HEAD = 256 * 1024
_SAVED_FROM = re.compile(r"\s*saved from url=\(\d{4,6}\)\s*(\S+)\s*")
_SINGLE_FILE = re.compile(r"\s*Page saved with SingleFile\s+url:\s*(\S+)")
_TAG = re.compile(rb"<(link|meta|base|body|!--)", re.IGNORECASE)


class Claims(NamedTuple):
    """URLs as the page has them, "" where it has none.

    `saved_from` was written by what saved the page, the others by its author.
    """

    saved_from: str = ""
    canonical: str = ""
    og_url: str = ""
    base: str = ""


def claims(body: bytes) -> Claims:
    """What the head of a saved page says about its URL; never raises for what it holds."""
    head = body[:_HEAD]
    if not _TAG.search(head) and b"\0" not in head:
        return Claims()
    text = head.decode("utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8", "replace")
    parser = _Head()
    with contextlib.suppress(_EndOfHeadError, AssertionError):  # it asserts that some broken declarations do not occur
        parser.feed(text)
    return Claims(*(parser.found.get(name, "") for name in Claims._fields))


class _EndOfHeadError(Exception):
    pass


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_comment(self, data: str) -> None:
        found = _SAVED_FROM.fullmatch(data) or _SINGLE_FILE.match(data)
        if found:
            self.found.setdefault("saved_from", found[1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}
        match tag:
            case "body":
                raise _EndOfHeadError
            case "base":
                self._keep("base", values.get("href", ""))
            case "link" if "canonical" in values.get("rel", "").lower().split():
                self._keep("canonical", values.get("href", ""))
            case "meta" if values.get("property", values.get("name", "")).lower() == "og:url":
                self._keep("og_url", values.get("content", ""))
            case _:
                pass

    def _keep(self, name: str, url: str) -> None:
        if url.strip():
            self.found.setdefault(name, url.strip())
