from twitchsearch.search.limits import Deadline


def test_a_deadline_passes_when_its_seconds_are_over() -> None:
    now = [100.0]
    deadline = Deadline(2.0, lambda: now[0])
    assert not deadline.passed()
    now[0] = 101.9
    assert not deadline.passed()
    now[0] = 102.0
    assert deadline.passed()


def test_a_deadline_of_no_time_has_passed_and_one_without_time_never_does() -> None:
    assert Deadline(0.0).passed()
    assert not Deadline(None).passed()


def test_what_is_left_of_a_deadline_never_falls_below_nothing() -> None:
    now = [100.0]
    deadline = Deadline(2.0, lambda: now[0])
    now[0] = 101.5
    assert deadline.left() == 0.5
    now[0] = 103.0
    assert deadline.left() == 0.0
    assert Deadline(None).left() is None
