"""Headings that only their look tells: what style sheets say of classes, sizes, bold spans."""

from __future__ import annotations

import pytest

from tests.extract.pages import article, paths

LONG = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
OTHER = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."


def styled(sheet: str, inner: str) -> list[tuple[str, ...]]:
    return paths(
        article(f"<html><head><style>{sheet}</style></head><body><main><h1>Twitches</h1>{inner}</main></body></html>")
    )


@pytest.mark.parametrize(
    "sheet",
    [
        ".q1{font-weight:700}",
        ".q1{color:red;font:600 17px/1.2 serif}",
        ".q1 { font-size: 26px }",
        "p{margin:0}/* .q1{} */.post div.q1,.other{font-size:1.6em}",
        "@media print{.x{color:red}} .a > .q1{font-weight:bold}",
    ],
)
def test_a_class_that_the_page_makes_bold_or_large_makes_a_heading(sheet: str) -> None:
    inner = f'<div class="q1">Coffee</div><p>{OTHER}</p><div class="q1">Thirst</div><p>{LONG}</p>'
    assert styled(sheet, inner) == [("Coffee",), ("Thirst",)]


@pytest.mark.parametrize("sheet", ["", ".q2{font-weight:700}", ".q1:hover{font-weight:700}", ".q1{font-size:11px}"])
def test_a_class_of_another_look_makes_none(sheet: str) -> None:
    inner = f'<p>{LONG}</p><div class="q1">Coffee and tea</div><p>{OTHER}</p>'
    assert styled(sheet, inner) == [()]


def test_a_span_of_a_bold_class_that_fills_its_line_makes_a_heading() -> None:
    inner = (
        f'<div class="k"><span class="h8">Coffee</span></div><p>{OTHER}</p><div><span class="h8">Thirst</span></div>'
    )
    assert styled(".t span.h8{font-weight:700}", f"{inner}<p>{LONG}</p>") == [("Coffee",), ("Thirst",)]


def test_two_sizes_are_two_ranks() -> None:
    inner = (
        f'<div class="b">Causes</div><div class="s">Coffee</div><p>{OTHER}</p><div class="s">Thirst</div><p>{LONG}</p>'
        f'<div class="b">Outlook</div><p>{LONG}</p>'
    )
    found = styled(".b{font:700 28px serif}.s{font:700 20px serif}", inner)
    assert found == [("Causes", "Coffee"), ("Causes", "Thirst"), ("Outlook",)]


def test_what_an_element_states_itself_holds() -> None:
    inner = f'<p>{LONG}</p><div class="q1" style="font-size:12px">Coffee and tea</div><p>{OTHER}</p>'
    assert styled(".q1{font-size:30px}", inner) == [()]


def test_a_bold_span_names_the_item_it_begins() -> None:
    coffee = f'<li><span style="font-weight:700">Coffee.</span> {OTHER}</li>'
    items = f'{coffee}<li><span style="font-weight:bold">Thirst.</span> {LONG}</li>'
    assert styled("", f"<h2>Causes</h2><ul>{items}</ul>") == [("Causes", "Coffee"), ("Causes", "Thirst")]


def test_a_sheet_made_to_be_slow_is_read_in_bounds() -> None:
    assert styled(".a" * 50_000 + "{" * 50_000, f"<h2>Causes</h2><p>{LONG}</p>") == [("Causes",)]


def test_a_line_in_capitals_above_a_passage_is_a_heading_where_there_are_others() -> None:
    inner = f"<p><b>Coffee</b></p><p>{OTHER}</p><p>CALL SOMEBODY</p><p>{LONG}</p>"
    assert styled("", inner) == [("Coffee",), ("CALL SOMEBODY",)]


def test_a_line_in_capitals_is_none_where_nothing_else_is() -> None:
    assert styled("", f"<p>{OTHER}</p><p>CALL SOMEBODY</p><p>{LONG}</p>") == [()]


def test_a_line_that_a_class_calls_a_heading_stands_above_the_small_headings_right_below_it() -> None:
    inner = (
        f'<p class="head">Symptoms</p><p>{LONG}</p><p class="head">What we give</p><h3>Drops</h3><p>{OTHER}</p>'
        f'<h3>Syrup</h3><p>{LONG}</p><p class="head">Outlook</p><p>{LONG}</p>'
    )
    assert styled("", inner) == [("Symptoms",), ("What we give", "Drops"), ("What we give", "Syrup"), ("Outlook",)]
