"""What a ranking is worth, under the names and by the definitions of ir-measures (which follows trec_eval).

With gain(r) the grade of what stands at rank r (0 where it is not judged or below 0), k the cutoff, R the number of
relevant sections (grade 1 or more) of the topic:

- `nDCG@k`: sum over r ≤ k of gain(r) / log2(r + 1), divided by that of the best order there can be
  (Järvelin and Kekäläinen 2002; the gain is the grade itself);
- `AP`: the sum of the precisions at the ranks of relevant sections, divided by R;
- `RR`: 1 / rank of the first relevant section;
- `R@k`, `P@k`: relevant sections among the first k, divided by R, and by k (also where fewer were found);
- `Judged@k`: the share of the first k that somebody judged, of those found where they are fewer.

A topic without hits counts 0, and so does one without relevant sections; hits for topics without qrels are left out.
Hits with equal scores (in single precision, which is what trec_eval keeps) stand by id, the largest first; that is
`ranked`, and it holds for every measure. (ir-measures orders ties for `Judged` the other way round.)
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"(nDCG|AP|RR|R|P|Judged)(?:@([1-9]\d{0,5}))?")


class Family(StrEnum):
    NDCG = "nDCG"
    AP = "AP"
    RR = "RR"
    RECALL = "R"
    PRECISION = "P"
    JUDGED = "Judged"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and how far down it looks; without a cutoff, all the way."""

    family: Family
    cutoff: int | None = None

    def __str__(self) -> str:
        return self.family if self.cutoff is None else f"{self.family}@{self.cutoff}"


@dataclass(frozen=True, slots=True)
class Scored:
    """A section and its score in one ranking."""

    section: str
    score: float


def measure(name: str) -> Measure:
    """The measure of a name such as `nDCG@10`. ValueError where there is none."""
    match = _NAME.fullmatch(name)
    if match is None or (match[1] in ("R", "P") and match[2] is None):
        raise ValueError(f"no measure {name!r}; there are nDCG@k, AP, RR, R@k, P@k, Judged@k")
    return Measure(Family(match[1]), int(match[2]) if match[2] else None)


STANDARD = tuple(measure(name) for name in ("nDCG@10", "AP", "RR", "R@100", "P@5", "Judged@10"))


def ranked(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """In the order that is judged: the highest score first, of equal ones the largest id."""
    by_id = sorted(scored, key=lambda each: each.section, reverse=True)
    return tuple(sorted(by_id, key=lambda each: -ctypes.c_float(each.score).value))


def value(wanted: Measure, ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """What a ranking of sections (each once, best first) is worth, in [0, 1]."""
    found = ranking[: wanted.cutoff]
    gains = [max(0, grades.get(section, 0)) for section in found]
    relevant = sum(grade > 0 for grade in grades.values())
    match wanted.family:
        case Family.NDCG:
            best = sorted((max(0, grade) for grade in grades.values()), reverse=True)
            return _ratio(_discounted(gains), _discounted(best[: wanted.cutoff]))
        case Family.AP:
            return _ratio(_sum_of_precisions(gains), relevant)
        case Family.RR:
            return next((1 / rank for rank, gain in enumerate(gains, 1) if gain), 0.0)
        case Family.RECALL:
            return _ratio(sum(map(bool, gains)), relevant)
        case Family.PRECISION:
            return _ratio(sum(map(bool, gains)), wanted.cutoff or len(found))
        case Family.JUDGED:
            return _ratio(sum(section in grades for section in found), len(found))


def values(
    wanted: Measure, rankings: Mapping[str, Sequence[Scored]], judgements: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """The value for each topic with qrels, in their order; the figure of a run is the mean of these."""
    return {
        topic: value(wanted, [each.section for each in rankings.get(topic, ())], grades)
        for topic, grades in judgements.items()
    }


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _sum_of_precisions(gains: Iterable[int]) -> float:
    total, relevant = 0.0, 0
    for rank, gain in enumerate(gains, 1):
        if gain:
            relevant += 1
            total += relevant / rank
    return total


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
