"""A process that searches a library all the while: `python -m tests.soak.reading LIBRARY BOARD ANSWERS PAUSE`.

It opens the index afresh again and again, keeps one searcher in use, and keeps another that is opened now and asked
only much later, when its generation may have gone. What it found that was not allowed it prints at the end, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.board import Board
from tests.soak.worlds import answers, digest_of
from twitchsearch.library import Library, open_index
from twitchsearch.search.seam import Searcher

_TURNS = 15  # searches between two openings of the searchers that are kept


@dataclass(slots=True)
class Found:
    """What one reader saw."""

    opened: int = 0
    searched: int = 0
    wrong: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Kept:
    """A searcher, when it was opened, and the version it has shown itself to be of."""

    searcher: Searcher
    since: int
    until: int
    version: int | None = None


class Reader:
    def __init__(self, library: Path, board: Board, versions: dict[str, int]) -> None:
        self.found = Found()
        self._index = open_index(Library(library))
        self._board = board
        self._versions = versions

    def run(self, pause: float) -> Found:
        turn = 0
        used, waiting = self._open(), self._open()
        while not self._board.stopped():
            self._look(self._open(), "a fresh searcher")
            self._look(used, "a searcher in use")
            turn += 1
            if turn % _TURNS == 0:
                self._look(waiting, "a searcher that had waited")
                used, waiting = self._open(), self._open()
            time.sleep(pause)
        return self.found

    def _open(self) -> _Kept | None:
        since = self._board.now()
        try:
            searcher = self._index.searcher()
        except Exception:  # noqa: BLE001 - whatever it is, it is what this process is looking for
            self.found.unreadable.append(traceback.format_exc(limit=-6))
            return None
        self.found.opened += 1
        return _Kept(searcher, since, self._board.now())

    def _look(self, kept: _Kept | None, who: str) -> None:
        if kept is None:
            return
        try:
            version = self._versions.get(digest_of(answers(kept.searcher)))
        except Exception:  # noqa: BLE001 - as above
            self.found.unreadable.append(traceback.format_exc(limit=-6))
            return
        self.found.searched += 1
        if version is None:
            self.found.wrong.append(f"{who} gave an answer of no version")
        elif kept.version is None and not self._board.allowed(kept.since, kept.until, version):
            self.found.wrong.append(f"{who} found version {version} when that was not live")
        elif kept.version not in (None, version):
            self.found.wrong.append(f"{who} changed from version {kept.version} to {version}")
        kept.version = version


def main(library: str, board: str, versions: str, pause: str) -> None:
    reader = Reader(Path(library), Board(Path(board)), json.loads(Path(versions).read_text()))
    print("ready", flush=True)
    found = reader.run(float(pause))
    print(json.dumps([found.opened, found.searched, found.wrong[:5], found.unreadable[:5]]))


if __name__ == "__main__":
    main(*sys.argv[1:])
