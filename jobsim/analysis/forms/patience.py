"""How long puts, or jobs in the queue, wait before they are lost, as theory asks for it."""

from math import lgamma, log

from jobsim.analysis.forms.service import exponential_mean
from jobsim.analysis.theory.put_timeout import Patience, exponential, fixed
from jobsim.scenario.distributions import Constant
from jobsim.scenario.values.law import Law
from jobsim.units import SECOND, format_duration

MOST_IN_SYSTEM = 20_000
"""Jobs in the system of a law that is summed up: a tenth of a second."""
_MOST_IN_LINE = 400
"""So many come, or are served, within the patience of one: the time that the sums take grows with the square of it."""
_HOLDABLE = 500
"""The logarithms of what floats can hold, with room to spare."""


def patience_of(law: Law) -> Patience | None:
    """That of a constant or an exponential law; None of any other."""
    if isinstance(law, Constant):
        return fixed(law.value / SECOND)
    mean = exponential_mean(law)
    return None if mean is None else exponential(mean)


def at_most(law: Law) -> str:
    """`500ms`, or `exp. 500ms`."""
    if isinstance(law, Constant):
        return format_duration(law.value)
    return f"exp. {format_duration(round((law.moments.mean or 0) * SECOND))}"


def holdable(rate: float, service: float, processors: int, places: int, patience: float, most: float) -> bool:
    """Whether the law of the number in the system can be summed up, soon, and in floats.

    Of those who wait for a place, no more than `most`, and with a patience of this mean no more than about
    2 e x rate x patience.
    """
    if processors + places > MOST_IN_SYSTEM:
        return False
    load, pace = rate * service, processors / service
    in_line = min(most, 6 * rate * patience + 60)
    full = processors * log(load) - lgamma(processors + 1) + places * log(rate / pace)
    peak = full + in_line * max(log(rate / pace), 0)
    soon = min(most, max(rate, pace) * patience) <= _MOST_IN_LINE
    return soon and max(load, abs(full), peak) <= _HOLDABLE
