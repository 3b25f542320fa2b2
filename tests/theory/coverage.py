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


MM1 = """
engine: compiled
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 500ms}}}
"""
WAIT = unbounded(1, 0.5, 1)["mean(waiting)"]


def covers(text: str, seed: int) -> bool | None:
    """Whether the interval of the mean wait of a scenario contains the true one; None where there is none."""
    found = jobsim.run(jobsim.loads(MM1 + text, overrides=[f"seed={seed}"])).estimate("mean(waiting)")
    return None if found.low is None or found.high is None else found.low <= WAIT <= found.high


def judged(service: str, apart: int, seed: int) -> tuple[bool, bool]:
    """Of two runs, whose seeds are so far apart: whether mean service and mean wait differ at 5 %, each by itself."""
    text = f"{MM1}until: 1000s\nwarmup: 100s\nreplications: 10\nrecord: summary\n"
    slower = f"processors.w.service={{distribution: exponential, mean: {service}}}"
    one, other = (
        jobsim.run(jobsim.loads(text, overrides=overrides))
        for overrides in ([f"seed={2 * seed}"], [f"seed={2 * seed + apart}", slower])
    )
    ps = {row.metric: row.p for row in jobsim.compare([one, other]).rows if row.of == "all"}
    return tuple((ps[metric] or 0) < 0.05 for metric in ("mean(service)", "mean(waiting)"))  # type: ignore[return-value]


def others(experiments: int) -> Iterator[str]:
    """What else was counted, a line each."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        for what, text in (
            ("one run of 12,000 s, in batches", "until: 12000s\n"),
            ("replications of 3,000 s until it is known within 10 %", PRECISE),
        ):
            hits = pool.map(partial(covers, text), range(experiments), chunksize=20)
            told = [hit for hit in hits if hit is not None]
            share = sum(told) / len(told)
            yield f"| {what} | the interval contains the true mean wait | {share:.1%} of {len(told):,} |"
        for what, service, apart in (
            ("two equal queues, of other seeds", "500ms", 1),
            ("services of 500 and 490 ms, of other seeds", "490ms", 1),
            ("services of 500 and 490 ms, of one seed, so paired", "490ms", 0),
        ):
            found = list(pool.map(partial(judged, service, apart), range(experiments), chunksize=20))
            for at, metric in enumerate(("mean service", "mean wait")):
                share = sum(each[at] for each in found) / experiments
                said = f"the {metric} is called different (before Holm's correction)"
                yield f"| {what} | {said} | {share:.1%} of {experiments:,} |"


PRECISE = "until: 3000s\nwarmup: 500s\nprecision: {of: mean(waiting), within: 10%}\n"


def main() -> None:
    rows = ["| queue | measure | true value | covered |", "|---|---|---:|---:|"]
    before = ""
    for queue, measure, share in lines(EXPERIMENTS):
        name = "" if queue.name == before else queue.name
        before = queue.name
        rows.append(f"| {name} | `{measure}` | {queue.known[measure]:.6g} | {share:.1%} |")
        print(rows[-1], flush=True)
    more = ["| M/M/1 at a load of 0.5 | | |", "|---|---|---:|"]
    for line in others(EXPERIMENTS):
        more.append(line)
        print(line, flush=True)
    text = MANUAL.read_text(encoding="utf-8")
    for mark, table in (("coverage", rows), ("verdicts", more)):
        pattern = rf"(<!-- {mark} -->\n).*?(<!-- end -->\n)"
        whole = "\n".join(table) + "\n"
        text = re.sub(pattern, lambda match, whole=whole: match[1] + whole + match[2], text, flags=re.DOTALL)
    MANUAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
