"""One request and its answer, from servers that lie, dawdle and break off."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from urllib3.connection import HTTPConnection

from tests.conftest import UNBOTHERED
from tests.crawl.server import PUBLIC, Answer, Clock, Route, Server, page, serving, world
from tests.effort import effort
from twitchsearch.crawl import line
from twitchsearch.crawl.fetch import Fetcher, Request, Response
from twitchsearch.crawl.settings import CrawlSettings
from twitchsearch.crawl.world import World
from twitchsearch.errors import FetchError, FetchRefused

pytestmark = pytest.mark.usefixtures("internet")

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def fetcher(folder: Path, around: World | None = None, **chosen: Any) -> Fetcher:
    wanted: dict[str, Any] = {"timeout": 5.0, **chosen}
    return Fetcher(CrawlSettings(("http://a.example/",), state_folder=folder, **wanted), around or world(Clock()))


def got(folder: Path, route: Route, request: Request | None = None, **chosen: Any) -> Response:
    """What the fetcher makes of a server with this one page."""
    with serving({"/": route}) as server:
        asking = fetcher(folder, **chosen)
        try:
            return asking.get(request or Request(server.url(), 100_000))
        finally:
            asking.close()


def test_an_answer_has_its_headers_read(tmp_path: Path) -> None:
    headers = {
        "Content-Type": "Text/HTML; x=y; Charset='ISO-8859-1'",
        "ETag": 'W/"a b"',
        "Last-Modified": "Sun, 22 Nov 2026 12:00:00 GMT",
        "Retry-After": "Sun, 22 Nov 2026 12:00:30 GMT",
        "X-Robots-Tag": "nofollow",
    }
    answer = got(tmp_path, Answer(b"abc", headers=headers))
    assert (answer.status, answer.body, answer.received) == (200, b"abc", 3)
    assert (answer.content_type, answer.charset) == ("text/html", "ISO-8859-1")
    assert (answer.etag, answer.last_modified) == ('W/"a b"', "Sun, 22 Nov 2026 12:00:00 GMT")
    assert (answer.retry_after, answer.robots_tags) == (30.0, ("nofollow",))


def test_validators_that_could_not_be_sent_back_are_dropped(tmp_path: Path) -> None:
    answer = got(tmp_path, Answer(b"x", headers={"ETag": "caf\xe9", "Last-Modified": "x" * 400, "Retry-After": "soon"}))
    assert (answer.etag, answer.last_modified, answer.retry_after) == ("", "", None)


@pytest.mark.parametrize(
    "packed",
    [
        ("gzip", gzip.compress(b"x" * 70_000)),
        ("X-GZip", gzip.compress(b"x" * 30_000) + gzip.compress(b"x" * 40_000)),
        ("deflate", zlib.compress(b"x" * 70_000)),
        ("deflate", zlib.compress(b"x" * 70_000)[2:-4]),
        ("identity", b"x" * 70_000),
    ],
)
def test_what_was_asked_for_packed_is_unpacked(tmp_path: Path, packed: tuple[str, bytes]) -> None:
    answer = got(tmp_path, Answer(packed[1], headers={"Content-Encoding": packed[0]}))
    assert answer.body == b"x" * 70_000
    assert answer.received == len(packed[1])


@pytest.mark.parametrize("coding", ["compress", "exi, gzip", "gzip\x00"])
def test_other_packings_are_refused(tmp_path: Path, coding: str) -> None:
    with pytest.raises(FetchRefused, match="not asked for"):
        got(tmp_path, Answer(b"x", headers={"Content-Encoding": coding}))


def test_a_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    bomb = Answer(gzip.compress(b"\0" * 100_000_000), headers={"Content-Encoding": "gzip"})

    def fetch() -> None:
        with pytest.raises(FetchRefused, match="larger than 100,000 bytes"):
            got(tmp_path, bomb)

    assert effort(fetch, 1.0) < 5


def test_gzip_of_very_many_members_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchRefused, match="more than 1000 members"):
        got(tmp_path, Answer(gzip.compress(b"") * 3_000, headers={"Content-Encoding": "gzip"}))


def test_a_body_that_is_too_large_is_cut_where_that_is_wanted(tmp_path: Path) -> None:
    with serving({"/": Answer(b"x" * 50_000)}) as server:
        asking = fetcher(tmp_path)
        answer = asking.get(Request(server.url(), 1_000, cut=True))
        asking.close()
    assert (answer.body, answer.cut) == (b"x" * 1_000, True)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ([HEAD + b"Content-Length: 100\r\n\r\nshort"], "the connection broke"),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"], "the connection broke"),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n"], "the connection broke"),
        ([HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 9_000)[:-12]], "ends too early"),
        ([HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip at all"], "compressed body is damaged"),
        ([HEAD + b"Content-Encoding: deflate\r\n\r\n\x78\x9cno deflate"], "compressed body is damaged"),
        ([b""], "the connection broke"),
        ([b"HTP/1.1 nonsense\r\n\r\n"], "the connection broke"),
        ([b"HTTP/1.1 999999 Odd\r\n\r\n"], "the connection broke"),
        ([b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"], "the connection broke"),
        ([b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"], "the connection broke"),
    ],
)
def test_a_broken_answer_is_one_error_that_may_be_tried_again(tmp_path: Path, raw: list[bytes], why: str) -> None:
    with pytest.raises(FetchError, match=why) as caught:
        got(tmp_path, Answer(raw=raw))
    assert caught.value.retryable
    assert not isinstance(caught.value, FetchRefused)


@pytest.mark.parametrize(
    "raw",
    [
        [HEAD + b"Content-Length: 4\r\n\r\n<p>a and more"],
        [HEAD + b"Connection: close\r\n\r\n<p>a"],
        [b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", 0.05, b"<p>a"],
        [b"HTTP/1.1 100 Continue\r\n\r\n" * 5 + HEAD + b"Content-Length: 4\r\n\r\n<p>a"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n<p\r\n2\r\n>a\r\n0\r\n\r\n"],
    ],
)
def test_an_unusual_answer_is_read_as_it_is_meant(tmp_path: Path, raw: list[bytes | float]) -> None:
    assert got(tmp_path, Answer(raw=raw)).body == b"<p>a"


def test_what_follows_a_body_that_lied_about_its_length_is_not_taken_for_the_next_answer(tmp_path: Path) -> None:
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\nforged!"
    lying = Answer(raw=[HEAD + b"Content-Length: 4\r\n\r\n<p>a" + smuggled, 0.2])
    with serving({"/": lying, "/b": page(title="true")}) as server:
        asking = fetcher(tmp_path)
        assert asking.get(Request(server.url(), 100)).body == b"<p>a"
        with suppress(FetchError):  # the server hangs up on whoever believed it; that is tried again
            assert b"true" in asking.get(Request(server.url("/b"), 1_000)).body
        assert b"true" in asking.get(Request(server.url("/b"), 1_000)).body
        asking.close()


_HEADER = st.one_of(
    st.sampled_from([b"Content-Length", b"Transfer-Encoding", b"Content-Encoding", b"Content-Type", b"Retry-After"]),
    st.binary(min_size=1, max_size=8),
)
_VALUE = st.one_of(
    st.sampled_from([b"-1", b"3", b"\xb2", b"99999999999999999999", b"chunked", b"gzip", b"text/html; charset=\xff"]),
    st.binary(max_size=8),
)


@given(
    st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Found", b"HTTP/9 200 OK", b"HTTP/1.1 099 x"]),
    st.lists(st.tuples(_HEADER, _VALUE), max_size=4),
    st.binary(max_size=60),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[*UNBOTHERED, HealthCheck.function_scoped_fixture])
def test_any_bytes_give_an_answer_or_a_named_error(
    tmp_path: Path, status: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    head = b"\r\n".join([status, *(name + b": " + value for name, value in headers)])
    with suppress(FetchError):
        answer = got(tmp_path, Answer(raw=[head + b"\r\n\r\n" + body]))
        assert len(answer.body) <= 100_000


def test_silence_ends_at_the_timeout(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"kept silent for 0\.2 s"):
        got(tmp_path, Answer(raw=[HEAD, 1.0]), timeout=0.2)


@pytest.mark.parametrize("start", [HEAD + b"\r\n", b"HTTP/1.1 200 OK\r\n", b""])
def test_a_byte_now_and_then_ends_at_the_total_time(tmp_path: Path, start: bytes) -> None:
    def drip() -> Iterator[bytes | float]:
        yield start
        for _ in range(400):
            yield b"x"
            yield 0.05

    began = time.perf_counter()
    with pytest.raises(FetchError, match=r"took longer than 0\.4 s"):
        got(tmp_path, Answer(raw=drip()), timeout=5.0, total_time=0.4)
    assert time.perf_counter() - began < 15, "it took the twenty seconds that the server took"


def test_aborting_ends_a_request_that_waits_and_allows_no_more(tmp_path: Path) -> None:
    asking = fetcher(tmp_path, timeout=600.0, total_time=600.0)
    heard, patient = threading.Event(), True

    def silence() -> Iterator[bytes | float]:
        nonlocal patient
        asking.abort()
        yield HEAD
        patient = heard.wait(60)

    with serving({"/": Answer(raw=silence())}) as server:
        for _ in range(2):
            with pytest.raises(FetchError):
                asking.get(Request(server.url(), 100))
        heard.set()
        assert len(server.asked) == 1
    assert patient, "it waited for the end of the silence"


def test_aborting_while_it_connects_sends_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/": page()}) as server:
        asking = fetcher(tmp_path)
        connect = HTTPConnection.connect

        def connected(connection: HTTPConnection) -> None:
            asking.abort()
            connect(connection)

        monkeypatch.setattr(HTTPConnection, "connect", connected)
        with pytest.raises(FetchError, match="the crawl was stopped"):
            asking.get(Request(server.url(), 100))
        asking.close()
        assert server.asked == []


def test_only_addresses_that_were_judged_are_connected_to(tmp_path: Path, internet: list[str]) -> None:
    lookups: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        lookups.append(host)
        return [PUBLIC]

    with serving({"/": page()}) as server:
        asking = fetcher(tmp_path, World(resolve=resolve))
        for _ in range(3):
            asking.get(Request(server.url(), 1_000))
        asking.close()
        assert (lookups, internet, server.connections) == (["a.example"] * 3, [PUBLIC], 1)


def test_the_next_address_is_tried_where_one_does_not_answer(tmp_path: Path, internet: list[str]) -> None:
    with serving({"/": page()}) as server:
        around = world(Clock(), {"a.example": ["2606:2800:220:1::1", PUBLIC]})
        asking = fetcher(tmp_path, around)
        assert asking.get(Request(server.url(), 1_000)).status == 200
        asking.close()
    assert internet == ["2606:2800:220:1::1", PUBLIC]


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of https whose certificate is for site.example, and a trust in those who signed it."""
    folder = Path(__file__).parent / "authority"
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
    line._tls.cache_clear()
    with serving({"/": page()}, tls=str(folder / "site.example.pem")) as server:
        yield server
    line._tls.cache_clear()


def test_https_is_checked_against_the_name_though_the_connection_goes_to_an_address(
    tmp_path: Path, secure: Server, internet: list[str]
) -> None:
    asking = fetcher(tmp_path)
    assert asking.get(Request(f"https://site.example:{secure.port}/", 1_000)).status == 200
    asking.close()
    assert internet == [PUBLIC]


def test_a_certificate_for_another_name_is_an_error_that_is_not_tried_again(tmp_path: Path, secure: Server) -> None:
    with pytest.raises(FetchError, match="certificate is not valid") as caught:
        fetcher(tmp_path).get(Request(f"https://other.example:{secure.port}/", 1_000))
    assert not caught.value.retryable
    assert secure.asked == []


def test_a_certificate_that_nobody_trusts_is_an_error(
    tmp_path: Path, secure: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    line._tls.cache_clear()
    with pytest.raises(FetchError, match="certificate is not valid"):
        fetcher(tmp_path).get(Request(f"https://site.example:{secure.port}/", 1_000))


def test_proxies_of_the_environment_are_not_used(
    tmp_path: Path, internet: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.9.9.9:3128")
    got(tmp_path, page())
    assert internet == [PUBLIC]
