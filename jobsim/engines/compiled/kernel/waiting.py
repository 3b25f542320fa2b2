"""The jobs that wait in the queue, in the order of its discipline.

All of them stand in a line in the order of their admission. By key there is a heap beside it, from which those that
have left are taken out when they come up. To draw one at random there are numbered seats beside it, in the order of
admission, with counts of the taken ones in the manner of Fenwick's tree.
"""

from typing import Any

from jobsim.engines.compiled.codes import LIFO, RANDOM, SORTED, THERE
from jobsim.engines.compiled.kernel.access import (
    entry_at,
    job_at,
    level_at,
    line_at,
    link_at,
    number_at,
    stream_at,
    submitter_at,
)
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.heaps import order_of
from jobsim.engines.compiled.kernel.lines import append, remove
from jobsim.engines.compiled.records import NONE, NOWHERE, WAITING

FEW = 1_000
"""So many entries of jobs that have left are never worth clearing away."""


@compiled
def _change_level(run: Any, level: Any, by: int) -> None:
    if level.level > level.most and run.now > level.since:
        level.most = level.level
    level.since = max(run.now, run.watches_from)
    level.level += by


@compiled
def _change(run: Any, rank: int, by: int) -> None:
    """Keep how many wait at the most: of the submitter's group, and of all. As `jobsim.model.peaks`."""
    _change_level(run, level_at(run.groups, submitter_at(run.submitters, rank).group), by)
    _change_level(run, level_at(run.groups, run.groups_count), by)


@inlined
def add(run: Any, index: int) -> None:
    """A job has a place."""
    job = job_at(run.jobs, index)
    job.line = WAITING
    if run.watches:
        _change(run, job.submitter, THERE)
    append(line_at(run.job_lines, WAITING), index, run.now)
    if run.discipline == SORTED:
        run.admitted += 1
        job.seat = run.admitted
        _push(run, job.key, job.due_at, order_of(0, job.submitter, job.number), run.admitted, index)
    elif run.discipline == RANDOM:
        _sit_down(run, index)


@inlined
def take(run: Any) -> int:
    """The next job for a processor."""
    line = line_at(run.job_lines, WAITING)
    if run.discipline == LIFO:
        index = line.last
    elif run.discipline == SORTED:
        index = _pop(run)
    elif run.discipline == RANDOM:
        levels = stream_at(run.streams, run.levels)
        level = number_at(run.draws, levels.start + (run.taken & levels.mask)).value
        run.taken += 1
        index = number_at(run.seats, _seat_of(run, level * line.count >> 32)).value
    else:
        index = line.first
    leave(run, index)
    return index


@inlined
def leave(run: Any, index: int) -> None:
    """A job is in the queue no more."""
    job = job_at(run.jobs, index)
    remove(line_at(run.job_lines, WAITING), index, run.now)
    job.line = NOWHERE
    if run.watches:
        _change(run, job.submitter, -THERE)
    if run.discipline == RANDOM:
        number_at(run.seats, job.seat).value = NONE
        _count(run, job.seat, -1)


@compiled
def tidy(run: Any, room: int) -> None:
    """Clear away what is left of jobs that have left, if that is most of it."""
    count = line_at(run.job_lines, WAITING).count
    if run.discipline == SORTED and run.entries_count > 2 * count + FEW:
        _forget_gone(run)
    elif run.discipline == RANDOM and run.seats_end + room > run.seats_room and 2 * count <= run.seats_room:
        sit_again(run)


@compiled
def sit_again(run: Any) -> None:
    """Give all that wait the first seats, in their order."""
    for seat in range(run.seats_room):
        number_at(run.tree, seat).value = 0
    run.seats_end = 0
    index = line_at(run.job_lines, WAITING).first
    while index != NONE:
        _sit_down(run, index)
        index = link_at(line_at(run.job_lines, WAITING).links, index).next


@compiled
def _sit_down(run: Any, index: int) -> None:
    seat = run.seats_end
    run.seats_end += 1
    job_at(run.jobs, index).seat = seat
    number_at(run.seats, seat).value = index
    _count(run, seat, 1)


@compiled
def _count(run: Any, seat: int, by: int) -> None:
    place = seat + 1
    while place <= run.seats_room:
        number_at(run.tree, place - 1).value += by
        place += place & -place


@compiled
def _seat_of(run: Any, before: int) -> int:
    """The seat of the job that has so many before it; the number of seats is a power of two."""
    seat, step = 0, run.seats_room
    while step:
        if seat + step <= run.seats_room and number_at(run.tree, seat + step - 1).value <= before:
            seat += step
            before -= number_at(run.tree, seat - 1).value
        step >>= 1
    return seat


@compiled
def _forget_gone(run: Any) -> None:
    count, run.entries_count = run.entries_count, 0
    for place in range(count):
        entry = entry_at(run.entries, place)
        if _is_there(run, entry):
            _push(run, entry.key, entry.due_at, entry.place, entry.admitted, entry.job)


@compiled
def _is_there(run: Any, entry: Any) -> bool:
    job = job_at(run.jobs, entry.job)
    return job.line == WAITING and job.seat == entry.admitted


@compiled
def _pop(run: Any) -> int:
    while True:
        top = entry_at(run.entries, 0)
        index, found = top.job, _is_there(run, top)
        run.entries_count -= 1
        if run.entries_count:
            last = entry_at(run.entries, run.entries_count)
            _sift_down(run, last.key, last.due_at, last.place, last.admitted, last.job)
        if found:
            return index


@compiled
def _is_before(entry: Any, key: int, due_at: int, place: int, admitted: int) -> bool:
    if entry.key != key:
        return entry.key < key
    if entry.due_at != due_at:
        return entry.due_at < due_at
    if entry.place != place:
        return entry.place < place
    return entry.admitted < admitted


@compiled
def _push(run: Any, key: int, due_at: int, place: int, admitted: int, job: int) -> None:
    at = run.entries_count
    run.entries_count += 1
    while at > 0:
        above = entry_at(run.entries, (at - 1) >> 1)
        if _is_before(above, key, due_at, place, admitted):
            break
        _put(entry_at(run.entries, at), above.key, above.due_at, above.place, above.admitted, above.job)
        at = (at - 1) >> 1
    _put(entry_at(run.entries, at), key, due_at, place, admitted, job)


@compiled
def _sift_down(run: Any, key: int, due_at: int, place: int, admitted: int, job: int) -> None:
    at, count = 0, run.entries_count
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        first = entry_at(run.entries, below)
        if below + 1 < count:
            second = entry_at(run.entries, below + 1)
            if _is_before(second, first.key, first.due_at, first.place, first.admitted):
                first = second
                below += 1
        if not _is_before(first, key, due_at, place, admitted):
            break
        _put(entry_at(run.entries, at), first.key, first.due_at, first.place, first.admitted, first.job)
        at = below
    _put(entry_at(run.entries, at), key, due_at, place, admitted, job)


@compiled
def _put(entry: Any, key: int, due_at: int, place: int, admitted: int, job: int) -> None:
    entry.key, entry.due_at, entry.place, entry.admitted, entry.job = key, due_at, place, admitted, job
