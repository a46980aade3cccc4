"""Kinds told from text: what is learnt never comes from the source that is judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.kinds import KIND_OF_QUESTION, KnownKind, Teller, evaluate_kinds, read_known
from twitchsearch.evaluation.resampling import generator
from twitchsearch.model import SectionKind

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ir" / "medquad-sections"
CAUSES, REMEDIES, OTHER = SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.OTHER

KNOWN = (
    KnownKind("one", "because of tea", CAUSES),
    KnownKind("one", "drink less", REMEDIES),
    KnownKind("two", "because of work", CAUSES),
    KnownKind("two", "rest more", REMEDIES),
    KnownKind("two", "the weather", OTHER),
)


def by_first_word(known: Sequence[KnownKind]) -> Teller:
    learnt = {each.text.split()[0]: each.kind for each in known}
    return lambda text: learnt.get(text.split()[0], OTHER)


def test_the_figures_are_those_worked_out_by_hand() -> None:
    found = evaluate_kinds(KNOWN, "digest", by_first_word, generator())
    named = dict(found.named())
    assert named["accuracy"] == 3 / 5
    assert named["macro-F1"] == pytest.approx((1 + 0 + 2 * 1 / (3 + 1)) / 3)
    assert named["causes/recall"] == 1.0
    assert named["other/precision"] == pytest.approx(1 / 3)
    assert named["source one/accuracy"] == 1 / 2
    assert named["source two/accuracy"] == 2 / 3


def test_what_is_learnt_comes_from_all_sources_but_the_one_that_is_judged() -> None:
    seen: list[set[str]] = []

    def learn(known: Sequence[KnownKind]) -> Teller:
        seen.append({each.source for each in known})
        return lambda _: OTHER

    evaluate_kinds([*KNOWN, KnownKind("three", "x", OTHER)], "digest", learn, generator())
    assert sorted(seen, key=sorted) == sorted(({"one", "two"}, {"one", "three"}, {"two", "three"}), key=sorted)


def test_a_teller_is_handed_the_text_alone() -> None:
    asked: list[str] = []

    def tell(text: str) -> SectionKind:
        asked.append(text)
        return OTHER

    evaluate_kinds(KNOWN, "digest", lambda _: tell, generator())
    assert asked == [each.text for each in KNOWN]


def test_telling_all_rightly_is_perfect_and_its_interval_has_no_width() -> None:
    kinds = {each.text: each.kind for each in KNOWN}
    found = evaluate_kinds(KNOWN, "digest", lambda _: kinds.__getitem__, generator())
    for figure in found.figures:
        assert figure.interval is not None
        assert figure.value == figure.interval.low == figure.interval.high == 1.0


def collection(folder: Path, *records: Any) -> Path:
    (folder / "corpus.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    return folder


def record(source: str, **metadata: Any) -> dict[str, Any]:
    return {"_id": source, "text": "some text", "metadata": {"source": source, **metadata}}


def test_a_kind_is_stated_or_follows_from_the_type_of_the_question(tmp_path: Path) -> None:
    asked = [record("a", kind="warning"), record("b", qtype="susceptibility"), record("b", qtype="support groups")]
    known, _ = read_known(collection(tmp_path, *asked))
    assert [each.kind for each in known] == [SectionKind.WARNING, CAUSES, OTHER]


BAD: dict[str, tuple[list[Any], str]] = {
    "no metadata": ([{"text": "x"}], ":1: 'metadata' is missing"),
    "no source": ([record("a", kind="causes"), {"text": "x", "metadata": {"kind": "causes"}}], ":2: 'source'"),
    "no kind": ([{"text": "x", "metadata": {"source": "a"}}], ":1: 'qtype' is missing"),
    "an unknown kind": ([record("a", kind="cause")], ":1: no known kind: 'cause'"),
    "one source": ([record("a", kind="causes"), record("a", kind="other")], "at least two"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_record_that_does_not_say_its_kind_and_source_is_named_with_its_place(tmp_path: Path, name: str) -> None:
    records, said = BAD[name]
    with pytest.raises(CollectionError, match=r"corpus\.jsonl") as caught:
        read_known(collection(tmp_path, *records))
    assert said in str(caught.value)


def test_the_collection_at_hand_has_every_type_of_question_that_stands_for_a_kind() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    known, _ = read_known(SHARED)
    assert len(known) == 16_407
    assert {each.kind for each in known} == {*KIND_OF_QUESTION.values(), OTHER}
    assert len({each.source for each in known}) == 9
