"""Every write to disk: flushed, replaced atomically, portable. The only module that writes, links, renames or removes.

What is written here is on disk when the call returns: contents are flushed with the file, names with their folder.
Everything goes through a `Disk`, so that a test can stand in for the machine (a full disk, a power cut).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from twitchsearch.errors import DiskError

_CHUNK = 1 << 20
_TEMPORARY = ".tmp-"


class Disk:
    """The operations on files that last. Paths are on one file system; errors are `DiskError`, naming the path."""

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file that nobody reads yet, and flush its contents (its name is flushed with `flush_folder`)."""
        with _translated(path), path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def flush(self, path: Path) -> None:
        """Flush the contents of a file that another library wrote."""
        with _translated(path):
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def flush_folder(self, folder: Path) -> None:
        """Flush the names in a folder, where the system can."""
        if os.name == "nt":
            return
        with _translated(folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            except OSError as error:  # some network file systems cannot, and say so
                if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
                    raise
            finally:
                os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target` at once."""
        with _translated(target):
            source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give a write-once file a second name; where the file system has no hard links, copy it and flush the copy."""
        with _translated(target):
            try:
                os.link(source, target)
                return
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EEXIST, errno.EROFS):
                    raise
            shutil.copyfile(source, target)
        self.flush(target)

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it; one that is there is fine."""
        with _translated(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        with _translated(path):
            path.unlink(missing_ok=True)

    def remove_folder(self, folder: Path) -> None:
        """Remove a folder and all in it (links in it are removed, never followed); one that is not there is fine."""
        with _translated(folder), contextlib.suppress(FileNotFoundError):
            shutil.rmtree(folder)


DISK = Disk()


def write_atomic(path: Path, contents: bytes, disk: Disk = DISK) -> None:
    """Replace a file: after this, and after a crash at any point, it holds the old contents or the new, whole."""
    temporary = path.with_name(f"{_TEMPORARY}{path.name}.{os.getpid()}")
    try:
        disk.write_new(temporary, [contents])
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


def is_temporary(path: Path) -> bool:
    """Whether a crash may have left this file behind."""
    return path.name.startswith(_TEMPORARY)


def digest(path: Path) -> str:
    """The sha256 of a file's contents, in hexadecimal. OSError passes through: only the caller knows what it means."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskError(f"cannot write {path}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full; make room and run the command again"
        case errno.EFBIG:
            return "a file may not grow so large here (a limit of the system or of the file system)"
        case errno.EROFS:
            return "the file system is read-only"
        case errno.EACCES | errno.EPERM:
            return "permission denied"
        case _:
            return error.strerror or str(error)
