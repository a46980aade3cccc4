"""Actions that only move: each hands its key on to the list or to the reader."""

from __future__ import annotations

from textual.screen import Screen

from twitchsearch.tui.reader import ArticleView
from twitchsearch.tui.widgets import ResultList


class Moves(Screen[None]):
    """A screen with results and an article to move in. The ids of the actions are those of `tui.actions`."""

    @property
    def results(self) -> ResultList:
        return self.query_one(ResultList)

    @property
    def article(self) -> ArticleView:
        return self.query_one(ArticleView)

    def action_up(self) -> None:
        self.results.action_cursor_up()

    def action_down(self) -> None:
        self.results.action_cursor_down()

    def action_page_up(self) -> None:
        self.results.page(-1)

    def action_page_down(self) -> None:
        self.results.page(1)

    def action_first(self) -> None:
        self.results.action_first()

    def action_last(self) -> None:
        self.results.action_last()

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
