"""Intervals from one long run: which run gets them, and what they are, by hand and against theory."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import jobsim
from jobsim.analysis.theory.erlang import unbounded
from jobsim.results.batches import batch_estimates
from jobsim.results.cut import BATCHES, correlation
from jobsim.results.measured import Measured
from jobsim.results.run import Run
from jobsim.results.window import Window
from jobsim.scenario.facts.steady import is_steady
from jobsim.units import SECOND

MM1 = """
until: 6000s
submitters: {a: {cadence: {distribution: exponential, mean: 500ms}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 100ms}}}
"""
"""Twelve thousand jobs at a load of 0.2."""
T19 = 2.0930
"""Student's quantile of 97.5 % with 19 degrees of freedom."""


def test_the_interval_is_that_of_the_batches_about_the_whole() -> None:
    result = jobsim.run(jobsim.loads(MM1))
    assert result.in_batches
    run, second = result.run, SECOND
    assert isinstance(run, Run)
    windows = [Window(at * 300 * second, (at + 1) * 300 * second) for at in range(BATCHES)]
    values = {}
    for metric in ("mean(response)", "throughput", "mean(queued)", "utilisation", "p50(waiting)"):
        of_each = [{m.metric: m.value for m in Measured(run, window).metrics if m.of == "all"} for window in windows]
        values[metric] = np.array([batch[metric] for batch in of_each])
    for metric, batches in values.items():
        found = result.estimate(metric)
        error = np.sqrt(((batches - found.mean) ** 2).sum() / 19 / 20)
        assert found.error == pytest.approx(error, rel=1e-9)
        assert found.high == pytest.approx(found.mean + T19 * error, rel=1e-4)
        assert found.replications == 1


def test_it_is_said_and_stands_in_the_summary(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "long.yaml").write_text(MM1, encoding="utf-8")
    ran = command("long.yaml")
    assert "one long run, ± half the width of a 95% confidence interval by 20 batch means" in ran.stdout.replace(
        "95 %", "95%"
    )
    line = next(
        line for line in (tmp_path / "results/long/summary.csv").read_text().splitlines() if "utilisation,all" in line
    )
    mean, low, high, replications = line.split(",")[3:]
    assert float(low) < float(mean) < float(high)
    assert replications == "1"


def test_what_counts_or_is_the_largest_gets_none() -> None:
    result = jobsim.run(jobsim.loads(MM1))
    for metric in ("jobs", "completed", "dropped", "max(queued)", "max(response)", "p95(waiting)", "drop_rate"):
        found = result.estimate(metric)
        assert (found.low, found.high, found.error) == (None, None, None), metric


def test_a_share_needs_enough_of_what_it_counts() -> None:
    queue = "queue: {capacity: 0}\n"
    text = queue + MM1.replace("pacing: fixed", "pacing: fixed, timeout: 0s")
    found = jobsim.run(jobsim.loads(text)).estimate("drop_rate")
    # Erlang's B of one processor at 0.2 erlangs: 0.2 / 1.2.
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 / 6 < found.high


def test_a_share_needs_enough_of_the_others_too() -> None:
    # A response of M/M/1 at a load of 0.2 is exponential with mean 125 ms: of 12,000, two take longer than 1.087 s.
    rare = "expect: [share(response < 1087ms) > 0, share(response >= 1087ms) > 0, share(response < 125ms) > 0]\n"
    result = jobsim.run(jobsim.loads(MM1 + rare))
    assert result.estimate("share(response < 1.087s)").low is None
    assert result.estimate("share(response >= 1.087s)").low is None
    assert result.estimate("share(response < 125ms)").low is not None


def test_a_percentile_needs_enough_on_both_sides() -> None:
    every = [f"p{percent}(response) < 1s" for percent in ("0.5", "50", "99.5", "99.999999")]
    result = jobsim.run(jobsim.loads(f"{MM1}expect: {every}"))
    found = {percent: result.estimate(f"p{percent}(response)").low for percent in ("0.5", "50", "99.5", "99.999999")}
    assert [percent for percent, low in found.items() if low is not None] == ["50"]


@pytest.mark.parametrize("record", ["jobs", "summary"])
@pytest.mark.parametrize(
    "change",
    [
        ("until: 6000s", "until: 300s"),  # too short
        ("mean: 100ms", "mean: 495ms"),  # what happens is felt for too long
        ("until: 6000s", "until: 6000s\nreplications: 2"),  # there are replications
        ("until: 6000s", "until: 1us"),
        ("mean: 500ms}", "mean: 500ms}, stop: 5000s"),  # its load changes
    ],
)
def test_others_get_none(change: tuple[str, str], record: str) -> None:
    result = jobsim.run(jobsim.loads(MM1.replace(*change)), record=record)
    assert not result.in_batches
    assert len(result.runs) == 2 or result.estimate("utilisation").low is None


