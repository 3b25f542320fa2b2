"""Who is first of many that are due once at most: the processors to finish, the submitters to put.

In a knockout the earlier of two goes on to the next round; at one instant the lower rank does, as it stands on the
left. Who is due at another time plays its rounds again: as many each time, and nothing in them to guess.
"""

from typing import Any

from jobsim.engines.compiled.kernel.access import either, entrant_at
from jobsim.engines.compiled.kernel.compiling import inlined
from jobsim.units import NEVER


@inlined
def finish_at(run: Any, rank: int, time: int) -> None:
    """Let a processor finish then."""
    _be_due(run, run.finishes, run.finishes_room + rank, time)


@inlined
def submit_at(run: Any, rank: int, time: int) -> None:
    """Let a submitter put its next job then."""
    _be_due(run, run.submissions, run.submissions_room + rank, time)


@inlined
def is_over(entrants: Any, place: int) -> None:
    """What was due there happens now. Whoever is not due again leaves with `leave`."""
    entrant_at(entrants, place).time = NEVER


@inlined
def leave(entrants: Any, place: int) -> None:
    """Let nothing be due there, unless something is again."""
    if entrant_at(entrants, place).time == NEVER:
        _play(entrants, place, NEVER)


@inlined
def take_back(entrants: Any, place: int) -> None:
    """What is due there, if anything, will not happen."""
    if entrant_at(entrants, place).time < NEVER:
        _play(entrants, place, NEVER)


@inlined
def _be_due(run: Any, entrants: Any, place: int, time: int) -> None:
    """What is due after the run is not kept."""
    if time < run.limit:
        _play(entrants, place, time)


@inlined
def _play(entrants: Any, place: int, time: int) -> None:
    """From its place in the first round up to the last, which is at 1."""
    entrant = entrant_at(entrants, place)
    entrant.time = time
    who = entrant.who
    while place > 1:
        other = entrant_at(entrants, place ^ 1)
        goes_on = time + (place & 1) <= other.time  # the odd stand on the right
        time, who = either(goes_on, time, other.time), either(goes_on, who, other.who)
        place >>= 1
        winner = entrant_at(entrants, place)
        winner.time, winner.who = time, who
