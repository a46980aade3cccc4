"""What a list shows, row by row: results, the distinct causes or remedies, and where an empty query may lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from textual.content import Content

from twitchsearch.model import Hit, SectionKind
from twitchsearch.model.answers import Answers, Dispute, Disputed, Named
from twitchsearch.model.remembered import Asked, Past, PastSearch, ReadArticle, SavedSearch
from twitchsearch.text import guard, shorten
from twitchsearch.tui import paint
from twitchsearch.tui.paint import KIND_NAMES, Ink
from twitchsearch.tui.questions import Question, question_of

EXAMPLES = ("eyelid twitching", "leg twitches at night", '"restless legs"', "caffeine -cramp", "magnes*")
MOST = 5
"""Rows of each sort of lead."""

Paint = Callable[[int], list[Content]]


@dataclass(frozen=True, slots=True)
class Row:
    """`paint` gives `height` lines, each at most as wide as it is told; rows of a list are of one height. `id` stays
    the same while the list changes.

    What Enter does: it reads `section_id`, or asks `question`. `words` are what it can be found by.
    """

    id: str
    height: int
    paint: Paint
    section_id: str = ""
    question: Question | None = None
    hit: Hit | None = None
    words: str = ""


def of_hits(hits: tuple[Hit, ...], lines: int) -> list[Row]:
    """Results, each with so many lines of excerpt."""
    return [_of_hit(hit, lines) for hit in hits]


def height_of_hits(lines: int) -> int:
    """The lines of the row of a result that has so many lines of excerpt."""
    return 2 + lines


def _of_hit(hit: Hit, lines: int) -> Row:
    def painted(width: int) -> list[Content]:
        return paint.result(hit, width, lines)

    return Row(hit.article.id, height_of_hits(lines), painted, hit.section.id, hit=hit)


def of_answers(answers: Answers, lines: int, *, most: bool) -> list[Row]:
    """The distinct causes or remedies that articles name, by relevance or those first that most articles name; what
    articles deny or advise against comes last."""
    named = sorted(answers.rows, key=lambda each: (-each.articles, -each.sites)) if most else answers.rows
    rows = [_of_named(each, lines, "") for each in named]
    return [*rows, *(_of_disputed(each, lines) for each in answers.disputed)]


def _of_named(named: Named, lines: int, said: str) -> Row:
    def painted(width: int) -> list[Content]:
        return _named(named, width, lines, said)

    return Row(f"{said}{named.name}", 1 + lines, painted, named.section_id)


def _of_disputed(each: Disputed, lines: int) -> Row:
    match each.dispute:
        case Dispute.NOT_A_CAUSE:
            said = "not a cause"
        case Dispute.NO_EVIDENCE:
            said = "no evidence"
        case Dispute.NO_HELP:
            said = "does not help"
        case Dispute.AVOID:
            said = "advised against"
    return _of_named(each.named, lines, said)


def _named(named: Named, width: int, lines: int, said: str) -> list[Content]:
    name = Content.assemble("  ", (f"{said.upper()}  ", "bold") if said else "", guard(named.name))
    also = Content(f"  also {guard(', '.join(named.also[:3]))}" if named.also else "").stylize(Ink.FAINT)
    articles = f"{named.articles} article{'' if named.articles == 1 else 's'}"
    count = f"{'said' if said else 'named'} by {articles}, {named.sites} site{'' if named.sites == 1 else 's'}"
    count = count if len(count) <= width // 2 else articles
    top = paint.spread(name.stylize(Ink.TITLE) + also, Content(count).stylize(Ink.FAINT), width)
    rest = [Content.assemble("    ", row) for row in paint.folded(paint.excerpt(named.excerpt), width - 4, lines)]
    return [top, *rest]


def leads(saved: tuple[SavedSearch, ...], past: Past, kinds: dict[SectionKind, int], now: datetime) -> list[Row]:
    """Where an empty query may lead: saved searches, the last ones, what was read, kinds to browse, examples."""
    rows = [_of_saved(each) for each in saved[-MOST:]]
    rows += [_of_search(each, now) for each in past.searches[:MOST]]
    rows += [_of_article(each, now) for each in past.articles[:MOST]]
    rows += [_lead("try", example, Question(example)) for example in EXAMPLES[: MOST if not past.searches else 2]]
    found = [kind for kind in KIND_NAMES if kinds.get(kind)]
    return rows + [_lead("browse", f"{KIND_NAMES[kind]}  {kinds[kind]:,}", Question(kind=kind)) for kind in found]


def past_rows(saved: tuple[SavedSearch, ...], past: Past, now: datetime) -> list[Row]:
    """All that is remembered, saved searches first."""
    rows = [*map(_of_saved, saved), *(_of_search(each, now) for each in past.searches)]
    return [*rows, *(_of_article(each, now) for each in past.articles)]


def _of_saved(search: SavedSearch) -> Row:
    named = "" if search.name == described(search.asked) else f"{search.name}:  "
    row = _lead("saved", named + described(search.asked), question_of(search.asked))
    return replace(row, id=f"saved {search.name}")


def _of_search(search: PastSearch, now: datetime) -> Row:
    return _lead("searched", described(search.asked), question_of(search.asked), paint.ago(search.at.date(), now))


def _of_article(article: ReadArticle, now: datetime) -> Row:
    row = _lead("read", article.title or article.url, None, paint.ago(article.at.date(), now))
    return replace(row, id=f"read {article.url}", section_id=article.section_id)


def _lead(label: str, text: str, question: Question | None, age: str = "") -> Row:
    def painted(width: int) -> list[Content]:
        left = Content.assemble("  ", (f"{label:<10}", Ink.FAINT), guard(text))
        return [paint.spread(left, Content(age).stylize(Ink.FAINT), width)]

    return Row(f"{label} {text}", 1, painted, question=question, words=f"{label} {text}")


def described(asked: Asked) -> str:
    """A search in a line: its words, then what it is narrowed to."""
    filters = asked.filters
    parts = [shorten(asked.text, 200)] if asked.text else []
    table = "table of " if asked.table else ""
    parts += [table + (KIND_NAMES[kind].lower() if table else KIND_NAMES[kind]) for kind in sorted(filters.kinds)]
    parts += [shorten(site, 60) for site in sorted(filters.sites)]
    parts += [f"since {filters.since}"] if filters.since else []
    return " · ".join(parts)
