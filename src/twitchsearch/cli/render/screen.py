"""Hits and articles as a person reads them in a terminal: wrapped by columns, matches marked, all text guarded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from twitchsearch import urls
from twitchsearch.cli.render.care import NOTICE, Answer, care_line
from twitchsearch.cli.render.explanations import explanation_lines
from twitchsearch.cli.render.wrapping import wrapped
from twitchsearch.cli.wording import counted
from twitchsearch.model import (
    Article,
    ArticleFacts,
    Hit,
    Relaxation,
    Results,
    SearchRequest,
    Section,
    Snippet,
    Span,
)
from twitchsearch.text import guard

BOLD, DIM, _MATCH, CARE, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[1;31m", "\x1b[0m"
RELAXED = "no section has enough of the words; these have some"
_EXPANSIONS = 8  # of one word that are named
_SITES = 3  # with near-copies of a hit that are named


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown: within `width` columns (None: no wrapping) and whether in colour."""

    width: int | None = None
    color: bool = False


def text_lines(answer: Answer, look: Look) -> Iterator[str]:
    """The answer to a search."""
    request, results = answer.request, answer.results
    if not results.hits:
        yield from _nothing(request, results)
        return
    yield from care_lines(answer, look)
    yield from hits_lines(request, results, look)


def care_lines(answer: Answer, look: Look) -> Iterator[str]:
    """What comes before an answer, each with an empty line after it: what was asked instead, and the warning."""
    if answer.results.corrected:
        yield from paragraph(corrected_line(answer.request, answer.results), look, BOLD)
        yield ""
    care = care_line(answer)
    if care:
        yield from paragraph(care, look, CARE)
        yield ""


def hits_lines(request: SearchRequest, results: Results, look: Look) -> Iterator[str]:
    """The hits, what they are of, and the notice."""
    for hit in results.hits:
        yield from _hit(hit, look)
        yield ""
    yield from paragraph(_summary(request, results), look, DIM)
    yield painted(NOTICE, look, DIM)


def address(hit: Hit) -> str:
    """The URL that leads to a section, safe to print."""
    return place(hit.article.url, hit.section.anchor)


def place(url: str, anchor: str) -> str:
    return urls.shown(f"{url}#{anchor}" if anchor else url)


def cuts(snippet: Snippet, section: Section) -> tuple[str, str]:
    """An ellipsis for each end of a snippet at which the section's text goes on, else ""."""
    end = snippet.start + len(snippet.text)
    return "…" if snippet.start > 0 else "", "" if snippet.whole or end >= len(section.text) else "…"


def dates(facts: ArticleFacts) -> str:
    """What is known of an article's age; reviewed, modified, published and fetched are different things."""
    published = None if facts.published == facts.modified else facts.published
    known = (("reviewed", facts.reviewed), ("modified", facts.modified), ("published", published))
    said = [f"{name} {day}" for name, day in known if day is not None]
    return ", ".join([*said, f"fetched {facts.fetched_at:%Y-%m-%d}"])


def article_lines(article: Article, sections: tuple[Section, ...], look: Look) -> Iterator[str]:
    """An article with these of its sections."""
    facts = article.facts
    yield from paragraph(one_line(facts.title) or "(no title)", look, BOLD)
    yield painted(f"{one_line(facts.site)} · {dates(facts)} · {facts.id}", look, DIM)
    if facts.authors:
        yield from paragraph("by " + ", ".join(map(one_line, facts.authors)), look, DIM)
    yield place(facts.url, "")
    for section in sections:
        yield ""
        yield from _section(section, look)
    yield ""
    yield painted(NOTICE, look, DIM)


def outline_lines(article: Article, look: Look) -> Iterator[str]:
    """How an article was cut: each section with its kind, where the kind was read, and its size."""
    yield from paragraph(one_line(article.facts.title) or "(no title)", look, BOLD)
    yield painted(f"{one_line(article.facts.site)} · {dates(article.facts)} · {article.id}", look, DIM)
    for section in article.sections:
        depth = "  " * max(0, len(section.heading_path) - 1)
        kind = f"{section.kind.value} ({section.kind_source.value})"
        yield f"{section.ordinal:>3}  {kind:<24} {depth}{one_line(section.heading) or '(no heading)'}"
        yield painted(f"     {section.id} · {len(section.text)} characters", look, DIM)
        for sign in section.signs:
            yield from paragraph(f"{sign.urgency.value.upper()}: {one_line(sign.text)}", look, CARE, indent=5)


def _section(section: Section, look: Look) -> Iterator[str]:
    yield from paragraph(_path(section) or "(before the first heading)", look, BOLD)
    yield painted(f"{section.kind.value} · {section.id}", look, DIM)
    for line in section.text.splitlines():
        yield from paragraph(one_line(line), look, "")


def _hit(hit: Hit, look: Look) -> Iterator[str]:
    number = f"{hit.rank}. "
    indent = len(number)
    title = one_line(hit.article.title) or "(no title)"
    titled = marked(title, hit.title_highlights, look, indent)
    yield painted(number, look, BOLD) + next(titled, "")
    yield from (" " * indent + line for line in titled)
    facts = [hit.section.kind.value, one_line(hit.article.site), dates(hit.article)]
    more = f"{hit.more_in_article} more in this article" if hit.more_in_article else ""
    path = _path(hit.section)
    if path:
        shift = len(path) - len(one_line(hit.section.heading))
        spans = tuple(Span(span.start + shift, span.end + shift) for span in hit.heading_highlights)
        yield from (" " * indent + line for line in marked(path, spans, look, indent))
    yield from paragraph(" · ".join(filter(None, [*facts, more, also_on(hit)])), look, DIM, indent)
    for snippet in hit.snippets:
        before, after = cuts(snippet, hit.section)
        spans = tuple(Span(span.start + len(before), span.end + len(before)) for span in snippet.highlights)
        text = f"{before}{one_line(snippet.text)}{after}"
        yield from (" " * indent + line for line in marked(text, spans, look, indent))
    yield painted(" " * indent + address(hit), look, DIM)
    if hit.explanation is not None:
        for line in explanation_lines(hit.explanation):
            yield from paragraph(line, look, DIM, indent)


