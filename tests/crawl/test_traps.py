"""URLs that lead nowhere, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.crawl import traps

_WORD = st.from_regex(r"[a-z]{1,6}", fullmatch=True)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a" * 1 + "x" * 2_000, "longer than"),
        ("/" + "/".join("abcdefghijklmnopq"), "deeper than"),
        ("/a/a/a", "repeats itself"),
        ("/x/a/b/a/b/a/b", "repeats itself"),
        ("/a/b/c/a/b/c/a/b/c/d", "repeats itself"),
        ("/list?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", "parameters"),
        ("/photo.JPG", "no page (.jpg)"),
        ("/paper.pdf", "no page (.pdf)"),
        ("/photo%2Ejpg", "no page (.jpg)"),
        ("/feed.xml", "no page (.xml)"),
    ],
)
def test_a_trap_is_told_by_its_url(path: str, why: str) -> None:
    assert why in traps.objection(f"https://a.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/health/twitching",
        "/2026/11/22/why-eyelids-twitch.html",
        "/a/a/b",
        "/en/us/en/us",
        "/article.php?id=7&page=2",
        "/download?file=paper.pdf",
        "/index.aspx",
        "/vitamin-b.12",
        "/who.int",
        "/11/11/12",
    ],
)
def test_ordinary_urls_are_no_traps(path: str) -> None:
    assert traps.objection(f"https://a.example{path}") == ""


@given(st.lists(_WORD, max_size=6, unique=True), st.lists(_WORD, min_size=1, max_size=3), st.integers(3, 4))
def test_whatever_is_repeated_three_times_is_a_trap(before: list[str], part: list[str], times: int) -> None:
    path = "/".join([*before, *part * times])
    assert "repeats itself" in traps.objection(f"https://a.example/{path}") or len(before + part * times) > 16


@given(st.lists(_WORD, max_size=16, unique=True))
def test_a_path_of_different_folders_is_no_trap(segments: list[str]) -> None:
    assert traps.objection("https://a.example/" + "/".join(segments)) == ""


def test_a_chain_grows_while_only_numbers_change() -> None:
    def at(month: int) -> str:
        return f"https://a.example/calendar?y=2026&m={month}"

    assert traps.chain(at(2), at(1), 7) == 8
    assert traps.chain("https://a.example/other", at(1), 7) == 0


def test_the_path_of_a_query_is_the_url_without_it() -> None:
    assert traps.path_of_query("https://a.example/x?y=1") == "https://a.example/x"
    assert traps.path_of_query("https://a.example/x") == ""
