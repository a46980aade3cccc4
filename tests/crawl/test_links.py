"""Links, canonical URLs and robots tags of pages, hostile ones too."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch import urls
from twitchsearch.crawl.links import (
    MOST_LINKS,
    MOST_TAGS,
    PageLinks,
    Wishes,
    decoded,
    page_links,
    site_key,
    wishes_of_headers,
)

HERE = "https://a.example/dir/page"


def linked(text: str) -> tuple[str, ...]:
    return tuple(url.removeprefix("https://a.example") for url in page_links(text, HERE).links)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="b">', ("/dir/b",)),
        ("<A HREF='../b'>x</A>", ("/b",)),
        ("<a class=x href=/b/c>", ("/b/c",)),
        ('<a href="?q=1&amp;r=2#part">', ("/dir/page?q=1&r=2",)),
        ('<a href="#part">', ()),
        ('<a href="/dir/page">', ()),
        ('<a href="">', ()),
        ("<a href>", ()),
        ("<a>", ()),
        ('<a href="b" href="c">', ("/dir/b",)),
        ('<a title="a > b" href="/b">', ("/b",)),
        ("<a\n\thref\n=\n'/b'\n>", ("/b",)),
        ('<a/href="/b"/>', ("/b",)),
        ("<a href=/b/>", ("/b/",)),
        ('<area href="/b">', ("/b",)),
        ('<a href=" /b\n">', ("/b",)),
        ('<a href="//a.example/b"><a href="http://a.example/b">', ("/b", "http://a.example/b")),
        ('<a href="https://www.a.example/b">', ("https://www.a.example/b",)),
        ('<a href="https://elsewhere.example/b"><a href="https://a.example:8443/b">', ()),
        ('<a href="mailto:x@a.example"><a href="javascript:go()"><a href="data:text/html,x"><a href="tel:1">', ()),
        ('<a href="https://[::1/b"><a href="https://a.example:99999/"><a href="\x00">', ()),
        ('<base href="/other/"><a href="b">', ("/other/b",)),
        ('<base href="https://elsewhere.example/"><a href="b">', ()),
        ('<base target=x><base href="/1/"><base href="/2/"><a href="b">', ("/1/b",)),
        ('<a href="/1"><a href="/2"><a href="/1">', ("/1", "/2")),
        ('<!-- <a href="/no"> --><a href="/b">', ("/b",)),
        ('<!--><a href="/b">', ("/b",)),
        ('<script>"<a href=/no>"</script><a href="/b">', ("/b",)),
        ('<style><a href="/no"></STYLE ><a href="/b">', ("/b",)),
        ('<textarea><a href="/no"></textarea><title><a href="/no"></title><a href="/b">', ("/b",)),
        ('<noscript><a href="/b"></noscript>', ("/b",)),
        ('<abbr href="/no"><a-b href="/no"><link href="/no" rel=stylesheet>', ()),
        ('</a href="/no"><a href="/b">', ("/b",)),
        ("< a href=/no><a href=/b>", ("/b",)),
        ('<a href="/caf\u00e9"><a href="/b c">', ("/caf%C3%A9", "/b%20c")),
        ('<a href="/b?utm_source=x&id=1">', ("/b?id=1",)),
        # What is never closed swallows the rest, as in a browser.
        ('<a href="/1"><a href="/2', ("/1",)),
        ('<a href="/1"><!-- <a href="/2">', ("/1",)),
        ('<a href="/1"><script><a href="/2">', ("/1",)),
    ],
)
def test_links_are_found_as_a_browser_finds_them(text: str, found: tuple[str, ...]) -> None:
    assert linked(text) == found


def test_nofollow_links_are_told_apart_unless_another_link_says_otherwise() -> None:
    text = '<a rel="nofollow" href="/1"><a rel="ugc NoFollow" href="/2"><a href="/2"><a rel=noopener href="/3">'
    found = page_links(text, HERE)
    assert [url[-2:] for url in found.links] == ["/2", "/3"]
    assert [url[-2:] for url in found.nofollow] == ["/1"]


@pytest.mark.parametrize(
    ("head", "wishes"),
    [
        ('<meta name="robots" content="noindex">', Wishes(noindex=True)),
        ('<META NAME="ROBOTS" CONTENT=" NoFollow , NoArchive">', Wishes(nofollow=True, noarchive=True)),
        ('<meta content="none" name="robots">', Wishes(noindex=True, nofollow=True)),
        ('<meta name="twitchsearch" content="noindex">', Wishes(noindex=True)),
        ('<meta name="googlebot" content="noindex">', Wishes()),
        ('<meta name="robots" content="nofollow"><meta name="robots" content="noindex">', Wishes(True, True)),
        ('<meta name="robots" content="max-snippet:-1">', Wishes()),
        ("<meta name=robots>", Wishes()),
    ],
)
def test_robots_tags_are_obeyed(head: str, wishes: Wishes) -> None:
    found = page_links(head + '<a href="/b">', HERE)
    assert found.wishes == wishes
    assert (found.links, found.nofollow) == (
        ((), ("https://a.example/b",)) if wishes.nofollow else (("https://a.example/b",), ())
    )


@pytest.mark.parametrize(
    ("values", "wishes"),
    [
        (["noindex"], Wishes(noindex=True)),
        (["nofollow, noindex"], Wishes(True, True)),
        (["otherbot: noindex, nofollow"], Wishes()),
        (["otherbot: noindex, twitchsearch: nofollow"], Wishes(nofollow=True)),
        (["otherbot: none", "TwitchSearch: noindex"], Wishes(noindex=True)),
        (
            ["unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex"],
            Wishes(noindex=True, unavailable_after="25 Jun 2030 15:00:00 GMT"),
        ),
        (["otherbot: unavailable_after: 25 Jun 2030 15:00:00 GMT"], Wishes()),
        (["noarchive, unavailable_after: 2030-06-25"], Wishes(noarchive=True, unavailable_after="2030-06-25")),
        (["max-snippet: 20, nofollow"], Wishes(nofollow=True)),
        ([], Wishes()),
    ],
)
def test_robots_headers_are_obeyed_where_they_are_meant_for_us(values: list[str], wishes: Wishes) -> None:
    assert wishes_of_headers(values) == wishes


def test_the_canonical_url_is_believed_only_within_the_site() -> None:
    assert page_links('<link rel="canonical" href="/c">', HERE).canonical == "https://a.example/c"
    assert page_links('<link rel="canonical" href="https://elsewhere.example/c">', HERE).canonical == ""


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "Latin1", "é"),
        ("é".encode("latin-1"), "bogus", "\ufffd"),
        (b'<meta charset="windows-1251">\xe9', "", '<meta charset="windows-1251">\u0439'),
        ("é".encode("utf-16"), "utf-8", "é"),
        (b"\xef\xbb\xbf\xc3\xa9", "latin1", "é"),
        (b"+ADw-", "utf-7", "+ADw-"),
    ],
)
def test_the_text_of_a_page_is_read_in_its_charset(body: bytes, declared: str, text: str) -> None:
    assert decoded(body, declared) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "<a href='",
        '<a href="',
        "<",
        "</a",
        "<a b=c ",
        "<script>",
        "<a/",
        "<a =",
        "<a  ",
        "&",
        "<a href=x>",
    ],
)
def test_a_hostile_page_of_a_megabyte_takes_a_second_or_two(piece: str) -> None:
    found: list[PageLinks] = []
    assert effort(lambda: found.append(page_links(piece * (1_000_000 // len(piece)), HERE)), 10) < 10
    assert isinstance(found[0], PageLinks)


def test_the_number_of_links_that_are_looked_at_is_limited() -> None:
    assert linked("<a href=//x.example/>" * MOST_TAGS + "<a href=/b>") == ()
    assert len(linked("".join(f"<a href=/{n}>" for n in range(20_000)))) == MOST_LINKS


def test_the_bare_name_and_www_are_one_site_and_ports_are_not() -> None:
    assert site_key("https://www.a.example/") == site_key("http://a.example/x") == "a.example"
    assert site_key("http://a.example:8080/") != site_key("http://a.example/")
    assert site_key("http://www.example/") == "www.example"
    assert site_key("http://blog.a.example/") != site_key("http://a.example/")


@given(st.text(alphabet="<>/=\"'!- abhref:.&#;\n", max_size=200))
def test_any_text_is_a_page_and_its_links_are_normalised_and_of_its_site(text: str) -> None:
    found = page_links(text, HERE)
    for url in (*found.links, *found.nofollow):
        assert urls.normalise(url) == url
        assert site_key(url) == site_key(HERE)
        assert url != HERE
    assert not set(found.links) & set(found.nofollow)


@given(st.lists(st.from_regex(r"/[a-z]{1,8}(\?[a-z]=[0-9&'\"]{0,3})?", fullmatch=True), unique=True, max_size=20))
def test_every_link_that_is_written_is_found_in_order(paths: list[str]) -> None:
    text = "<p>text".join(f'<a title="x" href="{escape(path)}">y</a>' for path in paths)
    wanted = dict.fromkeys(urls.normalise(path, HERE) for path in paths)
    assert page_links(text, HERE).links == tuple(wanted)


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        (Wishes(), ""),
        (Wishes(nofollow=True), ""),
        (Wishes(noindex=True), "it asks not to be indexed"),
        (Wishes(noarchive=True), "it asks that no copy is kept"),
        (Wishes(unavailable_after="2026-11-21"), "it asks not to be shown after 2026-11-21"),
        (Wishes(unavailable_after="Sat, 21 Nov 2026 15:00:00 GMT"), "it asks not to be shown after Sat, 21 Nov 2026"),
        (Wishes(unavailable_after="2026-11-23"), ""),
        (Wishes(unavailable_after="next week"), ""),
    ],
)
def test_wishes_bar_a_page_from_their_time_on(wishes: Wishes, reason: str) -> None:
    assert wishes.objection(datetime(2026, 11, 22, tzinfo=UTC)).startswith(reason)
    assert bool(wishes.objection(datetime(2026, 11, 22, tzinfo=UTC))) is bool(reason)
