"""Answers as they are read aloud: short lines, the number first, no addresses and no IDs."""

from __future__ import annotations

from collections.abc import Iterator

from twitchsearch.cli.render.screen import Look, also_on, one_line, paragraph
from twitchsearch.cli.wording import counted
from twitchsearch.model import Article, Hit, Relaxation, Results, Section
from twitchsearch.model.answers import Answers, Disputed, Named


def spoken_hits(results: Results, look: Look) -> Iterator[str]:
    """How much was found, then each hit."""
    if not results.hits:
        yield "Nothing was found."
        return
    if results.corrected:
        yield f"Nothing was found for that. This is what there is for: {one_line(results.corrected)}."
    sections = counted(results.total.value, "section")
    last = " any of the words" if results.relaxed is Relaxation.ANY_WORD else ""
    yield f"{'' if results.total.exact else 'at least '}{sections} with{last or ' your words'}."
    for hit in results.hits:
        yield from _hit(hit, look)


def _hit(hit: Hit, look: Look) -> Iterator[str]:
    yield ""
    yield from paragraph(f"{hit.rank}. {one_line(hit.article.title) or 'No title'}", look, "")
    yield from paragraph(f"{_section(hit.section)}; {one_line(hit.article.site)}, {_age(hit)}.", look, "")
    for snippet in hit.snippets:
        yield from paragraph(one_line(snippet.text), look, "")
    if hit.copies:
        yield f"A{also_on(hit)[1:]}."
    if hit.more_in_article:
        yield f"{hit.more_in_article} more in this article."


def spoken_section(article: Article, place: int, look: Look, *, first: bool) -> Iterator[str]:
    """A section, with the article it is of where that is new."""
    section = article.sections[place]
    if first:
        yield from paragraph(one_line(article.facts.title) or "No title", look, "")
        yield f"{one_line(article.facts.site)}, fetched {article.facts.fetched_at:%Y-%m-%d}."
        yield ""
    yield from paragraph(f"{_section(section)}.", look, "")
    for line in section.text.splitlines():
        yield from paragraph(one_line(line), look, "")


def outline_of(section: Section) -> str:
    """A section in a line: its heading and its kind."""
    return f"{one_line(section.heading) or 'Beginning'}, {section.kind.value}"


def spoken_answers(answers: Answers, look: Look) -> Iterator[str]:
    """The distinct causes or remedies, numbered from 1, then those that articles deny or advise against."""
    kind, articles = answers.kind.value, counted(answers.articles.value, "article")
    yield f"{counted(len(answers.rows), kind.removesuffix('s'), kind)} named, in {articles} that match."
    if answers.wider:
        yield f"They are of {one_line(answers.wider)}: fewer are named for all that was asked."
    for number, named in enumerate(answers.rows, 1):
        yield from _named(number, named, "Named", look)
    for number, each in enumerate(answers.disputed, len(answers.rows) + 1):
        yield from _disputed(number, each, look)


def _named(number: int, named: Named, said: str, look: Look) -> Iterator[str]:
    also = f", also {', '.join(map(one_line, named.also[:3]))}" if named.also else ""
    count = f"{said} by {counted(named.articles, 'article')}, {counted(named.sites, 'site')}."
    yield ""
    yield from paragraph(f"{number}. {one_line(named.name)}{also}. {count}", look, "")
    yield from paragraph(one_line(named.excerpt.text), look, "")


def _disputed(number: int, each: Disputed, look: Look) -> Iterator[str]:
    return _named(number, each.named, f"{each.dispute.value.capitalize()}: said", look)


def _section(section: Section) -> str:
    path = ", ".join(map(one_line, section.heading_path))
    return f"{section.kind.value.capitalize()}: {path}" if path else section.kind.value.capitalize()


def _age(hit: Hit) -> str:
    updated = hit.article.updated
    return f"updated {updated}" if updated else f"fetched {hit.article.fetched_at:%Y-%m-%d}"
