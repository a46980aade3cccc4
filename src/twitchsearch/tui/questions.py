"""What the screen asks of the search thread, and what it is told: values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from twitchsearch.errors import QueryError
from twitchsearch.model import (
    Article,
    Asking,
    Everything,
    Filters,
    Grouping,
    IndexState,
    Matching,
    Results,
    SearchRequest,
    SectionKind,
    Sort,
    Window,
)
from twitchsearch.model.answers import AnswerKind, Answers
from twitchsearch.model.remembered import Asked
from twitchsearch.model.requests import Vocabulary
from twitchsearch.search.limits import LIMITS

if TYPE_CHECKING:
    from twitchsearch.search.marks import Marks

PAGE = 20
"""Hits asked for first: more than the highest terminals show at once."""
MORE = 40
"""Hits of each page after the first."""
FARTHEST = LIMITS.window
"""The last hit that can be asked for."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The section that others like it are sought of, and what a person knows it by."""

    section_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """A search as the screen has it: the text in the box and what was chosen besides.

    The answer are `limit` hits from `offset` on. `typing` is true until the person presses Enter. An empty text asks
    for everything. `exactly` leaves out what would also be searched for, and takes words that ask for a kind for words.
    With `table` the answer is the distinct causes or remedies, with `most` those first that most articles name. With
    `like` it is the sections like one, whatever the text.
    """

    text: str = ""
    kind: SectionKind | None = None
    sort: Sort = Sort.BEST
    offset: int = 0
    limit: int = PAGE
    typing: bool = True
    site: str = ""
    since: date | None = None
    exactly: bool = False
    table: bool = False
    most: bool = False
    like: Likeness | None = None

    @property
    def empty(self) -> bool:
        return not self.text.strip()

    @property
    def narrowed(self) -> bool:
        """Whether anything but words decides what is found."""
        return self.kind is not None or bool(self.site) or self.since is not None

    @property
    def anew(self) -> Question:
        """The same as a new question: its first page, its last word unfinished."""
        return replace(self, offset=0, limit=PAGE, typing=True)

    @property
    def tabled(self) -> AnswerKind | None:
        """The kind of which the distinct ones are asked for."""
        match self.kind:
            case SectionKind.CAUSES | SectionKind.REMEDIES if self.table and not self.like:
                return self.kind
            case _:
                return None

    @property
    def filters(self) -> Filters:
        return Filters(
            kinds=frozenset({self.kind} if self.kind else ()),
            sites=frozenset({self.site} if self.site else ()),
            since=self.since,
        )

    @property
    def asked(self) -> Asked:
        """What of it is remembered."""
        table = self.tabled is not None
        return Asked(self.text.strip(), self.filters, self.sort, table, table and self.most)

    def same_search(self, other: Question) -> bool:
        """Whether the other asks for the same, but for which hits of it and whether the last word is finished."""
        return replace(self, offset=0, limit=0, typing=False) == replace(other, offset=0, limit=0, typing=False)


def question_of(asked: Asked) -> Question:
    """A search that was remembered, to be asked again; of several kinds or sites the screen knows but the first."""
    filters = asked.filters
    kind = next(iter(sorted(filters.kinds)), None)
    return Question(
        asked.text,
        SectionKind(kind) if kind else None,
        asked.sort,
        site=next(iter(sorted(filters.sites)), ""),
        since=filters.since,
        table=asked.table,
        most=asked.most,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A wish to read an article from one of its sections on, with what `question` finds marked; where something else
    was searched for instead, `corrected` is that."""

    section_id: str
    question: Question
    corrected: str = ""

    @property
    def searched(self) -> Question:
        """The question as it was searched for."""
        return replace(self.question, text=self.corrected, typing=False) if self.corrected else self.question

    def same(self, other: Reading) -> bool:
        """Whether the other leads to the same place, with the same words marked."""
        return self.section_id == other.section_id and self.searched.same_search(other.searched)


@dataclass(frozen=True, slots=True)
class Answered:
    """`answers` is the table, where the question asks for one; `results` are its ranked sections then. `finished` says
    that its last word was taken for a whole one after all, as it begins none that was found."""

    question: Question
    results: Results
    answers: Answers | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """The query cannot be understood."""

    question: Question
    error: QueryError


@dataclass(frozen=True, slots=True)
class Unusable:
    """The index cannot answer; `state` says why."""

    state: IndexState


@dataclass(frozen=True, slots=True)
class Failed:
    """Something else went wrong; `message` is a sentence for people."""

    message: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An article to read. `marks` is None while they are being looked for."""

    reading: Reading
    article: Article
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What was to be read is not there any more."""

    reading: Reading
    message: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A generation of the index was opened: the first, or one that another process made live."""

    state: IndexState


Report: TypeAlias = Answered | Unclear | Unusable | Failed | Opened | Gone | Followed


def made(state: IndexState) -> tuple[str, datetime | None]:
    """What tells one made index from another: where its folder was taken away, the next begins with the same name."""
    return state.generation, state.built_at


@dataclass(frozen=True, slots=True)
class Manner:
    """How the settings have every question asked: the language of the index, what is also searched for (by the text of
    a question), how many plain words must match, the seconds a search may take (None: the index's own), and whether
    words may ask for a kind of section."""

    language: str = "english"
    vocabulary: Callable[[str], Vocabulary] = lambda _text: {}
    matching: Matching = Matching.ENOUGH
    timeout: float | None = None
    asking: Asking = Asking.QUESTION


def request_of(question: Question, manner: Manner) -> SearchRequest:
    """Raises QueryError."""
    from twitchsearch.search.query import parse  # the first screen does not wait for it

    query = Everything() if question.empty else parse(question.text, typing=question.typing)
    return SearchRequest(
        query=query,
        text=question.text,
        filters=question.filters,
        window=Window(question.offset, question.limit),
        matching=manner.matching,
        grouping=Grouping.ARTICLE,
        sort=question.sort,
        typing=question.typing and not question.empty,
        timeout=manner.timeout,
        asking=Asking.WORDS if question.exactly else manner.asking,
        vocabulary={} if question.exactly else manner.vocabulary(question.text),
    )
