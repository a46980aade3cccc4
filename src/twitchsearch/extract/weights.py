"""How it is learnt what each witness of `evidence` weighs: a conditional logistic regression of a few dozen numbers.

All kinds share the weight of a witness, so few pages are enough; what is not shown by them stays near what one would
choose by hand. Needs numpy; nothing that extracts imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from twitchsearch.extract.evidence import KINDS, Evidence, Odds, Place, Witness
from twitchsearch.extract.kinds import Weighing
from twitchsearch.model import SectionKind

Table = np.ndarray[Any, np.dtype[np.float64]]

_EXPECTED = {
    Witness.RULE: 1.0,
    Witness.DENIED: 3.0,
    Witness.HINT: 0.7,
    Witness.NAME: 0.5,
    Witness.TEXT: 0.5,
    Witness.AT_LENGTH: 0.8,
    Witness.ABOVE: 1.2,
    Witness.ABOVE_RULE: -0.5,
    Witness.PARTS: 0.3,
    Witness.BEFORE: 0.8,
    Witness.RIVALS: -1.5,
    Witness.FIRST: 2.0,
    Witness.ANNOUNCED: 1.0,
}
"""What a witness weighs where nothing is known."""
_HOLD, _HOLD_OF_BIAS = 4.0, 3.0  # how much it takes to move a weight from there, or a bias from nought
_STEPS, _RATE = 400, 0.03
_SELDOM = 0.3  # is added to how often a kind follows another
_WITNESSES, _PLACES = tuple(Witness), tuple(Place)


def learn_weighing(heard: Sequence[Evidence], kinds: Sequence[SectionKind]) -> Weighing:
    """The weights by which these sections are most probably of their kinds. The same from the same sections."""
    said = np.array([[each.of(witness) for witness in _WITNESSES] for each in heard])
    places = np.array([[each.place is place for place in _PLACES] for each in heard], np.float64)
    wanted = np.array([[kind is each for each in KINDS] for kind in kinds], np.float64)
    expected = np.array([_EXPECTED[witness] for witness in _WITNESSES])
    weights, bias = _fit(said, places, wanted, expected)
    return Weighing(
        {witness: round(float(weight), 3) for witness, weight in zip(_WITNESSES, weights, strict=True)},
        {place: tuple(round(float(each), 3) for each in row) for place, row in zip(_PLACES, bias, strict=True)},
    )


def learn_follows(rows: Iterable[Sequence[SectionKind]]) -> list[Odds]:
    """How often each kind follows each in rows of sections: shares of 1."""
    times = np.full((len(KINDS), len(KINDS)), _SELDOM)
    for row in rows:
        for before, after in pairwise(row):
            times[KINDS.index(before), KINDS.index(after)] += 1
    shares = times / times.sum(axis=1, keepdims=True)
    return [tuple(round(float(each), 4) for each in row) for row in shares]


def record(weighing: Weighing, follows: Sequence[Odds]) -> dict[str, Any]:
    """What was learnt as it is kept in a file."""
    return {
        "kinds": [kind.value for kind in KINDS],
        "weights": {witness.value: weight for witness, weight in weighing.weights.items()},
        "bias": {place.value: list(odds) for place, odds in weighing.bias.items()},
        "follows": [list(row) for row in follows],
    }


def _fit(said: Table, places: Table, wanted: Table, expected: Table) -> tuple[Table, Table]:
    """Adam (Kingma & Ba 2015) on the cross entropy and the squares of how far each number was moved."""
    sizes = (len(expected), places.shape[1] * wanted.shape[1])
    found, mean, square = np.concatenate((expected, np.zeros(sizes[1]))), np.zeros(sum(sizes)), np.zeros(sum(sizes))
    start = found.copy()
    hold = np.repeat((_HOLD, _HOLD_OF_BIAS), sizes)
    for step in range(1, _STEPS + 1):
        weights, bias = found[: sizes[0]], found[sizes[0] :].reshape(places.shape[1], -1)
        scores = np.einsum("f,nfk->nk", weights, said) + places @ bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = powers / powers.sum(axis=1, keepdims=True) - wanted
        slope = np.concatenate((np.einsum("nk,nfk->f", error, said), (places.T @ error).ravel()))
        slope += hold * (found - start)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        found = found - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return found[: sizes[0]], found[sizes[0] :].reshape(places.shape[1], -1)
