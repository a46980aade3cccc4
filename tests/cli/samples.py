"""Values made by hand for the tests of what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from twitchsearch.model import (
    Article,
    ArticleFacts,
    Count,
    Expansion,
    Facets,
    Hit,
    IndexState,
    IndexStatus,
    KindSource,
    Results,
    SearchRequest,
    Section,
    SectionKind,
    Sign,
    Snippet,
    Span,
    Urgency,
    Word,
)
from twitchsearch.model.answers import Answers, Dispute, Disputed, Named

FACTS = ArticleFacts(
    id="00112233445566aa",
    url="https://example.org/eyelids",
    title="Why eyelids twitch",
    site="example.org",
    fetched_at=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
    modified=date(2026, 10, 1),
    published=date(2025, 1, 2),
)
CAUSES = Section(
    id="00112233445566aa-0000cafe",
    ordinal=0,
    kind=SectionKind.CAUSES,
    text="Too much coffee is a common cause.\nTiredness is another.",
    heading_path=("Causes", "Stimulants"),
    anchor="stimulants",
    kind_source=KindSource.INHERITED,
)
WARNING = Section(
    id="00112233445566aa-0000beef",
    ordinal=1,
    kind=SectionKind.WARNING,
    text="See a doctor if the eyelid droops. Call an ambulance if the face droops.",
    heading_path=("When to see a doctor",),
    signs=(Sign("the eyelid droops", Urgency.SEE_A_DOCTOR), Sign("the face droops", Urgency.EMERGENCY)),
)
HIT = Hit(
    rank=1,
    score=3.25,
    section=CAUSES,
    article=FACTS,
    snippets=(Snippet("Too much coffee is a common cause.", (Span(9, 15),)),),
    title_highlights=(Span(4, 11),),
    heading_highlights=(Span(0, 10),),
    more_in_article=2,
)
STATE = IndexState(
    IndexStatus.READY,
    generation="gen-000003",
    built_at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    articles=3,
    sections=9,
)
REQUEST = SearchRequest(Word("coffee"), text="coffee")
RESULTS = Results(
    hits=(HIT,),
    total=Count(7),
    facets=Facets(kinds=((SectionKind.CAUSES, 7),), sites=(("example.org", 7),)),
    index=STATE,
    took=0.0042,
)
NONE = replace(RESULTS, hits=(), total=Count(0), facets=Facets())
RICH = replace(
    RESULTS,
    hits=(HIT, replace(HIT, rank=2, section=WARNING, snippets=(), heading_highlights=())),
    suggestion="coffees",
    expansions=(Expansion("coffee", ("caffeine",)),),
    dropped=("the",),
    absent=("Lisbon", "nightt"),
    wish=(SectionKind.CAUSES,),
)
ARTICLE = Article(FACTS, (CAUSES, WARNING))
STIMULANTS = Named(
    name="Stimulants",
    also=("Too much coffee",),
    articles=4,
    sites=2,
    newest=date(2026, 10, 1),
    excerpt=Snippet("Too much coffee is a common cause.", (Span(9, 15),)),
    section_id=CAUSES.id,
    section_ids=(CAUSES.id, "0a0a0a0a0a0a0a0a-0b0b0b0b"),
)
ANSWERS = Answers(
    kind=SectionKind.CAUSES,
    rows=(STIMULANTS, replace(STIMULANTS, name="Tiredness", also=(), articles=1, sites=1, newest=None)),
    disputed=(
        Disputed(
            replace(
                STIMULANTS,
                name="Chocolate",
                also=(),
                articles=1,
                sites=1,
                excerpt=Snippet("No evidence.", (Span(0, 2),)),
            ),
            Dispute.NO_EVIDENCE,
        ),
    ),
    results=RESULTS,
    articles=Count(12),
    copies=2,
)

HOSTILE = "\x1b[31mred\x9b2J\u202egnp\u2066.exe\x07\r\nnext\x7f"
"""What could steer a terminal: an escape, a C1 control, bidi overrides, a bell, line breaks, delete."""


def hostile(hit: Hit = HIT) -> Hit:
    """A hit with hostile text wherever text can stand."""
    section = replace(
        hit.section,
        text=HOSTILE,
        heading_path=(HOSTILE, HOSTILE),
        anchor=HOSTILE,
        signs=(Sign(HOSTILE, Urgency.URGENT),),
    )
    facts = replace(hit.article, title=HOSTILE, site=HOSTILE, url=f"https://example.org/{HOSTILE}")
    return replace(hit, section=section, article=facts, snippets=(Snippet(HOSTILE, (Span(1, 4),)),))
