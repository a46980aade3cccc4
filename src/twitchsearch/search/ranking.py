"""The score: BM25F, in float64, over the live sections only.

For a leaf of the plan (a term, a phrase, a group that counts as one term) and a section:

    score     boost x idf(df) x saturation(x)
    x         sum over the leaf's fields f of  weight_f x tf_f / (1 - b_f + b_f x length_f / average_f)
    saturation(x)   x / (x + k1)
    idf(df)   ln(1 + (N - df + 0.5) / (df + 0.5))

N is the number of live sections, df how many of them the leaf occurs in (in any of its fields), tf_f how often it
occurs in field f, length_f the number of tokens in that field of the section, average_f the mean of that over the
live sections (0 where there are none). A section's score is the sum over the leaves that match it.

Frequencies are combined over the fields before saturation, so that a word in the title and the text is one piece of
evidence, not two: S. Robertson, H. Zaragoza, M. Taylor, "Simple BM25 extension to multiple weighted fields", CIKM
2004. The idf is Lucene's, which is never negative; the factor k1 + 1 of the numerator is left out, as it changes no
order.

Where a kind of section is wished for, the score is multiplied by 1 + lift x s, s being how surely the section is of
that kind (`kind_share`): what is asked for comes first among what says as much, and nothing is left out. Of a section
that is about the article, not its subject (`search.asides`), the score is multiplied by `aside`. Where a plan has
leaves that belong together, a section with all of them gets `together` times what they tell on top. As no leaf scores
more than it tells, it then stands before every section that lacks one.

Sums run in the order of the plan's leaves and of `ALL_FIELDS`: whoever adds in that order gets the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twitchsearch.model import Ranking, Section, SectionKind, TextField
from twitchsearch.search.asides import is_aside
from twitchsearch.search.plan import ALL_FIELDS


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the score needs to know of the whole index: live sections, and the average length of each field."""

    sections: int
    averages: Mapping[TextField, float]


def added(numbers: Iterable[float]) -> float:
    """The sum from left to right as every engine makes it; Python's own corrects itself since 3.12."""
    total = 0.0
    for number in numbers:
        total += number
    return total


KIND_STEPS = 255
"""Into how many steps an index divides how surely a section is of a kind."""


def idf(df: int, sections: int) -> float:
    """How much a term that occurs in `df` of `sections` tells: greater than 0, less the more common it is."""
    return math.log(1.0 + (sections - df + 0.5) / (df + 0.5))


def normalisation(length: int, average: float, b: float) -> float:
    """What frequencies in a field of this length are divided by; 1 for a field of average length."""
    return 1.0 - b + b * length / average if average else 1.0


def saturation(x: float, k1: float) -> float:
    """Of 0 it is 0, of much it is nearly 1, of k1 it is one half."""
    return x / (x + k1) if x > 0.0 else 0.0


def weight(
    frequencies: Mapping[TextField, float],
    lengths: Mapping[TextField, int],
    statistics: Statistics,
    ranking: Ranking,
) -> float:
    """The saturated weight of a leaf in a section: its score without boost and idf."""
    x = 0.0
    for name in ALL_FIELDS:
        if frequency := frequencies.get(name, 0.0):
            field = ranking.of(name)
            x += field.weight * frequency / normalisation(lengths[name], statistics.averages[name], field.b)
    return saturation(x, ranking.k1)


def kind_steps(section: Section, kind: SectionKind) -> int:
    """How surely a section is of a kind, in steps of 1 / `KIND_STEPS`: its weight, or wholly where it has none at all.

    A section that says nothing of its weights is of its own kind, unless that is `OTHER`, which is said of what is
    not known.
    """
    weights = section.kind_weights or (((section.kind, 1.0),) if section.kind is not SectionKind.OTHER else ())
    weight = max((weight for each, weight in weights if each is kind), default=0.0)
    return round(KIND_STEPS * min(1.0, max(0.0, weight)))


def kind_share(section: Section, wish: Iterable[SectionKind]) -> float:
    """How surely a section is of one of these kinds: 0 to 1."""
    return max((kind_steps(section, kind) for kind in wish), default=0) / KIND_STEPS


def standing(section: Section, wish: Iterable[SectionKind], ranking: Ranking) -> float:
    """What the score of a section is multiplied by for what kind of section it is."""
    factor = 1.0 + ranking.lift * kind_share(section, wish)
    return factor * ranking.aside if is_aside(section) else factor


def tells(boost: float, df: int, sections: int) -> float:
    """What a leaf tells of the sections it occurs in; nothing where there are none."""
    return boost * idf(df, sections) if df else 0.0
