"""Values to text: every form in which the command line answers. Makes lines; `output` writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from enum import StrEnum

from twitchsearch.cli.output import json_text
from twitchsearch.cli.render.care import Answer
from twitchsearch.cli.render.markdown import markdown_lines
from twitchsearch.cli.render.records import begin_record, end_record, hit_record, search_record
from twitchsearch.cli.render.screen import Look, address, text_lines
from twitchsearch.model import Hit, Results, SearchRequest
from twitchsearch.text import guard


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    URLS = "urls"
    IDS = "ids"


def lines_of(answer: Answer, form: Format, look: Look) -> Iterator[str]:
    """The lines of an answer. Those for people (text, md) say the notice once; so do JSON and JSON lines."""
    request, results = answer.request, answer.results
    match form:
        case Format.TEXT:
            return text_lines(answer, look)
        case Format.JSON:
            return iter([json_text(search_record(request, results), indent=2)])
        case Format.JSONL:
            return stream_lines(request, results)
        case Format.CSV:
            return csv_lines(results)
        case Format.MD:
            return markdown_lines(answer)
        case Format.URLS:
            return (address(hit) for hit in results.hits)
        case Format.IDS:
            return (guard(hit.section.id) for hit in results.hits)


def stream_lines(request: SearchRequest, results: Results, line: int | None = None) -> Iterator[str]:
    """JSON lines: one begin, the results, one end. `line` is the number of the query's line, where they are read."""
    number = {} if line is None else {"line": line}
    yield json_text({"type": "begin", **number, **begin_record(request, results)})
    for hit in results.hits:
        yield json_text({"type": "result", **number, **hit_record(hit)})
    yield json_text({"type": "end", **number, **end_record(results)})


COLUMNS = (
    "rank", "score", "id", "article_id", "title", "kind", "heading_path", "url", "site", "published", "modified",
    "reviewed", "fetched_at", "more_in_article", "snippet", "copies",
)  # fmt: skip


def csv_lines(results: Results) -> Iterator[str]:
    """Comma-separated values with a header; texts that a spreadsheet would run as a formula are quoted with "'"."""
    yield ",".join(COLUMNS)
    for hit in results.hits:
        yield row(_cells(hit))


def _cells(hit: Hit) -> Iterator[str]:
    record = hit_record(hit)
    for name in COLUMNS:
        match name:
            case "heading_path":
                yield cell(" > ".join(hit.section.heading_path))
            case "url":
                yield cell(address(hit))
            case "snippet":
                yield cell(" … ".join(snippet.text for snippet in hit.snippets))
            case _:
                value = record[name]
                yield cell("" if value is None else str(value))


def cell(text: str) -> str:
    """A text for one cell: one line, guarded, and never a formula."""
    dangerous = text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    shown = guard(text.replace("\n", " "))
    return f"'{shown}" if dangerous else shown


def row(cells: Iterable[str]) -> str:
    """Cells as one row of comma-separated values."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


__all__ = ["COLUMNS", "Answer", "Format", "Look", "cell", "csv_lines", "lines_of", "row", "stream_lines"]
