"""Which words stand for a section when others like it are sought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import nsmallest

from twitchsearch.search.analysis import SectionTokens
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import NOTHING, Bool, Plan, Term
from twitchsearch.search.ranking import idf


def similar_plan(tokens: SectionTokens, df: Callable[[str], int], sections: int) -> Plan:
    """Any of the terms that tell most about a section: the `LIMITS.similar` highest by frequency times idf.

    `df` counts the live sections a term occurs in, in any field. Terms of this section alone are left out: they find
    nothing. The section itself matches the plan best; whoever evaluates it leaves that out.
    """
    frequencies = Counter(token.term for field in tokens for token in field)
    shared = {term: frequency * idf(df(term), sections) for term, frequency in frequencies.items() if df(term) > 1}
    best = nsmallest(LIMITS.similar, shared.items(), key=lambda each: (-each[1], each[0]))
    terms = tuple(Term(term) for term, _ in best)
    root = Bool(should=terms, minimum=1) if terms else NOTHING
    return Plan(root, None, terms)
