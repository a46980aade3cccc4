"""Rows that may be lost and are never believed unseen: an SQLite file beside the index, as disposable as that is.

Every row carries a digest of itself: one that a power cut or a failing disk changed is not there. A file that holds
anything else than such rows is thrown away and begun anew; one that the disk has no room for is an error, and stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from twitchsearch.errors import DiskError
from twitchsearch.files import DISK, Disk

_TABLE = (
    "CREATE TABLE kept (key TEXT PRIMARY KEY, facts TEXT NOT NULL, record BLOB NOT NULL, seal BLOB NOT NULL) "
    "WITHOUT ROWID"
)
_BATCH = 256
_JOURNAL = "-journal"
_BESIDE = (_JOURNAL, "-wal", "-shm")
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")  # ends a journal that names another file (sqlite.org/fileformat)
_TYPES = (str, str, bytes, bytes)
_NOT_OURS = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
)


class Row(NamedTuple):
    """What is kept under a key: a list of JSON values, and bytes."""

    key: str
    facts: list[Any]
    record: bytes = b""


class SealedRows:
    """The rows of one file. Stays with its thread; close it. Raises DiskError where the disk is full or unwritable."""

    def __init__(self, path: Path, disk: Disk = DISK) -> None:
        self._path, self._disk = path, disk
        self._pending = 0
        disk.make_folder(path.parent)
        self._remove_traps()
        try:
            self._open()
        except sqlite3.Error as error:
            self._begin_anew(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Keep what can be kept. Raises nothing: what is lost was disposable."""
        with suppress(sqlite3.Error):
            self._rows.commit()
        self._rows.close()

    def row(self, key: str) -> Row | None:
        """What is kept under a key; None where nothing is, whole."""
        try:
            row = self._rows.execute("SELECT key, facts, record, seal FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._rows.close()
            self._begin_anew(error)
            return None
        found = _opened(row)
        return found if found is not None and found.key == key else None

    def rows(self) -> Iterator[Row]:
        """All rows that are whole, by key."""
        try:
            for row in self._rows.execute("SELECT key, facts, record, seal FROM kept ORDER BY key"):
                if (found := _opened(row)) is not None:
                    yield found
        except sqlite3.Error as error:
            self._rows.close()
            self._begin_anew(error)

    def put(self, row: Row) -> None:
        """Keep a row in the place of any with its key; it may still be lost in a crash."""
        facts = json.dumps(row.facts, ensure_ascii=False)
        try:
            self._rows.execute(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
                (row.key, facts, row.record, _seal(row.key, facts, row.record)),
            )
            self._pending += 1
            if self._pending >= _BATCH:
                self._rows.commit()
                self._pending = 0
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def forget(self, keys: Iterable[str]) -> None:
        """Remove rows, where that can be done."""
        with suppress(sqlite3.Error):
            self._rows.executemany("DELETE FROM kept WHERE key = ?", ((key,) for key in keys))
            self._rows.commit()

    def keys(self) -> set[str]:
        """The keys of all rows, whole or not."""
        try:
            return {str(key) for (key,) in self._rows.execute("SELECT key FROM kept")}
        except sqlite3.Error:
            return set()

    def distrust(self) -> None:
        """Begin anew: what was kept is sealed, and not ours."""
        self._rows.close()
        self._begin_anew(sqlite3.DatabaseError("a row in it is none of ours"))

    def _open(self) -> None:
        self._rows = sqlite3.connect(self._path, timeout=30)
        try:
            self._rows.execute("PRAGMA trusted_schema = OFF")
            self._rows.execute("PRAGMA synchronous = OFF")  # rows are sealed, and lost ones are made again
            if self._rows.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                self._rows.execute(_TABLE)
            if self._rows.execute("SELECT sql FROM sqlite_master").fetchall() != [(_TABLE,)]:
                raise sqlite3.DatabaseError("another table, view or trigger stands in it")
        except sqlite3.Error:
            self._rows.close()
            raise

    def _begin_anew(self, why: sqlite3.Error) -> None:
        """Throw the file away, if it is for what is in it that SQLite cannot read it."""
        if getattr(why, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NOT_OURS:
            raise self._unwritable(why) from why
        for beside in ("", *_BESIDE):
            self._disk.remove(self._beside(beside))
        self._pending = 0
        try:
            self._open()
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def _remove_traps(self) -> None:
        """Whatever would lead SQLite to files other than its own: links, and a journal that names a second one.

        On rolling back a journal SQLite removes the file that stands in such a name, wherever that is.
        """
        for beside in ("", *_BESIDE):
            path = self._beside(beside)
            if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
                self._disk.remove(path)
        if _ends_in(self._beside(_JOURNAL), _SUPER_JOURNAL):
            self._disk.remove(self._beside(""))
            self._disk.remove(self._beside(_JOURNAL))

    def _beside(self, ending: str) -> Path:
        return self._path.with_name(self._path.name + ending)

    def _unwritable(self, error: sqlite3.Error) -> DiskError:
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_FULL:
                reason = "the disk is full; make room and run the command again"
            case sqlite3.SQLITE_IOERR:
                reason = "the disk failed, or a file may not grow so large here (a limit of the system)"
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                reason = "permission denied, or the file system is read-only"
            case _:
                reason = str(error)
        return DiskError(f"cannot write {self._path}: {reason}")


def _opened(row: Any) -> Row | None:
    """A row as it was put; None where its seal says that it is not, or it is none."""
    if row is None or tuple(map(type, row)) != _TYPES or row[3] != _seal(*row[:3]):
        return None
    try:
        facts = json.loads(row[1])
    except (ValueError, RecursionError):
        return None
    return Row(row[0], facts, row[2]) if isinstance(facts, list) else None


def _seal(key: str, facts: str, record: bytes) -> bytes:
    head = f"{len(key)}\0{key}\0{facts}\0".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(head + record, digest_size=16).digest()


def _ends_in(path: Path, ending: bytes) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-len(ending), os.SEEK_END)
            return file.read() == ending
    except OSError:  # missing, or too short
        return False
