"""What the postings of a question take, and how soon this machine reads so many bytes: what no engine can be below."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np

from benchmarks.engines.questions import Question
from twitchsearch.backends.whoosh.generations import Generations
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.files import DISK
from twitchsearch.model import TextField
from twitchsearch.search.analysis import analyser

_POSTING = 3  # bytes: the gap to the section before, and how often
_LARGE = 1 << 28  # bytes that are read to see how fast memory is: no cache holds as many


def bytes_of_postings(folder: Path, questions: list[Question]) -> float:
    """The bytes of all postings, in all fields, of the words of a question: the median."""
    terms = analyser("english")
    live = Generations(folder, DISK).live()
    snapshot = Snapshot(live.folder, live.manifest)
    try:
        return statistics.median(
            _POSTING * sum(snapshot.df(name, term) for term in terms.terms(" ".join(each.words)) for name in TextField)
            for each in questions
        )
    finally:
        snapshot.close()


def memory_speed() -> float:
    """Bytes a second that are read of a large array, at best of some times."""
    numbers = np.ones(_LARGE // 8)
    fastest = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        numbers.max()
        fastest = min(fastest, time.perf_counter() - begun)
    return _LARGE / fastest
