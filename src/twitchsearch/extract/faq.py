"""Answers that a page gives to machines only (JSON-LD), as sections beside the visible ones; nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable

from twitchsearch.extract.outline import Draft
from twitchsearch.extract.phrases import folded
from twitchsearch.extract.reader import blocks
from twitchsearch.extract.structured import Answered
from twitchsearch.model.articles import Span
from twitchsearch.text import clean

_MOST_ANSWERS = 100
_COMPARED_WORDS = 12


def unseen_answers(drafts: list[Draft], answered: Iterable[Answered]) -> list[Draft]:
    """A section for each question that is neither a heading of the article nor answered in its text.

    They stand under the heading that all the visible questions stand under, where there is one and no other beside it.
    """
    pairs = list(answered)[:_MOST_ANSWERS]
    if not pairs:
        return []
    asked = {folded(draft.path[-1]): draft.path[:-1] for draft in drafts if draft.path}
    said = " ".join(folded(draft.text) for draft in drafts)
    visible = {asked[key] for pair in pairs if (key := folded(clean(pair.question))) in asked}
    groups = {draft.path[:1] for draft in drafts if draft.path[1:]}
    above = visible.pop() if len(visible) == 1 and len(groups) < 2 else ()
    found: list[Draft] = []
    for pair in pairs:
        question = clean(pair.question)
        if (key := folded(question)) in asked:
            continue
        paragraphs = [block.text for block in blocks(pair.answer) if block.text]
        opening = " ".join(folded(" ".join(paragraphs)).split()[:_COMPARED_WORDS])
        if question and opening and opening not in said:
            asked[key] = above
            answer = Draft((*above, question), paragraphs)
            answer.added.append(Span(0, len(answer.text)))
            found.append(answer)
    return found
