"""Scores taken apart, alike for every engine: the reference looks at one section again and says what it adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from twitchsearch.backends.reference import Entry, Evaluation
from twitchsearch.model import Ranking
from twitchsearch.model.explanations import Evidence, Explanation, FieldEvidence, Role
from twitchsearch.search import ranking
from twitchsearch.search.asides import is_aside
from twitchsearch.search.limits import Deadline
from twitchsearch.search.plan import Bool, Group, Leaf, Node, Plan, Sequence, Term

_SHOWN = 4


class Explainer:
    """Explains the sections that one plan found, in an index with these statistics, where leaves have these df."""

    def __init__(
        self, planned: Plan, parameters: Ranking, statistics: ranking.Statistics, df: Callable[[Leaf], int]
    ) -> None:
        self._planned = planned
        self._ranking = parameters
        self._statistics = statistics
        self._df = df
        self._evaluation = _Evaluation(statistics, parameters, df)

    def explain(self, entry: Entry, score: float) -> Explanation:
        """Where the score of a section comes from that the root of the plan matches, or else what is relaxed."""
        root = self._planned.root
        if self._evaluation.score(root, entry) is None:
            root = self._planned.relaxed or root
        first = bool(self._planned.together) and self._evaluation.has_all(self._planned.together, entry)
        return Explanation(
            score,
            tuple(self._evidence(root, entry)),
            self._planned.wish,
            self._ranking.lift,
            ranking.kind_share(entry.section, self._planned.wish),
            self._ranking.aside if is_aside(entry.section) else 1.0,
            self._ranking.together * self._evaluation.told(self._planned.together) if first else 0.0,
        )

    def _evidence(self, node: Node, entry: Entry, role: Role = Role.ASKED) -> Iterator[Evidence]:
        """Of the leaves in the order in which they are added; those of alternatives that do not match are left out."""
        match node:
            case Bool():
                for child in (*node.must, *node.should):
                    if not isinstance(child, Bool) or self._evaluation.score(child, entry) is not None:
                        yield from self._evidence(child, entry)
                for leaf in node.bonus:
                    yield from self._evidence(leaf, entry, Role.CUE)
            case Term() | Sequence() | Group():
                yield self._of_leaf(node, entry, role)
            case _:
                return

    def _of_leaf(self, leaf: Leaf, entry: Entry, role: Role) -> Evidence:
        frequencies = self._evaluation.frequencies(leaf, entry)
        df = self._df(leaf)
        idf = ranking.idf(df, self._statistics.sections)
        saturation = ranking.weight(frequencies, entry.lengths, self._statistics, self._ranking)
        return Evidence(
            _shown(leaf),
            role,
            df,
            idf if df else 0.0,
            leaf.boost,
            saturation,
            leaf.boost * idf * saturation,
            tuple(FieldEvidence(field, found, entry.lengths[field]) for field, found in frequencies.items()),
        )


class _Evaluation(Evaluation):
    """The reference's evaluation of single sections, where how many sections have a leaf is known already."""

    def __init__(self, statistics: ranking.Statistics, parameters: Ranking, df: Callable[[Leaf], int]) -> None:
        super().__init__((), statistics, parameters, Deadline(None))
        self._known = df

    def df(self, leaf: Leaf) -> int:
        return self._known(leaf)


def _shown(leaf: Leaf) -> str:
    """A leaf as a person reads it: terms as they are indexed, stemmed."""
    match leaf:
        case Term(term):
            return term
        case Sequence(terms, _, slop):
            return f'"{" ".join(terms)}"' + (f"~{slop}" if slop else "")
        case Group(members):
            some = [_shown(member) for member, _ in members[:_SHOWN]]
            return " | ".join(some) + (f" | … ({len(members)})" if len(members) > _SHOWN else "")
