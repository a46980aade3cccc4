"""Ctrl-C at any moment of `twitchsearch index build`: it stops within a second, and the old index is live.

Only where it comes after the new one took its place that is live, and the command does not say otherwise.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.library.pages import EPOCH, url
from tests.soak.conftest import Say
from tests.soak.worlds import VERSIONS, answer_of, leftovers, move
from twitchsearch.library import Library, open_index
from twitchsearch.model import Page

INTERRUPTED = 130
AS_IT_WAS = "the index is as it was"
PATIENCE = 1.0  # seconds of work: what is only kept waiting by others is not slow
HANGING = 20.0  # seconds on the wall
WORDS = ("caffeine", "stress", "sleep", "muscle", "eyelid", "nerve", "magnesium", "stretching", "water", "doctor")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the signal of Ctrl-C is sent as POSIX does")


class Stage(NamedTuple):
    """A stage of a build, and the file or folder whose coming shows that it has begun."""

    name: str
    begins: str


STAGES = (
    Stage("extracting", "extracted.sqlite3-journal"),
    Stage("indexing", "gen-*"),
    Stage("writing", "gen-*/*.sections"),
    Stage("committing", "gen-*/manifest.json"),
)


def long_pages(count: int, version: int) -> dict[str, Page]:
    """Pages with enough in them that every stage takes its time."""
    chance = random.Random(version)
    found = {}
    for number in range(count):
        parts = "".join(f"<h2>Part {n}</h2><p>{' '.join(chance.choices(WORDS, k=150))}.</p>" for n in range(12))
        body = f"<html><head><title>Page {number}</title></head><body><article><h1>Page {number}</h1>{parts}</article>"
        found[url(f"long{number}")] = Page(url(f"long{number}"), body.encode(), EPOCH, source="folder")
    return found


class Ended(NamedTuple):
    """How a build ended: its exit code, what it said, and the seconds of work since it was interrupted."""

    code: int
    said: str
    took: float

    def new_is_live(self, *, changed: bool) -> bool:
        """Whether the new index took the old one's place, which is what the command says and the index shows.

        An interpreter that is all but gone handles no signals, and the system ends it: it has claimed nothing.
        """
        if self.code == -signal.SIGINT:
            return changed
        assert self.code in (0, INTERRUPTED), self.said
        assert "Traceback" not in self.said
        assert changed == (self.code == 0 or AS_IT_WAS not in self.said), (self.code, self.said)
        return changed


class Build:
    """One `index build` in a session of its own, as a terminal would run it."""

    def __init__(self, library: Library) -> None:
        self._index = library.index_folder
        self._known = set(self._index.glob("gen-*"))
        self._began = time.monotonic()
        self._spent_before = _spent_by_children()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "twitchsearch", "--library", str(library.root), "index", "build"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()  # it has come to its work

    def wait_for(self, stage: Stage) -> None:
        while self.process.poll() is None and not set(self._index.glob(stage.begins)) - self._known:
            time.sleep(0.0005)
        self._began = time.monotonic()

    def whole(self) -> float:
        """Let it come to its end; the seconds from the stage that was waited for."""
        self.process.communicate(timeout=120)
        assert self.process.returncode == 0
        return time.monotonic() - self._began

    def interrupted_after(self, seconds: float) -> Ended:
        """Interrupt it, if it has not come to its end by then."""
        time.sleep(seconds)
        spent, began = 0.0, time.monotonic()
        if self.process.poll() is None:
            spent = _spent_in(self.process.pid)
            os.killpg(self.process.pid, signal.SIGINT)  # the leader has not been waited for: its number is its own
        _, more = self.process.communicate(timeout=60)
        waited = time.monotonic() - began
        assert waited < HANGING
        took = min(waited, _spent_by_children() - self._spent_before - spent)
        return Ended(self.process.returncode, self.said + more, took)


def _spent_by_children() -> float:
    """Processor seconds of all processes that this one started and that have ended."""
    import resource

    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _spent_in(group: int) -> float:
    """Processor seconds, until now, of the processes of a group and of those they waited for; 0 where nobody tells."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[2]) == group:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def lengths(library: Library) -> dict[str, float]:
    """How long it takes from the beginning of each stage to the end of a build."""
    found = {}
    for stage in STAGES:
        build = started(library)
        build.wait_for(stage)
        found[stage.name] = build.whole()
    return found


def started(library: Library) -> Build:
    (library.index_folder / "extracted.sqlite3").unlink(missing_ok=True)
    return Build(library)


@pytest.mark.parametrize(
    ("pages", "moments"), [(24, 1), pytest.param(240, 40, marks=[pytest.mark.soak, pytest.mark.timeout(1500)])]
)
def test_a_build_that_is_interrupted_stops_within_a_second_and_the_old_index_stays(
    tmp_path: Path, say: Say, pages: int, moments: int
) -> None:
    library, chance, stopped = Library(tmp_path), random.Random(moments), Counter[str]()
    move(library, long_pages(pages, 0))
    last = lengths(library) if moments > len(STAGES) else dict.fromkeys((each.name for each in STAGES), 0.1)
    if moments <= len(STAGES):
        started(library).whole()
    answers = [answer_of(open_index(library))]
    times: list[float] = []
    while len(times) < moments:
        move(library, long_pages(pages, len(answers) % VERSIONS))
        build, stage = started(library), STAGES[len(times) % len(STAGES)]
        build.wait_for(stage)
        ended = build.interrupted_after(chance.uniform(0, last[stage.name]))
        now = answer_of(open_index(library))
        if ended.new_is_live(changed=now != answers[-1]):
            answers.append(now)
            continue
        assert open_index(library).check().problems == ()
        assert not open_index(library).state().writing
        assert leftovers(library.index_folder) == []
        assert ended.took < PATIENCE, stage
        stopped[stage.name] += 1
        times.append(ended.took)
    say(
        f"{len(times)} interruptions {dict(stopped)}: gone after {sum(times) / moments:.2f} s, at most {max(times):.2f}"
    )
