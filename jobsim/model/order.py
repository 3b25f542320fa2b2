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
    SUBMIT = 1
    """A submitter puts a job."""
    EXPIRE = 2
    """A job that waits in the queue has waited its time, and leaves."""
    TIMEOUT = 3
    """A waiting put gives up."""


def order(kind: Kind, rank: int, number: int = 0) -> int:
    """The place of an event among those of its instant: smaller goes first."""
    return (kind << _RANK_BITS | rank) << _NUMBER_BITS | number
