"""The saved copy: what it keeps, and that nothing in it runs, loads or sends."""

from __future__ import annotations

import re

import pytest

from tests.extract.pages import page
from twitchsearch.extract import saved_copy

DANGEROUS = [
    "<script>alert(1)</script>",
    "<img src=https://x.example/p.gif onerror=alert(1)>",
    "<p onclick=alert(1) style='background:url(https://x.example/a)'>text</p>",
    "<a href='javascript:alert(1)'>text</a>",
    "<a href='https://x.example/' ping='https://x.example/'>text</a>",
    "<form action=https://x.example/><input name=a><button>Send</button></form>",
    "<iframe src=https://x.example/></iframe>",
    "<object data=https://x.example/></object><embed src=https://x.example/>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>text</mi></math>",
    "<meta http-equiv=refresh content='0;url=https://x.example/'>",
    "<base href=https://x.example/><link rel=stylesheet href=https://x.example/a.css>",
    "<video src=https://x.example/v poster=https://x.example/p></video>",
    "<style>@import 'https://x.example/a.css'</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<body background=https://x.example/b onload=alert(1)>",
    "<table background=https://x.example/b><tr><td>text</table>",
]


@pytest.mark.parametrize("markup", DANGEROUS)
def test_nothing_in_a_saved_copy_runs_loads_or_sends(markup: str) -> None:
    copy = saved_copy(page(f"<html><body>{markup}<p>Kept text.</p></body></html>")).decode()
    inside = copy.partition("<body>")[2]
    assert "Kept text." in inside
    assert not re.search(r"x\.example|javascript:|alert\(1\)|<script|<style|\son\w+=|<form|<meta", inside)
    assert "default-src 'none'" in copy.partition("<body>")[0]


def test_a_saved_copy_keeps_text_headings_places_and_links_within_the_page() -> None:
    body = (
        '<title>A &amp; B</title><h2 id="c">Café</h2><a href="#c">up</a><details><summary>S</summary>hidden</details>'
    )
    copy = saved_copy(page(f"<meta charset=iso-8859-1>{body}".encode("latin-1"))).decode("utf-8")
    assert "<title>A &amp; B</title>" in copy
    assert '<h2 id="c">Café</h2>' in copy
    assert '<a href="#c">up</a>' in copy
    assert "<details open" in copy


def test_a_plain_text_is_saved_as_paragraphs() -> None:
    copy = saved_copy(page("One <b>line.\n\nAnother.", content_type="text/plain")).decode()
    assert "<p>One &lt;b&gt;line.</p>" in copy
