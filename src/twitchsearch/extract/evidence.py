"""What speaks for the kinds of each section of an article, told apart by where it was read.

Everything here is in logarithms of odds, one for each kind; only differences mean anything. `kinds` weighs them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nlargest
from typing import TypeAlias

from twitchsearch.extract import naming, rules, wording
from twitchsearch.extract.loglinear import LogLinear
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.rules import Says
from twitchsearch.model import SectionKind

KINDS = tuple(SectionKind)
Odds: TypeAlias = tuple[float, ...]
"""What speaks for each of `KINDS`."""
Path: TypeAlias = tuple[str, ...]
NOTHING: Odds = (0.0,) * len(KINDS)

_LEAST_SHARE, _LEAK, _LEAST_OF_NEXT = 0.003, 0.03, 0.001
_FEWEST_RIVALS = 2
_LONG = 600  # characters of a text that says all it can
_DEEPEST = 8  # headings above one another that are looked at
_OPENED, _ANNOUNCED, _BEGUN, _OF_OPENING = 9.5, 6.5, 4.0, 0.6  # labelled pages show the weight of what is begun alone
_ABOVE_THAT = 0.7  # what the heading above a heading weighs


class Witness(StrEnum):
    """Where it was read."""

    RULE = "rule"  # a rule of the table finds the kind in the heading
    DENIED = "denied"  # a rule finds the kind in the heading, and denies it
    HINT = "hint"  # a hint of the table, where no rule finds anything
    NAME = "name"  # how the heading speaks
    TEXT = "text"  # what the text says
    AT_LENGTH = "at length"  # the same, the less the shorter it is
    ABOVE = "above"  # the heading above, with its text and all its parts
    ABOVE_RULE = "above a rule"  # the same, where a rule finds a kind in the heading itself
    PARTS = "parts"  # what stands below
    BEFORE = "before"  # the section before: which kinds come after which
    RIVALS = "rivals"  # how likely another section of the same rank is of the kind
    FIRST = "first"  # the text before the first heading is the overview
    ANNOUNCED = "announced"  # an article without headings says what is to come, or begins anew


class Place(StrEnum):
    """Where in the outline a section stands."""

    OPENING = "opening"  # below no heading
    TOP = "top"
    PART = "part"


@dataclass(slots=True)
class Evidence:
    """What speaks for the kinds of one section. A witness that is not there says nothing."""

    place: Place
    said: dict[Witness, Odds] = field(default_factory=dict)

    def of(self, witness: Witness) -> Odds:
        return self.said.get(witness, NOTHING)


# What the first impression of a section is made of, before its neighbours are looked at.
_IMPRESSION = {Witness.RULE: 3.0, Witness.DENIED: 3.0, Witness.HINT: 1.5, Witness.NAME: 0.6, Witness.TEXT: 0.7}
_OF_HEADING = tuple(witness for witness in _IMPRESSION if witness is not Witness.TEXT)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of headings, of texts, and of which kind follows which (`follows[a][b]`, shares of 1)."""

    naming: LogLinear
    wording: LogLinear
    follows: Sequence[Odds]


def evidence(drafts: Sequence[Draft], title: str, learnt: Learnt) -> list[Evidence]:
    """What speaks for the kinds of each section, in order."""
    return _Hearing(drafts, title, learnt).heard()


