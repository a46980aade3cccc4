"""Warning signs: quoted from the articles that name them, the words first, their source with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from twitchsearch.model import Article, ArticleFacts, Hit, Section, Sign, Urgency
from twitchsearch.text import guard
from twitchsearch.tui.paint import Ink, spread

ADVICE = "General information, not medical advice"
SHORT_ADVICE = "Not medical advice"
NO_SIGNS = (
    "The articles on the screen name no warning signs. That does not mean that nothing is wrong: if you are worried, "
    "or it is new, severe or getting worse, ask a doctor."
)
_ORDER = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.SEE_A_DOCTOR)


class Quotation(NamedTuple):
    """A warning sign as an article words it, and the article."""

    sign: Sign
    article: ArticleFacts


def quotations(hits: Iterable[Hit], article: Article | None) -> list[Quotation]:
    """The signs that the shown article and the shown results name: the most urgent first, each text once."""
    found = [*_of_article(article), *(each for hit in hits for each in _of_section(hit.section, hit.article))]
    once: dict[str, Quotation] = {}
    for each in found:
        once.setdefault(each.sign.text.casefold(), each)
    return sorted(once.values(), key=lambda each: _ORDER.index(each.sign.urgency))


def _of_article(article: Article | None) -> list[Quotation]:
    if article is None:
        return []
    return [each for section in article.sections for each in _of_section(section, article.facts)]


def _of_section(section: Section, article: ArticleFacts) -> list[Quotation]:
    return [Quotation(sign, article) for sign in section.signs]


def line(found: list[Quotation], width: int, key: str) -> Content:
    """The most urgent sign on one line, or nothing: silence is never shown as reassurance."""
    if not found:
        return Content("")
    first = found[0]
    words = Content.assemble(" ", (first.sign.urgency.upper(), Ink.ALARM), "  “", guard(first.sign.text), "”")
    more = f"+{len(found) - 1} " if len(found) > 1 else ""
    return spread(words, Content.assemble(more, (key, Ink.KEY), " "), width)


class CareScreen(ModalScreen[None]):
    """The card with every warning sign that the shown articles name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f4,ctrl+d,q", "dismiss", "Close", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, found: list[Quotation]) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(Content("When to see a doctor").stylize(Ink.TITLE), classes="card-title")
            with VerticalScroll(can_focus=True):
                yield Static(self._text(), id="signs")
            yield Static(Content.assemble(ADVICE, ".  ", ("Esc", Ink.KEY), " Close"), classes="card-foot")

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def _text(self) -> Content:
        if not self._found:
            return Content(NO_SIGNS)
        return Content("\n\n").join(self._quoted(each) for each in self._found)

    def _quoted(self, each: Quotation) -> Content:
        source = guard(f"{each.article.title} ({each.article.site})")
        return Content.assemble(
            (each.sign.urgency.upper(), Ink.ALARM),
            "\n“",
            guard(each.sign.text),
            "”\n",
            (f"— {source}", Ink.FAINT),
        )
