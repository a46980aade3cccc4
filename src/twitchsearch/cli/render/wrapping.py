"""Where lines break: by columns of a terminal, in which some characters take two and some none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twitchsearch.model import Span

_WORD = re.compile(r"\S+")


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int | None) -> Iterator[Span]:
    """The lines of a text as ranges of it, none wider than `width` (None: one line). White space at breaks is in none.

    A word wider than a line is broken, never inside a character and what combines with it.
    """
    if width is None or columns(text) <= width:
        yield Span(0, len(text))
        return
    start = end = None
    for word in _words(text, width):
        if start is not None and end is not None and columns(text[start : word.end]) > width:
            yield Span(start, end)
            start = None
        start, end = word.start if start is None else start, word.end
    if start is not None and end is not None:
        yield Span(start, end)


def _words(text: str, width: int) -> Iterator[Span]:
    for word in _WORD.finditer(text):
        start = word.start()
        while start < word.end():
            end = _fitting(text, start, word.end(), width)
            yield Span(start, end)
            start = end


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Where what begins at `start` must end to fit; at least one character on, at most `end`."""
    taken = 0
    for place in range(start, end):
        taken += columns(text[place])
        if taken > width and place > start:
            return place
    return end
