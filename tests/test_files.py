"""Writing that lasts: whole or not at all, named when it fails; and reading that is not fooled."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import re
import threading
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.conftest import FSYNC
from tests.corpus.disks import BreakingDisk, Stopped
from twitchsearch import files
from twitchsearch.errors import DiskError, WriterBusy
from twitchsearch.files import DISK, Disk
from twitchsearch.files import disk as disk_module
from twitchsearch.files import reading as reading_module

linux = pytest.mark.skipif(os.name == "nt", reason="needs links, pipes and permissions as Unix has them")
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="permissions do not bind root")


@pytest.fixture(autouse=True)
def _drives_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everywhere but in tests."""
    monkeypatch.setattr(os, "fsync", FSYNC)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Recorder(Disk):
    """Does as it is told and notes the order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        self.calls.append(("write", "temporary" if files.is_temporary(path) else path.name))
        super().write_new(path, chunks)

    def replace(self, source: Path, target: Path) -> None:
        self.calls.append(("replace", target.name))
        super().replace(source, target)

    def flush_folder(self, folder: Path) -> None:
        self.calls.append(("flush", folder.name))
        super().flush_folder(folder)


def test_a_file_is_replaced_whole_and_its_folder_flushed_last(tmp_path: Path) -> None:
    disk = Recorder()
    files.write_atomic(tmp_path / "a", b"old", disk)
    files.write_atomic(tmp_path / "a", b"new", disk)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]
    assert disk.calls == [("write", "temporary"), ("replace", "a"), ("flush", tmp_path.name)] * 2


@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("how", [DiskError, Stopped])
@pytest.mark.parametrize("at", range(4))
def test_a_replacement_that_stops_anywhere_leaves_the_old_or_the_new(
    tmp_path: Path, at: int, how: type[DiskError | Stopped], torn: bool
) -> None:
    files.write_atomic(tmp_path / "a", b"old contents")
    disk = BreakingDisk(at, how, torn=torn)
    if at < 3:
        with pytest.raises(how):
            files.write_atomic(tmp_path / "a", b"new contents", disk)
    else:
        files.write_atomic(tmp_path / "a", b"new contents", disk)
    assert (tmp_path / "a").read_bytes() == (b"old contents" if at < 2 else b"new contents")
    assert all(files.is_temporary(path) for path in tmp_path.iterdir() if path.name != "a")


def test_a_failed_write_is_taken_back(tmp_path: Path) -> None:
    class Full(Disk):
        def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
            super().write_new(path, [b"half"])
            raise DiskError("the disk is full")

    with pytest.raises(DiskError):
        files.write_atomic(tmp_path / "a", b"whole", Full())
    assert names(tmp_path) == []


def test_threads_that_replace_one_file_do_not_mix_their_contents(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(8)]
    threads = [threading.Thread(target=files.write_atomic, args=(tmp_path / "a", each)) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "a").read_bytes() in contents
    assert names(tmp_path) == ["a"]


def test_json_is_written_for_people(tmp_path: Path) -> None:
    files.write_json(tmp_path / "a.json", {"title": "Zähne", "pages": [1]})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Zähne" in text
    assert text.endswith("}\n")
    assert json.loads(text) == {"title": "Zähne", "pages": [1]}


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EFBIG, "grow so large"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission denied"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_failure_names_the_file_and_the_reason(tmp_path: Path, number: int, reason: str) -> None:
    def contents() -> Iterable[bytes]:
        yield b"some"
        raise OSError(number, os.strerror(number))

    with pytest.raises(DiskError, match=reason) as raised:
        DISK.write_new(tmp_path / "page.html", contents())
    assert str(tmp_path / "page.html") in str(raised.value)


def test_a_limit_on_file_size_is_a_disk_error(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(DiskError, match="grow so large"):
            files.write_atomic(tmp_path / "a", b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert names(tmp_path) == []


@linux
def test_a_link_in_the_place_of_a_new_file_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"kept")
    (tmp_path / "new").symlink_to(tmp_path / "precious")
    with pytest.raises(DiskError, match="symbolic link"):
        DISK.write_new(tmp_path / "new", [b"lost"])
    files.write_atomic(tmp_path / "new", b"own")
    assert (tmp_path / "precious").read_bytes() == b"kept"
    assert not (tmp_path / "new").is_symlink()


def test_folders_are_made_and_their_names_flushed(tmp_path: Path) -> None:
    disk = Recorder()
    disk.make_folder(tmp_path / "a" / "b")
    disk.make_folder(tmp_path / "a" / "b")
    assert disk.calls == [("flush", tmp_path.name), ("flush", "a")]


def test_a_file_in_the_place_of_a_folder_is_a_disk_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(DiskError, match="cannot write"):
        DISK.make_folder(tmp_path / "a" / "b")


def test_a_linked_file_has_the_same_contents(tmp_path: Path) -> None:
    DISK.write_new(tmp_path / "a", [b"one", b"two"])
    DISK.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"onetwo"


def test_where_links_fail_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    DISK.write_new(tmp_path / "a", [b"contents"])
    DISK.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"contents"
    assert (tmp_path / "b").stat().st_ino != (tmp_path / "a").stat().st_ino


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_where_there_is_no_room_for_a_link_no_copy_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "a").write_bytes(b"contents")
    monkeypatch.setattr(os, "link", link)
    with pytest.raises(DiskError):
        DISK.link(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["a"]


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes of what was flushed to the disk, in order."""
    found: list[int] = []
    sync = disk_module._sync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        found.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(disk_module, "_sync", noted)
    return found


