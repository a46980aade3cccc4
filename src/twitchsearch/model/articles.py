"""What is kept and what is searched: pages, articles, sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched or imported document, its bytes as they came.

    `url` is normalised and is the page's identity in the corpus; `final_url` is where redirects ended. `status` is the
    HTTP status (200 for an import). `charset` is what the transport declared, or "" where it declared none.
    `source` says how it came in: "crawl", "folder", "jsonl", "text", ….
    """

    url: str
    body: bytes
    fetched_at: datetime
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    status: int = 200
    content_type: str = "text/html"
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `[start, end)` of the text it goes with."""

    start: int
    end: int


class SectionKind(StrEnum):
    """What a section is about; `OTHER` where that is not known well enough to say."""

    OVERVIEW = "overview"
    CAUSES = "causes"
    SYMPTOMS = "symptoms"
    DIAGNOSIS = "diagnosis"
    REMEDIES = "remedies"
    PREVENTION = "prevention"
    WARNING = "warning"
    OUTLOOK = "outlook"
    OTHER = "other"


class KindSource(StrEnum):
    """Where a section's kind was read: its own heading, a heading above it, its text, or nowhere."""

    HEADING = "heading"
    INHERITED = "inherited"
    TEXT = "text"
    NONE = "none"


class Urgency(StrEnum):
    """How urgent the words of a warning sign say it is."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SEE_A_DOCTOR = "see a doctor"


@dataclass(frozen=True, slots=True)
class Sign:
    """One warning sign of a section of kind `WARNING`, as the article words it."""

    text: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article under one heading: the unit that is indexed and found.

    `heading_path` runs from the outermost heading below the article's title to the section's own (empty for text before
    the first heading). `anchor` is a URL fragment without "#" that leads to the place, or "". `text` has paragraphs
    divided by one newline. `kind_weights` are pairs of kind and weight in (0, 1], best first. `added` are the ranges of
    `text`, in order, that do not stand in the page at that place: a table's header before each cell, an answer that the
    page gives to machines only (then all of it, and the heading too).
    """

    id: str
    ordinal: int
    kind: SectionKind
    text: str
    heading_path: tuple[str, ...] = ()
    anchor: str = ""
    kind_source: KindSource = KindSource.NONE
    kind_weights: tuple[tuple[SectionKind, float], ...] = ()
    signs: tuple[Sign, ...] = ()
    added: tuple[Span, ...] = ()

    @property
    def heading(self) -> str:
        return self.heading_path[-1] if self.heading_path else ""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known of an article besides its sections; stands once per article in an index.

    `group` is the id of the article that stands for it and all its near-copies (its own, where that is the one), or ""
    where it has none. `likeness` are 64 bits in hexadecimal by which near-copies are known, or "".
    """

    id: str
    url: str
    title: str
    site: str
    fetched_at: datetime
    aliases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    published: date | None = None
    modified: date | None = None
    reviewed: date | None = None
    source: str = ""
    group: str = ""
    likeness: str = ""

    @property
    def counts_as(self) -> str:
        """The id under which it and its near-copies count once: equal for all of them."""
        return self.group or self.id

    @property
    def updated(self) -> date | None:
        """The first known of reviewed, modified and published."""
        return self.reviewed or self.modified or self.published


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its facts, and its sections in the order of the page (ordinals 0, 1, 2, …)."""

    facts: ArticleFacts
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        return self.facts.id
