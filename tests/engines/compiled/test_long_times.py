"""Near the end of what the clock holds, 2**62 ns, nothing wraps around: whole numbers of any size say the same."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.results.run import Run
from jobsim.units import NEVER, SECOND
from tests.engines.compiled.alike import assert_alike
from tests.model.scenarios import pools, scenario, submitters, tries

many = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
LAST = f"{NEVER - 1}ns"
LATE = "4611686018s"  # 0.43 s before the clock ends
HALF, THIRD = f"{NEVER // 2}ns", f"{NEVER // 3}ns"
HEAVY = {"distribution": "pareto", "shape": 0.01, "scale": "1s"}
LONG: st.SearchStrategy[Any] = st.sampled_from(["0s", "100ms", "1s", HALF, THIRD, f"{NEVER // 2 - 1}ns", LAST, HEAVY])


def both(text: str) -> Run:
    """Compare, and give the run: what happens is there, and nobody listens now."""
    asked = jobsim.loads(text)
    assert_alike(asked)
    run = jobsim.run(asked, engine="compiled").run
    assert isinstance(run, Run)
    return run


@st.composite
def long_scenarios(draw: st.DrawFn) -> dict[str, Any]:
    bursts = st.fixed_dictionaries({"on": st.sampled_from([THIRD, HALF, LAST]), "off": LONG})
    part = draw(submitters(LONG, bursts, rates=False))
    pool = draw(pools(LONG, rates=False))
    queue: dict[str, Any] = {"capacity": draw(st.one_of(st.none(), st.integers(0, 3)))}
    for key in ("expire", "redelivery"):
        if draw(st.booleans()):
            queue[key] = draw(LONG if key == "expire" else tries(LONG, jitter=False))
    if draw(st.booleans()):
        queue["discipline"] = draw(st.sampled_from(["lifo", "earliest_deadline", "random"]))
    pool.pop("repeat", None)  # else it would repeat for more than a hundred years
    if "schedule" in pool:
        last = {"at": draw(st.sampled_from([THIRD, HALF, LAST])), "count": 2}
        pool["schedule"] = [*pool["schedule"], last]
    else:
        pool.pop("on_shrink", None)
    if "breakdowns" in pool:
        pool["breakdowns"] = {**pool["breakdowns"], "every": THIRD}
    until = draw(st.sampled_from([f"{NEVER - 2}ns", LAST, HALF]))
    return {"name": "long", "queue": queue, "submitters": {"a": part}, "processors": {"w": pool}, "until": until}


@many
@given(long_scenarios())
def test_of_any_long_scenario(data: dict[str, Any]) -> None:
    assert_alike(scenario(data))


@pytest.mark.parametrize(
    "text",
    [
        # services and gaps that end after the end of time, or just before it
        f"submitters: {{a: {{jobs: 3, cadence: 1s}}}}\nprocessors: {{w: {{service: {LATE}}}}}",
        f"submitters: {{a: {{jobs: 3, cadence: {LATE}, pacing: after_response}}}}\nprocessors: {{w: {{service: 1s}}}}",
        "submitters: {a: {count: 3, start: 4611686000s, stagger: 10s, cadence: 10s, jobs: 9}}\nprocessors: {w: {}}",
        "submitters: {a: {jobs: 200, cadence: {distribution: pareto, shape: 0.05, scale: 1s}, pacing: fixed}}\n"
        "processors: {w: {count: 2, service: {distribution: pareto, shape: 0.05, scale: 1s}}}",
        # waits, retries, expiry
        f"queue: {{capacity: 1, expire: {LATE}}}\n"
        f"submitters: {{a: {{count: 4, jobs: 3, cadence: 1s, start: 100s, timeout: {LATE}, give_up: {LATE}}}}}\n"
        "processors: {w: {service: 2000000000s}}",
        f"submitters: {{a: {{jobs: 9, cadence: 100s, retry: {{attempts: 3, delay: {LATE}}}, timeout: 1s}}}}\n"
        "queue: {capacity: 0}\nprocessors: {w: {service: 1000s, failure: 0.5}}",
        # outages
        f"until: {LATE}\nsubmitters: {{a: {{jobs: 99, cadence: 100000000s}}}}\n"
        "processors: {w: {service: 90000000s, breakdowns: {every: {distribution: exponential, mean: 100000000s}, "
        f"repair: {{distribution: pareto, shape: 0.1, scale: 1s}}}}, time_limit: {LATE}}}}}",
        "submitters: {a: {jobs: 9, cadence: 1000000000s, pacing: fixed}}\n"
        "processors: {w: {count: 2, service: 100s, schedule: [{at: 1s, count: 0}, {at: 4000000000s, count: 2}]}}",
        # bursts whose clock runs out
        "submitters: {a: {jobs: 99, cadence: 1s, bursts: {on: 5s, off: {distribution: pareto, shape: 0.05, "
        "scale: 1s}}}}\n"
        "processors: {w: {}}",
    ],
)
def test_as_on_simpy(text: str) -> None:
    for seed in range(5):
        assert_alike(jobsim.loads(f"seed: {seed}\n{text}"))


def test_sums_are_exact_beyond_what_63_bits_hold() -> None:
    """Nobody serves 300 jobs: they wait from k s on, 200 in the queue and the others for a place."""
    run = both(f"""
            until: {LAST}
            queue: {{capacity: 200}}
            submitters: {{a: {{cadence: 1s, pacing: fixed, jobs: 300}}}}
            processors: {{w: {{count: 0, schedule: [{{at: {LAST}, count: 1}}]}}, x: {{count: 3, service: {LAST}}}}}
        """)
    end = NEVER - 1
    put_at = [k * SECOND for k in range(300)]
    assert run.ended_at == end
    # The first three jobs go to x, each processor of which idles until then.
    assert run.totals.idle == sum(put_at[:3])
    assert run.totals.queued == sum(end - at for at in put_at[3:203]) > 2**69
    assert run.totals.blocked == sum(end - at for at in put_at[203:]) > 2**68
    figures = jobsim.run(run.scenario, engine="compiled", record="summary").run
    assert figures.totals == run.totals


@pytest.mark.parametrize(
    "schedule", [{}, {"schedule": [{"at": "0s", "count": 0}, {"at": f"{NEVER // 3}ns", "count": 2}]}]
)
def test_bursts_that_reach_the_end_of_the_clock(schedule: dict[str, Any]) -> None:
    bursts = {"on": f"{NEVER // 3}ns", "off": "0s"}
    cadence = {"distribution": "pareto", "shape": 0.01, "scale": "1s"}
    assert_alike(
        scenario(
            {
                "name": "long",
                "until": f"{NEVER - 2}ns",
                "submitters": {"a": {"cadence": cadence, "jobs": 1, "bursts": bursts}},
                "processors": {"w": {"service": "0s", **schedule}},
            }
        )
    )
