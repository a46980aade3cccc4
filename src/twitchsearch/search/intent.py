"""What kind of section a question asks for: "what causes …" wants causes, "how to stop …" remedies.

The words that say so are cues. They are about the answer, not about its subject, so a section need not have them; that
the sections of the kind come first is the business of `search.ranking`. English only: the cues are a table of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import TypeAlias

from twitchsearch.model import SectionKind

# Alternatives in (a|b), what may be missing in [a|b]; "^" stands for the beginning of the question, "$" for its end.
_CUES: Mapping[SectionKind, tuple[str, ...]] = {
    SectionKind.CAUSES: (
        "what [can|could|may|might|would|is|are] (cause|causes|caused|causing|trigger|triggers|triggered|makes|make)",
        "[what] [is|are] [the] [main|common|possible|likely] (cause|causes|trigger|triggers) [of|for]",
        "[what] [is|are] [the] [main|common|possible|likely] (reason|reasons) [for|behind]",
        "(caused|triggered) by",
        "[what] [can|could|may|might] be (causing|triggering|behind) [it|this|that]",
        "(can|could|does|do|may|might) cause",
        "(make|makes|making) (my|your|me|you|it|them)",
        "why (do|does|did|is|are|am|has|have|would|my|i|the)",
        "^why",
        "why$",
        "(reason|reasons) (why|that|my|for|of)",
        "^(reason|reasons)",
        "(come|comes|coming) from",
        "(give|gives|giving) (you|me|people)",
        "who [usually|mostly] (gets|get)",
        "[what] [are] [the] risk factors [for|of]",
        "[who] [is] at risk (for|of)",
        "[what] [are] [the] genetic changes [related] [to]",
        "brings on",
        "leads to",
    ),
    SectionKind.SYMPTOMS: (
        "[what] [are] [the] [first|early|common|main] (sign|signs) (of|and symptoms) [of]",
        "[what] [are] [the] [first|early|common|main] (symptom|symptoms) [of]",
        "(feel|feels) like",
        "how (do|can|would) (i|you) (know|tell) (if|that|whether) [i|you] [have|am]",
        "[what] [are] [the] (complication|complications) (of|from)",
    ),
    SectionKind.DIAGNOSIS: (
        "[how] [is|are|to|do] [doctors] (diagnose|diagnosed|diagnosing)",
        "[what] [is] [the] diagnosis [of]",
        "(test|tests|tested|testing|exam|exams|exams and tests) for",
        "be (detected|seen|found) (in|by|with)",
        "how (is|are) (it|they) (found|detected)",
        "how (do|does|can|will) [the|a|my] (doctor|doctors|gp) (check|test|find|find out|tell|know) [for|if|about]",
        "(does|do|would) (that|this|it) mean i have",
        "(am i getting|do i have|have i got|could i have)",
    ),
    SectionKind.REMEDIES: (
        "[what] [is|are] [the] [best|home|natural] (treatment|treatments|remedy|remedies) [for|of]",
        "[what] [is|are] [the] [best|natural] (cure|cures|relief) [for|from]",
        "[what] [is|are] [the] [best] (therapy|therapies|medicine|medicines|medication|medications) for",
        "how (to|do i|can i|do you|can you|can one|should i) (stop|treat|fix|cure|ease|relieve|calm|soothe|help|heal)",
        "how (to|do i|can i|do you|can you) (manage|reduce|handle|get rid of|get relief from|deal with|cope with)",
        "(treat|treated|treating|cured)",
        "(get|getting) rid of",
        "what helps [with|against]",
        "what (to|can i|should i|do i|can you) do [about|for|against|when|if]",
        "make (it|them) stop",
        "what (eases|soothes|calms|relieves|stops|cures)",
        "what (can|could|should|do) (i|you|we) (try|take|use|do)",
        "what (now|next)$",
        "(calm|settle|calming|settling) [it|them|this] down",
        "how (to|do i|can i|should i) (raise|increase|boost|improve|get more)",
        "how (to|do i|can i|should i) (wean off|cut down|cut down on|cut back|cut back on|quit)",
        "how (is|are) (it|they|this|that) treated",
        "^(stop|stopping|relieve|ease|cure)",
    ),
    SectionKind.PREVENTION: (
        "[how] [to|do i|can i|can you|do you] (prevent|preventing|prevented)",
        "how (to|do i|can i|can you) (avoid|not get)",
        "(coming|happening) again",
        "from (coming|happening)",
        "prevention [of]",
    ),
    SectionKind.WARNING: (
        "[when] should i (worry|be worried|be concerned|see a doctor|call a doctor|go to the doctor) [about|for|with]",
        "when to (worry|be worried|be concerned|see a doctor|call a doctor|go to the doctor|get help) [about|for|with]",
        "is (it|this|that) (serious|dangerous|bad|harmful|an emergency)",
        "(serious|dangerous|harmful|worrying|an emergency)$",
        "[what] [are] [the] (red flags|warning signs) [of|for]",
        "worried about",
        "(need|see|call) (a doctor|to see a doctor|an ambulance)",
        "[is] [it] an emergency",
        "when (should|do|must) [i|you|we|a|an|the|my] (worry|get help|seek help|get medical help|go to hospital)",
        "who (should|must|can|may) not",
        "(reason|reasons|time|need) to see (someone|somebody|a doctor|anyone)",
        "(get|seek) [medical] help",
        "passed out",
    ),
    SectionKind.OUTLOOK: (
        "[what] [is] [the] (outlook|prognosis) [for|of]",
        "how (long|fast|soon|quickly) (does|do|will|can|until|before|till)",
        "^how (long|soon|fast|quickly)",
        "(heal|heals|recover|recovers)$",
        "(last|lasts)$",
        "(go|goes|going) away",
        "[what] [is] [the] life expectancy [for|of|with]",
        "survival (rate|rates) [for|of]",
        "[what] [are] [the] long term effects [of]",
    ),
    SectionKind.OTHER: (
        "how many people",
        "how common (is|are)",
        "(inherited|hereditary|genetic)$",
        "(research|clinical trials)",
        "[what] [are] [the] stages of",
    ),
    SectionKind.OVERVIEW: (
        "^what (is|are|was|does)",
        "information (about|on|for|regarding)",
        "^(define|explain)",
        "(definition|meaning) of",
        "^tell me about",
    ),
}
_PART = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|([^\s()\[\]]+)")
_REMEMBERED = 64  # sets of words
_START, _END = "^", "$"

_Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """The kinds that words ask for, in the order in which they do, and the places of the words that say so.

    Of these, `silent` are of no use to find anything by: what the asker feels ("worry") no answer need speak of, and
    what does so speaks of feelings.
    """

    kinds: tuple[SectionKind, ...] = ()
    cues: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()


NO_WISH = Wish()


def understood(words: Sequence[str], language: str = "english") -> Wish:
    """What a question of these folded words asks for; "" stands for anything that is no plain word, and ends a cue.

    Of cues that begin at one word the longest counts. An overview is what "what is" asks for where nothing else is
    asked. The words of facts that no other kind has (`OTHER`: heredity, numbers, research) tell which, so they are no
    cues to be left out.
    """
    if language != "english":
        return NO_WISH
    found = list(_found(words))
    if any(kind is not SectionKind.OVERVIEW for kind, _ in found):
        found = [each for each in found if each[0] is not SectionKind.OVERVIEW]
    return Wish(
        tuple(dict.fromkeys(kind for kind, _ in found)),
        frozenset(place for kind, places in found if kind is not SectionKind.OTHER for place in places),
        frozenset(place for kind, places in found if kind is SectionKind.WARNING for place in places),
    )


def _found(words: Sequence[str]) -> Iterator[tuple[SectionKind, range]]:
    """The cues from left to right, none within another: their kinds, and the places of their words."""
    marked = (_START, *words, _END)
    cues = _cues_of(frozenset(marked))
    longest = max(map(len, cues), default=0)
    at = 0 if cues else len(marked)
    while at < len(marked):
        ends = range(min(len(marked), at + longest), at, -1)
        end = next((end for end in ends if marked[at:end] in cues), 0)
        beyond = any(marked[1:later] in cues for later in range(end + 1, longest + 2)) if at == 0 else False
        if end and not beyond:
            yield cues[marked[at:end]], range(max(0, at - 1), min(end - 1, len(words)))
        at = at + 1 if beyond else end or at + 1


@lru_cache(maxsize=_REMEMBERED)
def _cues_of(words: frozenset[str]) -> Mapping[_Words, SectionKind]:
    """The cues that can be said with these words, each written out, with its kind.

    All cues are thousands; a question has the words of a few, and is read more than once.
    """
    cues: dict[_Words, SectionKind] = {}
    patterns, by_word = _patterns(), _patterns_by_word()
    for number in sorted({number for word in words for number in by_word.get(word, ())}):
        kind, pattern = patterns[number]
        possible = [[each for each in choice if words.issuperset(each)] for choice in pattern]
        if all(possible):
            cues |= dict.fromkeys((tuple(chain(*chosen)) for chosen in product(*possible)), kind)
    return cues


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[SectionKind, tuple[tuple[_Words, ...], ...]], ...]:
    """The table, read: each pattern is a row of choices, one of which is taken in each place."""
    return tuple((kind, tuple(_choices(pattern))) for kind, patterns in _CUES.items() for pattern in patterns)


@lru_cache(maxsize=1)
def _patterns_by_word() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the patterns by a word without which they cannot be said: of the first place that must be filled.

    Few questions have the words of any, and each of them would else be held against every pattern.
    """
    found: dict[str, tuple[int, ...]] = {}
    for number, (_, pattern) in enumerate(_patterns()):
        needed = next(choice for choice in pattern if () not in choice and choice not in (((_START,),), ((_END,),)))
        for word in dict.fromkeys(each[0] for each in needed):
            found[word] = (*found.get(word, ()), number)
    return found


def _choices(pattern: str) -> Iterator[tuple[_Words, ...]]:
    spaced = pattern.replace(_START, f"{_START} ").replace(_END, f" {_END}")
    for some, maybe, word in _PART.findall(spaced):
        named = tuple(tuple(each.split()) for each in (maybe or some or word).split("|"))
        yield (*named, ()) if maybe else named
