"""Where an article names causes or remedies, and where it disputes them: in headings, in lists, in running text.

A name comes from a section's own heading where a heading above it asks for the kind ("Causes > Dehydration"), from a
heading of the kind that is a name itself ("Massage"), from a question that is answered ("Can stress cause it? Yes."),
and from the lists and the sentences under a heading that asks. What asks, sums up or puts a question is no name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from twitchsearch.model import Article, KindSource, Section, SectionKind, Span
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.disputes import of_headings, of_sentence, of_text, without_using
from twitchsearch.search.enumerations import enumerated
from twitchsearch.search.naming import asks_for, bare, content_words, fits, is_apart, is_caution, is_name, parts_of
from twitchsearch.search.questioned import Question, answered, asked, refusal
from twitchsearch.search.tellings import (
    Mention,
    after,
    against_parts,
    celled,
    denied,
    disputed_rows,
    plainly,
    told,
    under_dispute,
)
from twitchsearch.search.wording import wording

_GAP = re.compile(r"\s{3,}")
_LONGEST_HEADING = 300
_MOST_TEXT = 20_000  # code points of a section that are read


def mentions(article: Article, kind: AnswerKind) -> Iterator[Mention]:
    """What an article names, in its order; what it disputes is marked so."""
    reader = _Reader(article, kind)
    for section in article.sections:
        if all(len(heading) <= _LONGEST_HEADING for heading in section.heading_path):
            yield from reader.read(replace(section, text=_with_gaps_as_lines(section.text[:_MOST_TEXT])))


def _with_gaps_as_lines(text: str) -> str:
    """The text with every wide gap as line ends, as long as it was: no name runs over one, and patterns that look for
    spaces would take the square of its length."""
    return _GAP.sub(lambda gap: "\n" * len(gap[0]), text)


class _Reader:
    """Reads the sections of one article in their order."""

    def __init__(self, article: Article, kind: AnswerKind) -> None:
        self._kind = kind
        self._other: AnswerKind = SectionKind.CAUSES if kind is SectionKind.REMEDIES else SectionKind.REMEDIES
        self._title = article.facts.title
        self._is_list = bool(_LIST_TITLE.search(self._title)) and asks_for(self._title, kind)
        paths = (each.heading_path for each in article.sections)
        self._paths = Counter(path[:end] for path in paths for end in range(1, 1 + len(path)))
        self._kinds = {section.heading_path: section.kind for section in article.sections}
        self._caused = self._named_as_causes(article.sections)
        self._flat: int | None = None  # how deep headings stand that go on after one that asks: "Causes", "Stress", …

    def read(self, section: Section) -> Iterator[Mention]:
        kind, heading = self._kind, section.heading.strip()
        again = _is_said_to_machines(section) and self._paths[section.heading_path] > 1
        if again or any(map(is_apart, section.heading_path)):
            return
        yield from self._said_anywhere(section)
        against = of_headings(section.heading_path, kind)
        if question := asked(heading, kind):
            yield from self._answered(question, section)
        elif against is not None:
            yield from under_dispute(section, against)
        elif any(map(is_caution, section.heading_path)):
            yield from self._only_disputed(section)
        elif kind is SectionKind.REMEDIES and section.kind is kind and (way := wording().how_to.match(heading)):
            yield from (each for each in self._named(section, bare(way["name"])) if not each.within)
        elif self._names_itself(section):
            yield from self._named(section, bare(heading))
        elif self._is_of_kind(section) and self._asks(section):
            yield from told(section, kind)
            self._flat = len(section.heading_path) if asks_for(heading, kind) else self._flat
        else:
            yield from self._only_disputed(section)
            yield from self._told_at_the_top(section)
            yield from after(section) if kind is SectionKind.CAUSES else self._perhaps(section)
            if section.kind is not kind and section.kind_source is KindSource.HEADING:
                self._flat = None

    def _said_anywhere(self, section: Section) -> Iterator[Mention]:
        """What counts wherever it stands, unless a heading disputes it or warns of it."""
        path = section.heading_path
        if of_headings(path, self._kind) is None and not any(map(is_caution, path)):
            yield from celled(section, self._kind)
            yield from plainly(section, self._kind)

    def _answered(self, question: Question, section: Section) -> Iterator[Mention]:
        if answered(question, section, self._kind, is_meant=self._is_meant(section)):
            yield Mention(question.name, section, None, refusal(question, section.text, self._kind))
        yield from denied(section, self._kind)

    def _named(self, section: Section, name: str) -> Iterator[Mention]:
        against = list(against_parts(section, name, self._kind))
        yield from against
        if fits(name) and not 0 < len(parts_of(name)) == len(against):
            disputing = None if against else of_text(section.text, name, self._kind)
            yield Mention(without_using(name) if disputing else name, section, None, disputing)
        if section.kind is self._kind:
            apart = not (self._kind is SectionKind.REMEDIES and wording().classes.search(name))
            yield from (each._replace(within=apart and each.disputing is None) for each in told(section, self._kind))
        else:
            yield from denied(section, self._kind)

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
            yield from disputed_rows(section, kind)
        if section.kind not in _OF_OTHER_MATTERS:
            yield from denied(section, kind)

    def _perhaps(self, section: Section) -> Iterator[Mention]:
        """A remedy that nothing above asks for, where its section says what it is one for."""
        named = section.kind in _MISTAKABLE and is_name(section.heading) and not _is_without_heading(section)
        if named and not self._is_asked_otherwise(section.heading_path[:-1]):
            yield Mention(bare(section.heading), section, None, None, outright=True)

    def _told_at_the_top(self, section: Section) -> Iterator[Mention]:
        """What sentences before the first heading name, where the title asks: "Why do leaves turn yellow?"."""
        if not section.heading_path and asks_for(self._title, self._kind) and not asks_for(self._title, self._other):
            for name, span in enumerated(section.text, self._kind):
                yield Mention(name, section, span, of_sentence(section.text, name, self._kind, span.start))

    def _is_meant(self, section: Section) -> bool:
        """Whether a question that says not of what it asks is meant as one of the kind."""
        return section.kind is self._kind or any(asks_for(each, self._kind) for each in section.heading_path[:-1])

    def _named_as_causes(self, sections: Sequence[Section]) -> frozenset[tuple[str, ...]]:
        """Where remedies are asked for: headings below one that asks for them which name causes, and no remedies: two
        or more of them stand below one that asks for causes as well ("Putting it right > Drought")."""
        if self._kind is SectionKind.CAUSES:
            return frozenset()
        below = [each.heading_path for each in sections if any(map(self._asks_for_causes, each.heading_path[:-1]))]
        causes = {frozenset(content_words(path[-1])) for path in below} - {frozenset[str]()}
        siblings: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for path in dict.fromkeys(each.heading_path for each in sections):
            words = frozenset(content_words(path[-1])) if path else frozenset[str]()
            is_cause = words and any(words <= each for each in causes)
            if is_cause and any(asks_for(above, self._kind) for above in path[:-1]):
                siblings[path[:-1]].append(path)
        return frozenset(path for paths in siblings.values() if len(paths) > 1 for path in paths)

    def _asks_for_causes(self, heading: str) -> bool:
        return asks_for(heading, SectionKind.CAUSES) and not asks_for(heading, SectionKind.REMEDIES)

    def _names_itself(self, section: Section) -> bool:
        path, kind = section.heading_path, self._kind
        if section.heading_path in self._caused or _is_without_heading(section):
            return False
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
        title = [self._title] if _LIST_TITLE.search(self._title) else []
        for heading in (*reversed(above), *title):
            if asks_for(heading, self._kind):
                return False
            if asks_for(heading, self._other):
                return True
        return False

    def _is_of_kind(self, section: Section) -> bool:
        """Whether a section is of the kind, or its heading asks for that alone, whatever its text sounds like."""
        if section.kind is self._kind or section.kind_source not in _WEAK or section.kind not in _MISTAKABLE:
            return section.kind is self._kind
        return asks_for(section.heading, self._kind) and not asks_for(section.heading, self._other)

    def _asks(self, section: Section) -> bool:
        """Whether a section's own words may be names: its heading asks, or sums up below one that does."""
        if asks_for(section.heading, self._kind):
            return True
        above = any(asks_for(heading, self._kind) for heading in section.heading_path[:-1])
        if above and section.heading_path in self._caused:
            return True
        return above and section.kind_source is not KindSource.TEXT and not is_name(section.heading)


_MISTAKABLE = frozenset({SectionKind.OTHER, SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.PREVENTION})
_WEAK = frozenset({KindSource.TEXT, KindSource.NONE})
_LIST_TITLE = re.compile(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty) (?:\w+ )*"
    r"(?:causes|reasons|triggers|ways|tips|remedies|treatments|things|steps|tricks|culprits|cures|fixes|hacks|habits|foods|methods|solutions|exercises)\b"
    r"|^(?:the )?(?:\w+ )?(?:causes|reasons|triggers|remedies) (?:of|for|why|behind)\b"
    r"|\b(?:medicines|things|foods|habits|illnesses|conditions|drugs) (?:that|which)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?:which|what)\b|.*:$", re.IGNORECASE)


_OF_OTHER_MATTERS = frozenset({SectionKind.WARNING, SectionKind.DIAGNOSIS})


def _is_said_to_machines(section: Section) -> bool:
    """Whether all of a section stands in no place of the page; it may then repeat what does."""
    return section.added == (Span(0, len(section.text)),)


def _is_without_heading(section: Section) -> bool:
    """Whether what stands for a section's heading is the beginning of its text."""
    return bool(section.heading) and section.text.startswith(section.heading.rstrip(" .…"))
