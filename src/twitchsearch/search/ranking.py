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

Sums run in the order of the plan's leaves and of `ALL_FIELDS`: whoever adds in that order gets the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from twitchsearch.model import Ranking, TextField
from twitchsearch.search.plan import ALL_FIELDS


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the score needs to know of the whole index: live sections, and the average length of each field."""

    sections: int
    averages: Mapping[TextField, float]


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
