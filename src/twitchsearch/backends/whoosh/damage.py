"""The one wording for a file of the index that is not what was written, and where other errors become it."""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from twitchsearch.errors import IndexDamaged

REMEDY = "twitchsearch index build"

_BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    OSError,
    OverflowError,
    MemoryError,
    RecursionError,
    struct.error,
    zlib.error,
)


def damaged(path: Path, what: str) -> IndexDamaged:
    """The error for `path`: what is wrong with it, and the command that repairs it."""
    return IndexDamaged(f"the index is damaged: {path} {what}; rebuild it with: {REMEDY}")


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever a broken file makes the code inside raise becomes IndexDamaged, naming `path`."""
    try:
        yield
    except IndexDamaged:
        raise
    except _BROKEN as error:
        raise damaged(path, f"cannot be read ({_reason(error)})") from error


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    return str(error)[:120] or type(error).__name__
