"""What an engine is asked to evaluate: a query after analysis, vocabulary and limits, over index terms.

A backend needs to know nothing of the language: `search.planner` makes a `Plan` from a `SearchRequest`, and a backend
evaluates it over its postings. `search.ranking` has the formula; here is what is counted.

Leaves match a section in the fields they name, and score. For a leaf and a section:

    tf_f     occurrences in field f: of the term; of the phrase (start positions at which it matches); for a `Group`
             the sum over its members of weight x tf_f
    df       live sections in which the leaf occurs in any of its fields; for a `Group` the largest df of its members
    score    boost x idf(df) x saturation(sum over fields of weight_f x tf_f / length normalisation of f)

A `Group` stands for one word of the query and several terms of the index (synonyms, prefix, edits).

A `Bool` matches a section when every one of `must` does, at least `minimum` of `should` do, those of `should` that do
tell at least `share` of what all of `should` tell, and none of `must_not` does. With `must` empty and `minimum` 0 it
matches what any of `should` matches, or, where `should` is empty too, every section. What a leaf tells is boost x
idf(df), or nothing where it occurs nowhere (df 0); what is no leaf tells nothing. Filters match and score 0. So
`Bool(minimum=1)` matches nothing (`NOTHING`): the plan of a query without a single token.

The score of a `Bool` is the sum of the scores of all of `must`, `should` and `bonus` that match, in this order.

The score of a section is that of the root, times what its kind is worth to who asks (`ranking.standing`). To a
section that all leaves of `together` match, `ranking.together` times what they tell is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from twitchsearch.model import (
    DateRange,
    Everything,
    Expansion,
    KindIs,
    SectionKind,
    SiteIs,
    TextField,
)

ALL_FIELDS = (TextField.TITLE, TextField.HEADING, TextField.TEXT)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the index, in these fields."""

    term: str
    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Terms at given distances in one field: `terms[i]` stands `offsets[i]` positions after the first (offsets[0] = 0).

    With `slop` n the terms stand in this order, each after the one before, and the last at most n positions farther
    from the first than `offsets[-1]`; one match per position of the first term at which that can be met.
    """

    terms: tuple[str, ...]
    offsets: tuple[int, ...]
    slop: int = 0
    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Members that count as one term; each with the weight of its occurrences. All members name the same fields."""

    members: tuple[tuple[Term | Sequence, float], ...]
    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Bool:
    """`bonus` changes what a section scores, never whether it matches."""

    must: tuple[Node, ...] = ()
    should: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()
    minimum: int = 0
    share: float = 0.0
    bonus: tuple[Term | Sequence, ...] = ()


NOTHING = Bool(minimum=1)

Leaf = Term | Sequence | Group
Filter = KindIs | SiteIs | DateRange | Everything
Node: TypeAlias = "Leaf | Bool | Filter"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Words of the query that stand at `start` in its text, as typed, each with its own leaf, and the leaf that they
    became together."""

    start: int
    leaf: Leaf
    words: tuple[tuple[str, Leaf], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate: `root`, and where that matches nothing, `relaxed`.

    `highlights` are the leaves whose occurrences are marked in snippets: those that can have made a section match.
    `wish` are the kinds that are looked for, one as good as the other; it lifts sections of them and leaves none out.
    What has all of `together` comes before what has not; where nothing has, the answer says that it is relaxed.
    `asked` are the words that were looked for in every field, to tell which of them nothing has (`search.absence`).
    A plan that is not `relaxable` finds nothing rather than something else.
    """

    root: Node
    highlights: tuple[Leaf, ...]
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    wish: tuple[SectionKind, ...] = ()
    together: tuple[Leaf, ...] = ()
    asked: tuple[AskedFor, ...] = ()
    relaxable: bool = True

    @property
    def relaxed(self) -> Node | None:
        """The root where any plain word is enough, however little it tells; None where it asks for nothing else.

        Made each time it is asked for: most requests find something without it.
        """
        relaxed = _by_any_word(self.root) if self.relaxable else self.root
        return None if relaxed == self.root else relaxed


def _by_any_word(node: Node) -> Node:
    """The same without shares. What is under a minus has none: there every word counts."""
    if not isinstance(node, Bool):
        return node
    must, should = tuple(map(_by_any_word, node.must)), tuple(map(_by_any_word, node.should))
    return replace(node, must=must, should=should, share=0.0)


class TermDictionary(Protocol):
    """The words of one generation of the index, over all its fields: what unfinished and misspelt words stand for."""

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Folded words (`Analyser.fold`, not stemmed) that begin with `prefix`, in order of their code points.

        Each with the sum, over its spellings (`search.analysis.section_spellings`), of the live sections that have
        that spelling. Words are what is expanded, not terms, since a stem need not begin as its words do.
        """
