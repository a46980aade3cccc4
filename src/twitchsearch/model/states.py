"""What is known of an index, and how work on it reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What became of one page of the corpus: `article` is the id it went into; or `skipped` says why in none.

    `likeness` and `group` are those of the article, where it is this page that gives it (see `ArticleFacts`).
    """

    digest: str
    article: str = ""
    skipped: str = ""
    likeness: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What an index was built from, kept with it so that the next update knows what changed.

    `extraction` is the fingerprint of the extraction that read the pages; `corpus_change` the corpus's change counter
    when they were listed; `pages` every page by URL.
    """

    extraction: str = ""
    corpus_change: str = ""
    pages: Mapping[str, PageRecord] = field(default_factory=dict)


class IndexStatus(StrEnum):
    """Whether an index can answer, and if not, why."""

    READY = "ready"
    MISSING = "missing"
    OUTDATED = "outdated"
    TOO_NEW = "too new"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is known of an index without reading it through. Where not `READY`, `problem` says what and what to do.

    `generation` is its name ("" where there is none); `previous` the one kept before it. Fingerprints are opaque
    texts, compared for equality only. `writer` says who writes while somebody does, as far as that is known.
    """

    status: IndexStatus
    problem: str = ""
    generation: str = ""
    previous: str = ""
    built_at: datetime | None = None
    articles: int = 0
    sections: int = 0
    deleted: int = 0
    segments: int = 0
    bytes: int = 0
    schema: str = ""
    analysis: str = ""
    extraction: str = ""
    corpus_change: str = ""
    writing: bool = False
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that a check found: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str


class Verdict(StrEnum):
    """What an examination found of one thing."""

    FINE = "fine"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: what it is, what was found, and, unless it is fine, what may be done."""

    about: str
    verdict: Verdict
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and found."""

    checked: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Progress in one stage (a word such as "extracting"): `done` of `total`, None where that is not known.

    `detail` says more in words; steps that differ in it alone are equal.
    """

    stage: str
    done: int
    total: int | None = None
    detail: str = field(default="", compare=False)


Progress = Callable[[Step], None]
"""Told of each step. It may raise to stop the work, which then undoes itself."""


def no_progress(step: Step) -> None:
    """For callers who do not want to know."""
