"""What the text of a section names: in its lists, the rows of its tables, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Section, SectionKind, Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.cells import cells
from twitchsearch.search.denials import denied as denials
from twitchsearch.search.denials import subjects
from twitchsearch.search.disputes import Disputing, of_headings, of_part, of_sentence, of_text, without_avoiding
from twitchsearch.search.enumerations import enumerated, names_of
from twitchsearch.search.enumerations import plainly as said_plainly
from twitchsearch.search.listings import line_of, list_names, names_in
from twitchsearch.search.naming import bare, fits, is_name, parts_of


class Mention(NamedTuple):
    """A name as a section has it. `span` is where it stands in the section's text; None: in the heading.

    `within` a section that has a name itself: it counts where that is what is asked about ("Treatment > Dry eyes").
    `outright`: it counts where the section says that it helps against just that; `said_of`: where these words, of which
    its sentence says that it causes or eases them, are what is asked about.
    """

    name: str
    section: Section
    span: Span | None
    disputing: Disputing | None
    within: bool = False
    outright: bool = False
    said_of: str = ""


def against_parts(section: Section, name: str, kind: AnswerKind) -> Iterator[Mention]:
    """What a section that is named for several things ("Quinine and tonic water") says against one of them."""
    for part in parts_of(name):
        if fits(part) and (disputing := of_part(section.text, part, kind)):
            yield Mention(part, section, None, disputing)


def told(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """What lists and sentences name, in the order of the text."""
    found = [*_listed_mentions(section, kind)]
    listed = {line_of(section.text, each.span) for each in found if each.span}
    for name, span in enumerated(section.text, kind):
        if line_of(section.text, span) not in listed:
            found.append(Mention(name, section, span, of_sentence(section.text, name, kind, span.start)))
    if section.heading.rstrip().endswith("?"):
        found += _barely(section, kind)
    found += denied(section, kind)
    yield from sorted(found, key=lambda each: each.span.start if each.span else 0)


def _barely(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """What a question is answered with in a word or an enumeration, without a verb: "What causes it? Old petrol."."""
    answer = _ANSWER.match(section.text)
    named = list(names_of(answer["names"], answer.start("names"), whole=True)) if answer else []
    short = all(len(name.split()) <= _BARE_WORDS for name, _ in named)
    if short and (len(named) == 1 or len(named) >= _ENUMERATED):
        for name, span in named:
            yield Mention(name, section, span, of_sentence(section.text, name, kind, span.start))


_ENUMERATED, _BARE_WORDS = 3, 3
_ANSWER = re.compile(
    r"\W*(?!(?:yes|no|not|nothing|often|many|several|lots|plenty|good|great|hardly|probably|maybe|perhaps|sometimes|simple"
    r"|sorry|sadly|various|well|almost|mostly|usually|generally|very|quite|too|so|of course|in|as|to|thanks?|hello)\b)"
    r"(?P<names>[^.!?:;\n]{3,160})(?:[.!]|$)",
    re.IGNORECASE,
)


def denied(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    for name, span, dispute in denials(section.text, kind):
        yield Mention(name, section, span, Disputing(dispute, span))


def disputed_rows(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """Rows of a table ("Remedy: quinine; What is known: …") that dispute what they are about."""
    for row in _ROW.finditer(section.text):
        line = Span(*row.span())
        if fits(row["name"]) and (disputing := of_text(section.text, row["name"], kind, line)):
            yield Mention(row["name"], section, Span(row.start("name"), row.end("name")), disputing)


_ROW = re.compile(r"^[^:;\n]{2,40}: (?P<name>[^:;\n]{2,60}); [^:;\n]{2,40}: .+$", re.MULTILINE)


def _listed_mentions(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    for listed in list_names(section.text):
        disputing = of_text(section.text, listed.name, kind, listed.span)
        if listed.avoided and kind is SectionKind.REMEDIES:
            disputing = Disputing(Dispute.AVOID, listed.span)
        for name in names_in(listed.name):
            yield Mention(without_avoiding(name) if disputing else name, section, listed.span, disputing)


def under_dispute(section: Section, against: Disputing) -> Iterator[Mention]:
    """What stands under a heading that disputes it: the section's own name, or those of its lists."""
    name = without_avoiding(bare(section.heading))
    if is_name(section.heading) and not _disputes_itself(section) and fits(name):
        yield Mention(name, section, None, against)
        return
    lines = list(list_names(section.text))
    if _disputes_itself(section) and not lines and is_name(section.heading) and fits(name):
        yield Mention(name, section, None, against)
    for listed in lines:
        yield Mention(without_avoiding(listed.name), section, listed.span, Disputing(against.dispute, listed.span))
    if _disputes_itself(section) and not lines and not is_name(section.heading):
        for subject, span in subjects(section.text):
            yield Mention(subject, section, span, Disputing(against.dispute, span))


def _disputes_itself(section: Section) -> bool:
    """Whether the section's own heading is the one that disputes, as in "Myths"."""
    return any(of_headings((section.heading,), kind) for kind in (SectionKind.CAUSES, SectionKind.REMEDIES))


_AFTER = re.compile(r"^[^?:]+? (?:after|from|due to|caused by|because of) (?P<name>[^?:]+)$", re.IGNORECASE)


def after(section: Section) -> Iterator[Mention]:
    """What a heading that asks for no causes names as one of what it is about: "Low calcium after an operation"."""
    after = _AFTER.match(section.heading) if section.kind is SectionKind.CAUSES else None
    if after and is_name(after["name"]):
        yield Mention(bare(after["name"]), section, None, None, within=True)


def plainly(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """What sentences say of anything in so many words, wherever they stand; but where a section is named for a thing,
    what its sentences say causes something is that thing under other names."""
    named = is_name(section.heading)
    for name, span, said_of, is_caused in said_plainly(section.text, kind):
        yield Mention(name, section, span, None, within=True, said_of="" if named and not is_caused else said_of)


def celled(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    for name, span, row in cells(section.text, kind, named=section.kind is kind):
        yield Mention(name, section, span, of_text(section.text, name, kind, row))
