"""What a run leaves open when it ends: the jobs' rows, their stays, and the integrals until then."""

from typing import Any

import numpy as np

from jobsim.engines.compiled.codes import STAY_UNFINISHED, UNFINISHED
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import HALF, IDLE, NONE, NOTHING, PUTS, RETURNED, ROW, STAY, WAITING
from jobsim.results.run import Totals
from jobsim.units import Nanoseconds

_OF_JOB = ("submitter", "number", "processor", "due_at", "submitted_at", "admitted_at", "started_at")


def totals(memory: Memory, ended_at: Nanoseconds) -> Totals:
    """The integrals over the whole run, as the kernel has summed them."""

    def stood(line: Any) -> int:
        return (int(line.since_high) << HALF) + int(line.since_low) + ended_at * int(line.count)

    jobs, processors = memory["job_lines"], memory["processor_lines"]
    return Totals(
        queued=stood(jobs[WAITING]),
        blocked=stood(jobs[PUTS]) + stood(jobs[RETURNED]),
        idle=stood(processors[IDLE]),
    )


def most_queued(memory: Memory, ended_at: Nanoseconds) -> tuple[int, list[int]]:
    """The most jobs that waited at one time: all, and by the submitters' names."""
    groups = memory["groups"]
    lasting = np.where(ended_at > groups["since"], np.maximum(groups["level"], groups["most"]), groups["most"]).tolist()
    return lasting[-1], lasting[:-1]


def interrupted(memory: Memory) -> list[int]:
    """The processors that are broken and have kept a job that has not been put again since, by rank."""
    processors = memory["processors"]
    keeping = np.flatnonzero((processors["job"] != NONE) & (processors["present"] == 0))
    if not len(keeping):
        return []
    jobs = processors["job"][keeping]
    puts = memory["histories"]["puts"][memory["jobs"]["history"][jobs]]
    ranks: list[int] = keeping[memory["tries"]["which_put"][jobs] == puts].tolist()
    return ranks


def open_jobs(memory: Memory) -> Any:
    """A row for each job that has not ended."""
    jobs = memory["jobs"]
    is_open = jobs["submitter"] != NONE
    if memory.run.has_tries:
        tries = memory["tries"]
        is_open &= (tries["is_away"] == 1) | (tries["abandoned"] == 0)
    rows = np.zeros(np.count_nonzero(is_open), ROW)
    for name in _OF_JOB:
        rows[name] = jobs[name][is_open]
    rows["outcome"], rows["ended_at"] = UNFINISHED, NONE
    return rows


def open_stays(memory: Memory, ended_at: Nanoseconds) -> Any:
    """A row for each stay that has not ended: in a line of the queue, or with a processor that is there."""
    jobs, processors = memory["jobs"], memory["processors"]
    standing = np.flatnonzero((jobs["submitter"] != NONE) & (jobs["line"] != NONE))
    in_hand = processors[(processors["job"] != NONE) & (processors["present"] == 1)]
    found = np.concatenate([standing, in_hand["job"]])
    stays = np.zeros(len(found), STAY)
    for name in _OF_JOB:
        stays[name] = jobs[name][found]
    for name in ("which_put", "attempt"):
        stays[name] = memory["tries"][name][found]
    stays["result"], stays["ended_at"] = STAY_UNFINISHED, NONE
    stays["started_at"] = stays["limited"] = NONE
    served = stays[len(standing) :]
    served["started_at"] = in_hand["has_job_since"]
    waits = in_hand["waits_at"] != NOTHING
    served["limited"] = in_hand["limited"] + np.where(waits, ended_at - in_hand["since"], 0)
    for name in ("submitted_at", "admitted_at"):
        served[name][in_hand["resumed"] == 1] = NONE
    return stays