def _path(section: Section) -> str:
    return " > ".join(map(one_line, section.heading_path))


def corrected_line(request: SearchRequest, results: Results) -> str:
    """What was searched for instead of a query that finds nothing."""
    asked, corrected = one_line(request.text), one_line(results.corrected)
    return f"Nothing was found for: {asked}. This is what there is for: {corrected}"


def also_on(hit: Hit) -> str:
    """The sites of the near-copies that a hit stands for, or ""."""
    if not hit.copies:
        return ""
    sites = list(dict.fromkeys(one_line(each.site) for each in hit.copied_in))[:_SITES]
    more = hit.copies - sum(one_line(each.site) in sites for each in hit.copied_in)
    return f"also on {', '.join(sites)}" + (f" and {more:,} more" if more else "")


def _summary(request: SearchRequest, results: Results) -> str:
    first, last = results.hits[0].rank, results.hits[-1].rank
    total = f"{results.total.value:,}" if results.total.exact else f"at least {results.total.value:,}"
    noun = "section" if results.total.value == 1 else "sections"
    said = [f"{first}-{last} of {total} {noun}", f"{results.took * 1000:.0f} ms", *_remarks(request, results)]
    return " · ".join(said)


def _remarks(request: SearchRequest, results: Results) -> Iterator[str]:
    """Whatever made the answer another one than the words alone would have."""
    if results.timed_out:
        yield "the time limit was reached: there may be more and better"
    if results.wish:
        yield f"looking for: {', '.join(results.wish)} (--literal: not)"
    if results.relaxed is Relaxation.ANY_WORD:
        yield RELAXED
    if results.folded:
        yield f"near-copies left out: {results.folded:,} (--copies: shown)"
    if results.absent:
        yield absent_line(results)
    if results.dropped:
        yield f"left out: {one_line(' '.join(results.dropped))}"
    for each in results.expansions:
        more = f" and {len(each.also) - _EXPANSIONS} more" if len(each.also) > _EXPANSIONS else ""
        yield f"also searched for: {one_line(', '.join(each.also[:_EXPANSIONS]))}{more} ({one_line(each.word)})"
    if results.suggestion and not results.corrected:
        yield f"did you mean: {one_line(results.suggestion)}"
    if results.facets.unknown_dates:
        yield f"left out for want of a date ({request.filters.date_field.value}): {results.facets.unknown_dates:,}"


def absent_line(results: Results) -> str:
    """The words of the query that nothing has."""
    return f"in no article: {one_line(', '.join(results.absent))}"


def _nothing(request: SearchRequest, results: Results) -> Iterator[str]:
    if results.total.value:
        yield f"{counted(results.total.value, 'section')} found, but none from {request.window.offset + 1:,} on."
        return
    yield "Nothing was found in time." if results.timed_out else "Nothing was found."
    if results.absent:
        yield f"I{absent_line(results)[1:]}."
    if results.suggestion:
        yield f"Did you mean: {one_line(results.suggestion)}"
    if results.facets.kinds and request.filters.kinds:
        others = ", ".join(f"{kind.value} {count}" for kind, count in results.facets.kinds)
        yield f"Without --kind there would be: {others}"
    if results.facets.sites and request.filters.sites:
        yield f"Without --site there would be: {', '.join(one_line(site) for site, _ in results.facets.sites[:5])}"
    if results.facets.unknown_dates:
        missing = counted(results.facets.unknown_dates, "section")
        yield f"Left out for want of a date ({request.filters.date_field.value}): {missing}."


def one_line(text: str) -> str:
    """Text on one line and safe to show, one code point for one."""
    return guard(text.replace("\n", " "))


def paragraph(text: str, look: Look, style: str, indent: int = 0) -> Iterator[str]:
    """A text in lines that fit."""
    for span in wrapped(text, _columns(look, indent)):
        yield " " * indent + painted(text[span.start : span.end], look, style)


def marked(text: str, highlights: tuple[Span, ...], look: Look, indent: int) -> Iterator[str]:
    """A text in lines that fit when they are indented so far, its highlights painted; the caller indents."""
    for line in wrapped(text, _columns(look, indent)):
        yield "".join(_pieces(text, line, highlights, look))


def _pieces(text: str, line: Span, highlights: tuple[Span, ...], look: Look) -> Iterator[str]:
    """The text of one line with what is highlighted painted."""
    inside = [
        Span(max(span.start, line.start), min(span.end, line.end))
        for span in highlights
        if span.start < line.end and line.start < span.end
    ]
    edges = [line.start, *itertools.chain.from_iterable((span.start, span.end) for span in inside), line.end]
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        yield painted(text[start:end], look, _MATCH if number % 2 else "")


def _columns(look: Look, indent: int) -> int | None:
    return None if look.width is None else max(20, look.width - indent)


def painted(text: str, look: Look, style: str) -> str:
    return f"{style}{text}{_PLAIN}" if look.color and style and text else text
