"""Random articles, requests and histories, small enough that words meet and scores tie."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from twitchsearch.model import (
    AllOf,
    AnyOf,
    Article,
    ArticleFacts,
    Boost,
    DateField,
    DateRange,
    Everything,
    Filters,
    Fuzzy,
    Grouping,
    InField,
    KindIs,
    Matching,
    Not,
    Phrase,
    Prefix,
    Query,
    Ranking,
    Required,
    SearchRequest,
    Section,
    SectionKind,
    SiteIs,
    Sort,
    Synonyms,
    TextField,
    Window,
    Word,
    Words,
)
from twitchsearch.model.requests import FieldWeight

WORDS = (
    "the",
    "of",
    "muscle",
    "muscles",
    "Twitch",
    "twitching",
    "eyelid",
    "B12",
    "naïve",
    "Naive",
    "cramp",
    "足つり",
    "don't",
)
KINDS = (SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.OTHER)
SITES = ("example.org", "www.example.org", "health.example.org", "other.example")
DAYS = (date(2020, 1, 1), date(2022, 6, 30), date(2024, 2, 29))

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12).map(" ".join)
days = st.none() | st.sampled_from(DAYS)


@st.composite
def articles(draw: st.DrawFn, name: str) -> Article:
    article_id = hashlib.sha256(name.encode()).hexdigest()[:16]
    facts = ArticleFacts(
        article_id,
        f"https://example.org/{name}",
        draw(texts),
        draw(st.sampled_from(SITES)),
        datetime(2026, 1, 2, tzinfo=UTC),
        published=draw(days),
        reviewed=draw(days),
    )
    parts = draw(st.lists(st.tuples(texts, st.lists(texts, max_size=2), st.sampled_from(KINDS)), max_size=4))
    sections = tuple(
        Section(f"{article_id}-{ordinal:08x}", ordinal, kind, text, tuple(path))
        for ordinal, (text, path, kind) in enumerate(parts)
    )
    return Article(facts, sections)


NAMES = tuple("abcdefg")
libraries = st.lists(st.sampled_from(NAMES), unique=True).flatmap(lambda names: st.tuples(*map(articles, names)))

leaves: st.SearchStrategy[Query] = st.one_of(
    words.map(Word),
    words.map(lambda word: Word(word, last=True)),
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(" ".join), st.integers(0, 3)),
    st.builds(Prefix, st.sampled_from(("m", "tw", "n", "b"))),
    st.builds(Fuzzy, st.sampled_from(("muscel", "twitsh", "cramps")), st.integers(1, 2)),
    st.builds(
        Synonyms, st.lists(words.map(Word) | st.just(Phrase("eyelid twitch")), min_size=1, max_size=3).map(tuple)
    ),
    st.sampled_from(KINDS).map(KindIs),
    st.sampled_from(SITES).map(SiteIs),
    st.builds(DateRange, st.sampled_from(DateField), days, days),
    st.just(Everything()),
)


def _deeper(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(Words),
        several.map(AllOf),
        several.map(AnyOf),
        inner.map(Not),
        inner.map(Required),
        st.builds(InField, st.sampled_from(TextField), inner),
        st.builds(Boost, inner, st.sampled_from((0.5, 2.0, 10.0))),
    )


queries = st.recursive(leaves, _deeper, max_leaves=8)
weights = st.builds(FieldWeight, st.sampled_from((0.0, 1.0, 2.5)), st.sampled_from((0.0, 0.4, 1.0)))
requests = st.builds(
    SearchRequest,
    queries,
    filters=st.builds(
        Filters,
        st.frozensets(st.sampled_from(KINDS), max_size=2),
        st.frozensets(st.sampled_from(SITES), max_size=1),
        days,
        days,
        st.sampled_from(DateField),
    ),
    window=st.builds(Window, st.integers(0, 3), st.integers(0, 12)),
    matching=st.sampled_from(Matching),
    grouping=st.sampled_from(Grouping),
    sort=st.sampled_from(Sort),
    ranking=st.just(Ranking()) | st.builds(Ranking, st.sampled_from((0.0, 1.2)), weights, weights, weights),
    typing=st.booleans(),
)
