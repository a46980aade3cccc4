"""Whoosh answers what the reference does: the same hits, scores, facets and words, whatever the history."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.backends.strategies import an_article_of_any_kind, some_articles, some_requests
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex, leaves, lists, pruning
from twitchsearch.backends.whoosh.index import Means
from twitchsearch.model import (
    Article,
    Catalogue,
    IndexState,
    IndexStatus,
    Phrase,
    Results,
    SearchRequest,
    Synonyms,
    Word,
    no_progress,
)
from twitchsearch.search.seam import Changes, Index

NOWHERE = IndexState(IndexStatus.READY)
PREFIXES = ("", "m", "t", "naive", "足", "x")

NAMES = tuple(f"a{number}-" for number in range(6))
members = st.sampled_from((Word("cramps"), Word("the"), Phrase("eyelid twitch"), Phrase("leg the", slop=2)))
synonyms = st.builds(
    lambda several, request: replace(request, query=Synonyms(tuple(several))),
    st.lists(members, min_size=1, max_size=3),
    some_requests(),
)
several = st.lists(some_requests() | synonyms, min_size=1, max_size=8)


def comparable(results: Results) -> object:
    """All of it but when, where and how long."""
    return replace(results, index=NOWHERE, took=0.0)


def assert_same(one: Index, other: Index, asked: list[SearchRequest], library: list[Article]) -> None:
    with one.searcher() as first, other.searcher() as second:
        for request in asked:
            assert comparable(first.search(request)) == comparable(second.search(request))
        for prefix in PREFIXES:
            assert first.terms(prefix, 5) == second.terms(prefix, 5)
        for article in library:
            assert first.article(article.id) == second.article(article.id) == article
            for section in article.sections[:1]:
                assert first.section(section.id) == section
                similar = comparable(first.similar(section.id, asked[0]))
                assert similar == comparable(second.similar(section.id, asked[0]))


def built(index: Index, library: list[Article]) -> Index:
    index.rebuild(library, Catalogue(), no_progress)
    return index


memories = st.sampled_from((1, 2_000, 10_000, Means().memory))
"""From so little that each article is a run of its own to so much that there are no runs."""


few = st.sampled_from((0, 32, 1 << 40))
"""From lists that are always looked up in to lists that never are."""

lookup = st.sampled_from((0, 12))
"""From looking up wherever that can be to where it pays."""

least = st.sampled_from((0, 50_000))
"""From leaving sections out of the scoring to scoring all, as in indexes so small."""


stretch = st.sampled_from((1, 64))
"""From seeing by parts which sections rank high to sorting all, where there are so few."""

of_builds = given(some_articles(), several, memories, st.tuples(few, lookup, least, stretch))
of_histories = given(some_articles(), st.data(), several, memories)


def builds(library: list[Article], asked: list[SearchRequest], memory: int, ways: tuple[int, int, int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        few, lookup, least, stretch = ways
        patch.setattr(lists, "_FEW", few)
        patch.setattr(lists, "_STRETCH", stretch)
        patch.setattr(lists, "LOOKUP", lookup)
        patch.setattr(leaves, "LOOKUP", lookup)
        patch.setattr(pruning, "_LEAST", least)
        patch.setattr(pruning, "_WORTH", 0)
        assert_same(
            built(WhooshIndex(Path(folder), means=Means(memory)), library),
            built(MemoryIndex(), library),
            asked,
            library,
        )


def histories(library: list[Article], data: st.DataObject, asked: list[SearchRequest], memory: int) -> None:
    kept = {article.id: article for article in library}
    with tempfile.TemporaryDirectory() as folder:
        index = built(WhooshIndex(Path(folder), means=Means(memory)), library)
        for _ in range(data.draw(st.integers(1, 4))):
            names = data.draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
            new = [data.draw(an_article_of_any_kind(name)) for name in names]
            removed = frozenset(data.draw(st.sets(st.sampled_from(sorted(kept)), max_size=2)) if kept else ())
            index.update(Changes(new, removed), Catalogue(), no_progress)
            kept = {each: article for each, article in kept.items() if each not in removed}
            kept |= {article.id: article for article in new}
        now = list(kept.values())
        assert_same(index, built(MemoryIndex(), now), asked, now)
        state = index.state()
        assert (state.articles, state.sections) == (len(now), sum(len(each.sections) for each in now))


def often(examples: int) -> settings:
    unbothered = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=unbothered)


def test_a_built_index_answers_as_the_reference_does() -> None:
    often(80)(of_builds(builds))()


def test_an_updated_index_answers_as_one_built_from_the_same_articles() -> None:
    often(60)(of_histories(histories))()


@pytest.mark.soak
def test_built_indexes_answer_as_the_reference_does_hundreds_of_times() -> None:
    often(500)(of_builds(builds))()


@pytest.mark.soak
def test_updated_indexes_answer_as_built_ones_hundreds_of_times() -> None:
    often(500)(of_histories(histories))()
