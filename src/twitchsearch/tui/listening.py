"""What the threads say, and what comes of it: answers, articles, a build; and the way to the reader."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.timer import Timer

from twitchsearch.model import IndexStatus
from twitchsearch.tui.building import Builder, Built, NotBuilt
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.painting import Painting
from twitchsearch.tui.questions import Failed, Followed, Gone, Opened, Question, Reading, Report, made
from twitchsearch.tui.scene import Scene
from twitchsearch.tui.session import Session

BESIDE = 0.03
AHEAD = 0.12
"""Seconds after which the highlighted article is fetched: where it is seen beside the list; and where it is not, after
the last change."""


class Listening(Painting):
    """Brings the conversation, the list and the reader in line with what is reported."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.builder: Builder | None = None
        self.open_when_answered = False
        self._wanted = ""
        self._ahead: Timer | None = None

    # What the threads say

    @on(Scene.Told)
    def _told(self, event: Scene.Told) -> None:
        match event.report:
            case Opened() as opened:
                self._show_article(opened)
            case Gone(_, message):
                if self.reading:
                    self.leave_reader()
                self.say(message, "warning")
            case Followed() as followed:
                self._follow(followed)
            case report:
                self._take(report)

    @on(Scene.Said)
    def _said(self, event: Scene.Said) -> None:
        self.say(event.text, event.severity)
        if self.talk.showing is Showing.WELCOME:
            self.paint(keep=True)

    def _follow(self, followed: Followed) -> None:
        """Ask another generation the same; the first one is being asked already."""
        before = self.talk.index
        self.talk.take(followed)
        if self.talk.lost or (before.generation and made(before) != made(followed.state)):
            self.ask_again(typing=self.talk.asked.typing)
        self.paint(keep=True)

    def _take(self, report: Report) -> None:
        before = self.talk.answered
        if not self.talk.take(report):
            return
        answered = self.talk.answered
        if self.talk.unclear is not None and self.reading:
            self.leave_reader()
        if isinstance(report, Failed) and self.talk.results is not None:
            self.say(report.message, "error")
        self.paint(keep=before is not None and answered is not None and before.same_search(answered))
        if self.open_when_answered and not self.talk.waiting:
            self.open_when_answered = False
            self.enter_reader()

    @on(Scene.Heard)
    def _heard(self, event: Scene.Heard) -> None:
        self.talk.hear(event.news)
        match event.news:
            case Built():
                self.builder = None
                self.engine.look()
            case NotBuilt(message):
                self.builder = None
                self.talk.index = self.session.index.state()
                if self.talk.index.status is IndexStatus.READY:
                    self.say(f"Not built: {message}", "error")
        self.paint_progress()

    # The reader

    @property
    def looking_ahead(self) -> bool:
        """Whether the highlighted article is still to be fetched."""
        return self._ahead is not None

    def look_ahead(self) -> None:
        """Fetch the highlighted article soon: for the second pane, for its warning signs, and for Enter. Not at once:
        it would keep the next key waiting, and rows that are passed by need none."""
        beside = self.reader.display
        if self._ahead is not None and not beside:
            self._ahead.stop()
        if self._ahead is None or not beside:
            self._ahead = self.set_timer(BESIDE if beside else AHEAD, self.peek)

    def peek(self) -> None:
        """Fetch the highlighted article."""
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = None
        row = self.results.chosen_row
        if row is not None and row.section_id and self.talk.answered is not None:
            self.read_section(row.section_id, enter=False)

    def read_section(self, section_id: str, *, enter: bool = True) -> None:
        """Fetch an article to be read from one of its sections on; with `enter`, go there."""
        corrected = self.talk.results.corrected if self.talk.results is not None else ""
        self.engine.read(Reading(section_id, self.talk.answered or Question(), corrected))
        self._wanted = section_id
        if enter:
            self._open_reader()

    def _show_article(self, opened: Opened) -> None:
        if opened.reading.section_id != self._wanted:
            return
        first = self.opened is None or not self.opened.reading.same(opened.reading)
        self.opened = opened
        if self.reader.display:
            self.reader.show(opened)
        if self.reading and first:
            self.remember_article()
        self.paint_care()
        then, self._then = self._then, None
        if then is not None:
            then()

    def enter_reader(self) -> None:
        row = self.results.chosen_row
        if self.talk.showing is not Showing.RESULTS or row is None:
            return
        self._open_reader()
        if self.opened is not None and self.opened.reading.section_id == row.section_id:
            self.reader.show(self.opened)
            self.remember_article()
        self.peek()

    def _open_reader(self) -> None:
        self.reading = True
        self.paint_shape()
        self.article.focus()

    def leave_reader(self) -> None:
        self.reading = False
        self.paint_shape()
        self.head.box.focus()

    def with_article(self, do: Callable[[], None]) -> None:
        """Do something with the article that is read, or else with the highlighted one: now or as soon as it is there,
        unless something else is asked before."""
        row = self.results.chosen_row
        opened = self.opened.reading.section_id if self.opened is not None else ""
        here = row is None or row.section_id in ("", opened)
        if self.article.has_focus or here:
            do()
        else:
            self._then = do
            self.peek()

    # Building

    def action_build(self) -> None:
        if self.session.build is None:
            self.say("The index cannot be built from here.")
        else:
            self.build()

    def build(self) -> None:
        if self.session.build is not None and self.builder is None:
            self.talk.begin_building()
            self.builder = Builder(self.session.build, lambda news: self.post(self.Heard(news)))
            self.builder.start()
            self.paint(keep=True)
