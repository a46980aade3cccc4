"""The process that reads one archive: which one is said on stdin, what it holds goes out on stdout, then it ends."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from twitchsearch.corpus.importers.captured import Ended, Message, write_message

MOST_MEMORY = 2 * 1024**3
"""Bytes that this process may make its own; the file it reads may be mapped beside them. Not on Windows."""


def main() -> None:
    """Serve one request. SIGINT is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between the messages
    kind, path, start = json.loads(asked.readline())
    with contextlib.suppress(BrokenPipeError):
        problem = ""
        try:
            for message in _messages(kind, Path(path), start):
                write_message(told, message)
        except BrokenPipeError:
            raise
        except (OSError, ValueError, RuntimeError, EOFError, MemoryError, LookupError) as error:
            problem = str(error)[:300] or type(error).__name__
        write_message(told, Ended(problem))


def _messages(kind: str, path: Path, start: int) -> Iterator[Message]:
    """What the archive holds from record `start` on. Raises what its reader raises where it cannot be read on."""
    match kind:
        case "warc":
            from twitchsearch.corpus.importers.warc import warc_records as records
        case "wacz":
            from twitchsearch.corpus.importers.warc import wacz_records as records
        case "zim":
            from twitchsearch.corpus.importers.zim import zim_records as records
        case "mhtml":
            from twitchsearch.corpus.importers.mhtml import mhtml_records as records
        case "epub":
            from twitchsearch.corpus.importers.epub import epub_records as records
        case "feed":
            from twitchsearch.corpus.importers.feeds import feed_records as records
        case _:
            raise ValueError(f"there is no reader for {kind}")
    return records(path, start)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
