"""What a question is about, and which sections say it of that: parts of the body, rivals, qualities, doubts."""

from __future__ import annotations

import pytest

from tests.backends.strategies import Part
from tests.search.test_answers import CAUSES, OTHER, REMEDIES, an_outlined, apart, asked, names, under
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.analysis import analyser
from twitchsearch.search.enumerations import enumerated
from twitchsearch.search.query import parse
from twitchsearch.search.topics import topic_of
from twitchsearch.search.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("query", "wider"),
    [
        ("calf cramp", "cramp"),
        ("eyelid twitching", "twitching"),
        ("leg cramps at night", "cramps"),
        ("essential tremor of the hands", "essential tremor"),
        ("charley horse", "leg cramp or muscle cramp"),
        ("restless legs", ""),
        ("dry eyes", ""),
    ],
)
def test_a_topic_knows_what_is_broader(query: str, wider: str) -> None:
    assert topic_of(parse(query), analyser(), vocabulary()).name == wider


def test_where_few_things_are_named_those_of_the_same_anywhere_in_the_body_are_and_it_is_said() -> None:
    article = an_outlined("a", *under("Causes", "Dehydration", "Salt loss"), title="Muscle cramps")
    found = asked([article], "calf cramp")
    assert (names(found), found.wider) == (["Dehydration", "Salt loss"], "cramp")
    own = an_outlined("b", *under("Causes of calf cramps", "Heels", "Hills", "Ladders"), title="Calf cramps")
    found = asked([own, article], "calf cramp")
    assert (names(found), found.wider) == (["Heels", "Hills", "Ladders"], "")


def test_of_several_complaints_a_section_names_what_it_says_is_of_one() -> None:
    heading = "Why do muscles cramp and twitch?"
    parts = [
        Part("Short nights come before spells of twitching.", (heading, "Tiredness"), CAUSES),
        Part("It may lead to cramps.", (heading, "Vomiting"), CAUSES),
        Part("Nobody knows how.", (heading, "Heat"), CAUSES),
    ]
    article = an_outlined("a", *parts, title="Cramps and twitches")
    assert names(asked([article], "cramps")) == ["Vomiting", "Heat"]
    assert names(asked([article], "twitches")) == ["Tiredness", "Heat"]


def test_what_is_said_of_another_time_is_not_said_of_this_one_unless_it_speaks_of_the_thing() -> None:
    walking = an_outlined(
        "a", *under("Treatment", "Procedures", "Walking", kind=REMEDIES), title="Leg cramps when walking"
    )
    text = "Pull the toes until the cramp lets go."
    pregnant = an_outlined("b", Part(text, ("Treatment", "Stretching"), REMEDIES), title="Leg cramps in pregnancy")
    night = an_outlined("c", *under("Treatment", "Socks", "Quilts", kind=REMEDIES), title="Leg cramps at night")
    assert names(asked([walking], "leg cramps at night", REMEDIES)) == []
    assert names(asked([pregnant], "leg cramps at night", REMEDIES)) == ["Stretching"]
    assert names(asked([night], "leg cramps at night", REMEDIES)) == ["Socks", "Quilts"]
    assert "Procedures" in names(asked([walking], "leg cramps", REMEDIES))


def test_a_quality_belongs_to_the_topic_where_an_article_is_titled_with_it() -> None:
    own = an_outlined("a", *under("Causes", "Hard exercise"), title="Benign fasciculation")
    other = an_outlined("b", *under("Causes of fasciculation", "Nerve damage"), title="Fasciculation")
    assert names(asked([own, other], "benign fasciculation")) == ["Hard exercise"]
    assert names(asked([other], "benign fasciculation")) == ["Nerve damage"]


def test_a_heading_that_asks_of_the_other_thing_in_the_title_asks_of_that() -> None:
    parts = [
        *under("How to cut back on caffeine", "Smaller cups", "Weaker brews", "A diary", kind=REMEDIES),
        *under("How to cut back on nicotine", "A date", kind=REMEDIES),
    ]
    article = an_outlined("a", *parts, title="Cutting back on caffeine and nicotine")
    assert names(asked([article], "caffeine", REMEDIES)) == ["Smaller cups", "Weaker brews", "Diary"]


