"""What speaks for a kind, how it is weighed, and how both are kept."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.extract import loglinear, rules, weights
from twitchsearch.extract.evidence import KINDS, Evidence, Place, Witness, evidence, only, shares_of
from twitchsearch.extract.kinds import kinds, models, weighing_from
from twitchsearch.extract.loglinear import MOST, LogLinear
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.rules import Says
from twitchsearch.extract.senses import senses
from twitchsearch.extract.weights import learn_follows, learn_weighing
from twitchsearch.extract.wording import features
from twitchsearch.model import SectionKind

TEXT = "It differs from person to person, and there is seldom one thing alone that can be said of it for certain."


def test_a_word_has_the_senses_of_the_table_and_none_twice() -> None:
    assert "doctor" in senses("dentists")
    assert "doctor" not in senses("gpx")  # only what ends in a star takes any ending
    assert len(set(senses("surgery"))) == len(senses("surgery")) > 1
    assert senses("zwolle") == ()


def test_forms_of_a_word_are_looked_at_as_one() -> None:
    assert features("It itches badly.") & features("It itched badly.") >= {"itch", "it itch", "@sensation"}


@given(st.text(max_size=400))
def test_any_text_is_looked_at(text: str) -> None:
    assert all(features(text))


def test_a_model_is_read_as_it_was_kept() -> None:
    kept = LogLinear(
        KINDS, tuple(range(len(KINDS))), {"a b": [MOST, -MOST, *range(len(KINDS) - 2)], "^?": [0] * len(KINDS)}
    )
    assert loglinear.read(json.loads(json.dumps(loglinear.record(kept)))) == kept


def test_a_heading_that_says_nothing_but_its_kind_says_it_doubly() -> None:
    assert rules.of_heading("Warning signs", Says.HEADING) == {SectionKind.WARNING: 2.0}
    assert rules.of_heading("Warning signs in children", Says.HEADING)[SectionKind.WARNING] == 1.0


def test_a_rival_of_the_same_rank_speaks_against_a_kind_and_a_part_has_none() -> None:
    drafts = [Draft(("Causes",), [TEXT]), Draft(("Zwolle",), [TEXT]), Draft(("Zwolle", "Deventer"), [TEXT])]
    heard = evidence(drafts, "", models().learnt)
    at = KINDS.index(SectionKind.CAUSES)
    assert heard[1].of(Witness.RIVALS)[at] > 0.8 > heard[0].of(Witness.RIVALS)[at]
    assert Witness.RIVALS not in heard[2].said


def test_what_is_above_is_heard_by_its_parts_alone() -> None:
    heard = evidence([Draft(("Causes", "Zwolle"), [TEXT]), Draft(("Zwolle",), [TEXT])], "", models().learnt)
    assert max(zip(heard[0].of(Witness.ABOVE), KINDS, strict=True))[1] is SectionKind.CAUSES
    assert not any(heard[1].of(Witness.ABOVE))


def test_thousands_of_sections_are_told_in_time_that_grows_with_them() -> None:
    drafts = [Draft((f"Zwolle {number}",), ["Word."]) for number in range(4_000)]
    drafts += [Draft(("Deventer", "Zutphen"), ["Word."]) for _ in range(4_000)]
    assert effort(lambda: kinds(drafts), 4.0) < 8.0


def _heard(rng: random.Random, kind: SectionKind) -> Evidence:
    return Evidence(
        Place.TOP,
        {Witness.TEXT: only(kind, 1.5), Witness.NAME: only(rng.choice(KINDS), 1.5), Witness.RULE: only(kind, 0)},
    )


def test_what_tells_the_kind_is_learnt_to_weigh_and_what_does_not_is_not() -> None:
    rng = random.Random(3)
    wanted = [rng.choice(KINDS) for _ in range(200)]
    learnt = learn_weighing([_heard(rng, kind) for kind in wanted], wanted)
    assert learnt.weights[Witness.TEXT] > 1.0
    assert learnt.weights[Witness.NAME] < 0.3
    assert learnt.weights[Witness.RULE] == pytest.approx(1.0)  # it said nothing: what was expected stays


def test_weights_are_read_as_they_were_kept() -> None:
    learnt = learn_weighing([_heard(random.Random(3), KINDS[0])], [KINDS[0]])
    follows = learn_follows([KINDS, KINDS])
    assert weighing_from(json.loads(json.dumps(weights.record(learnt, follows)))) == learnt


def test_which_kind_follows_which_is_counted_and_nothing_is_impossible() -> None:
    follows = learn_follows([[KINDS[0], KINDS[1]]] * 9)
    assert follows[0][1] == max(follows[0]) > 0.7
    assert min(min(row) for row in follows) > 0
    assert all(sum(row) == pytest.approx(1, abs=0.01) for row in follows)


def test_shares_add_up_however_large_the_odds() -> None:
    assert sum(shares_of((1e4, -1e4, 0.0))) == pytest.approx(1)
