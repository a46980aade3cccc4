"""Articles as records and back: nothing is lost, and what is no record is said to be none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.model import Article, ArticleFacts, KindSource, Section, SectionKind, Sign, Urgency
from twitchsearch.model.records import article_from, article_record, facts_from, section_from

texts = st.text(max_size=12)
names = st.text(min_size=1, max_size=12)
some_texts = st.lists(texts, max_size=3).map(tuple)
days = st.none() | st.dates()


def facts() -> st.SearchStrategy[ArticleFacts]:
    times = st.datetimes(timezones=st.just(UTC))
    return st.builds(
        ArticleFacts, names, names, texts, texts, times, some_texts, some_texts, texts, days, days, days, texts
    )


def sections() -> st.SearchStrategy[Section]:
    weights = st.lists(st.tuples(st.sampled_from(SectionKind), st.floats(0, 1, allow_nan=False)), max_size=3).map(tuple)
    signs = st.lists(st.builds(Sign, texts, st.sampled_from(Urgency)), max_size=2).map(tuple)
    return st.builds(
        Section,
        names,
        st.integers(0, 10_000),
        st.sampled_from(SectionKind),
        texts,
        some_texts,
        texts,
        st.sampled_from(KindSource),
        weights,
        signs,
    )


@given(st.builds(Article, facts(), st.lists(sections(), max_size=4).map(tuple)))
def test_an_article_survives_as_a_record(article: Article) -> None:
    assert article_from(json.loads(json.dumps(article_record(article)))) == article


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "id",
    "url",
    "fetched_at",
    "aliases",
    "published",
    "ordinal",
    "kind",
    "weights",
    "signs",
    "path",
    "facts",
    "sections",
]


@given(anything | st.dictionaries(st.sampled_from(KEYS), anything))
def test_what_is_no_record_is_a_value_error(record: Any) -> None:
    for read in (article_from, facts_from, section_from):
        try:
            read(record)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - whether it raises depends on the record


WHOLE = {"id": "a", "url": "http://a/", "fetched_at": "2026-11-22T00:00:00+00:00"}


@pytest.mark.parametrize(
    "wrong",
    [{"id": 1}, {"id": True}, {"fetched_at": "soon"}, {"published": "2026-13-01"}, {"aliases": "a"}, {"aliases": [1]}],
)
def test_one_wrong_field_is_enough(wrong: dict[str, Any]) -> None:
    assert facts_from(WHOLE).id == "a"
    with pytest.raises(ValueError, match="not a record"):
        facts_from({**WHOLE, **wrong})


def test_the_date_of_an_article_is_the_first_known_of_three() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    day, other = date(2026, 1, 2), date(2025, 1, 2)
    assert ArticleFacts("a", "u", "t", "s", now, reviewed=day, modified=other).updated == day
    assert ArticleFacts("a", "u", "t", "s", now, modified=day, published=other).updated == day
    assert ArticleFacts("a", "u", "t", "s", now).updated is None
