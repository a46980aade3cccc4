"""Articles that lost their headings: cut where the subject changes, each passage labelled by its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from twitchsearch.extract.anchors import text_fragment
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.rules import announced, turned_to
from twitchsearch.model import SectionKind

_FEWEST_PARAGRAPHS = 6
_FEWEST_PARTS, _SHORTEST_PART, _FEWEST_TURNS = 3, 80, 2
_FEWEST_TITLES, _MOST_OF_A_TITLE = 3, 5
_LABEL_WORDS, _MOST_WORDS_OF_THING = 7, 2
_NO_THING = re.compile(
    r"(?:the|a|an|in|on|at|for|my|your|our|his|her|their|most|some|many|people|cases)\b", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"(?:it|this|these|those|they|that|he|she|such|also|in addition|additionally|furthermore|moreover|however|"
    r"for example|for instance|similarly|likewise|as a result|therefore|thus|so|and|but|or|then|yet|instead|"
    r"otherwise|still|"
    r"both (?:of )?(?:these|them)|either way|finally)\b(?! (?:is|are|may|can) (?:a|an|both) (?:condition|disease))",
    re.IGNORECASE,
)
_TURNS_ANEW = re.compile(r"so,? (?:what|why|how)|this may seem|these (?:are both|two)|in conclusion", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|can|could|may|might|will|would|should|has|have|had|does|do|did|affects?|causes?|leads?|refers?|"
    r"means|describes?|helps?|occurs?|happens?|includes?|depends?|contains?|requires?|contracts?|starts?|puts?|makes?|gives?|keeps?|brings?|plays?|comes?|goes|tends?|needs?|works?|allows?)\b"
)
_CONDITION = re.compile(r"(?:if|when|while|although|because|since|as) (.+?)(?:, |\. | then )", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:you(?:[’'](?:re|ve)| are| have|r)?|there|one|it|we|i)\b\s*", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"(?:this|these|those|that|they|it|he|she|so|so what|both|some|many|most)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_WORD_OR_LINE = re.compile(r"\w")
_SLOGAN_WORDS, _LONGEST_TITLE = 16, 80
_TITLE_END = re.compile(r"\A[^\n]*[^.,;:!…。、！\n]\Z")


def passages(drafts: list[Draft]) -> list[Draft]:
    """The drafts, cut into passages where the article has no heading at all; otherwise as they are, but for a long text
    above the first heading, which is cut where sentences turn to another subject ("So why does it happen?").

    A passage begins at each paragraph that starts a new subject; paragraphs that go on ("This is because …") stay with
    the one before. A short line without a full stop is the label of what follows it; where such lines are frequent, of
    all that follows up to the next, and what stands above the first has none. Where rules or rows of dots part the
    text, its parts are the passages. Site names and slogans above the article are in no passage.
    """
    if any(draft.path for draft in drafts):
        return [*_turned(drafts[0]), *drafts[1:]]
    if sum(len(draft.paragraphs) for draft in drafts) < _FEWEST_PARAGRAPHS:
        return drafts
    if parts := _parted(drafts):
        return parts
    return _cut(_without_promotion([each for draft in drafts for each in draft.paragraphs if not _is_row(each)]))


def _cut(paragraphs: Sequence[str]) -> list[Draft]:
    """Passages: each begins a new subject, or stands below a line that can be its title."""
    titles = sum(map(_is_title, paragraphs))
    titled = titles >= _FEWEST_TITLES and len(paragraphs) <= _MOST_OF_A_TITLE * titles
    cut: list[Draft] = []
    title = ""
    for paragraph in paragraphs:
        if _is_title(paragraph):
            title = f"{title} {paragraph}".strip()
        elif cut and not title and (titled or _goes_on(paragraph, cut[-1].paragraphs[-1])):
            cut[-1].paragraphs.append(paragraph)
        else:
            cut.append(_passage(title, paragraph) if title or not titled else Draft((), [paragraph], passage=True))
            title = ""
    if title:
        cut.append(_passage("", title))
    return cut


def _turned(first: Draft) -> list[Draft]:
    """A text above all headings, cut as an article without any if several of its paragraphs begin by naming what they
    turn to."""
    if first.path or len(first.paragraphs) < _FEWEST_PARAGRAPHS - 1:
        return [first]
    turns = {kind for each in first.paragraphs[1:] if (kind := turned_to(each)) is not None}
    if len(turns) < _FEWEST_TURNS:
        return [first]
    begin, *others = _cut(first.paragraphs)
    return [replace(first, paragraphs=begin.paragraphs, passage=True), *others]


def _parted(drafts: Sequence[Draft]) -> list[Draft]:
    """The parts of a text that rules or rows of dots divide, if there are several and each is a passage."""
    parts: list[list[str]] = [[]]
    for draft in drafts:
        for at, paragraph in enumerate(draft.paragraphs):
            if at in draft.parted and parts[-1]:
                parts.append([])
            if not _is_row(paragraph):
                parts[-1].append(paragraph)
    while len(parts) > _FEWEST_PARTS and sum(map(len, parts[-1])) < _SHORTEST_PART:
        parts[-2] += parts.pop()
    if len(parts) < _FEWEST_PARTS or any(sum(map(len, part)) < _SHORTEST_PART for part in parts):
        return []
    first, *others = parts
    return [Draft((), first, passage=True), *map(_part, others)]


def _part(paragraphs: list[str]) -> Draft:
    """A part of a text as a passage: below its first line, if that can be a title."""
    title, *rest = paragraphs
    if rest and _is_title(title):
        return replace(_passage(title, rest[0]), paragraphs=rest, apart=True)
    return replace(_passage("", title), paragraphs=paragraphs, apart=True)


def _is_row(paragraph: str) -> bool:
    """Whether a paragraph is a row of dots."""
    return _WORD_OR_LINE.search(paragraph) is None


def joined(drafts: Sequence[Draft], kinds: Sequence[SectionKind]) -> list[int]:
    """Which passages begin a section, by their places: those that follow one of the same kind go on about its subject.

    One with a line of its own above it stays apart, as does one that begins with a thing ("Caffeine can …"), and each
    that a sentence announced ("let's look at the causes"): they are a list. Sections that are no passages stay.
    """
    begin: list[int] = []
    is_list = False
    for at, draft in enumerate(drafts):
        is_same = at and draft.passage and drafts[at - 1].passage and kinds[at] is kinds[at - 1]
        if not (is_same and draft.labelled) or draft.apart or is_list or _names_a_thing(draft.path[-1]):
            begin.append(at)
        is_list = is_list or (draft.passage and announced(draft.text) is not None)
    return begin


def together(drafts: Sequence[Draft]) -> Draft:
    """Passages as one, with the label of the first."""
    first = drafts[0]
    if len(drafts) == 1:
        return first
    paragraphs = [paragraph for draft in drafts for paragraph in draft.paragraphs]
    return replace(first, paragraphs=paragraphs, linked=sum(draft.linked for draft in drafts))


def _names_a_thing(label: str) -> bool:
    return len(label.split()) <= _MOST_WORDS_OF_THING and not _NO_THING.match(label)


def _passage(title: str, paragraph: str) -> Draft:
    anchor = text_fragment(title or _opening_words(paragraph))
    return Draft((title or label(paragraph),), [paragraph], anchor, passage=True, labelled=not title)


def label(paragraph: str) -> str:
    """A few words of the paragraph's first sentence that say what it is about."""
    sentence = re.split(r"(?<=[.!?:;])\s", paragraph, maxsplit=1)[0]
    if condition := _CONDITION.match(sentence + " "):
        words = condition[1]
    else:
        verb = next((match for match in _VERB.finditer(sentence) if match.start() > 2), None)
        words = sentence[: verb.start()] if verb else sentence
        if verb and (len(_WORD.findall(words)) > _LABEL_WORDS or _SUBJECT.fullmatch(words)):
            words = sentence[verb.end() :] if _SUBJECT.fullmatch(words) else words
    words = _SUBJECT.sub("", words, count=1) if _SUBJECT.match(words) else words
    short = " ".join(_WORD.findall(words)[:_LABEL_WORDS])
    short = "" if _SAYS_NOTHING.fullmatch(short) else short
    short = short or " ".join(_WORD.findall(paragraph)[:_LABEL_WORDS]) or paragraph[:40]
    return short[:1].upper() + short[1:]


def _opening_words(paragraph: str) -> str:
    return " ".join(paragraph.split("\n", 1)[0].split()[:6])


def _goes_on(paragraph: str, before: str) -> bool:
    if _TURNS_ANEW.match(paragraph):
        return False
    return bool(_CONTINUES.match(paragraph)) or (before.endswith(":") and len(before) < 200 and len(paragraph) < 80)


def _is_title(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_TITLE and len(paragraph.split()) <= 12 and bool(_TITLE_END.search(paragraph))


def _without_promotion(paragraphs: list[str]) -> list[str]:
    """Without the lines above the first real paragraph that repeat or shout: the site's name and its slogan."""
    first = next((at for at, each in enumerate(paragraphs) if not _is_slogan(each) and not _is_title(each)), 0)
    times = Counter(paragraphs[:first])
    top = [each for each in paragraphs[:first] if times[each] == 1 and not _is_slogan(each)]
    return top + paragraphs[first:]


def _is_slogan(paragraph: str) -> bool:
    letters = [character for character in paragraph if character.isalpha()]
    return len(paragraph.split()) <= _SLOGAN_WORDS and bool(letters) and all(map(str.isupper, letters))
