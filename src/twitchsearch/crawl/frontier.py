"""What a crawl knows and has yet to do, kept on disk so that it can go on after it was stopped at any moment.

SQLite writes this file: a step of the crawl is one transaction. It is the state of one unfinished crawl, and of
one that ended at its limits the way to what it did not reach; losing it costs requests, never pages.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from twitchsearch.crawl import traps
from twitchsearch.crawl.settings import Skipped
from twitchsearch.crawl.spool import Spool, translated
from twitchsearch.crawl.visits import Found, Limits, Outcome, State, Tally, Ticket
from twitchsearch.files import DISK
from twitchsearch.model import Page

MOST_KNOWN = 500_000
"""URLs a crawl remembers; it counts those it finds beyond."""

_VERSION = 3
_SCHEMA = """
DROP TABLE IF EXISTS urls; DROP TABLE IF EXISTS paths; DROP TABLE IF EXISTS notes; DROP TABLE IF EXISTS spool;
CREATE TABLE urls (place INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, site TEXT NOT NULL, depth INTEGER NOT NULL,
    rank INTEGER NOT NULL, chain INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    bytes INTEGER NOT NULL DEFAULT 0, trail TEXT NOT NULL DEFAULT '[]', rounds INTEGER NOT NULL DEFAULT 0);
