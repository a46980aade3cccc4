"""A web server on loopback that does what it is told, well or badly, and a world in which names lead to it."""

from __future__ import annotations

import gzip
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from twitchsearch.crawl.world import World

PUBLIC = "93.184.216.34"
"""The address that every name has, unless a test says otherwise; the fixture `internet` connects it to loopback."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; names of headers in lower case."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. With `raw`, exactly these bytes are sent (numbers are seconds of silence) and the line is cut."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Iterable[bytes | float] | None = None


Route = Answer | Callable[[Asked], Answer]
NOT_FOUND = Answer(b"nothing here", 404)


def page(*links: str, title: str = "A page", head: str = "", headers: Mapping[str, str] | None = None) -> Answer:
    anchors = "".join(f'<p><a href="{link}">on</a></p>' for link in links)
    body = (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{anchors}</body></html>"
    )
    return Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})})


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": target})


def zipped(answer: Answer) -> Answer:
    return Answer(gzip.compress(answer.body), answer.status, {**answer.headers, "Content-Encoding": "gzip"})


class Server:
    """Routes by path, or by host and path where those differ by host ("b.example/x"). `asked` are all requests."""

    def __init__(self, routes: Mapping[str, Route], port: int) -> None:
        self.routes = dict(routes)
        self.port = port
        self.asked: list[Asked] = []
        self.connections = 0
        self.open_now: dict[str, int] = {}
        self.most_at_once = 0

    def url(self, path: str = "/", host: str = "a.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for but for robots.txt and the guessed sitemap."""
        return [each.path for each in self.asked if each.path not in ("/robots.txt", "/sitemap.xml")]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        name = asked.host.partition(":")[0]
        route = self.routes.get(name + asked.path, self.routes.get(asked.path, NOT_FOUND))
        return route if isinstance(route, Answer) else route(asked)


@contextmanager
def serving(routes: Mapping[str, Route], tls: str = "") -> Iterator[Server]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            server.connections += 1
            with suppress(OSError):
                while self._one():
                    pass

        def _one(self) -> bool:
            first = self.rfile.readline().split()
            if len(first) < 2:
                return False
            headers = {}
            while line := self.rfile.readline().strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            answer = server.answer(Asked(headers.get("host", ""), first[1].decode("latin-1"), headers))
            if answer.raw is not None:
                self._send_raw(answer.raw)
                return False
            self.wfile.write(_head(answer) + answer.body)
            return True

        def _send_raw(self, pieces: Iterable[bytes | float]) -> None:
            for piece in pieces:
                if isinstance(piece, bytes):
                    self.wfile.write(piece)
                else:
                    time.sleep(piece)

    class Listener(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up, or does not like our certificate, is no error of the server."""

    with Listener(("127.0.0.1", 0), Handler) as listener:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            listener.socket = context.wrap_socket(listener.socket, server_side=True)
        server = Server(routes, listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()


def _head(answer: Answer) -> bytes:
    headers = {"Content-Type": "text/html", "Content-Length": str(len(answer.body)), **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} As told", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


class Clock:
    """A clock that runs only when someone waits for it. `pauses` are the waits, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._passed = 0.0
        self.pauses: list[float] = []

    def pause(self, seconds: float, stop: threading.Event) -> None:
        with self._lock:
            self.pauses.append(seconds)
            self._passed += seconds

    def clock(self) -> float:
        return self._passed

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=self._passed)


def world(clock: Clock, names: Mapping[str, Sequence[str]] | None = None) -> World:
    """A world on this clock, without chance, in which every name leads to the server unless `names` says otherwise."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        return (names or {}).get(host, [PUBLIC])

    return World(now=clock.now, clock=clock.clock, pause=clock.pause, chance=lambda: 0.5, resolve=resolve)
