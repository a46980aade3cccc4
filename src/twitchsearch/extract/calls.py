"""Headings that announce what is no part of an article: other articles, offers, calls to join; and where that ends."""

from __future__ import annotations

import re

from twitchsearch.extract.blocks import Block, Role

_LONGEST_LINE, _LONGEST_CALL, _LONGEST_REST, _LONGEST_HEADING = 200, 300, 600, 100
_LIST_HEADING = re.compile(
    r"(?:(?:more )?related(?: (?:articles?|stories|posts?|reading|content|topics?|links?|pages?|news|items?))?|"
    r"you(?: might| may| will|[’']ll) (?:also )?(?:like|love|be interested in|enjoy|have missed)|"
    r"(?:read|up|watch|see|listen) next(?::.{0,80})?|.{0,25}\bmost (?:clicked|read|viewed|shared|popular)\b.{0,25}|"
    r"(?:links?|papers|resources|things)\b.{0,30}\b(?:from|in|of|mentioned in) (?:the|this) (?:show|episode)|"
    r"more (?:from|on|in|stories|news|like this|articles?)\b.{0,40}|"
    r"recommended(?: (?:for you|reading|articles?|stories|posts?))?|(?:most )?popular(?: .{0,20})?|"
    r"trending(?: .{0,20})?|(?:readers|others|people) (?:also|who).{0,30}|also (?:by|from|in)\b.{0,40}|"
    r"editor'?s picks|table of contents|contents|(?:on|in) this (?:page|article|post)|jump to|"
    r"quick links|page tools|tags|categories|recent posts|latest (?:news|posts|articles|stories))",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents|(?:on|in) this|jump to|quick links", re.IGNORECASE)
_REFERENCES = re.compile(
    r"(?:notes and |selected |scientific )?(?:references?|sources?|bibliography|citations?)", re.IGNORECASE
)
_COUNTED = re.compile(r"\W*\d{1,3}[.)\]]?\s")
_CALL_HEADING = re.compile(
    r"(?:(?:subscribe|sign up|join)\b.{0,60}|(?:the |our |free )*newsletters?|share (?:this|on|via)?.{0,30}|"
    r"follow us.{0,30}|(?:get|grab) .{0,60}\b(?:inbox|newsletter|free .{3,40})|testimonials?|kind words|"
    r"(?:what|feedback from|hear from) (?:our |the )?(?:patients|clients|customers|readers|users|visitors|members)"
    r" (?:say|think|tell)\b.{0,20}|gift (?:vouchers?|cards?)|.{0,25}\boffers?: .{3,50}|"
    r"did (?:this|you find this)\b.{3,40}|not a member(?: yet)?|"
    r"(?:our )?(?:members|readers|patients|customers) (?:tell|write|say)\b.{0,20}|"
    r"(?:customer|reader|user)s?[’']? questions(?: (?:&|and) answers)?|today[’']?s best\b.{0,30}\b(?:deals|offers)|"
    r"(?:download|print) (?:this|the|our|a|an|your)\b.{3,60}|(?:swipe|scroll|tap|click) (?:for|to|up|down)\b.{0,40}|"
    r"(?:next|previous) (?:slide ?show|gallery|video|episode|issue|story|article|post)\b.{0,80}|"
    r"(?:our |fees and )?(?:fees|prices?|pricing|price list|opening times)|financ(?:e|ing)(?: (?:options|available))?|"
    r"(?:our |customer |patient |client |reader |google |[1-5][- ]star )+(?:reviews?|ratings?)\b.{0,30}|"
    r"(?:was|is) this (?:page|article|information|answer)\b.{0,30}|(?:updates to|history of) this page|page history|"
    r"(?:more|keep|further) (?:to )?read(?:ing)?|from (?:our|the) (?:shop|store|archives?)|bestsellers?\b.{0,40}|"
    r"(?:best|top) sellers?\b.{0,40}|(?:our|today'?s) guests?|become (?:a|an) (?:friend|member|patron|supporter)"
    r"\b.{0,40}|talk back|(?:support|join) (?:us|our \w+|the (?:show|club|community))\b.{0,30}|join our\b.{0,60}|"
    r".{0,40}\b(?:are )?(?:talking|saying) about (?:this|it|us)|what (?:my|our|the) \w+ say\b.{0,20}|"
    r"free e-?books?\b.{0,60}|"
    r"(?:service|office|opening|visiting|clinic|surgery) (?:disruptions?|hours|times|closures?|news)\b.{0,40}|"
    r"(?:like this|share your (?:story|experience))|"
    r"(?:images?|photos?|pictures?) (?:provided )?by|disclaimer|"
    r"(?:patient advice and liaison(?: service)?|pals|(?:other|alternative|accessible) formats)\b.{0,30}|"
    r"(?:travelling|getting|how to get) (?:to (?:us|the (?:\w+ )?(?:clinic|hospital|unit|surgery|centre|"
    r"practice|department))|here)|our (?:mailing|postal) address(?: is)?|keep listening|"
    r"about (?:your|our|the|this) (?:hosts?|podcast|show|writer|presenters?)|deal alert\b.{0,60}|"
    r".{0,40}\b\d{1,2} ?% off\b.{0,40}|(?:quick |reader |our )?poll:.{3,90}|"
    r"(?:conflicts? of|competing|declarations? of) interests?|funding|acknowledge?ments?|author contributions|"
    r"data availability|join the (?:discussion|conversation)|(?:reader|user|customer|success) (?:success )?stories|"
    r"opening (?:hours|times)|find us|contact us|your answer|community q ?(?:&|"
    r"and) ?a|editor'?s (?:choice|pick)s?\b.{0,60}|"
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)|about the authors?|advertisement|"
    r"(?:\d+ )?(?:comments?|responses?|replies|thoughts? on\b.{0,80})(?: ?\(\d+\))?)",
    re.IGNORECASE,
)
_ONLY_LINKS = re.compile(r"see also|external links|further reading|useful links", re.IGNORECASE)
_COUNTED_ANSWERS = re.compile(r"(?:reader )?(?:comments?|responses?|replies) ?\(\d+\)", re.IGNORECASE)
_LETTERS_ASKED = re.compile(r"(?:get|grab) .{0,60}\binbox|(?:subscribe|sign up) (?:to|for) .{0,60}", re.IGNORECASE)


