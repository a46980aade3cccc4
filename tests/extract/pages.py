"""Pages for the tests of extraction, and what an article says as a flat list of words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.extract import extract
from twitchsearch.model import Article, Page, Section

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
MADE = ROOT / "tests" / "data" / "pages"
SHARED = ROOT.parent / "shared" / "data"
_WORD = re.compile(r"[^\W_]+")


def page(body: str | bytes, url: str = "https://health.example/twitch", content_type: str = "text/html") -> Page:
    return Page(url, body.encode() if isinstance(body, str) else body, NOW, content_type=content_type)


def made(name: str) -> Page:
    """A page checked in by hand, named by what is wrong with it."""
    return page((MADE / name).read_bytes())


def article(body: str | bytes, url: str = "https://health.example/twitch") -> Article:
    return extract(page(body, url))


def body_of(inner: str, title: str = "Muscle twitches") -> Article:
    """The article of a plain page with this inside its main element."""
    return article(f"<html><body><main><h1>{title}</h1>{inner}</main></body></html>")


def paths(found: Article) -> list[tuple[str, ...]]:
    return [section.heading_path for section in found.sections]


def by_heading(found: Article, heading: str) -> Section:
    matching = [section for section in found.sections if section.heading == heading]
    assert len(matching) == 1, f"{heading!r} is the heading of {len(matching)} sections"
    return matching[0]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def said(found: Article) -> list[str]:
    """Every word of the article in its order: each heading where it first stands, each text."""
    listed: list[str] = []
    before: set[tuple[str, ...]] = set()
    for section in found.sections:
        for depth in range(1, len(section.heading_path) + 1):
            if (path := section.heading_path[:depth]) not in before:
                before.add(path)
                listed += words(path[-1])
        listed += words(section.text)
    return listed
