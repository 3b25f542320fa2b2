"""Whether a run will fit into memory, told before it starts."""

from pathlib import Path

try:
    import resource
except ImportError:  # pragma: no cover - Windows
    resource = None  # type: ignore[assignment]

from jobsim.errors import LimitReached
from jobsim.scenario.facts.expected import expected_jobs
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import SECOND

BYTES_PER_JOB = 300
"""Measured: the growth of the whole command's peak, tables and CSVs included, per job."""
BYTES_PER_STAY = 200
"""The same for a stay that has a row of its own. How many a job will have only the run shows: one is foreseen."""
BYTES_PER_CHANGE = 250
"""The same for a breakdown or a repair: from 100 of an idle processor to 400 where each interrupts a stay."""
BYTES_PER_GROUP = 1_100_000
"""What a submitter's name, or a pool, takes where figures only are kept: mostly its histograms."""


def expected_rows(scenario: Scenario) -> tuple[int, int]:
    """About how many rows of jobs all replications will keep, and of stays, by the means."""
    jobs = 0 if scenario.record is Record.SUMMARY else expected_jobs(scenario) * scenario.fewest_replications
    return jobs, jobs if scenario.keeps_attempts else 0


def check_memory(scenario: Scenario, available: int | None = None) -> None:
    """Raise LimitReached if what is kept will not fit into the memory there is (by default, ask the system)."""
    available = available_bytes() if available is None else available
    if available is None:
        return
    if scenario.record is Record.SUMMARY:
        names = len(scenario.submitters) + len(scenario.processors)
        needed = names * BYTES_PER_GROUP
        if needed > available:
            raise LimitReached(
                f"{scenario.name}: the figures of {names:,} names need about {needed / 1e9:.1f} GB of memory, and "
                f"{available / 1e9:.1f} GB are free; write those that are alike as one, with a count"
            )
        return
    jobs, stays = expected_rows(scenario)
    needed = jobs * BYTES_PER_JOB + stays * BYTES_PER_STAY + _expected_changes(scenario) * BYTES_PER_CHANGE
    if needed > available:
        raise LimitReached(
            f"{scenario.name}: about {jobs:,} jobs{_and_changes(scenario)} are expected, which need about "
            f"{needed / 1e9:.1f} GB of memory, and {available / 1e9:.1f} GB are free; keep figures only "
            "(record: summary, or --record summary), make the run shorter (until, jobs) or split it by seeds"
        )


def available_bytes() -> int | None:
    """The memory a process may still take; None where the system does not say."""
    limits = []
    if resource is not None:
        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY:
            limits.append(soft)
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            name, _, amount = line.partition(":")
            if name == "MemAvailable":
                limits.append(int(amount.split()[0]) * 1024)
    except (OSError, ValueError):  # pragma: no cover - a system without /proc
        pass
    return min(limits, default=None)


def _expected_changes(scenario: Scenario) -> int:
    """About how many breakdowns and repairs there will be; 0 where only the run shows when it ends."""
    if scenario.until is None:
        return 0
    found = 0.0
    for pool in scenario.processors.values():
        if pool.breakdowns is not None:
            up, down = pool.breakdowns.every.moments.mean, pool.breakdowns.repair.moments.mean
            found += pool.most * 2 * scenario.until / SECOND / (up + down) if up and down is not None else 0
    return round(found * scenario.fewest_replications)


def _and_changes(scenario: Scenario) -> str:
    changes = _expected_changes(scenario)
    return f" and {changes:,} breakdowns and repairs" if changes else ""
