"""One search: a query with all that decides what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from twitchsearch.model.articles import SectionKind
from twitchsearch.model.queries import DateField, Query, TextField


class Matching(StrEnum):
    """How many of the plain words must match: enough of them, all, or any."""

    ENOUGH = "enough"
    ALL = "all"
    ANY = "any"


class Grouping(StrEnum):
    """`SECTION`: every section is a hit. `ARTICLE`: the best section of each article, counting the others."""

    SECTION = "section"
    ARTICLE = "article"


class Sort(StrEnum):
    """`BEST` by score; `NEWEST` by the date filter's date, unknown dates last, then by score."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are limited to; empty sets and None limit nothing. Dates include both ends."""

    kinds: frozenset[SectionKind] = frozenset()
    sites: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    date_field: DateField = DateField.UPDATED


@dataclass(frozen=True, slots=True)
class Window:
    """Which hits of the ranking are returned: `limit` of them from `offset` on."""

    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """BM25F's parameters of one field: `weight` of its frequencies, `b` of its length's normalisation."""

    weight: float
    b: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The parameters of the score (see `search.ranking` for the formula)."""

    k1: float = 1.2
    title: FieldWeight = FieldWeight(2.0, 0.75)
    heading: FieldWeight = FieldWeight(2.0, 0.75)
    text: FieldWeight = FieldWeight(1.0, 0.75)

    def of(self, name: TextField) -> FieldWeight:
        match name:
            case TextField.TITLE:
                return self.title
            case TextField.HEADING:
                return self.heading
            case TextField.TEXT:
                return self.text


@dataclass(frozen=True, slots=True)
class SnippetShape:
    """How many snippets a hit gets (0 for none) and how many code points each has at most."""

    count: int = 1
    length: int = 200


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `text` is the query as typed, for messages and records; `query` is what is searched.

    `typing` says that the last word is unfinished and stands for every word that begins so. `timeout` is in seconds
    from the moment the search starts; None is the backend's own limit.
    """

    query: Query
    text: str = ""
    filters: Filters = Filters()
    window: Window = Window()
    matching: Matching = Matching.ENOUGH
    grouping: Grouping = Grouping.SECTION
    sort: Sort = Sort.BEST
    ranking: Ranking = Ranking()
    snippets: SnippetShape = SnippetShape()
    typing: bool = False
    timeout: float | None = None
