"""Which blocks are headings: by markup, and where that is missing by how the block looks and what follows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from twitchsearch.extract import boilerplate
from twitchsearch.extract.blocks import Block, Role
from twitchsearch.extract.levels import Levels, depth, lines_in_capitals, looks_above_headings
from twitchsearch.extract.names import plain_names, said_first, speakers
from twitchsearch.model.articles import Span

_BOLD_RANK, _NUMBERED_RANK, _RUN_IN_RANK = 10, 20, 30
_LONGEST_HEADING, _MOST_WORDS = 100, 14
_LONGEST_NAME, _MOST_NAME_WORDS = 80, 9
_SHORTEST_EXPLANATION, _SHORTEST_PASSAGE = 20, 80
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)]\s+\S|\d{1,2}(?:\.\d{1,2})+\.?\s+[A-Z][a-z]")
_QUESTION = re.compile(r"(?:Q|Question|F|Frage|P|Pregunta|D)\s?\d{0,2}\s?[:.]\s+\S.*\?\s*\Z", re.DOTALL)
_NOTES = re.compile(
    r"(?:note|tip|pro tip|warning|caution|important|remember|update|example|sources?|photo|image|credit|"
    r"editor'?s note)\W*$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s*[:–—-]\s*|\.?\s+|\n")
_NEW_SENTENCE = re.compile(r"\.\s+[“\"]?[A-Z\d]|\s+[“\"]?(?:[A-Z][a-z]+|A)\s+[a-z]")
_FIGURE = re.compile(r"[\d.,%£$€×x+~ –-]+(?:(?:in|of|out of) [\d.,]+)?\s*%?")
_TIME_MARK = re.compile(r"[\[(]?\d{1,2}(?::[0-5]\d){1,2}[\])]?\s+(?=[^\s–—|-])")
_PERMALINK = re.compile(r"\s*[#¶§🔗]+\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Smaller ranks stand above larger ones.

    One that opens a `scope` (a summary, a term, a named list item) holds until the scope ends or names its next part;
    no heading inside closes it.
    """

    text: str
    rank: int
    anchor: str = ""
    scope: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Running text; `linked` of its characters are in links, `added` are ranges of it that we said for clarity;
    `parted`: a rule or a row of dots stands above it."""

    text: str
    anchor: str = ""
    linked: int = 0
    added: tuple[Span, ...] = ()
    parted: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end of a scope."""

    scope: int


Line: TypeAlias = Heading | Text | End


def lines(blocks: Iterable[Block]) -> list[Line]:
    """The blocks, read as headings, texts and ends of scopes, in their order."""
    listed = list(blocks)
    return _Lines(listed).read()


