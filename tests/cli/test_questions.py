from __future__ import annotations

from datetime import date

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.search.test_query import bare
from twitchsearch.cli.dates import Day
from twitchsearch.cli.questions import Wish, excluding
from twitchsearch.cli.render.questions import shown_query
from twitchsearch.cli.search import search
from twitchsearch.cli.typed import SiteName
from twitchsearch.config import Settings
from twitchsearch.errors import QueryError
from twitchsearch.model import DateField, Everything, Filters, Not, Phrase, SectionKind, SiteIs, Window, Word, Words
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.query import parse


def complaint(*arguments: str) -> str:
    with pytest.raises(click.UsageError) as raised:
        search.make_context("search", list(arguments))
    return raised.value.format_message()


def test_a_word_with_a_dash_is_explained_with_the_line_that_works() -> None:
    said = complaint("headache", "-nausea")
    assert "search -- headache -nausea" in said
    assert "--not nausea" in said


def test_the_line_that_works_leaves_out_options_and_their_values() -> None:
    assert complaint("-n", "3", "headache", "--kind", "causes", "-nausea", "-q").endswith("search -- headache -nausea")


def test_a_single_letter_that_is_no_option_is_explained_too() -> None:
    assert "--not c" in complaint("vitamin", "-c")


@pytest.mark.parametrize("arguments", [["-n5", "x"], ["-qv", "x"], ["--not", "-x", "y"], ["--", "a", "-nausea"]])
def test_our_own_options_are_not_taken_for_words(arguments: list[str]) -> None:
    assert search.make_context("search", arguments).params["words"]


def test_leaving_words_out_keeps_the_query_whole() -> None:
    assert shown_query(excluding(parse("leg cramp"), ["at night", "age"])) == 'leg cramp -"at night" -"age"'
    assert shown_query(excluding(parse("leg OR arm"), ["age"])) == '(leg OR arm) AND -"age"'
    assert excluding(Everything(), ["age"]) == Not(Phrase("age"))
    assert excluding(Word("leg"), []) == Word("leg")


def test_a_wish_becomes_filters_and_a_window() -> None:
    wish = Wish(kind=("causes",), site=("Example.org",), since=date(2026, 1, 1), dated="reviewed", offset=10)
    request = wish.request("leg cramp", Settings())
    assert request.filters == Filters(
        kinds=frozenset({SectionKind.CAUSES}),
        sites=frozenset({"example.org"}),
        since=date(2026, 1, 1),
        date_field=DateField.REVIEWED,
    )
    assert request.window == Window(10, 10)
    assert request.text == "leg cramp"
    assert isinstance(request.query, Words)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_month_or_year_is_its_first_day_or_its_last(typed: str, first: date, last: date) -> None:
    assert Day().convert(typed, None, None) == first
    assert Day(last=True).convert(typed, None, None) == last


@pytest.mark.parametrize("typed", ["", "yesterday", "2024-13", "2024-02-30", "0000", "24", "2024-1-1-1", "２０２４"])
def test_what_is_no_date_is_a_usage_error(typed: str) -> None:
    with pytest.raises(click.BadParameter, match=r"write .*2024-05-31"):
        Day().convert(typed, None, None)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("updated:2026", "updated:2026-01-01..2026-12-31"),
        ("date:<=2026-01-01", "updated:..2026-01-01"),
        ("-(-of)", "NOT -of"),
        ("* -eyelid", "* -eyelid"),
        ("a -(*)", "a NOT *"),
        ("*", ""),
        ("kind:causes,remedies^2", "kind:causes,remedies^2"),
        ("site:www.www.example.org", "site:www.www.example.org"),
        ("(a OR b) c AND d", "(a OR b) c AND d"),
        ("(foo:)^2", "(foo:)^2"),
    ],
)
def test_a_query_is_shown_in_the_query_language(typed: str, shown: str) -> None:
    assert shown_query(parse(typed)) == shown


_WRITTEN = (
    "a", "b12", "naïve", "foo:", "-", "+", "--", '"a b"', '"', '""', "(", "(", ")", ")", " ", " ", " ", "+", "-", "*",
    "~1", "~2", "^2", "^0.00001", "^0.1", " OR ", " AND ", " NOT ", "title:", "text:", "heading:(", "kind:causes",
    "kind:causes,remedies", "date:2024", "date:<2020", "fetched:2020..2021-02", "site:www.www.org", "\u200b", "\x00",
)  # fmt: skip


@given(st.text(st.sampled_from('ab "*()+-:~^OR'), max_size=40) | st.lists(st.sampled_from(_WRITTEN)).map("".join))
@example("NOT " * LIMITS.depth + "a")
@example("+(-(+a)) +(+b) -(NOT c)")
@example("(-)^2 (*)^2 (-a)^2 (a^2)^3 (title:a)^4")
@example("title:(title:a) title:(kind:causes,other) title:(-) text:(a^2)")
def test_a_query_as_it_is_shown_is_read_as_the_same_query(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError:
        return
    assert bare(parse(shown_query(query))) == bare(query)


@pytest.mark.parametrize("typed", ["https://www.Example.org/a/b?c", "http://example.org:8000", "EXAMPLE.ORG."])
def test_a_site_is_read_as_a_query_reads_it(typed: str) -> None:
    (named,) = Wish(site=(typed,)).request("leg", Settings()).filters.sites
    assert named == "example.org"
    assert Wish().request(f'site:"{typed}"', Settings()).query == SiteIs(named)
    assert SiteName().convert(typed, None, None) == named


@pytest.mark.parametrize("typed", ["", "/", "a b", "http://"])
def test_what_is_no_site_is_an_error(typed: str) -> None:
    with pytest.raises(QueryError, match="is not the name of a site; write one such as example"):
        Wish(site=(typed,)).request("leg", Settings())
    with pytest.raises(click.BadParameter, match="is not the name of a site"):
        SiteName().convert(typed, None, None)


def test_dates_between_which_nothing_lies_are_an_error_as_they_are_in_a_query() -> None:
    with pytest.raises(QueryError, match="ends before it begins: --since 2026-01-01 --until 2020-12-31"):
        Wish(since=date(2026, 1, 1), until=date(2020, 12, 31)).request("leg", Settings())
    assert Wish(since=date(2026, 1, 1), until=date(2026, 1, 1)).filters.until == date(2026, 1, 1)


@pytest.mark.parametrize("arguments", [["--all", "--any", "x"], ["x", "--any", "--all"]])
def test_flags_that_contradict_each_other_are_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(click.UsageError, match="--all and --any contradict each other"):
        search.make_context("search", arguments)


@pytest.mark.parametrize("arguments", [["--all", "--all", "x"], ["--all", "--", "--any"], ["--not", "--any", "--all"]])
def test_flags_that_do_not_contradict_each_other_are_taken(arguments: list[str]) -> None:
    assert search.make_context("search", arguments).params["matching"] == "all"


@pytest.mark.parametrize("arguments", [["--offset", "٣", "x"], ["--offset", "３", "x"]])
def test_a_number_is_typed_in_the_digits_that_dates_have(arguments: list[str]) -> None:
    with pytest.raises(click.BadParameter, match="in the digits 0 to 9"):
        search.make_context("search", arguments)
