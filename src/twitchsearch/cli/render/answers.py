"""The table of causes or remedies in every form: counts are said, nothing is recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from twitchsearch.cli.output import json_text
from twitchsearch.cli.render import cell, row
from twitchsearch.cli.render.care import NOTICE, Answer
from twitchsearch.cli.render.markdown import escaped, hits_markdown, marked_markdown
from twitchsearch.cli.render.records import day_or_time, search_record
from twitchsearch.cli.render.screen import BOLD, DIM, Look, care_lines, hits_lines, marked, one_line, painted, paragraph
from twitchsearch.cli.render.screen import text_lines as found_lines
from twitchsearch.cli.wording import counted
from twitchsearch.model import Article, SearchRequest, Snippet, Span
from twitchsearch.model.answers import Answers, Disputed, Named

ANSWERS = "twitchsearch.answers/1"
MOST_SHOWN = 50
"""Rows that people are shown where they ask for no other number."""


class TableFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Table:
    """What is rendered. `most` rows are shown (None: as many as the form has use for); `best` as in `Answer`."""

    request: SearchRequest
    answers: Answers
    most: int | None = None
    best: Article | None = None

    @property
    def answer(self) -> Answer:
        return Answer(self.request, self.answers.results, self.best)


def table_lines(table: Table, form: TableFormat, look: Look) -> Iterator[str]:
    """The lines of a table and, but for CSV, of the ranked sections below it."""
    match form:
        case TableFormat.TEXT:
            return text_lines(_cut(table, MOST_SHOWN), look)
        case TableFormat.JSON:
            return iter([json_text(answers_record(_cut(table, None)), indent=2)])
        case TableFormat.CSV:
            return csv_lines(_cut(table, None))
        case TableFormat.MD:
            return markdown_lines(_cut(table, MOST_SHOWN))


def _cut(table: Table, most: int | None) -> Table:
    """The table with the rows that are shown as `most`: those asked for, else so many of this form."""
    most = most if table.most is None else table.most
    return replace(table, most=len(table.answers.rows) if most is None else most)


def named_by(named: Named) -> str:
    """How many name it: what is counted is naming, not agreement."""
    return f"named by {counted(named.articles, 'article')}, {counted(named.sites, 'site')}"


def headline(answers: Answers) -> str:
    """What the table is of: how many things, in how many articles."""
    one = {"causes": "cause", "remedies": "remedy"}[answers.kind.value]
    many = counted(len(answers.rows), one, answers.kind.value)
    read = counted(answers.articles.value, "article that matches", "articles that match")
    where = read if answers.articles.exact else f"the best {read}"
    copies = f"; {counted(answers.copies, 'copy of another counts', 'copies of others count')} with it"
    meant = "" if answers.rows or answers.results.corrected else one_line(answers.results.suggestion)
    of = f"; they are of {one_line(answers.wider)}: fewer are named for all that was asked" if answers.wider else ""
    return f"{many} named in {where}{of}{copies if answers.copies else ''}{f'; did you mean: {meant}' if meant else ''}"


def left_out(table: Table) -> str:
    """What says that there are more rows; "" where there are none."""
    more = len(table.answers.rows) - (table.most or 0)
    return f"and {more:,} more; --rows {len(table.answers.rows)} shows all" if more > 0 else ""


APART = "Disputed, not counted above:"


def text_lines(table: Table, look: Look) -> Iterator[str]:
    answers = table.answers
    if not answers.results.hits and not answers.rows and not answers.disputed:
        yield from found_lines(table.answer, look)
        return
    yield from care_lines(table.answer, look)
    yield from paragraph(headline(answers), look, BOLD)
    for number, named in enumerate(answers.rows[: table.most], 1):
        yield from _row_lines(f"{number}. ", named, "", look)
    yield from paragraph(left_out(table), look, DIM) if left_out(table) else ()
    if answers.disputed:
        yield ""
        yield painted(APART, look, BOLD)
    for each in answers.disputed:
        yield from _row_lines("- ", each.named, each.dispute.value, look)
    yield ""
    if answers.results.hits:
        yield painted("Sections:", look, BOLD)
    yield from hits_lines(table.request, answers.results, look) if answers.results.hits else [NOTICE]


def _row_lines(number: str, named: Named, dispute: str, look: Look) -> Iterator[str]:
    indent = len(number)
    also = f" (also: {', '.join(named.also)})" if named.also else ""
    name = one_line(named.name)
    titled = marked(f"{name}{one_line(also)}", (), look, indent)
    yield painted(number + next(titled, ""), look, BOLD)
    yield from (" " * indent + line for line in titled)
    facts = [dispute, named_by(named), f"newest {named.newest}" if named.newest else "no date", named.section_id]
    yield from paragraph(" · ".join(filter(None, map(one_line, facts))), look, DIM, indent)
    if named.excerpt.text:
        yield from (" " * indent + line for line in _excerpt(named.excerpt, look, indent))


def _excerpt(excerpt: Snippet, look: Look, indent: int) -> Iterator[str]:
    before, after = ends(excerpt)
    spans = tuple(Span(span.start + len(before), span.end + len(before)) for span in excerpt.highlights)
    return marked(f"{before}{one_line(excerpt.text)}{after}", spans, look, indent)


def ends(excerpt: Snippet) -> tuple[str, str]:
    """An ellipsis for each end at which more of the section stands, as far as an excerpt tells."""
    finished = excerpt.whole or excerpt.text.endswith((".", "!", "?"))
    return "…" if excerpt.start > 0 else "", "" if finished else "…"


def answers_record(table: Table) -> dict[str, Any]:
    """The whole answer; `results` and all about them are those of a search."""
    answers = table.answers
    return {
        **search_record(table.request, answers.results),
        "schema": ANSWERS,
        "kind": answers.kind.value,
        "articles": answers.articles.value,
        "articles_exact": answers.articles.exact,
        "copies": answers.copies,
        "wider": answers.wider,
        "rows_total": len(answers.rows),
        "rows": [_named_record(each) for each in answers.rows[: table.most]],
        "disputed": [{**_named_record(each.named), "dispute": each.dispute.value} for each in answers.disputed],
    }


def _named_record(named: Named) -> dict[str, Any]:
    return {
        "name": named.name,
        "also": list(named.also),
        "articles": named.articles,
        "sites": named.sites,
        "newest": day_or_time(named.newest),
        "excerpt": {
            "text": named.excerpt.text,
            "highlights": [[span.start, span.end] for span in named.excerpt.highlights],
        },
        "section_id": named.section_id,
        "section_ids": list(named.section_ids),
    }


COLUMNS = ("name", "also", "dispute", "articles", "sites", "newest", "section_id", "excerpt")


def csv_lines(table: Table) -> Iterator[str]:
    """The table alone, with a header; a row that is disputed says so in its column."""
    yield ",".join(COLUMNS)
    for each in table.answers.rows[: table.most]:
        yield _csv_row(each, "")
    for apart in table.answers.disputed:
        yield _csv_row(apart.named, apart.dispute.value)


def _csv_row(named: Named, dispute: str) -> str:
    newest = named.newest.isoformat() if named.newest else ""
    cells = (named.name, "; ".join(named.also), dispute, str(named.articles), str(named.sites), newest)
    return row(cell(each) for each in (*cells, named.section_id, named.excerpt.text))


def markdown_lines(table: Table) -> Iterator[str]:
    answers = table.answers
    yield f"# {answers.kind.value.capitalize()}: {escaped(table.request.text)}"
    yield ""
    yield from (f"**{escaped(line)}**" if line else "" for line in care_lines(table.answer, Look()))
    if answers.rows or answers.disputed:
        yield from _table(table)
    yield from hits_markdown(answers.results)
    yield f"_{escaped(NOTICE)}_"


def _table(table: Table) -> Iterator[str]:
    yield from (f"{escaped(headline(table.answers))}", "")
    if table.answers.rows:
        yield from ("| Name | Named by | Newest | Excerpt |", "|---|---|---|---|")
        yield from (_markdown_row(each, "") for each in table.answers.rows[: table.most])
        yield ""
        yield from (escaped(left_out(table)), "") if left_out(table) else ()
    if table.answers.disputed:
        yield from (f"{escaped(APART)}", "", "| Name | Said | Named by | Newest | Excerpt |", "|---|---|---|---|---|")
        yield from (_markdown_row(each.named, each.dispute.value) for each in table.answers.disputed)
        yield ""


def _markdown_row(named: Named, dispute: str) -> str:
    before, after = ends(named.excerpt)
    also = f" (also: {escaped(', '.join(named.also))})" if named.also else ""
    said = [dispute] if dispute else []
    excerpt = f"{before}{marked_markdown(named.excerpt)}{after}" if named.excerpt.text else ""
    newest = named.newest.isoformat() if named.newest else ""
    return "| " + " | ".join([f"**{escaped(named.name)}**{also}", *said, named_by(named), newest, excerpt]) + " |"


__all__ = ["ANSWERS", "COLUMNS", "Disputed", "Table", "TableFormat", "answers_record", "table_lines"]
