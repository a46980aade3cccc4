"""One page, one name: what normalising changes, what it never changes, and what is refused."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch import urls

HOSTS = [
    "example.com",
    "www.example.com",
    "a-b.c_d.example",
    "xn--bcher-kva.example",
    "127.0.0.1",
    "[::1]",
    "localhost",
]
PIECES = [
    "/",
    ".",
    "..",
    "%41",
    "%2e",
    "%zz",
    "%",
    "a",
    "ü",
    "~",
    "?",
    "&",
    "=",
    "utm_source=x",
    "q=1",
    "#",
    " ",
    "\\",
    "+",
]


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://WWW.Example.COM:80/", "http://www.example.com/"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:0444/", "https://example.com:444/"),
        ("https://example.com:/", "https://example.com/"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("http://example.com./a", "http://example.com/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8:0:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://[::ffff:1.2.3.4]/", "http://[::ffff:102:304]/"),
        ("http://１２７。0.0.1/", "http://127.0.0.1/"),
        ("http://h.example/a/./b/../c", "http://h.example/a/c"),
        ("http://h.example/../../a", "http://h.example/a"),
        ("http://h.example/a/%2e%2e/b", "http://h.example/b"),
        ("http://h.example/a/..", "http://h.example/"),
        ("http://h.example/a//b", "http://h.example/a//b"),
        ("http://h.example/%7euser/%e9%2F", "http://h.example/~user/%E9%2F"),
        ("http://h.example/%2541%", "http://h.example/%2541%25"),
        ("http://h.example/ä b|", "http://h.example/%C3%A4%20b%7C"),
        ("http:\\\\h.example\\a?b\\c", "http://h.example/a?b%5Cc"),
        ("http://good.example\\@evil.example/", "http://good.example/@evil.example/"),
        ("  http://h.example/a\nb\t ", "http://h.example/ab"),
        ("http://h.example/a#part", "http://h.example/a"),
        ("http://h.example/a?", "http://h.example/a"),
        ("http://h.example?a=1", "http://h.example/?a=1"),
        ("http://h.example/?b=2&a=1&b=&&c", "http://h.example/?b=2&a=1&b=&&c"),
        ("http://h.example/?utm_source=x&id=7&fbclid=y&UTM_Medium", "http://h.example/?id=7"),
        ("http://h.example/?gclid=1", "http://h.example/"),
        ("http://h.example/?utm=1&autm_x=2&q=utm_source", "http://h.example/?utm=1&autm_x=2&q=utm_source"),
    ],
)
def test_a_url_has_one_form(url: str, normal: str) -> None:
    assert urls.normalise(url) == normal


@pytest.mark.parametrize(
    ("reference", "absolute"),
    # RFC 3986, section 5.4, with its base, but for fragments, which are not kept, and other schemes, which are refused
    [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g/"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q"),
        ("g?y#s", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("https://h", "https://h/"),
    ],
)
def test_a_reference_is_resolved_as_the_rfc_says(reference: str, absolute: str) -> None:
    assert urls.normalise(reference, "http://a/b/c/d;p?q") == absolute


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/a",
        "/a",
        "//example.com/",
        "javascript:alert(1)",
        "mailto:a@example.com",
        "ftp://example.com/",
        "file:///etc/passwd",
        "http:",
        "http://",
        "http:///a",
        "http:example.com",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://a..b/",
        "http://.a/",
        "http://a b/",
        "http://a%2fb/",
        "http://a%00b/",
        "http://a%ffb/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://[::1/",
        "http://[::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:x/",
        "http://example.com:999999999999/",
        "http://ex\x00ample.com/",
        "http://example.com/\x1b[31m",
        "http://example.com/\ud800",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 127 + "example/",
        "http://ü" + "a" * 100_000,
        "http://example.com/" + "a" * 9000,
        "http://example.com/" + "ü" * 4000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        urls.normalise(url)


@pytest.mark.parametrize("base", ["nonsense", "mailto:a@b"])
def test_a_base_that_is_no_web_address_helps_nothing(base: str) -> None:
    with pytest.raises(ValueError, match="not an absolute http or https URL"):
        urls.normalise("a/b", base)


def hostile_urls() -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    return st.one_of(
        st.text(max_size=60),
        st.builds(
            "{}://{}{}{}".format, st.sampled_from(["http", "HTTPS"]), st.sampled_from(HOSTS), st.just("/"), parts
        ),
        st.builds("http://{}/".format, st.text(min_size=1, max_size=12)),
    )


@given(hostile_urls(), st.sampled_from(["", "https://base.example/x/y?z"]))
@example("http://h.example/%%41%4%31", "")
def test_normalising_twice_is_normalising_once(url: str, base: str) -> None:
    try:
        once = urls.normalise(url, base)
    except ValueError:
        return
    assert urls.normalise(once) == once == urls.shown(once)
    assert once.isascii()
    assert "#" not in once


@given(hostile_urls() | st.from_regex(urls._NORMAL, fullmatch=True))
def test_what_is_told_to_be_normal_at_a_glance_is_so_at_length(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if urls._NORMAL.fullmatch(url):
            patch.setattr(urls, "_NORMAL", re.compile(r"(?!)"))
            assert urls.normalise(url) == url


@given(st.sampled_from(HOSTS), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_normalising_never_changes_the_host(name: str, rest: str) -> None:
    assert urls.host(f"http://{name.upper()}/{rest}") == name


@given(st.dictionaries(st.text("abcxyz", min_size=1, max_size=6), st.text("abc123-._~", max_size=6), max_size=5))
def test_meaningful_parameters_stay_in_their_order(parameters: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    noisy = f"utm_id=1&{query}&gclid=2" if query else "utm_id=1&gclid=2"
    assert urls.normalise(f"http://h.example/?{noisy}") == "http://h.example/" + (f"?{query}" if query else "")


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://WWW.Example.com/a", "www.example.com", "example.com"),
        ("https://www.example.com:8443/a", "www.example.com:8443", "example.com"),
        ("http://www.com/", "www.com", "www.com"),
        ("https://bücher.example/", "xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("http://[::1]:8000/", "[::1]:8000", "[::1]"),
        ("http://[::1]/", "[::1]", "[::1]"),
        ("http://localhost:8000", "localhost:8000", "localhost"),
    ],
)
def test_a_site_is_the_host_as_people_say_it(url: str, host: str, site: str) -> None:
    assert (urls.host(url), urls.site(url)) == (host, site)


@given(st.text())
@example("a\x1b[2J\u202e\ud800 ü")
def test_a_shown_url_is_visible_ascii(text: str) -> None:
    assert all("!" <= character <= "~" for character in urls.shown(text))


@pytest.mark.parametrize(
    "url", ["http://h/" + "../" * 2700, "http://h/" + "%" * 8000, "http://h/?" + "&" * 8000, "http:" + "//" * 4000]
)
def test_a_long_hostile_url_costs_little_effort(url: str) -> None:
    def normalise() -> None:
        with suppress(ValueError):
            urls.normalise(url)

    assert effort(normalise, 0.5) < 0.5
