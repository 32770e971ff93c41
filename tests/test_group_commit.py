"""Small writes that are committed in groups: who waits, who does not, and what is lost."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from crm_core.group_commit import GroupCommit, GroupCommits, QueueFull


class Book:
    """Takes groups of numbers; waits for `open` before each, and breaks on a negative one."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.open = Event()
        self.begun = Event()

    def write(self, numbers: list[int]) -> Sequence[int]:
        self.begun.set()
        assert self.open.wait(10)
        if min(numbers) < 0:
            raise ValueError("negative")
        self.groups.append(numbers)
        return [number * 10 for number in numbers]


@pytest.fixture
def book() -> Book:
    return Book()


def group_of(book: Book, *, most: int = 100, at_once: int = 100) -> GroupCommit[int, int]:
    return GroupCommit("numbers", book.write, most=most, at_once=at_once, every=0.0)


def test_what_comes_while_a_group_is_written_is_written_together(book: Book) -> None:
    group = group_of(book)
    first = group.ask(1)
    assert book.begun.wait(10)
    rest = [group.ask(number) for number in (2, 3, 4)]
    assert not first.done()
    book.open.set()

    assert [answer.result(10) for answer in (first, *rest)] == [10, 20, 30, 40]
    assert book.groups == [[1], [2, 3, 4]]


def test_a_group_has_a_bound(book: Book) -> None:
    group = group_of(book, at_once=2)
    group.offer(0)
    assert book.begun.wait(10)
    for number in range(1, 6):
        group.offer(number)
    book.open.set()
    group.close()

    assert book.groups == [[0], [1, 2], [3, 4], [5]]


def test_one_that_cannot_be_written_spoils_no_other(book: Book) -> None:
    group = group_of(book)
    group.offer(0)
    assert book.begun.wait(10)
    good, bad, also_good = (group.ask(number) for number in (1, -1, 2))
    book.open.set()

    assert (good.result(10), also_good.result(10)) == (10, 20)
    with pytest.raises(ValueError, match="negative"):
        bad.result(10)
    assert group.dropped == 1


def test_a_full_queue_says_so_and_counts_what_it_drops(book: Book) -> None:
    group = group_of(book, most=2)
    group.offer(0)
    assert book.begun.wait(10)
    assert group.offer(1)
    assert group.offer(2)

    assert not group.offer(3)
    with pytest.raises(QueueFull):
        group.ask(4).result(10)
    assert group.dropped == 2
    book.open.set()
    group.close()
    assert book.groups == [[0], [1, 2]]


def test_closing_writes_what_waits_and_takes_nothing_more(book: Book) -> None:
    groups = GroupCommits()
    group = groups.get("numbers", lambda: group_of(book))
    assert groups.get("numbers", lambda: group_of(Book())) is group
    book.open.set()
    answers = [group.ask(number) for number in range(50)]

    groups.close()

    assert [answer.result(0) for answer in answers] == [number * 10 for number in range(50)]
    assert not group.offer(51)
    assert groups.dropped("numbers") == 1
    assert groups.dropped("another") == 0


def test_many_threads_lose_nothing(book: Book) -> None:
    group = group_of(book, most=10_000, at_once=50)
    book.open.set()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: group.ask(number).result(10), range(500)))

    assert answers == [number * 10 for number in range(500)]
    assert sorted(number for part in book.groups for number in part) == list(range(500))
