"""Lines of waiting jobs: who is next, who has waited longest, who leaves."""

import random

import pytest

from jobsim.model.discipline import DISCIPLINES, Line, line
from jobsim.model.job import Job
from jobsim.model.queue import Overflow
from jobsim.model.submitter import ENDLESS, Submitter
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.parts.queue import Overflow as Asked
from jobsim.units import NEVER


def jobs(*priorities: int) -> list[Job]:
    submitter = Submitter(
        label="a-1",
        index=0,
        order=0,
        timeout_order=0,
        expire_order=0,
        jobs=ENDLESS,
        start=0,
        stop=NEVER,
        arrivals=lambda number, due: due,
        batch=None,
        timeout=None,
        services=(),
        priority=priorities.__getitem__,
    )
    return [Job(submitter, number, due_at=number) for number in range(len(priorities))]


def made(name: str, *waiting: Job) -> Line:
    found = line(name, leaving=True, levels=lambda position: [0, 2**31, 2**32 - 1][position % 3])
    for job in waiting:
        found.add(job)
    return found


def test_every_word_of_the_language_has_its_line() -> None:
    assert list(DISCIPLINES) == list(Discipline)
    assert list(Overflow) == list(Asked)


@pytest.mark.parametrize("name", ["fifo", "lifo", "priority", "random"])
def test_who_has_waited_longest_is_the_first_admitted_and_who_has_left_is_not_next(name: str) -> None:
    one, two, three, four = jobs(1, 9, 3, 2)
    waiting = made(name, one, two, three, four)
    waiting.remove(two)
    assert waiting.evict() is one
    assert list(waiting) == [three, four]
    assert {waiting.take(), waiting.take()} == {three, four}
    assert len(waiting) == 0
    assert not waiting


def test_fifo_where_nobody_leaves_is_the_same() -> None:
    one, two, three = jobs(0, 0, 0)
    waiting = line("fifo", leaving=False, levels=lambda position: 0)
    for job in (one, two, three):
        waiting.add(job)
    assert (waiting.take(), waiting.evict(), waiting.take()) == (one, two, three)


def test_random_takes_by_level_from_those_that_wait_in_the_order_of_admission() -> None:
    one, two, three, four = jobs(0, 0, 0, 0)
    waiting = made("random", one, two, three, four)
    # Levels 0, a half, nearly 1, 0: places 0 of 4, 1 of 3, 1 of 2, 0 of 1.
    assert [waiting.take() for _ in range(4)] == [one, three, four, two]


def test_a_line_that_many_have_left_does_not_grow() -> None:
    waiting = made("priority")
    every = jobs(*range(5_000))
    for job in every:
        waiting.add(job)
        if job.number >= 10:
            waiting.evict()
    assert len(waiting._heap) < 1_100  # type: ignore[attr-defined]
    assert [waiting.take().number for _ in range(10)] == list(range(4_999, 4_989, -1))


def test_sorted_lines_agree_with_sorting() -> None:
    chance = random.Random(1)
    every = jobs(*(chance.randrange(5) for _ in range(300)))
    waiting, left = made("priority"), []
    for job in every:
        waiting.add(job)
        left.append(job)
        if chance.random() < 0.3:
            gone = chance.choice(left)
            waiting.remove(gone)
            left.remove(gone)
        elif chance.random() < 0.3:
            left.sort(key=lambda job: (-job.submitter.priority(job.number), job.due_at))  # type: ignore[misc]
            assert waiting.take() is left.pop(0)
    assert len(waiting) == len(left)