STEADY = "submitters: {a: {cadence: 1s}}\nprocessors: {w: {}}\nuntil: 100s\n"


@pytest.mark.parametrize(
    ("text", "steady"),
    [
        (STEADY, True),
        (STEADY.replace("until: 100s", "").replace("cadence: 1s", "cadence: 1s, jobs: 5"), False),
        (STEADY.replace("cadence: 1s", "cadence: 1s, jobs: 5"), False),
        (STEADY.replace("cadence: 1s", "cadence: 1s, stop: 50s"), False),
        (STEADY.replace("cadence: 1s", "cadence: 1s, stop: 100s"), True),
        (STEADY.replace("cadence: 1s", "cadence: 1s, start: 1s"), True),  # within the first hundredth
        (STEADY.replace("cadence: 1s", "cadence: 1s, start: 2s"), False),
        (STEADY.replace("cadence: 1s", "cadence: 1s, start: 2s") + "warmup: 2s", True),
        (STEADY.replace("cadence: 1s", "cadence: 1s, count: 3, stagger: 1s"), False),
        (STEADY.replace("cadence: 1s", "phases: [{for: 100s, rate: 1/s}]"), False),
        (STEADY.replace("cadence: 1s", "trace: {at: [0, 1]}"), False),
        (STEADY.replace("w: {}", "w: {schedule: [{at: 50s, count: 2}]}"), False),
        (STEADY.replace("w: {}", "w: {breakdowns: {every: 10s, repair: 1s}}"), True),
    ],
)
def test_only_what_asks_for_the_same_all_the_time_is_cut(text: str, steady: bool) -> None:
    assert is_steady(jobsim.loads(text)) is steady


@pytest.mark.parametrize("record", ["jobs", "summary"])
def test_a_run_that_was_stopped_gets_none(record: str) -> None:
    from dataclasses import replace

    from jobsim.results.run import Ending

    run = jobsim.run(jobsim.loads(MM1), record=record).run
    whole = Measured(run).metrics
    assert batch_estimates(run, 0, whole, 0.95) is not None
    assert batch_estimates(replace(run, ending=Ending.INTERRUPTED), 0, whole, 0.95) is None


def test_correlation_by_hand() -> None:
    assert correlation(np.array([1.0, 1.0, 1.0])) == 0
    # About their mean 0: -1, 1, -1, 1 have three products of -1 and four squares.
    assert correlation(np.array([-1.0, 1.0, -1.0, 1.0])) == -0.75


WITH_ATTEMPTS = """
until: 4000s
submitters: {a: {cadence: {distribution: exponential, mean: 400ms}, pacing: fixed, give_up: 2s}}
processors:
  w:
    count: 2
    service: {distribution: exponential, mean: 200ms}
    failure: 5%
    breakdowns: {every: {distribution: exponential, mean: 20s}, repair: 500ms, job: resume}
queue: {redelivery: {attempts: 2}}
"""


def test_batches_of_a_run_with_attempts_add_up_to_the_whole() -> None:
    """Rows are told apart by batch; what they count must be what windows of the whole run count."""
    from jobsim.results.batches import _reaching

    run = jobsim.run(jobsim.loads(WITH_ATTEMPTS)).run
    assert isinstance(run, Run)
    assert run.stays is not None
    for window in (Window(0, 200 * SECOND), Window(1000 * SECOND, 1200 * SECOND), Window(3800 * SECOND, 4000 * SECOND)):
        part = _reaching(run, window)
        assert part.stays is not None
        assert 0 < len(part.stays) < len(run.stays) / 10
        assert Measured(part, window).metrics == Measured(run, window).metrics


@pytest.mark.long
@pytest.mark.parametrize(("load", "until"), [(0.5, 12_000), (0.8, 120_000)])
def test_the_intervals_cover_what_they_claim(load: float, until: int) -> None:
    text = MM1.replace("6000s", f"{until}s").replace("500ms", "1s").replace("100ms", f"{round(load * 1000)}ms")
    asked, known = jobsim.loads(text), unbounded(1, load, 1)
    for metric in ("mean(waiting)", "mean(queued)", "utilisation"):
        covered = []
        for seed in range(1000):
            result = jobsim.run(asked.model_copy(update={"seed": seed}), engine="compiled")
            if result.in_batches:
                found = result.estimate(metric)
                assert found.low is not None
                assert found.high is not None
                covered.append(found.low <= known[metric] <= found.high)
        assert len(covered) > 800
        assert 0.925 <= np.mean(covered) <= 0.975
