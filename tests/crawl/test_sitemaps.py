"""Sitemaps and feeds of every form, broken and hostile ones too."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.crawl import sitemaps
from twitchsearch.crawl.sitemaps import Sitemap, read_sitemap
from twitchsearch.errors import FetchError, FetchRefused

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "crawl" / "sitemaps"
MEBIBYTE = 1 << 20


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            b"<urlset><url><loc> http://a/1 </loc></url><url><loc>http://a/2</loc></url></urlset>",
            ("http://a/1", "http://a/2"),
        ),
        (
            b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a/?x=1&amp;y=2</loc></url></urlset>',
            ("http://a/?x=1&y=2",),
        ),
        (b"<u:urlset xmlns:u='x'><u:url><u:loc><![CDATA[http://a/1]]></u:loc></u:url></u:urlset>", ("http://a/1",)),
        (
            "<?xml version='1.0' encoding='utf-16'?><urlset><url><loc>http://a/é</loc></url></urlset>".encode("utf-16"),
            ("http://a/é",),
        ),
        (b"\xef\xbb\xbf\n<urlset><url><loc>http://a/1</loc></url></urlset>", ("http://a/1",)),
        (b"<urlset><url><loc></loc><image><loc>http://a/i.png</loc></image></url></urlset>", ()),
        (b"<urlset/>", ()),
        (b"<rss><channel><link>http://a/</link><item><link>http://a/1</link></item></channel></rss>", ("http://a/1",)),
        (
            b'<feed><link href="http://a/"/><entry><link rel="self" href="http://a/s"/><link href="http://a/1"/></entry></feed>',
            ("http://a/1",),
        ),
        (b"http://a/1\r\nhttps://a/2\n\n# note\nftp://a/3\n", ("http://a/1", "https://a/2")),
        (b"", ()),
        (b"\x00\xff\x00", ()),
    ],
)
def test_pages_are_found_in_every_form(body: bytes, found: tuple[str, ...]) -> None:
    assert read_sitemap(body, MEBIBYTE) == Sitemap(found)
    assert read_sitemap(gzip.compress(body), MEBIBYTE) == Sitemap(found)


def test_an_index_names_sitemaps() -> None:
    body = b"<sitemapindex><sitemap><loc>http://a/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(body, MEBIBYTE) == Sitemap((), ("http://a/1.xml",))


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>',
        b'<!DOCTYPE urlset SYSTEM "http://127.0.0.1/x.dtd"><urlset/>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hosts">]><urlset><url><loc>&a;</loc></url></urlset>',
        b"<a>" * 100,
    ],
)
def test_document_types_and_bottomless_nesting_are_refused(body: bytes) -> None:
    with pytest.raises(FetchRefused):
        read_sitemap(body, MEBIBYTE)


@pytest.mark.parametrize("body", [b"<urlset><url><loc>", b"<not xml", b"<?xml version='1.0' encoding='no-such'?><a/>"])
def test_xml_of_which_nothing_can_be_read_is_an_error(body: bytes) -> None:
    with pytest.raises(FetchError, match="its XML cannot be read"):
        read_sitemap(body, MEBIBYTE)


def test_of_a_sitemap_that_breaks_off_what_stands_before_is_taken() -> None:
    body = b"<urlset>" + b"<url><loc>http://a/1</loc></url>" * 3 + b"<url><loc>http://a/tr"
    assert read_sitemap(body, MEBIBYTE) == Sitemap(("http://a/1",) * 3, (), cut=True)
    assert read_sitemap(gzip.compress(body + b" " * 9_000)[:-8], MEBIBYTE).pages[:1] == ("http://a/1",)
    assert read_sitemap(b"http://a/1\nhttp://a/2", 14) == Sitemap(("http://a/1",), (), cut=True)


def test_no_more_urls_are_taken_than_the_protocol_allows() -> None:
    body = b"<urlset>" + b"<url><loc>http://a/</loc></url>" * 60_000
    found = read_sitemap(body, 10 * MEBIBYTE)
    assert (len(found.pages), found.cut) == (sitemaps.MOST_URLS, True)


def test_a_bomb_is_read_up_to_the_limit() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 100_000_000)
    found: list[Sitemap] = []
    assert effort(lambda: found.append(read_sitemap(bomb, MEBIBYTE)), 10) < 10
    assert found[0].cut


@pytest.mark.parametrize("piece", [b"<a b='" + b"x" * 9, b"<loc>http://a/" + b"y" * 9, b"<!-- ", b"<?x "])
def test_a_hostile_sitemap_of_ten_megabytes_takes_seconds_at_most(piece: bytes) -> None:
    body = b"<urlset>" + piece + b"z" * 10_000_000

    def read() -> None:
        with suppress(FetchError):
            read_sitemap(body, 10 * MEBIBYTE)

    assert effort(read, 20) < 20


@pytest.mark.skipif(not SAMPLES.exists(), reason=f"{SAMPLES} is not there")
def test_the_samples_are_read() -> None:
    counts = {
        path.name: read_sitemap(path.read_bytes(), MEBIBYTE) for path in SAMPLES.iterdir() if path.suffix != ".json"
    }
    assert counts["sitemap.xml"].pages == counts["sitemap.xml.gz"].pages
    assert len(counts["sitemap.xml"].pages) > 10
    assert counts["sitemap2.xml"].sitemaps == (
        "http://www.example.com/sitemap1.xml.gz",
        "http://www.example.com/sitemap2.xml.gz",
    )
    assert counts["feed1.atom"].pages == ("http://example.org/2003/12/13/atom03",)
    assert "http://www.example.com/blog/post/1" in counts["feed2.rss"].pages


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sitemap_or_one_named_error(body: bytes) -> None:
    for each in (body, b"<urlset>" + body, b"\x1f\x8b" + body):
        with suppress(FetchError):
            found = read_sitemap(each, 1_000)
            assert all(url.strip() == url for url in (*found.pages, *found.sitemaps))
