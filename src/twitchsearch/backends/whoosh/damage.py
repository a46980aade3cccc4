"""The one wording for a file of the index that is not what was written, and where other errors become it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from types import TracebackType

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


class reading:  # noqa: N801 - a context that reads as a word does, as those of contextlib
    """Whatever a broken file makes the code inside raise becomes IndexDamaged, naming `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, _BROKEN) and not isinstance(error, IndexDamaged):
            raise damaged(self._path, f"cannot be read ({_reason(error)})") from error


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    return str(error)[:120] or type(error).__name__
