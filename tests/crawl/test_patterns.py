"""Patterns of paths: as robots.txt has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.crawl.patterns import Patterns, matches


@pytest.mark.parametrize(
    ("pattern", "path", "does"),
    [
        ("/health/", "/health/a", True),
        ("/health/", "/wealth/a", False),
        ("*/tag/", "/health/tag/x", True),
        ("/*.html$", "/a/b.html", True),
        ("/*.html$", "/a/b.html?x", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a*a$", "/a", False),
        ("/a*b*c", "/axxbxxcxx", True),
        ("/a*b*c", "/axxcxxb", False),
        ("*", "/", True),
        ("*?page=", "/list?page=2", True),
    ],
)
def test_patterns_match_as_documented(pattern: str, path: str, does: bool) -> None:
    assert matches(pattern, path) is does


@given(st.text("ab*/", max_size=8), st.text("ab/", max_size=12), st.booleans())
def test_patterns_match_what_the_regular_expression_would(pattern: str, path: str, whole: bool) -> None:
    expression = ".*".join(re.escape(part) for part in pattern.split("*")) + ("$" if whole else "")
    assert matches(pattern + "$" * whole, path) is bool(re.match(expression, path, re.DOTALL))


def test_many_stars_cost_no_time() -> None:
    pattern, path = "/" + "*a" * 200 + "b$", "/" + "a" * 2_000
    assert not matches(pattern, path)
    assert effort(lambda: matches(pattern, path), 0.5) < 0.5


def test_a_denied_url_is_not_wanted_whatever_is_allowed() -> None:
    patterns = Patterns(("/health/",), ("*/tag/",))
    assert not patterns.objection("https://a.example/health/x")
    assert patterns.objection("https://a.example/health/tag/x")
    assert patterns.objection("https://a.example/")
    assert not Patterns().objection("https://a.example/")
