"""Texts that repeat each other."""

from twitchsearch.search.copies import copies

TEXT = (
    "Losing water and salt makes the nerves of a muscle fire by themselves, and a cramp in the leg may follow. "
    "Drink a little more on hot days, and more often than you feel thirsty, above all when you work outside."
)
OTHER = "A muscle that worked hard all day is tired and easily set off; rest and a stretch before bed are often enough."


def test_a_text_that_repeats_another_names_the_first() -> None:
    assert copies([TEXT, OTHER, TEXT]) == [0, 1, 0]


def test_a_copy_that_was_shortened_or_framed_is_one() -> None:
    assert copies([TEXT, TEXT[: len(TEXT) * 2 // 3], f"From our partners. {TEXT} Read more on our site."]) == [0, 0, 0]


def test_texts_on_the_same_matter_are_no_copies() -> None:
    assert copies(
        [TEXT, "Losing water can bring on a cramp in the leg, so drink enough on hot days, says the nurse."]
    ) == [0, 1]


def test_short_texts_are_alike_by_chance() -> None:
    assert copies(["Drink more water every day.", "Drink more water every day."]) == [0, 1]


def test_copies_of_copies_are_one_group_whatever_the_order() -> None:
    middle = TEXT + " " + OTHER
    assert copies([TEXT, OTHER, middle]) == [0, 0, 0]
    assert copies([]) == []
