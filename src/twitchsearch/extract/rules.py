"""The rules of `kinds.toml`: which kinds a heading speaks of, what a sentence announces or begins as."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from twitchsearch.extract.phrases import folded, pattern
from twitchsearch.model import SectionKind

_Pattern = re.Pattern[str] | None
_LEAD_OF_TEXT = 1_200
_WHOLE = 2.0
_LATER = 0.7  # what a kind named later in a heading weighs beside the one before it
_LISTING = re.compile(r"(?:the )?(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve) ")
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]{1,5}[.)])\s+(?=\S)")
_ASKS = re.compile(
    r"(?:(?:so|now|but|and|then),? )*(?:what|why|how|when|who|where|which|is|are|do|does|can|will|should)\b.*\?",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"(?:(?:so,? )?now|next|on|back|let[’']s|let us|here[’']s|here are|turning|finally|as for|that brings)\b",
    re.IGNORECASE,
)
_MOST_WORDS_OF_TURN = 12
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")


class Says(StrEnum):
    """How clearly: a phrase that says it wherever it stands, or one that only hints at it."""

    HEADING = "heading"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: SectionKind
    heading: _Pattern
    hint: _Pattern
    turn: _Pattern
    opening: _Pattern
    veto: _Pattern

    def denies(self, words: str) -> bool:
        return bool(self.veto and self.veto.search(words))


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads((resources.files(__package__) / "kinds.toml").read_text("utf-8"))
    return tuple(
        _Rule(
            SectionKind(name),
            *(pattern(each.get(key, ())) for key in ("heading", "hint", "turn", "opening", "not")),
        )
        for name, each in table.items()
    )


@lru_cache(maxsize=4096)
def of_heading(heading: str, says: Says) -> dict[SectionKind, float]:
    """The kinds a heading speaks of; where it names several, the first one named weighs most (1.0). A kind that it
    names and denies ("not a cause") weighs -1.0; one that is all it says ("Causes") weighs double."""
    words = folded(_NUMBER.sub("", heading))
    found: list[tuple[int, SectionKind]] = []
    denied: dict[SectionKind, float] = {}
    for rule in _rules():
        wanted = rule.heading if says is Says.HEADING else rule.hint
        if not wanted or not (match := wanted.search(words)):
            continue
        if rule.denies(words):
            denied[rule.kind] = -1.0
        else:
            found.append((match.start(), rule.kind))
            if wanted.fullmatch(words):
                return {rule.kind: _WHOLE}
    found.sort(key=lambda each: each[0])
    return {kind: _LATER**place for place, (_, kind) in enumerate(found)} | denied


def is_listing(title: str) -> bool:
    """Whether a title counts what its article lists ("Ten ways to …")."""
    return bool(_LISTING.match(folded(title)))


def announced(text: str) -> SectionKind | None:
    """What a turning sentence near the end of the text says is to come."""
    for words in reversed(_sentences(text)[-2:]):
        for rule in _rules():
            if rule.turn and rule.turn.search(words) and not rule.denies(words):
                return rule.kind
    return None


def opened(text: str) -> SectionKind | None:
    """The kind that the first two sentences begin as."""
    for words in _sentences(text)[:2]:
        for rule in _rules():
            if rule.opening and rule.opening.search(words):
                return rule.kind
    return None


def turned_to(text: str) -> SectionKind | None:
    """The kind that a text names in a short first sentence that asks, or says that another subject begins."""
    sentence = _SENTENCE.split(text.strip()[:_LEAD_OF_TEXT], maxsplit=1)[0]
    if len(sentence.split()) > _MOST_WORDS_OF_TURN or not (_ASKS.match(sentence) or _TURNS.match(sentence)):
        return None
    named = {kind: weight for kind, weight in of_heading(sentence, Says.HEADING).items() if weight > 0}
    return max(named, key=lambda kind: named[kind]) if named else None


def _sentences(text: str) -> list[str]:
    return [words for sentence in _SENTENCE.split(text[:_LEAD_OF_TEXT]) if (words := folded(sentence))]
