"""When two names mean the same: by the words that matter, whatever their form and order, and what is lacking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from twitchsearch.search.analysis import Analyser
from twitchsearch.search.wording import wording

_PARTS = re.compile(r"\s*(?:,|/|&|;|\band/or\b|\band\b|\bor\b|\bplus\b)\s*", re.IGNORECASE)


class Meaning(NamedTuple):
    """What a name is about; equal for names that mean the same."""

    lacking: bool
    terms: frozenset[str]


class Sameness:
    """Tells what names mean, for one question: its own words say nothing in a name, where others do."""

    def __init__(self, analyser: Analyser, topic: frozenset[str]) -> None:
        self._analyser = analyser
        self._topic = topic

    def of(self, name: str) -> Meaning:
        words = self._analyser.words(name)
        known = wording()
        lacking = not known.lacking.isdisjoint(words)
        kept = [word for word in words if word not in known.filling and word not in known.lacking]
        terms = frozenset(map(self._analyser.stem, kept or words))
        return Meaning(lacking and bool(kept), (terms - self._topic) or terms)

    def parts(self, name: str) -> tuple[Meaning, ...]:
        """What the parts of "stress and anxiety" mean; () for a name that has none."""
        parts = [part for part in _PARTS.split(name) if part.strip()]
        meanings = tuple(dict.fromkeys(map(self.of, parts)))
        if len(meanings) < 2:
            return ()
        lacking = self.of(name).lacking and meanings[0].lacking  # "lack of magnesium or calcium" lacks both
        return tuple(Meaning(each.lacking or lacking, each.terms) for each in meanings)


def rows_of(names: Mapping[str, Iterable[str]], sameness: Sameness) -> dict[str, tuple[Meaning, ...]]:
    """For each name the rows it counts for. `names` have the articles that use them.

    A name of several parts counts for the parts that are named alone somewhere, or in another company by another
    article; where there are none it is a row of its own.
    """
    parts = {name: sameness.parts(name) for name in names}
    alone = {sameness.of(name) for name, found in parts.items() if not found}
    users: Counter[Meaning] = Counter()
    for name, found in parts.items():
        for part in found:
            users[part] += len(set(names[name]))
    companies: Counter[Meaning] = Counter()
    for whole in {frozenset(found) for found in parts.values() if found}:
        companies.update(whole)
    known = alone | {part for part, count in companies.items() if count > 1 and users[part] > 1}
    return {
        name: tuple(part for part in found if part in known) or (sameness.of(name),) for name, found in parts.items()
    }
