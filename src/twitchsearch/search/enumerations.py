"""Names in running text: what sentences say causes something or helps, one by one, and what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twitchsearch.model import SectionKind, Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.naming import asks_for, bare, content_words, fits
from twitchsearch.search.wording import wording

_MOST_WORDS = 6
_MOST_TEXT = 120  # words of a section that answers in a few sentences
_LONGEST_SENTENCE = 600  # code points
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*")
_CLAUSE = re.compile(
    r"\s(?:when|where|if|because|although|while|until|unless|so|but|than|can|may|might|could|would|should|is|are|was|were"
    r"|has|have|do|does|will)\s",
    re.IGNORECASE,
)
_EXAMPLES = ("such as", "including")
_PART = re.compile(r"\s*(?:,\s*(?:and|or|as well as)?|\band/or\b|\band\b|\bor\b|\bas well as\b)\s+", re.IGNORECASE)
_PUNCTUATED = re.compile(r"\s*[(:;–—].*$|\s+-\s.*$")
_NEAR = 12  # code points behind what is said, in which it may be denied
_LIST = re.compile(r"(?P<announced>[^:]{5,120}):\s+(?P<names>[^,]+,[^,]+,.+)")
_IS = re.compile(r"\b(?:is|are|be):?\s+$", re.IGNORECASE)
_NEXT = re.compile(r",\s+(?:and\s+)?|\s+and\s+(?=[a-z]+ )")
_VAGUE = re.compile(r"\b(?:it|them|this|that|these)\b|\s(?:down|back|up|off|there)$|^\w+$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+(?:for|in|too|as well|together|afterwards)\b", re.IGNORECASE)
_ADVISED = re.compile(
    r"\W*(?:it is (?:reasonable|sensible|wise|fine|best|worth|a good idea) to|you (?:can|could|may)|try to|aim to)\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*(?:which|who|whose|such as|like|including|for example|e\.g\.|above all|especially|particularly"
    r"|laid|repeated|taken|worn|done|applied|placed|used|held|given)\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:(?:some|certain|many) )?\w{3,}(?:ic|al|ive|ous|ary|ar|ed)", re.IGNORECASE)
_ORGAN = re.compile(
    r"(?:kidney|liver|heart|lung|thyroid|bowel|stomach|brain|muscle|nerve|joint|blood|bone|skin|eye|gland)s?",
    re.IGNORECASE,
)


def enumerated(text: str, kind: AnswerKind) -> Iterator[tuple[str, Span]]:
    """What sentences name as causes or remedies, with the place in the text: parts of what they enumerate.

    An enumeration ends where a part of it is no short name. Sentences that deny or doubt name nothing, nor does a long
    text: of what an essay says about causes, too much is no cause.
    """
    if text.count(" ") > _MOST_TEXT:
        return
    for sentence in _sentences(text):
        yield from _of_sentence(sentence[0], sentence.start(), kind)


def _sentences(text: str) -> Iterator[re.Match[str]]:
    """The sentences that are no longer than people write them."""
    return (each for each in _SENTENCE.finditer(text) if len(each[0]) <= _LONGEST_SENTENCE)


def _of_sentence(sentence: str, start: int, kind: AnswerKind) -> Iterator[tuple[str, Span]]:
    patterns = wording().sentences[kind]
    found: list[tuple[str, Span]] = []
    then, before = (_undoubted(each) for each in (patterns.then.search(sentence), patterns.before.match(sentence)))
    listed = _LIST.match(sentence)
    if listed and asks_for(listed["announced"], kind) and not _doubted(listed["announced"]):
        found = list(_names(listed["names"], start + listed.start("names"), whole=False))
    elif then and (asks_for(sentence, kind) or not then[0].lower().startswith(_EXAMPLES)):
        found = list(_names(then["names"], start + then.start("names"), whole=False))
        if _IS.search(sentence, 0, then.start("names")) and len(found) < 2:
            found = []  # "treatment is expensive" names nothing, "the causes are stress and tiredness" does
    if before and not found:
        found = list(_names(before["names"], start + before.start("names"), whole=True))
    if kind is SectionKind.REMEDIES and not (found or then or listed):
        found = list(_told_to_do(sentence, start))
    yield from found


def plainly(text: str) -> Iterator[tuple[str, Span]]:
    """What sentences say in so many words are causes, with the place in the text."""
    patterns = wording().plain
    for sentence in _sentences(text):
        for found in (_undoubted(patterns.then.search(sentence[0])), _undoubted(patterns.before.match(sentence[0]))):
            if found:
                whole = found.end("names") < found.end()
                yield from _names(found["names"], sentence.start() + found.start("names"), whole=whole)
                break


def _told_to_do(sentence: str, start: int) -> Iterator[tuple[str, Span]]:
    """What a sentence tells to do, one thing after the other, from its beginning on."""
    lead = _ADVISED.match(sentence)
    place = lead.end() if lead else 0
    for separator in (*_NEXT.finditer(sentence), None):
        told = wording().parts.doing.match(sentence[place : separator.start() if separator else len(sentence)])
        if told is None:
            return
        if fits(told["name"]) and not _VAGUE.search(told["name"]):
            yield told["name"], Span(start + place + told.start("name"), start + place + told.end("name"))
        place = separator.end() if separator else place


def _undoubted(found: re.Match[str] | None) -> re.Match[str] | None:
    """What was found, unless what stands around its names doubts or denies."""
    if found is None:
        return None
    around = found.string[: found.start("names")] + found.string[found.end("names") : found.end() + _NEAR]
    return None if _doubted(around) else found


def _doubted(text: str) -> bool:
    return bool(wording().parts.doubts.search(text))


def denied(text: str, kind: AnswerKind) -> Iterator[tuple[str, Span, Dispute]]:
    """What sentences say is none, does nothing, or is to be avoided, with the place of the name."""
    for sentence in _sentences(text):
        for dispute, pattern in wording().denials[kind]:
            found = pattern.search(sentence[0])
            names = list(_names(found["names"], sentence.start() + found.start("names"), whole=True)) if found else []
            yield from ((name, span, dispute) for name, span in names)
            if names:
                break


def _names(enumeration: str, start: int, *, whole: bool) -> Iterator[tuple[str, Span]]:
    """The names of an enumeration up to the first part that is none; with `whole` all parts must be names, or none is,
    and no clause may stand behind them, which then is what the sentence goes on about.

    Parts that name nothing in particular ("another disease") are left out.
    """
    found: list[tuple[str, Span]] = []
    if whole and _CLAUSE.search(enumeration):
        return
    for part, place in _parts(enumeration):
        if whole and _ASIDE.match(part):
            continue
        name, tail = _name(part)
        if name is None:
            if whole:
                return
            break
        if content_words(name):
            at = start + place + max(0, part.find(name))
            found.append((name, Span(at, at + len(name))))
        if tail and not whole and not _GOES_ON.match(tail):
            break
    yield from found


def _parts(enumeration: str) -> Iterator[tuple[str, int]]:
    """The parts of an enumeration, with their places; an adjective or an organ stays with the noun it shares."""
    place = 0
    for separator in (*_PART.finditer(enumeration), None):
        end = separator.start() if separator else len(enumeration)
        part = enumeration[place:end]
        shares = "," not in separator[0] and _ADJECTIVE.fullmatch(part.strip()) if separator else None
        if separator and (shares or _ORGAN.fullmatch(part.strip())):
            continue
        if part.strip():
            yield part, place
        place = separator.end() if separator else place


def _name(part: str) -> tuple[str | None, str]:
    """The name in a part, and what was cut off behind it; None where it is no name, whatever is left where it names
    nothing in particular."""
    parts = wording().parts
    whole = parts.lead.sub("", part.strip())
    plain = _PUNCTUATED.sub("", whole)
    cut = parts.end.sub("", plain)
    name = bare(cut)
    if not name or len(name.split()) > _MOST_WORDS or parts.none.search(name):
        return None, ""
    return name, plain[len(cut) :]
