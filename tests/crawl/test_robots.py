"""robots.txt: the specification's cases, and what becomes of odd answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.crawl import robots
from twitchsearch.crawl.robots import parse, rules_for

ASSERTIONS = Path(__file__).parents[3] / "shared" / "data" / "crawl" / "robots-assertions.json"

# Google's own parser does not normalise what it compares, and expects its caller to; RFC 9309, section 2.2.2, has
# "/foo/bar/%62%61%7A" and unescaped UTF-8 match. Here the RFC is followed.
DIFFERENT = {
    ("/foo/bar/ツ", "http://foo.bar/foo/bar/ツ"),
    ("/foo/bar/%E3%83%84", "http://foo.bar/foo/bar/ツ"),
    ("/foo/bar/%62%61%7A", "http://foo.bar/foo/bar/baz"),
}


def allowed(text: str, url: str = "http://a.example/x", agent: str = "twitchsearch") -> bool:
    return not parse(text, agent).objection(url)


@pytest.mark.skipif(not ASSERTIONS.exists(), reason=f"{ASSERTIONS} is not there")
def test_the_assertions_of_the_reference_parser_hold_but_for_those_the_rfc_decides_otherwise() -> None:
    cases = json.loads(ASSERTIONS.read_text("utf-8"))
    wrong = [each for each in cases if allowed(each["robots_txt"], each["url"], each["user_agent"]) != each["allowed"]]
    assert {(each["robots_txt"].rpartition("Allow: ")[2].strip(), each["url"]) for each in wrong} == DIFFERENT
    assert len(cases) - len(wrong) == 139


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\nUser-agent: TwitchSearch\nAllow: /", True),
        ("User-agent: *\nDisallow: /\nUser-agent: twitch\nAllow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: twitchsearch-news\nAllow: /", False),
        ("User-agent: twitchsearch bot\nDisallow: /", False),
        ("User-agent: twitchsearch/1.0\nDisallow: /", False),
        ("User-agent: a\nUser-agent: twitchsearch\nUser-agent: b\nDisallow: /", False),
        ("User-agent: a\nNoise: 1\nUser-agent: *\nDisallow: /", False),
        ("User-agent: a\nDisallow: /\nUser-agent: *\nDisallow: /y", True),
        ("User-agent: *\nDisallow: /\u2028Allow: /x", True),
        ("User-agent: * # all\nDisallow: /x # this", False),
        ("user agent *\ndisallow /x", False),
        ("\ufeffUser-agent: *\r\rDisallow: /x\r", False),
        ("<!doctype html><title>Not found</title>", True),
        ("User-agent: *\nDisallow: /*x$", False),
        ("User-agent: *\nDisallow: /" + "*a" * 5_000, True),
    ],
)
def test_rules_are_read_as_they_are_meant(text: str, may: bool) -> None:
    assert (not rules_for(200, text.encode()).objection("http://a.example/x")) is may


@pytest.mark.parametrize(("status", "may"), [(404, True), (403, True), (429, False), (500, False), (304, False)])
def test_the_status_decides_where_there_are_no_rules(status: int, may: bool) -> None:
    assert (not rules_for(status, b"User-agent: *\nDisallow: /").objection("http://a.example/")) is may


def test_a_rule_that_was_cut_in_two_is_not_read() -> None:
    body = b"User-agent: *\nDisallow: /private\nDisallow: /pub"
    assert not rules_for(200, body, cut=True).objection("http://a.example/public")
    assert rules_for(200, body, cut=True).objection("http://a.example/private")


def test_a_file_that_is_too_long_is_read_up_to_its_limit() -> None:
    body = b"User-agent: *\nDisallow: /first\n" + b"# filler\n" * 60_000 + b"Disallow: /last\n"
    assert len(body) > robots.LARGEST
    rules = rules_for(200, body)
    assert rules.objection("http://a.example/first")
    assert not rules.objection("http://a.example/last")


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Request-rate: 1/10", 10.0),
        ("Crawl-delay: 3\nRequest-rate: 1/10s", 10.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: -1", 0.0),
        ("Crawl-delay: inf", 0.0),
    ],
)
def test_the_rest_between_requests_is_the_longest_that_is_asked_for(line: str, delay: float) -> None:
    assert parse(f"User-agent: *\n{line}\n").delay == delay


def test_a_site_that_asks_for_hours_between_requests_is_not_crawled() -> None:
    assert parse("User-agent: *\nCrawl-delay: 86400").objection("http://a.example/") == (
        "robots.txt asks for 86400 s between requests"
    )


def test_sitemaps_are_named_for_everyone() -> None:
    text = "Sitemap: https://a.example/1.xml\nUser-agent: b\nDisallow: /\nSITEMAP:/2.xml"
    assert parse(text).sitemaps == ("https://a.example/1.xml", "/2.xml")


@given(st.binary(max_size=400), st.integers(100, 599), st.booleans())
def test_any_answer_is_a_robots_txt(body: bytes, status: int, cut: bool) -> None:
    rules = rules_for(status, body, cut=cut)
    assert isinstance(rules.objection("http://a.example/x?y"), str)
    assert rules.delay >= 0


_LINES = st.lists(
    st.one_of(
        st.sampled_from(["User-agent: *", "User-agent: twitchsearch", "User-agent: b", "Disallow: /", "Allow: /x", ""]),
        st.text(max_size=20),
    ),
    max_size=12,
)


@given(_LINES)
def test_comments_and_unknown_lines_change_nothing(lines: list[str]) -> None:
    text = "\n".join(line.replace("#", "") for line in lines)
    noisy = "\n".join(f"{line.replace('#', '')}\n# a comment\nUnknown-Line: x" for line in lines)
    assert allowed(noisy) == allowed(text)
