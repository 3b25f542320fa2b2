"""The 95 % intervals over replications contain the true value in about 95 of a hundred experiments."""

import pytest

from tests.theory.coverage import EXPERIMENTS, QUEUES, Queue, experiment, lines


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_few_experiments(queue: Queue) -> None:
    """Of 40, 32 at least: with 95 % each, fewer come once in three thousand times."""
    hits = [experiment(queue, seed) for seed in range(40)]
    for measure in queue.measures:
        assert sum(hit[measure] for hit in hits) >= 32, measure


@pytest.mark.long
def test_a_thousand_of_each() -> None:
    """The standard deviation of the share is 0.7 %."""
    for queue, measure, share in lines(EXPERIMENTS):
        assert 0.93 <= share <= 0.97, (queue.name, measure)
