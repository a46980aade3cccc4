"""Whether an article says of the topic of a question what it says of causes or remedies."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from twitchsearch.model import Article, Section, SectionKind
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.naming import asks_for, bare, content_words
from twitchsearch.search.tellings import Mention
from twitchsearch.search.titles import title_subject
from twitchsearch.search.topics import BEFORE_MORE, LACKING, MENDED, Terms, Topic, circumstances
from twitchsearch.search.wording import wording

_THROUGHOUT = 3
_MOST_TEXT = 20_000  # code points of a section that are looked at
_SHORT = 2  # words: "overactive thyroid" is no remedy for the thyroid, "take fast sugar" is one for low blood sugar
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_WHAT_IS = re.compile(r"what (?:is|are) (?:an? |the )?(?P<subject>[^?]{3,60})\?", re.IGNORECASE)
_ASKS_AT_ONCE = re.compile(
    r"(?:\w+ing|treatments?|relief|help|therap(?:y|ies)|remed(?:y|ies)|cures?|causes?|reasons?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a section says, once for all that it names: its terms, those of the sentences that have the topic's head,
    and whether one of them says outright that what the section is about causes or eases it."""

    text: Terms
    near: Terms
    outright: bool


class About:
    """Tells of one article whether what its sections say of a kind is said of the topic."""

    def __init__(self, topic: Topic, article: Article, kind: AnswerKind, analyser: Analyser) -> None:
        self._topic = topic
        self._kind = kind
        self._analyser = analyser
        self._article = article
        self._known: dict[str, _Said] = {}
        self._movements = frozenset(map(analyser.stem, wording().anywhere))
        self._title = self._terms(article.facts.title)
        explained = (_WHAT_IS.match(section.heading) for section in article.sections)
        subjects = [self._main_subject(article.facts.title), *(each["subject"] for each in explained if each)]
        self._subject = self._terms(" ".join(subjects))
        after_for = title_subject(article.facts.title).rpartition(" for ")[2]
        first, comma, _ = after_for.partition(", ")
        self._is_of_several = bool(comma) and not topic.is_touched(self._terms(first))

    def _main_subject(self, title: str) -> str:
        """What a title is about. Causes are those of the first of several things, where the topic is another one of
        them: "Pinched nerves, nerve damage and twitching" tells what pinches nerves."""
        subject = title_subject(title)
        first = subject.split(", ")[0]
        other = content_words(first) and not self._topic.is_touched(self._terms(first))
        return " ".join(content_words(first if other and self._kind is SectionKind.CAUSES else subject))

    @cached_property
    def _throughout(self) -> Terms:
        """The topic's terms that stand in a third of the sections."""
        sections = self._article.sections
        found = Counter(term for section in sections for term in self._found(section.text, self._all_terms))
        return frozenset(term for term, count in found.items() if _THROUGHOUT * count >= len(sections))

    def _found(self, text: str, wanted: Terms) -> Terms:
        return frozenset(each.term for each in self._analyser.places(text[:_MOST_TEXT], wanted))

    def is_said_of_it(self, mention: Mention) -> bool:
        """Whether the topic is the subject where a section names something, and enough of it is found there.

        The subject is what the heading asks the kind of ("Causes of night cramps"), or else the headings above and the
        article's title, or what the section says it eases or causes. Found is what stands in the title, the headings,
        or a sentence with the thing itself, or throughout the article.
        """
        topic, section = self._topic, mention.section
        if not topic.terms:
            return True
        if self._is_no_answer(mention) or self._is_for_another(mention):
            return False
        if mention.outright:
            return self._said(section).outright
        if self._is_told_of_it(mention):
            return True
        if mention.said_of and self._kind is SectionKind.REMEDIES:
            return False
        if mention.within and not self._is_asked_above(section):
            return True  # the section's own heading is the topic
        subject = self._subject_of(section, mention.name)
        if not topic.is_subject(subject):
            return mention.span is None and self._said(section).outright
        if self._is_of_a_rival(section, subject) or self._is_of_another_time(section):
            return False
        around = self._title | self._subject | self._headings(section)
        near = around | self._said(section).near
        found = (around, near, near | self._throughout)
        return any(map(topic.is_found, found)) or self._is_of_all_sorts(section)

    def _is_of_all_sorts(self, section: Section) -> bool:
        """Whether a heading asks about no more than the thing itself, in an article that tells of the topic and of
        other sorts of it, and the section does not say which: "thyroid disorders", of an overactive thyroid."""
        asking = [each for each in section.heading_path if asks_for(each, self._kind)]
        asked = self._terms(" ".join(content_words(asking[-1]))) if asking else frozenset[str]()
        if not self._treats_it or not self._topic.names_head(asked) or not asked <= self._topic.terms:
            return False
        return self._sorts.isdisjoint(self._headings(section) | self._said(section).text)

    @cached_property
    def _treats_it(self) -> bool:
        """Whether a heading of the article has all of the topic, and says more than its last word."""
        headings = (self._terms(each) for section in self._article.sections for each in section.heading_path)
        return len(self._topic.terms) > 1 and any(map(self._topic.is_whole, headings))

    @cached_property
    def _sorts(self) -> Terms:
        """What stands before the thing itself in headings of other sorts of it."""
        headings = {each for section in self._article.sections for each in section.heading_path}
        before = {
            one
            for heading in headings
            for one, two in pairwise(heading.lower().split())
            if self._topic.names_head(self._terms(two)) and content_words(one)
        }
        return self._terms(" ".join(before)) - self._topic.terms

    def is_said_against_it(self, mention: Mention) -> bool:
        """Whether what is disputed where a section names it is disputed of the topic, wherever in the body that is: the
        article, a heading or the section speaks of it."""
        section = mention.section
        if not self._topic.terms:
            return True
        named = self._terms(mention.name.partition(" for ")[0])
        if self._is_no_answer(mention) or not self._movements.isdisjoint(named):
            return False  # a table says of twitches and of cramps what is not known to help
        said, wider = self._headings(section) | self._said(section).text, self._topic.broader
        return wider.is_subject(self._subject_of(section, mention.name)) or (
            wider.names_head(said) and wider.is_subject(said)
        )

    def _is_no_answer(self, mention: Mention) -> bool:
        """Whether a name is the topic itself, or asks about it, or stands in a section that is named for something
        else."""
        section, name = mention.section, mention.name
        if self._is_a_form_of_it(name) or (mention.span is None and self._announces_it(section.heading)):
            return True
        return mention.within and not self._is_told_of_it(mention) and not self._is_under_it(section)

    def _is_told_of_it(self, mention: Mention) -> bool:
        """Whether a sentence says that it causes or eases just that, and not what is only broader."""
        asked = bool(mention.said_of) and not self._topic.is_broad
        return asked and self._topic.is_whole(self._terms(mention.said_of))

    def _announces_it(self, heading: str) -> bool:
        """Whether a heading begins with words that ask for the kind, and has the topic: "Helping with hiccups"."""
        text = bare(heading)
        asks = _ASKS_AT_ONCE.match(text) and wording().asking[self._kind].match(text)
        return bool(asks) and self._topic.is_whole(self._terms(text))

    def _is_asked_above(self, section: Section) -> bool:
        """Whether a section is itself a cause of what a heading above asks about: it tells what it does, not why."""
        above = section.heading_path[:-1]
        return self._kind is SectionKind.CAUSES and any(asks_for(each, self._kind) for each in above)

    def _is_for_another(self, mention: Mention) -> bool:
        """Whether a name says that it is for another thing that the article is about ("operation for …"), or in
        the text of a class for any other ("Medicines": "a muscle relaxant for stiffness")."""
        after = self._terms(" ".join(content_words(mention.name.partition(" for ")[2])))
        of_class = mention.span is not None and wording().classes.search(bare(mention.section.heading))
        named = not after.isdisjoint(self._subject) or bool(after and of_class)
        return named and not self._topic.is_touched(after)

    def _is_of_a_rival(self, section: Section, subject: Terms) -> bool:
        """Whether the subject is several things that muscles do, and a section tells of another of them alone."""
        if self._topic.head not in self._movements:
            return False
        rivals = {each for each in subject & self._movements if not self._topic.names_head([each])}
        if not rivals:
            return False
        if not self._topic.names_head(subject):
            return True
        said = self._terms(section.heading) | self._said(section).text
        return not rivals.isdisjoint(said) and not self._topic.names_head(said)

    def _is_of_another_time(self, section: Section) -> bool:
        """Whether the title or a heading says when, and another time than was asked about, and the section itself does
        not speak of the thing: "leg cramps when walking", of those at night."""
        when = self._topic.when
        if not when or self._topic.names_head(self._said(section).text):
            return False
        headings = (title_subject(self._article.facts.title), *section.heading_path)
        said = [self._terms(" ".join(circumstances(each))) for each in headings]
        return any(said) and all(when.isdisjoint(each) for each in said)

    def _said(self, section: Section) -> _Said:
        if section.id not in self._known:
            self._known[section.id] = self._read(section)
        return self._known[section.id]

    def _read(self, section: Section) -> _Said:
        """Legs that are restless are no legs that cramp: near is only what a sentence with the topic's head has."""
        terms, near, outright = set[str](), set[str](), False
        for sentence in _SENTENCE_END.split(section.text[:_MOST_TEXT]):
            found = self._terms(sentence)
            terms |= found
            if self._topic.names_head(found):
                near |= found
                whole = self._topic.is_whole(found) and not wording().parts.doubts.search(sentence)
                outright = outright or (whole and bool(wording().outright[self._kind].search(sentence)))
        return _Said(frozenset(terms), frozenset(near), outright)

    def _is_under_it(self, section: Section) -> bool:
        """Whether a section's own heading is the topic and no more, so that what stands below it is of the topic, or
        asks for what stands there."""
        if self._announces_it(section.heading):
            return True
        text = BEFORE_MORE.split(section.heading or title_subject(self._article.facts.title))[0]
        says = self._terms(" ".join(each for each in content_words(text) if each not in wording().places))
        heading = self._terms(text)
        return self._topic.names_head(heading) and self._topic.is_found(heading) and says <= self._all_terms

    @cached_property
    def _all_terms(self) -> Terms:
        readings = self._topic.readings
        meant = (term for reading in readings for concept in reading for each in concept for term in each)
        return self._topic.terms | frozenset(meant)

    def _is_a_form_of_it(self, name: str) -> bool:
        """Whether a name is the topic itself, or a form of it and no cause: "night cramps" are cramps."""
        words = content_words(name)
        terms = self._terms(" ".join(words))
        is_remedy = self._kind is SectionKind.REMEDIES
        if words and is_remedy and not self._topic.terms.isdisjoint(self._terms(LACKING)):
            # Iron helps where it is lacking; "better sleep" says nothing.
            return not terms.isdisjoint(self._terms(MENDED))
        if self._topic.is_all_of(terms) and (not is_remedy or self._topic.head in terms or not words):
            return True
        first = content_words(BEFORE_MORE.split(name)[0])
        is_form = bool(first) and self._topic.head in self._analyser.terms(first[-1])
        return is_form and (not is_remedy or len(name.split()) <= _SHORT)

    def _subject_of(self, section: Section, name: str) -> Terms:
        named = set() if asks_for(section.heading, self._kind) else set(content_words(name))
        headings = section.heading_path if len(section.heading_path) == 1 else section.heading_path[:-1]
        if section.heading.endswith("?"):
            headings = section.heading_path
        for heading in reversed(headings):
            words = [word for word in content_words(heading) if word not in wording().itself and word not in named]
            if words and asks_for(heading, self._kind):
                asked = self._terms(" ".join(words))
                if self._kind is SectionKind.REMEDIES and self._asks_of_nothing(asked):
                    return self._subject_told(section)  # "How to use warmth", for what the title says
                of_it = self._topic.head in asked & self._subject or self._is_of_title(asked)
                return asked | self._subject if of_it else asked
        above = self._terms(" ".join(" ".join(content_words(each)) for each in section.heading_path[:-1]))
        return self._subject_told(section) | above

    def _is_of_title(self, asked: Terms) -> bool:
        """Whether a heading asks about nothing that the title does not name, and that names the topic: "Why leaves
        droop" in "Why is my houseplant drooping?"."""
        named = asked <= self._subject | self._all_terms and self._topic.is_touched(asked)
        return named and self._topic.is_whole(self._subject)

    def _asks_of_nothing(self, asked: Terms) -> bool:
        """Whether a heading asks neither about the topic nor, where another one does, about something else that the
        title names: "How to cut back on nicotine" beside "How to cut back on caffeine"."""
        if self._topic.is_subject(asked) or (self._topic.head in self._movements and asked & self._movements):
            return False
        return not self._is_asked or asked.isdisjoint(self._subject)

    @cached_property
    def _is_asked(self) -> bool:
        """Whether a heading of the article asks for the kind, and for that of the topic."""
        headings = {each for section in self._article.sections for each in section.heading_path}
        asking = (self._terms(" ".join(content_words(each))) for each in headings if asks_for(each, self._kind))
        return any(map(self._topic.is_whole, asking))

    def _subject_told(self, section: Section) -> Terms:
        """The title's subject; of remedies for another thing first, none where a section does not say what for."""
        several = self._kind is SectionKind.REMEDIES and self._is_of_several
        if several and self._topic.head not in self._headings(section) | self._said(section).text:
            return frozenset()
        return self._subject

    def _headings(self, section: Section) -> Terms:
        return self._terms(" ".join(section.heading_path))

    def _terms(self, text: str) -> Terms:
        return frozenset(self._analyser.terms(text))
