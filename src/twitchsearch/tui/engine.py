"""The search thread: the only place of the terminal UI where a searcher lives.

One thread owns one searcher. Wishes lie in a mailbox with one slot for a search and one for an article; a newer wish
replaces the older one, so the thread never works through what nobody waits for any more. (A worker per key cannot be
cancelled once it runs: eight quick keys would run five searches at once.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from twitchsearch.errors import IndexUnusable, NotFound, QueryError, TwitchsearchError
from twitchsearch.model import Article, IndexStatus
from twitchsearch.search.seam import Index, Searcher
from twitchsearch.tui.questions import (
    Answered,
    Failed,
    Followed,
    Gone,
    Manner,
    Opened,
    Question,
    Reading,
    Report,
    Unclear,
    Unusable,
    made,
    request_of,
)

LONG = 100_000
"""Code points of an article from which on its marks are looked for after it is shown."""

if TYPE_CHECKING:
    from twitchsearch.search.marks import Marks

Deliver = Callable[[Report], None]


class Engine:
    """Answers `ask` and `read` from its own thread, through `deliver`, which must be safe to call from any thread.

    While nothing is asked it looks every `poll` seconds whether another generation of the index is live, opens it and
    says so. `manner` is called in that thread, before the first question is answered; it may raise, and is then called
    again with the next.
    """

    def __init__(self, index: Index, manner: Callable[[], Manner], deliver: Deliver, poll: float = 1.0) -> None:
        self._index = index
        self._ask_manner = manner
        self._known_manner: Manner | None = None
        self._deliver = deliver
        self._poll = poll
        self._mail = threading.Condition()
        self._question: Question | None = None
        self._reading: Reading | None = None
        self._look = True
        self._working = False
        self._stopped = False
        self._searcher: Searcher | None = None
        self._unusable: Unusable | None = None
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Ask this instead of what was asked before and is not answered yet."""
        with self._mail:
            self._question = question
            self._mail.notify()

    def read(self, reading: Reading) -> None:
        """Read this instead of what was to be read before and is not there yet."""
        with self._mail:
            self._reading = reading
            self._mail.notify()

    def look(self) -> None:
        """Look at once whether another generation is live."""
        with self._mail:
            self._look = True
            self._mail.notify()

    def stop(self, patience: float = 2.0) -> None:
        """End the thread and close the searcher; a search that is under way is waited for, but not for ever."""
        with self._mail:
            self._stopped = True
            self._mail.notify()
        if self._thread.is_alive():
            self._thread.join(patience)

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for has been delivered."""
        with self._mail:
            return not self._working and not self._wanted()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopped:
            with self._mail:
                self._mail.wait_for(self._wanted, self._poll)
                question, self._question = self._question, None
                reading, self._reading = (None, self._reading) if question else (self._reading, None)
                self._look = self._look and bool(question or reading)  # who asked to look is not forgotten for others
                self._working = True
            self._work(question, reading)
            self._working = False
        self._close()

    def _wanted(self) -> bool:
        return self._stopped or self._look or self._question is not None or self._reading is not None

    def _work(self, question: Question | None, reading: Reading | None) -> None:
        try:
            if self._stopped:
                self._close()
            elif question is not None:
                self._deliver(self._answer(question))
            elif reading is not None:
                self._open(reading)
            else:
                self._follow()
        except IndexUnusable as error:
            self._lose(error)
        except TwitchsearchError as error:
            self._deliver(Failed(str(error)))
        except Exception as error:  # noqa: BLE001 - the thread's boundary: the screen stays up and says what happened
            self._deliver(
                Failed(f"twitchsearch made a mistake of its own ({type(error).__name__}); this was not answered")
            )

    def _answer(self, question: Question) -> Report:
        try:
            answered = self._found(question)
        except QueryError as error:
            return Unclear(question, error)
        if not self._may_be_unfinished(answered):
            return answered
        try:
            finished = self._found(replace(question, typing=False))
        except QueryError:  # such as a phrase that is still open: what was found stands
            return answered
        better = finished.results.hits or finished.results.suggestion
        return replace(finished, question=question, finished=True) if better else answered

    def _may_be_unfinished(self, answered: Answered) -> bool:
        """Whether nothing was found only as the last word was taken for the beginning of one: synonyms of phrases and
        corrections want whole words. Nobody waits for that once something newer is asked."""
        question, results = answered.question, answered.results
        if not question.typing or question.empty or question.like is not None or question.offset:
            return False
        if results.hits or results.timed_out:
            return False
        with self._mail:
            return self._question is None

    def _found(self, question: Question) -> Answered:
        """Raises QueryError."""
        searcher = self._opened()
        request = request_of(question, self._manner)
        if question.like is not None:
            return Answered(question, searcher.similar(question.like.section_id, request))
        kind = question.tabled
        if kind is None or question.empty or question.offset:  # the table is whole with the first page
            return Answered(question, searcher.search(request))
        from twitchsearch.search.analysis import analyser  # most sessions never ask for a table
        from twitchsearch.search.answers import answers

        table = answers(searcher, request, kind, analyser(self._manner.language))
        return Answered(question, table.results, table)

    def _open(self, reading: Reading) -> None:
        """Deliver the article with its marks; a long one at once and again with them, for they take time to find."""
        try:
            article = self._opened().article(reading.section_id)
        except NotFound as error:
            self._deliver(Gone(reading, str(error)))
            return
        if sum(len(section.text) for section in article.sections) > LONG:
            self._deliver(Opened(reading, article))
        self._deliver(Opened(reading, article, self._marks(reading, article)))

    def _marks(self, reading: Reading, article: Article) -> Marks | None:
        """What was searched for; where that leaves an unfinished word without a mark, the word as it is."""
        question = reading.searched
        marks = self._marked(question, article)
        if question.typing and not question.empty and not _any(marks):
            return self._marked(replace(question, typing=False), article) or marks
        return marks

    def _marked(self, question: Question, article: Article) -> Marks | None:
        from twitchsearch.search.analysis import analyser  # the first screen does not wait for them
        from twitchsearch.search.marks import mark

        try:
            return mark(article, request_of(question, self._manner), analyser(self._manner.language))
        except QueryError:  # then the article is read without
            return None

    @property
    def _manner(self) -> Manner:
        if self._known_manner is None:
            self._known_manner = self._ask_manner()
        return self._known_manner

    def _opened(self) -> Searcher:
        if self._searcher is None:
            self._searcher = self._index.searcher()
            self._unusable = None
            self._deliver(Followed(self._searcher.state))
        return self._searcher

    def _follow(self) -> None:
        state = self._index.state()
        if state.status is not IndexStatus.READY:
            if self._searcher is None:
                self._tell(Unusable(state))
            return  # what is open stays open: its files are still there
        if self._searcher is None or made(self._searcher.state) != made(state):
            self._close()
            self._opened()

    def _lose(self, error: IndexUnusable) -> None:
        self._close()
        state = self._index.state()
        if state.status is IndexStatus.READY:
            self._deliver(Failed(str(error)))
        else:
            self._tell(Unusable(state))

    def _tell(self, unusable: Unusable) -> None:
        if unusable != self._unusable:
            self._unusable = unusable
            self._deliver(unusable)

    def _close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None


def _any(marks: Marks | None) -> bool:
    return marks is not None and bool(marks.title or any(any(each.path) or each.text for each in marks.sections))
