"""Tables: rows that are sections, rows that are lines of text, tables that only lay out a page."""

from __future__ import annotations

from tests.extract.pages import body_of, by_heading, paths

LONG = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."


def table(*rows: tuple[str, ...], head: str = "th") -> str:
    first, *rest = rows
    lines = ["".join(f"<{head}>{cell}</{head}>" for cell in first)]
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in rest]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


NAMED = table(
    ("Stage", "What you notice", "What helps"),
    (
        "Freezing",
        "A deep ache over the outside of the arm, worse at night",
        "Painkillers, and a pillow under the elbow",
    ),
    ("Frozen", "The pain settles, but the shoulder hardly moves at all", "Gentle stretches several times a day"),
)


def test_rows_that_a_name_heads_are_sections_and_the_text_goes_on_below() -> None:
    found = body_of(f"<h2>Stages</h2><p>{LONG}</p>{NAMED}<p>{LONG}</p>")
    assert paths(found) == [("Stages",), ("Stages", "Freezing"), ("Stages", "Frozen"), ("Stages",)]
    assert found.sections[0].text == LONG


def test_a_row_begins_with_its_second_cell_and_says_the_headers_of_later_ones() -> None:
    section = by_heading(body_of(f"<h2>Stages</h2>{NAMED}"), "Frozen")
    assert section.text == (
        "The pain settles, but the shoulder hardly moves at all; What helps: Gentle stretches several times a day"
    )
    assert [section.text[span.start : span.end] for span in section.added] == ["What helps:"]


def test_bold_cells_head_a_table_as_well() -> None:
    rows = (("<b>Germ</b>", "<b>Where from</b>"), ("Salmonella", "Eggs and poultry that were not cooked through"))
    found = body_of(table(*rows, ("Listeria", "Soft cheese and smoked fish from the fridge"), head="td"))
    assert paths(found) == [("Salmonella",), ("Listeria",)]


def test_figures_stay_a_table_of_the_section_around_it() -> None:
    rows = (("Age", "Hours of sleep"), ("Baby", "14 to 17"), ("Adult", "7 to 9"))
    found = body_of(f"<h2>Sleep</h2><p>{LONG}</p>{table(*rows)}")
    assert paths(found) == [("Sleep",)]
    assert found.sections[0].text.endswith(
        "Age; Hours of sleep\nAge: Baby; Hours of sleep: 14 to 17\n" + "Age: Adult; Hours of sleep: 7 to 9"
    )


def test_columns_beside_one_another_are_no_names() -> None:
    rows = (
        ("Better", "Worse"),
        ("Oatmeal, rice and bananas", "Fried potatoes with onion rings"),
        ("Baked chicken or baked fish", "Sausage and other greasy meats"),
    )
    assert paths(body_of(f"<h2>Food</h2><p>{LONG}</p>{table(*rows)}")) == [("Food",)]


def test_a_column_that_only_counts_is_left_out() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>{text}</td></tr>"
        for number, text in (
            (1, "Bathe the lids with warm water, morning and evening."),
            (2, "Dry them with a clean cloth each time."),
        )
    )
    section = body_of(f"<h2>Care</h2><table>{rows}</table>").sections[0]
    assert section.text.split("\n") == [
        "Bathe the lids with warm water, morning and evening.",
        "Dry them with a clean cloth each time.",
    ]


def test_what_heads_a_row_heads_the_passage_beside_it() -> None:
    rows = f"<tr><th>Causes</th><td>{LONG}</td></tr><tr><th>Outlook</th><td>{LONG}</td></tr>"
    assert paths(body_of(f"<table>{rows}</table>")) == [("Causes",), ("Outlook",)]


def test_a_list_beside_what_heads_a_row_is_of_that_row() -> None:
    named = f"<ul><li><b>Thirst:</b> {LONG}</li><li><b>Coffee:</b> {LONG}</li></ul>"
    rows = "".join(f"<tr><th>{name}</th><td>{said}</td></tr>" for name, said in (("Causes", named), ("Outlook", LONG)))
    assert paths(body_of(f"<table>{rows}</table>")) == [("Causes", "Thirst"), ("Causes", "Coffee"), ("Outlook",)]
