"""The largest length of a line that lasted: of all jobs, and by group."""

from types import SimpleNamespace

import pytest

from jobsim.model.discipline import Fifo
from jobsim.model.peaks import Watched


def job(submitter: int) -> SimpleNamespace:
    return SimpleNamespace(submitter=SimpleNamespace(index=submitter))


def test_only_levels_that_last_count() -> None:
    system = SimpleNamespace(time=0)
    line = Watched(Fifo(), system, [0, 1, 1], start=0)
    assert line.most(9) == (0, [0, 0])
    a, b, c = job(0), job(1), job(2)
    line.add(a)
    system.time = 2
    line.add(b)
    line.add(c)
    assert (len(line), list(line)) == (3, [a, b, c])
    assert line.most(2) == (1, [1, 0])  # at the end nothing lasts that begins then
    assert line.take() is a
    assert line.most(3) == (2, [1, 2])
    system.time = 3
    line.remove(c)
    system.time = 4
    for _ in range(5):
        line.add(job(0))
    assert line.evict() is b
    for _ in range(5):
        line.take()
    assert line.most(9) == (2, [1, 2])


@pytest.mark.parametrize("groups", [[], [0]])
def test_there_may_be_no_submitter(groups: list[int]) -> None:
    assert Watched(Fifo(), SimpleNamespace(time=0), groups, start=0).most(5) == (0, [0] * len(groups))
