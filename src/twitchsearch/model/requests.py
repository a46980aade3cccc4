"""One search: a query with all that decides what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from twitchsearch.model.articles import SectionKind
from twitchsearch.model.queries import DateField, Query, TextField


class Matching(StrEnum):
    """How many of the plain words must match: enough of them (see `Ranking.share`), all, or any."""

    ENOUGH = "enough"
    ALL = "all"
    ANY = "any"


class Asking(StrEnum):
    """`QUESTION`: words such as "what causes" ask for a kind of section (`search.intent`). `WORDS`: they are words."""

    QUESTION = "question"
    WORDS = "words"


class Grouping(StrEnum):
    """`SECTION`: every section is a hit. `ARTICLE`: the best section of each article, counting the others."""

    SECTION = "section"
    ARTICLE = "article"


class Copies(StrEnum):
    """What becomes of near-copies of an article (see `ArticleFacts.group`).

    `FOLDED`: of all of them the hits are those of the one that has the best, and name the others. `SHOWN`: all are.
    """

    FOLDED = "folded"
    SHOWN = "shown"


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
    """The parameters of the score (see `search.ranking` for the formula, docs/relevance.md for how they were chosen).

    `lift` is what a section that is surely of a kind looked for gains, as a share of its score; `cue` what the words
    count that ask for the kind; `aside` is what is left of the score of a section such as "see also". Of the plain
    words of a query, those that a section has must tell `share` of what all tell; where it has both of two, `together`
    times that is added, so that it comes first (more than 1 + `lift` does).
    """

    k1: float = 1.6
    title: FieldWeight = FieldWeight(6.0, 0.75)
    heading: FieldWeight = FieldWeight(3.0, 0.75)
    text: FieldWeight = FieldWeight(1.0, 0.75)
    lift: float = 0.4
    aside: float = 0.5
    cue: float = 0.25
    share: float = 0.2
    together: float = 2.0

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
class Alternative:
    """A word, or a phrase of several, that may stand for words of a query; it occurs for `weight` of their times."""

    text: str
    weight: float = 1.0


Vocabulary: TypeAlias = Mapping[tuple[str, ...], tuple[Alternative, ...]]
"""What may be said instead of a word, or of words side by side, by their terms (see `search.vocabulary`)."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `text` is the query as typed, for messages and records; `query` is what is searched.

    `typing` says that the last word is unfinished and stands for every word that begins so. `timeout` is in seconds
    from the moment the search starts; None is the backend's own limit. `vocabulary` is what is also searched for.
    `explaining` has the score of each hit taken apart.
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
    asking: Asking = Asking.QUESTION
    explaining: bool = False
    vocabulary: Vocabulary = field(default_factory=dict, hash=False, repr=False)
    copies: Copies = Copies.FOLDED
