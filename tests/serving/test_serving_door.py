"""Links that work once, and who is known afterwards."""

from __future__ import annotations

from rrsa.serving.door import MOST_LINKS, STAY, Door


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_link_lets_one_browser_in_and_no_second() -> None:
    door = Door(link_seconds=600, role="Lead")
    word = door.new_link()
    assert door.is_open(word)
    entered = door.enter(word)
    assert entered is not None
    visitor, cookie = entered
    assert visitor.role == "Lead"
    assert door.visitor(cookie) == visitor
    assert not door.is_open(word)
    assert door.enter(word) is None


def test_asking_does_not_use_a_link_up() -> None:
    door = Door(link_seconds=600)
    word = door.new_link()
    assert door.is_open(word)
    assert door.is_open(word)
    assert door.enter(word) is not None


def test_a_link_grows_old() -> None:
    clock = Clock()
    door = Door(link_seconds=600, now=clock)
    word = door.new_link()
    clock.now += 599
    assert door.is_open(word)
    clock.now += 1
    assert not door.is_open(word)
    assert door.enter(word) is None


def test_a_browser_is_known_for_a_day_at_work_and_no_longer() -> None:
    clock = Clock()
    door = Door(link_seconds=600, now=clock)
    entered = door.enter(door.new_link())
    assert entered is not None
    clock.now += STAY - 1
    assert door.visitor(entered[1]) is not None
    clock.now += 1
    assert door.visitor(entered[1]) is None


def test_who_leaves_is_forgotten() -> None:
    door = Door(link_seconds=600)
    entered = door.enter(door.new_link())
    assert entered is not None
    door.leave(entered[1])
    assert door.visitor(entered[1]) is None


def test_no_word_is_guessed_or_kept() -> None:
    door = Door(link_seconds=600)
    word = door.new_link()
    entered = door.enter(door.new_link())
    assert entered is not None
    for wrong in ("", word[:-1], word.upper(), "ä", "\udc80"):
        assert door.enter(wrong) is None
        assert door.visitor(wrong) is None
    assert len(word) >= 43  # 256 bits
    assert word not in repr(vars(door))
    assert entered[1] not in repr(vars(door))


def test_only_so_many_links_wait() -> None:
    door = Door(link_seconds=600)
    words = [door.new_link() for _ in range(MOST_LINKS + 1)]
    assert not door.is_open(words[0])
    assert door.is_open(words[1])
    assert door.is_open(words[-1])
