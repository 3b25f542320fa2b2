"""How often intervals contain the true value: independent experiments of queues whose values are known.

`python -m tests.theory.coverage` runs a thousand of each and writes their table into the manual.
"""

import multiprocessing
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jobsim
from jobsim.analysis.theory.erlang import bounded, unbounded
from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.put_timeout import fixed, open_line

MANUAL = Path(__file__).parents[2] / "docs" / "theory.md"
EXPERIMENTS = 1_000
REPLICATIONS = 10


@dataclass(frozen=True)
class Queue:
    """A queue with Poisson puts and exponential service of mean 1 s; how long its runs are, and what is known of it."""

    name: str
    rate: float
    processors: int
    timeout: str
    rest: str
    until: int
    warmup: int
    known: Expected
    measures: tuple[str, ...]

    @property
    def text(self) -> str:
        return (
            f"until: {self.until}s\nwarmup: {self.warmup}s\nreplications: {REPLICATIONS}\nengine: compiled\n"
            f"submitters: {{a: {{cadence: {{distribution: exponential, rate: {self.rate}/s}}, pacing: fixed"
            f", timeout: {self.timeout}}}}}\n"
            f"processors: {{w: {{count: {self.processors}, service: {{distribution: exponential, mean: 1s}}}}}}\n"
            f"{self.rest}"
        )


QUEUES = (
    Queue(
        "M/M/1, load 0.6",
        0.6,
        1,
        "null",
        "",
        6_000,
        600,
        unbounded(0.6, 1, 1),
        ("utilisation", "mean(queued)", "mean(waiting)", "mean(response)"),
    ),
    Queue(
        "M/M/3/K, K = 7, load 1.17",
        3.5,
        3,
        "0s",
        "queue: {capacity: 4}\n",
        1_500,
        100,
        bounded(3.5, 1, 3, 4),
        ("drop_rate", "utilisation", "mean(queued)", "mean(waiting)"),
    ),
    Queue(
        "put timeout of 0.5 s, 2 processors, 3 places, load 1.1",
        2.2,
        2,
        "500ms",
        "queue: {capacity: 3}\n",
        2_500,
        100,
        open_line(2.2, 1, 2, 3, fixed(0.5)),
        ("drop_rate", "utilisation", "mean(queued)", "mean(blocked)"),
    ),
)


def experiment(queue: Queue, seed: int) -> dict[str, bool]:
    """Whether the interval of each measure contains the true value."""
    result = jobsim.run(jobsim.loads(queue.text, overrides=[f"seed={seed}"]))
    hits = {}
    for measure in queue.measures:
        found = result.estimate(measure)
        assert found.low is not None
        assert found.high is not None
        hits[measure] = found.low <= queue.known[measure] <= found.high
    return hits


def lines(experiments: int) -> Iterator[tuple[Queue, str, float]]:
    """For each measure of each queue, the share of experiments whose interval contains the true value."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        for queue in QUEUES:
            hits = list(pool.map(partial(experiment, queue), range(experiments), chunksize=20))
            for measure in queue.measures:
                yield queue, measure, sum(hit[measure] for hit in hits) / experiments


def main() -> None:
    rows = ["| queue | measure | true value | covered |", "|---|---|---:|---:|"]
    before = ""
    for queue, measure, share in lines(EXPERIMENTS):
        name = "" if queue.name == before else queue.name
        before = queue.name
        rows.append(f"| {name} | `{measure}` | {queue.known[measure]:.6g} | {share:.1%} |")
        print(rows[-1])
    text = MANUAL.read_text(encoding="utf-8")
    pattern = r"(<!-- coverage -->\n).*?(<!-- end -->\n)"
    text = re.sub(pattern, lambda match: match[1] + "\n".join(rows) + "\n" + match[2], text, flags=re.DOTALL)
    MANUAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
