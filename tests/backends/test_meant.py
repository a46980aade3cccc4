"""What may have been meant, over every backend: offered where a word is unknown, asked where nothing is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.backends.strategies import Part, an_article, build
from tests.effort import effort
from twitchsearch.model import Catalogue, Filters, Matching, Results, SearchRequest, SectionKind, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Changes, Index

TEXTS = (
    "magnesium and potassium help against cramps of the calf",
    "an eyelid may twitch after coffee",
    "headache after too much coffee, and headache after too little",
    "the head may ache, Magnesium or not",
    "Parkinson's disease, and tremor",
)


@pytest.fixture
def index(index_factory: Callable[[], Index]) -> Index:
    parts = (Part(text, (), SectionKind.REMEDIES) for text in TEXTS)
    return build(index_factory(), [an_article("a1-", *parts, title="")])


def ask(index: Index, text: str, **options: object) -> Results:
    typing = bool(options.get("typing"))
    with index.searcher() as searcher:
        return searcher.search(SearchRequest(parse(text, typing=typing), text, **options))  # type: ignore[arg-type]  # any option


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("magnezium", "magnesium"),
        ("eyeild twich", "eyelid twitch"),
        ("head ache", "headache"),
        ("calfcramps", "calf cramps"),
        ("+magnezium coffee", "+magnesium coffee"),
        ('"potasium help"', '"potassium help"'),
        ("text:tremmor", "text:tremor"),
        ("Magnezium", "Magnesium"),
        ("parkinsns", "parkinson's"),
        ("coffee -magnezium eyeild", "coffee -magnezium eyelid"),
    ],
)
def test_what_was_meant_is_offered_in_the_words_of_the_query(index: Index, typed: str, meant: str) -> None:
    results = ask(index, typed, matching=Matching.ANY)
    assert (results.suggestion, results.suggestions[:1]) == (meant, (meant,))


@pytest.mark.parametrize(
    "known",
    [
        "magnesium",
        "coffee eyelid",
        "cramping",
        "cramped calves",
        "too much",
        "x1 zz",
        "?",
        "",
        "-magnezium",
        "magnezi*",
        "magnezium~",
    ],
)
def test_nothing_is_offered_where_nothing_is_amiss(index: Index, known: str) -> None:
    results = ask(index, known)
    assert (results.suggestion, results.suggestions, results.corrected) == ("", (), "")


def test_it_is_asked_instead_where_nothing_was_found_and_said_so(index: Index) -> None:
    results = ask(index, "eyeild")
    assert [hit.section.text for hit in results.hits] == [TEXTS[1]]
    assert results.corrected == results.suggestion == "eyelid"


@pytest.mark.parametrize("far", ["calendar", "gym", "wifi", "treatise"])
def test_a_word_that_is_only_somewhat_like_one_is_never_asked_instead(index: Index, far: str) -> None:
    results = ask(index, far)
    assert (results.total.value, results.corrected) == (0, "")


def test_a_word_that_finds_nothing_alone_is_offered_and_never_asked_instead(index: Index) -> None:
    results = ask(index, "aftre")
    assert (results.suggestion, results.corrected, results.hits) == ("after", "", ())


def test_a_word_that_finds_nothing_alone_is_put_right_among_others(index: Index) -> None:
    results = ask(index, "twich aftre coffe", matching=Matching.ALL)
    assert results.corrected == "twitch after coffee"
    assert [hit.section.text for hit in results.hits] == [TEXTS[1]]


def test_it_is_only_offered_where_something_was_found(index: Index) -> None:
    results = ask(index, "coffee eyeild", matching=Matching.ANY)
    assert {hit.section.text for hit in results.hits} == {TEXTS[1], TEXTS[2]}
    assert (results.corrected, results.suggestion) == ("", "coffee eyelid")


def test_it_is_not_asked_instead_while_somebody_types(index: Index) -> None:
    results = ask(index, "eyeild twi", typing=True, matching=Matching.ALL)
    assert (results.hits, results.corrected, results.suggestion) == ((), "", "eyelid twi")


def test_an_unfinished_word_is_put_right_as_soon_as_no_word_begins_so(index: Index) -> None:
    assert ask(index, "coffee eyel", typing=True).suggestion == ""
    results = ask(index, "coffee eyeild", typing=True, matching=Matching.ANY)
    assert (len(results.hits), results.corrected, results.suggestion) == (2, "", "coffee eyelid")


def test_what_is_quoted_is_not_asked_otherwise(index: Index) -> None:
    results = ask(index, '"eyeild"')
    assert (results.hits, results.corrected, results.suggestion) == ((), "", '"eyelid"')


def test_filters_hold_for_what_is_asked_instead(index: Index) -> None:
    results = ask(index, "eyeild", filters=Filters(kinds=frozenset({SectionKind.CAUSES})))
    assert (results.hits, results.corrected, results.suggestion) == ((), "", "eyelid")


def test_words_of_articles_that_are_gone_are_not_offered(index: Index) -> None:
    index.update(Changes([an_article("a1-", Part("nothing of it"))]), Catalogue(), no_progress)
    assert ask(index, "magnezium").suggestion == ""


def test_two_hundred_misspelt_words_take_no_second(index: Index) -> None:
    query = " ".join(f"magn{'aeiou'[n % 5]}z{'bcdfg'[n // 5 % 5]}um{'klmnp'[n // 25 % 5]}" for n in range(200))
    assert effort(lambda: ask(index, query), 1.0) < 1.0


def test_a_query_of_known_words_does_not_gather_the_words_of_the_index(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the words of the index were gathered")

    monkeypatch.setattr("twitchsearch.search.spelling.Speller.__init__", never)
    assert ask(index, "magnesium cramps coffee").hits
    with pytest.raises(AssertionError):
        ask(index, "magnezium")
