"""Pages made to break their reader: each gives an article or an error with a reason, within a second."""

from __future__ import annotations

import pytest

from tests.effort import effort
from tests.extract.pages import page
from twitchsearch.errors import ExtractionError
from twitchsearch.extract import extract, saved_copy

P = b"<p>A muscle twitch is a small flicker under the skin that nobody asked for, and it goes away.</p>"
JSON_LD = b'<script type="application/ld+json">'
ARTICLE = "an article"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "white space": (b" \r\n\t" * 1000, "empty"),
    "zero bytes": (b"\x00" * 100_000, "empty"),
    "every byte": (bytes(range(256)) * 4_000, "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000, "an image"),
    "JSON": (b'{"results": []}', "JSON"),
    "a feed": (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "a feed"),
    "20,000 open divs": (b"<div>" * 20_000 + P, "nested"),
    "20,000 nested divs": (b"<div>" * 20_000 + P + b"</div>" * 20_000, "nested"),
    "20,000 bold tags": (b"<b>" * 20_000 + P * 3, "nested"),
    "10,000 nested lists": (b"<ul><li>" * 10_000 + P, "nested"),
    "7,000 nested tables": (b"<table><tr><td>" * 7_000 + P, "nested"),
    "500 nested details": (b"<details><summary>More</summary>" * 500 + P, ARTICLE),
    "open comments": (b"<!--" * 300_000, "no HTML element"),
    "an open comment after text": (P + b"<!--" * 300_000, ARTICLE),
    "closed comments": (b"<!-- x -->" * 300_000 + P, ARTICLE),
    "10 MB of paragraphs": (P * 105_000, "elements"),
    "10 MB in one paragraph": (b"<p>" + b"word " * 2_000_000, "longer"),
    "a word of 5 MB": (b"<p>" + b"a" * 5_000_000, "longer"),
    "headings only": (b"<h2>Causes</h2>" * 11_000, "no article"),
    "11,000 headed lines": (b"<h2>Causes</h2><p>Many.</p>" * 5_500, "headings"),
    "two million attributes": (b"<p " + b"x=1 " * 2_000_000 + b">y", ARTICLE),
    "less-than signs": (b"<" * 5_000_000, "longer"),
    "half entities": (b"&lt" * 2_000_000, "longer"),
    "odd entities": (b"&#x202e;&#0;&#xFFFFFFF;&#xD800;" * 50_000 + P, ARTICLE),
    "an attribute that never ends": (b'<p title="' + P * 10_000, "no text"),
    "a script that never ends": (b"<script>" + b"if (a < b) {" * 100_000, "no text"),
    "deep JSON-LD": (JSON_LD + b"[" * 300_000 + b"</script>" + P, ARTICLE),
    "9,000 questions": (
        JSON_LD + b"[" + b'{"@type":"Question","name":"q","acceptedAnswer":{"text":"a"}},' * 9_000 + b"0]</script>" + P,
        ARTICLE,
    ),
    "20,000 names of classes": (
        b"".join(b'<div class="nav-%d x%d">a</div>' % (n, n) for n in range(20_000)) + P,
        ARTICLE,
    ),
    "39,000 spans": (b"<p>" + b"<span>a </span>" * 39_000, ARTICLE),
    "3,500 rows": (b"<table>" + b"<tr><td>a</td><td>b</td></tr>" * 3_500 + b"</table>", ARTICLE),
    "dates": (b"<p>" + b"updated 2026 reviewed 1999 " * 100_000, ARTICLE),
    "separators in the title": (b"<title>" + b" - " * 300_000 + b"</title>" + P * 3, ARTICLE),
    "a text turned around": ("<p>\u202eab\u2066 ".encode() * 5_000, ARTICLE),
    "frames": (b'<frameset><frame src="a.html"></frameset>', "no text"),
    "a log-in page": (
        b"<title>Log in</title><form><label>Name</label><input><button>Log in</button></form>",
        "no article",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_gives_an_article_or_a_reason_within_a_second(name: str) -> None:
    body, expected = HOSTILE[name]
    outcomes: list[str] = []
    assert effort(lambda: outcomes.append(outcome_of(body)), 1.0) < 1.0
    assert expected in outcomes[0]


def outcome_of(body: bytes) -> str:
    try:
        found = extract(page(body))
    except ExtractionError as error:
        return str(error)
    return ARTICLE if found.sections else "no section"


@pytest.mark.parametrize("name", HOSTILE)
def test_the_saved_copy_of_a_hostile_page_is_made_or_refused_within_a_second(name: str) -> None:
    copies: list[bytes] = []
    assert effort(lambda: copies.append(copy_of(HOSTILE[name][0])), 1.0) < 1.0
    assert copies[0].startswith(b"<!DOCTYPE html>")


def copy_of(body: bytes) -> bytes:
    try:
        return saved_copy(page(body))
    except ExtractionError:
        return b"<!DOCTYPE html>"
