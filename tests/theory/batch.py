"""A z-score for each case: how many standard errors the mean over replications is from theory.

`python -m tests.theory.batch` runs all of them, long, and writes their table into the manual.
"""

import math
import multiprocessing
import re
import sys
import zlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev

import jobsim
from tests.theory.cases import CASES, Case

MANUAL = Path(__file__).parents[2] / "docs" / "theory.md"
REPLICATIONS, JOBS = 30, 50_000
"""Of the long batch: replications of a measure, and jobs in each."""
FINITE_REPLICATIONS = 2_000
"""Where the run itself is short."""
SHORT_JOBS, SHORT_FINITE = 3_000, 200
"""The same for the part that runs with the tests."""


@dataclass(frozen=True)
class Score:
    """What the replications of one measure came to, beside theory."""

    case: Case
    mean: float
    error: float
    """The standard error of the mean."""

    @property
    def z(self) -> float:
        return (self.mean - self.case.expected) / self.error


def score(case: Case, jobs: int, finite: int) -> Score:
    """Run the replications of one measure; each has a seed that no other run has."""
    until = case.until if case.until is not None else jobs / case.rate
    replications = REPLICATIONS if case.until is None else finite
    scenario = jobsim.loads(f"until: {round(until, 3)}\n{case.text}")
    first_seed = zlib.crc32(case.name.encode()) * 2**20
    values = []
    for replication in range(replications):
        value = jobsim.run(scenario.model_copy(update={"seed": first_seed + replication})).value(case.measure)
        assert value is not None
        values.append(value)
    return Score(case, fmean(values), stdev(values) / math.sqrt(replications))


def long_score(case: Case) -> Score:
    return score(case, JOBS, FINITE_REPLICATIONS)


def long_scores(cases: Iterable[Case]) -> Iterable[Score]:
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(long_score, cases)


def table(scores: Iterable[Score]) -> str:
    rows = ["| queue | measure | theory | simulated | standard error | z |", "|---|---|---:|---:|---:|---:|"]
    before = ""
    for found in scores:
        queue = "" if found.case.queue == before else found.case.queue
        before = found.case.queue
        rows.append(
            f"| {queue} | `{found.case.measure}` | {found.case.expected:.6g} | {found.mean:.6g} | {found.error:.2g} "
            f"| {found.z:+.2f} |"
        )
    return "\n".join(rows)


def main() -> None:
    scores = []
    for found in long_scores(CASES):
        print(f"{found.case.name}: {found.case.expected:.6g} {found.mean:.6g} z {found.z:+.2f}", file=sys.stderr)
        scores.append(found)
    zs = [found.z for found in scores]
    said = (
        f"{len(zs)} measures; the largest |z| is {max(map(abs, zs)):.2f}, their mean {fmean(zs):+.3f}, "
        f"their standard deviation {stdev(zs):.3f}.\n\n"
    )
    text = MANUAL.read_text(encoding="utf-8")
    text = re.sub(r"(<!-- table -->\n).*", lambda match: match[1] + said + table(scores) + "\n", text, flags=re.DOTALL)
    MANUAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
