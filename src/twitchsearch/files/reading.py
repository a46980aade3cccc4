"""Reading that must not be fooled: regular files only, no links followed, nothing waited for, bounded."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import FileIO
from pathlib import Path

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)

_CHUNK = 1 << 20
_READ = os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


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


def digest(path: Path) -> str:
    """The sha256 of a regular file's contents, in hexadecimal. Raises as `read_bounded` does."""
    total = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _opened(path: Path | str) -> tuple[int, int]:
    """The descriptor of a regular file, and how large that is."""
    if not NO_FOLLOW and Path(path).is_symlink():
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


def _all(descriptor: int, expected: int, limit: int) -> bytes:
    """What there is, up to `limit` bytes: a read may give less than all, and the file may have grown meanwhile."""
    parts = [os.read(descriptor, expected)]
    left = limit - len(parts[0])
    while left > 0 and len(parts[0]) != expected - 1 and (part := os.read(descriptor, min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
