"""One writer at a time, among processes and among threads; whoever comes second is told who holds it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backends.whoosh.samples import built, titles, updated
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.backends.whoosh.lock import WriterLock
from twitchsearch.errors import WriterBusy
from twitchsearch.files import DISK

HOLD = (
    "import sys; from pathlib import Path; from twitchsearch.backends.whoosh import WhooshIndex\n"
    "with WhooshIndex(Path(sys.argv[1])).writing():\n"
    "    print('held', flush=True); sys.stdin.read()\n"
)


def noon() -> datetime:
    return datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_another_process_that_writes_is_named_and_its_end_frees_the_lock(tmp_path: Path) -> None:
    index = built(tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert index.state().writing
        with pytest.raises(WriterBusy, match=f"process {holder.pid} on "):
            updated(index)
        assert titles(index) == ["Eyes", "Legs"]
        holder.kill()
    assert not index.state().writing
    updated(index)
    assert titles(index) == ["Feet", "Legs"]


@pytest.mark.parametrize("shared", [True, False])
def test_threads_exclude_each_other_as_well(tmp_path: Path, shared: bool) -> None:
    index = built(tmp_path)
    other = index if shared else WhooshIndex(tmp_path)
    told: list[str] = []

    def write() -> None:
        try:
            updated(other)
        except WriterBusy as busy:
            told.append(str(busy))

    with index.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(told) == 1
    assert f"process {os.getpid()}" in told[0]


def test_whoever_holds_the_lock_may_enter_again_and_write(tmp_path: Path) -> None:
    index = built(tmp_path)
    with index.writing(), index.writing():
        updated(index)
        assert index.state().writing
    assert not index.state().writing
    assert titles(index) == ["Feet", "Legs"]


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path, DISK, noon)
    with pytest.raises(ZeroDivisionError), lock.held():
        raise ZeroDivisionError
    assert not lock.busy()
    with lock.held() as first:
        assert first
        assert "2026-01-02T12:00:00+00:00" in (tmp_path / "lock.holder").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shared lock of this kind")
def test_one_who_only_looks_at_the_lock_is_waited_for_and_not_taken_for_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr("twitchsearch.backends.whoosh.lock._PATIENCE", 0.0)
    (tmp_path / "lock").touch()
    with (tmp_path / "lock").open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        rests: list[float] = []

        def rest(seconds: float) -> None:
            rests.append(seconds)
            fcntl.flock(looking, fcntl.LOCK_UN)

        with WriterLock(tmp_path, DISK, noon, rest).held() as first:
            assert first
    assert len(rests) == 1


@pytest.mark.parametrize("holder", [b"", b"[]", b"{", b'{"pid": "x"}', b"[" * 2000, None])
def test_a_holder_that_cannot_be_read_is_just_another_process(tmp_path: Path, holder: bytes | None) -> None:
    lock = WriterLock(tmp_path, DISK, noon)
    with lock.held():
        (tmp_path / "lock.holder").unlink()
        if holder is not None:
            (tmp_path / "lock.holder").write_bytes(holder)
        with pytest.raises(WriterBusy, match="another process"), WriterLock(tmp_path, DISK, noon).held():
            pass
