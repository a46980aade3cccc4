"""Every write to disk: flushed, replaced atomically, portable. Nothing else writes, links, renames or removes.

Contents are on disk when the call that wrote them returns; names when their folder has been flushed, which whatever
replaces or makes something here does itself, and a `Disk` does on `flush_folder`. Everything goes through a `Disk`, so
that a test can stand in for the machine (a full disk, a power cut).
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from twitchsearch.errors import DiskError
from twitchsearch.files.reading import NO_FOLLOW

if sys.platform != "win32":
    import fcntl

_TEMPORARY = ".tmp-"
_RETRIES = 20 if os.name == "nt" else 0  # there a file that someone reads cannot be replaced for that moment
_PAUSE = 0.05
_serial = itertools.count()


class Disk:
    """The operations on files that last. Paths are on one file system; errors are `DiskError`, naming the path."""

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file that nobody reads yet, and flush its contents (its name is flushed with `flush_folder`).

        One that is there is written over; a link is not followed, and refused.
        """
        with translated(path), open(path, "wb", opener=_without_links) as file:
            file.writelines(chunks)
            file.flush()
            _sync(file.fileno())

    def make_private(self, path: Path) -> None:
        """Make an empty file that only its owner may read and write; there must be none."""
        with translated(path):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW, 0o600))

    def flush(self, path: Path) -> None:
        """Flush the contents of a file that another library wrote."""
        with translated(path):
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                _sync(descriptor)
            finally:
                os.close(descriptor)

    def flush_folder(self, folder: Path) -> None:
        """Flush the names in a folder, where the system can."""
        if os.name == "nt":
            return
        with translated(folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                _sync(descriptor)
            except OSError as error:  # some network file systems cannot, and say so
                if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
                    raise
            finally:
                os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target` at once."""
        with translated(target):
            for _ in range(_RETRIES):
                with contextlib.suppress(PermissionError):
                    source.replace(target)
                    return
                time.sleep(_PAUSE)
            source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give a write-once file a second name; where the file system has no hard links, copy it and flush the copy."""
        with translated(target):
            try:
                os.link(source, target)
                return
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EEXIST, errno.EROFS):
                    raise
            import shutil  # which imports every way to compress, and no search needs it

            shutil.copyfile(source, target)
        self.flush(target)

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, and flush their names; one that is there is fine."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with translated(folder):
            folder.mkdir(exist_ok=True)
        self.flush_folder(folder.parent)

    def make_private_folder(self, folder: Path) -> None:
        """Like `make_folder`, for a folder that only its owner may look into; one that is there stays as it is."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with translated(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.flush_folder(folder.parent)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        with translated(path):
            path.unlink(missing_ok=True)

    def remove_folder(self, folder: Path) -> None:
        """Remove a folder and all in it (links in it are removed, never followed); one that is not there is fine."""
        import shutil

        with translated(folder):
            while os.path.lexists(folder):
                with contextlib.suppress(FileNotFoundError):  # someone else removes it too: look again
                    shutil.rmtree(folder)


DISK = Disk()


def write_atomic(path: Path, contents: bytes, disk: Disk = DISK) -> None:
    """Replace a file: after this, and after a crash at any point, it holds the old contents or the new, whole."""
    write_stream(path, [contents], disk)


def write_private(path: Path, contents: bytes, disk: Disk = DISK) -> None:
    """Like `write_atomic`, for a file that only its owner may read and write, whoever may read what it replaces."""
    _replace(path, [contents], disk, private=True)


def write_stream(path: Path, chunks: Iterable[bytes], disk: Disk = DISK) -> None:
    """Like `write_atomic`, for contents that are made as they are written."""
    _replace(path, chunks, disk, private=False)


def _replace(path: Path, chunks: Iterable[bytes], disk: Disk, *, private: bool) -> None:
    temporary = temporary_for(path)
    try:
        if private:
            disk.make_private(temporary)
        disk.write_new(temporary, chunks)
        disk.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(DiskError):
            disk.remove(temporary)
        raise
    disk.flush_folder(path.parent)


def write_json(path: Path, value: Any, disk: Disk = DISK) -> None:
    """Replace a file by `value` as JSON that a person can read: UTF-8, indented, one newline at its end."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False)
    write_atomic(path, text.encode("utf-8", "surrogatepass") + b"\n", disk)


def temporary_for(path: Path) -> Path:
    """A name beside `path` that no other process or thread uses, for what will replace it."""
    return path.with_name(f"{_TEMPORARY}{path.name}.{os.getpid()}-{next(_serial)}")


def is_temporary(path: Path) -> bool:
    """Whether a crash may have left this file behind."""
    return path.name.startswith(_TEMPORARY)


if sys.platform == "win32":

    def _sync(descriptor: int) -> None:
        os.fsync(descriptor)

else:

    def _sync(descriptor: int) -> None:
        full = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: its fsync stops at the drive's cache
        if full is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, full)
                return
        os.fsync(descriptor)


def _without_links(path: str, flags: int) -> int:
    return os.open(path, flags | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0), 0o666)  # a pipe is refused, not waited for


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """What the operating system refuses inside becomes DiskError, naming `path` as a person knows it."""
    try:
        yield
    except OSError as error:
        raise DiskError(f"cannot write {_meant(path)}: {_reason(error)}") from error


def _meant(path: Path) -> Path:
    """The name a person knows a file by, while it is written under another."""
    return path.with_name(path.name.removeprefix(_TEMPORARY).rpartition(".")[0]) if is_temporary(path) else path


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full; make room and run the command again"
        case errno.EFBIG:
            return "a file may not grow so large here (a limit of the system or of the file system)"
        case errno.EROFS:
            return "the file system is read-only"
        case errno.ELOOP:
            return "it is a symbolic link; remove it"
        case errno.EACCES | errno.EPERM:
            return "permission denied"
        case _:
            return error.strerror or str(error)
