"""W1 to W3, each for jobsim and for the hand-written SimPy model, so that both do the same work.

W1: M/M/8 with 7.2 arrivals a second, an unbounded queue. W2: M/M/8 with 16 places and 10 arrivals a second; a full
queue drops at once. W3: as W2, but a put waits up to 0.5 s for a place. Service takes 1 s on average.
"""

from dataclasses import dataclass

import numpy as np
from store import run_store

import jobsim

PROCESSORS = 8


@dataclass(frozen=True)
class Workload:
    """One of the three."""

    name: str
    gap_ns: int
    capacity: int | None
    timeout: str | None

    def scenario(self, jobs: int) -> jobsim.Scenario:
        """The workload as a validated scenario."""
        capacity = "null" if self.capacity is None else str(self.capacity)
        return jobsim.loads(
            f"""
            seed: 1
            queue: {{capacity: {capacity}}}
            submitters:
              a:
                cadence: {{distribution: exponential, mean: {self.gap_ns}ns}}
                pacing: fixed
                jobs: {jobs}
                timeout: {self.timeout or "null"}
            processors:
              w: {{count: {PROCESSORS}, service: {{distribution: exponential, mean: 1s}}}}
            """,
            self.name,
        )

    def draws(self, jobs: int) -> tuple[list[float], list[float]]:
        """Gaps and services for the hand-written model, made beforehand."""
        chance = np.random.default_rng(1)
        return chance.exponential(self.gap_ns / 1e9, jobs).tolist(), chance.exponential(1.0, jobs).tolist()

    def run_store(self, gaps: list[float], services: list[float]) -> list[list[float | None]]:
        """The hand-written model."""
        capacity = float("inf") if self.capacity is None else self.capacity
        timeout = None if self.timeout is None else float(self.timeout.removesuffix("s"))
        return run_store(gaps, services, PROCESSORS, capacity, timeout)


WORKLOADS = [
    Workload("W1", 138_888_889, None, None),
    Workload("W2", 100_000_000, 16, "0s"),
    Workload("W3", 100_000_000, 16, "0.5s"),
]
