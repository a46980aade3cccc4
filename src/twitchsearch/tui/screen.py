"""The search screen: a person types, moves and reads without changing mode."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from twitchsearch.model import Hit, IndexStatus
from twitchsearch.tui import actions, care, rows
from twitchsearch.tui.actions import Place
from twitchsearch.tui.care import CareScreen, Quotation
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.help import HelpScreen
from twitchsearch.tui.layout import NARROW, SMALLEST_HEIGHT, SMALLEST_WIDTH, Shape, shape_of
from twitchsearch.tui.listed import ResultList
from twitchsearch.tui.listening import Listening
from twitchsearch.tui.notices import Notices
from twitchsearch.tui.questions import Question
from twitchsearch.tui.rows import Row
from twitchsearch.tui.session import Layout, Session
from twitchsearch.tui.widgets import KindTabs, Pressed

PATIENCE = 0.2
"""Seconds after which an answer that has not come is said to be awaited: most are there long before."""


class SearchScreen(Listening):
    """Paints a `Conversation`, and turns keys into questions."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(Place.ANYWHERE)
    AUTO_FOCUS = "#query"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shape = Shape()
        self._layout = session.settings.layout
        self._patience: Timer | None = None
        self._focus_before: Widget | None = None
        self._kept: list[Row] = []
        self._notices = Notices(session.settings.keys, can_build=session.build is not None)
        self._notice = Static("", id="notice", markup=False)
        self._notice_room = VerticalScroll(self._notice, id="notice-room", can_focus=False)
        self._left = Vertical(self._notice_room, self.list, id="left")
        self._too_small = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.head
        with Horizontal(id="panes"):
            yield self._left
            yield self.reader
        yield self.foot
        yield self._too_small

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
        self._paint_foot()

    # Painting

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
        self._paint_foot()

    def _seen(self, part: Widget) -> bool:
        return all(each.display for each in part.ancestors_with_self if isinstance(each, Widget))

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self._paint_foot)

    def paint(self, *, keep: bool = False) -> None:
        """Bring all that is seen in line with the conversation; `keep` leaves the list where it is scrolled to."""
        self.paint_shape()
        self.wait()
        self.results.show(self._rows(), keep=keep)
        self._paint_notice()
        self.head.show(self.talk, self.shape)
        self._paint_foot()
        self.paint_care()

    def paint_care(self) -> None:
        self.foot.show_care(self._signs())

    def paint_progress(self) -> None:
        self._paint_notice()
        self._paint_foot()

    def paint_shape(self) -> None:
        self.shape = shape_of(self.size.width, self.size.height, self._layout)
        showing = self.talk.showing
        found, listed = showing is Showing.RESULTS, showing in (Showing.RESULTS, Showing.WELCOME)
        reading = self.reading and listed
        two_panes = self.shape.two_panes and found
        self.set_class(not self.shape.fits, "-too-small")
        self._part(two_panes=two_panes)
        self.set_class(not self.shape.facets, "-low")
        self._left.display = two_panes or not reading
        self.reader.display = two_panes or reading
        self.results.display = listed
        self._notice_room.display = not found
        self._notice_room.set_class(listed, "-above")
        if not self.shape.fits:
            size = f"This terminal is {self.size.width}×{self.size.height}."
            self._too_small.update(f"{size}\ntwitchsearch needs {SMALLEST_WIDTH}×{SMALLEST_HEIGHT}.")

    def _part(self, *, two_panes: bool) -> None:
        """Give list and reader their width; by what concerns these two alone, as a class of the screen would have all
        of its parts look for their styles again, at the first letter of each query."""
        self._left.styles.width = "2fr" if two_panes else "1fr"
        self.reader.set_class(two_panes, "-beside")
        self.reader.outline.display = self.shape.outline

    def _paint_notice(self) -> None:
        if self.talk.showing is not Showing.RESULTS:
            self._notice.update(self._notices.of(self.talk))

    def _paint_foot(self) -> None:
        bar = actions.FIND_BAR if self.focused is self.reader.box else actions.QUERY_BAR
        bar = actions.READER_BAR if self.focused is self.article else bar
        self.foot.show(self.talk, self.results.in_sight, bar, narrowing=not self.shape.facets)

    def wait(self) -> None:
        """Say that an answer is awaited, once it has taken a while."""
        if self._patience is not None:
            self._patience.stop()
        self._patience = None
        if self.talk.waiting and not self.talk.building:
            self._patience = self.set_timer(PATIENCE, self._lose_patience)
        else:
            self.head.wait(visibly=False)
            self.results.remove_class("-stale")

    def _lose_patience(self) -> None:
        self.head.wait(visibly=True)
        self.results.add_class("-stale")

    def _hits(self) -> tuple[Hit, ...]:
        return self.talk.results.hits if self.talk.results and self.talk.showing is Showing.RESULTS else ()

    def _rows(self) -> list[Row]:
        match self.talk.showing:
            case Showing.RESULTS if self.talk.named and self.talk.answers is not None:
                most = self.talk.answered is not None and self.talk.answered.most
                return rows.of_answers(self.talk.answers, max(1, self.shape.excerpt_lines), most=most)
            case Showing.RESULTS:
                return self._hit_rows(self._hits(), self.shape.excerpt_lines)
            case Showing.WELCOME if self.talk.index.sections and self.talk.results:
                kinds = dict(self.talk.results.facets.kinds)
                return rows.leads(self.journal.saved, self.journal.past, kinds, self.session.now())
            case _:
                return []

    def _hit_rows(self, hits: tuple[Hit, ...], lines: int) -> list[Row]:
        """A row for each hit; those that were made for the pages before are kept."""
        kept = self._kept
        grown = kept and len(kept) <= len(hits) and kept[0].hit is hits[0] and kept[-1].hit is hits[len(kept) - 1]
        kept = kept if grown and kept[0].height == rows.height_of_hits(lines) else []
        self._kept = [*kept, *rows.of_hits(hits[len(kept) :], lines)]
        return self._kept

    def _signs(self) -> list[Quotation]:
        hits, row, opened = self._hits(), self.results.chosen_row, self.opened
        shown = opened and (self.reading or (hits and row is not None and opened.reading.section_id == row.section_id))
        return care.quotations(hits, opened.article if opened and shown else None)

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
