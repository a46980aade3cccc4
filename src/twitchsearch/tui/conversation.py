"""What was asked, what was answered and what stands on the screen because of it. Knows nothing of how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from twitchsearch.errors import QueryError
from twitchsearch.model import Hit, IndexState, IndexStatus, Results, Step
from twitchsearch.model.answers import Answers
from twitchsearch.tui.building import Advanced, Built, News, NotBuilt
from twitchsearch.tui.questions import (
    FARTHEST,
    MORE,
    PAGE,
    Answered,
    Failed,
    Followed,
    Gone,
    Opened,
    Question,
    Report,
    Unclear,
    Unusable,
)


class Showing(Enum):
    """What the room for results holds."""

    LOADING = auto()  # nothing is known yet
    WELCOME = auto()  # nothing was asked
    RESULTS = auto()
    NOTHING = auto()  # nothing was found
    MISSING = auto()  # there is no index
    BUILDING = auto()  # there is none, and one is being built
    UNUSABLE = auto()  # the index is damaged, outdated or too new
    FAILED = auto()  # a defect, and nothing to show besides


@dataclass(slots=True)
class Conversation:
    """Changed by what a person does and by reports; `showing` follows from it.

    `asked` is the newest question; `answered` the one that `results` and, where it asks for a table, `answers` answer.
    They differ while an answer is awaited, and where the newest question could not be answered: then `unclear` or
    `failure` says why and the old results stay.
    `results` holds the hits of all pages that were answered, in their order; `complete` says that there are no others,
    `finished` that the question was answered as if its last word were a whole one; `again` that the same was asked once
    more, of another generation of the index; `lost` that what was asked went to an index that cannot answer.
    """

    asked: Question = field(default_factory=Question)
    answered: Question | None = None
    results: Results | None = None
    answers: Answers | None = None
    unclear: QueryError | None = None
    failure: str = ""
    index: IndexState = field(default_factory=lambda: IndexState(IndexStatus.READY))
    complete: bool = True
    finished: bool = False
    again: bool = False
    lost: bool = False
    step: Step | None = None
    not_built: str = ""

    @property
    def waiting(self) -> bool:
        """Whether an answer is to come; never while there is no index that could give one."""
        if self.index.status is not IndexStatus.READY:
            return False
        return (self.again or self.answered != self.asked) and self.unclear is None and not self.failure

    @property
    def showing(self) -> Showing:
        if self.index.status is not IndexStatus.READY:
            return self._without_index()
        if self.results is None or self.answered is None:
            return Showing.FAILED if self.failure else Showing.LOADING
        if self.answered.empty and not self.answered.narrowed and self.answered.like is None:
            return Showing.WELCOME
        return Showing.RESULTS if self.results.hits or self.named else Showing.NOTHING

    @property
    def named(self) -> bool:
        """Whether there is a table with a row to show."""
        return self.answers is not None and bool(self.answers.rows or self.answers.disputed)

    @property
    def nameless(self) -> bool:
        """Whether a table was asked for and articles name nothing that could stand in it."""
        return self.answers is not None and not self.named

    def _without_index(self) -> Showing:
        if self.step is not None:
            return Showing.BUILDING
        return Showing.MISSING if self.index.status is IndexStatus.MISSING else Showing.UNUSABLE

    def ask(self, question: Question) -> Question:
        """Ask something else."""
        self.asked = question
        self.unclear, self.failure, self.again = None, "", False
        return self.asked

    def ask_again(self, *, typing: bool = True) -> Question:
        """The same question to another index, or with the last word finished: for as many hits as there are by now."""
        same = self.results is not None and self.answered is not None and self.answered.same_search(self.asked)
        count = len(self.results.hits) if same and self.results is not None else 0
        self.asked = replace(self.asked, typing=typing, offset=0, limit=max(PAGE, count))
        self.unclear, self.failure = None, ""
        self.again = self.answered == self.asked
        return self.asked

    @property
    def has_more(self) -> bool:
        """Whether there may be hits beyond those that were answered, and a page of them can be asked for."""
        return self.results is not None and not self.waiting and not self.complete and not self.failure

    def ask_more(self) -> Question:
        """The next page; only where `has_more`."""
        count = len(self.results.hits) if self.results is not None else 0
        typing = self.asked.typing and not self.finished
        self.asked = replace(self.asked, offset=count, limit=min(MORE, FARTHEST - count), typing=typing)
        return self.asked

    def take(self, report: Report) -> bool:
        """Learn from a report; whether it changed anything. An answer to an old question changes nothing."""
        match report:
            case Answered(question, results) if question == self.asked and question.offset and self.results:
                self.results = replace(self.results, hits=_joined(self.results.hits, results.hits))
                self.answered, self.complete = question, self._complete(question, len(results.hits))
                self.unclear, self.failure = None, ""
            case Answered(question, results, answers, finished) if question == self.asked:
                self.answered, self.results, self.answers, self.finished = question, results, answers, finished
                self.complete = self._complete(question, len(results.hits)) or self.named
                self.again, self.lost, self.unclear, self.failure = False, False, None, ""
                self.index = results.index
            case Unclear(question, error) if question == self.asked:
                self.unclear = error
            case Unusable(state):
                self.index, self.results, self.answers, self.answered = state, None, None, None
                self.again, self.lost = False, True
            case Failed(message):
                self.failure = message
            case Followed(state):
                self.index = state
            case Answered() | Unclear() | Opened() | Gone():
                return False
        return True

    def _complete(self, question: Question, count: int) -> bool:
        return count < question.limit or question.offset + count >= FARTHEST

    def begin_building(self) -> None:
        self.step, self.not_built = Step("starting", 0), ""

    def hear(self, news: News) -> None:
        """Learn how a build goes on."""
        match news:
            case Advanced(step):
                self.step = step
            case Built(state):
                self.step, self.not_built, self.index = None, "", state
            case NotBuilt(message):
                self.step, self.not_built = None, message

    @property
    def building(self) -> bool:
        return self.step is not None


def _joined(before: tuple[Hit, ...], page: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits of another page after those there were; of each article the first stays."""
    known = {hit.article.id for hit in before}
    return (*before, *(hit for hit in page if hit.article.id not in known))
