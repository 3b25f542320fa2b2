"""What real time bears: ten thousand puts waiting at once, and 20,000 jobs a second for ten seconds.

python benchmarks/real_time.py [ROUNDS]
"""

import sys
from statistics import median

import jobsim
from jobsim.results.levels import peak
from jobsim.results.stays import blocked

# Sixteen fixed submitters of 1,250 jobs a second each, begun apart; 1 ms of service needs 20 processors on average.
STREAM = """
submitters:
  a:
    count: 16
    cadence: 800us
    pacing: fixed
    start: {distribution: uniform, min: 0s, max: 800us}
    stop: 10s
processors:
  w: {count: 64, service: 1ms}
"""
CROWD = """
until: 5s
queue: {capacity: 1}
submitters: {a: {cadence: 0s, jobs: 10000, pacing: fixed, timeout: 2s}}
processors: {w: {service: 10s}}
"""


def main(rounds: int = 3) -> None:
    """Run both on the real event loop and print what came of them."""
    for name, text in (("20,000 jobs/s for 10 s", STREAM), ("10,000 puts at once", CROWD)):
        results = [jobsim.run(jobsim.loads(text), engine="asyncio") for _ in range(rounds)]
        lags = [(result.run.worst_lag or 0) / 1e6 for result in results]
        last = results[-1]
        print(
            f"{name:24} jobs {last.value('jobs'):>8,} completed {last.value('completed'):>8,} "
            f"dropped {last.value('dropped'):>6,} most puts waiting {_most_waiting(last):>6,} "
            f"worst lag {median(lags):6.1f} ms (median of {rounds}; {min(lags):.1f} to {max(lags):.1f})"
        )


def _most_waiting(result: jobsim.Result) -> int:
    return peak(*blocked(result.run.jobs, result.run.ended_at))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
