"""The list of results: thousands of rows, painted one by one when they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as Pen
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from twitchsearch.model import Hit
from twitchsearch.tui.lines import LinesView
from twitchsearch.tui.rows import Row

MARKER = ">"
NEAR = 5
"""Rows before the end from which on more are wanted."""


class ResultList(LinesView, can_focus=False):
    """Rows of one height. It never has the focus, and keeps its place by the id of the row when its rows change.

    `highlighted` is the place of the row that Enter opens, None where there are no rows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"results--chosen"}

    class Moved(Message):
        """Another row is highlighted, or other rows are in sight."""

    class Selected(Message):
        """The highlighted row was clicked."""

    def __init__(self) -> None:
        super().__init__(id="results")
        self.rows: tuple[Row, ...] = ()
        self.highlighted: int | None = None
        self._painted: dict[tuple[int, bool], list[Strip]] = {}
        self._painted_for: tuple[object, ...] = ()
        self._pens: dict[tuple[Style, Style], Pen] = {}

    def show(self, rows: Sequence[Row], *, keep: bool) -> None:
        """Show these rows. With `keep` the highlighted row stays so, and where it is on the screen, if it is among
        them; else the first is highlighted."""
        chosen, before = self.chosen_id if keep else "", self.highlighted or 0
        self.rows = tuple(rows)
        self._painted.clear()
        self.set_length(len(rows) * self._height)
        place = next((place for place, row in enumerate(self.rows) if row.id == chosen), None) if chosen else None
        self.highlighted = (place or 0) if rows else None
        top = 0 if place is None else self.scroll_offset.y + (place - before) * self._height
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def go_to(self, place: int) -> None:
        """Highlight the row at a place, or at the nearest there is, and bring it into sight."""
        if self.rows:
            self.highlighted = min(max(place, 0), len(self.rows) - 1)
            self._bring_into_sight()
            self.refresh()
            self.post_message(self.Moved())

    def step(self, by: int) -> None:
        """Move the highlight by so many rows. Also where the list is not seen at the moment."""
        self.go_to((self.highlighted or 0) + by)

    def page(self, by: int) -> None:
        """Move the highlight by so many pages."""
        self.step(by * max(1, self.size.height // self._height))

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits among the rows."""
        return tuple(row.hit for row in self.rows if row.hit is not None)

    @property
    def chosen_row(self) -> Row | None:
        """The highlighted row."""
        return self.rows[self.highlighted] if self.highlighted is not None else None

    @property
    def chosen(self) -> Hit | None:
        """The highlighted hit."""
        row = self.chosen_row
        return row.hit if row else None

    @property
    def chosen_id(self) -> str:
        row = self.chosen_row
        return row.id if row else ""

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first and the last row in sight, counted from 1; (0, 0) where there are none."""
        top, height = self.scroll_offset.y, self.size.height
        if not self.rows or not height:
            return (0, 0)
        return (top // self._height + 1, min(len(self.rows), (top + height - 1) // self._height + 1))

    @property
    def near_end(self) -> bool:
        """Whether the last rows are in sight, or highlighted."""
        last = max(self.in_sight[1], (self.highlighted or 0) + 1)
        return last > len(self.rows) - NEAR

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._bring_into_sight()

    def on_click(self, event: events.Click) -> None:
        place = (self.scroll_offset.y + event.y) // self._height
        if place < len(self.rows):
            self.go_to(place)
            self.post_message(self.Selected())

    def render_line(self, y: int) -> Strip:
        place, line = divmod(self.scroll_offset.y + y, self._height)
        if place >= len(self.rows):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        return self._lines_of(place)[line]

    @property
    def _height(self) -> int:
        return self.rows[0].height if self.rows else 1

    def _bring_into_sight(self) -> None:
        if self.highlighted is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first = self.highlighted * self._height
        last = first + self._height
        if first < top or self._height > height:
            self.scroll_to(y=first, animate=False, force=True, immediate=True)
        elif last > top + height:
            self.scroll_to(y=last - height, animate=False, force=True, immediate=True)

    def _lines_of(self, place: int) -> list[Strip]:
        """The lines of a row: once painted they are kept until the rows, the width or the colours change."""
        width, usual = self.size.width, self.visual_style
        if self._painted_for != (width, usual):
            self._painted_for = (width, usual)
            self._painted.clear()
            self._pens.clear()
        chosen = place == self.highlighted
        lines = self._painted.get((place, chosen))
        if lines is None:
            style = self.get_visual_style("results--chosen") if chosen else usual
            painted = self.rows[place].paint(max(20, width - 1))
            lines = [self._strip(line, style, MARKER if chosen and not n else "") for n, line in enumerate(painted)]
            self._painted[place, chosen] = lines
        return lines

    def _strip(self, line: Content, style: Style, marker: str) -> Strip:
        """A painted line; the highlighted row has a marker, as colour alone would not do."""
        parts = line.render(style, end="", parse_style=self._get_style)
        segments = [Segment(text, self._pen(style, part)) for text, part in parts]
        if marker and segments:
            segments[0] = Segment(marker + segments[0].text[1:], segments[0].style)
        return Strip(segments, line.cell_length).adjust_cell_length(self.size.width, style.rich_style)

    def _pen(self, style: Style, part: Style) -> Pen:
        pen = self._pens.get((style, part))
        if pen is None:
            pen = self._pens[style, part] = (style + part).rich_style
        return pen
