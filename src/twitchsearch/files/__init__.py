"""Files that last, and files that must not fool us. All writing is here; nothing else links, renames or removes.

disk       every write: flushed, replaced atomically, portable, through a `Disk` that a test can stand in for
reading    regular files, no links followed, bounded
toml       a table, or what is wrong with it
lock       one process at a time
trial      what a folder's file system allows
"""

from __future__ import annotations

from twitchsearch.files.disk import (
    DISK,
    Disk,
    is_temporary,
    temporary_for,
    write_atomic,
    write_json,
    write_private,
    write_stream,
)
from twitchsearch.files.lock import exclusive
from twitchsearch.files.reading import digest, open_regular, read_bounded
from twitchsearch.files.toml import toml_table
from twitchsearch.files.trial import Trial, try_out

__all__ = [
    "DISK",
    "Disk",
    "Trial",
    "digest",
    "exclusive",
    "is_temporary",
    "open_regular",
    "read_bounded",
    "temporary_for",
    "toml_table",
    "try_out",
    "write_atomic",
    "write_json",
    "write_private",
    "write_stream",
]
