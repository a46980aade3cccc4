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
KINDS: tuple[AnswerKind, ...] = (SectionKind.CAUSES, SectionKind.REMEDIES)

_OFTEN = (
    r"(?:(?:often|also|sometimes|usually|mostly|commonly|typically|all|both|in turn|then|each|either|most often) ){0,3}"
)
_SAID = "(?:known|thought|said|believed|likely|suspected)"
_SMALL = {
    "{often}": _OFTEN,
    "{may}": rf"{_OFTEN}(?:(?:can|could|may|might|will|tends? to|(?:are|is) {_SAID} to) )?{_OFTEN}",
    "{of}": r"(?: (?:of|for|behind|in) [\w' -]{2,50}?)?",
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How sentences name things; each pattern has the group `names`."""

    then: re.Pattern[str]
    before: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """How the parts of a sentence that enumerates are worded; `doing` has the group `name`."""

    end: re.Pattern[str]
    lead: re.Pattern[str]
    none: re.Pattern[str]
    doubts: re.Pattern[str]
    doing: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What headings say that ask, which words name nothing, which names mean the same, what disputes a name, and how
    sentences name things; `denying` finds something in every sentence in which one of `denials` does."""

    asking: Mapping[AnswerKind, re.Pattern[str]]
    itself: frozenset[str]
    no_name: re.Pattern[str]
    sums_up: re.Pattern[str]
    apart: re.Pattern[str]
    cautions: re.Pattern[str]
    heads: Mapping[AnswerKind, re.Pattern[str]]
    how_to: re.Pattern[str]
    classes: re.Pattern[str]
    general: frozenset[str]
    qualities: frozenset[str]
    anywhere: frozenset[str]
    places: frozenset[str]
    lacking: frozenset[str]
    filling: Mapping[AnswerKind, frozenset[str]]
    groups: tuple[tuple[str, ...], ...]
    disputing_headings: Patterns
    disputing_sentences: Mapping[AnswerKind, Patterns]
    sentences: Mapping[AnswerKind, Naming]
    plain: Mapping[AnswerKind, Naming]
    verbs: Mapping[AnswerKind, str]
    denials: Mapping[AnswerKind, Patterns]
    denying: Mapping[AnswerKind, re.Pattern[str]]
    outright: Mapping[AnswerKind, re.Pattern[str]]
    parts: Parts


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The table, read once."""
    table = tomllib.loads((resources.files(__package__) / "naming.toml").read_text("utf-8"))
    return Wording(
        asking={kind: _pattern(table["asking"][kind]) for kind in KINDS},
        itself=frozenset(table["asking"]["itself"].split()),
        no_name=_pattern(table["headings"]["no_name"]),
        sums_up=_pattern(table["headings"]["sums_up"]),
        apart=_pattern(table["headings"]["apart"]),
        cautions=_pattern(table["headings"]["cautions"]),
        heads={kind: _compiled(_any(table["heads"][kind])) for kind in KINDS},
        how_to=_how_to(table["headings"]["how_to"]),
        classes=_pattern(table["headings"]["classes"]),
        general=frozenset(table["general"]["words"].split()),
        qualities=frozenset(table["general"]["qualities"].split()),
        anywhere=frozenset(table["places"]["anywhere"].split()),
        places=frozenset(table["places"]["words"].split()),
        lacking=frozenset(table["sameness"]["lacking"].split()),
        filling=_filling(table["sameness"]),
        groups=tuple(tuple(group) for group in table["sameness"]["groups"]),
        disputing_headings=_disputes(table["disputes"]["headings"]),
        disputing_sentences={kind: _disputes(table["disputes"][kind]) for kind in KINDS},
        sentences={kind: _naming(table["sentences"][kind]) for kind in KINDS},
        plain={kind: _naming(table["plain"][kind]) for kind in KINDS},
        verbs={kind: _any(table["sentences"][kind]["verbs"]) for kind in KINDS},
        denials={kind: _denials(table["denials"][kind]) for kind in KINDS},
        denying={kind: _denying(table["denials"][kind]) for kind in KINDS},
        outright={kind: _pattern(table["outright"][kind]) for kind in KINDS},
        parts=_parts(table["parts"]),
    )


def _how_to(verbs: str) -> re.Pattern[str]:
    """A heading that tells how to do something which is a remedy itself, its name in `name`."""
    return _compiled(rf"^\W*(?:\d+[.)])?\s*how to (?!(?:{'|'.join(verbs.split())})\w*\b)(?P<name>.+?)\??$")


def _filling(table: Mapping[str, Any]) -> dict[AnswerKind, frozenset[str]]:
    general = frozenset(table["filling"].split())
    return {SectionKind.CAUSES: general, SectionKind.REMEDIES: general | frozenset(table["remedies"].split())}


def _disputes(table: Mapping[str, Any]) -> Patterns:
    return tuple((Dispute(name), _pattern(phrases)) for name, phrases in table.items())


def _naming(table: Mapping[str, Any]) -> Naming:
    then, before = (_any(table[name]) for name in ("then", "before"))
    seldom = (
        r"(?:(?:seldom|rarely|sometimes|occasionally|less often|more often|in (?:some|rare) (?:people|cases)),? "
        r"|(?:and|but|also|usually|finally|however|indeed|surprisingly|rarer still|just as often|more rarely|a:),? "
        r"|(?:among|if|when|where|in|for|during|after|at|on|besides|apart from|as well as|like|with) [^,;:]{2,60}, )?"
    )
    return Naming(
        then=_compiled(rf"(?<!\w){then}\s+(?P<names>.+)"),
        before=_compiled(rf"^\W*{seldom}(?P<names>[^;:]+?) {_SMALL['{may}']}{before}(?!\w)"),
    )


def _denials(table: Mapping[str, Any]) -> Patterns:
    """The ways to deny, each on its own: those that begin with what they name begin where a clause does."""
    return tuple((Dispute(name), _denial(phrase)) for name, phrases in table.items() for phrase in phrases)


def _denying(table: Mapping[str, Any]) -> re.Pattern[str]:
    """What a sentence must have for any of them to be found: the longest part of each beside what it names. Most have
    nothing of it, which one search tells."""
    return _compiled(
        "|".join(max(phrase.split("{names}"), key=len) for phrases in table.values() for phrase in phrases)
    )


def _denial(phrase: str) -> re.Pattern[str]:
    begins = _CLAUSE_BEGINS if phrase.startswith("{names}") else r"(?<!\w)"
    aside = r"(?:,[^,;:.]{3,60},)?" if phrase.startswith("{names}") else ""
    return _compiled(begins + phrase.replace("{names}", rf"(?P<names>[^,;:.]{{2,80}}?){aside}") + r"(?!\w)")


_CLAUSE_BEGINS = (
    r"(?:^\W*(?:(?:contrary to|despite|unlike|sadly|unfortunately|in fact|for (?:most|all))\b[^,;:.]{0,60},\s+)?"
    r"|[;:]\s+|,\s+(?:so|but|and|yet|because|since)\s+)"
)


def _parts(table: Mapping[str, Any]) -> Parts:
    until = r"if|when|until|so that|and (?:then|see|do|try)|for|because|while|before|after|as|that|which|where"
    until += r"|to (?!the\b|your\b|an?\b|\d)"
    verb = "|".join(table["doing"].split())
    no_verb = "|".join((*table["doing"].split(), *table["telling_else"].split()))
    noun = r"means?|is|are|can|may|helps?|and|or|alone|often|does|has"
    return Parts(
        end=_compiled(rf"\s+{_any(table['end'])}(?!\w).*$"),
        lead=_compiled(rf"^(?:{_any(table['lead'])} )+"),
        none=_compiled(rf"^{_any(table['none'])}(?!\w)|(?<!\w){_any(table['within'])}(?!\w)"),
        doubts=_compiled(rf"(?<!\w){_any(table['doubts'])}(?!\w)|n['’]t\b"),
        doing=_compiled(
            rf"^\s*(?P<name>(?:(?:{verb})\b(?! (?:{noun})\b)"
            rf"|(?!(?:{no_verb}|\w+ly|\w+[^s]s)\b)\w{{2,}} (?:{_DETERMINERS})\b)"
            rf"[^,;:()]{{2,60}}?)(?=[,;:(]|\s+(?:{until})\b|\s*$)"
        ),
    )


_DETERMINERS = "the|your|an?|all|both|some|any|every|each|plenty|it(?: up| off| out| down)?"
"""What stands behind a verb that tells to do something, whatever verb it is."""


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression for all of them; each finds whole words only."""
    expressions = (rf"\A\W*(?:{each[1:]})" if each.startswith("^") else rf"(?<!\w)(?:{each})" for each in phrases)
    return _compiled(rf"(?:{'|'.join(expressions)})(?!\w)")


def _any(phrases: Iterable[str]) -> str:
    """An expression for any of them, small words put in."""
    joined = "|".join(phrases)
    for name, meant in _SMALL.items():
        joined = joined.replace(name, meant)
    return f"(?:{joined})"


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
