"""How much narrower common random numbers make the interval of a difference: three changes, paired and not.

    python benchmarks/pairing.py [REPLICATIONS]

Both runs of a pair have the same seed, so that a job has the same gap and the same service in both; and the same again,
the second run with a seed of its own.
"""

import sys
from itertools import islice

import jobsim

MM1 = """
until: 5000s
warmup: 500s
engine: compiled
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 800ms}}}
"""
SHOP = """
until: 20m
warmup: 1m
engine: compiled
queue: {capacity: 10}
submitters: {clients: {cadence: {distribution: exponential, mean: 100ms}, pacing: fixed, timeout: 1s}}
processors: {server: {count: 10, service: {distribution: lognormal, mean: 900ms, cv: 1.5}}}
"""
CHANGES = (
    ("load 0.80 to 0.78", MM1, "processors.w.service={distribution: exponential, mean: 780ms}", "mean(waiting)"),
    ("10 to 11 processors", SHOP, "processors.server.count=11", "p95(response)"),
    ("10 to 20 places", SHOP, "queue.capacity=20", "drop_rate"),
)


def width(text: str, change: str, metric: str, replications: int, seed: int) -> float:
    """Of the interval of the difference, when the second run has this seed."""
    before, after = (
        jobsim.run(jobsim.loads(text, overrides=overrides), replications=replications)
        for overrides in (["seed=1"], [change, f"seed={seed}"])
    )
    rows = jobsim.compare([before, after]).rows
    (row,) = islice((row for row in rows if (row.metric, row.of) == (metric, "all")), 1)
    assert row.low is not None
    assert row.high is not None
    return row.high - row.low


def main(replications: int) -> None:
    """Measure and print all."""
    print(f"{replications} replications; widths of intervals")
    print(f"{'change':24}{'of':16}{'unpaired':>12}{'paired':>12}{'narrower':>10}{'fewer runs':>12}")
    for name, text, change, metric in CHANGES:
        unpaired, paired = (width(text, change, metric, replications, seed) for seed in (2, 1))
        times = unpaired / paired
        print(f"{name:24}{metric:16}{unpaired:12.4g}{paired:12.4g}{times:10.1f}{times**2:12.0f}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["50"]))
