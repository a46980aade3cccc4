"""Lines and sections of an article that are no part of it, told by their words: bylines, dates, calls to subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from twitchsearch.extract.blocks import Block, Role
from twitchsearch.extract.calls import end_of_furniture, is_heading
from twitchsearch.extract.dates import written_date
from twitchsearch.extract.printed import running_lines

_LONGEST, _LONGEST_CALL, _LONGEST_DATELINE, _SHORTEST_PASSAGE = 200, 300, 120, 80
_SHORTEST_CALL, _LONGEST_OFFER, _LONGEST_BIOGRAPHY = 15, 90, 350
_PRICE = re.compile(
    r"(?:^|\s)(?:[£$€]\s?\d[\d,]*(?:[.,]\d\d)?|\d+[.,]\d\d\s?(?:€|eur|kr|chf|usd|gbp))\s*$", re.IGNORECASE
)
_MOST_WORDS_OF_LABEL = 6
_MOST_WORDS_OF_DATE, _MOST_WORDS_OF_LINK = 6, 3
_BETWEEN_LINKS = re.compile(r"\s+[-–—·•/»›>]\s+")
_WORD = re.compile(r"\w")
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_MONTH = re.compile(
    r"\b(?:jan|febr)(?:uary)?\.? \d{4}$|\b(?:mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? (?:19|20)\d\d$",
    re.IGNORECASE,
)
_LINES = (Role.PARAGRAPH, Role.ITEM, Role.CAPTION)
_LINE = re.compile(
    r"(?:subscribe|sign up|join (?:our|the) (?:mailing list|newsletter)|get (?:our|the) (?:free )?newsletter|"
    r"stay in the loop|follow us|like us on|share (?:this|on)|share:?$|tweet$|print$|e-?mail$|copy link$|"
    r"advert(?:isement)?s?\W*$|sponsored (?:content|links?)?\W*$|skip to|click here to (?:subscribe|sign)|"
    r"read (?:more|next|also)\b.{0,3}:|related (?:articles?|stories|posts?|content|topics?)?\s*:|see also:? http|"
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\.?)?$|"
    r"(?:\d{1,2}:){1,2}[0-5]\d$|"
    r"(?:.{0,60} )?(?:video|watch|tour|listen|trailer|clip)\b.{0,60}\((?:\d{1,2}:){1,2}[0-5]\d\)$|"
    r"(?:with )?(?:kind|best|warm) (?:regards|wishes)\b.{0,40}$|"
    r"this (?:article|page|story|piece|post) was (?:first |last )?(?:amended|corrected|edited|changed)\b|"
    r"(?:this|the) [\w &’'-]{3,40} web ?ring\b|these statements (?:are not|have not)\b|(?:quick |reader )?poll:|"
    r"want to change how you (?:receive|get)\b|(?:send|mail) (?:us|me|in) your\b|reader mailbag\b|rate us\b|"
    r"order (?:this|our|a) .{0,30}\b(?:booklet|leaflet|copy|copies)\b|share your \w+ on\b|"
    r"(?:spotted|seen|found|noticed|was) (?:a|an|any) \w+ (?:missing|mistake|error|typo|wrong)\b|"
    r"back to top|leave a comment|loading\W*$|story continues below|continue reading below|most read|jump to\W*$|"
    r"tags?:|filed under|posted in\b|you are here\b|"
    r"\d{1,3}(?:[.)]|\s*(?:/|of)\s*\d{1,3})?$|\d{1,3} min(?:ute)?s?\.? read\b|"
    r"(?:next|previous) (?:slide|page|article|post|story)$|also (?:by|from|in) \w+|loading (?:advert|ad|comments)|"
    r"(?:this|our) (?:post|page|article|site) (?:may )?contains? affiliate|report this ad|sorted by\b|ask a question$|"
    r"(?:text|words|story|photos?|photographs?|pictures?) by\b|editor'?s (?:pick|choice)s?$|add to (?:basket|cart)$|"
    r"letters to the (?:editor|columnist)|posted in|yes\s?no$|.{0,60}\bpage \d{1,3} of \d{1,3}$|"
    r"how (?:helpful|useful) (?:was|is|did you find) (?:this|our)\b.{0,25}\?|write your comment\b|"
    r"next (?:column|issue|week|month)\s?:|"
    r"this page was (?:printed|last)|printed from|"
    r"view (?:this )?(?:e-?mail |newsletter |message )?(?:online|in (?:your|a|the) browser)|unsubscribe\b|"
    r"forward (?:this )?to a friend|(?:you (?:are receiving|received|get)|why (?:am i|did i) get\w*) this\b|"
    r"manage (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)|\d{1,2} ?% off\b|"
    r"(?:this|today'?s) (?:week[’']s |month[’']s )?(?:episode|issue|post|newsletter|edition) is (?:brought|sponsored|"
    r"supported)|sponsored by\b|this (?:article|section|page) (?:needs|has|may need|is missing) .{0,40}\b(?:citations?|"
    r"references|sources|issues|clean-?up)\b|\d(?:institute|department|school|faculty|division|college|hospital)\b|"
    r"brought to you by\b|"
    r"(?:read|see|watch|hear|listen to) (?:it|this|the rest|more) (?:on|at|in) our\b|"
    r"sign (?:my|our|the) guest ?book|best viewed (?:in|with|at)\b|this (?:site|page) is (?:a )?member of|"
    r"(?:was|is|did) (?:this|you find this) ?(?:answer|page|article|information|advice|topic|section|leaflet|post|"
    r"help)?"
    r" ?(?:helpful|useful|help)?(?: you| to you)?\?$|take me (?:back )?to (?:the )?top|"
    r"(?:photo(?:graph)?|image|picture|illustration|cover)s?(?: credits?| source| courtesy)?: |(?:credit|courtesy)s?: |"
    r"(?:call|ring|phone|telephone|tel)\.?:?(?: us)?(?: today| now)?(?: free)?(?: on| at)?:? [+(]?\d[\d ()-]{5,}|"
    r"(?:[\w.'’-]+ ){1,4}?(?:(?:may|might|can) )?(?:earn|get|receive|make)s? (?:a |an |some )?(?:small |affiliate )?"
    r"(?:commission|compensation)\b|"
    r"(?:swipe|scroll|tap|click) (?:up|down|left|right|for)\b.{0,30}$|last update\b|"
    r"send (?:corrections|comments|feedback|suggestions)\b|"
    r"(?:this|the) (?:episode|show|post|article|video|issue) (?:was|is) (?:paid|sponsored|supported|made possible)|"
    r"(?:next|coming) up\s?:|watch(?: next| now| also)?\s?:|listen (?:in|on|to (?:this|the) \w+ (?:in|on))\b|"
    r"(?:related|recommended|see also|read more|more like this)\s?:|related reading\b|"
    r"leave (?:us )?a (?:voice|review|rating|message|tip)\b|rate this\b|save (?:for later|this \w+)$|"
    r"(?:shop|buy|order|book|donate|enquire|apply|register|download) (?:now|here|today|online|yours)\b.{0,20}$|"
    r"(?:your|we (?:take|value|respect) your) privacy\b|(?:we|this (?:web)?site) uses? cookies\b|"
    r"this (?:tool|site|page|content|information(?: sheet)?|leaflet|article) (?:does not (?:provide|replace)|"
    r"is (?:provided|no substitute|not (?:a substitute|intended|meant to))|is for (?:general )?information)|"
    r"(?:we|i) (?:may )?(?:independently )?(?:select|review|test)\w* (?:all |everything |each )?(?:products?|items?)\b|"
    r"editor-selected\b|(?:getty|shutterstock|istock|alamy|unsplash|pexels|reuters)\b.{0,40}$|"
    r"(?:images?|photos?|pictures?) (?:provided|supplied|courtesy)\b|click here to\b|"
    r"(?:e-?)?mail me$|this (?:page|site) is under construction|(?:you are )?visitor (?:no|number)\b|"
    r"(?:free )?e-?book:|(?:view count|views|likes|reads|replies|posts|joined|location)\s?:\s|"
    r"\d[\d,.]* (?:views|likes|comments|shares|replies|reads|followers|claps|points?)$|"
    r"co-?authored by\b|(?:try|use|take) (?:our|the) (?:free )?[\w -]{0,30}(?:calculator|quiz|checker)\b.{0,20}$|"
    r"(?:use|with|enter) (?:the )?(?:voucher |discount |promo )?code\b|"
    r"©|copyright\b|\(c\) \d|registered (?:charity|company|office)\b|a company (?:limited|registered)\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:by|(?:written|posted|(?:medically )?reviewed|published|compiled)(?: (?:for|at|on) .{1,40}?)? by|"
    r"photo(?:graph)? by|images? by|authors?:)\s+[A-Zt]|(?:Von|Par|Por|Di) (?:[A-Z]\w*\.? ){1,4}",
)
_DATELINE = re.compile(
    r"(?:first |last |medically |clinically |page |originally )*"
    r"(?:published|posted|issued|updated|reviewed|modified|created|edited|revised|added|printed|"
    r"ver(?:ö|oe)ffentlicht|aktualisiert|publi(?:é|cado|cato)|actualizado|mis à jour|aggiornato)\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"\b(?:checked|reviewed|updated|aktualisiert|actualizado|revised)\b.{0,60}$", re.IGNORECASE)
_IMPRINT = re.compile(
    r"\b(?:all rights reserved|for (?:general )?information (?:purposes )?only|"
    r"(?:may be|is) (?:freely )?(?:copied|reproduced)|reproduction (?:for|is)|(?:large|easy.read) print|paper copies|"
    r"send (?:us )?your|(?:mail|send) (?:your )?(?:comments|questions|letters)|reader.(?:supported|funded)|"
    r"funded by (?:its|our) readers|next (?:check|review|update)(?:(?: is)? due\b|:)|no endorsement|switchboard \d|"
    r"(?:another|other|different) (?:language|format)s? or (?:language|format)|"
    r"rated by (?:its|our|their) \w+ (?:at|on)\b|leaflet (?:no\.?|number|\d)|letters may be)\b",
    re.IGNORECASE,
)
_IS_SOMEBODY = re.compile(r"[\w.'’ -]{3,60}?,? (?:is|was|are|writes|has|have|works|runs|lives|trained|teaches)\b")


def _is_offer(text: str) -> bool:
    """Whether a line is a thing and its price."""
    return len(text) <= _LONGEST_OFFER and bool(_PRICE.search(text))


def is_furniture_line(text: str, linked: int) -> bool:
    """Whether a line of its own is a byline, a date, or an invitation, and not part of the article."""
    if len(text) > _LONGEST:
        return False
    if _LINE.match(text) or _is_row_of_links(text) or _is_offer(text):
        return True
    if _BYLINE.match(text) and len(text.split()) <= 12 and text[-1] not in ".!?":
        return True
    if _DATELINE.match(text) and (written_date(text) or len(text.split()) <= 4):
        return True
    if len(text) <= _LONGEST_DATELINE and _CHECKED.search(text) and _ends_with_date(text):
        return True
    is_sentence = len(text) > 60 and text[-1] in ".!?"
    return linked > 0.9 * len(text) and len(text.split()) <= 25 and not is_sentence


def _is_row_of_links(text: str) -> bool:
    """Whether a line is a row of short names with marks between, as menus are without their links."""
    if text.count("|") > 1 and len(text.split()) <= 4 * text.count("|") + 4:
        return True
    names = _BETWEEN_LINKS.split(text)
    return (
        len(names) > 3 and text[-1] not in ".!?:;" and max(len(name.split()) for name in names) <= _MOST_WORDS_OF_LINK
    )


def _ends_with_date(text: str) -> bool:
    words = text.rstrip(" .").split()
    return written_date(" ".join(words[-3:])) is not None or bool(_NUMERIC_DATE.fullmatch(words[-1]))


def without_furniture(blocks: Iterable[Block], authors: Sequence[str] = ()) -> list[Block]:
    """The blocks without such lines, without lists of links and without short calls, each under a heading that says so.

    What else stands under such a heading stays: a first paragraph after a contents list is of the article.
    """
    listed = list(_lines_of_head(blocks))
    out = [False] * len(listed)
    names = [name.casefold() for name in authors if len(name) > 3]
    head, tail = _end_of_head(listed), _begin_of_tail(listed)
    for at, block in enumerate(listed):
        is_of_edge = (at < head and _is_of_head(block, names)) or (at >= tail and _is_of_tail(block.text))
        if is_of_edge or (block.role is Role.PARAGRAPH and _is_biography(block.text, names)):
            out[at] = True
        elif out[at]:
            continue
        elif is_heading(block) and end_of_furniture(listed, at) > at:
            end = end_of_furniture(listed, at)
            out[at:end] = [block.role is not Role.END for block in listed[at:end]]
        elif _is_furniture(block):
            out[at] = True
    _leave_out_emptied(listed, out)
    for at in running_lines(listed):
        out[at] = True
    return [_without_lines(block) for block, gone in zip(listed, out, strict=True) if not gone and _says(block)]


def _leave_out_emptied(blocks: list[Block], out: list[bool]) -> None:
    """A heading whose box held nothing but furniture is furniture too."""
    for at, block in enumerate(blocks):
        if block.role is Role.HEADING and block.scope and not out[at]:
            end = next((end for end in range(at + 1, len(blocks)) if not out[end]), at)
            if end > at + 1 and blocks[end].role is Role.END and blocks[end].scope == block.scope:
                out[at] = True


def _is_furniture(block: Block) -> bool:
    if block.role is Role.CELL:
        return _is_called_for(block)
    return block.role in _LINES and (is_furniture_line(block.text, block.linked) or _is_call(block))


def _is_call(block: Block) -> bool:
    """Whether a block is a bold line and calls below it ("Our new book / Read it on our site")."""
    first, *rest = block.text.split("\n")
    return bool(rest) and block.lead == len(first) and all(is_furniture_line(part, 0) for part in rest)


def _is_called_for(cell: Block) -> bool:
    """Whether a cell is a call: of pages that are laid out as tables. Numbers and dates in a table are its facts."""
    return _is_call(cell) or (_SHORTEST_CALL <= len(cell.text) <= _LONGEST and bool(_LINE.match(cell.text)))


def _says(block: Block) -> bool:
    """Whether a block has words, or ends a scope; stars and icons are no text."""
    return block.role is Role.END or block.role is Role.CELL or bool(_WORD.search(block.text))


def _without_lines(block: Block) -> Block:
    """The block without those of its lines that are furniture by themselves, at its beginning or its end."""
    parts = block.text.split("\n")
    if len(parts) < 2 or block.role not in (*_LINES, Role.CELL):
        return block
    kept = list(parts)
    while len(kept) > 1 and is_furniture_line(kept[-1].strip() or "-", 0):
        kept.pop()
    begun = next((at for at, part in enumerate(kept) if not is_furniture_line(part, 0)), 0)
    if (begun, len(kept)) == (0, len(parts)):
        return block
    cut = len("\n".join(parts[:begun])) + bool(begun)
    text = "\n".join(kept[begun:])
    return replace(block, text=text, lead=min(max(0, block.lead - cut), len(text)))


def _lines_of_head(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those above the first passage taken apart where breaks divide them into short lines."""
    inside = True
    for block in blocks:
        parts = block.text.split("\n")
        inside = inside and block.role is not Role.HEADING and max(map(len, parts)) < _SHORTEST_PASSAGE
        if inside and len(parts) > 1 and block.role is Role.PARAGRAPH:
            yield from (replace(block, text=part, lead=min(block.lead, len(part))) for part in parts)
        else:
            yield block


