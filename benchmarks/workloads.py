"""W1 to W3, each for jobsim and for its peers, so that all do the same work with the same draws.

W1: M/M/8 with 7.2 arrivals a second, an unbounded queue. W2: M/M/8 with 16 places and 10 arrivals a second; a full
queue drops at once. W3: as W2, but a put waits up to 0.5 s for a place. Service takes 1 s on average.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from store import run_store

import jobsim
from jobsim.workload.seeding import generator
from jobsim.workload.streams import to_nanoseconds

PROCESSORS = 8
Nanoseconds = NDArray[np.int64]


@dataclass(frozen=True)
class Workload:
    """One of the three."""

    name: str
    gap_ns: int
    capacity: int | None
    timeout: str | None

    def yaml(self, jobs: int, record: str | None = None, until: bool = False) -> str:
        """The workload as a scenario file; `record` says what the run keeps, by default a table of jobs.

        With `until` it ends at a time, when about so many jobs have come, and may get intervals by batch means.
        """
        capacity = "null" if self.capacity is None else str(self.capacity)
        ending = f"until: {jobs * self.gap_ns}ns" if until else ""
        return f"""
            seed: 1
            {ending}
            {"" if record is None else f"record: {record}"}
            queue: {{capacity: {capacity}}}
            submitters:
              a:
                cadence: {{distribution: exponential, mean: {self.gap_ns}ns}}
                pacing: fixed
                jobs: {"null" if until else jobs}
                timeout: {self.timeout or "null"}
            processors:
              w: {{count: {PROCESSORS}, service: {{distribution: exponential, mean: 1s}}}}
            """

    def scenario(self, jobs: int, record: str | None = None) -> jobsim.Scenario:
        """The workload as a validated scenario."""
        return jobsim.loads(self.yaml(jobs, record), self.name)

    def draws(self, jobs: int) -> tuple[Nanoseconds, Nanoseconds]:
        """Gaps and services, the very draws of the scenario, for who gets them beforehand."""
        return next(drawn(self.scenario(jobs), at_a_time=jobs))

    @property
    def timeout_ns(self) -> int:
        """How long a put waits for a place; it does not matter where there is always one."""
        return 0 if self.timeout is None else round(float(self.timeout.removesuffix("s")) * 1e9)

    def run_store(self, gaps: list[float], services: list[float]) -> list[list[float | None]]:
        """The model written by hand with SimPy's `Store`; gaps and services in seconds."""
        capacity = float("inf") if self.capacity is None else self.capacity
        return run_store(gaps, services, PROCESSORS, capacity, None if self.timeout is None else self.timeout_ns / 1e9)


def drawn(scenario: jobsim.Scenario, at_a_time: int = 65_536) -> Iterator[tuple[Nanoseconds, Nanoseconds]]:
    """Gaps and services of a workload's scenario, drawn by NumPy in pieces."""
    submitter, pool = scenario.submitters["a"], scenario.processors["w"]
    gaps = generator(scenario.seed, 1, "a", 1, "cadence")
    services = generator(scenario.seed, 1, "a", 1, "service", "w", 1)
    for begun in range(0, submitter.jobs, at_a_time):
        count = min(at_a_time, submitter.jobs - begun)
        yield to_nanoseconds(submitter.cadence.draw(gaps, count)), to_nanoseconds(pool.service.draw(services, count))


WORKLOADS = [
    Workload("W1", 138_888_889, None, None),
    Workload("W2", 100_000_000, 16, "0s"),
    Workload("W3", 100_000_000, 16, "0.5s"),
]
