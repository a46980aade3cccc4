"""Stand-ins for the extraction worker that misbehave: they speak its frames, then do what their page's URL says."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.extract.frames import READY, read_frame, write_frame
from twitchsearch.model import Article, ArticleFacts
from twitchsearch.model.records import article_record


def serve(notes: Path) -> None:
    """Answer each page with an empty article, or do what the last part of its URL says."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    write_frame(sys.stdout.buffer, READY)
    while frame := read_frame(sys.stdin.buffer):
        url = frame[0]["url"]
        with notes.open("a") as file:
            file.write(f"{os.getpid()} {url}\n")
        _act(url.rpartition("/")[2], notes)
        facts = ArticleFacts("0" * 16, url, "", "x.example", datetime(2026, 11, 22, tzinfo=UTC))
        write_frame(sys.stdout.buffer, {"article": article_record(Article(facts, ()))})


def _act(deed: str, notes: Path) -> None:
    match deed:
        case "dies":
            os._exit(9)
        case "dies-once":
            if notes.read_text().count("/dies-once") == 1:
                os._exit(9)
        case "hangs":
            time.sleep(60)
        case "slow":
            time.sleep(0.2)
        case "cut":
            sys.stdout.buffer.write(b"\x00" * 7)
            sys.stdout.buffer.flush()
            os._exit(0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
