"""Where a whole article matches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from twitchsearch.model import Article, ArticleFacts, SearchRequest, Section, SectionKind, Span
from twitchsearch.search.analysis import analyser
from twitchsearch.search.marks import Marks, mark
from twitchsearch.search.query import parse

ARTICLE = Article(
    ArticleFacts("a", "https://a.example/", "Twitching legs", "a.example", datetime(2026, 11, 22, tzinfo=UTC)),
    (
        Section("a-0", 0, SectionKind.OVERVIEW, "Legs twitch at night. Restless legs are something else."),
        Section("a-1", 1, SectionKind.CAUSES, "Coffee and magnesium.", ("Causes at night", "Coffee")),
    ),
)


def marks(text: str, *, typing: bool = False) -> Marks:
    request = SearchRequest(parse(text, typing=typing), text=text, typing=typing)
    return mark(ARTICLE, request, analyser("english"))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_every_form_of_a_word_is_marked_in_title_headings_and_text() -> None:
    found = marks("twitches leg night")
    assert words(ARTICLE.facts.title, found.title) == ["Twitching", "legs"]
    assert words(ARTICLE.sections[0].text, found.sections[0].text) == ["Legs", "twitch", "night", "legs"]
    assert [len(spans) for spans in found.sections[1].path] == [1, 0]


def test_a_phrase_is_marked_only_where_all_of_it_stands() -> None:
    found = marks('"restless legs"')
    assert words(ARTICLE.sections[0].text, found.sections[0].text) == ["Restless legs"]
    assert found.title == ()


def test_a_word_of_one_field_is_marked_in_that_field_alone() -> None:
    found = marks("heading:coffee")
    assert [len(spans) for spans in found.sections[1].path] == [0, 1]
    assert found.sections[1].text == ()


def test_excluded_words_are_not_marked() -> None:
    found = marks("legs -coffee")
    assert found.sections[1].text == ()
    assert found.title


def test_an_unfinished_word_and_a_prefix_mark_what_begins_so() -> None:
    for found in (marks("magn", typing=True), marks("magn*")):
        assert words(ARTICLE.sections[1].text, found.sections[1].text) == ["magnesium"]


@pytest.mark.parametrize("text", ["", "zebra", "kind:causes"])
def test_what_names_no_word_of_the_article_marks_nothing(text: str) -> None:
    found = marks(text)
    assert found.title == ()
    assert all(each.text == () and not any(each.path) for each in found.sections)


def test_there_are_marks_for_each_section_and_each_heading_of_its_path() -> None:
    found = marks("night")
    assert len(found.sections) == len(ARTICLE.sections)
    assert [len(each.path) for each in found.sections] == [0, 2]
