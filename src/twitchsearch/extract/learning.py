"""How the models of texts and of headings are learnt: multinomial logistic regression, the same from the same examples.
What each of them weighs is learnt in `weights`.

Words of one source are templates as often as language, so a feature counts only if several sources use it, and every
source has the same say within a kind. Features are dropped at random while learning, so that many weak ones agree
instead of a few strong ones deciding. Needs numpy; nothing that extracts imports it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from twitchsearch.extract import naming, wording
from twitchsearch.extract.loglinear import MOST, SCALE, SMOOTHING, LogLinear
from twitchsearch.model import SectionKind

Matrix = np.ndarray[Any, np.dtype[np.float32]]
Features = Callable[[str], set[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A text of known kind; `template` divides a source's texts further where several kinds of question were asked.

    `says` is how much it has to say beside the others of its kind: a text of another register has less.
    """

    source: str
    kind: SectionKind
    text: str
    template: str = ""
    says: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn. At most `most` texts of a template of a source are read."""

    seed: int = 7
    most: int = 120
    features: int = 11_000
    fewest_sources: int = 2
    fewest_texts: int = 4
    rounds: int = 120
    rate: float = 0.15
    dropout: float = 0.6
    looked_at: Features = wording.features


TEXTS = Plan()
HEADINGS = Plan(
    most=1 << 20,
    features=8_000,
    fewest_sources=1,
    fewest_texts=2,
    rounds=80,
    dropout=0.5,
    looked_at=naming.features,
)


def learn(examples: Sequence[Example], plan: Plan = TEXTS) -> LogLinear:
    """The model of these examples. Deterministic but for the last digits of the processor's arithmetic."""
    rng = np.random.default_rng(plan.seed)
    chosen = _sample(examples, plan, rng)
    kinds = tuple(kind for kind in SectionKind if any(each.kind is kind for each in chosen))
    read = [plan.looked_at(each.text) for each in chosen]
    says = _weights_of_examples(chosen)
    names = _telling(chosen, read, says, plan)
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(chosen), len(names)), np.float32)
    for row, found in enumerate(read):
        known = [place[name] for name in found if name in place]
        table[row, known] = 1 / np.sqrt(len(known) + SMOOTHING)
    wanted = np.array([[each.kind is kind for kind in kinds] for each in chosen], np.float32)
    weights, bias = _fit(table, wanted, says, plan, rng)
    rounded = np.clip(np.rint(weights * SCALE), -MOST, MOST).astype(int)
    return LogLinear(
        kinds,
        tuple(int(each) for each in np.rint(bias * SCALE)),
        {name: [int(each) for each in row] for name, row in zip(names, rounded, strict=True)},
    )


def _sample(examples: Sequence[Example], plan: Plan, rng: np.random.Generator) -> list[Example]:
    groups: dict[tuple[str, str, str], list[Example]] = defaultdict(list)
    for each in examples:
        groups[each.source, each.kind.value, each.template].append(each)
    return [group[at] for _, group in sorted(groups.items()) for at in rng.permutation(len(group))[: plan.most]]


def _weights_of_examples(chosen: Sequence[Example]) -> Matrix:
    """Each kind says as much as another; within a kind, sources by the root of how many texts they have, and by what
    their texts are said to have to say."""
    times = Counter((each.source, each.kind) for each in chosen)
    says = np.array([each.says * times[each.source, each.kind] ** -0.5 for each in chosen])
    for kind in SectionKind:
        own = np.array([each.kind is kind for each in chosen])
        if own.any():
            says[own] /= says[own].sum()
    shares: Matrix = (says / says.sum()).astype(np.float32)
    return shares


def _telling(chosen: Sequence[Example], read: list[set[str]], says: Matrix, plan: Plan) -> list[str]:
    """The features that several sources share and whose share in some kind is most above the mean of all kinds."""
    times: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    shares: dict[str, Counter[SectionKind]] = defaultdict(Counter)
    for each, found, weight in zip(chosen, read, says.tolist(), strict=True):
        times.update(found)
        for name in found:
            sources[name].add(each.source)
            shares[name][each.kind] += weight
    kinds = len({each.kind for each in chosen})

    def telling(name: str) -> float:
        found = [share * kinds for share in shares[name].values()]
        mean = sum(found) / kinds
        return float((max(found) - mean) / np.sqrt(mean * (1 - mean) + 1e-3))

    shared = [name for name in times if times[name] >= plan.fewest_texts and len(sources[name]) >= plan.fewest_sources]
    return sorted(shared, key=lambda name: (-telling(name), name))[: plan.features]


def _fit(table: Matrix, wanted: Matrix, says: Matrix, plan: Plan, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Adam (Kingma & Ba 2015) on the weighted cross entropy, with dropout of features."""
    weights = np.zeros((table.shape[1] + 1, wanted.shape[1]), np.float32)  # the last row is the bias
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, plan.rounds + 1):
        kept = (rng.random(table.shape[1]) >= plan.dropout).astype(np.float32) / (1 - plan.dropout)
        scores = table @ (weights[:-1] * kept[:, None]) + weights[-1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - wanted) * says[:, None]
        slope = np.vstack(((table.T @ error) * kept[:, None] + 1e-6 * weights[:-1], error.sum(axis=0)))
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= plan.rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-6)
    return weights[:-1], weights[-1]
