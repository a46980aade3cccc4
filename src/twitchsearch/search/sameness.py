"""When two names mean the same: by the words that matter, whatever their form and order, and what is lacking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from twitchsearch.model import SectionKind
from twitchsearch.model.answers import AnswerKind
from twitchsearch.model.requests import Vocabulary
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.naming import parts_of
from twitchsearch.search.vocabulary import EQUAL, LONGEST
from twitchsearch.search.wording import wording

_FOR_A_WHILE = re.compile(
    r"\s+(?:for|every|within) (?:at least |about |up to )?(?:an?|a few|some|several|\d+|one|two|three|five|ten|fifteen"
    r"|twenty|thirty|long)?(?: to \w+)?"
    r" ?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|times?|periods?|while)\b.*$",
    re.IGNORECASE,
)

Terms = tuple[str, ...]


class Meaning(NamedTuple):
    """What a name is about; equal for names that mean the same."""

    lacking: bool
    terms: frozenset[str]


@lru_cache(maxsize=4)
def groups_of(analyser: Analyser) -> Mapping[Terms, tuple[Terms, ...]]:
    """The groups of `naming.toml` in the terms of an analyser: for each member all of its group, in their order."""
    groups = (tuple(tuple(analyser.terms(each)) for each in group) for group in wording().groups)
    return {each: group for group in groups for each in group}


class Sameness:
    """Tells what names mean in the answers to one question.

    The question's own words say nothing in a name, where others do. Words that mean the same by the groups of
    `naming.toml` are one; what else the vocabulary takes for equal is said by `others`.
    """

    def __init__(self, analyser: Analyser, kind: AnswerKind, topic: frozenset[str], vocabulary: Vocabulary) -> None:
        self._analyser = analyser
        self._topic = topic
        self._lacks = kind is SectionKind.CAUSES  # "enough sleep" is no other remedy than "sleep"
        self._empty = wording().filling[kind] | wording().lacking
        self._vocabulary = vocabulary
        self._groups = {each: group[0] for each, group in groups_of(analyser).items()}

    def of(self, name: str) -> Meaning:
        return self._meaning(self._analyser.words(_FOR_A_WHILE.sub("", name)))

    def others(self, name: str) -> Iterator[Meaning]:
        """What else a name may mean: as its equals in the vocabulary do, whole or in one part, or written as one."""
        words = self._analyser.words(_FOR_A_WHILE.sub("", name))
        kept = self._kept(words)
        for sequence in (words, kept):
            for start in range(len(sequence)):
                for end in range(start + 1, min(len(sequence), start + LONGEST) + 1):
                    for equal in self._equals(sequence[start:end]):
                        yield self._meaning([*sequence[:start], *equal, *sequence[end:]])
        if len(words) == 2:
            yield self._meaning(["".join(words)])

    def _meaning(self, words: list[str]) -> Meaning:
        kept = self._kept(words)
        lacking = self._lacks and len(kept) < len(words) and not wording().lacking.isdisjoint(words)
        terms: list[str] = []
        at = 0
        while at < len(kept):
            run, same = self._same(kept, at)
            terms += same
            at += run
        found = frozenset(terms)
        return Meaning(lacking, (found - self._topic) or found)

    def _kept(self, words: list[str]) -> list[str]:
        """The words that say something; all of them where none does."""
        return [each for each in words if each not in self._empty] or words

    def _same(self, words: list[str], at: int) -> tuple[int, Terms]:
        """How many words from here on are one of a group, and its first; else one word and its term."""
        stems = tuple(map(self._analyser.stem, words[at : at + LONGEST]))
        for run in range(len(stems), 0, -1):
            if stems[:run] in self._groups:
                return run, self._groups[stems[:run]]
        return 1, stems[:1]

    def _equals(self, words: list[str]) -> Iterator[list[str]]:
        for each in self._vocabulary.get(tuple(map(self._analyser.stem, words)), ()):
            if each.weight >= EQUAL:
                yield self._analyser.words(each.text)


def rows_of(names: Mapping[str, Iterable[str]], sameness: Sameness) -> dict[str, tuple[tuple[Meaning, str], ...]]:
    """For each name the rows it counts for, with what of it names the row. `names` have the articles that use them.

    A name of several parts counts for the parts that are named alone somewhere, or in another company by another
    article; where there are none it is a row of its own. A name with one word more than another of two words or more
    is a kind of it and in its row.
    """
    parts = {name: parts_of(name) for name in names}
    meant = _unified([*names, *chain.from_iterable(parts.values())], sameness)
    alone = {meant[name] for name, found in parts.items() if not found}
    shared = {
        name: _lacking_alike(meant[name], [(meant[part], part) for part in found]) for name, found in parts.items()
    }
    known = alone | _in_several_companies(names, {name: tuple(found) for name, found in shared.items()})
    rows = {
        name: {meaning: part for meaning, part in found.items() if meaning in known} or {meant[name]: name}
        for name, found in shared.items()
    }
    wider = _wider({meaning for found in rows.values() for meaning in found})
    return {
        name: tuple({wider.get(meaning, meaning): part for meaning, part in found.items()}.items())
        for name, found in rows.items()
    }


def _unified(names: Iterable[str], sameness: Sameness) -> dict[str, Meaning]:
    """What each name means; names whose other meanings meet are given the same one."""
    own = {name: sameness.of(name) for name in names}
    there = set(own.values())
    leader = {each: each for each in there}

    def first(meaning: Meaning) -> Meaning:
        while leader[meaning] != meaning:
            meaning = leader[meaning]
        return meaning

    for name, meaning in own.items():
        for other in sameness.others(name):
            if other in there:
                one, two = sorted((first(meaning), first(other)), key=_order)
                leader[two] = one
    return {name: first(meaning) for name, meaning in own.items()}


def _lacking_alike(whole: Meaning, parts: list[tuple[Meaning, str]]) -> dict[Meaning, str]:
    """The parts of a name by what they mean; "lack of magnesium or calcium" lacks both."""
    lacking = bool(parts) and whole.lacking and parts[0][0].lacking
    return {Meaning(meaning.lacking or lacking, meaning.terms): part for meaning, part in parts}


def _in_several_companies(
    names: Mapping[str, Iterable[str]], shared: Mapping[str, tuple[Meaning, ...]]
) -> set[Meaning]:
    users: dict[Meaning, set[str]] = {}
    for name, found in shared.items():
        for part in found:
            users.setdefault(part, set()).update(names[name])
    companies = Counter(chain.from_iterable({frozenset(found) for found in shared.values() if found}))
    return {part for part, count in companies.items() if count > 1 and len(users[part]) > 1}


def _wider(meanings: set[Meaning]) -> dict[Meaning, Meaning]:
    """For meanings that have one term more than another of two or more: that other, the smallest of several."""
    found = {}
    for each in meanings:
        fewer = (Meaning(each.lacking, each.terms - {term}) for term in each.terms) if len(each.terms) > 2 else ()
        if wider := sorted((one for one in fewer if one in meanings), key=_order):
            found[each] = wider[0]
    return found


def _order(meaning: Meaning) -> tuple[bool, int, list[str]]:
    return meaning.lacking, len(meaning.terms), sorted(meaning.terms)
