"""One process that writes runs: articles come in on stdin, numbers of sections go out, until stdin ends. See `pool`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from twitchsearch.backends.whoosh.frames import read_job, read_pack, unpacked
from twitchsearch.backends.whoosh.runs import AtOnce, Place, write_run
from twitchsearch.backends.whoosh.words import WordTable
from twitchsearch.files import DISK
from twitchsearch.model import Article
from twitchsearch.search.analysis import analyser


def main() -> None:
    """Serve until the parent closes the pipe or dies. SIGINT is the parent's to handle.

    Whatever goes wrong ends this process: the parent then does the same again itself, and sees what it is.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between the answers
    table: WordTable | None = None
    while job := read_job(jobs):
        if table is None or table.full:
            table = WordTable(analyser(job.language))
        place = Place(Path(job.folder), analyser(job.language), DISK, AtOnce())
        sections = write_run(place, table, job.name, _articles(jobs, job.packs))
        answers.write(b"%d\n" % sections)
        answers.flush()


def _articles(jobs: IO[bytes], packs: int) -> Iterator[Article]:
    for _ in range(packs):
        yield from unpacked(read_pack(jobs))


if __name__ == "__main__":
    main()
