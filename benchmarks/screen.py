"""What a person waits for in the terminal UI: from a key to the painted answer, start, a long article.

    python -m benchmarks.screen LIBRARY [--queries N] [--size 80x24]

LIBRARY has an index. N queries (200 unless told) are typed key by key; a key's time ends with the first write to the
terminal once the answer to the text it made stands on the screen, or where that changes nothing that is seen, when the
screen is at rest. The processor time of this process over the same keys
is told beside it: on a busy machine it is the figure to compare. A stall is the time in which the event loop ran
nothing else. The queries are made of the words of benchmarks/__main__.py.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import itertools
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from benchmarks.__main__ import QUERIES, say
from twitchsearch.errors import NotFound
from twitchsearch.library import Library, open_index
from twitchsearch.model import Article, ArticleFacts, Page, Section, SectionKind
from twitchsearch.tui import Session, TuiSettings, sweeping
from twitchsearch.tui.app import TwitchsearchApp
from twitchsearch.tui.document import Document
from twitchsearch.tui.questions import Opened, Question, Reading
from twitchsearch.tui.screen import SearchScreen

WORDS = sorted({word for query in QUERIES for word in query.split() if word.isalpha() and len(word) > 3})
PATIENCE = 10.0
TICK = 0.002


def _no_page(url: str) -> Page:
    raise NotFound(url)


def queries(count: int) -> Iterator[str]:
    """Two or three words each, never the same pair twice in a row."""
    pairs = itertools.cycle(zip(WORDS, WORDS[7:] + WORDS[:7], WORDS[19:] + WORDS[:19], strict=True))
    for number, (first, second, third) in enumerate(itertools.islice(pairs, count)):
        yield f"{first} {second} {third}" if number % 3 == 0 else f"{first} {second}"


@dataclass
class Watch:
    """Waits for the write that shows the answer to `text`, or for the screen to rest where nothing is to be written."""

    screen: SearchScreen
    text: str = ""
    painted: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0

    def written(self, _data: str = "") -> None:
        answered = self.screen.talk.answered
        if answered is not None and answered.text == self.text and not self.painted.is_set():
            self.at = time.perf_counter()
            self.painted.set()

    def painting(self, paint: Callable[..., None]) -> Callable[..., None]:
        """The screen's painting, and afterwards a look whether there was anything to write."""

        def painted(**how: bool) -> None:
            paint(**how)
            self.screen.call_after_refresh(self.written)

        return painted


class Terminal(HeadlessDriver):
    """A terminal that is written to as a real one is, and tells when."""

    last: ClassVar[Terminal | None] = None
    watch: Watch | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        Terminal.last = self

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        if self.watch is not None:
            self.watch.written(data)


class Stalls:
    """The longest times in which the event loop ran nothing else."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            self.seen.append(time.perf_counter() - before - TICK)


async def _keys(watch: Watch, text: str) -> list[float]:
    """Type a query; the times of its keys, in milliseconds."""
    taken = []
    box = watch.screen.head.box
    for key in text:
        watch.text = box.value + key
        watch.painted.clear()
        begun = time.perf_counter()
        watch.screen.app.post_message(events.Key("space" if key == " " else key, key))
        await asyncio.wait_for(watch.painted.wait(), PATIENCE)
        taken.append((watch.at - begun) * 1000)
    return taken


async def typed(library: Library, size: tuple[int, int], count: int) -> None:
    session = Session(open_index(library), None, _no_page, TuiSettings(), lambda: datetime.now(UTC))
    app = TwitchsearchApp(session)
    with mock.patch("textual.drivers.headless_driver.HeadlessDriver", Terminal):
        async with app.run_test(size=size) as pilot:
            taken, spent, stalls = await _typed(pilot, count)
    _told(f"{size[0]}x{size[1]}", taken, spent, stalls)


async def _typed(pilot: Pilot[None], count: int) -> tuple[list[float], float, list[float]]:
    """The times of the keys in milliseconds, the processor time of them all in seconds, the pauses of the loop."""
    app = pilot.app
    screen = app.screen_stack[0]
    assert isinstance(screen, SearchScreen)
    watch, stalls = Watch(screen), Stalls()
    assert Terminal.last is not None
    Terminal.last.watch = watch
    screen.paint = watch.painting(screen.paint)  # type: ignore[method-assign]  # to see when it is done
    await _keys(watch, "warm up ")
    sweeping.begin()  # as the program does when its first screen is there
    stalling = asyncio.create_task(stalls.watch())
    taken, spent = [], time.process_time()
    for text in queries(count):
        screen.head.box.put("")
        await asyncio.sleep(0.02)
        taken += await _keys(watch, text)
    spent = time.process_time() - spent
    stalling.cancel()
    return taken, spent, stalls.seen


def _told(name: str, taken: list[float], spent: float, stalls: list[float]) -> None:
    taken.sort()
    say(f"{name}: keys", len(taken))
    say(f"{name}: key to paint, median", statistics.median(taken), "ms")
    say(f"{name}: key to paint, 95th percentile", taken[int(len(taken) * 0.95)], "ms")
    say(f"{name}: processor time a key", spent * 1000 / len(taken), "ms")
    say(f"{name}: longest stall", max(stalls) * 1000, "ms")


def started(library: Library, rounds: int = 7) -> None:
    """From starting the process to the query's box on a terminal."""
    times = []
    for _ in range(rounds):
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.environ["TERM"] = "xterm-256color"
            os.execv(
                sys.executable, [sys.executable, "-m", "twitchsearch", "--library", str(library.root), "--private"]
            )
        begun, seen = time.perf_counter(), b""
        while b"earch the articles" not in seen and time.perf_counter() - begun < PATIENCE:
            if select.select([terminal], [], [], PATIENCE)[0]:
                seen += os.read(terminal, 1 << 16)
        times.append((time.perf_counter() - begun) * 1000)
        os.write(terminal, b"\x11")
        with open(terminal, "rb", buffering=0) as rest:  # noqa: PTH123 - a descriptor
            try:
                while rest.read(1 << 16):
                    pass
            except OSError:  # the other end is closed
                pass
        os.waitpid(pid, 0)
    say("start to the query's box", statistics.median(times), "ms")
    empty = [_empty() for _ in range(rounds)]
    say("empty Python process", statistics.median(empty), "ms")


def _empty() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - begun) * 1000


def opened_long() -> None:
    """A megabyte of article laid out for the reader."""
    text = "Some words about a muscle that twitches at night and what may calm it. " * 140
    sections = tuple(
        Section(id=f"0-{number}", ordinal=number, kind=SectionKind.OTHER, text=text, heading_path=(f"Part {number}",))
        for number in range(100)
    )
    article = Article(ArticleFacts("0", "https://a.example/", "Long", "a.example", datetime.now(UTC)), sections)
    assert Opened(Reading("0-0", Question()), article)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        Document(article, "", None, 78)
        times.append((time.perf_counter() - begun) * 1000)
    say("an article of 1 MB laid out", statistics.median(times), "ms")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("library", type=Path)
    arguments.add_argument("--queries", type=int, default=200)
    arguments.add_argument("--size", action="append", help="such as 80x24; that and 140x40 unless told")
    asked = arguments.parse_args()
    library = Library(asked.library.resolve())
    for size in asked.size or ["80x24", "140x40"]:
        width, height = map(int, size.split("x"))
        asyncio.run(typed(library, (width, height), asked.queries))
    opened_long()
    started(library)


if __name__ == "__main__":
    main()