def test_a_section_that_says_outright_what_it_eases_is_a_remedy_for_that_too() -> None:
    parts = [
        Part("Both feel good and can ease soreness for a while.", ("How to calm twitches", "Warmth"), REMEDIES),
        Part("It does not ease soreness.", ("How to calm twitches", "Walking"), REMEDIES),
        Part("Soreness is common.", ("How to calm twitches", "Rest"), REMEDIES),
    ]
    assert names(asked([an_outlined("a", *parts, title="Twitches")], "soreness", REMEDIES)) == ["Warmth"]


def test_a_remedy_that_nothing_asks_for_is_one_where_its_section_says_so() -> None:
    parts = [
        Part("It can bring some relief in back pain.", ("What does the evidence say?", "Spinal manipulation"), OTHER),
        Part("Back pain is common.", ("What does the evidence say?", "Herbs"), OTHER),
    ]
    assert names(asked([an_outlined("a", *parts, title="Chiropractic care")], "back pain", REMEDIES)) == [
        "Spinal manipulation"
    ]


def test_of_three_words_all_are_meant_but_what_goes_without_saying() -> None:
    d = an_outlined("a", *under("What causes a lack of vitamin D?", "Little sunlight"), title="Vitamin D")
    lack = Part("It shows late.", ("Signs of a lack of vitamin B12",))
    b = an_outlined("b", lack, *under("Causes", "Pernicious anaemia"), title="Vitamin B12 and the nerves")
    assert names(asked([d, b], "vitamin b12 deficiency")) == ["Pernicious anaemia"]
    nerve = an_outlined("c", *under("Causes of nerve damage", "Slipped disc"), title="Nerve damage")
    own = an_outlined("d", *under("Causes", "High sugar"), title="Diabetes and nerve damage")
    assert names(asked([nerve, own], "diabetic nerve damage")) == ["High sugar"]


def test_a_section_that_is_a_remedy_itself_tells_how_and_no_more_remedies() -> None:
    text = "Use a little lotion so that the hand glides."
    article = an_outlined("a", Part(text, ("How to massage a cramping leg",), REMEDIES))
    assert names(asked([article], kind=REMEDIES)) == ["Massage a cramping leg"]
    sore = Part("A cold pack wrapped in cloth, laid on for a while, eases pain.", ("Treatment", "Cool the sore place"))
    assert names(asked([an_outlined("b", sore._replace(kind=REMEDIES))], "sore", REMEDIES)) == []


def test_what_makes_a_thing_better_helps_where_it_is_poor() -> None:
    parts = under("How to sleep better", "Steady hours", "A dark room", "No screens", kind=REMEDIES)
    article = an_outlined("a", *parts, title="Rest and sleep")
    assert names(asked([article], "poor sleep", REMEDIES)) == ["Steady hours", "Dark room", "No screens"]


def test_what_an_article_about_something_else_says_against_a_remedy_is_shown() -> None:
    text = "What is claimed: a bar under the sheet keeps cramps away.\nWhat is known: it has not been tested properly."
    article = an_outlined("a", Part(text, ("Bedding", "Soap in the bed"), REMEDIES), title="Small aids for twitching")
    found = asked([article], "calf cramp", REMEDIES)
    assert (names(found), [name for name, _ in apart(found)]) == ([], ["Soap in the bed"])


def test_what_one_must_take_care_with_is_no_remedy() -> None:
    parts = [*under("Who should be careful?", "Pregnancy", kind=REMEDIES), *under("Treatment", "Rest", kind=REMEDIES)]
    parts.append(Part("Ask before.", ("Take care", "Other medicines"), OTHER))
    assert names(asked([an_outlined("a", *parts)], kind=REMEDIES)) == ["Rest"]


def test_of_several_sorts_a_section_that_does_not_say_which_is_of_each() -> None:
    heading = "What causes thyroid disorders?"
    parts = [
        Part("It is small.", ("What does an overactive thyroid do?",)),
        Part("It is small.", ("What does an underactive thyroid do?",)),
        Part("Lumps make hormone on their own.", (heading, "Nodules"), CAUSES),
        Part("The most common cause of an underactive thyroid.", (heading, "Hashimoto's disease"), CAUSES),
    ]
    article = an_outlined("a", *parts, title="Thyroid disorders and the muscles")
    assert names(asked([article], "overactive thyroid")) == ["Nodules"]
    assert names(asked([article], "underactive thyroid")) == ["Nodules", "Hashimoto's disease"]


