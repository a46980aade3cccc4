"""The operating system's lock on a file: it goes with the process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from twitchsearch.errors import WriterBusy
from twitchsearch.files.disk import translated
from twitchsearch.files.reading import NO_FOLLOW

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.05


@contextlib.contextmanager
def exclusive(path: Path, patience: float = 30.0, mode: int = 0o666) -> Iterator[None]:
    """Hold the operating system's lock on the file `path`; it goes with the process, however that ends.

    The file is made with `mode`, less what the system takes off, where there is none. Waits up to `patience` seconds.
    Raises WriterBusy, naming the holder; DiskError.
    """
    with translated(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, mode)
    try:
        with translated(path):
            _wait_for_lock(descriptor, path, time.monotonic() + patience)
            os.ftruncate(descriptor, 0)
            os.write(descriptor, b"process %d\n" % os.getpid())
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, path: Path, until: float) -> None:
    while not _try_lock(descriptor):
        if time.monotonic() >= until:
            holder = os.pread(descriptor, 40, 0).decode("ascii", "replace").strip() if os.name != "nt" else ""
            raise WriterBusy(
                f"{path.parent} is being written by another process{f' ({holder})' if holder else ''}; "
                "run the command again when it has finished"
            )
        time.sleep(_PAUSE)


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # beyond what is written: others may still read who holds it
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
