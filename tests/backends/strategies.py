"""Articles and requests, written by hand or drawn by hypothesis, that every backend is tried on."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from twitchsearch.model import Article, ArticleFacts, Section, SectionKind

FETCHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SectionText = tuple[str, tuple[str, ...]] | tuple[str, tuple[str, ...], SectionKind] | str


def digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:count]


def an_article(
    name: str,
    *sections: SectionText,
    title: str = "",
    site: str = "example.org",
    published: date | None = None,
    modified: date | None = None,
    fetched_at: datetime = FETCHED,
) -> Article:
    """An article at `https://<site>/<name>`; a section is its text, or text and heading path, or those and a kind."""
    url = f"https://{site}/{name}"
    article_id = digits(url, 16)
    made = []
    for ordinal, each in enumerate(sections):
        text, path, kind = ((each, ()) if isinstance(each, str) else each) + (SectionKind.OTHER,) * (
            isinstance(each, str) or len(each) == 2
        )
        made.append(Section(f"{article_id}-{digits(f'{ordinal}', 8)}", ordinal, kind, text, path))
    facts = ArticleFacts(article_id, url, title, site, fetched_at, published=published, modified=modified)
    return Article(facts, tuple(made))
