"""Run scenarios through the kernel as plain Python, beside `simpy`: a program of its own, with NUMBA_DISABLE_JIT=1.

What is compiled no coverage sees; here it does.
"""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import jobsim
from tests.engines.compiled.alike import assert_alike
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario
from tests.results.test_summary import assert_same


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.one_of(DETERMINISTIC, WHOLE_LANGUAGE))
def any_scenario(data: dict[str, object]) -> None:
    assert_alike(scenario(data))


def main() -> None:
    for file in sys.argv[1:]:
        asked = jobsim.load(Path(file))
        assert_alike(asked)
        assert_same(asked, engine="compiled")
    any_scenario()
    # More timers that nobody waits for than are left lying about.
    assert_alike(
        jobsim.loads("""
            queue: {capacity: 2}
            submitters: {a: {count: 1500, jobs: 3, cadence: 10s, timeout: 100000s, give_up: 100000s}}
            processors: {w: {count: 10, service: 10ms}}
        """)
    )
    # Timers, entries and seats that are cleared away, and room for more of them.
    for discipline in ("priority", "random"):
        assert_alike(
            jobsim.loads(f"""
                seed: 2
                queue: {{discipline: {discipline}, expire: {{distribution: exponential, mean: 40s}}}}
                submitters:
                  a: {{jobs: 9000, cadence: 10ms, pacing: fixed, priority: {{distribution: uniform, min: 0, max: 9}}}}
                processors: {{w: {{count: 50, service: {{distribution: exponential, mean: 10s}}}}}}
            """)
        )


main()
