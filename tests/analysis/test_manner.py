"""How runs are held against each other: paired, by Welch, or not at all; and what is said of it."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import jobsim
from jobsim.analysis.compared import Comparison
from tests.analysis.by_hand import ByHand, Values, run

TWENTY = [float(number % 7) for number in range(20)]
SHIFTED = [value + (number % 3) for number, value in enumerate(TWENTY)]


def compare(*runs: ByHand) -> Comparison:
    return jobsim.compare(runs)  # type: ignore[arg-type]


def said(first: Values, second: Values, seeds: tuple[int | None, int | None] = (1, 1)) -> str:
    [manner] = compare(run("a", seeds[0], x=first), run("b", seeds[1], x=second)).manners
    return manner.said


def test_equal_seeds_are_paired() -> None:
    found = compare(run("a", 7, x=TWENTY), run("b", 7, x=SHIFTED))
    [manner] = found.manners
    assert (manner.method, manner.baseline_replications, manner.replications) == ("paired", 20, 20)
    assert manner.narrower is not None
    assert manner.said == (
        "paired over 20 replications, as the seeds are equal; that makes the intervals "
        f"{manner.narrower:.1f} times narrower (median of all figures)"
    )


def test_pairing_can_gain_nothing_or_less() -> None:
    """Of values that are independent of each other, or run against each other."""
    independent = [1, 1, 2, 2], [1, 2, 1, 2]
    assert said(*independent).endswith("; that makes the intervals 1.3 times wider (median of all figures)")
    many = [0.0, 0, 1, 1] * 100, [0.0, 1, 0, 1] * 100
    assert said(*many).endswith("; that makes the intervals no narrower (median of all figures)")
    assert "times wider" in said([1, 2, 3, 4], [4, 3, 2, 1])
    assert said([1, 2, 3], [1, 2, 3]) == "paired over 3 replications, as the seeds are equal"


def test_of_different_numbers_those_are_paired_that_both_have() -> None:
    found = compare(run("a", x=[1, 2, 3, 100]), run("b", x=[2, 4, 7]))
    assert found.manners[0].said.startswith("paired over the 3 replications that both have, as the seeds are equal; ")
    [row] = found.rows
    assert (row.baseline_value, row.value, row.baseline_replications) == (2, pytest.approx(13 / 3), 3)
    gap = compare(run("a", x=[1, 2, 3]), run("b", numbers=(1, 3, 4), x=[2, 6, 9]))
    assert gap.rows[0][5:8] == (2, 4, 2)
    assert gap.rows[0].replications == 2


def test_other_seeds_are_not_paired() -> None:
    assert said(TWENTY, SHIFTED, (1, 2)) == (
        "not paired, as the seeds differ: Welch's intervals, over 20 replications each; "
        "with equal seeds they can be narrower"
    )
    assert said(TWENTY, SHIFTED[:12], (1, 2)).startswith(
        "not paired, as the seeds differ: Welch's intervals, over 12 replications, of the baseline 20; "
    )


@pytest.mark.parametrize(
    ("seeds", "whose"),
    [((None, 1), "the baseline"), ((1, None), "this run"), ((None, None), "the baseline and this run")],
)
def test_seeds_that_are_not_known_are_not_equal(seeds: tuple[int | None, int | None], whose: str) -> None:
    assert said(TWENTY, SHIFTED, seeds).startswith(f"not paired, as the seed of {whose} is not known: Welch's")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ([1], [2], "both have one replication, which shows nothing of chance; run scenarios with -r 20"),
        ([1], TWENTY, "the baseline has one replication, which"),
        (TWENTY, [1], "this run has one replication, which"),
        ([], TWENTY, "of the baseline only means are known, and no replications to judge by"),
        (TWENTY, [], "of this run only means are known"),
        ([], [1], "of the baseline only means are known"),
        ([], [], "of both only means are known"),
    ],
)
def test_too_few_replications_give_no_verdict(first: Values, second: Values, told: str) -> None:
    for seeds in ((1, 1), (1, 2)):
        found = compare(run("a", seeds[0], x=first), run("b", seeds[1], x=second))
        assert found.manners[0].method is None
        assert found.manners[0].said.startswith(f"no intervals and no verdicts: {told}")
        assert {(row.verdict, row.method, row.low, row.p) for row in found.rows} == {(None, None, None, None)}


def test_no_two_replications_in_both_give_no_verdict() -> None:
    found = compare(run("a", x=[1, 2]), run("b", numbers=(2, 3), x=[2, 4]))
    assert found.manners[0].said == (
        "no intervals and no verdicts: the seeds are equal, and no two replications are in both"
    )
    assert found.rows[0].verdict is None


def test_each_run_is_held_against_the_baseline_in_its_own_manner() -> None:
    found = compare(run("a", x=TWENTY), run("b", x=SHIFTED), run("c", 2, x=SHIFTED), run("d", x=[1]))
    assert [manner.run for manner in found.manners] == ["b", "c", "d"]
    assert [manner.method for manner in found.manners] == ["paired", "welch", None]
    assert [row.method for row in found.rows] == ["paired", "welch", None]


QUEUE = """
seed: 4
replications: 10
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 60, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 800ms}}}
"""


class TestEndToEnd:
    """Two queues of ten replications, run, written and read again; SciPy's own tests say what is right."""

    @pytest.fixture
    def results(self, run_text: Callable[..., jobsim.Result]) -> list[jobsim.Result]:
        faster = "processors.w.service.mean=700ms"
        return [
            run_text(QUEUE, "name=slow"),
            run_text(QUEUE, "name=fast", faster),
            run_text(QUEUE, "name=other", faster, "seed=5"),
        ]

    def waits(self, result: jobsim.Result) -> np.ndarray:
        frame = result.replications
        return frame.filter((frame["metric"] == "mean(waiting)") & (frame["of"] == "all"))["value"].to_numpy()

    def test_it_is_the_same_in_memory_and_on_disk(self, results: list[jobsim.Result], tmp_path: Path) -> None:
        folders = [result.write(tmp_path / result.scenario.name) for result in results]
        found = jobsim.compare(results)
        assert found == jobsim.compare(folders)
        assert found == jobsim.compare([folder / "replications.csv" for folder in folders])
        assert found == jobsim.compare([folder / "summary.csv" for folder in folders])

    def test_it_is_what_scipy_says(self, results: list[jobsim.Result]) -> None:
        found = {row.run: row for row in jobsim.compare(results).rows if row[:2] == ("mean(waiting)", "all")}
        slow, fast, other = map(self.waits, results)
        assert found["fast"].method == "paired"
        pairs = stats.ttest_rel(fast, slow)
        assert found["fast"].p == pytest.approx(pairs.pvalue)
        assert (found["fast"].low, found["fast"].high) == pytest.approx(tuple(pairs.confidence_interval(0.95)))
        assert found["fast"].verdict == "different"
        assert found["other"].method == "welch"
        apart = stats.ttest_ind(other, slow, equal_var=False)
        assert found["other"].p == pytest.approx(apart.pvalue)
        assert (found["other"].low, found["other"].high) == pytest.approx(tuple(apart.confidence_interval(0.95)))
        assert found["fast"].narrower is not None
        assert found["fast"].narrower > 1.5

    def test_a_lone_file_of_replications_can_be_judged(self, results: list[jobsim.Result], tmp_path: Path) -> None:
        folder = results[0].write(tmp_path / "slow")
        (tmp_path / "alone").mkdir()
        alone = (folder / "replications.csv").rename(tmp_path / "alone" / "r.csv")
        found = jobsim.compare([results[1], alone])
        assert {row.method for row in found.rows if row.verdict} == {"welch"}
        assert "the seed of this run is not known" in found.manners[0].said
        rows = {row[:2]: row for row in found.rows}
        apart = stats.ttest_ind(self.waits(results[0]), self.waits(results[1]), equal_var=False)
        assert rows["mean(waiting)", "all"].p == pytest.approx(apart.pvalue)

    def test_the_csv_has_it_all(self, results: list[jobsim.Result], tmp_path: Path) -> None:
        jobsim.compare(results).write(tmp_path / "c.csv")
        with (tmp_path / "c.csv").open(newline="") as file:
            rows = {(row["run"], row["metric"], row["of"]): row for row in csv.DictReader(file)}
        row = rows["fast", "mean(waiting)", "all"]
        assert (row["verdict"], row["method"], row["baseline_replications"], row["replications"]) == (
            *("different", "paired"),
            *("10", "10"),
        )
        assert float(row["low"]) < float(row["difference"]) < float(row["high"]) < 0
        assert rows["fast", "jobs", "all"]["verdict"] == "same"
        assert rows["fast", "jobs", "all"]["p"] == ""
