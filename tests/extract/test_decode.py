"""Bytes to text: which encoding, why, and what is refused."""

from __future__ import annotations

import codecs
import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.pages import page
from twitchsearch.errors import ExtractionError
from twitchsearch.extract.decode import MAX_BYTES, decode

_META = "<meta charset={}><p>{}</p>"


@pytest.mark.parametrize(
    ("body", "charset", "encoding", "text"),
    [
        (codecs.BOM_UTF8 + "<p>naïve</p>".encode(), "iso-8859-1", "utf-8", "naïve"),
        (codecs.BOM_UTF16_LE + "<p>naïve</p>".encode("utf-16-le"), "", "utf-16le", "naïve"),
        ("<p>naïve</p>".encode("utf-16-be"), "utf-16be", "utf-16be", "naïve"),
        (b"<p>\x93quoted\x94</p>", "ISO-8859-1", "windows-1252", "“quoted”"),
        (_META.format("iso-8859-1", "\x93x\x94").encode("latin-1"), "", "windows-1252", "“x”"),
        (_META.format("gb2312", "肌肉抽搐").encode("gbk"), "", "gbk", "肌肉抽搐"),
        (_META.format("utf-16", "naïve").encode(), "", "utf-8", "naïve"),
        (_META.format("nonsense", "naïve").encode(), "", "utf-8", "naïve"),
        ("<p>naïve</p>".encode(), "", "utf-8", "naïve"),
        (b"<p>na\xefve</p>", "", "windows-1252", "naïve"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8><p>na\xc3\xafve</p>", "", "utf-8", "naïve"),
        (_META.format("shift_jis", "筋肉").encode("shift_jis"), "utf-8-sig-nonsense", "shift_jis", "筋肉"),
    ],
)
def test_the_encoding_is_what_a_browser_would_take(body: bytes, charset: str, encoding: str, text: str) -> None:
    decoded = decode(replace(page(body), charset=charset))
    assert (decoded.encoding, text in decoded.text) == (encoding, True)
    assert decoded.reason


def test_what_came_with_the_page_counts_more_than_what_stands_in_it() -> None:
    body = _META.format("koi8-r", "naïve").encode()
    decoded = decode(replace(page(body), charset="utf-8"))
    assert (decoded.encoding, decoded.reason) == ("utf-8", "declared with the page")


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty"),
        (b" \n\t\x00", "text/html", "empty"),
        (b"x" * (MAX_BYTES + 1), "text/html", "larger than 10 MB"),
        (b'{"a": 1}', "text/html", "JSON"),
        (b'  [{"a": 1}]', "text/plain", "JSON"),
        (b"<p>x</p>", "application/json", "application/json"),
        (b"<p>x</p>", "image/png", "an image"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "an image"),
        (b"%PDF-1.7", "text/html", "a PDF"),
        (bytes(range(256)) * 40, "text/html", "binary"),
        (b"\x81\xfa\xfa\x80" * 100, "", "binary"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml", "a feed"),
        (b"<urlset></urlset>", "text/html", "sitemap"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(ExtractionError, match=reason):
        decode(replace(page(body), content_type=content_type, charset="utf-8" if reason == "binary" else ""))


@given(
    st.binary(max_size=200), st.sampled_from(["", "utf-8", "gbk", "utf-16", "iso-2022-jp", "x-user-defined", "\x00"])
)
def test_any_bytes_are_text_or_an_extraction_error(body: bytes, charset: str) -> None:
    with contextlib.suppress(ExtractionError):
        assert decode(replace(page(body), charset=charset)).encoding