def _end_of_head(blocks: list[Block]) -> int:
    """Where the lines end that stand above the first passage or heading."""
    ends = (at for at, block in enumerate(blocks) if block.role is Role.HEADING or _is_passage(block.text))
    return next(ends, 0)


def _is_passage(text: str) -> bool:
    return len(text) >= _SHORTEST_PASSAGE and not _says_who_and_when(text)


def _says_who_and_when(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_BYLINE.match(text) or _DATELINE.match(text)) and _dated(text)


def _begin_of_tail(blocks: list[Block]) -> int:
    """Where the last texts begin."""
    texts = [at for at, block in enumerate(blocks) if block.role is Role.PARAGRAPH]
    return texts[-3] if len(texts) > 6 else len(blocks)


def _is_of_head(block: Block, authors: list[str]) -> bool:
    """Whether a line above the first passage tells when, by whom, or in which department it was written."""
    text = block.text
    if not text or block.role in (Role.SUMMARY, Role.TERM):
        return False
    if len(text) > _LONGEST_DATELINE or text[-1] in ".!?…:;,”\"'":
        return _says_who_and_when(text)
    named = any(name in text.casefold() for name in authors) and len(text.split()) <= 12
    return named or _dated(text) or _is_a_label_alone(block)


def _is_a_label_alone(block: Block) -> bool:
    """Whether it is a few words without an end, a department's or a person's name, that head nothing by their look."""
    is_plain = block.role is Role.PARAGRAPH and not block.named and not block.lead and "\n" not in block.text
    return is_plain and len(block.text.split()) <= _MOST_WORDS_OF_LABEL


def _is_biography(text: str, authors: list[str]) -> bool:
    """Whether a text tells who its author is: it begins with the name, and is short."""
    words = text.casefold().removeprefix("about ").removeprefix("dr ")
    named = any(words.startswith(name.removeprefix("dr ")) for name in authors)
    return named and len(text) <= _LONGEST_BIOGRAPHY and bool(_IS_SOMEBODY.match(words))


def _is_of_tail(text: str) -> bool:
    """Whether one of the last lines says who may copy it, or when it was written."""
    is_date = 0 < len(text.split()) <= _MOST_WORDS_OF_DATE and text[-1] not in ".!?" and _ends_with_date(text)
    return is_date or bool(_IMPRINT.search(text))


def _dated(text: str) -> bool:
    return written_date(text) is not None or bool(_NUMERIC_DATE.search(text) or _MONTH.search(text))
