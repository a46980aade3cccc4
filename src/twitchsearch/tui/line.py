"""One line of the screen, written for the width it has at the moment it is painted."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

Write = Callable[[int], Content]


class FittedLine(Widget):
    """Shows what `write` gives for the width it really has.

    Who calls `show` may not know that width yet: while a terminal changes its size, and of a line that is hidden, the
    size of before is all that can be asked for. Nothing is painted again where nothing changed.
    """

    def __init__(self, name: str, write: Write = lambda _width: Content("")) -> None:
        super().__init__(id=name)
        self._write = write
        self._written = (0, Content(""))

    def show(self, write: Write) -> None:
        self._write = write
        width, before = self._written
        self._written = (width, write(width)) if width else self._written
        if not width or not before.is_same(self._written[1]):
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        if width != self._written[0]:
            self._written = (width, self._write(width) if width else Content(""))
        return self._written[1]
