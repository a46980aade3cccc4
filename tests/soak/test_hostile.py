"""An index made to do harm runs nothing and reaches nothing outside its library; it is refused, or answers."""

from __future__ import annotations

import contextlib
import os
import pickle
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.soak.conftest import Say
from tests.soak.hostile import Attack, Payload, Target, attacks
from tests.soak.worlds import answer_of, expected, extract_here, make, move, pages, requests_of_everything
from twitchsearch.errors import DiskError, IndexUnusable, NotFound, TwitchsearchError
from twitchsearch.library import Library, build, open_index, pending, status, update
from twitchsearch.search.seam import Index

VERSION, NEXT = 1, 2
SECONDS = 60.0  # a bomb unpacks to the bound with every query
FORBIDDEN = (
    "pickle.find_class",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "subprocess.Popen",
    "ctypes.dlopen",
)
FILES = (
    "open",
    "os.listdir",
    "os.scandir",
    "os.remove",
    "os.rename",
    "os.link",
    "os.truncate",
    "os.rmdir",
    "shutil.rmtree",
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are made as POSIX makes them")


class Witness:
    """Sees what this process opens, removes and runs, by the interpreter's audit events."""

    def __init__(self) -> None:
        self.forbidden: list[str] = []
        self.touched: list[str] = []
        self._outside = ""
        sys.addaudithook(self._saw)  # stays for good, and says nothing outside of `watching`

    def _saw(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._outside:
            return
        if event in FORBIDDEN:
            self.forbidden.append(event)
        elif event in FILES and any(self._outside in str(each) for each in arguments):
            self.touched.append(f"{event} {arguments[0]}")

    @contextlib.contextmanager
    def watching(self, outside: Path) -> Iterator[None]:
        self.forbidden.clear()
        self.touched.clear()
        self._outside = str(outside)
        try:
            yield
        finally:
            self._outside = ""


@pytest.fixture(scope="session")
def witness() -> Witness:
    return Witness()


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    extract_here(monkeypatch)
    outside = tmp_path / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "secret").write_bytes(b"nobody's business")
    (outside / "folder" / "more").write_bytes(b"nor this")
    target = Target(Library(tmp_path / "base"), outside, tmp_path / "trace")
    make(target.library, VERSION)
    move(target.library, pages(NEXT))
    return target


def state_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What is in a folder, and when it was changed."""
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", path.lstat().st_mtime_ns)
        for path in sorted([folder, *folder.rglob("*")])
    }


def outcome(work: Callable[[], object]) -> str:
    """ "well", or the name of the error; one that is not named in `errors` fails the test."""
    try:
        work()
    except (IndexUnusable, DiskError, NotFound) as error:
        return type(error).__name__
    except TwitchsearchError as error:
        pytest.fail(f"not an error of an index: {error!r}")
    return "well"


def asked(index: Index) -> None:
    index.state()
    outcome(index.check)
    for ask in requests_of_everything(index):
        outcome(ask)


@pytest.mark.parametrize("sample", [8, pytest.param(10**6, marks=[pytest.mark.soak, pytest.mark.timeout(1500)])])
def test_an_index_made_to_do_harm_does_none(
    tmp_path: Path, base: Target, witness: Witness, say: Say, sample: int
) -> None:
    every = list(attacks(base))
    chosen = random.Random(sample).sample(every, min(sample, len(every)))
    ended, slowest = Counter[str](), (0.0, "")
    for name, attack in chosen:
        took = attacked(tmp_path, base, witness, attack, ended)
        assert took < SECONDS, name
        slowest = max(slowest, (took, name))
    assert not base.trace.exists()
    say(f"{len(chosen)} attacks: {dict(ended)}; run 0, touched outside 0; slowest {slowest[0]:.1f} s ({slowest[1]})")


def attacked(tmp_path: Path, base: Target, witness: Witness, attack: Attack, ended: Counter[str]) -> float:
    """Attack a copy, use it in every way, update it and rebuild it; the seconds that took."""
    target = Target(Library(tmp_path / "library"), tmp_path / "world" / "outside", base.trace)
    shutil.copytree(base.library.root, target.library.root)
    shutil.copytree(base.outside, target.outside)
    attack(target)
    before, began = state_of(target.outside), time.perf_counter()
    index = open_index(target.library)
    with witness.watching(target.outside):
        asked(index)
        for work in (status, pending, update):
            outcome(partial(work, target.library, open_index(target.library)))
        asked(open_index(target.library))
        built = outcome(lambda: build(target.library, open_index(target.library)))
    took = time.perf_counter() - began
    assert (witness.forbidden, witness.touched) == ([], [])
    assert state_of(target.outside) == before
    assert not base.trace.exists()
    if built == "well":
        assert answer_of(open_index(target.library)) == expected()[NEXT]
        assert open_index(target.library).check().problems == ()
    ended[f"rebuilt: {built}"] += 1
    shutil.rmtree(target.library.root)
    shutil.rmtree(tmp_path / "world")
    return took


def test_the_payload_would_run_and_the_witness_would_see_it(tmp_path: Path, witness: Witness) -> None:
    with witness.watching(tmp_path):
        pickle.loads(pickle.dumps(Payload(tmp_path / "trace")))
        (tmp_path / "trace").read_bytes()
    assert (tmp_path / "trace").exists()
    assert {"pickle.find_class", "os.system"} <= set(witness.forbidden)
    assert any("trace" in each for each in witness.touched)
