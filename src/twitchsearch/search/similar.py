"""Which words stand for a section when others like it are sought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import nsmallest

from twitchsearch.search.analysis import SectionTokens
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import NOTHING, Bool, Plan, Term
from twitchsearch.search.ranking import idf

SHARE = 0.2
"""What a section must tell of all that the words of another one tell, to be like it."""


def similar_plan(tokens: SectionTokens, df: Callable[[str], int], sections: int) -> Plan:
    """Any of the terms that tell most about a section: the `LIMITS.similar` highest by frequency times idf.

    `df` counts the live sections a term occurs in, in any field. Terms of this section alone are left out: they find
    nothing. A section is like it that has enough of the others (`SHARE` of what they tell). The sections of its own
    article match the plan best; whoever evaluates it leaves those out.
    """
    frequencies = Counter(token.term for field in tokens for token in field)
    shared = {term: frequency * idf(df(term), sections) for term, frequency in frequencies.items() if df(term) > 1}
    best = nsmallest(LIMITS.similar, shared.items(), key=lambda each: (-each[1], each[0]))
    terms = tuple(Term(term) for term, _ in best)
    root = Bool(should=terms, minimum=1, share=SHARE if len(terms) > 1 else 0.0) if terms else NOTHING
    return Plan(root, terms, relaxable=False)
