"""Articles for the tests of the screen: small, and one of them hostile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

from twitchsearch.model import Article, ArticleFacts, KindSource, Section, SectionKind, Sign, Urgency

FETCHED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def section(
    kind: SectionKind,
    path: tuple[str, ...],
    text: str,
    signs: tuple[Sign, ...] = (),
    source: KindSource = KindSource.HEADING,
) -> Section:
    """A section that does not know its article yet."""
    return Section(id="", ordinal=0, kind=kind, text=text, heading_path=path, kind_source=source, signs=signs)


def article(
    title: str, sections: Iterable[Section], *, site: str = "starter.example", modified: date | None = None
) -> Article:
    slug = title.lower().replace(" ", "-")
    url = f"https://{site}/{slug}"
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    placed = tuple(
        Section(
            id=f"{name}-{number:08x}",
            ordinal=number,
            kind=each.kind,
            text=each.text,
            heading_path=each.heading_path,
            anchor=f"s{number}",
            kind_source=each.kind_source,
            signs=each.signs,
        )
        for number, each in enumerate(sections)
    )
    facts = ArticleFacts(id=name, url=url, title=title, site=site, fetched_at=FETCHED, modified=modified)
    return Article(facts, placed)


EYELID = article(
    "Why eyelids twitch",
    [
        section(
            SectionKind.OVERVIEW,
            (),
            "An eyelid that flickers is common and nearly always harmless.\nIt comes and goes over days.",
            source=KindSource.NONE,
        ),
        section(
            SectionKind.CAUSES,
            ("Causes", "Stimulants"),
            "More tea than usual makes the nerves that drive the eyelid fire on their own.\n"
            "Coffee and energy drinks do the same.",
        ),
        section(SectionKind.CAUSES, ("Causes", "Tired eyes"), "A long day at a screen tires the eyelid."),
        section(
            SectionKind.REMEDIES,
            ("What helps",),
            "Sleep, less tea, and a warm cloth on the eyelid.",
            source=KindSource.TEXT,
        ),
        section(
            SectionKind.WARNING,
            ("When to see a doctor",),
            "See a doctor if the eyelid closes fully or the face twitches too. Call for help at once if speech slurs.",
            (
                Sign("the eyelid closes fully or the face twitches too", Urgency.SEE_A_DOCTOR),
                Sign("Call for help at once if speech slurs", Urgency.EMERGENCY),
            ),
        ),
    ],
    modified=date(2026, 11, 1),
)
CALMING = article(
    "Calming a twitching eyelid",
    [
        section(
            SectionKind.REMEDIES,
            ("Remedies", "Cut back on stimulants"),
            "Halve your tea for a week; the twitching often fades within days.",
        ),
        section(SectionKind.CAUSES, ("Why it happens",), "Stimulants such as tea keep the eyelid restless."),
    ],
    modified=date(2026, 10, 3),
)
LEGS = article(
    "Leg twitching at night",
    [
        section(SectionKind.SYMPTOMS, ("What it feels like",), "Calves jump just as sleep begins."),
        section(SectionKind.CAUSES, ("Causes",), "Long standing, thirst and late coffee make legs twitch at night."),
        section(SectionKind.PREVENTION, ("Before bed",), "Stretch the calves, drink water, keep the bedroom cool."),
    ],
    site="clinic.example",
)
CAFFEINE = article(
    "Caffeine and muscles",
    [
        section(
            SectionKind.CAUSES,
            ("How caffeine acts",),
            " ".join(f"Sentence {number} says that coffee wakes nerves." for number in range(1, 120)),
        ),
        section(SectionKind.OUTLOOK, ("How long it lasts",), "Coffee leaves the body within a day."),
    ],
)
HOSTILE = article(
    "[bold]Wide 日本語 👩‍👩‍👧 and עברית[/bold]",
    [
        section(
            SectionKind.OTHER,
            ("[/] [red]kanji 漢字", "$path"),
            "Markup [/] and [link=x]links[/link] are text. 眼瞼がぴくぴくする。 עפעף קופץ בלילה. 👩🏽‍⚕️ says: "
            "supercalifragilistic" + "expialidocious" * 12,
        )
    ],
    site="xn--e1afmkfd.example",
)
ARTICLES = (EYELID, CALMING, LEGS, CAFFEINE, HOSTILE)
