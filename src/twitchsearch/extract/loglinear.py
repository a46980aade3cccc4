"""A log-linear model of kinds over features: whole numbers in a JSON file, learnt by `learning`, read when needed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from twitchsearch.model import SectionKind

SCALE = 8.0
"""The weights are kept as whole numbers of this part."""
MOST = 45
"""No weight is larger than this, or smaller than its negative."""
SMOOTHING = 5.0
"""So many features that say nothing are added to each text, so that a few features are never sure."""
_LETTERS = "".join(chr(code) for code in range(32, 127) if chr(code) not in "\"\\'`")
_NUMBERS = {letter: at - MOST for at, letter in enumerate(_LETTERS[: 2 * MOST + 1])}


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


def record(model: LogLinear) -> dict[str, Any]:
    """The model as it is kept in a file: the weights of a feature are letters, one for each kind."""
    return {
        "kinds": [kind.value for kind in model.kinds],
        "bias": list(model.bias),
        "weights": {
            name: "".join(_LETTERS[number + MOST] for number in row) for name, row in sorted(model.weights.items())
        },
    }


def read(record: Mapping[str, Any]) -> LogLinear:
    """The model that was kept so."""
    weights = {name: [_NUMBERS[letter] for letter in row] for name, row in record["weights"].items()}
    return LogLinear(tuple(map(SectionKind, record["kinds"])), tuple(record["bias"]), weights)


@lru_cache(maxsize=4)
def shipped(name: str) -> LogLinear:
    """A model that comes with the package, by the name of its file. Read once."""
    return read(json.loads((resources.files(__package__) / name).read_text("utf-8")))
