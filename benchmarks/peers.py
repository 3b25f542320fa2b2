"""Jobs per second beside the field, W1 to W3: SimPy by hand, Ciw, plain Python, C. All on the same draws, in one run.

    python benchmarks/peers.py [JOBS] [ROUNDS]

They run in turn; medians, and the median of each round's ratio, are printed. Peers get their draws beforehand. Of
jobsim two times are told: the kernel alone, without drawing, and the whole way from the validated scenario to the
finished job table, draws and invariants included. Slow ones run fewer of the jobs. First of all it is checked, job by
job, that all do the same.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

import in_c
import in_ciw
import numpy as np
from field import Columns, peers
from in_turn import clocked, in_turn, paired_ratio
from under_test import ENGINE, kernel_alone
from workloads import WORKLOADS, Workload

import jobsim
from jobsim.results.outcomes import COMPLETED


def deviation(ours: Columns, theirs: Columns, exact: bool) -> str:
    """How far the instants of a peer's jobs are from jobsim's. Raises SystemExit if they did not do the same."""
    count = len(theirs[0])
    _, mine, _ = ours
    _, other, _ = theirs
    if not np.array_equal(mine[:count] < 0, other < 0):
        raise SystemExit("not the same jobs are lost")
    apart = [np.abs(mine[:count] - other)[other >= 0] for mine, other in zip(ours, theirs, strict=True)]
    worst = max(int(column.max(initial=0)) for column in apart)
    allowed = 0 if exact else 10_000  # a sum of many seconds as floats is good to some microseconds
    if worst > allowed:
        raise SystemExit(f"a job differs by {worst:,} ns")
    return "exact" if exact else f"{worst:,} ns"


def compare(workload: Workload, jobs: int, rounds: int, programs: dict[str, in_c.Program]) -> None:
    """Measure one workload and print its table."""
    scenario = workload.scenario(jobs)
    table = jobsim.run(scenario, engine=ENGINE).run.jobs
    ours = table.due_at, table.started_at, table.ended_at
    others = list(peers(workload, jobs, programs, table.outcome == COMPLETED))
    agreed = {peer.name: deviation(ours, peer.columns(), peer.exact) for peer in others}

    whole, kernel = f"jobsim, {ENGINE}: whole", f"jobsim, {ENGINE}: kernel"
    measures = {whole: clocked(lambda: jobsim.run(scenario, engine=ENGINE)), kernel: lambda: kernel_alone(scenario)[0]}
    taken = in_turn({**measures, **{peer.name: peer.measure for peer in others}}, rounds)
    counts = {whole: jobs, kernel: jobs, **{peer.name: peer.jobs for peer in others}}
    each = {name: [seconds / counts[name] for seconds in taken[name]] for name in taken}
    for name, seconds in each.items():
        print(
            f"{workload.name:4}{name:26}{counts[name]:12,}{1 / median(seconds):14,.0f}"
            f"{paired_ratio(seconds, each[whole]):12.2f}{paired_ratio(seconds, each[kernel]):12.2f}"
            f"  {agreed.get(name, '')}",
            flush=True,
        )


def main(jobs: int = 1_000_000, rounds: int = 5) -> None:
    """Measure and print all."""
    with tempfile.TemporaryDirectory() as folder:
        built = {name: in_c.build(name, Path(folder)) for name in ("event_heap", "merged")}
        programs = {name: program for name, program in built.items() if program is not None}
        if not programs:
            print("no gcc here: without the peers in C")
        if in_ciw.ciw is None:
            print("no Ciw here (pip install -e '.[bench]'): without it")
        print(f"{rounds} rounds, Python {sys.version.split()[0]}; Ciw cannot say W3")
        print(f"{'':30}{'jobs':>12}{'jobs/s':>14}{'whole is':>12}{'kernel is':>12}  differs from jobsim by")
        for workload in WORKLOADS:
            compare(workload, jobs, rounds, programs)
    print("'whole is' and 'kernel is': how many times as fast as the peer jobsim is")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
