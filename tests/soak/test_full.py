"""The disk is full at any moment: the old index stays live, the lock is free, the message says what is the matter."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.soak.conftest import Say
from tests.soak.worlds import answer_of, expected, extract_here, leftovers, make, move, pages, spare
from twitchsearch import files
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.errors import DiskError
from twitchsearch.files import Disk
from twitchsearch.library import Library, build, open_index, update
from twitchsearch.search.seam import Index

OLD, NEW = 1, 2
ENDS_FULL = 74
LONG = [pytest.mark.soak, pytest.mark.timeout(1200)]
WHAT = pytest.mark.parametrize("what", ["build", "update"])
REAL = pytest.mark.parametrize(
    ("what", "points"),
    [("update", 1), *(pytest.param(what, 30, marks=LONG) for what in ("build", "update"))],
)


class FullDisk(Disk):
    """Has room for so many bytes more; a name takes some as well. A file that is cut off by it stays, cut off."""

    NAME = 64

    def __init__(self, room: int) -> None:
        self.room = room

    def _take(self, path: Path, size: int) -> None:
        self.room -= size
        if self.room < 0:
            with files.disk.translated(path):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        contents = b"".join(chunks)
        self._take(path, self.NAME)
        super().write_new(path, [contents[: self.room]])
        self._take(path, len(contents))

    def link(self, source: Path, target: Path) -> None:
        self._take(target, self.NAME)
        super().link(source, target)

    def make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._take(folder, self.NAME)
        super().make_folder(folder)


@pytest.fixture
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    extract_here(monkeypatch)


@pytest.fixture
def base(tmp_path: Path) -> Library:
    """A library whose index is of the version `OLD`, and whose corpus and cache of extraction are of `NEW`."""
    library = Library(tmp_path / "base")
    with pytest.MonkeyPatch.context() as patch:
        extract_here(patch)
        make(library, OLD)
        move(library, pages(NEW))
        build(library, MemoryIndex())
    return library


def assert_old(library: Library) -> None:
    """All is as if nobody had tried."""
    index = open_index(library)
    assert answer_of(index) == expected()[OLD]
    assert index.check().problems == ()
    assert not index.state().writing
    with index.writing():
        pass
    assert leftovers(library.index_folder) == []
    assert len(spare(library.index_folder)) <= 1


def assert_new(library: Library) -> None:
    assert answer_of(open_index(library)) == expected()[NEW]
    assert open_index(library).check().problems == ()
    assert leftovers(library.index_folder) == []


@WHAT
@pytest.mark.usefixtures("_in_this_process")
@pytest.mark.parametrize("points", [4, pytest.param(60, marks=LONG)])
def test_a_disk_that_is_full_at_any_byte_leaves_the_old_index(
    tmp_path: Path, base: Library, say: Say, what: str, points: int
) -> None:
    work: Callable[[Library, Index], object] = build if what == "build" else update
    library = Library(tmp_path / "trial")
    plenty = FullDisk(1 << 30)
    shutil.copytree(base.root, library.root)
    work(library, WhooshIndex(library.index_folder, disk=plenty))
    needed = (1 << 30) - plenty.room
    for room in (needed * n // points for n in range(points)):
        shutil.rmtree(library.root)
        shutil.copytree(base.root, library.root)
        with pytest.raises(DiskError, match=r"cannot write .*: the disk is full; make room"):
            work(library, WhooshIndex(library.index_folder, disk=FullDisk(room)))
        assert leftovers(library.index_folder) == []
        assert_old(library)
    work(library, open_index(library))
    assert_new(library)
    say(f"full at {points} points of {needed:,} bytes of {what}: old index live and whole, lock free, disk named")


LIMITED = (
    "import os, resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)
"""Runs a command under a limit on the size of files."""


def run(library: Library, what: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "twitchsearch", "--library", str(library.root), "index", what, "--workers", "1"]
    limited = [sys.executable, "-c", LIMITED, str(limit)] if limit is not None else []
    return subprocess.run([*limited, *command], capture_output=True, text=True, check=False, timeout=120)


def tried(library: Library, what: str, limit: int | None = None) -> str:
    """Run the command line where there is no room; what came of it: "whole" or what it said."""
    done = run(library, what, limit)
    if done.returncode == 0:
        assert_new(library)
        return "whole"
    assert done.returncode == ENDS_FULL, done
    assert "Traceback" not in done.stderr
    assert_old(library)
    return done.stderr


@REAL
@pytest.mark.skipif(os.name == "nt", reason="a limit on the size of files is a thing of POSIX")
def test_a_limit_on_the_size_of_files_leaves_the_old_index(
    tmp_path: Path, base: Library, say: Say, what: str, points: int
) -> None:
    chance, seen = random.Random(points), Counter[str]()
    for point in range(points):
        library = Library(tmp_path / "trial")
        shutil.copytree(base.root, library.root)
        if point % 2:
            (library.index_folder / "extracted.sqlite3").unlink()
        limit = chance.randrange(24_000)
        told = tried(library, what, limit)
        assert told == "whole" or "may not grow so large here" in told, told
        seen[named(told)] += 1
        shutil.rmtree(library.root)
    say(f"{points} limits on file size in {what}: {dict(seen)}")


def named(told: str) -> str:
    """Which file a message names."""
    if told == "whole":
        return told
    return Path(told.rpartition("cannot write ")[2].partition(": ")[0]).suffix or "folder"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@REAL
def test_a_file_system_that_is_really_full_leaves_the_old_index(
    small_disk: Path, base: Library, say: Say, what: str, points: int
) -> None:
    seen = Counter[str]()
    for point in range(points):
        library, filler = Library(small_disk / "library"), small_disk / "filler"
        shutil.copytree(base.root, library.root)
        if point % 2:
            (library.index_folder / "extracted.sqlite3").unlink()
        fill(filler, leave=4096 * (point * 20 // points))
        told = tried(library, what)
        assert told == "whole" or "the disk is full; make room" in told, told
        seen[named(told)] += 1
        filler.unlink()
        assert run(library, what).returncode == 0
        assert_new(library)
        shutil.rmtree(library.root)
    say(f"{points} full file systems in {what}: {dict(seen)}; each went on when there was room")


def fill(filler: Path, leave: int) -> None:
    room = os.statvfs(filler.parent)
    filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - leave)))