class _Lines:
    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.found: list[Line] = []
        self._explained = _explanations(blocks)
        self._run_ins = sum(block.role is Role.PARAGRAPH and _name(block) > 0 for block in blocks) > 1
        self._speakers = speakers(blocks)
        self._numbered = sum(_is_numbered(block) for block in blocks) > 1
        self._plain_names = plain_names(blocks)
        self._named_scopes: set[int] = set()
        short = [block for block in blocks if _is_short_line(block)]
        self._capitals = lines_in_capitals(blocks, short)
        self._above = looks_above_headings(blocks, short)
        self._levels = Levels(self._like_headings())
        self._bold_alone = self._has_bold_lines()

    def read(self) -> list[Line]:
        for at, block in enumerate(self.blocks):
            match block.role:
                case Role.END:
                    self.found.append(End(block.scope))
                case Role.HEADING:
                    self.found.append(Heading(_bare(block.text), block.rank, block.anchor, block.scope))
                case Role.SUMMARY:
                    self._open(block, block.text)
                case Role.TERM:
                    self._term(block)
                case Role.ITEM:
                    self._item(block)
                case Role.PARAGRAPH:
                    self._paragraph(at, block)
                case Role.COLUMNS:
                    pass
                case Role.DEFINITION | Role.CELL | Role.CAPTION:
                    self._told(at, block)
        return self.found

    def _open(self, block: Block, name: str) -> None:
        self.found.append(Heading(name.replace("\n", " "), 0, block.anchor, block.scope, opens=True))

    def _text(self, block: Block, text: str, anchor: str | None = None) -> None:
        anchor = block.anchor if anchor is None else anchor
        self.found.append(Text(text, anchor, block.linked, block.added, block.parted))

    def _term(self, block: Block) -> None:
        if self._explained[block.scope] >= _SHORTEST_EXPLANATION:
            self._open(block, block.text)
        else:  # "Duration: 5 minutes" is no section
            self._text(block, block.text)

    def _told(self, at: int, block: Block) -> None:
        """A bold line of a definition, or one that a class calls a heading, heads the passage right below it."""
        following = self.blocks[min(at + 1, len(self.blocks) - 1)]
        is_above = block.role is following.role is Role.DEFINITION and len(following.text) >= _SHORTEST_PASSAGE
        is_heading = (block.named or _is_bold(block)) and _is_short(block.text)
        if is_heading and is_above and following.scope == block.scope:
            rank = _BOLD_RANK + self._levels.of(block)
            self.found.append(Heading(block.text.rstrip(":"), rank, block.anchor, block.scope))
        else:
            self._text(block, block.text)

    def _item(self, block: Block) -> None:
        first = block.scope not in self._named_scopes
        self._named_scopes.add(block.scope)
        cut = _name(block) if first else 0
        if first and not cut:
            cut = self._plain_names.get(id(block), 0)
        if first and not cut and self._is_bold_alone(block):
            cut = len(block.text)
        self._cut(block, cut, 0, opens=True)

    def _is_bold_alone(self, block: Block) -> bool:
        """Whether the item begins with a bold line and explains it in further paragraphs."""
        explained = self._explained[block.scope] - len(block.text)
        return _is_bold(block) and _is_short(block.text) and explained >= _SHORTEST_EXPLANATION

    def _cut(self, block: Block, cut: int, rank: int, *, opens: bool) -> None:
        if not cut:
            self._text(block, block.text)
            return
        name, rest = block.text[:cut].strip(" \n:–—-.·•▪‣●○"), block.text[cut:]
        self.found.append(Heading(name.replace("\n", " "), rank, block.anchor, block.scope, opens=opens))
        if rest := _AFTER_NAME.sub("", rest, count=1) if _AFTER_NAME.match(rest) else rest:
            self._text(block, rest, "")

    def _paragraph(self, at: int, block: Block) -> None:
        if _is_short(block.text) and self._is_followed(at) and not self._is_dek(block):
            rank = self._pseudo_rank(block) or self._rank_of_capitals(at)
            if rank == _BOLD_RANK:
                rank = self._above.get(block.style) or rank + self._levels.of(block)
            elif rank == _NUMBERED_RANK:
                rank = rank + depth(block.text) if self._numbered else 0
            if rank:
                self.found.append(Heading(block.text.rstrip(":"), rank, block.anchor, block.scope))
                return
        is_cut = self._run_ins and said_first(block) not in self._speakers
        cut = _name(block) if is_cut else 0
        self._cut(block, cut or self._plain_names.get(id(block), 0), self._rank_of_run_in(block), opens=False)

    def _rank_of_capitals(self, at: int) -> int:
        """A line of some words in capitals, right above a passage, is a heading where the article has others."""
        block, following = self.blocks[at], self.blocks[min(at + 1, len(self.blocks) - 1)]
        words = block.text.split()
        shouted = block.text.isupper() and len(words) > 1 and not block.linked
        is_above = following.role is Role.PARAGRAPH and len(following.text) >= _SHORTEST_PASSAGE
        return _BOLD_RANK if shouted and is_above and any(isinstance(line, Heading) for line in self.found) else 0

    def _rank_of_run_in(self, block: Block) -> int:
        """A bold line above its text in one paragraph ranks with the bold lines that are paragraphs of their own."""
        is_line = "\n" in block.text[: block.lead + 1] and not block.named
        return _BOLD_RANK + self._levels.of_style(block) if is_line and self._bold_alone else _RUN_IN_RANK

    def _is_dek(self, block: Block) -> bool:
        """Whether it is the line below the title, before anything else is said."""
        return not self.found and block.named and boilerplate.is_dek(block.style)

    def _has_bold_lines(self) -> bool:
        """Whether bold lines of no further look stand alone as headings, and nothing but them does."""
        looks = [block.style for block in self._like_headings()]
        alone = bool(looks) and not any(looks) and all(block.role is not Role.HEADING for block in self.blocks)
        return alone and not any(self._heads_run_ins(at) for at in range(len(self.blocks) - 1))

    def _heads_run_ins(self, at: int) -> bool:
        """Whether a line that looks like a heading has no text but that below a bold line of the next paragraph."""
        block, following = self.blocks[at], self.blocks[at + 1]
        is_line = block.role is Role.PARAGRAPH and _is_short(block.text) and _pseudo_rank(block) > 0
        return is_line and following.role is Role.PARAGRAPH and _name(following) > 0

    def _like_headings(self) -> list[Block]:
        """The lines that look like headings and have something below them."""
        return [
            block
            for at, block in enumerate(self.blocks)
            if _is_short_line(block) and self._pseudo_rank(block) and self._is_followed(at)
        ]

    def _pseudo_rank(self, block: Block) -> int:
        return _pseudo_rank(block) or (_BOLD_RANK if id(block) in self._capitals else 0)

    def _is_followed(self, at: int) -> bool:
        """Whether something comes that this could be the heading of."""
        following = next((block for block in self.blocks[at + 1 : at + 6] if block.role is not Role.END), None)
        if following is None or following.role is not Role.HEADING:
            return following is not None
        block = self.blocks[at]
        return block.named or (_is_bold(block) and self._above.get(block.style, following.rank) < following.rank)


