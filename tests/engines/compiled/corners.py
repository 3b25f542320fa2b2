"""Scenarios for what drawn ones hardly ever show; as a program, run through the kernel as it is, line by line."""

import jobsim
from jobsim.engines.compiled import engine
from jobsim.engines.compiled.records import AT_ONCE
from jobsim.units import NEVER
from tests.engines.compiled.alike import assert_alike

LAST = f"{NEVER - 1}ns"
CORNERS = {
    "given up while it is nowhere": """
        queue: {redelivery: {attempts: 2, delay: 9s}}
        submitters: {a: {cadence: 1s, jobs: 2, give_up: 4s}}
        processors: {w: {service: 1s, failure: 1.0}}
    """,
    "attempts without end, interrupted or not": f"""
        until: 9s
        submitters: {{a: {{cadence: 1s, jobs: 3, size: {LAST}}}}}
        processors: {{v: {{speed: 0.5, breakdowns: {{every: 5s, repair: 1s}}}}, w: {{speed: 0.5, slots: 1}}}}
    """,
    "repaired off shift, with and without a job": """
        until: 20s
        submitters: {a: {cadence: 1s, jobs: 1, size: 6s}}
        processors:
          v: {count: 2, on_shrink: requeue, breakdowns: {every: 2s, repair: 3s},
              schedule: [{at: 3s, count: 0}, {at: 10s, count: 2}]}
    """,
    "more comings and goings than are read at first": """
        until: 200s
        submitters: {a: {cadence: 700ms}}
        processors: {w: {service: 500ms, schedule: [{at: 1s, count: 0}, {at: 2s, count: 1}], repeat: 3s}}
    """,
    "a batch larger than what is drawn at first": """
        submitters: {a: {batch: 50, cadence: 1s, jobs: 1200, size: {distribution: exponential, mean: 10ms}}}
        processors: {w: {}}
    """,
    "more arrivals than jobs, since batches may be empty": """
        submitters: {a: {batch: {distribution: uniform, min: 0, max: 1}, cadence: 1s, jobs: 200, pacing: after_put}}
        processors: {w: {}}
    """,
    "drawn for with others of a name, far from needing it": """
        submitters:
          a: {count: 3, stagger: 9m, cadence: {distribution: exponential, mean: 1s}, pacing: fixed, jobs: 1500,
              timeout: {distribution: exponential, mean: 1s}}
        processors: {w: {count: 2, service: {distribution: exponential, mean: 1s}}}
        queue: {capacity: 2}
    """,
    "more bursts than are drawn at first": """
        submitters:
          a: {cadence: 10s, jobs: 20, bursts: {on: {distribution: exponential, mean: 1s}, off: 1s}}
        processors: {w: {}}
    """,
    "a gap of more bursts than anybody goes through": """
        submitters:
          a: {jobs: 3000, bursts: {on: 1s, off: 1s},
              cadence: {distribution: empirical, values: [1ms, 12d], weights: [400, 1]}}
        processors: {w: {}}
    """,
    "a burst after the end of time": f"""
        submitters: {{a: {{cadence: 1s, jobs: 9, bursts: {{on: 3s, off: {LAST}}}}}}}
        processors: {{w: {{service: 1s}}}}
    """,
    "timers that nobody waits for, and others": """
        queue: {expire: 10h}
        submitters: {a: {cadence: 1s, pacing: fixed, jobs: 1500}}
        processors: {w: {service: 1100ms}}
    """,
    "timers of tries that nobody waits for, and others": """
        submitters: {a: {cadence: 1s, pacing: fixed, jobs: 1500, give_up: 10h}}
        processors: {w: {service: 1100ms, time_limit: 5h, breakdowns: {every: 8h, repair: 1s}}}
        until: 1h
    """,
    "seats and entries of many that have left": """
        queue: {discipline: random}
        submitters: {a: {cadence: 1s, pacing: fixed, jobs: 5000}}
        processors: {w: {service: 1001ms}}
    """,
}


def main() -> None:
    engine._EVENTS_AT_A_TIME = AT_ONCE  # so that the kernel comes back for no other reason, too
    for text in CORNERS.values():
        assert_alike(jobsim.loads(text))


if __name__ == "__main__":
    main()
