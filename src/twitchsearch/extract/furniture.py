"""Lines and sections of an article that are no part of it, told by their words: bylines, dates, calls to subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from twitchsearch.extract.blocks import Block, Role
from twitchsearch.extract.dates import written_date

_LONGEST, _LONGEST_CALL = 200, 300
_LINE = re.compile(
    r"(?:subscribe|sign up|join (?:our|the) (?:mailing list|newsletter)|get (?:our|the) (?:free )?newsletter|"
    r"stay in the loop|follow us|like us on|share (?:this|on)|share:?$|tweet$|print$|e-?mail$|copy link$|"
    r"advert(?:isement)?s?\W*$|sponsored (?:content|links?)?\W*$|skip to|click here to (?:subscribe|sign)|"
    r"read (?:more|next|also)\b.{0,3}:|related (?:articles?|stories|posts?|content|topics?)?\s*:|see also:? http|"
    r"back to top|leave a comment|loading\W*$|story continues below|continue reading below|most read|jump to\W*$|"
    r"tags?:|filed under|posted in\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|written by|posted by|(?:medically )?reviewed by|photo(?:graph)? by|images? by)\s+[A-Zt]",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:first |last |medically |clinically |page |originally )*"
    r"(?:published|posted|updated|reviewed|modified|created|edited|revised)\b",
    re.IGNORECASE,
)
_LIST_HEADING = re.compile(
    r"(?:(?:more )?related(?: (?:articles?|stories|posts?|reading|content|topics?|links?|pages?|news|items?))?|"
    r"you (?:might|may) (?:also )?(?:like|be interested in|enjoy|have missed)|(?:read|up|watch) next|"
    r"more (?:from|on|in|stories|news|like this|articles?)\b.{0,40}|"
    r"recommended(?: (?:for you|reading|articles?|stories|posts?))?|(?:most )?popular(?: .{0,20})?|"
    r"trending(?: .{0,20})?|editor'?s picks|table of contents|contents|(?:on|in) this (?:page|article|post)|jump to|"
    r"quick links|page tools|tags|categories|recent posts|latest (?:news|posts|articles|stories))",
    re.IGNORECASE,
)
_CALL_HEADING = re.compile(
    r"(?:(?:subscribe|sign up|join)\b.{0,60}|(?:the |our |free )*newsletters?|share (?:this|on|via)?.{0,30}|"
    r"follow us.{0,30}|(?:leave|post|add|write) (?:a|your) (?:comment|reply)|about the authors?|advertisement|"
    r"(?:\d+ )?(?:comments?|responses?|replies|thoughts? on\b.{0,80}))",
    re.IGNORECASE,
)


def is_furniture_line(text: str, linked: int) -> bool:
    """Whether a line of its own is a byline, a date, or an invitation, and not part of the article."""
    if len(text) > _LONGEST:
        return False
    if _LINE.match(text):
        return True
    if _BYLINE.match(text) and len(text.split()) <= 12 and text[-1] not in ".!?":
        return True
    if _DATELINE.match(text) and (written_date(text) or len(text.split()) <= 4):
        return True
    is_sentence = len(text) > 60 and text[-1] in ".!?"
    return linked > 0.9 * len(text) and len(text.split()) <= 25 and not is_sentence


def without_furniture(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without such lines, without lists of links and without short calls, each under a heading that says so.

    What else stands under such a heading stays: a first paragraph after a contents list is of the article.
    """
    listed = list(blocks)
    out = [False] * len(listed)
    for at, block in enumerate(listed):
        if block.role is Role.HEADING:
            end = _end_of_furniture(listed, at)
            out[at:end] = [block.role is not Role.END for block in listed[at:end]]
        elif block.role in (Role.PARAGRAPH, Role.ITEM) and is_furniture_line(block.text, block.linked):
            out[at] = True
    return [block for block, gone in zip(listed, out, strict=True) if not gone]


def _end_of_furniture(blocks: list[Block], at: int) -> int:
    """Where the furniture ends that the heading at `at` announces; `at` itself where it announces none."""
    heading = blocks[at].text.strip(" :.!?…»>")
    if _LIST_HEADING.fullmatch(heading):
        return next((end for end in range(at + 1, len(blocks)) if not _is_link(blocks[end])), len(blocks))
    if _CALL_HEADING.fullmatch(heading):
        rank = blocks[at].rank
        end = next((end for end in range(at + 1, len(blocks)) if 0 < blocks[end].rank <= rank), len(blocks))
        return end if sum(len(block.text) for block in blocks[at + 1 : end]) < _LONGEST_CALL else at
    return at


def _is_link(block: Block) -> bool:
    return block.rank == 0 and (block.role is Role.END or block.linked * 2 > len(block.text))
