"""Hits as Markdown: every character of an article that Markdown or HTML would read is escaped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from twitchsearch.cli.render.care import NOTICE, Answer, care_line
from twitchsearch.cli.render.questions import shown_query
from twitchsearch.cli.render.screen import RELAXED, address, also_on, corrected_line, cuts, dates
from twitchsearch.model import Hit, Relaxation, Results, Snippet
from twitchsearch.text import guard

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|<>~&:@$^])")
_AT_THE_START = re.compile(r"^(\s*\d*)([-+=.)])")
_LINKED = re.compile(r"(\bwww)(\.)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    plain = _SPECIAL.sub(r"\\\1", guard(text.replace("\n", " ")))
    return _LINKED.sub(r"\1\\\2", _AT_THE_START.sub(r"\1\\\2", plain))


def markdown_lines(answer: Answer) -> Iterator[str]:
    request, results = answer.request, answer.results
    yield f"# {escaped(request.text or shown_query(request.query)) or 'Everything'}"
    yield ""
    if results.corrected:
        yield from (escaped(corrected_line(request, results)), "")
    elif results.suggestion:
        yield from (f"Did you mean: {escaped(results.suggestion)}", "")
    care = care_line(answer)
    if care:
        yield from (f"**{escaped(care)}**", "")
    yield from hits_markdown(results)
    yield f"_{escaped(NOTICE)}_"


def hits_markdown(results: Results) -> Iterator[str]:
    """The hits, each under its heading; that there are none where there are none."""
    if not results.hits:
        yield from ("Nothing was found.", "")
    elif results.relaxed is Relaxation.ANY_WORD:
        yield from (f"{RELAXED[:1].upper()}{RELAXED[1:]}.", "")
    for hit in results.hits:
        yield from _hit(hit)


def _hit(hit: Hit) -> Iterator[str]:
    link = address(hit).replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    yield f"## {hit.rank}. [{escaped(hit.article.title) or 'no title'}](<{link}>)"
    yield ""
    path = " > ".join(hit.section.heading_path)
    facts = [hit.section.kind.value, path, hit.article.site, dates(hit.article), also_on(hit)]
    yield " · ".join(escaped(each) for each in facts if each)
    yield ""
    for snippet in hit.snippets:
        before, after = cuts(snippet, hit.section)
        yield from (f"> {before}{marked_markdown(snippet)}{after}", "")


def marked_markdown(snippet: Snippet) -> str:
    """The snippet with its matches strong; white space at the edge of a match stays outside."""
    edges = [0, *itertools.chain.from_iterable((span.start, span.end) for span in snippet.highlights)]
    pieces = itertools.pairwise([*edges, len(snippet.text)])
    return "".join(
        f"**{escaped(snippet.text[start:end])}**" if number % 2 and start < end else escaped(snippet.text[start:end])
        for number, (start, end) in enumerate(pieces)
    )
