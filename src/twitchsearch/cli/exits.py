"""What the exit codes mean, and which error ends in which."""

from __future__ import annotations

from enum import IntEnum

from twitchsearch.errors import (
    CollectionError,
    CorpusError,
    CrawlError,
    DiskError,
    ExtractionError,
    ImportRefused,
    IndexUnusable,
    LibraryError,
    NotFound,
    QueryError,
    SettingsError,
    TwitchsearchError,
    WriterBusy,
)


class Exit(IntEnum):
    """Every code the command line ends with. Scripts rely on the numbers: new ones are added, none changes."""

    OK = 0
    NO_HITS = 1
    USAGE = 2
    INDEX = 3
    TIMED_OUT = 4
    BUSY = 5
    SKIPPED = 6
    FAILED = 7
    BUG = 70
    DISK = 74
    INTERRUPTED = 130


def exit_of(error: TwitchsearchError) -> Exit:
    """The code that an error ends in."""
    match error:
        case QueryError() | SettingsError() | ImportRefused() | CrawlError() | CollectionError():
            return Exit.USAGE
        case NotFound():
            return Exit.NO_HITS
        case IndexUnusable() | LibraryError() | CorpusError():
            return Exit.INDEX
        case WriterBusy():
            return Exit.BUSY
        case ExtractionError():
            return Exit.SKIPPED
        case DiskError():
            return Exit.DISK
        case _:
            return Exit.FAILED
