"""Questions as people type them, and how soon an article that answers comes: first, or among the first three.

The file is an object with `questions`, each with `id`, `question`, `wants` (the kind of section that answers),
`difficulty`, and `answers`: URLs of articles with the `headings` (paths below the title) that answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twitchsearch.errors import CollectionError, QueryError
from twitchsearch.evaluation.reading import contents
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject
from twitchsearch.evaluation.resampling import interval_of_mean
from twitchsearch.model import Hit, Results

FIRST, AMONG_THREE, SECTION = "first right", "first three", "first section right"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `answers` are the heading paths that answer it, by the URL of their article."""

    id: str
    text: str
    wants: str
    difficulty: str
    answers: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: whether each measure holds of it, and what came first."""

    question: Question
    first: bool
    among_three: bool
    section: bool
    found: tuple[str, ...]


def read_questions(path: Path) -> tuple[tuple[Question, ...], str]:
    """The questions, and the digest of their file. Raises CollectionError where it is no such file."""
    text = contents(path)
    try:
        table = json.loads(text.decode("utf-8"))
        questions = tuple(_question(each) for each in table["questions"])
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise CollectionError(f"{path} holds no questions: {type(error).__name__} {error}") from error
    if not questions or len({question.id for question in questions}) < len(questions):
        raise CollectionError(f"{path}: there is no question, or two have one id")
    return questions, hashlib.sha256(text).hexdigest()


def _question(record: Any) -> Question:
    answers = {each["url"]: tuple(tuple(map(str, path)) for path in each["headings"]) for each in record["answers"]}
    name, text, wants, difficulty = (record[key] for key in ("id", "question", "wants", "difficulty"))
    if not answers or not all(isinstance(each, str) and each for each in (name, text, wants, difficulty, *answers)):
        raise ValueError(f"question {name!r} lacks an answer, or has what is no text")
    return Question(name, text, wants, difficulty, answers)


def evaluate_questions(
    questions: Sequence[Question], digest: str, ask: Callable[[str], Results], rng: np.random.Generator
) -> tuple[Evaluation, tuple[Outcome, ...]]:
    """Ask every question; one that cannot be understood, or finds nothing, is wrong."""
    failed: list[tuple[str, str]] = []
    outcomes = tuple(_judged(question, tuple(_hits(question, ask, failed))) for question in questions)
    groups = (*_groups(outcomes, "wants", rng), *_groups(outcomes, "difficulty", rng))
    figures = _figures(outcomes, rng)
    return Evaluation(Subject.QUESTIONS, digest, "questions", len(outcomes), figures, groups, tuple(failed)), outcomes


def _hits(question: Question, ask: Callable[[str], Results], failed: list[tuple[str, str]]) -> Sequence[Hit]:
    try:
        return ask(question.text).hits
    except QueryError as error:
        failed.append((question.id, error.message))
        return ()


def _judged(question: Question, hits: Sequence[Hit]) -> Outcome:
    right = [hit.article.url in question.answers for hit in hits[:3]]
    paths = question.answers[hits[0].article.url] if right[:1] == [True] else ()
    there = any(hits[0].section.heading_path[: len(path)] == path for path in paths)
    found = tuple(f"{hit.article.url} # {' > '.join(hit.section.heading_path)}" for hit in hits[:3])
    return Outcome(question, right[:1] == [True], any(right), there, found)


def _figures(outcomes: Sequence[Outcome], rng: np.random.Generator) -> tuple[Figure, ...]:
    held = {
        FIRST: [each.first for each in outcomes],
        AMONG_THREE: [each.among_three for each in outcomes],
        SECTION: [each.section for each in outcomes],
    }
    return tuple(Figure(name, float(np.mean(each)), interval_of_mean(each, rng)) for name, each in held.items())


def _groups(outcomes: Sequence[Outcome], by: str, rng: np.random.Generator) -> Iterator[Group]:
    for name in sorted({str(getattr(each.question, by)) for each in outcomes}):
        part = [each for each in outcomes if getattr(each.question, by) == name]
        yield Group(name, len(part), _figures(part, rng))