def _explanations(blocks: list[Block]) -> Counter[int]:
    """How much is said in each scope: for a definition list a definition's average, for others all of their text."""
    said: Counter[int] = Counter()
    definitions: Counter[int] = Counter()
    for block in blocks:
        if block.role is not Role.TERM:
            said[block.scope] += len(block.text)
        if block.role is Role.TERM:
            definitions[block.scope] += 1
    for scope, count in definitions.items():
        said[scope] //= count
    return said


def _name(block: Block) -> int:
    """Where the name ends that a block begins with ("**Dehydration.** If you …"), or 0.

    A name is bold, short, and set off by a mark or a line break; what is left explains it.
    """
    text, lead = block.text, block.lead
    name, rest = text[:lead].strip(), text[lead:]
    if not 1 < len(name) <= _LONGEST_NAME or len(name.split()) > _MOST_NAME_WORDS or _NOTES.match(name):
        return 0
    if len(rest.strip(" :–—-.\n")) < _SHORTEST_EXPLANATION or not any(map(str.isalpha, name)):
        return 0
    set_off = (
        name[-1] in ".:?!–—-"
        or "\n" in text[len(name) : lead + 1]
        or rest.lstrip(" ")[:1] in (":", "–", "—", "-")
        or bool(_NEW_SENTENCE.match(rest))
    )
    return lead if set_off else 0


def _bare(heading: str) -> str:
    """A heading without a time mark that nothing joins to it, and without the sign of its own link."""
    return _TIME_MARK.sub("", _PERMALINK.sub("", heading), count=1) or heading


def _is_bold(block: Block) -> bool:
    return block.lead >= len(block.text.rstrip(" :.")) > 0


def _is_short(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and len(text.split()) <= _MOST_WORDS
        and "\n" not in text
        and (text[-1] not in ".,;" or text.endswith("...") or (text[-1] == "." and text.isupper()))
        and any(map(str.isalpha, text))
        and not _NOTES.match(text)
        and not _FIGURE.fullmatch(text)
    )


def _is_short_line(block: Block) -> bool:
    return block.role is Role.PARAGRAPH and _is_short(block.text)


def _is_numbered(block: Block) -> bool:
    """Whether a line counts itself, or calls itself a question."""
    if block.role is not Role.PARAGRAPH:
        return False
    return bool(_QUESTION.match(block.text)) or (len(block.text) <= 80 and bool(_NUMBER.match(block.text)))


def _pseudo_rank(block: Block) -> int:
    if _is_bold(block) or block.named:
        return _BOLD_RANK
    return _NUMBERED_RANK if _is_numbered(block) else 0
