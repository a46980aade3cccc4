"""The query language's tree: what a person asked, parsed, before analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from twitchsearch.model.articles import SectionKind, Span


class TextField(StrEnum):
    """The fields in which words are looked for."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"


class DateField(StrEnum):
    """Which date a date filter or a sort means; `UPDATED` is the first known of reviewed, modified, published."""

    UPDATED = "updated"
    REVIEWED = "reviewed"
    MODIFIED = "modified"
    PUBLISHED = "published"
    FETCHED = "fetched"


NO_SPAN = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; it may become several tokens, or none. `last` marks the unfinished last word of the text."""

    text: str
    span: Span = NO_SPAN
    last: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order with at most `slop` other words between them in all."""

    text: str
    slop: int = 0
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    text: str
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any word within `distance` edits (insert, delete, replace, swap of neighbours)."""

    text: str
    distance: int = 1
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Terms that count as one; each is a `Word` or a `Phrase`. Made from the vocabulary, never by the grammar.

    `weights` are what one occurrence of each counts; 1 where there are none.
    """

    members: tuple[Word | Phrase, ...]
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Sections that `child` does not match."""

    child: Query


@dataclass(frozen=True, slots=True)
class Required:
    """`+child`: must match, where words around it are optional."""

    child: Query


@dataclass(frozen=True, slots=True)
class Words:
    """A run of clauses side by side, as people type them.

    Plain words among them are optional, but enough must match (see `Matching`); `Required`, `Not`, phrases, fielded
    and filter clauses are strict.
    """

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """`a AND b`: every child matches."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`a OR b`: at least one child matches."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class InField:
    """`title:…`: the child looked for in this field alone."""

    field: TextField
    child: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """`child^2`: its score times `factor` (greater than 0, at most 100)."""

    child: Query
    factor: float


@dataclass(frozen=True, slots=True)
class KindIs:
    kind: SectionKind


@dataclass(frozen=True, slots=True)
class SiteIs:
    """A site, or a domain above it: `SiteIs("example.org")` matches "www.example.org" too."""

    site: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Both ends included; None is open. An article without that date does not match."""

    field: DateField
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every section: the empty query."""


QueryFilter: TypeAlias = KindIs | SiteIs | DateRange | Everything
Query: TypeAlias = (
    "Word | Phrase | Prefix | Fuzzy | Synonyms | Not | Required | Words | AllOf | AnyOf | InField | Boost | QueryFilter"
)
