"""Names in running text: what sentences say causes something or helps, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import SectionKind, Span
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.naming import asks_for, bare, content_words, fits
from twitchsearch.search.wording import wording

_MOST_WORDS = 6
_SMALL_WORDS = frozenset({"the", "a", "an", "your"})
_MOST_TEXT = 250  # words of a section that answers in a few sentences
_LONGEST_SENTENCE = 600  # code points
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*")
_CLAUSE = re.compile(
    r"\s(?:when|where|if|because|although|while|until|unless|so|but|than|can|may|might|could|would|should|is|are|was|were"
    r"|has|have|do|does|will)\s",
    re.IGNORECASE,
)
_EXAMPLES = ("such as", "including", "for example", "for instance", "e.g.", "namely", "and so ", "as ")
_PART = re.compile(
    r"\s*(?:,\s*(?:and|or|as well as)?|\band/or\b|\b(?:(?<!wear )and|or)\b(?:\s+(?:with|to|by|from)(?=\s))?"
    r"|\bas well as\b)\s+",
    re.IGNORECASE,
)
_PUNCTUATED = re.compile(r"\s*[(:;–—].*$|\s+-\s.*$")
_UNOPENED = re.compile(r"\).*$")
_ADVERB = re.compile(r"(?!family|belly|jelly|anomaly)\w+ly", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"[:;–—]\s")
_NEAR = 12  # code points behind what is said, in which it may be denied
_LIST = re.compile(r"(?P<announced>[^:]{5,120}):\s+(?P<names>[^,]+,[^,]+,.+)")
_IS = re.compile(r"\b(?:is|are|be):?\s+$", re.IGNORECASE)
_NEXT = re.compile(r",\s+(?:and\s+|or\s+|then\s+|and then\s+)?(?:to\s+)?|\s+and\s+(?:to\s+)?(?=[a-z]+ )")
_VAGUE = re.compile(
    r"\b(?:it|them|this|that|these)\b|\s(?:down|back|up|off|there)$|^\w+$|^stop (?:test|read|check|search|worry|look)",
    re.IGNORECASE,
)
_ONE_IS = re.compile(
    r"\b(?:most \w+|commonest|likeliest|main|usual|chief|biggest|leading|top|frequent|typical|common|other|another"
    r"|second) (?:\w+ )?(?:cause|trigger|reason|culprit|explanation|suspect|treatment|remedy)\b[^,;:]*$",
    re.IGNORECASE,
)
_FEW = 2
_ALL_CAN = re.compile(
    r"\W*(?P<names>[^,;:]+,[^;:]+?[,\s](?:and|or)\s[^,;:]+?) (?:can|could|may|might|all|each) (?:(?:each|all|also) )*"
    r"(?!be\b|have\b|of\b|are\b)[a-z]+\b",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(r"\s*(?:avoid|do not|don['’]t|never)\b", re.IGNORECASE)
_DONE = re.compile(r"\s(?:made|is|are|was|were|helped|worked|did)\b", re.IGNORECASE)
_NO_THING = re.compile(r"\w+(?:ed|ful|less|ous|able|ible|ive|ly|ent|ic)$|\w+ly\b", re.IGNORECASE)
_LEVELS = frozenset({"level", "levels", "amount", "amounts"})
_NOTHING = re.compile(r"(?:medicines?|medications?|drugs?|treatments?|products?)(?: for .*)?$", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\bbut (?:not|never|rarely|seldom)\b|\b(?:wrongly|unfairly)\b", re.IGNORECASE)
_GOES_ON_BEFORE = re.compile(r"\b(?:and|or|but|then)\s*$", re.IGNORECASE)
_LATER_CLAUSE = re.compile(r";\s+|,\s+(?:and|while|but)\s+", re.IGNORECASE)
_CONDITION = re.compile(r"^\W*(?:if|when|where) [^,;:]{3,60}, ", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s+(?:for|in|too|as well|together|afterwards|such as|like|including)\b|\s+(?:that|which|who)(?: [\w'’-]+){1,7}$",
    re.IGNORECASE,
)
_SORTS = "things|factors?|illness(?:es)?|diseases?|conditions?|problems?|medicines?|drugs?"
_TOLD_BEFORE = re.compile(
    rf"[^,;:.]{{3,60}}:\s+(?=[^,]+,)|(?:an? )?(?:(?:certain|some|many|other|various|medical) )*(?:{_SORTS})"
    r"[^,;:.]{0,40},? (?:such as|like|including|for example,?) ",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:list|things|following|these|reasons|ways|factors|culprits|suspects|remedies|options)$", re.IGNORECASE
)
_PLACED = re.compile(r"\b(?:on|in|at|around|under|behind|between|over)\s+(?:the|your|an?)\s+\w+$", re.IGNORECASE)
_ONE_WORD = re.compile(r"(?:(?:the|your|an?)\s+)?\w+\W*$")
_ADVISED = re.compile(
    r"\W*(?:a: )?(?:(?:first|then|next|also|instead|(?:if|to) [^,;:]{3,40}|at (?:home|night|work)),? )?"
    r"(?:(?:it (?:is|can be) (?:reasonable|sensible|wise|fine|best|worth|useful|helpful|a good idea) to"
    r"|it (?:can )?helps? to|(?:you|(?:people|patients|those)(?: with [^,;:]{3,40})?)"
    r" (?:(?:are|should be) (?:\w+ )?advised to|can|could|may|should)(?: also| try to)?"
    r"|try to|aim to|(?:make|be) sure to|remember to|start by|always|simply|just)\s+)?",
    re.IGNORECASE,
)
_WHERE = re.compile(r",\s+(?:where|which|who|when|whose)\s[^,;:.]{3,60},(?=\s*$)", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*(?:(?:which|who|whose|such as|like|including|for example|e\.g\.|above all|especially|particularly|laid"
    r"|repeated|taken|worn|done|applied|placed|used|held|given|\w+ among them|(?:once|twice|three times) (?:an? )?"
    r"(?:day|daily|week|weekly|hour))\b|(?:(?:more|less) )?(?:rarely|seldom|often|sometimes|occasionally|perhaps"
    r"|commonly|(?:mostly|mainly|usually|chiefly)(?: \w+)?)\W*$)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:(?:some|certain|many) )?\w{3,}(?:ic|al|ive|ous|ary|ar|ed)", re.IGNORECASE)
_OF_TWO = re.compile(r"\b(?:from|between|of) (?:the|your|both) (?:[\w-]+ ){0,2}\w+$", re.IGNORECASE)
_ORGAN = re.compile(
    r"(?:kidney|liver|heart|lung|thyroid|bowel|stomach|brain|muscle|nerve|joint|blood|bone|skin|eye|gland)s?",
    re.IGNORECASE,
)


class Plain(NamedTuple):
    """A name, where it stands in the text, and the words that say of what it is a cause or a remedy.

    `is_caused`: that is what the sentence is about ("Rust is caused by rain"), and not the name.
    """

    name: str
    span: Span
    said_of: str
    is_caused: bool


def enumerated(text: str, kind: AnswerKind) -> Iterator[tuple[str, Span]]:
    """What sentences name as causes or remedies, with the place in the text: parts of what they enumerate.

    An enumeration ends where a part of it is no short name. Sentences that deny or doubt name nothing, nor does a long
    text: of what an essay says about causes, too much is no cause.
    """
    if text.count(" ") > _MOST_TEXT:
        return
    for sentence in sentences(text):
        yield from _of_sentence(sentence[0], sentence.start(), kind)


def sentences(text: str) -> Iterator[re.Match[str]]:
    """The sentences that are no longer than people write them."""
    return (each for each in _SENTENCE.finditer(text) if len(each[0]) <= _LONGEST_SENTENCE)


def _of_sentence(sentence: str, start: int, kind: AnswerKind) -> Iterator[tuple[str, Span]]:
    patterns = wording().sentences[kind]
    if _OF_ANOTHER.search(sentence):
        return
    found: list[tuple[str, Span]] = []
    then, before = (_undoubted(each) for each in (patterns.then.search(sentence), patterns.before.match(sentence)))
    listed = _LIST.match(sentence)
    announces = listed and (asks_for(listed["announced"], kind) or _LISTS.search(listed["announced"]))
    if listed and announces and not _doubted(listed["announced"]):
        found = list(names_of(listed["names"], start + listed.start("names"), whole=False))
    elif then and (asks_for(sentence, kind) or not then[0].lower().startswith(_EXAMPLES)):
        names = then.start("names") + _lead(then["names"])
        found = list(names_of(sentence[names:], start + names, whole=False))
        if _IS.search(sentence, 0, then.start("names")) and len(found) < 2:
            # "treatment is expensive" names nothing, "the causes are stress and tiredness" does
            found = [each for each in found if _ONE_IS.search(sentence[: then.start("names")]) and _is_thing(each[0])]
    if before and not found:
        found = list(names_of(before["names"], start + before.start("names"), whole=True))
        found += _of_later_clauses(sentence, before.end(), start, kind)
    if kind is SectionKind.CAUSES and not (found or then):
        found = list(_all_doing(sentence, start))
    if kind is SectionKind.REMEDIES and not (found or listed):
        found = list(_told_to_do(sentence, start))
    yield from (each for each in found if _says_which(each[0], kind))


def _all_doing(sentence: str, start: int) -> Iterator[tuple[str, Span]]:
    """Three names or more of which a sentence says that they can all do something: "a, b and c can each slow it"."""
    found = _ALL_CAN.match(sentence)
    if found and (named := _undoubted(found)):
        names = list(names_of(named["names"], start + named.start("names"), whole=True))
        yield from names if len(names) > _FEW else ()


def _of_later_clauses(sentence: str, place: int, start: int, kind: AnswerKind) -> Iterator[tuple[str, Span]]:
    """What clauses behind a place name before what they say of it: "…, and hard blowing comes close behind"."""
    for clause in _LATER_CLAUSE.finditer(sentence, place):
        found = _undoubted(wording().sentences[kind].before.match(sentence[clause.end() :]))
        if found:
            yield from names_of(found["names"], start + clause.end() + found.start("names"), whole=True)


def plainly(text: str, kind: AnswerKind) -> Iterator[Plain]:
    """What sentences say in so many words are causes or remedies, and of what they say it."""
    patterns = wording().plain[kind]
    for sentence in sentences(text):
        then, before = _undoubted(patterns.then.search(sentence[0])), _undoubted(patterns.before.match(sentence[0]))
        found = then or before
        if found and not _OF_ANOTHER.search(sentence[0], found.start("names")):
            start = found.start("names") + (_lead(found["names"]) if then else 0)
            named = list(names_of(sentence[0][start : found.end("names")], sentence.start() + start, whole=not then))
            if then and _IS.search(sentence[0], 0, found.start("names")) and len(named) < 2:
                continue  # as above: "a few causes are worth raising" names nothing
            said_of = sentence[0][: found.start()] if then else _CLAUSE.split(sentence[0][found.end() :])[0]
            yield from (
                Plain(name, span, said_of, is_caused=bool(then)) for name, span in named if _says_which(name, kind)
            )


def _says_which(name: str, kind: AnswerKind) -> bool:
    """Whether a name says more of a remedy than that it is one; medicines are a cause."""
    return kind is SectionKind.CAUSES or not _NOTHING.match(name)


def _is_thing(name: str) -> bool:
    """Whether a name can be one that "the main cause is" goes before, and is none that says what causes are like."""
    return not _NO_THING.match(name)


def _lead(names: str) -> int:
    """How long what stands before names is that says only of which sort they are: "an illness: ", "things such as "."""
    told = _TOLD_BEFORE.match(names)
    return 0 if told is None or (told[0].rstrip().endswith(":") and _CLAUSE.search(names, told.end())) else told.end()


def _told_to_do(sentence: str, start: int) -> Iterator[tuple[str, Span]]:
    """What a sentence tells to do, one thing after the other, from its beginning on."""
    lead = _ADVISED.match(sentence)
    place = lead.end() if lead else 0
    for separator in (*_NEXT.finditer(sentence, place), None):
        told = wording().parts.doing.match(sentence[place : separator.start() if separator else len(sentence)])
        if told is None and not _NOT_TOLD.match(sentence, place):
            return
        if told and fits(told["name"]) and not _VAGUE.search(told["name"]) and not _DONE.search(told["name"]):
            yield told["name"], Span(start + place + told.start("name"), start + place + told.end("name"))
        place = separator.end() if separator else place


def _undoubted(found: re.Match[str] | None) -> re.Match[str] | None:
    """What was found, unless what stands around its names doubts or denies."""
    if found is None:
        return None
    around = (
        _CONDITION.sub("", found.string[: found.start("names")])
        + found.string[found.end("names") : found.end() + _NEAR]
    )
    return None if _doubted(around) else found


def _doubted(text: str) -> bool:
    return bool(wording().parts.doubts.search(text))


def names_of(enumeration: str, start: int, *, whole: bool) -> Iterator[tuple[str, Span]]:
    """The names of an enumeration up to the first part that is none; with `whole` all parts must be names, or none is,
    and no clause may stand behind them, which then is what the sentence goes on about.

    Parts that name nothing in particular ("another disease") are left out.
    """
    found: list[tuple[str, Span]] = []
    enumeration = _WHERE.sub(lambda aside: " " * len(aside[0]), enumeration) if whole else enumeration
    if whole and (_CLAUSE.search(enumeration) or _GOES_ON_BEFORE.search(enumeration)):
        return
    for part, place in _parts(enumeration):
        if whole and _ASIDE.match(part):
            continue
        name, tail = _name(part)
        if name is None:
            if whole:
                return
            break
        if _says_what(name):
            at = start + place + max(0, part.find(name))
            found.append((name, Span(at, at + len(name))))
        if not whole and (_NEW_SENTENCE.search(part) or (tail and not _GOES_ON.match(tail))):
            break
    yield from found


def _says_what(name: str) -> bool:
    """Whether a name says of what there is too little: "a low level" speaks of what was named before."""
    return not set(content_words(name)) <= wording().lacking | _LEVELS


def _parts(enumeration: str) -> Iterator[tuple[str, int]]:
    """The parts of an enumeration, with their places; an adjective or an organ stays with the noun it shares."""
    place = 0
    for separator in (*_PART.finditer(enumeration), None):
        end = separator.start() if separator else len(enumeration)
        part = enumeration[place:end]
        if separator and _shares(part.strip(), separator[0], enumeration[separator.end() :]):
            continue
        if part.strip():
            yield part, place
        place = separator.end() if separator else place


def _shares(part: str, separator: str, after: str) -> bool:
    """Whether a part is none without what follows: an adjective, an organ, or a place of two: "on the rim or disc"."""
    if _ORGAN.fullmatch(part) or (_OF_TWO.search(part) and re.match(r"the\s", after)):
        return True
    if "," in separator:
        return False
    return bool(_ADJECTIVE.fullmatch(part) or (_PLACED.search(part) and _ONE_WORD.match(_CLAUSE.split(after)[0])))


def _name(part: str) -> tuple[str | None, str]:
    """The name in a part, and what was cut off behind it; None where it is no name, whatever is left where it names
    nothing in particular."""
    parts = wording().parts
    whole = parts.lead.sub("", part.strip())
    plain = _PUNCTUATED.sub("", whole)
    cut = parts.end.sub("", _UNOPENED.sub("", plain))
    name = bare(cut)
    words = [word for word in name.split() if word.lower() not in _SMALL_WORDS]
    if not words or len(words) > _MOST_WORDS or parts.none.search(name) or _ADVERB.fullmatch(name):
        return None, ""
    return name, plain[len(cut) :]