class _Hearing:
    """The hearing of one article's sections."""

    def __init__(self, drafts: Sequence[Draft], title: str, learnt: Learnt) -> None:
        self._drafts, self._title, self._learnt = drafts, title, learnt
        self._headings: dict[str, dict[Witness, Odds]] = {}
        self._above: dict[Path, Odds] = {}
        self._below: dict[Path, Odds] = {}
        self._parts: dict[Path, list[int]] = defaultdict(list)
        self._places: dict[Path, int] = {}
        for at, draft in enumerate(drafts):
            if draft.path[1:]:
                self._parts[draft.path[:-1]].append(at)
            self._places.setdefault(draft.path, at)
        self._found: list[Evidence] = []
        self._impressions: list[Odds] = []
        often = mean(list(learnt.follows))
        self._usual: Odds = tuple(math.log(each + _LEAST_OF_NEXT) for each in often)

    def heard(self) -> list[Evidence]:
        self._found = [self._of_itself(at, draft) for at, draft in enumerate(self._drafts)]
        self._add_announced()
        self._impressions = [_weighed(each.said, _IMPRESSION) for each in self._found]
        shares = [shares_of(each) for each in self._impressions]
        for at, (draft, each) in enumerate(zip(self._drafts, self._found, strict=True)):
            each.said[Witness.ABOVE] = self._inherited(draft.path[:-1]) if draft.path else NOTHING
            if any(each.of(Witness.RULE)):
                each.said[Witness.ABOVE_RULE] = each.said[Witness.ABOVE]
            if draft.path in self._parts:
                each.said[Witness.PARTS] = self._of_parts(draft.path, shares)
            if at:
                each.said[Witness.BEFORE] = self._after(shares[at - 1])
        self._add_rivals(shares)
        return self._found

    def _of_itself(self, at: int, draft: Draft) -> Evidence:
        place = Place.PART if draft.path[1:] else Place.TOP if draft.path else Place.OPENING
        found = Evidence(place)
        if draft.path and not draft.labelled:
            found.said |= self._of_heading(draft.path[-1])
        if draft.text:
            told = odds_of(dict(self._learnt.wording.told(wording.features(draft.text))))
            found.said[Witness.TEXT] = told
            found.said[Witness.AT_LENGTH] = scaled(told, min(1.0, len(draft.text) / _LONG))
        if at == 0 and not draft.path:
            found.said[Witness.FIRST] = only(SectionKind.OVERVIEW, 1.0)
        if draft.passage and draft.labelled:
            opening = " ".join(draft.text[:300].split(". ")[0].split()[:10])
            found.said[Witness.NAME] = scaled(self._named(opening), _OF_OPENING)
        return found

    def _of_heading(self, heading: str) -> dict[Witness, Odds]:
        if heading not in self._headings:
            said = rules.of_heading(heading, Says.HEADING)
            clear = any(weight > 0 for weight in said.values())
            hinted = {} if clear else rules.of_heading(heading, Says.HINT)
            self._headings[heading] = {
                Witness.RULE: tuple(max(0.0, said.get(kind, 0.0)) for kind in KINDS),
                Witness.DENIED: tuple(min(0.0, said.get(kind, 0.0)) for kind in KINDS),
                Witness.HINT: tuple(max(0.0, hinted.get(kind, 0.0)) for kind in KINDS),
                Witness.NAME: self._named(heading),
            }
        return self._headings[heading]

    def _named(self, heading: str) -> Odds:
        return odds_of(dict(self._learnt.naming.told(naming.features(heading))))

    def _add_announced(self) -> None:
        """Passages follow the last sentence that announced something ("here are a few tips"), unless they begin as
        another kind does."""
        announced: SectionKind | None = None
        for at, (draft, each) in enumerate(zip(self._drafts, self._found, strict=True)):
            if not draft.passage:
                continue
            announced = rules.announced(draft.text) or announced
            if opened := rules.opened(draft.text):
                each.said[Witness.ANNOUNCED] = only(opened, _OPENED)
            elif announced:
                each.said[Witness.ANNOUNCED] = only(announced, _ANNOUNCED)
            elif at == 0:
                each.said[Witness.ANNOUNCED] = only(SectionKind.OVERVIEW, _BEGUN)

    def _inherited(self, path: Path) -> Odds:
        """What the parts of a heading have from it; of a title that counts what its article lists, the same."""
        path = path[-_DEEPEST:]
        if path not in self._above:
            self._above[path] = passed_on(shares_of(self._of_chain(path))) if path else self._of_title()
        return self._above[path]

    def _of_title(self) -> Odds:
        if not rules.is_listing(self._title):
            return NOTHING
        return passed_on(shares_of(_weighed(self._of_heading(self._title), _IMPRESSION)))

    def _of_chain(self, path: Path) -> Odds:
        """A heading with its own text, its parts on average, and what is above it."""
        heading = _weighed(self._of_heading(path[-1]), _IMPRESSION)
        at = self._places.get(path)
        text = scaled(self._found[at].of(Witness.TEXT), 0.6) if at is not None else NOTHING
        parts = [self._impressions[part] for part in self._parts.get(path, ())]
        above = scaled(self._inherited(path[:-1]), _ABOVE_THAT) if path[1:] else NOTHING
        return total(heading, text, scaled(mean(parts), 0.8) if parts else NOTHING, above)

    def _of_parts(self, path: Path, shares: Sequence[Odds]) -> Odds:
        if path not in self._below:
            self._below[path] = passed_on(mean([shares[part] for part in self._parts[path]]))
        return self._below[path]

    def _after(self, before: Odds) -> Odds:
        """What the section before says of the next, beside how often each kind comes after any."""
        rows = zip(before, self._learnt.follows, strict=True)
        likely = total(*(scaled(row, share) for share, row in rows if share > _LEAST_OF_NEXT))
        pairs = zip(likely, self._usual, strict=True)
        return centred(tuple(math.log(each + _LEAST_OF_NEXT) - often for each, often in pairs))

    def _add_rivals(self, shares: Sequence[Odds]) -> None:
        """Sections of the first rank are seldom of the same kind: for each kind the most likely of the others."""
        tops = [at for at, each in enumerate(self._found) if each.place is Place.TOP and not self._drafts[at].passage]
        if len(tops) < _FEWEST_RIVALS:
            return
        best = [nlargest(2, (shares[at][kind] for at in tops)) for kind in range(len(KINDS))]
        for at in tops:
            self._found[at].said[Witness.RIVALS] = tuple(
                second if own == most else most for own, (most, second) in zip(shares[at], best, strict=True)
            )


def odds_of(shares: Mapping[SectionKind, float]) -> Odds:
    other = shares.get(SectionKind.OTHER, 1 / len(KINDS))  # to which was counted what is of a kind newer than the model
    return centred(tuple(math.log(max(shares.get(kind, other), _LEAST_SHARE)) for kind in KINDS))


def centred(odds: Odds) -> Odds:
    middle = sum(odds) / len(odds)
    return tuple(each - middle for each in odds)


def passed_on(shares: Odds) -> Odds:
    """What is inherited of shares: a part may always speak of something else."""
    return centred(tuple(math.log(share + _LEAK) for share in shares))


def only(kind: SectionKind, weight: float) -> Odds:
    return tuple(weight if each is kind else 0.0 for each in KINDS)


def total(*odds: Odds) -> Odds:
    return tuple(map(sum, zip(*odds, strict=True)))


def mean(odds: Sequence[Odds]) -> Odds:
    return scaled(total(*odds), 1 / len(odds))


def scaled(odds: Odds, by: float) -> Odds:
    return tuple(each * by for each in odds)


def shares_of(odds: Odds) -> Odds:
    most = max(odds)
    powers = [math.exp(each - most) for each in odds]
    whole = sum(powers)
    return tuple(power / whole for power in powers)


def _weighed(said: Mapping[Witness, Odds], weights: Mapping[Witness, float]) -> Odds:
    return total(NOTHING, *(scaled(said[witness], weight) for witness, weight in weights.items() if witness in said))
