"""What the search screen is made of, and how it asks, tells and remembers; the classes above this one do the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from twitchsearch.errors import TwitchsearchError
from twitchsearch.model.remembered import PastSearch, ReadArticle
from twitchsearch.tui import actions
from twitchsearch.tui.article import ArticleView
from twitchsearch.tui.building import News
from twitchsearch.tui.conversation import Conversation
from twitchsearch.tui.engine import Engine
from twitchsearch.tui.foot import Foot
from twitchsearch.tui.head import Head
from twitchsearch.tui.listed import ResultList
from twitchsearch.tui.questions import Opened, Question, Report
from twitchsearch.tui.reader import Reader
from twitchsearch.tui.saved import SavedCopies
from twitchsearch.tui.session import Session
from twitchsearch.tui.widgets import ActionBar

PATIENCE = 0.2
"""Seconds after which an answer that has not come is said to be awaited: most are there long before."""
SPOKEN = 4.0
READ_A_SECOND = 20
"""What is said stands for so many seconds, and one more for so many letters."""
Severity: TypeAlias = Literal["information", "warning", "error"]


class Scene(Screen[None]):
    """The parts, the conversation they show, and the threads it is held with."""

    @dataclass
    class Told(Message):
        """A report from the search thread."""

        report: Report

    @dataclass
    class Heard(Message):
        """News of a build."""

        news: News

    @dataclass
    class Said(Message):
        """Something to tell the person, from another thread."""

        text: str
        severity: Severity = "warning"

    def __init__(self, session: Session) -> None:
        super().__init__()
        keys = session.settings.keys
        self.session = session
        self.journal = session.journal
        self.talk = Conversation()
        self.engine = Engine(session.index, session.manner, lambda report: self.post(self.Told(report)))
        self.copies = SavedCopies(session)
        self.head = Head(keys)
        self.reader = Reader(session.now)
        self.foot = Foot(ActionBar(keys), actions.first_key("care", keys))
        self.list = ResultList()
        self.opened: Opened | None = None
        self.reading = False
        self._patience: Timer | None = None
        self._hush: Timer | None = None
        self._then: Callable[[], None] | None = None

    @property
    def results(self) -> ResultList:
        return self.list

    @property
    def article(self) -> ArticleView:
        return self.reader.view

    def post(self, message: Message) -> None:
        """Post from any thread; after the screen is gone, to nobody."""
        if self.is_running:
            self.post_message(message)

    def say(self, text: str, severity: Severity = "information", seconds: float | None = None) -> None:
        """Tell the person something, for as long as it takes to read, or for so many seconds."""
        if self._hush is not None:
            self._hush.stop()
        self.foot.tell(text, alarm=severity != "information")
        self._hush = self.set_timer(seconds or SPOKEN + len(text) / READ_A_SECOND, self.foot.hush)

    def ask(self, question: Question) -> None:
        """Ask something else."""
        self._then = None
        self.engine.ask(self.talk.ask(question))
        self.wait()

    def ask_again(self, *, typing: bool) -> None:
        """Ask the same of another generation, or with the last word finished."""
        self.engine.ask(self.talk.ask_again(typing=typing))
        self.wait()

    def ask_more(self) -> None:
        """Ask for the next page."""
        self.engine.ask(self.talk.ask_more())
        self.wait()

    def put(self, question: Question) -> None:
        """Ask a whole question, its words in the box."""
        self.ask(question)
        self.head.box.put(question.text)

    @work(thread=True, exit_on_error=False, group="keeping")
    def keep(self, write: Callable[[], None], said: str = "") -> None:
        """Write something in another thread; then say so, or why it could not be."""
        try:
            write()
        except TwitchsearchError as error:
            self.post(self.Said(str(error)))
        else:
            if said:
                self.post(self.Said(said, "information"))

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

    def remember_search(self) -> None:
        """Note the search that was just made."""
        search = PastSearch(self.talk.asked.asked, self.session.now())
        if self.journal.note_search(search):
            self.keep(lambda: self.journal.keep_search(search))

    def remember_article(self) -> None:
        """Note the article that is being read."""
        if self.opened is None:
            return
        facts = self.opened.article.facts
        article = ReadArticle(self.opened.reading.section_id, facts.title, facts.url, self.session.now())
        if self.journal.note_article(article):
            self.keep(lambda: self.journal.keep_article(article))
