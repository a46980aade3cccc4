"""What lists, tables and sentences of a section name, and what they deny."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.backends.strategies import Part
from tests.effort import effort
from tests.search.test_answers import CAUSES, OTHER, REMEDIES, apart, asked, names, under
from tests.search.test_answers import an_outlined as outlined
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.cells import cells
from twitchsearch.search.denials import denied
from twitchsearch.search.disputes import of_sentence
from twitchsearch.search.enumerations import enumerated, plainly
from twitchsearch.search.listings import list_names
from twitchsearch.search.mentions import mentions
from twitchsearch.search.naming import bare, is_name
from twitchsearch.search.questioned import asked as question_in
from twitchsearch.search.wording import wording


@pytest.mark.parametrize(
    ("kind", "sentence", "found"),
    [
        (CAUSES, "Itching may be caused by an allergy: wool, pollen or dust.", ["wool", "pollen", "dust"]),
        (
            CAUSES,
            "Some plants can also cause it, for example nettles, primulas and ivy.",
            ["nettles", "primulas", "ivy"],
        ),
        (CAUSES, "A dry room is what brings on nosebleeds most often.", ["dry room"]),
        (CAUSES, "Loud music and fireworks have the same effect.", ["Loud music", "fireworks"]),
        (CAUSES, "Grit on the chain or sprocket is the most common reason.", ["Grit on the chain or sprocket"]),
        (CAUSES, "Old pipes and hard frost may lie behind a burst.", ["Old pipes", "hard frost"]),
        (
            CAUSES,
            "It stems from a quarrel of the senses: the eye sees what the ear does not.",
            ["quarrel of the senses"],
        ),
        (CAUSES, "In winter, open fires are often to blame.", ["open fires"]),
        (CAUSES, "So do wet shoes, strong scents such as musk, and smoke.", ["wet shoes", "strong scents", "smoke"]),
        (CAUSES, "Rust is tied to salt and to rain.", ["salt", "rain"]),
        (CAUSES, "Old paint, where it has flaked, adds to it.", ["Old paint"]),
        (
            CAUSES,
            "Signals from the nose and the tongue are thought to cause it.",
            ["Signals from the nose and the tongue"],
        ),
        (CAUSES, "Dust is the usual reason, and a worn belt comes close behind.", ["Dust", "worn belt"]),
        (CAUSES, "A loose belt, old oil and a full bag can each slow it.", ["loose belt", "old oil", "full bag"]),
        (CAUSES, "The most likely cause is frost.", ["frost"]),
        (CAUSES, "The most likely cause is easily found.", []),
        (CAUSES, "The age of the pump is no reason.", []),
        (CAUSES, "The pump may slow down.", []),
        (CAUSES, "In some houses, damp or a leaking roof may contribute.", ["damp", "leaking roof"]),
        (CAUSES, "Standing water makes squeaking louder.", ["Standing water"]),
        (CAUSES, "A yeast called blim, which lives on grain, is thought to play the largest role.", ["yeast"]),
        (CAUSES, "Not resting enough can lead to it.", ["Not resting enough"]),
        (CAUSES, "I would suspect a worn plug, a wet filter or a flat battery.", ["worn plug", "wet filter"]),
        (CAUSES, "It is due to wear and tear on the axle, or over time to rust.", ["wear and tear on the axle"]),
        (CAUSES, "Rust, mostly old, accounts for most leaks.", ["Rust"]),
        (CAUSES, "People with gout are more prone to it, since they walk less.", ["gout"]),
        (CAUSES, "Hard floors, open shoes and added weight all raise the load.", ["Hard floors", "open shoes"]),
        (CAUSES, "It may be caused by a medical condition like an underactive thyroid.", ["underactive thyroid"]),
        (CAUSES, "Cheap plugs have been blamed for it, wrongly.", []),
        (REMEDIES, "If the soil is dry, stand the pot in a bowl.", ["stand the pot in a bowl"]),
        (
            REMEDIES,
            "To keep it soft, drink tea, avoid wine, and add oats to the meal.",
            ["drink tea", "add oats to the meal"],
        ),
        (REMEDIES, "A cream of tar, twice daily, is what works best.", ["cream of tar"]),
        (REMEDIES, "Resist the urge to cut it.", []),
        (REMEDIES, "Braces or a belt may be suggested.", ["Braces", "belt"]),
        (REMEDIES, "Tarol for up to two weeks is often prescribed.", ["Tarol"]),
        (REMEDIES, "Patients should be advised to rest the arm, and to cool it.", ["rest the arm"]),
        (REMEDIES, "Try stretching.", ["stretching"]),
        (REMEDIES, "Scrape the pan, then overseed with grass.", ["Scrape the pan", "overseed with grass"]),
        (REMEDIES, "Removing the rust made the biggest difference.", ["Removing the rust"]),
        (REMEDIES, "Removing the rust made no difference.", []),
        (REMEDIES, "Wipe the lens with a soft cloth.", ["Wipe the lens with a soft cloth"]),
        (REMEDIES, "Unhook the cable to let the water out.", ["Unhook the cable"]),
        (REMEDIES, "You may be given antibiotics, drops or an ointment.", ["antibiotics", "drops", "ointment"]),
        (REMEDIES, "If creams are not enough, tablets or injections are given.", ["tablets", "injections"]),
        (REMEDIES, "Rocking the child and singing to it usually helped.", ["Rocking the child"]),
        (REMEDIES, "In the morning the swelling goes down.", []),
        (REMEDIES, "Call the doctor who knows about it.", []),
        (REMEDIES, "Honey soothes coughs but not a hoarse voice.", []),
        (REMEDIES, "Doctors may prescribe a medicine for pain.", []),
    ],
)
def test_sentences_name_things_in_more_ways(kind: AnswerKind, sentence: str, found: list[str]) -> None:
    told = [name for name, _ in enumerated(sentence, kind)]
    assert told[: len(found)] == found
    assert bool(told) == bool(found)
    assert not {"old", "twice daily"} & set(told)


@pytest.mark.parametrize(
    ("kind", "sentence", "name", "dispute"),
    [
        (
            REMEDIES,
            "Copper rings are sold everywhere, but there is no evidence that they help.",
            "Copper rings",
            "no evidence",
        ),
        (REMEDIES, "Contrary to popular belief, butter does not help.", "butter", "no help"),
        (REMEDIES, "Eucalyptus, so useful for colds, has not been shown to ease it.", "Eucalyptus", "no evidence"),
        (REMEDIES, "Studies of magnets and bracelets have not shown that they work.", "magnets", "no evidence"),
        (REMEDIES, "Candles in the ear are useless.", "Candles in the ear", "no help"),
        (CAUSES, "Warts are not caused by toads.", "toads", "not a cause"),
        (CAUSES, "The age of a pump is no reason.", "age of a pump", "not a cause"),
        (REMEDIES, "Do not tip your head back: it does harm.", "tip your head back", "avoid"),
        (REMEDIES, "Cover the ears, but avoid wearing plugs all day.", "wearing plugs all day", "avoid"),
        (REMEDIES, "There is little evidence for ginger.", "ginger", "no evidence"),
        (REMEDIES, "I would not bother with sprays.", "sprays", "no help"),
        (REMEDIES, "Ice cubes are a gimmick.", "Ice cubes", "no help"),
        (REMEDIES, "Whispering should be discouraged, as it strains the throat.", "Whispering", "avoid"),
        (CAUSES, "Soap, by contrast, is hardly ever the problem.", "Soap", "not a cause"),
        (CAUSES, "There is little evidence that chocolate causes spots.", "chocolate", "no evidence"),
    ],
)
def test_what_sentences_deny_is_named(kind: AnswerKind, sentence: str, name: str, dispute: str) -> None:
    found = list(denied(sentence, kind))
    assert (found[0].name, found[0].dispute) == (name, Dispute(dispute))
    assert sentence[found[0].span.start : found[0].span.end] == name


def test_all_that_a_sentence_denies_in_several_ways_is_named() -> None:
    found = denied("There is little evidence for ginger, and copper rings have not been shown to work.", REMEDIES)
    assert [each.name for each in found] == ["copper rings", "ginger"]


@pytest.mark.parametrize(
    "sentence", ["Never put chest pain down to stress.", "Copper rings have not been shown to work."]
)
def test_what_is_said_against_another_matter_is_no_dispute(sentence: str) -> None:
    kind = REMEDIES if "put" in sentence else CAUSES
    assert not list(denied(sentence, kind))


def test_a_sentence_that_turns_to_another_thing_denies_nothing() -> None:
    assert not list(denied("Copper rings are sold everywhere, but no shop tests its scales.", REMEDIES))


def test_what_research_has_found_is_said_of_what_the_sentence_is_about() -> None:
    text = "Tarol is often prescribed, although trials have shown no benefit over sugar."
    found = of_sentence(text, "Tarol", REMEDIES, 0)
    assert found is not None
    assert found.dispute is Dispute.NO_HELP


def test_what_running_text_says_against_one_thing_is_not_said_of_those_before() -> None:
    text = "Rest the hand. Wear a splint. Rings of copper are popular, though there is no evidence that they help."
    assert of_sentence(text, "Wear a splint", REMEDIES, text.index("Wear")) is None
    again = "Rings of copper are popular. There is no evidence for splints. They do not help."
    assert of_sentence(again, "Rings of copper", REMEDIES, 0) is None
    back = "Rings of copper are popular. They do not help."
    found = of_sentence(back, "Rings of copper", REMEDIES, 0)
    assert found is not None
    assert found.span is not None
    assert back[found.span.start : found.span.end] == "do not help"


def test_the_cells_of_a_column_that_asks_are_names() -> None:
    text = "Fault: pump; Cause: dry well; Cure: dig deeper\nFault: hose; Cause: mice; Cure: a cat"
    assert [each.name for each in cells(text, CAUSES)] == ["dry well", "mice"]
    assert [each.name for each in cells(text, REMEDIES)] == ["dig deeper", "cat"]
    assert not list(cells("Note: this is one line of text", CAUSES))


def test_rows_of_a_table_of_medicines_are_named_and_no_entries_of_a_list() -> None:
    text = "Drug: Tarol; When: at night; Remarks: bitter\nDrug: Ozol; When: –; Remarks: ineffective in gout"
    assert not list(list_names(text))
    found = asked([outlined("a", Part(text, ("Treatment",), REMEDIES), title="Gout")], "gout", REMEDIES)
    assert (names(found), apart(found)) == (["Tarol"], [("Ozol", Dispute.NO_HELP)])
    assert not list(cells("Remedy: Tarol; Claim: Ends gout; Known: nothing", REMEDIES))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "eat smaller, more frequent meals\nput the feet up by 20 to 30 cm\nrest",
            ["eat smaller, more frequent meals", "put the feet up", "rest"],
        ),
        (
            "get up and go to bed at the same hour every day\nnap less",
            ["get up and go to bed at the same hour every day", "nap less"],
        ),
        ("green vegetables like kale\nlose weight if you are heavy", ["green vegetables", "lose weight"]),
        (
            "get up slowly when it is dark\nmumps, an infection of the glands\nlie still to reduce the noise",
            ["get up slowly", "mumps", "lie still"],
        ),
        ("one\nA line that goes on and on without an end names nothing\ntwo eggs", ["two eggs"]),
    ],
)
def test_entries_of_lists_are_cut_where_they_only_say_more(text: str, found: list[str]) -> None:
    assert [each.name for each in list_names(text)][-len(found) :] == found


def test_paragraphs_that_begin_with_a_short_sentence_are_no_list() -> None:
    text = (
        "The lining is thin and dries out with ease. It then bleeds.\nLess often the reason lies elsewhere. It is rare."
    )
    assert not list(list_names(text))
    tips = "Fingers. Nine times of ten.\nSilence is not your friend\nTurn off all programs that are not in use."
    assert [each.name for each in list_names(tips)] == ["Fingers", "Turn off all programs that are not in use"]


def test_causes_that_the_headings_of_remedies_repeat_are_no_remedies() -> None:
    parts = under("Causes of brown grass", "Drought", "Dog urine")
    parts.append(Part("Water once a week.", ("Treatment", "Drought"), REMEDIES))
    parts.append(Part("Rinse the spot.", ("Treatment", "Dog urine"), REMEDIES))
    parts.append(Part("It is done in May.", ("Treatment", "New seed"), REMEDIES))
    found = asked([outlined("a", *parts, title="Brown grass")], "brown grass", REMEDIES)
    assert names(found) == ["Water once a week", "Rinse the spot", "New seed"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Old petrol. It goes stale.", ["Old petrol"]),
        (
            "Mumps, grit stones, and, rarely, bad teeth or a cold. See a dentist.",
            ["Mumps", "Grit stones", "Bad teeth", "Cold"],
        ),
        ("Hardly any. Nobody knows.", []),
        ("Kidneys, bowel and glands keep the water within narrow limits.", []),
    ],
)
def test_a_question_may_be_answered_without_a_verb(text: str, rows: list[str]) -> None:
    part = Part(text, ("What causes noise?",), CAUSES)
    assert names(asked([outlined("a", part, title="Noise")], "noise")) == rows


def test_what_stands_under_what_did_not_help_is_apart() -> None:
    part = Part("They fell off by midnight.", ("What didn't", "Nasal strips"), REMEDIES)
    article = outlined("a", part, *under("What helped", "Saltwater", kind=REMEDIES), title="Snoring")
    found = asked([article], "snoring", REMEDIES)
    assert (names(found), apart(found)) == (["Saltwater"], [("Nasal strips", Dispute.NO_HELP)])


def test_a_name_by_itself_with_a_question_mark_is_a_question() -> None:
    part = Part(
        "They do no harm, but trials found them no better than string.", ("Seven things to try", "7. Bands?"), REMEDIES
    )
    found = asked([outlined("a", part, title="Sickness at sea")], "sickness at sea", REMEDIES)
    assert (names(found), apart(found)) == ([], [("Bands", Dispute.NO_HELP)])
    assert question_in("Still worried?", REMEDIES) is None


def test_the_beginning_of_a_text_without_a_heading_is_no_name() -> None:
    text = "New belts squeal for a week. The noise stops then."
    part = Part(text, ("New belts squeal for a week",), REMEDIES)
    assert not names(asked([outlined("a", part, title="Noise")], "noise", REMEDIES))


def test_no_row_holds_what_is_to_be_avoided_by_itself() -> None:
    parts = under("Treatment", "Quinine, tonic water", "Stretching", kind=REMEDIES)
    parts += [
        Part(
            "Quinine should be avoided. Tonic water is no remedy for cramps.", ("Treatment", "Bitter things"), REMEDIES
        )
    ]
    assert names(asked([outlined("a", *parts)], "leg cramps", REMEDIES)) == ["Stretching"]


def test_what_a_list_says_to_have_less_of_is_no_remedy() -> None:
    text = "Eat and drink more:\npeas\nliver\nEat and drink less:\ntea\ncocoa"
    found = asked([outlined("a", Part(text, ("Treatment",), REMEDIES), title="Anaemia")], "anaemia", REMEDIES)
    assert names(found) == ["Peas", "Liver"]
    assert apart(found) == [("Tea", Dispute.AVOID), ("Cocoa", Dispute.AVOID)]


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("Treatment of hay fever", False),
        ("Causes of rust", False),
        ("Aetiology", False),
        ("Don't", False),
        ("Cause; How you notice; What to do", False),
        ("Oil of cloves", True),
    ],
)
def test_a_heading_that_says_what_it_is_about_and_no_more_is_no_name(heading: str, *, is_one: bool) -> None:
    assert is_name(heading) is is_one


@pytest.mark.parametrize(
    ("heading", "name"),
    [("💧 A glass of water", "glass of water"), ("Water at the base, not over the leaves", "Water at the base")],
)
def test_pictures_and_what_not_to_do_are_no_part_of_a_name(heading: str, name: str) -> None:
    assert bare(heading) == name


@pytest.mark.parametrize(
    "text", ["Stress, heat and thirst can cause nosebleeds.", "Nosebleeds are caused by stress, heat and thirst."]
)
def test_a_sentence_says_of_what_it_names_causes(text: str) -> None:
    found = list(plainly(text, CAUSES))
    assert [each.name.lower() for each in found] == ["stress", "heat", "thirst"]
    assert all("osebleeds" in each.said_of for each in found)


def test_what_is_said_of_causes_as_such_is_no_cause() -> None:
    assert list(plainly("Some causes are worth raising with a doctor.", CAUSES)) == []


def test_a_sentence_that_says_of_what_counts_under_any_heading() -> None:
    part = Part("Nosebleeds can be treated with cold packs or gauze.", ("When it does not stop",), OTHER)
    article = outlined("a", part, title="First aid")
    assert names(asked([article], "nosebleeds", REMEDIES)) == ["Cold packs", "Gauze"]
    assert not names(asked([article], "swelling when it does not stop", REMEDIES))


def test_a_heading_that_asks_about_the_topic_is_no_row_and_what_it_tells_is() -> None:
    part = Part("Burp the baby halfway through a meal.", ("Helping a baby with hiccups",), REMEDIES)
    found = asked([outlined("a", part, title="Hiccups in babies")], "hiccups", REMEDIES)
    assert names(found) == ["Burp the baby halfway through a meal"]


@pytest.mark.parametrize(
    "title", ["9 ways to breathe again: relief for a blocked nose", "A year of sneezing: living with a blocked nose"]
)
def test_titles_say_later_what_they_are_about(title: str) -> None:
    article = outlined("a", *under("What helps", "Steam", kind=REMEDIES), title=title)
    assert names(asked([article], "blocked nose", REMEDIES)) == ["Steam"]


def test_a_passive_question_that_is_answered_with_no_is_a_dispute() -> None:
    question = question_in("Is rust caused by cold?", CAUSES)
    assert question is not None
    assert question.name == "cold"
    part = Part("No. Dry cold does nothing to iron.", ("Is rust caused by cold?",), CAUSES)
    assert apart(asked([outlined("a", part, title="Rust")], "rust")) == [("Cold", Dispute.NOT_A_CAUSE)]


def test_what_is_squeaky_squeaks() -> None:
    article = outlined("a", *under("Causes", "Dry hinges"), title="Why doors are squeaking")
    assert names(asked([article], "squeaky doors")) == ["Dry hinges"]


def test_what_a_heading_says_is_no_use_is_apart() -> None:
    text = "Magnets have a fine look. Snake oil, once famous, is sold by the drop."
    article = outlined("a", Part(text, ("Not worth your money",), REMEDIES), title="Dry skin")
    assert apart(asked([article], "dry skin", REMEDIES)) == [
        ("Magnets", Dispute.NO_HELP),
        ("Snake oil", Dispute.NO_HELP),
    ]


@pytest.mark.parametrize("kind", [CAUSES, REMEDIES])
def test_no_sentence_that_denies_is_passed_over_at_the_first_look(kind: AnswerKind) -> None:
    sentences = [
        "There is no proof that tar helps.",
        "There is no proof that tar causes warts.",
        "Tar is not recommended.",
        "Tar has not been shown to cause warts.",
        "Nobody should sleep with a heat pad.",
        "Please avoid tar.",
        "Studies of tar did not show it.",
        "The claim that tar causes warts is not true.",
        "Warts have nothing to do with toads.",
    ]
    for sentence in sentences:
        if any(pattern.search(sentence) for _, pattern in wording().denials[kind]):
            assert wording().denying[kind].search(sentence)


OFTEN = "often also sometimes " * 28 + ". "
SLOW = [
    " \t ",
    "\n",
    "is and ",
    "caused by a, ",
    "Cause: a; ",
    "such as for example, ",
    "\u2003",
    "a, b and ",
    "x is a cause, and ",
    OFTEN,
]


@pytest.mark.parametrize("unit", SLOW)
def test_text_made_to_be_slow_is_read_in_bounded_time(unit: str) -> None:
    part = Part(f"Stress. {unit * 6_000}. Heat.", ("Causes",), CAUSES)
    article = outlined("a", part)
    assert effort(lambda: sum(1 for _ in islice(mentions(article, CAUSES), 300)), 1.5) < 1.5
