"""Pages of a made-up site, for tests of the way from corpus to index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from twitchsearch.model import Page

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def url(name: str) -> str:
    return f"https://health.example/{name}"


def page(name: str, words: str, *, canonical: str = "", days: int = 0) -> Page:
    """A page whose one section of causes says `words`; `canonical` names the page that it is a copy of."""
    link = f'<link rel="canonical" href="{url(canonical)}">' if canonical else ""
    body = (
        f"<!doctype html><html lang=en><head><title>About {name}</title>{link}</head><body><article>"
        f"<h1>About {name}</h1><p>This article is about {name}, and it says so in a sentence of some length.</p>"
        f"<h2>Causes</h2><p>The cause, as far as anybody knows, is {words}. It passes, as most such things do.</p>"
        f"</article></body></html>"
    )
    return Page(url(name), body.encode(), EPOCH + timedelta(days=days), source="folder")
