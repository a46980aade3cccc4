"""docs/query-language.md says what is so: every example in it is read as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from twitchsearch.errors import QueryError
from twitchsearch.model import SectionKind
from twitchsearch.search.lexemes import FIELDS
from twitchsearch.search.limits import LIMITS
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
