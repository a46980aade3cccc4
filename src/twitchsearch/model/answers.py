"""Answers over articles: the distinct causes or remedies that articles name, and how many name each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from twitchsearch.model.articles import SectionKind
from twitchsearch.model.results import Count, Results, Snippet

AnswerKind: TypeAlias = Literal[SectionKind.CAUSES, SectionKind.REMEDIES]
"""The kinds whose sections name things that can be counted."""


class Dispute(StrEnum):
    """What an article says of a name instead of supporting it."""

    NOT_A_CAUSE = "not a cause"
    NO_EVIDENCE = "no evidence"
    NO_HELP = "no help"
    AVOID = "avoid"


@dataclass(frozen=True, slots=True)
class Named:
    """One cause or remedy, and where it is named.

    `name` is what most articles call it, `also` what others do. Of articles that are copies of each other one is
    counted in `articles`, and its site in `sites`; `newest` is the latest date of any of them. The `excerpt` stands in
    the section `section_id`; `section_ids` are all that name it, copies too, by relevance.
    """

    name: str
    also: tuple[str, ...]
    articles: int
    sites: int
    newest: date | None
    excerpt: Snippet
    section_id: str
    section_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """A name of which articles say that it is none, or no good: never counted as support.

    The excerpt is where they say so, what says it highlighted.
    """

    named: Named
    dispute: Dispute


@dataclass(frozen=True, slots=True)
class Answers:
    """The table for one question, its rows by relevance, and the ranked sections of the kind beside it.

    `articles` counts those that were read for the table: a lower bound where more match. `copies` of them repeat
    another and count with it. A name may stand both in `rows` and in `disputed`, as articles differ, but for what one
    says to avoid; none counts for both. `wider` is what the rows are of where articles say too little of all that was
    asked ("cramp" for "calf cramp"), else "".
    """

    kind: AnswerKind
    rows: tuple[Named, ...]
    disputed: tuple[Disputed, ...]
    results: Results
    articles: Count
    copies: int = 0
    wider: str = ""
