"""The fold of stays and puts, on rows worked out by hand: what is summed, and what is refused."""

from typing import Any

import numpy as np
import pytest

import jobsim
from jobsim.results.folding.column_wise import COLUMN_WISE
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded import Summary, summary_of
from jobsim.results.folding.sums import Inner
from jobsim.results.outcomes import COMPLETED, OUTCOMES, UNFINISHED
from jobsim.results.run import Totals
from jobsim.results.staytable import RESULTS
from tests.results.test_fold import BOTH

SEVERAL = "submitters: {a: {cadence: 1s, jobs: 5, give_up: 1s}}\nprocessors: {v: {count: 3}}"
INTERRUPTED, FAILED, LEFT = RESULTS.index("interrupted"), RESULTS.index("failed"), RESULTS.index("unfinished")
# submitter, number, put, attempt, processor, result, due, submitted, admitted, started, ended, limited
STAYS = [
    (0, 0, 1, 1, 0, INTERRUPTED, 0, 0, 0, 0, 3, 1),
    (0, 4, 1, 1, 2, INTERRUPTED, 2, 2, 2, 2, 4, 0),  # in vain: processor 2 will not go on with it
    (0, 3, 1, 1, 1, INTERRUPTED, 2, 2, 2, 2, 5, 0),  # open: processor 1 may
    (0, 0, 1, 1, 0, 0, 0, -1, -1, 5, 9, 0),  # completed, so its first part was not in vain
    (0, 1, 1, 1, 0, INTERRUPTED, 1, 1, 1, 9, 10, 0),  # in vain
    (0, 1, 1, 1, 0, FAILED, 1, -1, -1, 11, 12, 0),  # as this shows, in vain itself
    (0, 2, 1, 1, 0, INTERRUPTED, 1, 1, 1, 12, 13, 0),  # in vain, since its job was begun again
    (0, 2, 1, 2, 0, LEFT, 1, 14, 14, 14, -1, 0),
]
JOBS = [
    (0, 0, 0, COMPLETED, 0, 0, 0, 0, 9),
    (0, 1, 0, OUTCOMES.index("failed"), 1, 1, 1, 9, 12),
    (0, 2, 0, UNFINISHED, 1, 14, 14, 14, -1),
    (0, 3, 1, UNFINISHED, 2, 2, 2, 2, -1),
    (0, 4, 2, UNFINISHED, 2, 2, 2, 2, -1),
]
PUTS = [(0, 1, 0, 0), (0, 1, 1, 1), (0, 1, 1, 1), (0, 1, 2, 2), (0, 1, 2, 2)]


def with_stays(stays: list[Any], puts: list[Any], text: str = SEVERAL, inner: Inner = COLUMN_WISE) -> Summary:
    fold = Fold(jobsim.loads(text), inner)
    fold.jobs(np.array(JOBS))
    fold.stays(np.array(stays[:3]))
    fold.stays(np.array(stays[3:]))
    fold.puts(np.array(puts))
    return summary_of(fold, Ended(16, Totals(8 + 11, 0, 3 * 16 - 17), 2, [2], interrupted=[1]))


@BOTH
def test_attempts_by_hand(inner: Inner) -> None:
    found = with_stays(STAYS, PUTS, inner=inner)
    assert found.breaches == ()
    assert found.groups.all.tries == (5, 6, 1, 2)
    assert found.groups.pools["v"].serving == (17, 48, 2 + 2 + 1, 1)
    assert found.timeline.submitted[:3].tolist() == [1, 2, 2]


@pytest.mark.parametrize(
    ("row", "column", "value", "breach"),
    [
        (3, 5, FAILED, "a job was completed more or less than once"),
        (0, 11, 4, "a processor waited longer to execute than it had the job"),
    ],
)
def test_a_stay_that_cannot_be_is_told(row: int, column: int, value: int, breach: str) -> None:
    stays = [list(each) for each in STAYS]
    stays[row][column] = value
    assert with_stays(stays, PUTS).breaches == (breach,)


def test_a_put_without_a_job_is_told() -> None:
    assert with_stays(STAYS, [*PUTS, (0, 1, 3, 3)]).breaches == ("a job has no put, or a put no job",)


def test_processors_that_were_not_there_cannot_serve() -> None:
    never_there = SEVERAL.replace("count: 3", "count: 0, schedule: [{at: 1s, count: 3}]")
    assert with_stays(STAYS, PUTS, never_there).breaches == (
        "the integral of processors at work is -31 ns in the model and 17 ns in the rows",
        "more processors of v served than were there",
    )
