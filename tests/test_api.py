"""The Python API: as short as the command, typed, and slow to import nothing."""

from pathlib import Path

import pytest

import jobsim


def test_the_facade_offers_what_it_says() -> None:
    for name in jobsim.__all__:
        assert getattr(jobsim, name) is not None
    assert dir(jobsim) == sorted(jobsim.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'simulate'"):
        _ = jobsim.simulate


def test_a_path_can_be_run(scenarios: Path) -> None:
    result = jobsim.run(scenarios / "ties.yaml")
    assert result.complete
    assert result.jobs.height == result.value("jobs")
    assert result.summary.height == result.replications.height == len(result.metrics)


def test_the_engine_can_be_named(scenarios: Path) -> None:
    assert jobsim.run(scenarios / "every-2s.yaml", engine="asyncio", speed=1000).run.engine == "asyncio"
    with pytest.raises(jobsim.JobsimError, match="there is no engine 'warp'; there are auto, simpy, compiled, asyncio"):
        jobsim.run(scenarios / "every-2s.yaml", engine="warp")


def test_max_lag_is_a_duration_however_it_is_written() -> None:
    scenario = jobsim.loads("engine: asyncio\nsubmitters: {a: {cadence: 1ms, jobs: 2}}\nprocessors: {w: {}}")
    for lag in ("10s", "10", 10, 10.0):
        assert jobsim.run(scenario, max_lag=lag).complete
    for lag in ("soon", -1, "-1s"):
        with pytest.raises(jobsim.JobsimError, match="--max-lag: "):
            jobsim.run(scenario, max_lag=lag)


def test_a_metric_that_is_not_there_lists_those_that_are(scenarios: Path) -> None:
    result = jobsim.run(scenarios / "ties.yaml")
    with pytest.raises(KeyError, match=r"there are jobs, completed, .*p99\(response\)"):
        result.value("p90(response)")
    with pytest.raises(KeyError, match=r"metrics of all, submitter:a, .*queue:queue"):
        result.value("jobs", "submitter:zebra")


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(jobsim.__file__).parent / "py.typed").exists()
