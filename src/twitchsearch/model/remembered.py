"""What a person may have remembered: searches, articles that were read, searches with a name, what was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.requests import Filters, Sort

__all__ = ["Asked", "Choices", "HistoryMode", "Past", "PastSearch", "ReadArticle", "SavedSearch"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as a person made it: the text as typed, and what was chosen besides.

    With `table` the distinct causes or remedies were listed, with `most` those first that most articles name.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.BEST
    table: bool = False
    most: bool = False


@dataclass(frozen=True, slots=True)
class PastSearch:
    asked: Asked
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that was read: `section_id` is where its reading began."""

    section_id: str
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name; names are compared without regard to case."""

    name: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Past:
    """Searches and articles, each the newest first, and none twice."""

    searches: tuple[PastSearch, ...] = ()
    articles: tuple[ReadArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen on the screen and holds until something else is: None and "" where nothing was."""

    history: HistoryMode | None = None
    theme: str = ""
    layout: str = ""
