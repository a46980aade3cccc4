"""Warning signs: the list in a section of kind `warning`, each with the urgency that its words state."""

from __future__ import annotations

import re

from twitchsearch.model import Sign, Urgency

_MOST_SIGNS, _LONGEST_SIGN = 40, 400
_EMERGENCY = re.compile(
    r"\b(?:emergency (?:number|room|department|services?|care|help|treatment|medical)|is an emergency|"
    r"medical emergency|call (?:911|999|112|000|an ambulance)|a&e|emergency signs?)\b",
    re.IGNORECASE,
)
_URGENT = re.compile(
    r"\b(?:right away|at once|immediate(?:ly)?|straight away|same day|as soon as possible|urgent(?:ly)?|"
    r"without delay|promptly|within (?:24 hours|a day|hours))\b",
    re.IGNORECASE,
)
_DOCTOR = re.compile(
    r"\b(?:see|call|contact|visit|consult|tell|ask|talk to|speak (?:to|with)|make an appointment|go (?:back|soon)|"
    r"medical (?:help|attention|advice|care)|have it checked|get (?:it )?checked)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|isn[’']t|is no) an emergency\b|\bno emergency\b|\bnot urgent\b|\bnon-emergency\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def signs(heading: str, text: str) -> tuple[Sign, ...]:
    """The signs in the text of a warning section, in its order and words.

    A list's lines take the urgency of the line that introduces them; a sentence that names signs has its own. Where no
    words say more, a sign is one to see a doctor about. Nothing is a sign that tells neither.
    """
    found: list[Sign] = []
    intro = _stated(heading)
    for line in text.split("\n"):
        if line.rstrip().endswith(":"):
            intro = _stated(line) or intro or Urgency.SEE_A_DOCTOR
        elif intro and len(line) <= _LONGEST_SIGN and not _DOCTOR.search(line) and not _EMERGENCY.search(line):
            found.append(Sign(line, intro))
        else:
            found += _in_sentences(line)
            intro = None
    return tuple(found[:_MOST_SIGNS])


def _in_sentences(line: str) -> list[Sign]:
    sentences = _SENTENCE.split(line)
    return [Sign(each, urgency) for each in sentences if len(each) <= _LONGEST_SIGN and (urgency := _stated(each))]


def _stated(words: str) -> Urgency | None:
    if _EMERGENCY.search(words) and not _NOT.search(words):
        return Urgency.EMERGENCY
    if _URGENT.search(words) and not _NOT.search(words):
        return Urgency.URGENT
    return Urgency.SEE_A_DOCTOR if _DOCTOR.search(words) else None
