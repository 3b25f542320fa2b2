"""A z-score for each case: how many standard errors the mean over replications is from theory.

`python -m tests.theory.batch` runs all of them, long, and writes their table into the manual; with `--new`, those only
that it does not show yet.
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
ROW = re.compile(r"^\| (.*) \| `(.*)` \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", re.MULTILINE)
"""A line of the table: queue, measure, theory, simulated, standard error, z."""
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
        value = jobsim.run(scenario.model_copy(update={"seed": first_seed + replication})).value(case.measure, case.of)
        assert value is not None
        values.append(value)
    return Score(case, fmean(values), stdev(values) / math.sqrt(replications))


def long_score(case: Case) -> Score:
    return score(case, JOBS, FINITE_REPLICATIONS)


def long_scores(cases: Iterable[Case]) -> Iterable[Score]:
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(long_score, cases)


Cells = tuple[str, str, str, str, str]
"""Of a line of the table, after the queue: measure, theory, simulated, standard error, z."""


def cells(found: Score) -> Cells:
    case = found.case
    return case.what, f"{case.expected:.6g}", f"{found.mean:.6g}", f"{found.error:.2g}", f"{found.z:+.2f}"


def table(lines: dict[Case, Cells]) -> str:
    rows = ["| queue | measure | theory | simulated | standard error | z |", "|---|---|---:|---:|---:|---:|"]
    before = ""
    for case, (measure, *figures) in lines.items():
        rows.append(f"| {'' if case.queue == before else case.queue} | `{measure}` | {' | '.join(figures)} |")
        before = case.queue
    return "\n".join(rows)


def shown(text: str) -> dict[Case, Cells]:
    """The lines in the manual of cases that are as they were."""
    cases = {(case.queue, case.what, f"{case.expected:.6g}"): case for case in CASES}
    found, queue = {}, ""
    for row in ROW.findall(text):
        queue = row[0].strip() or queue
        if (queue, row[1], row[2]) in cases:
            found[cases[queue, row[1], row[2]]] = row[1:]
    return found


def main() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    known = shown(text) if "--new" in sys.argv else {}
    for found in long_scores(case for case in CASES if case not in known):
        known[found.case] = cells(found)
        print(found.case.name, *known[found.case], file=sys.stderr)
    lines = {case: known[case] for case in CASES}
    zs = [float(line[-1]) for line in lines.values()]
    said = (
        f"{len(zs)} measures; the largest |z| is {max(map(abs, zs)):.2f}, their mean {fmean(zs):+.3f}, "
        f"their standard deviation {stdev(zs):.3f}.\n\n"
    )
    text = re.sub(r"(<!-- table -->\n).*", lambda match: match[1] + said + table(lines) + "\n", text, flags=re.DOTALL)
    MANUAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
