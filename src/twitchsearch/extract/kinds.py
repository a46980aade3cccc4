"""What kind each section is, by the rules of `kinds.toml`: from headings first, then from what the text says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from twitchsearch.extract.outline import Draft
from twitchsearch.extract.phrases import folded, pattern
from twitchsearch.extract.wording import Wording, wording
from twitchsearch.model import KindSource, SectionKind

_Pattern = re.Pattern[str] | None
_STRONG, _HINT = 1.0, 0.4
_CLEAR = 2.0  # cues that running text needs before its kind is believed
_SURE, _WORTH_KEEPING = 0.65, 0.05  # see docs/adr/0006-kinds-from-text.md
_LEAD_OF_TEXT = 1_200
_LISTING = re.compile(r"(?:the )?(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve) ")
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]{1,5}[.)])\s+(?=\S)")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: SectionKind
    heading: _Pattern
    hint: _Pattern
    turn: _Pattern
    opening: _Pattern
    text: _Pattern
    veto: _Pattern


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a section, where it was read, and how much speaks for which kind (best first, in (0, 1])."""

    kind: SectionKind
    source: KindSource
    weights: tuple[tuple[SectionKind, float], ...] = ()


_UNSURE = Verdict(SectionKind.OTHER, KindSource.NONE)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads((resources.files(__package__) / "kinds.toml").read_text("utf-8"))
    return tuple(
        _Rule(
            SectionKind(name),
            *(pattern(each.get(key, ())) for key in ("heading", "hint", "turn", "opening", "text", "not")),
        )
        for name, each in table.items()
    )


def kinds(drafts: Sequence[Draft], title: str = "") -> list[Verdict]:
    """A verdict for each section, in order.

    What its own heading says counts first, then the nearest heading above that says something, then hints in
    headings, then what the text clearly says. Sections cut from an article without headings follow the last sentence
    that announced something ("here are a few tips"), unless they begin as another kind does. The text before the first
    heading is the overview. What stays unsure is `OTHER`.
    """
    verdicts: list[Verdict] = []
    announced: SectionKind | None = None
    for at, draft in enumerate(drafts):
        if draft.passage:
            turned = _announced(draft.text)
            verdicts.append(_of_passage(draft, turned or announced, first=at == 0))
            announced = turned or announced
        else:
            verdicts.append(_of_section(draft, first=at == 0))
    return _as_the_title_says(drafts, verdicts, title) if _LISTING.match(folded(title)) else verdicts


def _as_the_title_says(drafts: Sequence[Draft], verdicts: list[Verdict], title: str) -> list[Verdict]:
    """The verdicts, with what the title of a listing ("Ten ways to …") says for the sections that say nothing."""
    if not (weights := _heading_weights(title, _STRONG)):
        return verdicts
    listed = _verdict(weights, KindSource.INHERITED)
    silent = (KindSource.NONE, KindSource.TEXT)
    return [
        listed if draft.path and told.source in silent else told for draft, told in zip(drafts, verdicts, strict=True)
    ]


def _of_section(draft: Draft, *, first: bool) -> Verdict:
    for depth, heading in enumerate(reversed(draft.path)):
        if weights := _heading_weights(heading, _STRONG):
            return _verdict(weights, KindSource.HEADING if depth == 0 else KindSource.INHERITED)
    for depth, heading in enumerate(reversed(draft.path)):
        if weights := _heading_weights(heading, _HINT):
            return _verdict(weights, KindSource.HEADING if depth == 0 else KindSource.INHERITED)
    if first and not draft.path:
        return _verdict({SectionKind.OVERVIEW: _STRONG}, KindSource.TEXT)
    return _by_text(draft.text)


def _of_passage(draft: Draft, announced: SectionKind | None, *, first: bool) -> Verdict:
    if opened := _opened(draft.text):
        return _verdict({opened: _STRONG}, KindSource.TEXT)
    if announced:
        return _verdict({announced: _STRONG}, KindSource.TEXT)
    return _verdict({SectionKind.OVERVIEW: _STRONG}, KindSource.TEXT) if first else _by_text(draft.text)


@lru_cache(maxsize=4096)
def _heading_weights(heading: str, weight: float) -> dict[SectionKind, float]:
    """The kinds a heading speaks of; where it names several, the first one named weighs most."""
    words = folded(_NUMBER.sub("", heading))
    found: list[tuple[int, SectionKind]] = []
    for rule in _rules():
        wanted = rule.heading if weight == _STRONG else rule.hint
        if wanted and (match := wanted.search(words)) and not (rule.veto and rule.veto.search(words)):
            found.append((match.start(), rule.kind))
    found.sort(key=lambda each: each[0])
    return {kind: weight * 0.8**place for place, (_, kind) in enumerate(found)}


def _sentences(text: str) -> list[str]:
    return [words for sentence in _SENTENCE.split(text[:_LEAD_OF_TEXT]) if (words := folded(sentence))]


def _announced(text: str) -> SectionKind | None:
    """What a turning sentence near the end of the text says is to come."""
    for words in reversed(_sentences(text)[-2:]):
        for rule in _rules():
            if rule.turn and rule.turn.search(words) and not (rule.veto and rule.veto.search(words)):
                return rule.kind
    return None


def _opened(text: str) -> SectionKind | None:
    """The kind that the first two sentences begin as."""
    for words in _sentences(text)[:2]:
        for rule in _rules():
            if rule.opening and rule.opening.search(words):
                return rule.kind
    return None


def _by_text(text: str) -> Verdict:
    scores: dict[SectionKind, float] = {}
    for place, words in enumerate(_sentences(text)):
        for rule in _rules():
            if rule.text and rule.text.search(words) and not (rule.veto and rule.veto.search(words)):
                scores[rule.kind] = scores.get(rule.kind, 0.0) + (1.5 if place == 0 else 1.0)
    ranked = sorted(scores.items(), key=lambda each: -each[1])
    if ranked[:1] and ranked[0][0] is SectionKind.WARNING and ranked[0][1] >= _CLEAR:
        total = sum(scores.values())
        return Verdict(
            SectionKind.WARNING, KindSource.TEXT, tuple((kind, round(score / total, 3)) for kind, score in ranked)
        )
    return of_wording(text, wording())


def of_wording(text: str, model: Wording) -> Verdict:
    """What the words of a text say; unsure where the most probable kind is not probable enough."""
    told = [(kind, round(share, 3)) for kind, share in model.told(text) if share >= _WORTH_KEEPING]
    kind, share = told[0]
    if kind is SectionKind.OTHER or share < _SURE:
        return Verdict(SectionKind.OTHER, KindSource.NONE, tuple(told))
    return Verdict(kind, KindSource.TEXT, tuple(told))


def _verdict(weights: dict[SectionKind, float], source: KindSource) -> Verdict:
    ranked = sorted(weights.items(), key=lambda each: -each[1])
    return Verdict(ranked[0][0], source, tuple((kind, round(weight, 3)) for kind, weight in ranked))
