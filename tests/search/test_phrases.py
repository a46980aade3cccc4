from twitchsearch.search.phrases import chains
from twitchsearch.search.plan import Sequence


def found(terms: str, slop: int, text: str, offsets: tuple[int, ...] | None = None) -> list[tuple[int, ...]]:
    positions: dict[str, list[int]] = {}
    for at, letter in enumerate(text):
        positions.setdefault(letter, []).append(at)
    return list(chains(Sequence(tuple(terms), offsets or tuple(range(len(terms))), slop), positions))


def test_without_slop_terms_stand_exactly_apart() -> None:
    assert found("ab", 0, "abxaxbab") == [(0, 1), (6, 7)]
    assert found("ab", 0, "abxaxbab", (0, 2)) == [(3, 5)]


def test_with_slop_each_is_the_nearest_after_the_one_before() -> None:
    assert found("ab", 1, "axbab") == [(0, 2), (3, 4)]
    assert found("abc", 1, "abxc") == [(0, 1, 3)]
    assert found("abc", 1, "axbxc") == []


def test_with_slop_the_order_of_the_terms_holds() -> None:
    assert found("abc", 4, "acb") == []
    assert found("abc", 4, "acbc") == [(0, 2, 3)]


def test_there_is_one_chain_for_each_start() -> None:
    assert found("ab", 3, "aabb") == [(0, 2), (1, 2)]


def test_a_term_twice_needs_two_places() -> None:
    assert found("aa", 2, "axa") == [(0, 2)]
    assert found("aa", 2, "a") == []


def test_a_term_that_is_nowhere_makes_no_chain() -> None:
    assert found("az", 9, "aaa") == []
