"""The table `naming.toml`: how articles word what they name, as regular expressions and sets of words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from twitchsearch.model import SectionKind
from twitchsearch.model.answers import AnswerKind, Dispute

Patterns = tuple[tuple[Dispute, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What headings say that ask, the words that name nothing, and what disputes a name in headings and sentences."""

    asking: Mapping[AnswerKind, re.Pattern[str]]
    general: frozenset[str]
    lacking: frozenset[str]
    filling: frozenset[str]
    disputing_headings: Patterns
    disputing_sentences: Mapping[AnswerKind, Patterns]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The table, read once."""
    table = tomllib.loads((resources.files(__package__) / "naming.toml").read_text("utf-8"))
    kinds: tuple[AnswerKind, ...] = (SectionKind.CAUSES, SectionKind.REMEDIES)
    return Wording(
        asking={kind: _pattern(table["asking"][kind]) for kind in kinds},
        general=frozenset(table["general"]["words"].split()),
        lacking=frozenset(table["sameness"]["lacking"].split()),
        filling=frozenset(table["sameness"]["filling"].split()),
        disputing_headings=_disputes(table["disputes"]["headings"]),
        disputing_sentences={kind: _disputes(table["disputes"][kind]) for kind in kinds},
    )


def _disputes(table: Mapping[str, Any]) -> Patterns:
    return tuple((Dispute(name), _pattern(phrases)) for name, phrases in table.items())


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression for all of them; each finds whole words only."""
    expressions = (rf"\A\W*(?:{each[1:]})" if each.startswith("^") else rf"(?<!\w)(?:{each})" for each in phrases)
    return re.compile(rf"(?:{'|'.join(expressions)})(?!\w)", re.IGNORECASE)
