"""docs/query-language.md says what is so: every example in it is read as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from twitchsearch.errors import QueryError
from twitchsearch.model import SearchRequest, SectionKind
from twitchsearch.search.analysis import analyser
from twitchsearch.search.lexemes import FIELDS
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import Node
from twitchsearch.search.planner import plan
from twitchsearch.search.query import parse

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
UNDERSTOOD, ERRORS = PAGE.split("## Errors")


def examples(part: str, column: int) -> list[str]:
    """What stands in backticks in one column of the tables."""
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ") and "---" not in line]
    return [example for row in rows for example in re.findall(r"`([^`]+)`", row[column])]


@pytest.mark.parametrize("query", examples(UNDERSTOOD, 0) + examples(UNDERSTOOD, 1))
def test_every_example_is_understood(query: str) -> None:
    parse(query)


@pytest.mark.parametrize(
    "query", [each for each in examples(ERRORS, 0) + examples(ERRORS, 1) if each not in ("*", "~")]
)
def test_every_example_of_an_error_is_one(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)


class NoWords:
    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return iter(())


def planned(query: str) -> Node:
    return plan(SearchRequest(parse(query), query), analyser(), NoWords()).root


@pytest.mark.parametrize(
    "row", [line for line in UNDERSTOOD.splitlines() if " | the same: " in line or " | the same, with" in line]
)
def test_what_is_said_to_be_the_same_is_searched_for_as_the_same(row: str) -> None:
    one, *others = re.findall(r"`([^`]+)`", row.strip("| ").split(" | ")[0])
    assert others
    assert [planned(other) for other in others] == [planned(one)] * len(others)


def test_a_number_written_apart_is_a_word_of_its_own() -> None:
    assert "`B 12` is two words" in PAGE
    assert planned("B 12") != planned("B12")


def test_every_field_every_kind_and_every_limit_is_named() -> None:
    assert all(f"{field}:" in PAGE for field in FIELDS)
    assert ", ".join(SectionKind) in PAGE
    for figure in (
        LIMITS.length,
        LIMITS.terms,
        LIMITS.depth,
        LIMITS.expansions,
        LIMITS.window,
        LIMITS.timeout,
        LIMITS.slop,
    ):
        assert re.search(rf"\b{figure:,.0f}\b", PAGE)
