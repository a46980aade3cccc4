"""What every engine does alike with the sections it found."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.backends.strategies import an_article
from twitchsearch.model import DateField, DateRange, Filters
from twitchsearch.search.hits import article_date, facet, is_of_site, is_within, nearest, wanted_dates

DAY = date(2024, 1, 2)


def test_each_date_field_is_its_own_and_updated_the_first_known_of_three() -> None:
    fetched = datetime(2026, 5, 6, 23, 59, tzinfo=UTC)
    facts = an_article("a", published=DAY, modified=date(2025, 1, 1), fetched_at=fetched).facts
    days = {field: article_date(facts, field) for field in DateField}
    assert days == {
        DateField.UPDATED: date(2025, 1, 1),
        DateField.REVIEWED: None,
        DateField.MODIFIED: date(2025, 1, 1),
        DateField.PUBLISHED: DAY,
        DateField.FETCHED: date(2026, 5, 6),
    }


@pytest.mark.parametrize(
    ("site", "wanted", "fits"),
    [
        ("example.org", "example.org", True),
        ("www.example.org", "example.org", True),
        ("example.org", "www.Example.org", True),
        ("health.example.org", "example.org", True),
        ("example.org", "health.example.org", False),
        ("counterexample.org", "example.org", False),
    ],
)
def test_a_site_is_itself_or_under_the_one_that_is_wanted(site: str, wanted: str, fits: bool) -> None:
    assert is_of_site(site, wanted) is fits


def test_ranges_have_both_ends_and_hold_no_unknown_day() -> None:
    assert is_within(DAY, DateRange(DateField.UPDATED, DAY, DAY))
    assert is_within(DAY, DateRange(DateField.UPDATED, None, None))
    assert not is_within(DAY, DateRange(DateField.UPDATED, None, date(2024, 1, 1)))
    assert not is_within(None, DateRange(DateField.UPDATED, None, None))


def test_filters_without_days_limit_no_dates() -> None:
    assert wanted_dates(Filters(date_field=DateField.FETCHED)) is None
    assert wanted_dates(Filters(until=DAY)) == DateRange(DateField.UPDATED, None, DAY)


def test_facets_list_most_first_then_by_name_and_no_zeros() -> None:
    assert facet(Counter({"b": 2, "a": 2, "c": 3, "d": 0})) == (("c", 3), ("a", 2), ("b", 2))


def test_the_nearest_id_begins_most_like_the_one_that_is_gone() -> None:
    ids = ["aaaa1111-0", "aaaa2222-0", "aaaa1111-1", "bbbb"]
    assert nearest("aaaa1111-9", ids) == "aaaa1111-0"
    assert nearest("aaaa2", ids) == "aaaa2222-0"
    assert nearest("zzzz", ids) == nearest("", ids) == nearest("aaaa", []) == ""
