"""How sure a figure is: bootstrap intervals, and the paired randomisation test.

Both take a random generator, so that the same seed gives the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20_261_122
_RESAMPLES = 1_000
_PERMUTATIONS = 10_000
_EXACT = 16  # differences up to which all 2**n signs are tried
_AT_ONCE = 1 << 22  # signs that are held in memory together
_SLACK = 1e-12  # sums of the same numbers in another order are equal

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of what a figure was over the resamples."""

    low: float
    high: float


def generator(seed: int = SEED) -> np.random.Generator:
    return np.random.default_rng(seed)


def bootstrap(size: int, statistic: Callable[[Rows], float], rng: np.random.Generator) -> Interval:
    """The percentile interval (Efron 1979) of a statistic of `size` topics or pages, drawn anew with replacement.

    `statistic` is given the places that were drawn. Of nothing the interval is 0 to 0.
    """
    if not size:
        return Interval(0.0, 0.0)
    drawn = [statistic(rng.integers(0, size, size)) for _ in range(_RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high))


def interval_of_mean(values: Sequence[float], rng: np.random.Generator) -> Interval:
    array = np.asarray(values, dtype=np.float64)
    return bootstrap(len(array), lambda rows: float(array[rows].mean()), rng)


def randomisation_p(differences: Sequence[float], rng: np.random.Generator) -> float:
    """The two-sided p of Fisher's paired randomisation test that the mean of the differences is 0.

    The share of all ways to swap the members of the pairs that give a mean at least as far from 0. With up to 16 pairs
    that differ all of them are tried and p is exact; with more, 10,000 at random, the one that is there counted among
    them (Smucker, Allan and Carterette 2007).
    """
    apart = np.asarray([each for each in differences if each], dtype=np.float64)
    reached = abs(apart.sum()) - _SLACK * np.abs(apart).sum()
    if len(apart) <= _EXACT:
        bits = np.arange(1 << len(apart))[:, None] >> np.arange(len(apart)) & 1
        return float(np.mean(np.abs((1 - 2 * bits) @ apart) >= reached))
    done = extreme = 0
    while done < _PERMUTATIONS:
        count = min(_PERMUTATIONS - done, max(1, _AT_ONCE // len(apart)))
        signs = rng.integers(0, 2, (count, len(apart)), dtype=np.int8)
        extreme += int(np.count_nonzero(np.abs((1 - 2 * signs) @ apart) >= reached))
        done += count
    return (extreme + 1) / (_PERMUTATIONS + 1)
