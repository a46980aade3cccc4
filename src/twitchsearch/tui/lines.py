"""Views of many lines that scroll."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LinesView(ScrollView):
    """A view whose `render_line` gives one line of many; it has no border and no padding, and its scrollbar is
    always there (`overflow-y: scroll`).

    Textual would divide the whole screen anew whenever the number of lines changes, and would give each line in sight
    what borders and padding ask for: of the time from a key to the answer that was the half.
    """

    ALLOW_SELECT = False
    virtual_size = Reactive(Size(0, 0), layout=False)

    _lines: tuple[tuple[Region, Size], list[Strip]] | None = None

    def set_length(self, lines: int) -> None:
        """How many lines there are. The screen is not divided anew, as the scrollbar always has its room."""
        if lines != self.virtual_size.height:
            self.virtual_size = Size(1, lines)
            self.vertical_scrollbar.window_virtual_size = lines
            self.vertical_scrollbar.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were where nothing of them changed, for what changes beside them asks for them too. Dimmed
        lines go Textual's way."""
        if self.opacity < 1:
            self._lines = None
            return super().render_lines(crop)
        asked = (crop, self.size)
        if self._lines is None or self._lines[0] != asked:
            self._lines = asked, self._rendered(crop)
        return self._lines[1]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._lines = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _rendered(self, crop: Region) -> list[Strip]:
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for each in self.get_line_filters():
            strips = [strip.apply_filter(each, background) for strip in strips]
        first, last = crop.column_span
        whole = (first, last) == (0, self.size.width)
        return strips if whole else [strip.crop(first, last) for strip in strips]
