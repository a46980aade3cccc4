"""How much one search may ask for, and how long it may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from twitchsearch.errors import QueryError
from twitchsearch.model import Window


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep every search short, whatever is typed.

    Of one query: its `length` in code points; the `terms` in it after analysis, those of phrases counted too; the
    `depth` of its parentheses and signs; the `slop` of a phrase and the `edits` of a word that may be asked for; the
    `expansions` of one prefix or misspelt word, for which no more than `scanned` words of the index are looked at.

    Of one request: `window` is the last rank that can be asked for, `timeout` the seconds it may take where it names
    none, `similar` the number of terms that stand for a section when others like it are sought.
    """

    length: int = 10_000
    terms: int = 200
    depth: int = 24
    slop: int = 50
    edits: int = 2
    expansions: int = 100
    scanned: int = 100_000
    window: int = 10_000
    timeout: float = 10.0
    similar: int = 25


LIMITS = Limits()

SHORTEST_MENDED, LONGEST_MENDED = 2, 40
"""Letters of the shortest and of the longest word that is put right."""


def check_window(window: Window, limits: Limits = LIMITS) -> None:
    """Raise QueryError where a window is not one, or reaches past the last rank that can be asked for."""
    if window.offset < 0 or window.limit < 0:
        raise QueryError("offset and limit are counts: 0 or more", 0, 0)
    if window.offset + window.limit > limits.window:
        raise QueryError(
            f"only the first {limits.window:,} hits can be listed; ask for fewer, or narrow the query", 0, 0
        )


class Deadline:
    """A moment after which work stops and says so. It starts to run when it is made; None never passes."""

    def __init__(self, seconds: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = None if seconds is None else clock() + seconds

    def left(self) -> float | None:
        """Seconds until then, 0 where it has passed; None where it never does."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    def passed(self) -> bool:
        return self._end is not None and self._clock() >= self._end
