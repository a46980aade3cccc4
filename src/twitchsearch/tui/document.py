"""An article laid out in lines of a given width, with its matches in order. Pure: it holds ranges, not painted text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import split_graphemes

from twitchsearch.model import Article, Section, Span
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.search.marks import Marks, SectionMarks


class Part(IntEnum):
    """What a line is a piece of."""

    BLANK = 0
    TITLE = 1
    FACTS = 2
    ABOVE = 3  # a heading above the section's own, that has no text itself
    HEADING = 4
    TEXT = 5


class Line(NamedTuple):
    """The code points `[start, end)` of a text of the document, on one row of the screen.

    `section` is its place in the article, -1 for what stands before the first; `text` the place of the text in
    `Document.texts`.
    """

    part: Part
    section: int
    text: int
    start: int
    end: int


class Match(NamedTuple):
    """One match: where it is painted, and the row it begins in."""

    text: int
    start: int
    end: int
    row: int


class Document:
    """`rows` are the lines; `first_rows[i]` the row in which section i begins; `matches` in order of the rows."""

    def __init__(self, article: Article, facts: str, marks: Marks | None, width: int) -> None:
        self.article = article
        self.width = width
        self.texts: list[str] = []
        self.rows: list[Line] = []
        self.first_rows: list[int] = []
        self.matches: list[Match] = []
        self._spans: dict[int, tuple[Span, ...]] = {}
        self._put(Part.TITLE, -1, article.facts.title or article.facts.url, marks.title if marks else ())
        self._put(Part.FACTS, -1, facts)
        above: tuple[str, ...] = ()
        for place, section in enumerate(article.sections):
            self._put_section(place, section, above, marks.sections[place] if marks else None)
            above = section.heading_path

    def spans(self, line: Line) -> list[Span]:
        """What of a line is marked, as ranges of its text."""
        return [span for span in self._spans.get(line.text, ()) if span.end > line.start and span.start < line.end]

    def section_at(self, row: int) -> int:
        """The section that a row belongs to; the first for the rows before it."""
        return max(0, bisect_right(self.first_rows, row) - 1)

    def matches_in(self, place: int) -> int:
        """How many matches a section has."""
        ends = (*self.first_rows[place : place + 2], len(self.rows))[:2]
        first, last = (bisect_left(self.matches, row, key=lambda match: match.row) for row in ends)
        return last - first

    def match_from(self, place: int) -> int:
        """The number of the first match from a section on; the first of all where none follows, -1 without any."""
        if not self.matches:
            return -1
        first = self.first_rows[place] if self.first_rows else 0
        return bisect_left(self.matches, first, key=lambda match: match.row) % len(self.matches)

    def place_of(self, row: int) -> tuple[int, int]:
        """A row by what stands in it, the same at every width: the text and the code point it begins with."""
        if not self.rows:
            return (0, 0)
        line = self.rows[min(row, len(self.rows) - 1)]
        return (line.text, line.start)

    def row_of(self, place: tuple[int, int]) -> int:
        """The row that holds such a place."""
        return max(0, bisect_right(self.rows, place, key=lambda line: (line.text, line.start)) - 1)

    def _put_section(self, place: int, section: Section, above: tuple[str, ...], marks: SectionMarks | None) -> None:
        self._blank(place)
        self.first_rows.append(len(self.rows))
        path = section.heading_path
        for level in range(_shared(path, above), len(path)):
            part = Part.HEADING if level == len(path) - 1 else Part.ABOVE
            self._put(part, place, path[level], marks.path[level] if marks and marks.path else ())
        self._put(Part.TEXT, place, section.text, marks.text if marks else ())

    def _put(self, part: Part, section: int, text: str, spans: tuple[Span, ...] = ()) -> None:
        if not text:
            return
        number = len(self.texts)
        self.texts.append(guard_lines(text))
        first = len(self.rows)
        start = 0
        for paragraph in text.split("\n"):
            if start and part is Part.TEXT:
                self.rows.append(Line(Part.BLANK, section, number, start, start))
            end = start + len(paragraph)
            self.rows += [Line(part, section, number, *each) for each in wrap(text, start, end, self.width)]
            start = end + 1
        if spans:
            self._spans[number] = spans
            self._put_matches(number, spans, first)

    def _put_matches(self, number: int, spans: tuple[Span, ...], first: int) -> None:
        row = first
        for span in spans:
            while row + 1 < len(self.rows) and self.rows[row + 1].start <= span.start:
                row += 1
            self.matches.append(Match(number, span.start, span.end, row))

    def _blank(self, section: int) -> None:
        self.rows.append(Line(Part.BLANK, section, len(self.texts) - 1, 0, 0))


def guard_lines(text: str) -> str:
    """Text made safe to show, its line breaks kept; one code point for one."""
    return "\n".join(guard(line) for line in text.split("\n"))


def _shared(path: tuple[str, ...], above: tuple[str, ...]) -> int:
    """How many headings of a path were shown with the section before it; never its own."""
    shared = 0
    while shared < len(path) - 1 and path[shared : shared + 1] == above[shared : shared + 1]:
        shared += 1
    return shared


def wrap(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The code points `[start, end)` of `text` in ranges of at most `width` cells each, broken at spaces where there
    are any; the space at a break belongs to no range. Nothing at all gives nothing."""
    if text.isascii() or text[start:end].isascii():
        return _wrap_narrow(text, start, end, width)
    return _wrap_wide(text, start, end, width)


def _wrap_narrow(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    while end - start > width:
        space = text.rfind(" ", start, start + width + 1)
        stop = space if space > start else start + width
        yield start, stop
        start = stop + 1 if text[stop] == " " else stop
    if start < end:
        yield start, end


def _wrap_wide(text: str, first: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    start = first
    cells = cells_at_space = 0
    space = -1
    for low, high, size in (
        (low + first, high + first, size) for low, high, size in split_graphemes(text[first:end])[0]
    ):
        while cells + size > width and low > start:
            if text[low:high] == " " or space <= start:
                stop, cells = low, 0
                following = low
            else:
                stop, cells = space, cells - cells_at_space - 1
                following = space + 1
            yield start, stop
            start, space = following, -1
        if text[low:high] == " ":  # alone: a mark that follows it makes it a character
            if low == start and start > first:
                start = high
                continue
            space, cells_at_space = low, cells
        cells += size
    if start < end:
        yield start, end
