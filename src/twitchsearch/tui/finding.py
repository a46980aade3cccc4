"""What stands where in one article: its contents, places of words in it, a section quoted with its source. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from twitchsearch.model import Article, ArticleFacts, Section, Span
from twitchsearch.text import guard
from twitchsearch.tui import paint
from twitchsearch.tui.document import Document
from twitchsearch.tui.paint import Ink

if TYPE_CHECKING:
    from twitchsearch.search.marks import Marks

MOST = 10_000
"""Places that are marked at most."""


def found(article: Article, words: str) -> Marks:
    """Where `words` stand in an article as they are, whatever the case."""
    from twitchsearch.search.marks import Marks, SectionMarks

    pattern = re.compile(re.escape(words.strip()), re.IGNORECASE)
    left = MOST

    def places(text: str) -> tuple[Span, ...]:
        nonlocal left
        spans = []
        for match in pattern.finditer(text):
            if not left:
                break
            left -= 1
            spans.append(Span(*match.span()))
        return tuple(spans)

    title = places(article.facts.title)
    sections = [SectionMarks(tuple(map(places, each.heading_path)), places(each.text)) for each in article.sections]
    return Marks(title, tuple(sections))


def outline_line(document: Document, place: int) -> Content:
    """A section of the article's contents: its heading below those above it, its kind, how many matches it has."""
    section = document.article.sections[place]
    heading = section.heading or document.article.facts.title
    indent = "  " * max(0, len(section.heading_path) - 1)
    matches = document.matches_in(place)
    return Content.assemble(
        indent,
        guard(heading),
        (f"  {paint.kind_name(section)}", Ink.PATH),
        (f"  {matches}", Ink.MARK) if matches else "",
    )


def citation(facts: ArticleFacts) -> str:
    """An article in a line: authors, title, site, the date known best, address, when it was fetched."""
    authors = ", ".join(facts.authors[:3])
    updated = facts.updated
    parts = [authors, f"“{facts.title}”" if facts.title else "", facts.site, f"{updated}" if updated else ""]
    said = ". ".join(part for part in parts if part)
    return guard(f"{said}. {facts.url} (fetched {facts.fetched_at:%Y-%m-%d})")


def quotation(section: Section, facts: ArticleFacts) -> str:
    """A section's text, its headings above it and its source below."""
    path = " > ".join(section.heading_path)
    text = "\n".join(guard(line) for line in section.text.split("\n"))
    return "\n\n".join(part for part in (guard(path), text, f"— {citation(facts)}") if part) + "\n"
