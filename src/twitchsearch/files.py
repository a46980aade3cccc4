"""Every write to disk: flushed, replaced atomically, portable. The only module that writes, links, renames or removes.

Contents are on disk when the call that wrote them returns; names when their folder has been flushed, which whatever
replaces or makes something here does itself, and a `Disk` does on `flush_folder`. Everything goes through a `Disk`, so
that a test can stand in for the machine (a full disk, a power cut). Reading that must not be fooled is here too.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

from twitchsearch.errors import DiskError, WriterBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_CHUNK = 1 << 20
_TEMPORARY = ".tmp-"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_RETRIES = 20 if os.name == "nt" else 0  # there a file that someone reads cannot be replaced for that moment
_PAUSE = 0.05
_serial = itertools.count()


class Trial(NamedTuple):
    """What trying a folder out found: `refused` says why nothing can be written there ("" where it can), `links`
    whether a file may have a second name, `ignores_case` whether two names that differ in case alone are one."""

    refused: str = ""
    links: bool = True
    ignores_case: bool = False


class Disk:
    """The operations on files that last. Paths are on one file system; errors are `DiskError`, naming the path."""

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file that nobody reads yet, and flush its contents (its name is flushed with `flush_folder`).

        One that is there is written over; a link is not followed, and refused.
        """
        with _translated(path), open(path, "wb", opener=_without_links) as file:
            file.writelines(chunks)
            file.flush()
            _sync(file.fileno())

    def make_private(self, path: Path) -> None:
        """Make an empty file that only its owner may read and write; there must be none."""
        with _translated(path):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600))

    def flush(self, path: Path) -> None:
        """Flush the contents of a file that another library wrote."""
        with _translated(path):
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                _sync(descriptor)
            finally:
                os.close(descriptor)

    def flush_folder(self, folder: Path) -> None:
        """Flush the names in a folder, where the system can."""
        if os.name == "nt":
            return
        with _translated(folder):
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
        with _translated(target):
            for _ in range(_RETRIES):
                with contextlib.suppress(PermissionError):
                    source.replace(target)
                    return
                time.sleep(_PAUSE)
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
        """Make a folder and those above it, and flush their names; one that is there is fine."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with _translated(folder):
            folder.mkdir(exist_ok=True)
        self.flush_folder(folder.parent)

    def make_private_folder(self, folder: Path) -> None:
        """Like `make_folder`, for a folder that only its owner may look into; one that is there stays as it is."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with _translated(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.flush_folder(folder.parent)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        with _translated(path):
            path.unlink(missing_ok=True)

    def remove_folder(self, folder: Path) -> None:
        """Remove a folder and all in it (links in it are removed, never followed); one that is not there is fine."""
        with _translated(folder):
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


def try_out(folder: Path) -> Trial:
    """Write, flush, link and remove a small file in `folder`, which is left as it was.

    Permissions are not looked up, as those who answer such questions (root, network file systems) may be wrong.
    """
    first = temporary_for(folder / "trial")
    second = first.with_name(first.name + "-link")
    try:
        DISK.write_new(first, [b"trial"])
        try:
            os.link(first, second)
            links = True
        except OSError:
            links = False
        ignores_case = os.path.lexists(first.with_name(first.name.upper()))
        DISK.flush_folder(folder)
    except DiskError as error:
        return Trial(refused=str(error).rpartition(": ")[2])
    finally:
        with contextlib.suppress(DiskError):
            DISK.remove(second)
            DISK.remove(first)
    return Trial("", links, ignores_case)


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


def read_bounded(path: Path | str, limit: int) -> bytes:
    """All of a regular file; links are not followed, and nothing is waited for (a pipe).

    Raises OSError where it cannot be read; ValueError, with the reason, where it is no such file or has more than
    `limit` bytes.
    """
    descriptor, size = _opened(path)
    try:
        contents = _all(descriptor, size + 1, limit + 1) if size <= limit else b""
        if max(size, len(contents)) > limit:
            raise ValueError(f"it is larger than {limit} bytes")
        return contents
    finally:
        os.close(descriptor)


def open_regular(path: Path | str) -> FileIO:
    """A regular file to be read, without a buffer. Like `read_bounded` in what it refuses and raises."""
    return open(_opened(path)[0], "rb", buffering=0)  # noqa: PTH123 - Path opens no descriptors


def _opened(path: Path | str) -> tuple[int, int]:
    """The descriptor of a regular file, and how large that is."""
    if not _NO_FOLLOW and Path(path).is_symlink():
        raise ValueError("it is a symbolic link")
    try:
        descriptor = os.open(path, _READ)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ValueError("it is a symbolic link") from error
        raise
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        raise ValueError("it is not a regular file")
    return descriptor, state.st_size


@contextlib.contextmanager
def exclusive(path: Path, patience: float = 30.0, mode: int = 0o666) -> Iterator[None]:
    """Hold the operating system's lock on the file `path`; it goes with the process, however that ends.

    The file is made with `mode`, less what the system takes off, where there is none. Waits up to `patience` seconds.
    Raises WriterBusy, naming the holder; DiskError.
    """
    with _translated(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, mode)
    try:
        with _translated(path):
            _wait_for_lock(descriptor, path, time.monotonic() + patience)
            os.ftruncate(descriptor, 0)
            os.write(descriptor, b"process %d\n" % os.getpid())
        yield
    finally:
        os.close(descriptor)


def digest(path: Path) -> str:
    """The sha256 of a regular file's contents, in hexadecimal. Raises as `read_bounded` does."""
    total = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _all(descriptor: int, expected: int, limit: int) -> bytes:
    """What there is, up to `limit` bytes: a read may give less than all, and the file may have grown meanwhile."""
    parts = [os.read(descriptor, expected)]
    left = limit - len(parts[0])
    while left > 0 and len(parts[0]) != expected - 1 and (part := os.read(descriptor, min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


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

    def _sync(descriptor: int) -> None:
        os.fsync(descriptor)

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _sync(descriptor: int) -> None:
        full = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: its fsync stops at the drive's cache
        if full is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, full)
                return
        os.fsync(descriptor)


def _without_links(path: str, flags: int) -> int:
    return os.open(path, flags | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0), 0o666)  # a pipe is refused, not waited for


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
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
