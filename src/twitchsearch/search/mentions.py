"""Where an article names causes or remedies, and where it disputes them: in headings, in lists, in running text.

A name comes from a section's own heading where a heading above it asks for the kind ("Causes > Dehydration"), from a
heading of the kind that is a name itself ("Massage"), from a question that is answered ("Can stress cause it? Yes."),
and from the lists and the sentences under a heading that asks. What asks, sums up or puts a question is no name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from twitchsearch.model import Article, KindSource, Section, SectionKind, Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.disputes import Disputing, of_headings, of_part, of_text, without_avoiding, without_using
from twitchsearch.search.enumerations import denied, enumerated, plainly
from twitchsearch.search.listings import line_of, list_names, names_in
from twitchsearch.search.naming import asks_for, bare, fits, is_apart, is_caution, is_name, parts_of
from twitchsearch.search.wording import wording

_LONGEST_HEADING = 300
_MOST_TEXT = 20_000  # code points of a section that are read


class Mention(NamedTuple):
    """A name as a section has it. `span` is where it stands in the section's text; None: in the heading.

    `within` a section that has a name itself: it counts where that is what is asked about ("Treatment > Dry eyes").
    `outright`: it counts where the section says that it helps against just that.
    """

    name: str
    section: Section
    span: Span | None
    disputing: Disputing | None
    within: bool = False
    outright: bool = False


def mentions(article: Article, kind: AnswerKind) -> Iterator[Mention]:
    """What an article names, in its order; what it disputes is marked so."""
    reader = _Reader(article, kind)
    for section in article.sections:
        if all(len(heading) <= _LONGEST_HEADING for heading in section.heading_path):
            yield from reader.read(replace(section, text=section.text[:_MOST_TEXT]))


class _Reader:
    """Reads the sections of one article in their order."""

    def __init__(self, article: Article, kind: AnswerKind) -> None:
        self._kind = kind
        self._title = article.facts.title
        self._is_list = bool(_LIST_TITLE.search(self._title)) and asks_for(self._title, kind)
        paths = (each.heading_path for each in article.sections)
        self._paths = Counter(path[:end] for path in paths for end in range(1, 1 + len(path)))
        self._kinds = {section.heading_path: section.kind for section in article.sections}
        self._flat: int | None = None  # how deep headings stand that go on after one that asks: "Causes", "Stress", …

    def read(self, section: Section) -> Iterator[Mention]:
        kind, heading = self._kind, section.heading.strip()
        again = _is_said_to_machines(section) and self._paths[section.heading_path] > 1
        if again or any(map(is_apart, section.heading_path)):
            return
        against = of_headings(section.heading_path, kind)
        if question := _questions(kind).match(heading):
            yield from _answered(section, question, kind)
            yield from _denied(section, kind)
        elif against is not None:
            yield from _against(section, against)
        elif any(map(is_caution, section.heading_path)):
            yield from self._only_disputed(section)
        elif kind is SectionKind.REMEDIES and section.kind is kind and (told := wording().how_to.match(heading)):
            yield from (each for each in self._named(section, bare(told["name"])) if not each.within)
        elif self._names_itself(section):
            yield from self._named(section, bare(heading))
        elif section.kind is kind and self._asks(section):
            yield from _told(section, kind)
            self._flat = len(section.heading_path) if asks_for(heading, kind) else self._flat
        else:
            yield from self._only_disputed(section)
            yield from _plainly(section) if kind is SectionKind.CAUSES else self._perhaps(section)
            if section.kind is not kind and section.kind_source is KindSource.HEADING:
                self._flat = None

    def _named(self, section: Section, name: str) -> Iterator[Mention]:
        against = list(_against_parts(section, name, self._kind))
        yield from against
        if fits(name) and not 0 < len(parts_of(name)) == len(against):
            disputing = None if against else of_text(section.text, name, self._kind)
            yield Mention(without_using(name) if disputing else name, section, None, disputing)
        if section.kind is self._kind:
            yield from (each._replace(within=each.disputing is None) for each in _told(section, self._kind))
        else:
            yield from _denied(section, self._kind)

    def _only_disputed(self, section: Section) -> Iterator[Mention]:
        """What a section disputes that names nothing of the kind: its own name, and those of the rows of its tables."""
        kind, name = self._kind, bare(section.heading)
        weak = section.kind is SectionKind.OTHER or section.kind_source is KindSource.TEXT
        if kind is SectionKind.REMEDIES:
            told = (
                weak
                or section.kind is kind
                or not any(asks_for(each, SectionKind.CAUSES) for each in section.heading_path)
            )
        else:
            told = section.kind is kind and not weak
        disputing = of_text(section.text, name, kind) if told and is_name(section.heading) else None
        if disputing is not None:
            yield Mention(name, section, None, disputing)
        if kind is SectionKind.REMEDIES or section.kind is kind:
            yield from _disputed_rows(section, kind)
        if section.kind not in _OF_OTHER_MATTERS:
            yield from _denied(section, kind)

    def _perhaps(self, section: Section) -> Iterator[Mention]:
        """A remedy that nothing above asks for, where its section says what it is one for."""
        named = section.kind in _MISTAKABLE and is_name(section.heading)
        if named and not self._is_asked_otherwise(section.heading_path[:-1]):
            yield Mention(bare(section.heading), section, None, None, outright=True)

    def _names_itself(self, section: Section) -> bool:
        path, kind = section.heading_path, self._kind
        if not path or not is_name(section.heading) or self._is_asked_otherwise(path[:-1]):
            return False
        flat = self._flat == len(path) and section.kind is kind
        asked = flat or any(asks_for(heading, kind) for heading in path[:-1])
        listed = self._is_list and section.kind in _MISTAKABLE and (len(path) == 1 or bool(_WHICH.match(path[-2])))
        if section.kind is not kind:
            return listed or (asked and section.kind in _MISTAKABLE)
        return asked or listed or (kind is SectionKind.REMEDIES and self._is_by_itself(section))

    def _is_by_itself(self, section: Section) -> bool:
        """Whether a section's heading names a remedy, asked or not: by its own words, or below another that does."""
        match section.kind_source:
            case KindSource.HEADING:
                return True
            case KindSource.INHERITED:
                return self._kinds.get(section.heading_path[:-1], section.kind) is section.kind
            case _:
                return False

    def _is_asked_otherwise(self, above: Sequence[str]) -> bool:
        """Whether the headings above ask for the other kind and not for this one."""
        other: AnswerKind = SectionKind.CAUSES if self._kind is SectionKind.REMEDIES else SectionKind.REMEDIES
        title = [self._title] if _LIST_TITLE.search(self._title) else []
        for heading in (*reversed(above), *title):
            if asks_for(heading, self._kind):
                return False
            if asks_for(heading, other):
                return True
        return False

    def _asks(self, section: Section) -> bool:
        """Whether a section's own words may be names: its heading asks, or sums up below one that does."""
        if asks_for(section.heading, self._kind):
            return True
        above = any(asks_for(heading, self._kind) for heading in section.heading_path[:-1])
        return above and section.kind_source is not KindSource.TEXT and not is_name(section.heading)


