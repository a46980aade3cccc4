"""The top of the screen: the query's box, the tabs by kind, and what is wrong with a query."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Rule, Static

from twitchsearch.errors import QueryError
from twitchsearch.text import guard
from twitchsearch.tui import actions, hints
from twitchsearch.tui.conversation import Conversation
from twitchsearch.tui.layout import Shape
from twitchsearch.tui.line import FittedLine
from twitchsearch.tui.paint import Ink, spread
from twitchsearch.tui.widgets import KindTabs, QueryBox


class Head(Vertical):
    """Paints the upper part of a `Conversation`, with the keys as the person has them."""

    def __init__(self, remapped: Mapping[str, str]) -> None:
        super().__init__(id="head")
        self.box = QueryBox()
        self.tabs = KindTabs()
        self._remapped = remapped
        self._plain_key = actions.first_key("plain", remapped)
        self._hints = FittedLine("hints")
        self._waits = False
        self._waiting = Static("", id="waiting", markup=False)
        self._caret = FittedLine("caret")
        self._rule = Rule(id="rule", line_style="ascii")

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("> ", id="prompt", markup=False)
            yield self.box
            yield self._waiting
        yield self.tabs
        yield self._hints
        yield self._caret
        yield self._rule

    def show(self, talk: Conversation, shape: Shape) -> None:
        error = talk.unclear
        self.tabs.display = shape.facets and error is None
        self._rule.display = shape.facets and error is None
        self._caret.display = error is not None
        if error is not None:
            self._caret.show(lambda width: self._pointed(error, width))
        if talk.results is None:
            self.tabs.show(lambda _width: Content(""))
        else:
            notes = hints.narrowing(talk.asked)
            self.tabs.tell(talk.results.facets, talk.asked.kind, (notes[1], notes[1]) if shape.short else notes)
        self._hint(talk, shape)

    def _hint(self, talk: Conversation, shape: Shape) -> None:
        """What is offered, where anything is; the line is only there then."""
        offered = hints.offered(talk, self._remapped) if shape.facets and talk.unclear is None else []
        self._hints.display = bool(offered)
        self._hints.show(lambda width: hints.fitted(offered, width))

    def wait(self, *, visibly: bool) -> None:
        """Say that an answer is awaited, or take that back."""
        if visibly != self._waits:
            self._waits = visibly
            self._waiting.update(Content(" searching … ").stylize(Ink.FAINT) if visibly else "")

    def _pointed(self, error: QueryError, width: int) -> Content:
        """The bad part underlined; below that what is wrong, and the key that takes the words as they are."""
        first = min(max(0, self.box.column_of(error.start)), width - 1)
        last = min(max(first + 1, self.box.column_of(error.end)), width)
        remedy = Content.assemble((self._plain_key, Ink.KEY), " search as plain words ") if error.plain else Content("")
        message = spread(Content.assemble(" ", guard(error.message)), remedy, width)
        return Content.assemble(" " * first, ("^" * (last - first), Ink.KEY), "\n", message)
