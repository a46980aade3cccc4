"""The reference evaluation of a plan: section by section, node by node. It defines the score (see `search.ranking`)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many

from twitchsearch.model import ArticleFacts, DateRange, Everything, KindIs, Ranking, Section, SiteIs, TextField
from twitchsearch.search import ranking
from twitchsearch.search.analysis import Analyser, section_spellings, section_tokens
from twitchsearch.search.hits import article_date, is_of_site, is_within
from twitchsearch.search.limits import Deadline
from twitchsearch.search.phrases import chains
from twitchsearch.search.plan import Bool, Group, Leaf, Node, Sequence, Term

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
        self._idf: dict[Leaf, float] = {}
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
        should = [score for child in node.should if (score := self.score(child, entry)) is not None]
        least = node.minimum or (1 if node.should and not node.must else 0)
        if None in must or len(should) < least:
            return None
        if any(self.score(child, entry) is not None for child in node.must_not):
            return None
        return sum((score for score in (*must, *should) if score is not None), 0.0)

    def _leaf_score(self, leaf: Leaf, entry: Entry) -> float | None:
        frequencies = _frequencies(leaf, entry.positions)
        if not frequencies:
            return None
        if leaf not in self._idf:
            self._idf[leaf] = ranking.idf(self._df(leaf), self._statistics.sections)
        weight = ranking.weight(frequencies, entry.lengths, self._statistics, self._ranking)
        return leaf.boost * self._idf[leaf] * weight

    def _df(self, leaf: Leaf) -> int:
        if isinstance(leaf, Group):
            return max(self._df(member) for member, _ in leaf.members)
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
