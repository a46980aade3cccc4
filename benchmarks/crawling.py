"""`python -m benchmarks.crawling [speed] [memory] [archive] [bombs]`: the crawler and the importers, on this machine.

    speed     1,000 pages without delay, and again: pages a second, bytes of bodies and files rewritten
    memory    20,000 small pages: the most memory above the start
    archive   a WARC of 1 GB, made for it: the same for the process and its reader
    bombs     bodies that unpack to far more than they are: the same

Prints one figure a line. Needs some 2 GB below the folder for temporary files.
"""

from __future__ import annotations

import gzip
import hashlib
import resource
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

from twitchsearch.corpus.importers import import_from
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.crawl import CrawlReport, CrawlSettings, crawl
from twitchsearch.files import DISK
from twitchsearch.model import no_progress

MEBIBYTE = 1 << 20
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def say(name: str, value: float, unit: str = "") -> None:
    print(f"{name:<52} {value:>12,.1f} {unit}", flush=True)


class Site(BaseHTTPRequestHandler):
    """`pages` pages, each linking the next nine; each has an ETag. A path that begins with /bomb is one."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one packet where it fits: two would wait for each other
    pages = 0
    sent = 0
    bombs: tuple[tuple[str, bytes], ...] = ()

    def do_GET(self) -> None:
        number = int(name) if (name := self.path.strip("/") or "0").isdigit() else -1
        if name.startswith("bomb"):
            coding, body = self.bombs[int(name[4:])]
            self._answer(200, body, {"Content-Encoding": coding})
        elif not 0 <= number < self.pages:
            self._answer(404, b"", {})
        elif self.headers.get("If-None-Match") == f'"{number}"':
            self._answer(304, b"", {"ETag": f'"{number}"'})
        else:
            self._answer(200, self._page(number), {"ETag": f'"{number}"'})

    def _page(self, number: int) -> bytes:
        further = range(9 * number + 1, min(9 * number + 10, self.pages))
        links = "".join(f'<a href="/{each}">on</a> ' for each in further)
        links += "".join(f'<a href="/bomb{n}">bomb</a> ' for n in range(len(self.bombs)))
        text = f"<p>The muscle with the number {number} twitches at night and rests by day. </p>" * 20
        return f"<!DOCTYPE html><html><title>Muscle {number}</title><h1>Muscle</h1>{text}{links}</html>".encode()

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        type(self).sent += len(body)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on a bomb is no error of the server."""


@contextmanager
def site(pages: int, bombs: tuple[tuple[str, bytes], ...] = ()) -> Iterator[str]:
    Site.pages, Site.bombs, Site.sent = pages, bombs, 0
    with Server(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def crawled(start: str, folder: Path, store: CorpusStore) -> tuple[CrawlReport, float]:
    settings = CrawlSettings(
        (start,),
        max_pages=100_000,
        max_depth=20,
        delay=0.0,
        sitemaps=False,
        private_addresses=True,
        state_folder=folder / "state",
    )
    begun = time.perf_counter()
    return crawl(settings, store, no_progress), time.perf_counter() - begun


def files(store: CorpusStore) -> dict[str, tuple[int, int]]:
    found = (path for path in store.folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


def speed(folder: Path) -> None:
    store = CorpusStore(folder / "corpus")
    with site(1_000) as start:
        report, seconds = crawled(start, folder, store)
        say("1,000 pages, first crawl", report.fetched / seconds, "pages/s")
        before, Site.sent = files(store), 0
        report, seconds = crawled(start, folder, store)
        say("1,000 pages, second crawl", report.unchanged / seconds, "pages/s")
        say("  bodies transferred", Site.sent, "bytes")
        after = files(store)
        say("  files rewritten", sum(before.get(name) != facts for name, facts in after.items()))


def memory(folder: Path) -> None:
    with site(20_000) as start:
        report, seconds = crawled(start, folder, CorpusStore(folder / "corpus"))
    say("20,000 pages", report.fetched / seconds, "pages/s")


def archive(folder: Path) -> None:
    path = folder / "large.warc.gz"
    size = made(path, 1_000_000_000)
    say("a WARC made, unpacked", size / 1e6, "MB")
    begun = time.perf_counter()
    report = import_from(path, CorpusStore(folder / "corpus"), no_progress, fetched_at=NOW)
    say("its pages imported", report.new / (time.perf_counter() - begun), "pages/s")
    say("  skipped", len(report.skipped))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say("  most memory of the reader of the archive", children, "MiB")


def made(path: Path, size: int) -> int:
    """Write records until they are `size` bytes, unpacked: pages of a third of a megabyte that do not pack well."""
    chance, total = Random(1), 0

    def records() -> Iterator[bytes]:
        nonlocal total
        number = 0
        while total < size:
            number += 1
            words = " ".join(hashlib.sha256(chance.randbytes(8)).hexdigest() for _ in range(5_000))
            body = f"<!DOCTYPE html><title>Page {number}</title><h1>Page {number}</h1><p>{words}</p>".encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
                f"WARC-Date: 2026-11-01T00:00:00Z\r\nWARC-Target-URI: https://a.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            whole = head.encode() + http + b"\r\n\r\n"
            total += len(whole)
            yield gzip.compress(whole, compresslevel=1)

    DISK.write_new(path, records())
    return total


def bombs(folder: Path) -> None:
    once = _zeros(31)
    packed = (("gzip", once), ("deflate", _zeros(15)), ("gzip, gzip", gzip.compress(once)))
    with site(1, packed) as start:
        report, seconds = crawled(start, folder, CorpusStore(folder / "corpus"))
    say("bombs met", sum("bomb" in each.url for each in report.skipped))
    say("  seconds", seconds, "s")


def _zeros(format: int) -> bytes:  # noqa: A002 - the word of zlib
    """A gibibyte of zeros, packed a mebibyte at a time."""
    engine = zlib.compressobj(wbits=format)
    piece = bytes(MEBIBYTE)
    return b"".join(engine.compress(piece) for _ in range(1024)) + engine.flush()


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS: dict[str, Callable[[Path], None]] = {"speed": speed, "memory": memory, "archive": archive, "bombs": bombs}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        before = _most()
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder))
        say(f"{name}: most memory above the start of this part", _most() - before, "MiB")


if __name__ == "__main__":
    main()
