"""Names of files made from URLs: portable, apart, and never outside."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_urls import hostile_urls
from twitchsearch import urls
from twitchsearch.corpus.names import is_body, place, slug

PORTABLE = re.compile(r"[a-z0-9+=_-][a-z0-9.+=_-]*[a-z0-9+=_-]|[a-z0-9+=_-]")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@pytest.mark.parametrize(
    ("url", "folder", "stem"),
    # a format: where a page stands may never change
    [
        ("https://example.com/", "example.com", "page-0f115db062b7c0dd"),
        ("https://www.example.com/Eyelid%20Twitching/", "www.example.com", "eyelid-twitching-3edc0ac6fe95516f"),
        ("http://example.com:8080/a/b.html?id=7", "example.com+8080", "b-html-id-7-02912f8cd20cfa62"),
        ("http://[2001:db8::1]:81/x", "2001=db8==1+81", "x-"),
        ("http://[::1]/x", "==1", "x-"),
        ("http://con.example/nul", "=con.example", "nul-"),
        ("http://aux:8000/", "=aux+8000", "page-"),
        ("http://xn--bcher-kva.example/%C3%9Cbung", "xn--bcher-kva.example", "ubung-"),
        ("http://h.example/" + "a" * 500, "h.example", "a" * 60 + "-"),
        ("http://h.example/..%2F..%2Fetc", "h.example", "etc-"),
    ],
)
def test_where_a_page_stands(url: str, folder: str, stem: str) -> None:
    spot = place(url)
    assert spot.folder == folder
    assert spot.stem.startswith(stem)


@given(hostile_urls())
def test_every_name_is_one_that_all_file_systems_take(url: str) -> None:
    try:
        spot = place(urls.normalise(url))
    except ValueError:
        return
    body = spot.body("ab" * 32, "text/html")
    for name in (spot.folder, spot.sidecar, body):
        assert PORTABLE.fullmatch(name)
        assert not DEVICES.fullmatch(name)
        assert len(name) <= 120
    assert is_body(body)


def test_a_host_of_any_length_has_a_short_name_of_its_own() -> None:
    first = "http://" + "a." * 100 + "example/"
    second = "http://" + "a." * 100 + "b.example/"
    assert len(place(first).folder) <= 100
    assert place(first).folder != place(second).folder


@given(st.lists(hostile_urls(), max_size=20))
def test_two_urls_never_share_a_name(found: list[str]) -> None:
    normal = set()
    for url in found:
        try:
            normal.add(urls.normalise(url))
        except ValueError:
            continue
    assert len({place(url) for url in normal}) == len(normal)


def test_urls_that_differ_in_case_have_names_that_differ_in_more() -> None:
    names = {place(f"http://h.example/{name}").sidecar.lower() for name in ("Page", "page", "PAGE")}
    assert len(names) == 3


@given(st.text())
def test_a_slug_is_a_few_plain_words(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 60
