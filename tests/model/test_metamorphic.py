"""How a run must change, or not, when its scenario changes in a known way."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.units import format_duration, parse_duration
from jobsim.workload.plan import plan
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario

many = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TIMES = ["due_at", "submitted_at", "admitted_at", "started_at", "ended_at"]


def doubled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: doubled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [doubled(part) for part in value]
    if isinstance(value, str) and value[0].isdigit():
        return format_duration(2 * parse_duration(value))
    return value


@many
@given(DETERMINISTIC)
def test_doubling_every_duration_doubles_every_time(data: dict[str, Any]) -> None:
    once, twice = jobsim.run(scenario(data)).run, jobsim.run(scenario(doubled(data))).run
    assert twice.ended_at == 2 * once.ended_at
    for column in ("submitter", "number", "processor", "outcome"):
        assert getattr(twice.jobs, column).tolist() == getattr(once.jobs, column).tolist()
    for column in TIMES:
        expected = [2 * time if time >= 0 else -1 for time in getattr(once.jobs, column).tolist()]
        assert getattr(twice.jobs, column).tolist() == expected


@many
@given(WHOLE_LANGUAGE, st.randoms(use_true_random=False))
def test_the_order_in_the_file_changes_nothing(data: dict[str, Any], shuffler: Any) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        items = list(value.items())
        shuffler.shuffle(items)
        return {key: shuffled(part) for key, part in items}

    one, other = jobsim.run(scenario(data)), jobsim.run(scenario(shuffled(data)))
    assert other.jobs.equals(one.jobs)
    assert other.summary.equals(one.summary)
    assert other.timeline.equals(one.timeline)


@many
@given(WHOLE_LANGUAGE, st.sampled_from(["A", "aa", "zz"]), st.sampled_from([{"jobs": 0}, {"start": "100s"}]))
def test_a_submitter_that_never_acts_changes_nothing(data: dict[str, Any], name: str, idle: dict[str, Any]) -> None:
    assume("until" in data or "jobs" in idle)
    silent = {"cadence": "1s", "pacing": "fixed", "jobs": 5, **idle}
    with_it = {**data, "submitters": {**data["submitters"], name: silent}}
    one, other = jobsim.run(scenario(data)), jobsim.run(scenario(with_it))
    if "start" in idle:
        # It is still to come, so the run goes on until its end; nothing else is different.
        assert other.run.ended_at >= one.run.ended_at
    assert other.jobs.rows() == one.jobs.rows()


@many
@given(WHOLE_LANGUAGE, st.integers(0, 5), st.integers(1, 5))
def test_capacity_and_processors_change_no_draw(data: dict[str, Any], capacity: int, count: int) -> None:
    first = next(iter(data["processors"]))
    pools = {**data["processors"], first: {**data["processors"][first], "count": count}}
    queue = {**data["queue"], "capacity": capacity}
    one, other = plan(scenario(data)), plan(scenario({**data, "queue": queue, "processors": pools}))
    for mine, theirs in zip(one, other, strict=True):
        assert mine.start == theirs.start
        recorded = data["submitters"][mine.name].get("trace")
        for position in range(18 if recorded is None else len(recorded["at"])):
            assert mine.arrivals(position, 0) == theirs.arrivals(position, 0)
            assert [draw(position) for draw in mine.services] == [draw(position) for draw in theirs.services]
            for attempt in (1, 2, 3):
                for pool in range(len(pools)):
                    drawn = mine.attempts(pool, position, attempt)
                    assert drawn == theirs.attempts(pool, position, attempt)
                    assert drawn[1] or attempt > 1 or drawn[0] == mine.services[pool](position)
                for delays, others in ((mine.retry, theirs.retry), (mine.redelivery, theirs.redelivery)):
                    if delays is not None and others is not None:
                        assert delays(position, attempt) == others(position, attempt)


@many
@given(DETERMINISTIC)
def test_who_waits_for_ever_loses_nothing(data: dict[str, Any]) -> None:
    patient = {name: {**submitter, "timeout": None} for name, submitter in data["submitters"].items()}
    assert jobsim.run(scenario({**data, "submitters": patient})).value("dropped") == 0
