"""Actions that only move: in the list, in the article, and to its parts."""

from __future__ import annotations

from textual.content import Content

from twitchsearch.tui import finding
from twitchsearch.tui.document import Document
from twitchsearch.tui.listening import Listening
from twitchsearch.tui.picking import Card, Pick, PickScreen


class Moves(Listening):
    """A screen with results and an article to move in. The ids of the actions are those of `tui.actions`."""

    def action_up(self) -> None:
        self.results.step(-1)

    def action_down(self) -> None:
        self.results.step(1)

    def action_page_up(self) -> None:
        self.results.page(-1)

    def action_page_down(self) -> None:
        self.results.page(1)

    def action_first(self) -> None:
        self.results.go_to(0)

    def action_last(self) -> None:
        self.results.go_to(len(self.results.rows) - 1)

    def action_next_match(self) -> None:
        self.article.next_match(1)

    def action_previous_match(self) -> None:
        self.article.next_match(-1)

    def action_next_section(self) -> None:
        self.article.next_section(1)

    def action_previous_section(self) -> None:
        self.article.next_section(-1)

    def action_top(self) -> None:
        self.article.go_to_end(end=False)

    def action_bottom(self) -> None:
        self.article.go_to_end(end=True)

    async def action_find(self) -> None:
        if self.article.document is not None:
            self.reader.ask_what_to_find()

    def action_contents(self) -> None:
        """The sections of the article that is read, or else of the highlighted one, with the matches in each."""
        self.with_article(self._show_contents)

    def _show_contents(self) -> None:
        document = self.article.document
        if self.opened is None or not self.results.display:
            return
        if document is None or document.article != self.opened.article:
            self.reader.show(self.opened)
            document = self.article.document
        if document is not None:
            picks = [_section(document, place) for place in range(len(document.first_rows))]
            card = Card(document.article.facts.title or "Contents", picks, filterable=True, chosen=self.article.section)
            self.app.push_screen(PickScreen(card), self._go_to)

    action_outline = action_contents

    def _go_to(self, place: str | None) -> None:
        if place is not None:
            self.enter_reader()
            self.article.go_to_section(int(place))


def _section(document: Document, place: int) -> Pick:
    line = finding.outline_line(document, place)

    def painted(width: int) -> Content:
        return line.truncate(width, ellipsis=True)

    return Pick(str(place), painted, line.plain)
