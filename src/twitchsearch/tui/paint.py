"""Values to styled text: results, paths, dates. Text from articles goes in as it is, never as markup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from textual.content import Content
from textual.content import Span as Styled

from twitchsearch.model import Hit, KindSource, Section, SectionKind, Snippet, Span
from twitchsearch.text import guard, shorten
from twitchsearch.tui.document import wrap

KIND_NAMES: dict[SectionKind, str] = {
    SectionKind.CAUSES: "Causes",
    SectionKind.REMEDIES: "Remedies",
    SectionKind.SYMPTOMS: "Symptoms",
    SectionKind.WARNING: "See a doctor",
    SectionKind.DIAGNOSIS: "Diagnosis",
    SectionKind.PREVENTION: "Prevention",
    SectionKind.OUTLOOK: "Outlook",
    SectionKind.OVERVIEW: "Overview",
    SectionKind.OTHER: "Other",
}
"""The kinds in the order of their tabs, with the names people see."""


class Ink(StrEnum):
    """Styles by what they are for. Each tells without colour too, so a monochrome theme needs no others."""

    MARK = "bold underline $mark"
    TITLE = "bold"
    PATH = "$path"
    FAINT = "$faint"
    ALARM = "bold reverse $alarm"
    KEY = "bold $key"


def marked(text: str, spans: Iterable[Span], style: str, start: int = 0) -> Content:
    """`text` with these ranges of it styled; control characters are replaced one for one, so ranges stay true."""
    styled = [Styled(start + span.start, start + span.end, style) for span in spans]
    return Content(guard(text), spans=styled)


def kind_name(section: Section) -> str:
    """A section's kind in words; one that only its text tells is marked as such."""
    name = KIND_NAMES[section.kind]
    return f"{name}?" if section.kind_source is KindSource.TEXT else name


def path_of(section: Section) -> str:
    """The kind and the headings above and of a section, as one line. A heading that only names the kind again is
    left out where it comes first."""
    name = kind_name(section)
    headings = section.heading_path
    if headings and headings[0].casefold() == name.casefold():
        headings = headings[1:]
    return guard(" > ".join((name, *headings)))


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def dated(hit: Hit) -> str:
    """How old the hit's article is, in a word and a month: updated where that is known, else fetched."""
    updated = hit.article.updated
    return f"updated {month(updated)}" if updated else f"fetched {month(hit.article.fetched_at)}"


def ago(day: date, now: datetime) -> str:
    """How long ago a day was, roughly."""
    days = (now.date() - day).days
    if days < 0:
        return "in the future"
    for size, name in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if days >= size:
            count = days // size
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "today"


def spread(left: Content, right: Content | str, width: int) -> Content:
    """One line of exactly `width` cells: `left`, cut where it must be, and `right` at the end of the line."""
    right = Content(right) if isinstance(right, str) else right
    if right.cell_length > width // 2:
        right = Content("")
    room = width - right.cell_length - (1 if right else 0)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " " if right else "", right)


def excerpt(snippet: Snippet) -> Content:
    """A passage with its matches marked, as one paragraph; cut ends are shown."""
    before = "" if snippet.start == 0 else "…"
    after = "" if snippet.whole else "…"
    text = snippet.text.replace("\n", " ")
    return marked(before + text + after, snippet.highlights, Ink.MARK, start=len(before))


def result(hit: Hit, width: int, lines: int) -> list[Content]:
    """A result as two lines, title and path, and `lines` lines of excerpt; none is wider than `width`."""
    number = f"{hit.rank:>3} "
    indent = " " * len(number)
    title = marked(hit.article.title or hit.article.url, hit.title_highlights, Ink.MARK).stylize(Ink.TITLE)
    title = Content.assemble((number, Ink.FAINT), title)
    here = " in this article" if width >= 60 and not hit.copies else " here"
    also = f"also on {counted_sites(hit)}" if hit.copies else ""
    more = " · ".join(filter(None, [also, f"+{hit.more_in_article}{here}" if hit.more_in_article else ""]))
    rows = [
        spread(title, Content(_source(hit, min(width - title.cell_length - 1, width // 2))).stylize(Ink.FAINT), width),
        spread(Content.assemble(indent, _path(hit)), Content(more).stylize(Ink.FAINT), width),
    ]
    if lines:
        passage = excerpt(hit.snippets[0]) if hit.snippets else Content("")
        rows += [Content.assemble(indent, row) for row in folded(passage, width - len(indent), lines)]
    return rows


def counted_sites(hit: Hit) -> str:
    """The site of the one near-copy that a hit stands for, or how many there are."""
    return shorten(hit.copied_in[0].site, 18) if hit.copies == 1 else f"{hit.copies:,} other pages"


def folded(text: Content, width: int, lines: int) -> list[Content]:
    """`text` in exactly `lines` rows of at most `width` cells, broken at words; an ellipsis where it was cut."""
    width = max(width, 1)
    ranges = list(islice(wrap(text.plain, 0, len(text.plain), width), lines + 1))
    rows = [text[start:end] for start, end in ranges[:lines]]
    if len(ranges) > lines:
        start = ranges[lines - 1][0]
        rows[-1] = text[start : start + 2 * width].truncate(width, ellipsis=True)
    return rows + [Content("")] * (lines - len(rows))


def _source(hit: Hit, room: int) -> str:
    """Where a hit comes from and how old it is, as far as there is room beside its title; the month always stands."""
    site = shorten(hit.article.site, 18)
    age = dated(hit)
    choices = (f"{site}  {age}", f"{site}  {age[-7:]}", age[-7:])
    return next((each for each in choices if len(each) <= room), choices[-1])


def _path(hit: Hit) -> Content:
    path = path_of(hit.section)
    heading = guard(hit.section.heading)
    spans = hit.heading_highlights if heading and path.endswith(heading) else ()
    return marked(path, spans, Ink.MARK, start=len(path) - len(heading)).stylize_before(Ink.PATH)