def test_a_heading_that_says_after_what_it_comes_names_that() -> None:
    article = an_outlined(
        "a", Part("It falls within days.", ("Low calcium after a neck operation",), CAUSES), title="The thyroid"
    )
    assert names(asked([article], "low calcium")) == ["Neck operation"]


def test_what_is_said_in_so_many_words_to_be_causes_is_named_under_what_is_asked_about() -> None:
    text = "A tremor is a rhythm. Parkinson's disease, old age and some medicines are among the other causes."
    article = an_outlined("a", Part(text, ("What is a tremor?",)), title="Twitch or tremor?")
    assert names(asked([article], "tremor")) == ["Parkinson's disease", "Old age", "Medicines"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Avoid iodine or kelp products unless advised.", ["Iodine", "Kelp products"]),
        ("Do not wear compression stockings unless a doctor agrees.", ["Compression stockings"]),
        ("Common painkillers often help little.", ["Common painkillers"]),
        ("Most people eat enough, so adding salt is seldom the answer.", ["Adding salt"]),
        ("Nobody should treat it at home with wine or salt tablets.", ["Wine", "Salt tablets"]),
        ("There is no good evidence that copper bracelets help muscles.", ["Copper bracelets"]),
        ("Avoid sudden movements while you do it.", []),
        ("Medicines need adjusting when a person does not work.", []),
    ],
)
def test_sentences_say_what_does_not_help_or_is_to_be_avoided(text: str, found: list[str]) -> None:
    article = an_outlined("a", Part(text, ("What you can do yourself about leg cramps",), REMEDIES))
    assert [name for name, _ in apart(asked([article], kind=REMEDIES))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The claim that a misplaced bone causes cramps is not supported.", ["Misplaced bone"]),
        ("A cramp is not a typical sign of iron deficiency.", ["Iron deficiency"]),
        ("Most cramps have nothing to do with the circulation.", ["Circulation"]),
        ("It has not been shown to stop cramps.", []),
    ],
)
def test_sentences_say_what_is_no_cause(text: str, found: list[str]) -> None:
    article = an_outlined("a", Part(text, ("Cramps and the body",)))
    assert [name for name, _ in apart(asked([article]))] == found


def test_of_two_things_in_a_heading_one_may_be_disputed_alone() -> None:
    text = "Quinine can ease a cramp. Tonic water contains some of it and is not a treatment for cramps."
    article = an_outlined("a", Part(text, ("Treatment", "Quinine and tonic water"), REMEDIES))
    found = asked([article], kind=REMEDIES)
    assert (names(found), [name for name, _ in apart(found)]) == (["Quinine and tonic water"], ["Tonic water"])


def test_a_thing_that_is_disputed_is_called_without_the_advice_about_it() -> None:
    text = "They have not been shown to stop cramps."
    article = an_outlined("a", Part(text, ("Treatment", "Keep sports drinks for long efforts"), REMEDIES))
    assert [name for name, _ in apart(asked([article], kind=REMEDIES))] == ["Sports drinks"]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (CAUSES, "Hives can be brought on by heat, certain foods and insect bites.", ["heat", "foods", "insect bites"]),
        (CAUSES, "It results from eye strain or from a cold.", ["eye strain", "cold"]),
        (CAUSES, "Seldom, a tumour is behind it.", ["tumour"]),
        (CAUSES, "Hormones, such as oestrogen, play a large part.", ["Hormones"]),
        (CAUSES, "Added weight and tired muscles have been suggested.", ["Added weight", "tired muscles"]),
        (REMEDIES, "It is reasonable to cut down on tea, sleep regularly and ease off training.",
         ["cut down on tea", "sleep regularly", "ease off training"]),
        (REMEDIES, "Naproxen or ibuprofen can be taken for the pain.", ["Naproxen", "ibuprofen"]),
        (REMEDIES, "It responds well to steroids.", ["steroids"]),
        (REMEDIES, "Medicines need adjusting when a person stops smoking.", []),
        (REMEDIES, "Common painkillers often help little.", []),
    ],
)  # fmt: skip
def test_sentences_name_causes_and_remedies_in_many_ways(kind: AnswerKind, text: str, found: list[str]) -> None:
    assert [name for name, _ in enumerated(text, kind)] == found
