"""The search screen: a person types, moves and reads without changing mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from twitchsearch.model import ArticleFacts, Hit, IndexStatus, SectionKind, Sort
from twitchsearch.search.lexemes import plain_text
from twitchsearch.text import guard
from twitchsearch.tui import actions, care
from twitchsearch.tui.actions import Place
from twitchsearch.tui.building import Builder, Built, News, NotBuilt
from twitchsearch.tui.care import CareScreen, Quotation
from twitchsearch.tui.conversation import Conversation, Showing
from twitchsearch.tui.engine import Engine
from twitchsearch.tui.foot import Foot
from twitchsearch.tui.head import Head
from twitchsearch.tui.help import HelpScreen
from twitchsearch.tui.layout import NARROW, SMALLEST_HEIGHT, SMALLEST_WIDTH, Shape, shape_of
from twitchsearch.tui.moves import Moves
from twitchsearch.tui.notices import Notices
from twitchsearch.tui.questions import PAGE, Failed, Followed, Gone, Opened, Reading, Report
from twitchsearch.tui.reader import Reader
from twitchsearch.tui.saved import SavedCopies
from twitchsearch.tui.session import Layout, Session
from twitchsearch.tui.widgets import ActionBar, KindTabs, ResultList

Opener = Callable[[ArticleFacts, str], str]
PATIENCE = 0.2
"""Seconds after which an answer that has not come is said to be awaited: most are there long before."""


class SearchScreen(Moves):
    """Paints a `Conversation`, and turns keys into questions."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(Place.ANYWHERE)
    AUTO_FOCUS = "#query"

    @dataclass
    class Told(Message):
        """A report from the search thread."""

        report: Report

    @dataclass
    class Heard(Message):
        """News of a build."""

        news: News

    def __init__(self, session: Session) -> None:
        super().__init__()
        keys = session.settings.keys
        self.session = session
        self.talk = Conversation()
        self.engine = Engine(session.index, session.language, lambda report: self._post(self.Told(report)))
        self.builder: Builder | None = None
        self.copies = SavedCopies(session)
        self.head = Head(actions.first_key("plain", keys))
        self.reader = Reader(session.now)
        self.foot = Foot(ActionBar(keys), actions.first_key("care", keys))
        self.shape = Shape()
        self.opened: Opened | None = None
        self._layout = session.settings.layout
        self._reading = False
        self._open_when_answered = False
        self._patience: Timer | None = None
        self._notices = Notices(keys, can_build=session.build is not None)

    def compose(self) -> ComposeResult:
        yield self.head
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield ResultList()
                with VerticalScroll(id="notice-room", can_focus=False):
                    yield Static("", id="notice", markup=False)
            yield self.reader
        yield self.foot
        yield Static("", id="too-small", markup=False)

    def on_mount(self) -> None:
        self.engine.start()
        state = self.session.index.state()
        if state.status is not IndexStatus.READY:
            self.talk.index = state
            if state.status in (IndexStatus.MISSING, IndexStatus.OUTDATED):
                self._build()
        self._ask(text=self.session.query)
        self.head.box.put(self.session.query)
        self.paint()

    def on_unmount(self) -> None:
        self.engine.stop()
        if self.builder is not None:
            self.builder.stop()
        self.copies.close()

    def _post(self, message: Message) -> None:
        """Post from any thread; after the screen is gone, to nobody."""
        if self.is_running:
            self.post_message(message)

    # What a person types and chooses

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.talk.asked.text:
            self._open_when_answered = False
            self._ask(text=event.value, kind=self.talk.asked.kind)

    @on(KindTabs.Chosen)
    def _chose_kind(self, event: KindTabs.Chosen) -> None:
        self._ask(kind=event.kind)

    @on(ActionBar.Pressed)
    async def _pressed(self, event: ActionBar.Pressed) -> None:
        await self.run_action(f"screen.{event.action}")

    @on(OptionList.OptionSelected, "#results")
    def _selected(self) -> None:
        self.action_open()

    @on(OptionList.OptionHighlighted, "#results")
    def _highlighted(self) -> None:
        self._peek()
        if self.results.highlighted == self.results.option_count - 1 and self.talk.has_more:
            self._ask_again(typing=self.talk.asked.typing, more=PAGE)
        self._paint_foot()

    def _ask(self, *, text: str | None = None, kind: SectionKind | None = None, sort: Sort | None = None) -> None:
        self.engine.ask(self.talk.ask(text=text, kind=kind, sort=sort))
        self._wait()

    def _ask_again(self, *, typing: bool, more: int = 0) -> None:
        self.engine.ask(self.talk.ask_again(typing=typing, more=more))
        self._wait()

    # What the threads say

    @on(Told)
    def _told(self, event: Told) -> None:
        match event.report:
            case Opened() as opened:
                self._show_article(opened)
            case Gone(_, message):
                self.notify(guard(message), severity="warning", markup=False)
            case Followed() as followed:
                self._follow(followed)
            case report:
                self._take(report)

    def _follow(self, followed: Followed) -> None:
        """Ask another generation the same; the first one is being asked already."""
        before = self.talk.index
        self.talk.take(followed)
        if self.talk.lost or before.generation not in ("", followed.state.generation):
            self._ask_again(typing=self.talk.asked.typing)
        self.paint(keep=True)

    def _take(self, report: Report) -> None:
        before = self.talk.answered
        if not self.talk.take(report):
            return
        answered = self.talk.answered
        if self.talk.unclear is not None and self._reading:
            self._leave_reader()
        if isinstance(report, Failed) and self.talk.results is not None:
            self.notify(guard(report.message), severity="error", markup=False)
        self.paint(keep=before is not None and answered is not None and before.same_search(answered))
        if self._open_when_answered and not self.talk.waiting:
            self._open_when_answered = False
            self._enter_reader()

    @on(Heard)
    def _heard(self, event: Heard) -> None:
        self.talk.hear(event.news)
        match event.news:
            case Built():
                self.builder = None
                self.engine.look()
            case NotBuilt(message):
                self.builder = None
                self.talk.index = self.session.index.state()
                if self.talk.index.status is IndexStatus.READY:
                    self.notify(guard(message), title="Not built", severity="error", markup=False)
        self._paint_notice()
        self._paint_foot()

    # Painting

    def on_resize(self, _event: events.Resize) -> None:
        self._paint_shape()
        self.call_after_refresh(self.paint, keep=True)

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self._paint_foot)

    def paint(self, *, keep: bool = False) -> None:
        """Bring all that is seen in line with the conversation; `keep` leaves the list where it is scrolled to."""
        self._paint_shape()
        self._wait()
        self.results.show(self._hits(), self.shape.excerpt_lines, keep=keep)
        self._paint_notice()
        self.head.show(self.talk, self.shape)
        self._paint_foot()
        self.foot.show_care(self._signs())

    def _paint_shape(self) -> None:
        self.shape = shape_of(self.size.width, self.size.height, self._layout)
        found = self.talk.showing is Showing.RESULTS
        reading = self._reading and found
        self.set_class(not self.shape.fits, "-too-small")
        self.set_class(self.shape.two_panes and found, "-two-panes")
        self.set_class(not self.shape.facets, "-low")
        self.query_one("#left").display = self.shape.two_panes or not reading
        self.reader.display = (self.shape.two_panes and found) or reading
        self.results.display = found
        self.query_one("#notice-room").display = not found
        size = f"This terminal is {self.size.width}×{self.size.height}."
        self.query_one("#too-small", Static).update(f"{size}\ntwitchsearch needs {SMALLEST_WIDTH}×{SMALLEST_HEIGHT}.")

    def _paint_notice(self) -> None:
        if self.talk.showing is not Showing.RESULTS:
            self.query_one("#notice", Static).update(self._notices.of(self.talk))

    def _paint_foot(self) -> None:
        self.foot.show(self.talk, self.results.in_sight, reading=self.article.has_focus)

    def _wait(self) -> None:
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

    def _signs(self) -> list[Quotation]:
        hits = self._hits()
        return care.quotations(hits, self.opened.article if self.opened and hits else None)

    # The reader

    def _peek(self) -> None:
        """Fetch the highlighted article ahead: for the second pane, for its warning signs, and for Enter."""
        hit = self.results.chosen
        if hit is not None and self.talk.answered is not None:
            self.engine.read(Reading(hit.section.id, self.talk.answered))

    def _show_article(self, opened: Opened) -> None:
        hit = self.results.chosen
        if hit is None or hit.section.id != opened.reading.section_id:
            return
        self.opened = opened
        if self.reader.display:
            self.reader.show(opened)
        self.foot.show_care(self._signs())

    def _enter_reader(self) -> None:
        if self.talk.showing is Showing.RESULTS:
            self._reading = True
            self._paint_shape()
            if self.opened is not None:
                self._show_article(self.opened)
            self._peek()
            self.article.focus()

    def _leave_reader(self) -> None:
        self._reading = False
        self._paint_shape()
        self.head.box.focus()

    # Actions; their ids are those of tui.actions

    def action_open(self) -> None:
        """Read the highlighted article; the search as typed is finished, as the command line would run it."""
        if self.talk.showing in (Showing.MISSING, Showing.UNUSABLE):
            self.action_build()
            return
        waiting = self.talk.waiting
        if self.talk.asked.typing and not self.talk.asked.empty:
            self._ask_again(typing=False)
        if waiting:
            self._open_when_answered = True
        else:
            self._enter_reader()

    def action_back(self) -> None:
        if self._reading or not self.head.box.has_focus:
            self._leave_reader()
        elif not self.talk.asked.empty or self.talk.asked.kind:
            self._ask(text="")
            self.head.box.put("")

    def action_query(self) -> None:
        self._leave_reader()

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

    async def action_quit(self) -> None:
        await self.app.action_quit()

    def action_layout(self) -> None:
        two = self.shape.two_panes
        self._layout = Layout.ONE if two else Layout.TWO
        self._paint_shape()
        if self.shape.two_panes == two:
            self.notify(f"Two panes need {NARROW} columns.", markup=False)
        self.call_after_refresh(self.paint, keep=True)

    def action_care(self) -> None:
        self.app.push_screen(CareScreen(self._signs()))

    def action_sort(self) -> None:
        newest = self.talk.asked.sort is Sort.NEWEST
        self._ask(kind=self.talk.asked.kind, sort=Sort.BEST if newest else Sort.NEWEST)

    def action_plain(self) -> None:
        """Search the words alone, where the signs among them cannot be understood or find nothing."""
        error = self.talk.unclear
        words = error.plain if error is not None else plain_text(self.talk.asked.text)
        if words.strip():
            self.head.box.put(words)

    def action_next_kind(self) -> None:
        self._step_kind(1)

    def action_previous_kind(self) -> None:
        self._step_kind(-1)

    def _step_kind(self, step: int) -> None:
        kind = self.talk.asked.kind
        kinds = [None, *self.head.tabs.kinds(kind)]
        self._ask(kind=kinds[(kinds.index(kind) + step) % len(kinds)])

    def action_every_kind(self) -> None:
        if self.talk.asked.kind is not None:
            self._ask(kind=None)

    def action_build(self) -> None:
        if self.session.build is None:
            self.notify("The index cannot be built from here.", markup=False)
        else:
            self._build()

    def _build(self) -> None:
        if self.session.build is not None and self.builder is None:
            self.talk.begin_building()
            self.builder = Builder(self.session.build, lambda news: self._post(self.Heard(news)))
            self.builder.start()
            self.paint(keep=True)

    def action_browser(self) -> None:
        self._browse(self.copies.open)

    action_saved = action_browser

    def action_live(self) -> None:
        self._browse(self.copies.open_live)

    def action_copy(self) -> None:
        hit = self.results.chosen
        if hit is not None:
            self.app.copy_to_clipboard(guard(hit.article.url))
            self.notify("The link was copied.", markup=False)

    def _browse(self, open_in_browser: Opener) -> None:
        """Open what is read, at its section, or else the highlighted hit."""
        hit, section = self.results.chosen, self.article.current_section
        if hit is None:
            return
        if self.article.has_focus and section is not None and self.opened is not None:
            self._open_elsewhere(open_in_browser, self.opened.article.facts, section.anchor)
        else:
            self._open_elsewhere(open_in_browser, hit.article, hit.section.anchor)

    @work(thread=True, exclusive=True, exit_on_error=False, group="browser")
    def _open_elsewhere(self, open_in_browser: Opener, article: ArticleFacts, anchor: str) -> None:
        said = open_in_browser(article, anchor)
        if said:
            self.app.call_from_thread(self.notify, guard(said), severity="warning", markup=False)
