"""The simulator against theory: a z-score for each measure of each queue that theory can solve."""

from statistics import fmean, stdev

import pytest

from tests.theory.batch import MANUAL, ROW, SHORT_FINITE, SHORT_JOBS, Score, long_scores, score
from tests.theory.cases import CASES, Case

FIRST_OF_EACH_QUEUE = list({case.queue: case for case in reversed(CASES)}.values())


@pytest.mark.parametrize("case", FIRST_OF_EACH_QUEUE, ids=lambda case: case.name)
def test_a_measure_of_each_queue(case: Case) -> None:
    assert abs(score(case, SHORT_JOBS, SHORT_FINITE).z) < 4


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_every_measure() -> None:
    check_the_batch([found.z for found in long_scores(CASES)])


def test_the_manual_shows_every_measure_of_today() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    rows = ROW.findall(text)
    queues, queue = [], ""
    for row in rows:
        queue = row[0].strip() or queue
        queues.append(queue)
    assert [(queue, row[1], row[2]) for queue, row in zip(queues, rows, strict=True)] == [
        (case.queue, case.what, f"{case.expected:.6g}") for case in CASES
    ]
    check_the_batch([float(row[5]) for row in rows])


def check_the_batch(zs: list[float]) -> None:
    assert len(zs) >= 100
    assert max(map(abs, zs)) < 4
    assert abs(fmean(zs)) < 0.3
    assert 0.8 < stdev(zs) < 1.2


def test_a_z_score_is_in_standard_errors() -> None:
    assert Score(Case("q", "m", 2.0, "", 1.0), mean=2.5, error=0.25).z == 2
