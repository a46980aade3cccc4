from tests.backends.strategies import an_article
from twitchsearch.search.analysis import analyser, section_tokens
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import NOTHING, Bool, Plan, Term
from twitchsearch.search.similar import SHARE, similar_plan


def stands_for(text: str, df: dict[str, int]) -> Plan:
    article = an_article("a", text)
    tokens = section_tokens(analyser(), article.facts, article.sections[0])
    return similar_plan(tokens, lambda term: df.get(term, 1), 100)


def test_frequent_and_rare_words_stand_for_a_section_and_those_of_its_own_do_not() -> None:
    found = stands_for("tea tea the cramp unique", {"tea": 2, "the": 100, "cramp": 2})
    assert found.root == Bool(should=(Term("tea"), Term("cramp"), Term("the")), minimum=1, share=SHARE)
    assert set(found.highlights) == {Term("tea"), Term("cramp"), Term("the")}


def test_one_word_alone_is_enough_where_there_is_one() -> None:
    assert stands_for("tea unique", {"tea": 2}).root == Bool(should=(Term("tea"),), minimum=1)


def test_a_section_of_words_of_its_own_is_like_nothing() -> None:
    assert stands_for("unique", {}).root == NOTHING


def test_no_more_words_stand_for_a_section_than_are_allowed() -> None:
    words = [f"w{chr(97 + number % 26)}{chr(97 + number // 26)}x" for number in range(100)]
    found = stands_for(" ".join(words), dict.fromkeys(words, 2))
    assert len(found.highlights) == LIMITS.similar
