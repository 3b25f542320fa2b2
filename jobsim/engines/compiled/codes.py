"""The model's words as plain numbers: what the kernel compares and stores.

They are NumPy's, not Python's, since Numba compiles a function anew for every Python number it is called with.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from jobsim.model.event import What
from jobsim.model.job import Outcome, Result
from jobsim.model.order import Kind, order
from jobsim.model.outages import Cause
from jobsim.model.processor import OnBreakdown
from jobsim.model.queue import Overflow
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.parts.submitter import Pacing


def _codes(numbers: Iterable[int]) -> Any:
    return tuple(map(np.int64, numbers))


KIND_SHIFT = order(Kind(1), 0).bit_length() - 1
RANK_SHIFT = order(Kind(0), 1).bit_length() - 1

FINISH, TURN, TIME_LIMIT, COME, GO = _codes((Kind.FINISH, Kind.TURN, Kind.TIME_LIMIT, Kind.COME, Kind.GO))
RETURN, SUBMIT, EXPIRE, TIMEOUT, GIVE_UP = _codes((Kind.RETURN, Kind.SUBMIT, Kind.EXPIRE, Kind.TIMEOUT, Kind.GIVE_UP))
OF_SHIFT, OF_BREAKDOWN = _codes(range(2))
"""What a coming or going is about."""

BLOCK, REJECT, DROP_OLDEST = _codes(range(3))
OVERFLOWS = {Overflow.BLOCK: BLOCK, Overflow.REJECT: REJECT, Overflow.DROP_OLDEST: DROP_OLDEST}

FIFO, LIFO, SORTED, RANDOM = _codes(range(4))
DISCIPLINES = {
    Discipline.FIFO: FIFO,
    Discipline.LIFO: LIFO,
    Discipline.PRIORITY: SORTED,
    Discipline.SHORTEST: SORTED,
    Discipline.EARLIEST_DEADLINE: SORTED,
    Discipline.RANDOM: RANDOM,
}

FIXED, AFTER_PUT, AFTER_RESPONSE = _codes(range(3))
PACINGS = {Pacing.FIXED: FIXED, Pacing.AFTER_PUT: AFTER_PUT, Pacing.AFTER_RESPONSE: AFTER_RESPONSE}

GAPS, SCHEDULED, IN_BURSTS = _codes(range(3))
"""How arrivals come: a gap after the one before, at instants, in bursts."""

RESUME, RESTART, REQUEUE, LOSE = _codes(range(4))
ON_BREAKDOWN = {
    OnBreakdown.RESUME: RESUME,
    OnBreakdown.RESTART: RESTART,
    OnBreakdown.REQUEUE: REQUEUE,
    OnBreakdown.LOSE: LOSE,
}

COMPLETED, DROPPED, REJECTED, EVICTED = _codes((Outcome.COMPLETED, Outcome.DROPPED, Outcome.REJECTED, Outcome.EVICTED))
EXPIRED, FAILED, ABANDONED, UNFINISHED = _codes(
    (Outcome.EXPIRED, Outcome.FAILED, Outcome.ABANDONED, Outcome.UNFINISHED)
)
RESULTS = _codes(Result[outcome.name] for outcome in Outcome)
"""The result of a stay that ends with its job, by the job's outcome."""
DONE, WASTED, ATTEMPT_FAILED, HIT_LIMIT = _codes((Result.COMPLETED, Result.WASTED, Result.FAILED, Result.TIME_LIMIT))
REQUEUED, INTERRUPTED, LOST, STAY_UNFINISHED = _codes(
    (Result.REQUEUED, Result.INTERRUPTED, Result.LOST, Result.UNFINISHED)
)

CAUSE_START, CAUSE_SHIFT, CAUSE_BREAKDOWN, CAUSE_REPAIR = _codes(
    (Cause.START, Cause.SHIFT, Cause.BREAKDOWN, Cause.REPAIR)
)

WHATS = tuple(What)
_CODES = {what.name: code for code, what in enumerate(WHATS)}
TOLD_PUT, TOLD_BLOCKED, TOLD_ADMITTED, TOLD_STARTED = _codes(
    _CODES[name] for name in ("PUT", "BLOCKED", "ADMITTED", "STARTED")
)
TOLD_COMPLETED, TOLD_DROPPED, TOLD_REJECTED, TOLD_EVICTED = _codes(
    _CODES[name] for name in ("COMPLETED", "DROPPED", "REJECTED", "EVICTED")
)
TOLD_EXPIRED, TOLD_WAITS, TOLD_WENT_ON, TOLD_RETURNED = _codes(
    _CODES[name] for name in ("EXPIRED", "WAITS", "WENT_ON", "RETURNED")
)
TOLD_GAVE_UP, TOLD_REQUEUED, TOLD_CAME, TOLD_WENT = _codes(
    _CODES[name] for name in ("GAVE_UP", "REQUEUED", "CAME", "WENT")
)
TOLD_BROKE_DOWN, TOLD_REPAIRED = _codes(_CODES[name] for name in ("BROKE_DOWN", "REPAIRED"))
TOLD_RESULTS = _codes(_CODES.get(result.name, -1) for result in Result)
"""What is told when a stay with a processor ends, by its result."""

RETRY, REDELIVERY = _codes(range(2))
"""What a delay is waited for; its draws are the first purposes of a submitter's attempts."""
(FIRST_SERVICE,) = _codes([2])
"""From there on, by pool: what an attempt takes, and whether it fails."""

BATCH, ON, OFF, TIMEOUT_DRAW, EXPIRE_DRAW, GIVE_UP_DRAW, KEY_DRAW, FIRST_SERVICE_DRAW = _codes(range(1, 9))
(ARRIVAL,) = _codes([0])
"""A submitter's streams, one after the other; its services last, one for each pool."""

(THERE,) = _codes([1])
"""One more processor is there."""

GOES_ON, OVER, NOTHING_DUE, WANTS_DRAWS, WANTS_ROOM = range(5)
"""Why the kernel has come back."""