def is_heading(block: Block) -> bool:
    """Whether it is a heading, or a short paragraph or cell that looks like one."""
    if block.role is Role.HEADING:
        return True
    looks = block.named or 0 < len(block.text) == block.lead
    return block.role in (Role.PARAGRAPH, Role.CELL) and looks and len(block.text) <= _LONGEST_HEADING


def end_of_furniture(blocks: list[Block], at: int) -> int:
    """Where the furniture ends that the heading at `at` announces; `at` itself where it announces none."""
    heading = blocks[at].text.strip(" :.!?…»>")
    if _LIST_HEADING.fullmatch(heading):
        end = next((end for end in range(at + 1, len(blocks)) if not _is_link(blocks[end])), len(blocks))
        rest = _end_of_part(blocks, at)
        said = sum(len(block.text) for block in blocks[at + 1 : rest])
        is_called = not _CONTENTS.match(heading)
        return max(end, rest) if is_called and said < _LONGEST_REST and _is_of_teasers(blocks[at + 1 : rest]) else end
    if _REFERENCES.fullmatch(heading) and _is_of_references(blocks[at + 1 : (end := _end_of_part(blocks, at))]):
        return end
    if _ONLY_LINKS.fullmatch(heading) and not any(block.text for block in blocks[at + 1 : _end_of_part(blocks, at)]):
        return at + 1  # what stood below it were links alone
    if _CALL_HEADING.fullmatch(heading):
        end = _end_of_part(blocks, at)
        is_short = sum(len(block.text) for block in blocks[at + 1 : end]) < _LONGEST_CALL
        if is_short or _COUNTED_ANSWERS.fullmatch(heading):
            return end
        line = blocks[at + 1] if _LETTERS_ASKED.fullmatch(heading) else blocks[at]
        return at + 2 if line.role is Role.PARAGRAPH and line.text and len(line.text) < _LONGEST_HEADING else at
    return at


def _end_of_part(blocks: list[Block], at: int) -> int:
    """Where the part ends that the heading at `at` begins; of a line that only looks like one, where the next is."""
    rank, scope = blocks[at].rank, blocks[at].scope
    if not rank:
        return next((end for end in range(at + 1, len(blocks)) if is_heading(blocks[end])), len(blocks))
    return next((end for end in range(at + 1, len(blocks)) if _closes(blocks[end], rank, scope)), len(blocks))


def _is_of_references(blocks: list[Block]) -> bool:
    """Whether there is a list, or lines that count themselves, and little else."""
    texts = [block for block in blocks if block.text]
    counted = sum(block.role is Role.ITEM or bool(_COUNTED.match(block.text)) for block in texts)
    return counted > 1 and counted * 3 >= len(texts) * 2


def _is_of_teasers(blocks: list[Block]) -> bool:
    """Whether there are short texts alone: titles of other articles, with a line on each."""
    texts = [block.text for block in blocks if block.text]
    return bool(texts) and max(map(len, texts)) < _LONGEST_LINE


def _closes(block: Block, rank: int, scope: int) -> bool:
    """Whether a block ends what a heading of that rank announced: a heading, bold or not, or the end of its box."""
    is_bold = block.role is Role.PARAGRAPH and 20 < len(block.text) <= block.lead
    return 0 < block.rank <= rank or is_bold or (scope > 0 and block.role is Role.END and block.scope == scope)


def _is_link(block: Block) -> bool:
    return block.rank == 0 and (block.role is Role.END or block.linked * 2 > len(block.text))
