"""kill -9 at any moment of a build or an update, with readers searching all the while."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from tests.soak.board import Board
from tests.soak.conftest import Say
from tests.soak.worlds import VERSIONS, answer_of, digest_of, expected, leftovers, move, pages, spare
from twitchsearch.library import Library, open_index

PROJECT = Path(__file__).parents[2]
READERS = 2
PAUSE = 0.03  # seconds between two looks of a reader, so that the writer gets its share of two processors

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork are things of POSIX")


@dataclass(slots=True)
class Run:
    """What became of one child: how it ended, where, after how long; the seconds and operations of a whole one."""

    status: int
    stage: str
    seconds: float
    operations: int = 0


@dataclass(slots=True)
class Pace:
    """How long whole runs take, learnt from those that were not killed."""

    seconds: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)
    operations: int = 0

    def learn(self, run: Run, writing: float) -> None:
        self.seconds = [*self.seconds, run.seconds][-9:]
        self.writing = [*self.writing, writing][-9:]
        self.operations = max(self.operations, run.operations)


class Writer:
    """The process that builds and updates, each time in a child."""

    def __init__(self, library: Library) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.writing", str(library.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        assert self._line() == ["ready"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def run(self, what: str, moment: Moment, pace: Pace) -> Run:
        """One build or update, killed at `moment`."""
        self._ask(f"{what} {moment.operation or '-'}")
        pid = int(self._line()[1])
        run, began, writing = Run(0, "starting", 0.0), time.monotonic(), 0.0
        if moment.delay is not None and not moment.from_indexing:
            _kill_after(pid, moment.delay)
        while True:
            match self._line():
                case ["stage", stage]:
                    run.stage = stage
                    if stage == "indexing":
                        writing = time.monotonic()
                        if moment.delay is not None and moment.from_indexing:
                            _kill_after(pid, moment.delay)
                case ["operations", count]:
                    run.operations = int(count)
                case ["ended"]:
                    run.seconds = time.monotonic() - began
                    break
        self._ask("thank you")
        run.status = int(self._line()[1])
        if run.status == 0:
            pace.learn(run, time.monotonic() - writing)
        return run

    def _ask(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the writer has gone"
        return line.split()


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: at an operation on the disk; or some seconds after the start, or after indexing began."""

    delay: float | None = None
    from_indexing: bool = False
    operation: int = 0


NEVER = Moment()


class Seen(NamedTuple):
    """What a reader saw."""

    opened: int
    searched: int
    wrong: list[str]
    unreadable: list[str]


def moment(chance: random.Random, pace: Pace) -> Moment:
    match chance.randrange(3):
        case 0:
            return Moment(delay=chance.uniform(0, median(pace.seconds)))
        case 1:
            return Moment(delay=chance.uniform(0, median(pace.writing)), from_indexing=True)
        case _:
            return Moment(operation=chance.randint(1, pace.operations))


def _kill_after(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)  # a child that has ended meanwhile has not been waited for yet: it keeps its number


@contextlib.contextmanager
def readers(library: Library, board: Board, folder: Path) -> Iterator[list[Seen]]:
    """Readers at work; what they saw is in the list at the end."""
    seen: list[Seen] = []
    versions = folder / "versions.json"
    versions.write_text(json.dumps({digest_of(answer): version for version, answer in enumerate(expected())}))
    arguments = [str(library.root), str(folder / "board"), str(versions), str(PAUSE)]
    command = [sys.executable, "-m", "tests.soak.reading", *arguments]
    found = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) for _ in range(READERS)]
    try:
        for each in found:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        yield seen
    finally:
        board.stop()
        seen += [Seen(*json.loads(each.communicate(timeout=30)[0])) for each in found]


class Trial:
    """One library under fire: the version that is live, and what was counted."""

    def __init__(self, library: Library, writer: Writer, board: Board, live: int) -> None:
        self.live = live
        self.stages: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.whole = 0
        self._library, self._writer, self._board = library, writer, board
        self._index = open_index(library)
        self._chance = random.Random(300)
        self._pace = Pace()

    def learn(self, what: str, runs: int) -> None:
        while self.whole < runs:
            self._round(what, NEVER)

    def kill(self, what: str, kills: int) -> None:
        while self.stages.total() < kills:
            self._round(what, moment(self._chance, self._pace))

    def _round(self, what: str, when: Moment) -> None:
        old, new = self.live, (self.live + self._chance.randrange(1, VERSIONS)) % VERSIONS
        move(self._library, pages(new))
        if self._chance.random() < 0.2:
            (self._library.index_folder / "extracted.sqlite3").unlink(missing_ok=True)
        self._board.allow({old, new})
        run = self._writer.run(what, when, self._pace)
        assert run.status in (0, -signal.SIGKILL), f"killed at {when}"
        self.live = self._found({new} if run.status == 0 else {old, new}, when)
        self._board.allow({self.live})
        if run.status:
            self.stages[run.stage] += 1
            self.kept["old" if self.live == old else "new"] += 1
        else:
            self.whole += 1

    def _found(self, allowed: set[int], when: Moment) -> int:
        """The version that is live now, after all that must hold has been looked at."""
        answer = answer_of(self._index)
        assert answer in [expected()[version] for version in allowed], f"killed at {when}"
        assert self._index.check().problems == (), f"killed at {when}"
        with self._index.writing():
            assert leftovers(self._library.index_folder) == [], f"killed at {when}"
            assert len(spare(self._library.index_folder)) <= 1, f"killed at {when}"
        assert answer_of(self._index) == answer, f"killed at {when}"
        return expected().index(answer)


@pytest.mark.parametrize("kills", [2, pytest.param(300, marks=[pytest.mark.soak, pytest.mark.timeout(2400)])])
def test_a_writer_killed_at_any_moment_leaves_the_old_index_or_the_new(tmp_path: Path, say: Say, kills: int) -> None:
    library, board = Library(tmp_path / "library"), Board(tmp_path / "board")
    writer = Writer(library)
    with contextlib.closing(writer):
        move(library, pages(0))
        writer.run("build", NEVER, Pace())
        board.allow({0})
        with readers(library, board, tmp_path) as seen:
            live = 0
            for what in ("build", "update"):
                trial = Trial(library, writer, board, live)
                trial.learn(what, 1 if kills < 10 else 3)
                trial.kill(what, kills)
                live = trial.live
                say(
                    f"{trial.stages.total()} kills of {what} {dict(trial.stages)}, live after them {dict(trial.kept)}, "
                    f"{trial.whole} whole runs; leftovers after the next writer 0"
                )
    assert [(each.wrong, each.unreadable) for each in seen] == [([], [])] * READERS
    opened, searched = sum(each.opened for each in seen), sum(each.searched for each in seen)
    assert searched > kills
    say(f"readers opened {opened} times, asked {searched} times {len(expected()[0])} queries: unreadable 0, wrong 0")
