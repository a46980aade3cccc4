"""What an evaluation found: figures, each with its interval where one was made, in all and by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from twitchsearch.evaluation.resampling import Interval


class Subject(StrEnum):
    """What was evaluated."""

    EXTRACTION = "extraction"
    OUTLINE = "outline"
    KINDS = "kinds"
    RANKING = "ranking"
    ANSWERS = "answers"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure's value; higher is better."""

    measure: str
    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a part: a layout, a kind, a source. `size` counts what the evaluation's unit counts."""

    name: str
    size: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over `size` of `unit` ("topics", "pages", …) of the collection with this digest.

    `failed` are the parts that could not be judged at all, with the reason; they count as nothing found.
    """

    subject: Subject
    digest: str
    unit: str
    size: int
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    def named(self) -> Iterator[tuple[str, float]]:
        """Every value under the name by which a floor means it: the measure, or group, slash and measure."""
        yield from ((figure.measure, figure.value) for figure in self.figures)
        for group in self.groups:
            yield from ((f"{group.name}/{figure.measure}", figure.value) for figure in group.figures)
