"""What the kernel keeps in memory: records of whole numbers.

`RUN` holds the addresses of the others, so that a function needs nothing but the run. Memory is made, and grown, by
`jobsim.engines.compiled.memory`; the kernel never asks for any.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np


def _numbers(values: Iterable[int]) -> Any:
    """As NumPy has them, since Numba compiles a function anew for every Python number it is called with."""
    return tuple(map(np.int64, values))


NONE: Any = np.int64(-1)
"""No job, no processor, no submitter; an instant that has not come."""

# The lines that jobs stand in.
NOWHERE, PUTS, RETURNED, WAITING = _numbers(range(-1, 3))
AT_ONCE = 256
"""So many events happen without a look at the room there is."""
ROOM = 8
"""More than one event can add to any table, heap or line."""

IDLE: Any = np.int64(0)
"""The first of the lines of processors; the others are at gates."""

# What a submitter waits for.
PUT_ENDED, RESPONSE = _numbers((1, 2))

# What a processor waits for before it executes.
NOTHING, TOKEN, SLOT = _numbers(range(3))


def _record(names: str, narrow: str = "") -> Any:
    """Fields of 64 bits, and of 32."""
    fields = [(name, "i8") for name in names.split()] + [(name, "i4") for name in narrow.split()]
    return np.dtype((np.record, np.dtype(fields, align=True)))


RUN = _record(
    # time, and where the run is
    "now limit events open submitting ended last_to_put "
    # the queue
    "capacity overflow discipline job_lines admitted entries entries_count entries_room "
    "seats tree seats_end seats_room taken levels by_deadline expires "
    # events to come
    "submissions submissions_room finishes finishes_room timers sequence cancelled "
    # who and what there is
    "jobs tries services histories jobs_room free_job free_jobs free_history submitters processors processors_count "
    "pools pools_count slots processor_lines "
    # draws
    "draws streams columns tried attempts_known redelivered "
    # what has happened
    "rows rows_count rows_room stays stays_count stays_room changes changes_count changes_room "
    "told told_count told_room puts puts_count puts_room "
    # draws that are wanted before it goes on
    "wanting_submitter wanting_processor wanting_job wanting_purpose wanting_outages wanting_levels "
    # what it is about
    "has_tries keeps_stays keeps_puts watches watches_from groups groups_count tells begun wants seats_moved"
)

_OF_ROW = "submitter number processor outcome due_at submitted_at admitted_at started_at ended_at"
JOB = _record(f"{_OF_ROW} service timer expire key seat history", "line awaited")
"""A job from a put to its end, which begins as its row will be; `timer` is the number of its put's, or its place's."""

TRIES = _record("timeout give_up give_up_event which_put attempt failures", "abandoned is_away is_coming_back holds")
"""What more there is to a job that may have several attempts; `holds` counts who may still ask for it."""

HISTORY = _record("puts attempts holds next_free")

SUBMITTER = _record(
    "order jobs stop pacing schedule batches is_steady group number ready_until arrival due batch_left ends_awaited "
    "streams begun ended bursts burst_at burst_gap longest_gap retry_attempts next_wanting"
)
"""`order` is that of its job 0's put; `due` the instant of its next put, or what the next gap is counted from."""

PROCESSOR = _record(
    "order left limit_left since limited has_job_since attempt_event up_left breaks_at breakdown_event outages "
    "shift up repair shifts pool job",
    "fails waits_at in_line has_token has_slot resumed present on_shift broken next_shift_comes",
)

POOL = _record(
    "time_limit token parts full level filled_at turn_order line slots present",
    "is_awaited requeues on_breakdown has_bucket",
)
"""`token`, `parts`, `full` and `level` are those of `jobsim.model.gates.Bucket`."""

SLOTS = _record("free line")

LINE = _record("first last count links since_low since_high")
LINK = _record("", "next previous")
"""A line is a list linked both ways; the links of its members lie beside them, so that any of them can leave.

`since_low` and `since_high` are the halves of a sum: the instants of leaving less those of joining. With those that
stand in it still it is the time that all have stood there together."""

HALF, LOW = 32, 0xFFFF_FFFF
"""How such a sum is halved."""

HEAP = _record("events count room is_spent")
EVENT = _record("time order sequence about")
"""Something due. Of two with one time and order the one that was made first goes first, as in SimPy."""

ENTRANT = _record("time who")
"""Who is first of those below, and when it is due; NEVER where none of them is."""

LEVEL = _record("level since most")
"""How many of a group wait, since when, and the most that did for some time."""

ENTRY = _record("key due_at place admitted job")
"""A place in a line sorted by key."""

STREAM = _record("start mask until soon")
"""Draws of one purpose: the one at `position` is at `start + (position & mask)`; there are some until `until`, and who
has come to `soon` will soon want more: NEVER where there is no more."""

NUMBER = _record("value")

ARRAY = _record("address first second third")
"""Where an array of 64-bit numbers lies, and its shape."""
FOLD = _record("arrays end several step processor_at put_at kinds_of_names kinds_of_pools path_start path_step")
"""What the innermost loops of a fold are called with."""

ROW = _record(_OF_ROW)
STAY = _record(
    "submitter number which_put attempt processor result due_at submitted_at admitted_at started_at ended_at limited"
)
PUT = _record("submitter which_put due_at submitted_at")
CHANGE = _record("time pool present cause")
TOLD = _record("time what submitter number processor reason")
