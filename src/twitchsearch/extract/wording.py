"""What kind of section a text is by its words alone: a log-linear model over words, pairs of words and first words.

The weights are numbers learnt from labelled texts by `learning`; they stand in `wording.json`. Why such a model:
docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from twitchsearch.model import SectionKind

_READ, _MOST_SENTENCES = 1_500, 14
_TOKEN = re.compile(r"[^\W_]+|[:?!%]")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")
_SCALE = 32.0  # of the weights, which are kept as whole numbers
_SMOOTHING = 5.0


@dataclass(frozen=True, slots=True)
class Wording:
    """The model: for each feature a whole number for each of `kinds`, to be divided by `_SCALE`; `bias` likewise."""

    kinds: tuple[SectionKind, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, Sequence[int]]

    def told(self, text: str) -> list[tuple[SectionKind, float]]:
        """How probable each kind is, the most probable first; the sum is 1."""
        rows = [row for feature in features(text) if (row := self.weights.get(feature))]
        norm = _SCALE * math.sqrt(len(rows) + _SMOOTHING)
        sums = [sum(column) / norm for column in zip(*rows, strict=True)] if rows else [0.0] * len(self.kinds)
        powers = [math.exp(value + bias / _SCALE) for value, bias in zip(sums, self.bias, strict=True)]
        total = sum(powers)
        shares = [(kind, power / total) for kind, power in zip(self.kinds, powers, strict=True)]
        return sorted(shares, key=lambda share: -share[1])


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The model that comes with the package. Read when the first text without a telling heading is met."""
    record = json.loads((resources.files(__package__) / "wording.json").read_text("utf-8"))
    return Wording(tuple(map(SectionKind, record["kinds"])), tuple(record["bias"]), record["weights"])


def features(text: str) -> set[str]:
    """What is looked at in the beginning of a text: words and pairs of them, numbers as "#"; "1:" marks those of the
    first sentence and "^" the first words of each; how long the text is, and in how many paragraphs."""
    read = text[:_READ]
    found = {f"len {min(5, len(read) // 250)}", f"lines {min(4, read.count(chr(10)))}"}
    sentences = [words for each in _SENTENCE.split(read.lower()) if (words := _TOKEN.findall(each))]
    for place, words in enumerate(sentences[:_MOST_SENTENCES]):
        tokens = ["#" if word.isdigit() else word for word in words]
        grams = tokens + [f"{first} {second}" for first, second in pairwise(tokens)]
        found.update(grams)
        found.add(f"^{tokens[0]}")
        found.add("^" + " ".join(tokens[:2]))
        if place == 0:
            found.update(f"1:{gram}" for gram in grams)
    return found
