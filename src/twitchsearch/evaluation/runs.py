"""Runs: what a system ranked for each topic, on disk in TREC's form, and two of them compared."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.measures import Scored, ranked
from twitchsearch.evaluation.reading import Place, lines
from twitchsearch.evaluation.resampling import Interval, interval_of_mean, randomisation_p
from twitchsearch.files import write_atomic

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Run:
    """For each topic the sections found, in the order of `measures.ranked`. Topics without hits need not be there."""

    name: str
    rankings: Mapping[str, tuple[Scored, ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run against another by one measure, topic by topic: `difference` is the mean of ours minus theirs.

    `better` and `worse` count topics; `p` is that of the paired randomisation test.
    """

    ours: float
    theirs: float
    difference: float
    interval: Interval
    p: float
    better: int
    worse: int


def read_run(path: Path) -> Run:
    """A run in TREC's form: lines of topic, `Q0`, section, rank, score, name. Ranks are not read: scores decide.

    Raises CollectionError, naming file and line, where a line is no such record, a section comes twice for a topic, or
    the lines bear different names.
    """
    rankings: dict[str, dict[str, float]] = {}
    name: str | None = None
    for place, line in lines(path):
        columns = line.split()
        if len(columns) != 6:
            place.refuse(f"a line of a run has 6 columns (topic Q0 section rank score name), not {len(columns)}")
        topic, _, section, rank, score, named = columns
        if not rank.isdecimal():
            place.refuse(f"a rank is a whole number, not {rank[:40]!r}")
        if named != (name := name or named):
            place.refuse(f"one run has one name; this line says {named!r}, those before {name!r}")
        if section in rankings.setdefault(topic, {}):
            place.refuse(f"{section!r} stands twice for topic {topic!r}")
        rankings[topic][section] = _score(score, place)
    if name is None:
        raise CollectionError(f"{path} holds no run: it has no line")
    return Run(name, {topic: ranked(Scored(*each) for each in scores.items()) for topic, scores in rankings.items()})


def write_run(run: Run, path: Path) -> None:
    """Write a run in TREC's form; what is read again ranks the same. Raises CollectionError where a name has white
    space in it, which the form cannot say; DiskError."""
    write_atomic(path, "".join(_run_lines(run)).encode())


def compare(ours: Sequence[float], theirs: Sequence[float], rng: np.random.Generator) -> Comparison:
    """Compare the values of two runs for the same topics in the same order (at least one)."""
    differences = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    return Comparison(
        ours=math.fsum(ours) / len(differences),
        theirs=math.fsum(theirs) / len(differences),
        difference=math.fsum(differences) / len(differences),
        interval=interval_of_mean(differences, rng),
        p=randomisation_p(differences, rng),
        better=sum(each > 0 for each in differences),
        worse=sum(each < 0 for each in differences),
    )


def _run_lines(run: Run) -> Iterator[str]:
    for topic, found in run.rankings.items():
        for rank, each in enumerate(found, 1):
            names = (topic, each.section, run.name)
            if any(not name or _SPACE.search(name) for name in names):
                raise CollectionError(f"a run cannot be written with a name that is empty or has spaces in it: {names}")
            yield f"{topic} Q0 {each.section} {rank} {each.score!r} {run.name}\n"


def _score(text: str, place: Place) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        place.refuse(f"a score is a number, not {text[:40]!r}")
    return score
