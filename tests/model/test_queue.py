"""The queue's bookkeeping, without a clock."""

from jobsim.model.discipline import Fifo
from jobsim.model.queue import Queue


class Job:
    """Stands for a job: the queue asks nothing of it."""


def test_places_are_given_until_the_queue_is_full() -> None:
    queue, a, b, c = Queue(2, Fifo()), Job(), Job(), Job()
    assert [queue.offer(job) for job in (a, b, c)] == [True, True, False]
    assert list(queue.waiting) == [a, b]


def test_taking_a_job_admits_the_oldest_put() -> None:
    queue, a, b, c, d = Queue(1, Fifo()), Job(), Job(), Job(), Job()
    queue.offer(a)
    for job in (b, c, d):
        queue.line_up(job)
    queue.withdraw(b)
    assert queue.take() == (a, c)
    assert queue.take() == (c, d)
    assert queue.take() == (d, None)
    assert queue.take() == (None, None)


def test_without_places_the_oldest_put_is_the_next_job() -> None:
    queue, a, b = Queue(0, Fifo()), Job(), Job()
    assert not queue.offer(a)
    queue.line_up(a)
    queue.line_up(b)
    assert queue.take() == (a, a)
    assert queue.take() == (b, b)


def test_an_unbounded_queue_is_never_full() -> None:
    queue = Queue(None, Fifo())
    assert all(queue.offer(Job()) for _ in range(1000))
