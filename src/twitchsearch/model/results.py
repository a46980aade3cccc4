"""What is answered: hits, snippets, counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twitchsearch.model.articles import ArticleFacts, Section, SectionKind, Span
from twitchsearch.model.explanations import Explanation
from twitchsearch.model.states import IndexState


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a section's text with the ranges of it that match, in order, not overlapping.

    `start` is where the passage begins in the section's text; `whole` says that it is all of it.
    """

    text: str
    highlights: tuple[Span, ...] = ()
    start: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found. `rank` counts from 1 over the whole ranking.

    `title_highlights` are ranges of the article's title, `heading_highlights` of `section.heading`.
    `more_in_article` counts the other matching sections of the same article (0 unless grouped by article).
    `explanation` is there where the request asks for it.

    Its article stands for `copies` others that match too, near-copies of it; the first of them by id, at most ten, are
    `copied_in`.
    """

    rank: int
    score: float
    section: Section
    article: ArticleFacts
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()
    heading_highlights: tuple[Span, ...] = ()
    more_in_article: int = 0
    explanation: Explanation | None = None
    copies: int = 0
    copied_in: tuple[ArticleFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number of sections; a lower bound where not `exact`."""

    value: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Facets:
    """Matching sections by kind and by site, most first; each ignores its own filter and obeys the others.

    `unknown_dates` counts the sections that a date filter left out because their article has no such date.
    """

    kinds: tuple[tuple[SectionKind, int], ...] = ()
    sites: tuple[tuple[str, int], ...] = ()
    unknown_dates: int = 0


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of the query and what was searched for besides it."""

    word: str
    also: tuple[str, ...]


class Relaxation(StrEnum):
    """What was given up so that something is found. `ANY_WORD`: no section has enough of the words, or both of two."""

    NONE = "none"
    ANY_WORD = "any word"


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one request, from one generation of the index.

    What was found: `total` counts sections whatever the grouping. `folded` articles have no hits, as a near-copy has a
    better one. With `timed_out` the hits are the best of what was looked at. `took` is in seconds.

    How the query was understood: `expansions` are what was searched for besides its words; `dropped` are words that
    were left out (stop words of a long question); `absent` are words that stand in no section, as typed and in their
    order, where no other word stands in for them; `wish` are the kinds of section that its words ask for; `relaxed`
    says what was given up.

    What may have been meant: `suggestion` is the query put right ("" where nothing is amiss), `suggestions` that and
    what comes next. Where it was searched for instead, as nothing else was found, `corrected` is what was asked.
    """

    hits: tuple[Hit, ...]
    total: Count
    facets: Facets
    index: IndexState
    took: float = 0.0
    suggestion: str = ""
    suggestions: tuple[str, ...] = ()
    corrected: str = ""
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    wish: tuple[SectionKind, ...] = ()
    relaxed: Relaxation = Relaxation.NONE
    timed_out: bool = False
    folded: int = 0


@dataclass(frozen=True, slots=True)
class TermCount:
    """A surface form as it stands in articles, and in how many sections."""

    text: str
    sections: int