_MISTAKABLE = frozenset({SectionKind.OTHER, SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.PREVENTION})
_LIST_TITLE = re.compile(
    r"\d+ (?:\w+ )*(?:causes|reasons|triggers|ways|tips|remedies|treatments|things|steps|tricks|culprits|cures)\b"
    r"|^(?:the )?(?:\w+ )?(?:causes|reasons|triggers|remedies) (?:of|for|why|behind)\b"
    r"|\b(?:medicines|things|foods|habits|illnesses|conditions|drugs) (?:that|which)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?:which|what)\b|.*:$", re.IGNORECASE)


_AFTER = re.compile(r"^[^?:]+? (?:after|from|due to|caused by|because of) (?P<name>[^?:]+)$", re.IGNORECASE)


def _plainly(section: Section) -> Iterator[Mention]:
    """What a section that asks for no causes says are some of what its own heading is about: in its heading, as in "Low
    calcium after an operation", or in so many words."""
    after = _AFTER.match(section.heading) if section.kind is SectionKind.CAUSES else None
    if after and is_name(after["name"]):
        yield Mention(bare(after["name"]), section, None, None, within=True)
    if section.kind not in _OF_OTHER_MATTERS:
        for name, span in plainly(section.text):
            yield Mention(name, section, span, None, within=True)


_OF_OTHER_MATTERS = frozenset({SectionKind.WARNING, SectionKind.DIAGNOSIS})


def _against_parts(section: Section, name: str, kind: AnswerKind) -> Iterator[Mention]:
    """What a section that is named for several things ("Quinine and tonic water") says against one of them."""
    for part in parts_of(name):
        if fits(part) and (disputing := of_part(section.text, part, kind)):
            yield Mention(part, section, None, disputing)


def _is_said_to_machines(section: Section) -> bool:
    """Whether all of a section stands in no place of the page; it may then repeat what does."""
    return section.added == (Span(0, len(section.text)),)


