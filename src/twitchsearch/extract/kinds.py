"""What kind each section is: what its heading says, the headings above, its neighbours and its text, weighed together.

Each speaks in logarithms of odds, and they are added: the rules of `kinds.toml` with most weight, a model of how
headings speak (`naming`), one of what texts say (`wording`). How the weights were found stands in
docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from twitchsearch.extract import naming, rules, wording
from twitchsearch.extract.loglinear import LogLinear, shipped
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.rules import Says
from twitchsearch.model import KindSource, SectionKind

_KINDS = tuple(SectionKind)
_Odds: TypeAlias = tuple[float, ...]
"""What speaks for each of `_KINDS`, as logarithms; only differences mean anything."""
_NOTHING: _Odds = (0.0,) * len(_KINDS)

_SURE, _WORTH_KEEPING = 0.65, 0.05  # of text alone, and of weights; see docs/adr/0006-kinds-from-text.md
_LIKELY = 0.33  # what is less likely than this is unsure
_NAMING, _NAMING_OF_PART, _NAMING_OF_OPENING = 0.7, 0.45, 0.4
_RULE, _HINT = 3.0, 2.0
_WORDING, _LEAST_SHARE = 0.65, 0.003
_OPENED, _ANNOUNCED, _FIRST = 6.0, 4.0, 4.0
_TITLE, _LEAK, _NEIGHBOURS, _FEWEST_NEIGHBOURS = 0.3, 0.03, 0.6, 2
_HEEDS_BESIDE_RULE = 0.6  # what is above, where a heading is clear itself
_DEEPEST = 8  # headings above one another that are looked at
_DECIDED = 3.5  # a lead that no text makes up for
# How much of a heading's kind its parts inherit: an overview has parts of all kinds.
_INHERITED = {SectionKind.OVERVIEW: 0.15, SectionKind.DIAGNOSIS: 0.15, SectionKind.OTHER: 0.02}
_LEANING = {
    SectionKind.OVERVIEW: -0.4,
    SectionKind.CAUSES: 0.2,
    SectionKind.REMEDIES: -0.5,
    SectionKind.OTHER: -0.6,
}
_BIAS: _Odds = tuple(_LEANING.get(kind, 0.0) for kind in _KINDS)
_SHARE_INHERITED: _Odds = tuple(_INHERITED.get(kind, 1.0) for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a section, where it was read, and how likely which kind is (best first, in (0, 1])."""

    kind: SectionKind
    source: KindSource
    weights: tuple[tuple[SectionKind, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt: of headings and of texts."""

    naming: LogLinear
    wording: LogLinear


def models() -> Models:
    """Those that come with the package. Read when the first page is extracted."""
    return Models(shipped("naming.json"), shipped("wording.json"))


def kinds(drafts: Sequence[Draft], title: str = "", learnt: Models | None = None) -> list[Verdict]:
    """A verdict for each section, in order.

    Sections cut from an article without headings follow the last sentence that announced something ("here are a few
    tips"), unless they begin as another kind does. The text before the first heading is the overview unless it clearly
    says otherwise. What stays unsure is `OTHER`.
    """
    return _Weighing(drafts, title, learnt or models()).verdicts()


def of_wording(text: str, model: LogLinear) -> Verdict:
    """What the words of a text alone say; unsure where the most probable kind is not probable enough."""
    told = [(kind, round(share, 3)) for kind, share in model.told(wording.features(text)) if share >= _WORTH_KEEPING]
    kind, share = told[0]
    if kind is SectionKind.OTHER or share < _SURE:
        return Verdict(SectionKind.OTHER, KindSource.NONE, tuple(told))
    return Verdict(kind, KindSource.TEXT, tuple(told))


@dataclass(slots=True)
class _Evidence:
    """What speaks for the kinds of a section, by where it was read."""

    heading: _Odds = _NOTHING
    above: _Odds = _NOTHING
    text: _Odds = _NOTHING
    heeds: float = 1.0  # how much what is above counts

    @property
    def own(self) -> _Odds:
        return _sum(self.heading, self.text)

    @property
    def all(self) -> _Odds:
        return _sum(self.heading, _scaled(self.above, self.heeds), self.text, _BIAS)

    def source_of(self, kind: SectionKind) -> KindSource:
        at = _KINDS.index(kind)
        leads = [odds[at] - sum(odds) / len(odds) for odds in (self.heading, self.above, self.text)]
        return (KindSource.HEADING, KindSource.INHERITED, KindSource.TEXT)[leads.index(max(leads))]


@dataclass(slots=True)
class _Weighing:
    """The weighing of one article's sections."""

    drafts: Sequence[Draft]
    title: str
    learnt: Models
    _chains: dict[tuple[str, ...], _Odds] = field(default_factory=dict)

    def verdicts(self) -> list[Verdict]:
        self._chains[()] = self._of_title()
        found = [self._evidence(draft) for draft in self.drafts]
        self._add_announced(found)
        for draft, evidence in zip(self.drafts, found, strict=True):
            evidence.above = self._inherited(draft.path[:-1])
            evidence.heeds = _HEEDS_BESIDE_RULE if _is_clear(draft) else 1.0
        for at, (draft, evidence) in enumerate(zip(self.drafts, found, strict=True)):
            if _lead(evidence.all) < _DECIDED:
                evidence.text = _sum(evidence.text, self._of_text(draft, first=at == 0))
        self._add_neighbours(found)
        return [_verdict(evidence) for evidence in found]

    def _of_title(self) -> _Odds:
        return _scaled(self._of_heading(self.title), _TITLE) if rules.is_listing(self.title) else _NOTHING

    def _of_heading(self, heading: str, naming_weighs: float = _NAMING) -> _Odds:
        said = _weighted(rules.of_heading(heading, Says.HEADING), _RULE)
        if all(each < 0 for each in said.values()):
            said = _weighted(rules.of_heading(heading, Says.HINT), _HINT) | said
        named = _scaled(self._named(heading), naming_weighs)
        least = min(named)
        return tuple(
            least if (rule := said.get(kind, 0.0)) < 0 else each + rule
            for kind, each in zip(_KINDS, named, strict=True)
        )

    def _named(self, heading: str) -> _Odds:
        return _odds(dict(self.learnt.naming.told(naming.features(heading))))

    def _evidence(self, draft: Draft) -> _Evidence:
        if not draft.path or draft.labelled:
            return _Evidence()
        return _Evidence(heading=self._of_heading(draft.path[-1], _NAMING_OF_PART if draft.path[1:] else _NAMING))

    def _of_text(self, draft: Draft, *, first: bool) -> _Odds:
        told = _scaled(_odds(dict(self.learnt.wording.told(wording.features(draft.text)))), _WORDING)
        if draft.passage:
            opening = " ".join(draft.text[:300].split(". ")[0].split()[:10])
            told = _sum(told, _scaled(self._named(opening), _NAMING_OF_OPENING))
        elif first and not draft.path:
            told = _sum(told, _only(SectionKind.OVERVIEW, _FIRST))
        return told

    def _add_announced(self, found: Sequence[_Evidence]) -> None:
        announced: SectionKind | None = None
        for at, (draft, evidence) in enumerate(zip(self.drafts, found, strict=True)):
            if not draft.passage:
                continue
            turned = rules.announced(draft.text)
            announced = turned or announced
            if opened := rules.opened(draft.text):
                evidence.text = _only(opened, _OPENED)
            elif announced or at == 0:
                evidence.text = _only(announced or SectionKind.OVERVIEW, _ANNOUNCED)

    def _chain(self, path: tuple[str, ...]) -> _Odds:
        """What a heading says together with those above it."""
        path = path[-_DEEPEST:]
        if path not in self._chains:
            self._chains[path] = _sum(self._of_heading(path[-1]), self._inherited(path[:-1]))
        return self._chains[path]

    def _inherited(self, path: tuple[str, ...]) -> _Odds:
        """What the parts of a heading have from it; a heading may always speak of something else than the one above."""
        if not path:
            return self._chains[()]
        return _passed_on(self._chain(path))

    def _add_neighbours(self, found: Sequence[_Evidence]) -> None:
        """Parts of one heading are often of one kind: each takes what they say on average."""
        parts: dict[tuple[str, ...], list[_Evidence]] = defaultdict(list)
        for draft, evidence in zip(self.drafts, found, strict=True):
            if draft.path[1:]:
                parts[draft.path[:-1]].append(evidence)
        for path, those in parts.items():
            if len(those) >= _FEWEST_NEIGHBOURS:
                mean = _scaled(_sum(*(each.own for each in those)), _NEIGHBOURS / len(those))
                together = _passed_on(_sum(self._chain(path), mean))
                for each in those:
                    each.above = together


def _is_clear(draft: Draft) -> bool:
    """Whether its own heading says of what kind it is, in words of the table."""
    return bool(draft.path) and max(rules.of_heading(draft.path[-1], Says.HEADING).values(), default=0.0) > 0


def _passed_on(odds: _Odds) -> _Odds:
    shares = _shares(odds)
    return tuple(math.log(share * inherited + _LEAK) for share, inherited in zip(shares, _SHARE_INHERITED, strict=True))


def _verdict(evidence: _Evidence) -> Verdict:
    shares = sorted(zip(_KINDS, _shares(evidence.all), strict=True), key=lambda each: -each[1])
    weights = tuple((kind, round(share, 3)) for kind, share in shares if share >= _WORTH_KEEPING)
    kind, share = shares[0]
    if share < _LIKELY or (kind is SectionKind.OTHER and evidence.heading == _NOTHING):
        return Verdict(SectionKind.OTHER, KindSource.NONE, weights)
    return Verdict(kind, evidence.source_of(kind), weights)


def _odds(shares: Mapping[SectionKind, float]) -> _Odds:
    even = 1 / len(_KINDS)  # for a kind that is newer than what was learnt, and so is told by the rules alone
    return tuple(math.log(max(shares.get(kind, even), _LEAST_SHARE)) for kind in _KINDS)


def _weighted(said: Mapping[SectionKind, float], by: float) -> dict[SectionKind, float]:
    return {kind: by * each for kind, each in said.items()}


def _only(kind: SectionKind, weight: float) -> _Odds:
    return tuple(weight if each is kind else 0.0 for each in _KINDS)


def _sum(*odds: _Odds) -> _Odds:
    return tuple(map(sum, zip(*odds, strict=True)))


def _scaled(odds: _Odds, by: float) -> _Odds:
    return tuple(each * by for each in odds)


def _shares(odds: _Odds) -> list[float]:
    most = max(odds)
    powers = [math.exp(each - most) for each in odds]
    total = sum(powers)
    return [power / total for power in powers]


def _lead(odds: _Odds) -> float:
    first, second = sorted(odds)[-1:-3:-1]
    return first - second
