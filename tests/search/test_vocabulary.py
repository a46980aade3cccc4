"""Words that mean the same: what a file may say, what the project's says, and what becomes of a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.effort import effort
from twitchsearch.errors import SettingsError
from twitchsearch.model import Expansion, SearchRequest
from twitchsearch.model.requests import Alternative, Vocabulary
from twitchsearch.search import vocabulary as home
from twitchsearch.search.analysis import analyser
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import Bool, Group, Node, Plan, Sequence, Term
from twitchsearch.search.planner import plan
from twitchsearch.search.query import parse
from twitchsearch.search.vocabulary import BROADER, EQUAL, compiled, read_groups, vocabulary, vocabulary_for

ENGLISH = analyser()
PROJECT = sorted((Path(home.__file__).parent / "words").glob("*.toml"))


class NoWords:
    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return iter(())


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def of(*groups: str, folder: Path) -> Vocabulary:
    return compiled(read_groups(written(folder, "group = [\n" + ",\n".join(groups) + "\n]\n"), ENGLISH))


def texts(vocabulary: Vocabulary, words: str) -> list[str]:
    return [each.text for each in vocabulary.get(tuple(ENGLISH.terms(words)), ())]


def test_words_of_a_group_stand_for_each_other_in_any_form(tmp_path: Path) -> None:
    found = of('{ same = ["flu", "influenza"] }', folder=tmp_path)
    assert texts(found, "flu") == ["influenza"]
    assert texts(found, "Influenzas") == ["flu"]


def test_a_broader_word_is_looked_for_and_weighs_less_but_never_the_other_way_round(tmp_path: Path) -> None:
    found = of('{ same = ["triptan", "serotonin agonist"], broader = ["painkiller"] }', folder=tmp_path)
    assert found["triptan",] == (Alternative("serotonin agonist", EQUAL), Alternative("painkiller", BROADER))
    assert texts(found, "painkiller") == []
    assert EQUAL > BROADER > 0


def test_what_is_apart_never_stands_for_each_other_whatever_other_groups_say(tmp_path: Path) -> None:
    found = of('{ same = ["cramp", "spasm", "charley horse"] }', '{ apart = ["cramp", "spasm"] }', folder=tmp_path)
    assert texts(found, "cramp") == texts(found, "spasm") == ["charley horse"]
    assert texts(found, "charley horse") == ["cramp", "spasm"]


def test_an_abbreviation_stands_for_what_it_is_short_for_and_not_the_other_way_round(tmp_path: Path) -> None:
    found = of('{ same = ["ALS", "amyotrophic lateral sclerosis"] }', folder=tmp_path)
    assert texts(found, "als") == ["amyotrophic lateral sclerosis"]
    assert texts(found, "amyotrophic lateral sclerosis") == []


def test_what_has_the_words_themselves_in_it_adds_nothing(tmp_path: Path) -> None:
    assert of('{ same = ["diabetes", "diabetes mellitus"] }', folder=tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('group = [\n  { same = ["flu", "influenza"] },\n  { same = ["alone"] },\n]', 3, "needs|has two words"),
        ('group = [\n  { same = ["flu", "influenza"] },\n\n  { sam = ["a1", "b"] },\n]', 4, "no 'sam'"),
        ('[[group]]\nsame = ["flu", "influenza"]\n[[group]]\nbroader = ["ache"]', 4, "has two words"),
        ('[[group]]\nsame = ["flu", "!?"]', 2, "0 words"),
        ('[[group]]\nsame = ["flu", "a b c d e f g"]', 2, "7 words"),
        ('[[group]]\nsame = ["flu", 3]', 2, "list of words"),
        ("[[group]]\napart = ['flu', 'cold']\nsame = ['flu', 'cold']", 2, "alone"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError, match=said) as error:
        read_groups(path, ENGLISH)
    assert str(error.value).startswith(f"{path}, line {line}: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group = [", "not TOML"),
        (f"group = {'1' * 5_000}", "not TOML: a number in it is too large"),
        ('words = ["a"]', "no 'words'"),
        ("group = 3", "a list of groups"),
        ("group = [3]", "group 1: a group is a table"),
        ("# " + "x" * (1 << 20), "larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_vocabulary_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError, match=said) as error:
        read_groups(path, ENGLISH)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        vocabulary("english", tmp_path / "none.toml")
    (tmp_path / "own.toml").write_bytes(b"group = '\xff'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        vocabulary("english", tmp_path / "own.toml")


def test_the_project_brings_hundreds_of_groups_and_twitch_spasm_cramp_and_tremor_are_none() -> None:
    assert sum(len(read_groups(path, ENGLISH)) for path in PROJECT) >= 400
    four = {"twitch", "spasm", "cramp", "tremor"}
    known = vocabulary()
    for word in four | {"twitching", "cramps", "spasms", "tremors"}:
        said = {ENGLISH.stem(ENGLISH.fold(each)) for each in texts(known, word)}
        assert not said & four


@pytest.mark.parametrize(
    ("lay", "medical"),
    [
        ("muscle twitch", "fasciculation"),
        ("fasciculations", "muscle twitch"),
        ("charley horse", "leg cramp"),
        ("low blood sugar", "hypoglycaemia"),
        ("pins and needles", "paresthesia"),
        ("high blood pressure", "hypertension"),
        ("tylenol", "paracetamol"),
        ("oedema", "edema"),
        ("RLS", "restless legs syndrome"),
        ("throwing up", "vomiting"),
    ],
)
def test_lay_words_and_medical_words_meet(lay: str, medical: str) -> None:
    assert medical in texts(vocabulary(), lay)


@pytest.mark.parametrize(
    "word", ["medical", "general", "organ", "immune", "hospital", "add", "a", "or", "mind", "tired"]
)
def test_no_word_stands_for_one_that_its_stem_alone_makes_alike(word: str) -> None:
    alien = {
        "medication",
        "generalized",
        "organization",
        "immunization",
        "hospitalization",
        "ADHD",
        "AED",
        "ORS",
        "tyre",
    }
    assert not alien.intersection(texts(vocabulary(), word))


def test_for_a_query_as_much_is_read_as_it_calls_for() -> None:
    known = vocabulary()
    for path in PROJECT:
        for group in read_groups(path, ENGLISH)[::5]:
            for entry in group.same:
                assert vocabulary_for(entry.text).get(entry.terms) == known.get(entry.terms)
    assert len(vocabulary_for("eyelid")) < len(known) / 20
    assert vocabulary_for("?") == vocabulary_for("the") == {}


def test_other_languages_have_the_words_of_the_user_alone(tmp_path: Path) -> None:
    path = written(tmp_path, 'group = [{ same = ["Zuckung", "Faszikulation"] }]')
    assert vocabulary("german") == {}
    german = vocabulary_for("Zuckungen", "german", path)
    assert [each.text for each in german[tuple(analyser("german").terms("Zuckungen"))]] == ["Faszikulation"]


def planned(text: str, folder: Path, *, typing: bool = False) -> Plan:
    words = of(
        '{ same = ["charley horse", "leg spasm", "systremma"] }', '{ same = ["flu", "influenza"] }', folder=folder
    )
    request = SearchRequest(parse(text, typing=typing), text, vocabulary=words, typing=typing)
    return plan(request, ENGLISH, NoWords())


def groups(node: Node) -> list[Group]:
    match node:
        case Group():
            return [node]
        case Bool(must, should):
            return [found for child in (*must, *should) for found in groups(child)]
        case _:
            return []


def test_a_word_and_what_stands_for_it_count_as_one(tmp_path: Path) -> None:
    assert groups(planned("flu", tmp_path).root) == [Group(((Term("flu"), 1.0), (Term("influenza"), EQUAL)))]


def test_each_of_several_words_may_be_met_by_what_stands_for_them_together(tmp_path: Path) -> None:
    found = planned("charley horses hurt", tmp_path)
    assert [each.members[0][0] for each in groups(found.root)] == [Term("charley"), Term("hors")]
    for each in groups(found.root):
        assert each.members[1:] == (
            (Sequence(("leg", "spasm"), (0, 1)), EQUAL),
            (Term("systremma"), EQUAL),
        )
    assert found.expansions == (Expansion("charley horses", ("leg spasm", "systremma")),)


@pytest.mark.parametrize(
    "strict", ["+flu", '"flu"', "title:flu", "-flu", "flu*", "flu~", '"charley horse"', "charley +horse"]
)
def test_what_is_strict_is_taken_as_it_is(tmp_path: Path, strict: str) -> None:
    assert not [each for each in planned(strict, tmp_path).expansions if each.word in ("flu", "charley horse")]


def test_a_word_that_is_being_typed_stands_for_itself(tmp_path: Path) -> None:
    assert planned("flu", tmp_path, typing=True).expansions == ()
    assert len(planned("flu ", tmp_path, typing=True).expansions) == 1


def test_what_the_query_says_itself_is_not_looked_for_again(tmp_path: Path) -> None:
    assert planned("flu influenza", tmp_path).expansions == ()


def test_two_hundred_words_with_alternatives_are_few_enough(tmp_path: Path) -> None:
    found = planned("flu " * 200, tmp_path)
    assert sum(len(each.members) - 1 for each in groups(found.root)) <= LIMITS.expansions
    assert effort(lambda: planned("flu " * 200, tmp_path), 0.5) < 0.5
