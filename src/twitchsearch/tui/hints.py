"""What is offered beside the results, with its key: another spelling, the kind looked for, what else is searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from twitchsearch.model import Results, SectionKind, Sort
from twitchsearch.text import guard, shorten
from twitchsearch.tui.actions import first_key
from twitchsearch.tui.conversation import Conversation
from twitchsearch.tui.paint import KIND_NAMES, Ink
from twitchsearch.tui.questions import Question


def offered_kind(talk: Conversation) -> SectionKind | None:
    """The kind of section that the question seems to look for, where it is not chosen already."""
    results = talk.results
    if results is None or talk.asked.exactly or talk.asked.kind is not None or talk.asked.like is not None:
        return None
    return next(iter(results.wish), None)


def table_kind(talk: Conversation) -> SectionKind:
    """The kind of which the distinct ones would be listed: the one that is chosen or looked for, else the causes."""
    kinds = (talk.asked.kind, offered_kind(talk))
    return SectionKind.REMEDIES if SectionKind.REMEDIES in kinds else SectionKind.CAUSES


def fitted(hints: Sequence[Content], width: int) -> Content:
    """As many hints as fit, the first in any case, cut where it must be."""
    shown = Content("")
    for hint in hints:
        if shown and shown.cell_length + hint.cell_length + 3 > width:
            break
        shown = Content.assemble(shown, "   " if shown else " ", hint)
    return shown.truncate(width, ellipsis=True)


def offered(talk: Conversation, remapped: Mapping[str, str]) -> list[Content]:
    """What is offered, the most useful first."""
    results, asked = talk.results, talk.asked
    if results is None:
        return []
    if asked.like is not None:
        title = shorten(asked.like.title, 40)
        return [Content.assemble("more like “", title, "”  ", (first_key("back", remapped), Ink.KEY), " back")]
    if results.corrected:
        instead = (guard(shorten(results.corrected.strip(), 60)), Ink.TITLE)
        key = (first_key("accept", remapped), Ink.KEY)
        return [Content.assemble("nothing for these words; this is for ", instead, "  ", key, " take it")]
    hints = _accepting(talk, results, first_key("accept", remapped)) if results.hits else []
    if results.absent and results.hits:
        hints.append(Content(f"in no article: {shorten(', '.join(results.absent), 40)}"))
    hints += _table(talk, first_key("table", remapped), first_key("sort", remapped))
    exactly = first_key("exactly", remapped)
    if asked.exactly:
        return [*hints, Content.assemble("just these words  ", (exactly, Ink.KEY), " more")]
    kinds = ", ".join(KIND_NAMES[kind].lower() for kind in results.wish)
    also = _expansions(results)
    parts = [
        f"looking for {kinds}" if kinds and talk.asked.kind is None else "",
        f"also searched: {also}" if also else "",
    ]
    said = " · ".join(part for part in parts if part)
    return [*hints, Content.assemble(said, "  ", (exactly, Ink.KEY), " off")] if said else hints


def _table(talk: Conversation, key: str, sort: str) -> list[Content]:
    """The way to the distinct causes or remedies, to those first that most articles name, and back to the sections."""
    asked = talk.asked
    if asked.tabled:
        kind = KIND_NAMES[asked.tabled].lower()
        back = Content.assemble((key, Ink.KEY), " sections")
        if talk.nameless and not (talk.results and talk.results.hits):
            return [back]
        if talk.nameless:
            return [Content(f"no article names {kind} of this; these sections tell of them"), back]
        wider = shorten(talk.answers.wider, 30) if talk.answers is not None else ""
        said = f"{kind} of “{wider}”, as little is said of all of it" if wider else f"the {kind} that articles name"
        order = "best match first" if asked.most else "most named first"
        return [Content(said), Content.assemble((sort, Ink.KEY), f" {order}"), back]
    listed = asked.kind in (SectionKind.CAUSES, SectionKind.REMEDIES) and not asked.empty
    return [Content.assemble((key, Ink.KEY), " list the distinct ones")] if listed else []


def _accepting(talk: Conversation, results: Results, key: str) -> list[Content]:
    if results.suggestion:
        return [
            Content.assemble(
                "did you mean ", (guard(shorten(results.suggestion.strip(), 40)), Ink.TITLE), "?  ", (key, Ink.KEY)
            )
        ]
    kind = offered_kind(talk)
    return [Content.assemble((key, Ink.KEY), f" only {KIND_NAMES[kind]}")] if kind else []


def _expansions(results: Results) -> str:
    """A few of the words that were also searched for."""
    words = [word for expansion in results.expansions for word in expansion.also]
    shown = ", ".join(guard(word) for word in words[:3])
    return f"{shown}, …" if len(words) > 3 else shown


def narrowing(question: Question) -> tuple[str, str]:
    """The order and the filters besides the kind, in a few words; and the same without the usual order."""
    parts = _filters(question)
    order = question.sort.value if not question.tabled else "most named" if question.most else "relevance"
    usual = not question.most if question.tabled else question.sort is Sort.BEST
    whole = " · ".join([*parts, f"sort: {order}"])
    return whole, " · ".join(parts) if usual else whole


def narrowed_to(question: Question) -> str:
    """The kind and the other filters, for where no line has tabs; "" where there are none."""
    return " · ".join([*([KIND_NAMES[question.kind]] if question.kind else []), *_filters(question)])


def _filters(question: Question) -> list[str]:
    parts = [shorten(question.site, 24)] if question.site else []
    return parts + ([f"since {question.since.year}"] if question.since else [])
