"""The search screen: a person types, moves and reads without changing mode."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from twitchsearch.model import IndexStatus
from twitchsearch.tui import actions
from twitchsearch.tui.actions import Place
from twitchsearch.tui.care import CareScreen
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.help import HelpScreen
from twitchsearch.tui.layout import NARROW
from twitchsearch.tui.listed import ResultList
from twitchsearch.tui.questions import Question
from twitchsearch.tui.session import Layout, Session
from twitchsearch.tui.taking import Taking
from twitchsearch.tui.widgets import KindTabs, Pressed


class SearchScreen(Taking):
    """All of it: begins and ends the session, keeps the focus where it is seen, opens what stands over the screen."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(Place.ANYWHERE)
    AUTO_FOCUS = "#query"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._focus_before: Widget | None = None

    def on_mount(self) -> None:
        self.engine.start()
        state = self.session.index.state()
        if state.status is not IndexStatus.READY:
            self.talk.index = state
            if state.status in (IndexStatus.MISSING, IndexStatus.OUTDATED):
                self.build()
        self.put(Question(self.session.query))
        self.paint()
        self.call_after_refresh(self._make_scroll_bars)
        if self.session.ask_first:
            self.call_after_refresh(self.ask_what_to_remember)

    def _make_scroll_bars(self) -> None:
        """Now, by this screen: one that is made while a card lies above it keeps that card for good."""
        for pane in (self, *self.query("*")):
            _ = pane.styles.overflow_x == "auto" and pane.horizontal_scrollbar
            _ = pane.styles.overflow_y == "auto" and pane.vertical_scrollbar

    def on_unmount(self) -> None:
        self.engine.stop()
        if self.builder is not None:
            self.builder.stop()
        self.copies.close()

    # What a person types and chooses

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.talk.asked.text:
            self.open_when_answered = False
            asked = self.talk.asked.anew
            if not event.value.strip():  # tab and table belong to the question that is gone, its filters do not
                asked = replace(asked, kind=None, table=False, most=False)
            self.ask(replace(asked, text=event.value, like=None))

    @on(KindTabs.Chosen)
    def _chose_kind(self, event: KindTabs.Chosen) -> None:
        self.choose_kind(event.kind)

    @on(Pressed)
    async def _pressed(self, event: Pressed) -> None:
        await self.run_action(f"screen.{event.action}")

    @on(ResultList.Selected)
    def _selected(self) -> None:
        self.action_open()

    @on(ResultList.Moved)
    def _moved(self) -> None:
        self.look_ahead()
        if self.talk.has_more and self.results.near_end and self.talk.showing is Showing.RESULTS:
            self.ask_more()
        self.paint_foot()

    # What its size changes

    def on_resize(self, _event: events.Resize) -> None:
        self.paint_shape()
        if not self.shape.fits:
            self._focus_before = self.focused or self._focus_before
            self.set_focus(None)
        self.call_after_refresh(self.paint, keep=True)
        self.call_after_refresh(self._focus_what_is_seen)

    def _focus_what_is_seen(self) -> None:
        """What a resize hid lost the focus: it gets it back where it is seen, else the article, else the query."""
        if not self.shape.fits:
            return
        before, self._focus_before = self.focused or self._focus_before, None
        if before is None or not before.focusable or not self._seen(before):
            before = self.article if self.reading and self.reader.display else self.head.box
        self.set_focus(before)
        self.paint_foot()

    def _seen(self, part: Widget) -> bool:
        return all(each.display for each in part.ancestors_with_self if isinstance(each, Widget))

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self.paint_foot)

    # Actions; their ids are those of tui.actions

    def action_open(self) -> None:
        """Read the highlighted article; the search as typed is finished, as the command line would run it."""
        row, showing = self.results.chosen_row, self.talk.showing
        if showing in (Showing.MISSING, Showing.UNUSABLE):
            self.action_build()
            return
        if showing is Showing.WELCOME and self.talk.asked.empty and row is not None:
            self.follow(row)
            return
        waiting = self.talk.waiting
        if showing is Showing.NOTHING and not waiting and self.talk.results and self.talk.results.suggestion:
            self.action_accept()
            return
        self.remember_search()
        if self.talk.asked.typing and not self.talk.asked.empty:
            self.ask_again(typing=False)
        if waiting:
            self.open_when_answered = True
        else:
            self.enter_reader()

    def action_back(self) -> None:
        if self.article.has_focus and self.article.finding:
            self.article.find("")
        elif self.reading or not self.head.box.has_focus:
            self.leave_reader()
        elif self.talk.asked.like is not None:
            self.ask(replace(self.talk.asked.anew, like=None))
        elif not self.talk.asked.empty or self.talk.asked.narrowed:
            self.put(Question(sort=self.talk.asked.sort))

    def action_query(self) -> None:
        self.leave_reader()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(self.session.settings.keys), self._run_chosen)

    action_keys = action_help

    async def _run_chosen(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(f"screen.{action}")

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_theme(self) -> None:
        self.app.search_themes()

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    async def action_quit(self) -> None:
        await self.app.action_quit()

    def action_layout(self) -> None:
        two = self.shape.two_panes
        self._layout = Layout.ONE if two else Layout.TWO
        self.paint_shape()
        if self.shape.two_panes == two:
            self.say(f"Two panes need {NARROW} columns.")
        else:
            layout = self._layout.value
            self.keep(lambda: self.journal.choose(lambda choices: replace(choices, layout=layout)))
        self.call_after_refresh(self.paint, keep=True)

    def action_care(self) -> None:
        self.with_article(self._show_signs)

    def _show_signs(self) -> None:
        self.app.push_screen(CareScreen(self._signs()))
