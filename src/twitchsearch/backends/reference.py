"""The reference evaluation of a plan: section by section, node by node. It defines the score (see `search.ranking`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many

from twitchsearch.model import ArticleFacts, DateRange, Everything, KindIs, Ranking, Section, SiteIs, TextField
from twitchsearch.search import ranking
from twitchsearch.search.analysis import Analyser, section_spellings, section_tokens
from twitchsearch.search.hits import article_date, is_of_site, is_within
from twitchsearch.search.limits import Deadline
from twitchsearch.search.phrases import chains
from twitchsearch.search.plan import Bool, Group, Leaf, Node, Plan, Sequence, Term

Positions = Mapping[TextField, Mapping[str, list[int]]]


class Entry:
    """One section as it is indexed: the positions of each term, and the length, of each field."""

    def __init__(self, analyser: Analyser, facts: ArticleFacts, section: Section) -> None:
        self.facts = facts
        self.section = section
        self.tokens = section_tokens(analyser, facts, section)
        self.spellings = section_spellings(analyser, facts, section)
        fields = dict(zip(TextField, self.tokens, strict=True))
        self.lengths = {field: len(tokens) for field, tokens in fields.items()}
        self.positions: dict[TextField, dict[str, list[int]]] = {field: {} for field in TextField}
        for field, tokens in fields.items():
            for token in tokens:
                self.positions[field].setdefault(token.term, []).append(token.position)


def statistics(entries: Many[Entry]) -> ranking.Statistics:
    """The number of sections, and the average length of each of their fields."""
    totals = {field: sum(entry.lengths[field] for entry in entries) for field in TextField}
    return ranking.Statistics(len(entries), {field: total / max(1, len(entries)) for field, total in totals.items()})


class Evaluation:
    """One search over these sections, with their statistics."""

    def __init__(
        self, entries: Many[Entry], statistics: ranking.Statistics, parameters: Ranking, deadline: Deadline
    ) -> None:
        self._entries = entries
        self._statistics = statistics
        self._ranking = parameters
        self._deadline = deadline
        self._dfs: dict[Leaf, int] = {}
        self.timed_out = False

    def scores(self, node: Node) -> list[tuple[Entry, float]]:
        """The sections that match, with their scores; those looked at before the deadline."""
        found = []
        for entry in self._entries:
            if self._deadline.passed():
                self.timed_out = True
                break
            score = self.score(node, entry)
            if score is not None:
                found.append((entry, score))
        return found

    def final_score(self, planned: Plan, entry: Entry, score: float) -> float:
        """The score of a section with what its kind and all that belongs together add to it."""
        score *= ranking.standing(entry.section, planned.wish, self._ranking)
        if not planned.together or not self.has_all(planned.together, entry):
            return score
        return score + self._ranking.together * self.told(planned.together)

    def has_all(self, leaves: Iterable[Leaf], entry: Entry) -> bool:
        """Whether all of these match a section."""
        return all(self.score(leaf, entry) is not None for leaf in leaves)

    def score(self, node: Node, entry: Entry) -> float | None:
        """The score of a section, None where it does not match."""
        match node:
            case Bool():
                return self._bool_score(node, entry)
            case Term() | Sequence() | Group():
                return self._leaf_score(node, entry)
            case KindIs(kind):
                matches = entry.section.kind is kind
            case SiteIs(site):
                matches = is_of_site(entry.facts.site, site)
            case DateRange(field):
                matches = is_within(article_date(entry.facts, field), node)
            case Everything():
                matches = True
        return 0.0 if matches else None

    def _bool_score(self, node: Bool, entry: Entry) -> float | None:
        must = [self.score(child, entry) for child in node.must]
        scores = [(child, self.score(child, entry)) for child in node.should]
        matching = [child for child, score in scores if score is not None]
        should = [score for _, score in scores if score is not None]
        least = node.minimum or (1 if node.should and not node.must else 0)
        if None in must or len(should) < least:
            return None
        if any(self.score(child, entry) is not None for child in node.must_not):
            return None
        if node.share and self.told(matching) < node.share * self.told(node.should):
            return None
        bonus = (self.score(child, entry) for child in node.bonus)
        return ranking.added(score for score in (*must, *should, *bonus) if score is not None)

    def told(self, nodes: Iterable[Node]) -> float:
        """What these tell (see `search.plan`)."""
        return ranking.added(map(self._tells, nodes))

    def _tells(self, node: Node) -> float:
        match node:
            case Term() | Sequence() | Group():
                return ranking.tells(node.boost, self.df(node), self._statistics.sections)
            case _:
                return 0.0

    def _leaf_score(self, leaf: Leaf, entry: Entry) -> float | None:
        frequencies = _frequencies(leaf, entry.positions)
        if not frequencies:
            return None
        weight = ranking.weight(frequencies, entry.lengths, self._statistics, self._ranking)
        return leaf.boost * ranking.idf(self.df(leaf), self._statistics.sections) * weight

    def df(self, leaf: Leaf) -> int:
        """In how many sections a leaf occurs; of a group, the most that one of its members does."""
        if leaf not in self._dfs:
            self._dfs[leaf] = self._counted(leaf)
        return self._dfs[leaf]

    @staticmethod
    def frequencies(leaf: Leaf, entry: Entry) -> dict[TextField, float]:
        """How often a leaf occurs in each of its fields; fields in which it does not are left out."""
        return _frequencies(leaf, entry.positions)

    def _counted(self, leaf: Leaf) -> int:
        if isinstance(leaf, Group):
            return max(self.df(member) for member, _ in leaf.members)
        return sum(1 for entry in self._entries if _frequencies(leaf, entry.positions))


def _frequencies(leaf: Leaf, positions: Positions) -> dict[TextField, float]:
    """How often a leaf occurs in each of its fields; fields in which it does not are left out."""
    counted = ((field, _frequency(leaf, positions[field])) for field in leaf.fields)
    return {field: frequency for field, frequency in counted if frequency}


def _frequency(leaf: Leaf, positions: Mapping[str, list[int]]) -> float:
    match leaf:
        case Term(term):
            return len(positions.get(term, ()))
        case Sequence():
            return sum(1 for _ in chains(leaf, positions))
        case Group(members):
            return sum(weight * _frequency(member, positions) for member, weight in members)
