"""Articles and requests, written by hand or drawn by hypothesis, that every backend is tried on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from hypothesis import strategies as st

from twitchsearch.model import (
    AllOf,
    AnyOf,
    Article,
    ArticleFacts,
    Asking,
    Boost,
    Catalogue,
    Copies,
    DateField,
    DateRange,
    Everything,
    FieldWeight,
    Filters,
    Fuzzy,
    Grouping,
    Hit,
    InField,
    KindIs,
    Matching,
    Not,
    Phrase,
    Prefix,
    Query,
    Ranking,
    Required,
    Results,
    SearchRequest,
    Section,
    SectionKind,
    SiteIs,
    SnippetShape,
    Sort,
    TextField,
    Window,
    Word,
    Words,
    no_progress,
)
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index

FETCHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Part(NamedTuple):
    """A section to be: its text, where it stands, what it is about."""

    text: str
    path: tuple[str, ...] = ()
    kind: SectionKind = SectionKind.OTHER
    weights: tuple[tuple[SectionKind, float], ...] = ()


def digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:count]


def an_article(name: str, *parts: Part | str, site: str = "example.org", **facts: Any) -> Article:
    """An article at `https://<site>/<name>`; a part that is a text is a section without a heading."""
    url = f"https://{site}/{name}"
    identity = digits(url, 16)
    drafts = [Part(part) if isinstance(part, str) else part for part in parts]
    sections = tuple(
        Section(
            f"{identity}-{digits(f'{draft.path}{ordinal}', 8)}",
            ordinal,
            draft.kind,
            draft.text,
            draft.path,
            kind_weights=draft.weights,
        )
        for ordinal, draft in enumerate(drafts)
    )
    facts = {"title": "", "fetched_at": FETCHED, **facts}
    return Article(ArticleFacts(identity, url, site=site, **facts), sections)


def build(index: Index, articles: Iterable[Article]) -> Index:
    index.rebuild(articles, Catalogue(), no_progress)
    return index


def ask(index: Index, text: str, **request: Any) -> Results:
    """The answer to a query as typed."""
    query = parse(text, typing=request.get("typing", False))
    with index.searcher() as searcher:
        return searcher.search(SearchRequest(query, text, **request))


def name(hit: Hit) -> str:
    """The name an article was made with, and the number of the section."""
    return f"{hit.article.url.rpartition('/')[2]}{hit.section.ordinal}"


def names(results: Results) -> list[str]:
    return [name(hit) for hit in results.hits]


def found(index: Index, text: str, **request: Any) -> set[str]:
    """Which sections a query finds, whatever their order."""
    return set(names(ask(index, text, window=Window(0, 1000), **request)))


WORDS = (
    "twitch",
    "Twitching",
    "eyelid",
    "eyelids",
    "leg",
    "cramp",
    "cramps",
    "B12",
    "B-12",
    "covid-19",
    "naïve",
    "the",
)
MORE_WORDS = (
    "causes",
    "of",
    "why",
    "does",
    "Parkinson's",
    "Parkinson’s",
    "足つり",
    "🙂",
    "tea",
    "team",
    "teas",
    "eye",
    "twist",
)
SITES = ("example.org", "health.example.org", "other.example")

_words = st.sampled_from(WORDS + MORE_WORDS)
_texts = st.lists(_words, max_size=12).map(" ".join)
_days = st.none() | st.dates(date(2023, 12, 30), date(2024, 1, 3))
_kinds = st.sampled_from(list(SectionKind)[:3])
_kind_weights = st.just(()) | st.lists(
    st.tuples(_kinds, st.sampled_from((0.05, 0.4, 0.777, 1.0))), max_size=2, unique_by=lambda each: each[0]
).map(tuple)


@st.composite
def an_article_of_any_kind(draw: st.DrawFn, name: str) -> Article:
    headings = _texts | st.just("See also")
    parts = st.builds(Part, _texts, st.lists(headings, max_size=2).map(tuple), _kinds, _kind_weights)
    return an_article(
        name,
        *draw(st.lists(parts, max_size=4)),
        site=draw(st.sampled_from(SITES)),
        title=draw(_texts),
        published=draw(_days),
        modified=draw(_days),
        group=draw(st.sampled_from(("", "", "one", "other"))),
    )


@st.composite
def some_articles(draw: st.DrawFn, most: int = 6) -> list[Article]:
    """Up to `most` articles with different ids, of few words, so that queries find some of them."""
    return [draw(an_article_of_any_kind(f"a{number}-")) for number in range(draw(st.integers(0, most)))]


_ranges = st.builds(DateRange, st.sampled_from(DateField), _days, _days)
_leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, _words, last=st.booleans()),
    st.builds(Word, _words),
    st.builds(Phrase, st.lists(_words, max_size=3).map(" ".join), st.integers(0, 3)),
    st.builds(Prefix, st.sampled_from(("t", "twi", "eye", "covid-1", "B1", "cramps", "足", "?"))),
    st.builds(Fuzzy, st.sampled_from(("twicth", "cramqs", "lge", "eyelidd", "te")), st.integers(1, 2)),
    st.builds(KindIs, _kinds),
    st.builds(SiteIs, st.sampled_from(SITES)),
    _ranges,
    st.just(Everything()),
)


def _larger(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=1, max_size=5).map(tuple)
    return st.one_of(
        st.builds(Words, several),
        st.builds(Words, several),
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(Not, parts),
        st.builds(Required, parts),
        st.builds(InField, st.sampled_from(TextField), parts),
        st.builds(Boost, parts, st.sampled_from((0.25, 2.0, 3.5))),
    )


def some_queries() -> st.SearchStrategy[Query]:
    """Trees of every node the grammar makes, and some that it does not."""
    return st.recursive(_leaves, _larger, max_leaves=8)


_weights = st.builds(FieldWeight, st.sampled_from((0.0, 0.5, 1.0, 2.0)), st.sampled_from((0.0, 0.3, 0.75, 1.0)))
_filters = st.builds(
    Filters,
    st.frozensets(_kinds, max_size=2),
    st.frozensets(st.sampled_from(SITES), max_size=2),
    _days,
    _days,
    st.sampled_from(DateField),
)


_few = st.sampled_from((0.0, 0.3, 1.0, 2.5))
_rankings = st.builds(
    Ranking,
    st.sampled_from((0.0, 0.9, 1.2, 2.0)),
    *(_weights, _weights, _weights),
    lift=_few,
    cue=_few,
    aside=_few,
    share=st.sampled_from((0.0, 0.2, 0.5, 1.0)),
    together=_few,
)


def some_requests() -> st.SearchStrategy[SearchRequest]:
    """Requests of every kind, with long windows more often than short ones."""
    return st.builds(
        SearchRequest,
        some_queries(),
        st.just(""),
        st.just(Filters()) | _filters,
        st.just(Window(0, 100)) | st.builds(Window, st.integers(0, 5), st.integers(0, 5)),
        st.sampled_from(Matching),
        st.sampled_from(Grouping),
        st.sampled_from(Sort),
        st.just(Ranking()) | _rankings,
        st.builds(SnippetShape, st.integers(0, 2), st.integers(1, 60)),
        st.booleans(),
        st.none(),
        st.sampled_from(Asking),
        st.booleans(),
        copies=st.sampled_from(Copies),
    )
