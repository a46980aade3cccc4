"""What kind each section is: all that speaks for one, weighed.

What there is to weigh is `evidence`; the weights are learnt from labelled pages, each told by what others taught, and
kept in weighing.json. How, and why so, stands in docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from twitchsearch.extract import wording
from twitchsearch.extract.evidence import (
    KINDS,
    NOTHING,
    Evidence,
    Learnt,
    Odds,
    Place,
    Witness,
    evidence,
    scaled,
    shares_of,
    total,
)
from twitchsearch.extract.loglinear import LogLinear, shipped
from twitchsearch.extract.outline import Draft
from twitchsearch.model import KindSource, SectionKind

_SURE, _WORTH_KEEPING = 0.6, 0.05  # of text alone, and of weights; see docs/adr/0006-kinds-from-text.md
_LIKELY, _LIKELY_OTHER = 0.3, 0.5  # what is less likely than this is unsure
_SOURCES = {
    KindSource.HEADING: (Witness.RULE, Witness.DENIED, Witness.HINT, Witness.NAME),
    KindSource.INHERITED: (Witness.ABOVE, Witness.ABOVE_RULE, Witness.PARTS, Witness.BEFORE, Witness.RIVALS),
    KindSource.TEXT: (Witness.TEXT, Witness.AT_LENGTH, Witness.FIRST, Witness.ANNOUNCED),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a section, where it was read, and how likely which kind is (best first, in (0, 1]); one that its
    heading names is among them however unlikely it is."""

    kind: SectionKind
    source: KindSource
    weights: tuple[tuple[SectionKind, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """What each witness weighs, and what speaks for each kind by the place in the outline alone."""

    weights: Mapping[Witness, float]
    bias: Mapping[Place, Odds]

    def of(self, heard: Evidence, witnesses: Sequence[Witness] = tuple(Witness)) -> Odds:
        told = heard.said
        said = [scaled(told[witness], self.weights.get(witness, 0.0)) for witness in witnesses if witness in told]
        return total(NOTHING, *said)

    def all_of(self, heard: Evidence) -> Odds:
        return total(self.of(heard), self.bias.get(heard.place, NOTHING))


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt: how headings, texts and rows of sections tell kinds, and what each of these weighs."""

    learnt: Learnt
    weighing: Weighing


@lru_cache(maxsize=1)
def models() -> Models:
    """Those that come with the package. Read when the first page is extracted."""
    record = json.loads((resources.files(__package__) / "weighing.json").read_text("utf-8"))
    rows: dict[str, Sequence[float]] = dict(zip(record["kinds"], record["follows"], strict=True))
    follows = tuple(_by_kind(record, rows.get(kind, rows[SectionKind.OTHER])) for kind in KINDS)
    return Models(Learnt(shipped("naming.json"), shipped("wording.json"), follows), weighing_from(record))


def weighing_from(record: Mapping[str, Any]) -> Weighing:
    return Weighing(
        {Witness(name): float(weight) for name, weight in record["weights"].items()},
        {Place(name): _by_kind(record, odds) for name, odds in record["bias"].items()},
    )


def _by_kind(record: Mapping[str, Any], numbers: Sequence[float]) -> Odds:
    """Numbers that were kept for each of the kinds there were, as one for each of `KINDS`.

    A kind that is newer than what was learnt has the number of `OTHER`, which its sections were counted to.
    """
    known: dict[str, float] = dict(zip(record["kinds"], numbers, strict=True))
    return tuple(float(known.get(kind, known[SectionKind.OTHER])) for kind in KINDS)


def kinds(drafts: Sequence[Draft], title: str = "", learnt: Models | None = None) -> list[Verdict]:
    """A verdict for each section, in order.

    Sections cut from an article without headings follow the last sentence that announced something ("here are a few
    tips"), unless they begin as another kind does. The text before the first heading is the overview unless it clearly
    says otherwise. What stays unsure is `OTHER`.
    """
    known = learnt or models()
    return [_verdict(each, known.weighing) for each in evidence(drafts, title, known.learnt)]


def of_wording(text: str, model: LogLinear) -> Verdict:
    """What the words of a text alone say; unsure where the most probable kind is not probable enough."""
    told = [(kind, round(share, 3)) for kind, share in model.told(wording.features(text)) if share >= _WORTH_KEEPING]
    kind, share = told[0]
    if kind is SectionKind.OTHER or share < _SURE:
        return Verdict(SectionKind.OTHER, KindSource.NONE, tuple(told))
    return Verdict(kind, KindSource.TEXT, tuple(told))


def _verdict(heard: Evidence, weighing: Weighing) -> Verdict:
    shares = sorted(zip(KINDS, shares_of(weighing.all_of(heard)), strict=True), key=lambda each: -each[1])
    named = {kind for kind, odds in zip(KINDS, heard.of(Witness.RULE), strict=True) if odds > 0}
    weights = tuple(
        (kind, round(max(share, _WORTH_KEEPING), 3))
        for kind, share in shares
        if share >= _WORTH_KEEPING or kind in named
    )
    kind, share = shares[0]
    if share < (_LIKELY_OTHER if kind is SectionKind.OTHER else _LIKELY):
        return Verdict(SectionKind.OTHER, KindSource.NONE, weights)
    return Verdict(kind, _source_of(kind, heard, weighing), weights)


def _source_of(kind: SectionKind, heard: Evidence, weighing: Weighing) -> KindSource:
    """Who speaks for the kind most: its heading, what is around it, or its text."""
    at = KINDS.index(kind)
    leads = {}
    for source, witnesses in _SOURCES.items():
        odds = weighing.of(heard, witnesses)
        leads[source] = odds[at] - sum(odds) / len(odds)
    return max(leads, key=lambda source: leads[source])
