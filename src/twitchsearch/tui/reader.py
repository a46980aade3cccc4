"""The reader: an article, its contents beside it, where it is read, and the box to find something in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from twitchsearch.text import guard
from twitchsearch.tui import finding, paint
from twitchsearch.tui.article import ArticleView
from twitchsearch.tui.document import Document
from twitchsearch.tui.line import FittedLine
from twitchsearch.tui.paint import Ink
from twitchsearch.tui.questions import Opened


class FindBox(Input):
    """Where what is to be found in the article is typed: it stands below the article while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back to the article", show=False)]

    @dataclass
    class Left(Message):
        """Given up."""

    def __init__(self) -> None:
        super().__init__(placeholder="words as they stand there", id="find", compact=True, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        return guard(value.replace("\t", " "))

    def action_leave(self) -> None:
        self.post_message(self.Left())


class Outline(OptionList, can_focus=False):
    """The sections of the article beside it, where the screen is wide; a click goes there."""

    def __init__(self) -> None:
        super().__init__(id="outline", compact=True, markup=False)
        self._shown: Document | None = None

    def show(self, document: Document, section: int) -> None:
        if document is not self._shown:
            self._shown = document
            width = max(10, self.scrollable_content_region.width - 1)
            lines = (finding.outline_line(document, place) for place in range(len(document.first_rows)))
            self.set_options([Option(line.truncate(width, ellipsis=True)) for line in lines])
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = section if document.first_rows else None


class Reader(Vertical):
    """The article and, always in sight above it, the section's kind and path and which match is current."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(id="reader")
        self.view = ArticleView(now)
        self.box = FindBox()
        label = Static(" find: ", id="find-label", markup=False)
        keys = Content.assemble(("Enter", Ink.KEY), " keep  ", ("Esc", Ink.KEY), " leave ")
        self._find_line = Horizontal(label, self.box, Static(keys, id="find-keys"), id="find-line")
        self._find_line.display = False
        self.outline = Outline()
        self._place_line = FittedLine("place")

    def compose(self) -> ComposeResult:
        yield self._place_line
        with Horizontal(id="page"):
            yield self.view
            yield self.outline
        yield self._find_line

    def ask_what_to_find(self) -> None:
        self._find_line.display = True
        self.box.value = ""
        self.screen.set_focus(self.box)  # at once: `focus` would let the next keys go to the article

    @on(Input.Changed, "#find")
    def _find(self, event: Input.Changed) -> None:
        event.stop()
        if self._find_line.display:
            self.view.find(event.value)

    @on(Input.Submitted, "#find")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave_box()

    @on(FindBox.Left)
    def _left(self) -> None:
        self.view.find("")
        self._leave_box()

    def _leave_box(self) -> None:
        self._find_line.display = False
        self.view.focus()

    @on(OptionList.OptionSelected, "#outline")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.view.go_to_section(event.option_index)
        self.view.focus()

    def show(self, opened: Opened) -> None:
        self.view.show(opened)

    def on_resize(self) -> None:
        self._tell_place()

    def on_article_view_moved(self) -> None:
        self._tell_place()

    def _tell_place(self) -> None:
        self._place_line.show(self._place)
        if self.outline.display and self.view.document is not None:
            self.outline.show(self.view.document, self.view.section)

    def _place(self, width: int) -> Content:
        section, document = self.view.current_section, self.view.document
        if section is None or document is None:
            return Content("")
        total = len(document.matches)
        what = "found" if self.view.finding else "match"
        count = f"{what} {self.view.match + 1}/{total}" if total else "not found" if self.view.finding else "no match"
        path = Content(paint.path_of(section)).stylize(Ink.TITLE)
        return paint.spread(Content.assemble(" ", path), count + " ", width)
