"""Why a section stands where it stands: its score, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twitchsearch.model.articles import SectionKind
from twitchsearch.model.queries import TextField


class Role(StrEnum):
    """What a part of a query does: `ASKED` helps to match, `CUE` only adds to the score."""

    ASKED = "asked"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """How often something occurs in one field of a section (weighted, where it stands for several), and how many tokens
    the field has."""

    field: TextField
    occurrences: float
    length: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one part of a query (a term, a phrase, what stands for one word) adds to a score.

    `score` is `boost` x `idf` x `saturation`; `sections` are those it occurs in. All but `idf`, `boost` and `sections`
    are 0 and empty where the section does not have it.
    """

    what: str
    role: Role
    sections: int
    idf: float
    boost: float
    saturation: float = 0.0
    score: float = 0.0
    fields: tuple[FieldEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score: the sum over `evidence`, times 1 + `lift` x `surely`, times `aside`, plus `together`.

    `wish` are the kinds looked for and `surely` how surely the section is of one; `aside` is less than 1 where it is
    about the article; `together` is what it gained for having both of two words.
    """

    score: float
    evidence: tuple[Evidence, ...]
    wish: tuple[SectionKind, ...] = ()
    lift: float = 0.0
    surely: float = 0.0
    aside: float = 1.0
    together: float = 0.0