@linux
def test_what_is_written_is_on_the_disk_when_the_call_returns_and_then_its_name(
    tmp_path: Path, flushed: list[int]
) -> None:
    files.write_atomic(tmp_path / "a", b"contents")
    assert flushed == [(tmp_path / "a").stat().st_ino, tmp_path.stat().st_ino]


def test_a_copy_that_stands_for_a_link_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flushed: list[int]
) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    (tmp_path / "a").write_bytes(b"contents")
    monkeypatch.setattr(os, "link", link)
    DISK.link(tmp_path / "a", tmp_path / "b")
    assert flushed == [(tmp_path / "b").stat().st_ino]


@linux
@pytest.mark.parametrize(("number", "matters"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_flushed_is_no_error_but_one_that_fails_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, matters: bool
) -> None:
    def sync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk_module, "_sync", sync)
    with pytest.raises(DiskError) if matters else nullcontext():
        DISK.flush_folder(tmp_path)


def test_linking_to_a_name_that_is_taken_is_a_disk_error(tmp_path: Path) -> None:
    for name in ("a", "b"):
        DISK.write_new(tmp_path / name, [name.encode()])
    with pytest.raises(DiskError):
        DISK.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"b"


@linux
def test_removing_a_folder_leaves_alone_what_links_in_it_lead_to(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_bytes(b"kept")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "link").symlink_to(tmp_path / "precious")
    DISK.remove_folder(tmp_path / "old")
    DISK.remove_folder(tmp_path / "old")
    assert names(tmp_path) == ["precious"]
    assert names(tmp_path / "precious") == ["file"]


def test_removing_what_is_not_there_is_fine(tmp_path: Path) -> None:
    DISK.remove(tmp_path / "nothing")


@linux
@not_root
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(DiskError, match="permission denied"):
        files.write_atomic(tmp_path / "closed" / "a", b"")


def test_a_digest_is_of_all_of_the_contents(tmp_path: Path) -> None:
    contents = os.urandom(3_000_000)
    (tmp_path / "a").write_bytes(contents)
    assert files.digest(tmp_path / "a") == hashlib.sha256(contents).hexdigest()


@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_a_bounded_read_gives_all_of_a_file(tmp_path: Path, size: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    assert files.read_bounded(tmp_path / "a", 100) == b"x" * size


def test_a_bounded_read_refuses_a_larger_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 101)
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        files.read_bounded(tmp_path / "a", 100)


def test_a_bounded_read_of_megabytes_is_whole(tmp_path: Path) -> None:
    contents = os.urandom(5_000_001)
    (tmp_path / "a").write_bytes(contents)
    assert files.read_bounded(tmp_path / "a", 10_000_000) == contents


@linux
@pytest.mark.timeout(120)
def test_links_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="symbolic link"):
        files.read_bounded(tmp_path / "link", 100)
    with pytest.raises(ValueError, match="not a regular file"):
        files.read_bounded(tmp_path / "pipe", 100)
    with pytest.raises(ValueError, match="not a regular file"):
        files.read_bounded("/dev/zero", 100)
    with pytest.raises((ValueError, OSError)):
        files.read_bounded(tmp_path, 100)


def test_the_second_of_two_writers_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    holder = f"process {os.getpid()}" if os.name != "nt" else "another process"
    with (
        files.exclusive(tmp_path / "lock"),
        pytest.raises(WriterBusy, match=holder),
        files.exclusive(tmp_path / "lock", patience=0),
    ):
        pytest.fail("two hold the lock")
    with files.exclusive(tmp_path / "lock", patience=0):
        pass


@linux
def test_a_lock_names_its_last_holder_and_nothing_of_those_before(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("process 99999999999 of another machine\n")
    with files.exclusive(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == f"process {os.getpid()}\n"


def test_a_file_that_grows_while_it_is_read_is_whole_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 101)
    opened = reading_module._opened
    monkeypatch.setattr(reading_module, "_opened", lambda each: (opened(each)[0], 10))
    assert files.read_bounded(path, 101) == b"x" * 101
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        files.read_bounded(path, 100)


def test_a_folder_is_tried_out_for_links_and_case_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "A").mkdir()
    assert files.try_out(tmp_path) == files.Trial(links=True, ignores_case=(tmp_path / "a").exists())

    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os.path, "lexists", lambda _path: True)
    assert files.try_out(tmp_path) == files.Trial(links=False, ignores_case=True)
    assert names(tmp_path) == ["A"]


def test_a_writer_waits_for_its_turn(tmp_path: Path) -> None:
    order: list[str] = []
    held = threading.Event()

    def hold() -> None:
        with files.exclusive(tmp_path / "lock"):
            held.set()
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with files.exclusive(tmp_path / "lock", patience=20):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def _hold_and_die(path: Path) -> None:
    with files.exclusive(path):
        os._exit(9)


def test_a_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_hold_and_die, args=(tmp_path / "lock",))
    process.start()
    process.join()
    assert process.exitcode == 9
    with files.exclusive(tmp_path / "lock", patience=0):
        pass


def test_what_cannot_be_written_is_told_by_the_name_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=rf"cannot write {re.escape(str(tmp_path))}/gone/page\.html: "):
        files.write_atomic(tmp_path / "gone" / "page.html", b"x")
