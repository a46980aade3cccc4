"""One extraction process: pages come in on stdin, articles go out on stdout, until stdin ends. Started by `pool`."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
from typing import IO, Any

from twitchsearch.errors import ExtractionError
from twitchsearch.extract.frames import READY, page_from, read_frame, write_frame
from twitchsearch.model.records import article_record


def main() -> None:
    """Serve until the parent closes the pipe or dies. SIGINT is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pages, articles = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between the frames
    from twitchsearch.extract.article import extract  # the parsers load before the first page's time runs

    waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pages, waiting), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        write_frame(articles, READY)
        while True:
            head, body = waiting.get()
            _limit(head.pop("seconds"))
            answer: dict[str, Any]
            try:
                answer = {"article": article_record(extract(page_from(head, body)))}
            except ExtractionError as error:
                answer = {"reason": str(error)}
            except (RecursionError, MemoryError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
                # A bug in our rules costs this page only; its name is enough to find it again.
                answer = {"reason": f"extraction failed on this page ({type(error).__name__})"}
            _limit(0)
            write_frame(articles, answer)


def _listen(pages: IO[bytes], waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    """Hand on what comes in. When the pipe ends, so does this process, whatever it is doing."""
    while frame := read_frame(pages):
        waiting.put(frame)
    os._exit(0)


def _limit(seconds: float) -> None:
    """Let the system end this process after so long, even in the middle of a call that never returns to Python.

    The parent ends a late worker sooner; this is for a worker whose parent was killed. Not on Windows.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