def _told(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """What lists and sentences name, in the order of the text."""
    found = [*_listed_mentions(section, kind)]
    listed = {line_of(section.text, each.span) for each in found if each.span}
    for name, span in enumerated(section.text, kind):
        if line_of(section.text, span) not in listed:
            found.append(Mention(name, section, span, of_text(section.text, name, kind, span)))
    found += _denied(section, kind)
    yield from sorted(found, key=lambda each: each.span.start if each.span else 0)


def _denied(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    for name, span, dispute in denied(section.text, kind):
        yield Mention(name, section, span, Disputing(dispute, span))


def _disputed_rows(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    """Rows of a table ("Remedy: quinine; What is known: …") that dispute what they are about."""
    for row in _ROW.finditer(section.text):
        line = Span(*row.span())
        if fits(row["name"]) and (disputing := of_text(section.text, row["name"], kind, line)):
            yield Mention(row["name"], section, Span(row.start("name"), row.end("name")), disputing)


_ROW = re.compile(r"^[^:;\n]{2,40}: (?P<name>[^:;\n]{2,60}); [^:;\n]{2,40}: .+$", re.MULTILINE)


def _listed_mentions(section: Section, kind: AnswerKind) -> Iterator[Mention]:
    for listed in list_names(section.text):
        disputing = of_text(section.text, listed.name, kind, listed.span)
        for name in names_in(listed.name):
            yield Mention(without_avoiding(name) if disputing else name, section, listed.span, disputing)


def _against(section: Section, against: Disputing) -> Iterator[Mention]:
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


def _disputes_itself(section: Section) -> bool:
    """Whether the section's own heading is the one that disputes, as in "Myths"."""
    return any(of_headings((section.heading,), kind) for kind in (SectionKind.CAUSES, SectionKind.REMEDIES))


@cache
def _questions(kind: AnswerKind) -> re.Pattern[str]:
    """A question whether something is of the kind, its name in `name`, or in `alone` where it says no more."""
    auxiliary = r"(?:is|are|was|were|do|does|did|can|could|may|might|will|would|should)"
    number = r"^\W*(?:\d+[.)])?\s*"
    because = r"(?:it|this|that) (?:be )?(?:really )?(?:because of |due to |caused by |from )?"
    alone = {
        SectionKind.CAUSES: rf"(?:is|could|can|may|might) {because}(?P<alone>[^?]{{3,60}})\?",
        SectionKind.REMEDIES: r"what about (?:the )?(?P<alone>[^?]{3,60})\?",
    }
    verbs = wording().verbs[kind]
    asked = rf"{auxiliary} (?:really )?(?P<name>(?!it |this |that ).+?) (?:(?:also|really|actually|be) )*{verbs}\b.*"
    return re.compile(rf"{number}(?:{asked}|{alone[kind]})$", re.IGNORECASE)


_NO = re.compile(
    r"^\W*(?:no\b|not\b|probably not|unlikely|hardly|never|there is (?:no|little)"
    r"|it (?:does|is|can|will|has)(?: not|n['’]t|not)|they (?:do|are|can|will|have)(?: not|n['’]t|not))",
    re.IGNORECASE,
)


def _answered(section: Section, question: re.Match[str], kind: AnswerKind) -> Iterator[Mention]:
    """The thing a question asks about: disputed where the text begins with a no, or says so later on."""
    name = bare(question["name"] or question["alone"] or "")
    if question["alone"] and not _is_settled(section, name, kind):
        return
    if not fits(name) or name.lower() in _PRONOUNS:
        return
    if _NO.match(section.text):
        dispute = Dispute.NOT_A_CAUSE if kind is SectionKind.CAUSES else Dispute.NO_HELP
        end = min(place for place in (section.text.find("."), len(section.text)) if place >= 0)
        yield Mention(name, section, None, Disputing(dispute, Span(0, end)))
        return
    yield Mention(name, section, None, of_text(section.text, name, kind))


def _is_settled(section: Section, name: str, kind: AnswerKind) -> bool:
    """Whether "is it …?", "what about …?" is meant as a question of the kind, and answered with a yes or a no."""
    meant = section.kind is kind or any(asks_for(each, kind) for each in section.heading_path[:-1])
    return meant and bool(_NO.match(section.text) or _YES.match(section.text) or of_text(section.text, name, kind))


_YES = re.compile(r"\W*(?:yes|certainly|indeed|sometimes|often|it (?:can|may|does|might))\b", re.IGNORECASE)
_PRONOUNS = frozenset({"it", "they", "this", "that", "these", "anything", "something", "i", "you", "there"})
