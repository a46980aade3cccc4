"""What the screen asks of the search thread, and what it is told: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from twitchsearch.errors import QueryError
from twitchsearch.model import (
    Article,
    Everything,
    Filters,
    Grouping,
    IndexState,
    Results,
    SearchRequest,
    SectionKind,
    Sort,
    Window,
)
from twitchsearch.search.marks import Marks
from twitchsearch.search.query import parse

PAGE = 20
"""Hits asked for at a time: more than the highest terminals show at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search as the screen has it: the text in the box and what was chosen besides.

    `typing` is true until the person presses Enter. An empty text asks for everything.
    """

    text: str = ""
    kind: SectionKind | None = None
    sort: Sort = Sort.BEST
    limit: int = PAGE
    typing: bool = True

    @property
    def empty(self) -> bool:
        return not self.text.strip()

    def same_search(self, other: Question) -> bool:
        """Whether the other asks for the same, but for how many and whether the last word is finished."""
        return (self.text, self.kind, self.sort) == (other.text, other.kind, other.sort)


@dataclass(frozen=True, slots=True)
class Reading:
    """A wish to read an article from one of its sections on, with what `question` finds marked."""

    section_id: str
    question: Question

    def same(self, other: Reading) -> bool:
        """Whether the other leads to the same place, with the same words marked."""
        return self.section_id == other.section_id and self.question.same_search(other.question)


@dataclass(frozen=True, slots=True)
class Answered:
    question: Question
    results: Results


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


def request_of(question: Question) -> SearchRequest:
    """Raises QueryError."""
    query = Everything() if question.empty else parse(question.text, typing=question.typing)
    return SearchRequest(
        query=query,
        text=question.text,
        filters=Filters(kinds=frozenset({question.kind} if question.kind else ())),
        window=Window(limit=question.limit),
        grouping=Grouping.ARTICLE,
        sort=question.sort,
        typing=question.typing and not question.empty,
    )
