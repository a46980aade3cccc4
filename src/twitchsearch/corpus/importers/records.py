"""Articles as records (a title, dates, headed sections) made into plain HTML, which is how they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any
from urllib.parse import unquote

from twitchsearch.text import clean, clean_lines, shorten

_DATES = {
    "published": '<meta property="article:published_time" content="{}">',
    "modified": '<meta property="article:modified_time" content="{}">',
    "reviewed": '<meta itemprop="lastReviewed" name="lastReviewed" content="{}">',
}
_DOCUMENT = re.compile(r"\s*(<!--.*?-->\s*)?<(!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HAS_TITLE = re.compile(r"<h1\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n\s*")
_SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_UNTELLING = frozenset({"index", "default", "home", "page", "article", "articles", "view", "show", "node"})
_TITLE_WORDS = 10


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What a record says, checked and cleaned. `html` is "" where there are sections instead."""

    title: str
    dates: tuple[tuple[str, str], ...]
    html: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def article_of(record: dict[str, Any], url: str) -> ArticleRecord:
    """The article in a record; keys besides title, published, modified, reviewed, html and sections are ignored.

    Where it has no title, the last part of the URL is one, or the first words. Raises ValueError, with the reason.
    """
    html = _text(record, "html", "html")
    sections = () if html.strip() else tuple(_sections(record.get("sections")))
    if not html.strip() and not any(paragraphs for _, paragraphs in sections):
        raise ValueError("it has neither html nor sections with text")
    dates = tuple((name, day) for name in _DATES if (day := _day(record, name)))
    title = clean(_text(record, "title", "title"))
    return ArticleRecord(title or _title_of(url, sections), dates, html, sections)


def html_of(article: ArticleRecord, url: str) -> bytes:
    """The article as a page of its own at `url`, in UTF-8. HTML that is a whole document already stays as it is."""
    if _DOCUMENT.match(article.html):
        return _bytes(article.html)
    head = [
        "<!DOCTYPE html>",
        "<html><head>",
        '<meta charset="utf-8">',
        f"<title>{escape(article.title)}</title>",
        f'<link rel="canonical" href="{escape(url)}">',
        *(_DATES[name].format(escape(day)) for name, day in article.dates),
        "</head><body><main><article>",
    ]
    if not _HAS_TITLE.search(article.html):
        head.append(f"<h1>{escape(article.title)}</h1>")
    body = [article.html] if article.html else _section_lines(article)
    return _bytes("\n".join([*head, *body, "</article></main></body></html>", ""]))


def _section_lines(article: ArticleRecord) -> list[str]:
    lines: list[str] = []
    for heading, paragraphs in article.sections:
        if heading:
            lines.append(f"<h2>{escape(heading)}</h2>")
        lines += (f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return lines


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # JSON can spell half a surrogate pair, UTF-8 cannot


def _text(record: dict[str, Any], key: str, place: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{place} is not a text")
    return value or ""


def _sections(value: Any) -> list[tuple[str, tuple[str, ...]]]:
    if value is not None and not isinstance(value, list):
        raise ValueError("sections is not a list")
    return [_section(section, f"sections[{number}]") for number, section in enumerate(value or [])]


def _section(section: Any, place: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(section, dict):
        raise ValueError(f"{place} is not an object")
    heading = clean(_text(section, "heading", f"{place}.heading"))
    return heading, _paragraphs(_text(section, "text", f"{place}.text"))


def _paragraphs(text: str) -> tuple[str, ...]:
    """Divided by blank lines; where there are none, by lines."""
    parts = _PARAGRAPHS.split(text.strip())
    if len(parts) == 1:
        parts = clean_lines(text).split("\n")
    return tuple(paragraph for part in parts if (paragraph := clean(part)))


def _day(record: dict[str, Any], key: str) -> str:
    """The day of an ISO date or time, "" where there is none."""
    text = _text(record, key, key).strip()
    if not text:
        return ""
    try:
        return (date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()).isoformat()
    except ValueError as error:
        raise ValueError(f"{key} is not a date such as 2026-11-22: {shorten(text, 40)}") from error


def _title_of(url: str, sections: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    path = url.split("/", 3)[3].partition("?")[0]
    last = clean(re.sub(r"[-_+\s]+", " ", _SUFFIX.sub("", unquote(path.rstrip("/").rpartition("/")[2]))))
    if sum(map(str.isalpha, last)) >= 3 and last.lower() not in _UNTELLING:
        return last[0].upper() + last[1:]
    words = next((paragraphs[0] for _, paragraphs in sections if paragraphs), "").split(" ")
    return " ".join(words[:_TITLE_WORDS]) or url.split("/")[2]
