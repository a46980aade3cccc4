"""Archives read in a process of their own: a hostile or broken one can only end or stall that process.

The readers (`warc`, `zim`, `mhtml`, `epub`, `feeds`) run in the child, `python -m twitchsearch.corpus.importers.child`.
Where it dies on a record or stalls, another one goes on behind that record, a few times.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from twitchsearch import urls
from twitchsearch.corpus.importers.captured import (
    Captured,
    Ended,
    Message,
    PassedOver,
    Reached,
    Refused,
    read_message,
)
from twitchsearch.corpus.importers.ledger import Job, Ledger
from twitchsearch.corpus.importers.saved import claims
from twitchsearch.corpus.reading import LARGEST_BODY
from twitchsearch.errors import ImportRefused
from twitchsearch.model import Page
from twitchsearch.processes import Child, running

MOST_DEATHS = 10
"""Times that reading one archive is taken up again behind the record on which its reader died."""

PATIENCE = 120.0
"""Seconds without a word from a reader before it is ended."""
CHILD = "twitchsearch.corpus.importers.child"

_AHEAD = 4  # messages that wait: bounds memory


class Kind(StrEnum):
    """The archives that can be read; each value is the `source` of its pages."""

    WARC = "warc"
    WACZ = "wacz"
    ZIM = "zim"
    MHTML = "mhtml"
    EPUB = "epub"
    FEED = "feed"


_NEEDS = {Kind.WARC: ("warcio", "warc"), Kind.WACZ: ("warcio", "warc"), Kind.ZIM: ("libzim", "zim")}


def archived_pages(job: Job, ledger: Ledger, kind: Kind) -> Iterator[Page]:
    """The pages of an archive, in its order. What is damaged is skipped and named, what is no page counted.

    Raises ImportRefused where the library that reads it is not installed, or nothing of the archive can be read.
    """
    _require(kind, job.path)
    before = len(ledger.skipped)
    start, deaths, any_page, problem = 0, 0, False, ""
    while start >= 0:
        with contextlib.closing(_Reader(kind, job.path, start)) as reader:
            for message in reader.messages():
                for page in _taken(job, ledger, kind, message):
                    any_page = True
                    yield page
        problem, start = reader.problem, -1
        if reader.died:
            deaths += 1
            ledger.skip(f"{job.path}, record {reader.reached + 1}", reader.died)
            start = reader.reached + 1 if deaths < MOST_DEATHS else -1
    if problem and not any_page and len(ledger.skipped) == before:
        raise ImportRefused(f"cannot read {job.path}: {problem}")
    if problem or deaths == MOST_DEATHS:
        ledger.skip(str(job.path), problem or f"its reader died {deaths} times; what follows was not read")


def _taken(job: Job, ledger: Ledger, kind: Kind, message: Message) -> Iterator[Page]:
    """The page in a message, if there is one; anything else goes into the ledger."""
    match message:
        case Captured():
            yield from _page(job, ledger, kind, message)
        case Refused(place, reason):
            ledger.skip(place, reason)
        case PassedOver(reason):
            ledger.pass_over(reason)
        case Ended() | Reached():
            pass


def _require(kind: Kind, path: Path) -> None:
    module, extra = _NEEDS.get(kind, ("", ""))
    if module and find_spec(module) is None:
        raise ImportRefused(
            f"{path} is {kind.value.upper()}, which needs {module}; to have it: pip install 'twitchsearch[{extra}]'"
        )


def _page(job: Job, ledger: Ledger, kind: Kind, found: Captured) -> Iterator[Page]:
    try:
        if not found.body.strip():
            raise ValueError("it is empty")
        url = ledger.own(_url(job, found), found.place)
    except ValueError as error:
        ledger.skip(found.place, str(error))
        return
    yield Page(
        url,
        found.body,
        _time(found.fetched_at, job.fetched_at),
        status=found.status,
        content_type=found.content_type,
        charset=found.charset,
        etag=found.etag,
        last_modified=found.last_modified,
        source=kind.value,
    )


def _url(job: Job, found: Captured) -> str:
    """What the archive says; else what the page says; else a name below `base_url` or a site that cannot exist."""
    if found.url:
        try:
            return urls.normalise(found.url)
        except ValueError as error:
            raise ValueError(f"its URL {urls.shown(found.url)[:80]}: {error}") from error
    claimed = claims(found.body)
    for claim in (claimed.saved_from, claimed.canonical, claimed.og_url):
        with contextlib.suppress(ValueError):
            return urls.normalise(claim)
    return job.url_below(found.name)


def _time(text: str, otherwise: datetime) -> datetime:
    """The time that an archive states, where it is one that can have been."""
    try:
        time = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return otherwise
    return time if time.year >= 1990 and time <= otherwise else otherwise


class _Reader:
    """One child process, and the thread that listens to it. `died` says how it ended where it did not say so itself."""

    def __init__(self, kind: Kind, path: Path, start: int) -> None:
        self.reached = start - 1
        self.problem = ""
        self.died = ""
        self._queue: queue.Queue[Message | None] = queue.Queue(_AHEAD)
        self._closed = threading.Event()
        self._child = Child(running(CHILD))
        with contextlib.suppress(OSError):
            self._child.inlet.write(json.dumps([kind.value, os.fsdecode(path.resolve()), start]).encode() + b"\n")
            self._child.inlet.flush()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def messages(self) -> Iterator[Message]:
        """What the child says, to its end or to its death."""
        while True:
            try:
                message = self._queue.get(timeout=PATIENCE)
            except queue.Empty:
                self.died = f"reading it took longer than {PATIENCE:g} seconds"
                return
            match message:
                case None:
                    self.died = f"its reader ended unexpectedly (exit status {self._child.status()})"
                    return
                case Ended(problem):
                    self.problem = problem
                    return
                case Reached(number):
                    self.reached = max(self.reached, number)
                case _:
                    yield message

    def close(self) -> None:
        """End the process, and let go of everything."""
        self._closed.set()
        self._child.kill()
        while self._thread.is_alive():
            with contextlib.suppress(queue.Empty):
                self._queue.get(timeout=0.05)
        self._child.close()

    def _listen(self) -> None:
        message: Message | None = Reached(self.reached)
        while message is not None and not self._closed.is_set():
            try:
                message = read_message(self._child.outlet, LARGEST_BODY)
            except (OSError, ValueError):
                message = None
            self._queue.put(message)
