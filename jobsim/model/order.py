"""The order inside one instant, as part of the model: by kind, then rank, then job number.

Rank is the place of a submitter among the submitters, or of a processor among the processors, sorted by name (by
code point) and number. The three are packed into one integer, which compares faster than a tuple.
"""

from enum import IntEnum

_NUMBER_BITS = 36
_RANK_BITS = 20


class Kind(IntEnum):
    """What happens first at one instant, and what after."""

    FINISH = 0
    """A processor finishes its job, and takes the next."""
    TURN = 1
    """A processor that waited for its pool's limit goes on."""
    TIME_LIMIT = 2
    """A processor has had its job as long as it may."""
    COME = 3
    """A processor comes: it is repaired, or its shift begins."""
    GO = 4
    """A processor goes: it breaks down, or its shift ends."""
    RETURN = 5
    """A job whose attempt failed comes back."""
    SUBMIT = 6
    """A submitter puts a job, for the first time or again."""
    EXPIRE = 7
    """A job that waits in the queue has waited its time, and leaves."""
    TIMEOUT = 8
    """A waiting put times out."""
    GIVE_UP = 9
    """A submitter stops waiting for a job's end."""


def order(kind: Kind, rank: int, number: int = 0) -> int:
    """The place of an event among those of its instant: smaller goes first."""
    return (kind << _RANK_BITS | rank) << _NUMBER_BITS | number
