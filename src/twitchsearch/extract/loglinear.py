"""A log-linear model of kinds over features: whole numbers in a JSON file, learnt by `learning`, read when needed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from twitchsearch.model import SectionKind

SCALE = 32.0
"""The weights are kept as whole numbers of this part."""
SMOOTHING = 5.0
"""So many features that say nothing are added to each text, so that a few features are never sure."""


@dataclass(frozen=True, slots=True)
class LogLinear:
    """For each feature a whole number for each of `kinds`, to be divided by `SCALE`; `bias` likewise."""

    kinds: tuple[SectionKind, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, Sequence[int]]

    def told(self, features: Iterable[str]) -> list[tuple[SectionKind, float]]:
        """How probable each kind is, the most probable first; the sum is 1."""
        rows = [row for feature in features if (row := self.weights.get(feature))]
        norm = SCALE * math.sqrt(len(rows) + SMOOTHING)
        sums = [sum(column) / norm for column in zip(*rows, strict=True)] if rows else [0.0] * len(self.kinds)
        powers = [math.exp(value + bias / SCALE) for value, bias in zip(sums, self.bias, strict=True)]
        total = sum(powers)
        shares = [(kind, power / total) for kind, power in zip(self.kinds, powers, strict=True)]
        return sorted(shares, key=lambda share: -share[1])


@lru_cache(maxsize=4)
def shipped(name: str) -> LogLinear:
    """A model that comes with the package, by the name of its file."""
    record = json.loads((resources.files(__package__) / name).read_text("utf-8"))
    return LogLinear(tuple(map(SectionKind, record["kinds"])), tuple(record["bias"]), record["weights"])