CREATE INDEX next ON urls (site, state, rounds, depth, rank, place);
CREATE TABLE paths (path TEXT PRIMARY KEY, queries INTEGER NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE spool (place INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, facts TEXT NOT NULL, body BLOB NOT NULL);
"""
_AGAIN = """
DELETE FROM urls WHERE state IN ('redirected', 'barred', 'passed', 'gone');
UPDATE urls SET rounds = rounds + (state != 'waiting' AND depth > 0), state = 'waiting', reason = '', bytes = 0,
    trail = '[]';
DELETE FROM paths; DELETE FROM notes; DELETE FROM spool;
"""

_PAGES = (State.FETCHED, State.UNCHANGED, State.SKIPPED, State.FAILED, State.GONE)
"""What counts towards the limit of pages; others cost a site no more than a redirect."""
_REDIRECTS_A_PAGE = 4


class Frontier:
    """The queue of one crawl. Safe to share between threads; one process at a time has it.

    Raises WriterBusy where another process has it, CrawlError where the file is not what was written, DiskError.
    """

    def __init__(self, folder: Path, name: str, max_depth: int, now: datetime) -> None:
        self._max_depth = max_depth
        DISK.make_folder(folder)
        self._path = folder / f"crawl-{hashlib.sha256(name.encode()).hexdigest()[:16]}.sqlite"
        self._lock = threading.RLock()
        with translated(self._path):
            self._base = sqlite3.connect(self._path, timeout=1.0, isolation_level=None, check_same_thread=False)
        try:
            with translated(self._path):
                self._open(now)
        except BaseException:
            self._base.close()
            raise

    def _open(self, now: datetime) -> None:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
            self._base.execute(f"PRAGMA {pragma}")
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        self.resumed = version == _VERSION and not self._note("finished")
        if not self.resumed:
            begin = _AGAIN if version == _VERSION and self._left() else _SCHEMA
            self._base.executescript(f"BEGIN IMMEDIATE; {begin} PRAGMA user_version={_VERSION}; COMMIT")
            self.note("started", now.isoformat())
        self._base.execute("UPDATE urls SET state = ? WHERE state = ?", (State.WAITING, State.TAKEN))
        self.started = datetime.fromisoformat(self._note("started"))
        counts = self._counts()
        self._pages = sum(counts.get(state, 0) for state in _PAGES)
        (self._bytes,) = self._base.execute("SELECT coalesce(sum(bytes), 0) FROM urls").fetchone()
        self._spool = Spool(self._base)
        self._redirects = counts.get(State.REDIRECTED, 0)
        self._known = sum(counts.values())
        self._taken = 0

    def close(self) -> None:
        with self._lock, translated(self._path):
            self._base.close()

    def finish(self) -> None:
        """Say that nothing is left to resume: the next crawl of this name starts anew, and where this one ended at its
        limits, with the pages that it did not reach."""
        self.note("finished", "yes")

    def note(self, name: str, value: str) -> None:
        with self._lock, translated(self._path):
            self._base.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str:
        """What was noted under this name, or ""."""
        with self._lock, translated(self._path):
            return self._note(name)

    def add(self, found: Iterable[Found]) -> None:
        """Remember what was found. What is known stays as it is, but for what had been passed over and no longer is."""
        with self._transaction():
            self._add(found)

    def take(self, site: str, most: Limits) -> Ticket | None:
        """The next URL of the site; None where there is none within the depth, or enough was visited.

        Starts come first, then what earlier crawls did not reach, nearest to the start first, then what was visited
        the fewest times.
        """
        with self._transaction():
            if self._pages + self._taken >= most.pages or self._bytes >= most.bytes:
                return None
            if self._redirects >= _REDIRECTS_A_PAGE * most.pages:
                return None
            row = self._base.execute(
                "SELECT url, depth, chain, trail FROM urls WHERE site = ? AND state = ? AND depth <= ? "
                "ORDER BY rounds, depth, rank, place LIMIT 1",
                (site, State.WAITING, self._max_depth),
            ).fetchone()
            if row is None:
                return None
            self._set(row[0], State.TAKEN)
            self._taken += 1
            return Ticket(row[0], site, row[1], row[2], _trail(row[3]))

    def put_back(self, ticket: Ticket) -> None:
        """The visit did not happen."""
        with self._transaction():
            self._set(ticket.url, State.WAITING)
            self._taken -= 1

    def end(self, ticket: Ticket, outcome: Outcome) -> None:
        """The visit ended; what it found and what it brought is remembered with it, or nothing of that."""
        with self._transaction():
            self._add(outcome.found)
            self._set(ticket.url, outcome.state, outcome.reason, outcome.bytes)
            if page := outcome.page:
                self._spool.put(page)
            self._taken -= 1
            self._bytes += outcome.bytes
            self._pages += outcome.state in _PAGES

    def spooled(self) -> tuple[int, int]:
        """How many pages wait to be kept, and their bytes."""
        with self._lock:
            return self._spool.pages, self._spool.bytes

    def spool(self, pages: int, size: int) -> list[Page]:
        """The pages that have waited longest to be kept: at most so many, and no more bytes than one above `size`."""
        with self._lock, translated(self._path):
            return self._spool.first(pages, size)

    def unspool(self, urls: Iterable[str]) -> None:
        """These pages are kept."""
        with self._transaction():
            self._spool.drop(urls)

    def redirect(self, ticket: Ticket, target: str) -> Ticket | None:
        """The visit leads on to `target`: its ticket, or None where that was or is being visited already."""
        with self._transaction():
            self._set(ticket.url, State.REDIRECTED, target)
            self._redirects += 1
            self._add([Found(target, ticket.site, ticket.depth, chain=ticket.chain)])
            ((state,),) = self._base.execute("SELECT state FROM urls WHERE url = ?", (target,)).fetchall() or [("",)]
            if state not in (State.WAITING, State.PASSED):
                self._taken -= 1
                return None
            trail = (*ticket.trail, ticket.url)
            self._base.execute("UPDATE urls SET trail = ? WHERE url = ?", (json.dumps(trail), target))
            self._set(target, State.TAKEN)
            return Ticket(target, ticket.site, ticket.depth, ticket.chain, trail)

    def progress(self) -> tuple[int, int, int]:
        """Pages visited, URLs known, and bytes received."""
        with self._lock:
            return self._pages, self._known, self._bytes

    def waiting(self) -> dict[str, int]:
        """How many URLs of each site wait to be visited, within the depth."""
        query = "SELECT site, count(*) FROM urls WHERE state = ? AND depth <= ? GROUP BY site"
        with self._lock, translated(self._path):
            return dict(self._base.execute(query, (State.WAITING, self._max_depth)).fetchall())

    def tally(self, named: int) -> Tally:
        """All counts; at most `named` names each of what was skipped and what failed."""
        with self._lock, translated(self._path):
            (total,) = self._base.execute("SELECT coalesce(sum(bytes), 0) FROM urls").fetchone()
            skipped = self._named((State.SKIPPED, State.BARRED, State.PASSED), named)
            failed = self._named((State.FAILED,), named)
            gone = self._named((State.GONE,), named)
            return Tally(self._counts(), total, skipped, failed, gone, int(self._note("forgotten") or 0))

    def _add(self, found: Iterable[Found]) -> None:
        forgotten = 0
        for each in found:
            if self._known >= MOST_KNOWN:
                forgotten += 1
            elif self._is_new(each):
                passed = each.passed or self._explosion(each.url)
                self._known += self._insert(each, State.PASSED if passed else State.WAITING, passed)
        if forgotten:
            self.note("forgotten", str(int(self._note("forgotten") or 0) + forgotten))

    def _is_new(self, found: Found) -> bool:
        row = self._base.execute("SELECT state FROM urls WHERE url = ?", (found.url,)).fetchone()
        return row is None or (row[0] == State.PASSED and not found.passed)

    def _insert(self, found: Found, state: State, reason: str) -> int:
        row = (found.url, found.site, found.depth, found.rank, found.chain, state, reason)
        before = self._base.total_changes
        self._base.execute(
            "INSERT OR IGNORE INTO urls (url, site, depth, rank, chain, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        if self._base.total_changes > before:
            return 1
        self._base.execute(
            "UPDATE urls SET depth = ?, rank = ?, chain = ?, state = ?, reason = ? WHERE url = ?", (*row[2:], found.url)
        )
        return 0

    def _explosion(self, url: str) -> str:
        path = traps.path_of_query(url)
        if not path:
            return ""
        ((queries,),) = self._base.execute(
            "INSERT INTO paths VALUES (?, 1) ON CONFLICT (path) DO UPDATE SET queries = queries + 1 RETURNING queries",
            (path,),
        ).fetchall()
        return f"more than {traps.MOST_QUERIES} URLs differ from it in the query alone" * bool(
            queries > traps.MOST_QUERIES
        )

    def _set(self, url: str, state: State, reason: str = "", size: int = 0) -> None:
        self._base.execute("UPDATE urls SET state = ?, reason = ?, bytes = ? WHERE url = ?", (state, reason, size, url))

    def _left(self) -> bool:
        query = "SELECT 1 FROM urls WHERE state = ? AND depth <= ? LIMIT 1"
        return self._base.execute(query, (State.WAITING, self._max_depth)).fetchone() is not None

    def _note(self, name: str) -> str:
        row = self._base.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _counts(self) -> dict[State, int]:
        return {State(state): n for state, n in self._base.execute("SELECT state, count(*) FROM urls GROUP BY state")}

    def _named(self, states: Sequence[State], limit: int) -> tuple[Skipped, ...]:
        marks = ", ".join("?" * len(states))
        query = f"SELECT url, reason FROM urls WHERE state IN ({marks}) ORDER BY place LIMIT ?"  # noqa: S608  # marks only
        return tuple(Skipped(url, reason) for url, reason in self._base.execute(query, (*states, limit)))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, translated(self._path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")


def _trail(text: str) -> tuple[str, ...]:
    return tuple(str(each) for each in json.loads(text))
