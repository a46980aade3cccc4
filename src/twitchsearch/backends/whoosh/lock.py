"""One writer at a time: the operating system's lock on a file, which goes with the process that holds it.

Who holds it (process, host, since when) stands in a file beside it, for the message to whoever comes second; it is
never what decides.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from twitchsearch.errors import DiskError, WriterBusy
from twitchsearch.files import Disk, read_bounded

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> bool:  # noqa: ARG001 - Windows has no shared lock of this kind
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
# `busy` can only look at the lock by taking it for a moment, shared. Seconds that a writer waits for one who may be
# looking, and for one who surely is, which a machine may have left off in the middle of it.
_PATIENCE, _LONG_PATIENCE = 0.25, 30.0
_REST = 0.01


class WriterLock:
    """The lock of one folder. Threads share the object; the thread that holds it may enter again."""

    def __init__(
        self, folder: Path, disk: Disk, clock: Callable[[], datetime], rest: Callable[[float], None] = time.sleep
    ) -> None:
        self._path = folder / "lock"
        self._holder = folder / "lock.holder"
        self._disk = disk
        self._clock = clock
        self._rest = rest
        self._owner: int | None = None
        self._depth = 0

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock; tells whether it was taken now, and not by this thread before.

        Raises WriterBusy, naming who holds it; DiskError where the folder cannot be written.
        """
        me = threading.get_ident()
        with contextlib.ExitStack() as stack:
            if self._owner != me:
                stack.enter_context(self._file())
                self._owner = me
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if not self._depth:
                    self._owner = None

    def busy(self) -> bool:
        """Whether somebody writes now, this process included. Never raises."""
        if not self._holder.is_file():  # the lock is only looked at where somebody may have it: looking takes it
            return False
        try:
            return self._is_held()
        except OSError:
            return False

    def _is_held(self) -> bool:
        """Whether a writer holds the lock, not only one who looks at it. Raises OSError."""
        with _opened(self._path, os.O_RDONLY) as descriptor:
            return not _lock(descriptor, shared=True)

    @contextlib.contextmanager
    def _file(self) -> Iterator[None]:
        self._disk.make_folder(self._path.parent)
        with contextlib.ExitStack() as stack:
            self._take(stack)
            with contextlib.suppress(DiskError):  # a full disk is found, and told, by what is written next
                self._disk.remove(self._holder)
                self._disk.write_new(self._holder, [self._me()])
            try:
                yield
            finally:
                with contextlib.suppress(DiskError):
                    self._disk.remove(self._holder)

    def _take(self, stack: contextlib.ExitStack) -> None:
        """Take the lock, for as long as the stack stands."""
        begun = time.monotonic()
        try:
            descriptor = stack.enter_context(_opened(self._path, os.O_RDWR | os.O_CREAT))
            while not _lock(descriptor, shared=False):
                waited = time.monotonic() - begun
                if waited >= _LONG_PATIENCE or (waited >= _PATIENCE and self._is_held()):
                    raise WriterBusy(self._who())
                self._rest(_REST)
        except OSError as error:
            raise DiskError(f"cannot lock {self._path}: {error.strerror or error}") from error

    def _me(self) -> bytes:
        import socket

        me = {"pid": os.getpid(), "host": socket.gethostname(), "since": self._clock().isoformat(timespec="seconds")}
        return json.dumps(me).encode()

    def writer(self) -> str:
        """Who writes now, as far as that is known; "" where nobody does. Never raises."""
        return self._named() if self.busy() else ""

    def _who(self) -> str:
        return f"the index is being written by {self._named()}; wait until it is done, or stop it"

    def _named(self) -> str:
        try:
            holder: Any = json.loads(read_bounded(self._holder, 1000))
            return f"process {int(holder['pid'])} on {str(holder['host'])[:80]} since {str(holder['since'])[:40]}"
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return "another process"


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """The descriptor of a file that is no link, without waiting for anything. Raises OSError."""
    descriptor = os.open(path, flags | _FLAGS, 0o666)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
