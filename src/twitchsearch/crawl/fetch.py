"""One request, one answer: the only module that talks to the network.

The address of the host is looked up and judged at every request, and the connection goes to the address that was
judged. The certificate is checked against the host's name. Nothing is followed: a redirect is an answer.
"""

from __future__ import annotations

import email.utils
import http.client
import math
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from twitchsearch import urls
from twitchsearch.corpus.inflate import accepted, unpacked
from twitchsearch.crawl.address import addresses
from twitchsearch.crawl.line import Line
from twitchsearch.crawl.settings import CrawlSettings
from twitchsearch.crawl.world import World
from twitchsearch.errors import FetchError, FetchRefused

_CHUNK = 1 << 14
_REST = 1 << 14
_SOMEWHERE = "93.184.216.34"  # stands for the address that a proxy will find for a name
_WITH_BODY = frozenset((200, 203))
_MOST_DIGITS = 16  # of a number of seconds, more of which are not told apart
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,300}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)
_PAGE_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. The body is taken up to `limit` bytes after unpacking; a longer one is refused, or cut there.

    `types` are the content types that are wanted (empty: any). `etag` and `last_modified` make the answer 304 where
    nothing changed.
    """

    url: str
    limit: int
    cut: bool = False
    types: frozenset[str] = frozenset()
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered. The body is unpacked; it is empty for every status but 200 and 203.

    `retry_after` is in seconds, None where the answer names none. `received` counts the bytes of the body as sent.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    location: str = ""
    retry_after: float | None = None
    robots_tags: tuple[str, ...] = ()
    cut: bool = False
    received: int = 0


class Fetcher:
    """Asks for one URL after the other over at most one open connection. `abort` may come from any thread."""

    def __init__(self, settings: CrawlSettings, world: World) -> None:
        self._settings = settings
        self._world = world
        self._line: Line | None = None
        self._lock = threading.Lock()
        self._aborted = False

    def get(self, request: Request) -> Response:
        """Raises FetchRefused for what is not wanted, FetchError for what could not be had."""
        with self._watched():
            with closing(self._sent(request)) as response:
                answer = self._read(request, response)
                self._settle(response)
            return answer

    def abort(self) -> None:
        """End the request under way, and allow no more."""
        self._aborted = True
        self._cut_off()

    def close(self) -> None:
        with self._lock:
            line, self._line = self._line, None
        if line:
            line.connection.close()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Socket timeouts end silence; a server that sends a byte now and then is ended by the clock."""
        late = threading.Event()
        timer = threading.Timer(self._settings.total_time, self._cut_off, [late])
        timer.daemon = True
        timer.start()
        try:
            yield
            self._complain_of(late)  # a body of no stated length looks whole when the line is cut
        except (HTTPError, http.client.HTTPException, OSError) as error:
            self.close()
            self._complain_of(late)
            raise _translation(error, self._settings.timeout) from error
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()

    def _complain_of(self, late: threading.Event) -> None:
        if late.is_set():
            raise FetchError(f"took longer than {self._settings.total_time:g} s", retryable=True)
        self._stop_where_aborted()

    def _stop_where_aborted(self) -> None:
        if self._aborted:
            raise FetchError("the crawl was stopped", retryable=True)

    def _cut_off(self, late: threading.Event | None = None) -> None:
        if late:
            late.set()
        with self._lock:
            if self._line:
                self._line.cut_off()

    def _sent(self, request: Request) -> HTTPResponse:
        parts = urlsplit(request.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if self._settings.proxy and parts.scheme == "http":
            target = request.url
        headers = self._headers(request)
        connection = self._connected(request.url)
        connection.request("GET", target, headers=headers, preload_content=False, decode_content=False)
        return connection.getresponse()

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "Host": urls.host(request.url),
            "User-Agent": self._settings.user_agent,
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
            "Accept-Encoding": accepted(),
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers

    def _connected(self, url: str) -> HTTPConnection:
        """The open connection where it leads to an address that may still be asked; else a new one."""
        parts = urlsplit(url)
        name, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        found = self._addresses(name, port)
        line = self._line
        if line and line.leads_to(parts.scheme, name, port, found):
            return line.connection
        self.close()
        for last, address in enumerate(found, start=1 - len(found)):
            try:
                return self._open(Line(parts.scheme, name, port, address, self._settings))
            except (HTTPError, OSError):
                self.close()
                if last == 0:
                    raise
        raise FetchError(f"the name {name} leads to no address", retryable=True)

    def _addresses(self, name: str, port: int) -> tuple[str, ...]:
        """Where to connect to. Behind a proxy that is the proxy, and it looks names up: only addresses are judged."""
        if not self._settings.proxy:
            return addresses(name, port, self._world.resolve, private=self._settings.private_addresses)
        proxy = urlsplit(self._settings.proxy)
        here = name == "localhost" or name.endswith(".localhost")
        there = "127.0.0.1" if here else _SOMEWHERE
        addresses(name, port, lambda *_: [there], private=self._settings.private_addresses)
        return addresses(proxy.hostname or "", proxy.port or 80, self._world.resolve, private=True)

    def _open(self, line: Line) -> HTTPConnection:
        with self._lock:
            self._line = line
        self._stop_where_aborted()  # before this line could be cut off
        line.connection.connect()
        line.socket = line.connection.sock
        self._stop_where_aborted()  # while it connected, when there was no socket to cut off
        return line.connection

    def _read(self, request: Request, response: HTTPResponse) -> Response:
        headers = response.headers
        content_type = headers.get("Content-Type", "")
        answer = Response(
            url=request.url,
            status=response.status,
            content_type=content_type.partition(";")[0].strip().lower()[:100],
            charset=found[1] if (found := _CHARSET.search(content_type)) else "",
            etag=_validator(headers.get("ETag", "")),
            last_modified=_validator(headers.get("Last-Modified", "")),
            location=headers.get("Location", ""),
            retry_after=_seconds(headers.get("Retry-After", ""), self._world.now()),
            robots_tags=tuple(headers.getlist("X-Robots-Tag")),
        )
        return self._with_body(request, response, answer) if response.status in _WITH_BODY else answer

    def _with_body(self, request: Request, response: HTTPResponse, answer: Response) -> Response:
        if request.types and answer.content_type and answer.content_type not in request.types:
            raise FetchRefused(f"is {answer.content_type}, not a page")
        body, cut, received = _body(request, response)
        content_type = answer.content_type
        if request.types and not content_type:
            if not _PAGE_START.match(body):
                raise FetchRefused("does not say what it is, and does not begin like a page")
            content_type = "text/html"
        return replace(answer, body=body, cut=cut, received=received, content_type=content_type)

    def _settle(self, response: HTTPResponse) -> None:
        """Leave the connection ready for the next request, or close it: a long rest is not worth reading."""
        ended = False
        with suppress(HTTPError, http.client.HTTPException, OSError):
            ended = not response.read(_REST) or not response.read(1)
        if not ended:
            self.close()


def _body(request: Request, response: HTTPResponse) -> tuple[bytes, bool, int]:
    """The body, whether it was cut, and how many bytes came. What was sent is bounded like what it unpacks to."""
    received = 0
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > request.limit and not request.cut:
        raise FetchRefused(_too_large(request.limit))

    def chunks() -> Iterator[bytes]:
        nonlocal received
        while received <= request.limit and (chunk := response.read(_CHUNK)):
            received += len(chunk)
            yield chunk

    body = bytearray()
    for piece in unpacked(chunks(), response.headers.get("Content-Encoding", "")):
        body += piece
        if len(body) > request.limit or received > request.limit:
            if not request.cut:
                raise FetchRefused(_too_large(request.limit))
            return bytes(body[: request.limit]), True, received
    return bytes(body), False, received


def _too_large(limit: int) -> str:
    return f"is larger than {limit:,} bytes"


def _validator(text: str) -> str:
    """A validator that can be sent back as it came."""
    return text if _VALIDATOR.fullmatch(text) else ""


def _seconds(text: str, now: datetime) -> float | None:
    """Retry-After: seconds, infinitely many where they are too many to count, or a date."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text.lstrip("0")) < _MOST_DIGITS else math.inf
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _translation(error: Exception, timeout: float) -> FetchError:
    match error:
        case ssl.SSLCertVerificationError():
            return FetchError(f"its certificate is not valid ({error.verify_message})")
        case NewConnectionError() | ConnectionRefusedError():
            return FetchError("cannot be connected to", retryable=True)
        case TimeoutError() | ConnectTimeoutError() | ReadTimeoutError():
            return FetchError(f"kept silent for {timeout:g} s", retryable=True)
        case _:
            return FetchError(f"the connection broke ({type(error).__name__})", retryable=True)
